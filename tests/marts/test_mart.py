"""What a mart has in common with all others is added to what its SELECT gives."""

from datetime import date
from pathlib import Path

import duckdb
import pytest

from pipelines.common.errors import UserError
from pipelines.engines.workbench import Workbench
from pipelines.marts.loading import load_marts
from pipelines.marts.mart import Mart, MartColumn

SELECT = "select area, year, paid, sum(paid) over () as all_paid from clean.ledger"
DESCRIPTION = """
title: 表
description: 一张表。
grain: 一行
key: [area_level, county, township, village, year]
computed: 加起来。
columns:
  - {use: area}
  - {use: year}
  - {name: all_paid, title: 合计, type: "DECIMAL(18,2)", unit: 元, description: 合计。}
  - {name: paid, title: 金额, type: BIGINT, unit: 元, description: 金额。}
"""
TABLES = """
    create table clean.areas as select * from (values
        ('甲县', 'county', '甲县', null, null), ('甲县/乙镇', 'township', '甲县', '乙镇', null)
    ) as areas (area, area_level, county, township, village);
    create table clean.coverage as select * from (values
        ('甲县/乙镇', 'ledger', 2020, null, 1, 2, 3, 4, 5, date '2020-06-30', date '2020-12-31', 0, 0),
        ('甲县/乙镇', 'ledger', null, 2020, 1, 2, 6, 7, 8, date '2020-12-31', date '2020-12-31', 0, 0),
        ('甲县/乙镇', 'list', 2020, null, 1, 1, 9, 9, 9, date '2020-01-31', date '2020-01-31', 0, 0),
        ('甲县/乙镇', 'past', 2019, null, 1, 1, 10, 20, 30, date '2019-12-31', date '2019-12-31', 0, 0),
        ('甲县/乙镇', 'past', 2021, null, 1, 1, 100, 200, 300, date '2021-12-31', date '2021-12-31', 0, 0)
    ) as coverage (area, register, year, since_year, units_reporting, units_expected, sheets_set_aside, rows_set_aside,
        cells_set_aside, oldest_on, newest_on, unread_sheets, unread_rows);
    create table clean.ledger as select * from (values
        ('甲县/乙镇', 2020, 7::hugeint), ('甲县', 2021, 2), ('甲县', 2020, 1), ('丙县', 2020, 5)
    ) as ledger (area, year, paid);
"""


def described(folder: Path, description: str = DESCRIPTION, sql: str = SELECT) -> Mart:
    (folder / "made.sql").write_text(sql, encoding="utf-8")
    (folder / "made.yml").write_text(description, encoding="utf-8")
    return load_marts(folder)["made"]


def rows_of(mart: Mart) -> list[dict]:
    with duckdb.connect() as db:
        db.execute(f"create schema clean; {TABLES}")
        found = db.execute(mart.select)
        names = [name for name, *_ in found.description or ()]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def test_an_area_has_its_names_and_rows_the_order_of_the_key(tmp_path: Path) -> None:
    """Rows of an area that no delivery names are left out."""
    found = rows_of(described(tmp_path))
    assert [*found[0]] == ["area_level", "county", "township", "village", "area", "year", "all_paid", "paid"]
    assert [(row["area_level"], row["township"], row["year"], row["paid"]) for row in found] == [
        ("county", None, 2020, 1), ("county", None, 2021, 2), ("township", "乙镇", 2020, 7),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("coverage", "aside", "days"),
    [
        ("{register: ledger}", (3, 4, 5), (date(2020, 6, 30), date(2020, 12, 31))),
        # the last list by then: that of 2019
        ("{register: ledger, beside: past}", (13, 24, 35), (date(2019, 12, 31), date(2020, 12, 31))),
        ("{register: ledger, beside: other}", (3, 4, 5), (date(2020, 6, 30), date(2020, 12, 31))),
        ("{register: ledger, is_of_last: true}", (6, 7, 8), (date(2020, 12, 31), date(2020, 12, 31))),
        (
            "{register: ledger, instead: {paid: {'7': list}}}",
            (9, 9, 9),
            (date(2020, 1, 31), date(2020, 1, 31)),
        ),
        (
            "{register: ledger, instead: {paid: {'8': list}}}",
            (3, 4, 5),
            (date(2020, 6, 30), date(2020, 12, 31)),
        ),
    ],
)
def test_a_row_states_what_it_rests_on(tmp_path: Path, coverage: str, aside: tuple, days: tuple) -> None:
    mart = described(tmp_path, DESCRIPTION + f"coverage: {coverage}")
    assert "clean.coverage" in mart.reads
    [row] = [row for row in rows_of(mart) if row["area"] == "甲县/乙镇"]
    assert (row["sheets_set_aside"], row["rows_set_aside"], row["cells_set_aside"]) == aside
    assert (row["oldest_statement_on"], row["newest_statement_on"]) == days


