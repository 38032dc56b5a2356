"""The sheet of charts draws what the marts hold."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from pipelines.catalogue.areas import EVERYWHERE
from pipelines.catalogue.tables import Catalogue
from pipelines.disclosure.suppression import open_publishable
from pipelines.marts.mart import Mart
from pipelines.releases.store import DATABASE


def test_charts_are_of_marts_that_the_area_has(pack: dict[str, Path], catalogue: Catalogue) -> None:
    titles = {mart.title: mart.chart.title for mart in catalogue.charted if mart.chart}
    for path in (path for name, path in pack.items() if name != EVERYWHERE.name):
        book = openpyxl.load_workbook(path, read_only=True)
        headings = [str(row[0]) for row in book["图表"].iter_rows(max_col=1, values_only=True) if row[0]]
        drawn = {mart for mart, title in titles.items() if any(text.endswith(title) for text in headings)}
        assert drawn == titles.keys() & {*book.sheetnames}, path.name


def test_a_chart_has_below_its_title_what_it_rests_on(county_book: openpyxl.Workbook) -> None:
    lines = [row[0] for row in county_book["图表"].iter_rows(values_only=True)]
    title = next(place for place, text in enumerate(lines) if text and text.endswith("各类资金计划与支出"))
    assert lines[title + 1] == "1 行待核，数据截至 2018-12-31"


def test_charts_of_the_headline_marts_draw_the_marts(
    county_book: openpyxl.Workbook, marts: list[Mart], sample_release: Path, catalogue: Catalogue
) -> None:
    sheet = county_book["图表"]
    empty = [row[0] for row in sheet.iter_rows(values_only=True)].count("没有数据")  # all of it is withheld
    assert len(sheet._charts) == sum(mart.chart is not None for mart in marts) - empty
    rows = [row[:4] for row in sheet.iter_rows(values_only=True)]
    with open_publishable(sample_release / DATABASE, catalogue) as release:
        exits = release.execute(
            "select exit_year::varchar, persons, planned_persons, remaining_persons from exits_by_year "
            "where area_level = 'county' and county = '儋州市' order by exit_year"
        ).fetchall()
        [paid] = release.execute(
            "select sum(due_yuan)::double, sum(paid_yuan)::double from dividend_payouts where area_level = 'county' "
            "and county = '儋州市' and partner = '儋州鑫棠牧业有限公司'"
        ).fetchall()
        incidence = release.execute(
            "select village, incidence_rate from poverty_incidence where area_level = 'village' "
            "and county = '儋州市' and incidence_rate is not null order by incidence_rate desc"
        ).fetchall()
    assert [row for row in rows if row in exits] == exits
    assert [row[1:3] for row in rows if row[0] == "儋州鑫棠牧业有限公司"] == [paid]
    start = next(place for place, row in enumerate(rows) if row[0] == "行政村") + 1
    written = [row[:2] for row in rows[start : start + len(incidence)]]
    assert [rate for _, rate in written] == [pytest.approx(rate) for _, rate in incidence]
    assert dict(written).keys() == dict(incidence).keys()
