"""Every figure states what it shows, in which unit and from which release, and draws nothing without rows."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable

import plotly.io as pio
import pytest

from pipelines.charts import (
    dividends,
    quality,
    reconciliation,
    remaining,
    template,
)
from tests.support.figures import COVERED, FIGURES, RELEASE, ROWS, exit_rows, incidence_rows, withheld
from tests.support.figures_of_quality import TABLE_ROWS, alt, as_drawn

each_figure = pytest.mark.parametrize("draw", FIGURES, ids=lambda draw: f"{draw.__module__}.{draw.__name__}")


@each_figure
def test_states_what_it_shows(draw: Callable) -> None:
    fig = draw(ROWS[FIGURES[draw]](), RELEASE)
    assert fig.layout.title.text.startswith("<b>木棠镇")
    alt = fig.layout.meta["alt"]
    assert "木棠镇" in alt and any(character.isdigit() for character in alt) and alt.endswith("。")
    corner = fig.layout.annotations[-1].text
    assert FIGURES[draw] in corner and RELEASE.release_id in corner and RELEASE.built_on in corner


@each_figure
def test_the_subtitle_ends_with_what_the_figure_rests_on(draw: Callable) -> None:
    fig = draw(ROWS[FIGURES[draw]](), RELEASE)
    assert fig.layout.title.subtitle.text.replace("<br>", "").endswith("；" + COVERED)
    assert COVERED in fig.layout.meta["alt"]


def test_a_figure_that_cannot_be_drawn_says_so_too() -> None:
    rows = ROWS["dividend_payouts"]().assign(paid_yuan=None, due_yuan=None)
    fig = dividends.due_and_paid(rows, RELEASE)
    assert not fig.data and fig.layout.title.subtitle.text == COVERED


@each_figure
def test_axes_of_numbers_state_their_unit(draw: Callable) -> None:
    layout = json.loads(draw(ROWS[FIGURES[draw]](), RELEASE).to_json())["layout"]
    axes = [layout[key] for key in layout if key.startswith(("xaxis", "yaxis"))]
    numeric = [axis for axis in axes if "tickformat" in axis]
    assert numeric
    for axis in numeric:
        assert any(unit in axis["title"]["text"] for unit in ("户）", "人）", "万元）", "%）"))


@each_figure
def test_hover_is_chinese(draw: Callable) -> None:
    for mark in draw(ROWS[FIGURES[draw]](), RELEASE).data:
        text = mark.hovertemplate or ""
        assert (
            mark.hoverinfo == "skip"
            or "%{hovertext}" in text
            or any("一" <= c <= "鿿" for c in text)
            or mark.text
        )


@each_figure
def test_without_rows_names_what_is_missing(draw: Callable) -> None:
    fig = draw(ROWS[FIGURES[draw]]().iloc[:0], RELEASE)
    assert not fig.data
    assert "没有该地区" in fig.layout.title.text
    assert fig.layout.meta["alt"].startswith("没有该地区")
    assert RELEASE.release_id in fig.layout.annotations[-1].text


def test_fonts_reach_every_system() -> None:
    family = template.template().layout.font.family
    for face in ("PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC"):
        assert face in family
    assert family.endswith("sans-serif")


def test_look_is_set_only_when_asked_for() -> None:
    before = (pio.templates.default, pio.renderers.default)
    code = "import plotly.io as p; b = (p.templates.default, p.renderers.default)\n"
    code += "import pipelines.charts.incidence, pipelines.charts.template as t\n"
    code += "assert b == (p.templates.default, p.renderers.default) and 'township' not in p.templates\n"
    code += "t.use(); print(p.templates.default, p.renderers.default)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["township", "plotly_mimetype"]
    assert before == (pio.templates.default, pio.renderers.default)


def test_lines_break_after_punctuation() -> None:
    assert template._wrap("甲乙，丙丁戊", 8) == ["甲乙，", "丙丁戊"]
    assert template._wrap("甲乙丙丁戊", 8) == ["甲乙丙丁", "戊"]
    assert template._wrap("1,193 户", 8) == ["1,193 户"]
    assert template._wrap("甲乙（丙丁）", 8) == ["甲乙", "（丙丁）"]
    assert template._wrap("", 8) == []


def test_a_release_withholds_where_the_rows_are() -> None:
    release = withheld("m", ("儋州市", "木棠镇", "甲村"), ("某县", None, None))
    village = incidence_rows().iloc[[1]]
    assert release.withholds("m", village) and not release.withholds("n", village)
    assert not release.withholds("m", village.assign(village="丙村"))
    assert release.withholds("m", incidence_rows()), "among the villages of the township"
    assert not release.withholds("m", incidence_rows().assign(township="中和镇"))
    assert not release.withholds("m", exit_rows()), "the township itself"
    assert release.withholds("m", exit_rows().assign(county="某县", township=None))
    assert release.withholds("m", incidence_rows().iloc[:0]) and not RELEASE.withholds("m", village)


TABLES = {
    remaining.by_cause: remaining.MART,
    remaining.by_kind: remaining.MART,
    remaining.by_village: remaining.MART,
    reconciliation.by_unit: reconciliation.MART,
    reconciliation.by_subject: reconciliation.MART,
    reconciliation.against_computed: reconciliation.MART,
    reconciliation.deviations: reconciliation.MART,
    quality.board: quality.DELIVERIES,
    quality.by_rule: quality.QUARANTINE,
    quality.by_finding: quality.FINDINGS,
}


each_table = pytest.mark.parametrize("draw", TABLES, ids=lambda draw: f"{draw.__module__}.{draw.__name__}")


@each_table
def test_states_what_it_shows_of_each_table(draw: Callable) -> None:
    fig = draw(TABLE_ROWS[draw](), RELEASE)
    assert fig.data
    assert any(character.isdigit() for character in alt(fig)) and alt(fig).endswith("。")
    corner = fig.layout.annotations[-1].text
    assert TABLES[draw] in corner and RELEASE.release_id in corner and RELEASE.built_on in corner


@each_table
def test_axes_of_numbers_state_their_unit_of_each_table(draw: Callable) -> None:
    layout = as_drawn(draw(TABLE_ROWS[draw](), RELEASE))["layout"]
    axes = [layout[key] for key in layout if key.startswith(("xaxis", "yaxis"))]
    numeric = [axis for axis in axes if "tickformat" in axis]
    assert numeric or draw is quality.board
    units = ("户）", "人）", "万元）", "%）", "个）", "行）", "处）")
    assert all(any(unit in axis["title"]["text"] for unit in units) for axis in numeric)


@each_table
def test_hover_is_chinese_of_each_table(draw: Callable) -> None:
    for mark in draw(TABLE_ROWS[draw](), RELEASE).data:
        text = mark.hovertemplate or ""
        assert mark.hoverinfo == "skip" or "%{hovertext}" in text or any("一" <= c <= "鿿" for c in text), (
            mark.name
        )


@each_table
def test_without_rows_names_what_is_missing_of_each_table(draw: Callable) -> None:
    fig = draw(TABLE_ROWS[draw]().iloc[:0], RELEASE)
    assert not fig.data
    assert alt(fig).startswith("没有")
    assert RELEASE.release_id in fig.layout.annotations[-1].text
