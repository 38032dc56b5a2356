"""Figures of deliveries, of what is set aside and of findings."""

from __future__ import annotations

import pandas as pd
import pytest

from pipelines.charts import quality
from tests.support.figures import RELEASE
from tests.support.figures_of_quality import (
    alt,
    as_drawn,
    bars,
    delivery_rows,
    finding_rows,
    quarantine_rows,
)


def test_board_of_deliveries() -> None:
    fig = quality.board(delivery_rows(), RELEASE)
    [cells] = as_drawn(fig)["data"]
    assert cells["y"] == ["薛宅村", "木棠镇"] and cells["x"] == ["2018", "2019"]
    # 薛宅村 delivered nothing for 2019: blank. What holds no rows of data has no share, but a text.
    assert cells["z"] == [[0, None], [pytest.approx(10 / 1100), 0]]
    assert cells["text"] == [["0，1 张未读", ""], ["1,090", "0"]]
    assert "2 个单位报送 3 次，采纳 1,090 行，隔离 10 行" in alt(fig)
    assert "1 张表没有读出来" in alt(fig)


def test_board_keeps_the_worst_units_and_the_latest_periods() -> None:
    row = delivery_rows().iloc[[0]]
    units = [row.assign(unit=f"{n:02}村", quarantined=n) for n in range(60)]
    periods = [row.assign(unit="59村", period=str(year)) for year in range(2000, 2018)]
    fig = quality.board(pd.concat([*units, *periods]), RELEASE)
    [cells] = as_drawn(fig)["data"]
    assert set(cells["y"]) == {f"{n:02}村" for n in range(20, 60)}
    assert cells["x"] == [str(year) for year in range(2007, 2019)]
    assert "只画隔离占比最高的 40 个单位" in alt(fig) and "只画最近的 12 个期间" in alt(fig)


def test_quarantine_by_rule() -> None:
    fig = quality.by_rule(quarantine_rows(), RELEASE)
    [rules] = as_drawn(fig)["data"]
    assert dict(zip(rules["y"], rules["x"], strict=True)) == {"必填项为空": 1, "不是数字": 2}
    assert rules["y"][-1] == "不是数字"
    assert alt(fig).startswith("木棠镇有 3 处要改，最多的是“不是数字”（2 处）")


def test_reasons_that_name_what_was_found_are_one_rule() -> None:
    reasons = [
        "不在规定的选项内,最接近的是 之子",
        "不在规定的选项内,最接近的是 配偶,可填：配偶",
        "必填项为空",
    ]
    rows = quarantine_rows().assign(reason_zh=reasons)
    [rules] = as_drawn(quality.by_rule(rows, RELEASE))["data"]
    assert dict(zip(rules["y"], rules["x"], strict=True)) == {"必填项为空": 1, "不在规定的选项内": 2}


def test_findings_by_severity() -> None:
    fig = quality.by_finding(finding_rows(), RELEASE)
    assert bars(fig, "警告") == {"列不认识": None, "支出资金多于下达资金": 4}
    assert bars(fig, "提示") == {"同一行重复填报": 3}
    assert list(fig.layout.yaxis.categoryarray)[-1] == "支出资金多于下达资金"
    assert "3 种质量发现：严重 0 种，警告 2 种，提示 1 种" in alt(fig)


def test_long_messages_break() -> None:
    rows = finding_rows().assign(message_zh="各" * 40)
    [_, label] = quality.by_finding(rows, RELEASE).layout.yaxis.categoryarray
    assert label == "<br>".join(["各" * 14, "各" * 14, "各" * 12])


def test_legend_stays_off_the_title_however_tall_the_figure() -> None:
    rows = pd.concat([finding_rows().assign(message_zh=f"发现{n}") for n in range(30)])
    fig = quality.by_finding(rows, RELEASE)
    assert "只画最要紧的 20 种" in alt(fig)
    plot_height = fig.layout.height - fig.layout.margin.t - fig.layout.margin.b
    assert (fig.layout.legend.y - 1) * plot_height < 5
