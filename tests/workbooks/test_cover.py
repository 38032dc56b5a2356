"""The cover of a workbook names its release, the deliveries that are of its area, and what to know."""

from __future__ import annotations

import datetime
from pathlib import Path

import duckdb
import openpyxl

from pipelines.catalogue.areas import Area
from pipelines.releases.store import DATABASE
from pipelines.workbooks.cover import sources


def test_cover_lists_release_sources_and_warnings(
    county_book: openpyxl.Workbook, sample_release: Path
) -> None:
    text = {str(value) for row in county_book["封面"].iter_rows(values_only=True) for value in row if value}
    with duckdb.connect(str(sample_release / DATABASE), read_only=True) as release:
        [(release_id, built_at)] = release.execute(
            "select release_id, built_at from quality.release"
        ).fetchall()
    assert {
        "儋州市 台账汇总",
        release_id,
        f"{built_at + datetime.timedelta(hours=8):%Y-%m-%d %H:%M} 北京时间",
        "木棠镇",
    } <= text
    assert any("没有报送发放台账的，实付资金为空" in line for line in text)


def test_the_sources_are_of_the_area_and_not_of_another_place_of_that_name() -> None:
    """甲县 and 乙县 have a 和平镇 each; the folder of the second bears another name. 双河镇 is in a county nobody states."""
    areas = [
        ("和平镇", "2020", "甲县", None, None),
        ("和平镇(乙县)", "2020", "乙县", None, None),
        ("双河镇", "2020", None, "双河镇", None),
        ("双河镇", "2021", "乙县", None, None),
    ]
    with duckdb.connect() as db:
        db.execute("create schema quality")
        db.execute(
            "create table quality.delivery_areas "
            "(unit varchar, period varchar, county varchar, township varchar, village varchar)"
        )
        db.executemany("insert into quality.delivery_areas values (?, ?, ?, ?, ?)", areas)
        db.execute(
            """create table quality.deliveries as select unit, period, 'a.csv' as file, sheet, 'read' as status,
                10 as rows_read, 7 as accepted, 2 as quarantined, 'persons' as register
            from (select distinct unit, period from quality.delivery_areas) cross join (select unnest(['', '二']) as sheet)"""
        )
        found = {area: sources(db, area) for area in (Area("甲县"), Area("乙县"), Area("", "双河镇"))}
    assert found == {
        Area("甲县"): [("和平镇", "2020", 1, 20, 14, 4)],
        Area("乙县"): [("双河镇", "2021", 1, 20, 14, 4), ("和平镇(乙县)", "2020", 1, 20, 14, 4)],
        Area("", "双河镇"): [("双河镇", "2020", 1, 20, 14, 4)],
    }