def build(folder: Path, mart: Mart) -> list[tuple]:
    bench = Workbench(folder / "bench.duckdb")
    try:
        bench.connection.execute(TABLES)
        bench.show_build(folder / "build")
        bench.build(mart)
        return bench.connection.execute("describe made").fetchall()
    finally:
        bench.close()


def test_sums_have_the_type_that_is_described(tmp_path: Path) -> None:
    sql = SELECT.replace("sum(paid)", "sum(paid::decimal(18, 2))")
    types = {name: kind for name, kind, *_ in build(tmp_path, described(tmp_path, sql=sql))}
    assert (types["paid"], types["all_paid"]) == ("BIGINT", "DECIMAL(18,2)")


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        (SELECT, r"made\.sql gives all_paid as HUGEINT where made\.yml describes all_paid as DECIMAL\(18,2\)"),
        (SELECT.replace(" as all_paid", " as total"), r"gives total as HUGEINT where made\.yml describes no total"),
        ("select area, year, paid from clean.ledger", r"gives no all_paid where made\.yml describes all_paid as DECIMAL"),
        (SELECT.replace("sum(paid) over ()", "1.5::double"), "gives all_paid as DOUBLE"),
        (SELECT.replace("paid, sum(paid)", "paid::double as paid, sum(paid::decimal(9, 2))"), "gives paid as DOUBLE"),
        (SELECT.replace("area, ", "area, payer, "), r"made\.sql does not fit the tables that it reads: .*\"payer\" not found"),
        (SELECT.replace("sum(", "total("), r"made\.sql does not fit the tables that it reads: .*total does not exist"),
        (SELECT.replace("clean.ledger", "clean.other"), "made reads a table that is not built yet: Table .*other"),
    ],
)  # fmt: skip
def test_another_type_or_column_than_is_described_is_refused(tmp_path: Path, sql: str, message: str) -> None:
    with pytest.raises(UserError, match=message):
        build(tmp_path, described(tmp_path, sql=sql))


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ("  - {use: year}", "a column is described twice"),
        (
            "coverage: {register: ledger, year: payout_year}",
            "coverage names payout_year, which is not a column",
        ),
        ("coverage: {register: a b}", r"coverage\.register: String should match"),
        (
            "coverage: {register: ledger, beside: list, is_of_last: true}",
            "beside goes with neither instead nor is_of_last",
        ),
    ],
)
def test_a_description_that_does_not_hold_is_named(tmp_path: Path, more: str, message: str) -> None:
    with pytest.raises(UserError, match=message):
        described(tmp_path, DESCRIPTION + more)


def test_codes_are_shown_in_chinese() -> None:
    column = MartColumn(
        name="a",
        title="层级",
        type="VARCHAR",
        description="层级。",
        terms={"township": "乡镇", "county": "县"},
    )
    assert [column.shown(value) for value in ("township", "木棠镇", True, False, 3, None)] == [
        "乡镇", "木棠镇", "是", "否", 3, None,
    ]  # fmt: skip
