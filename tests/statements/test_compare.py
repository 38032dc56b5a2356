"""Rows of two statements compared: which are of the same object, which are equal, and whose totals the others are."""

from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from pipelines.registers.contract import load_registers
from pipelines.statements.compare import Comparison, Detail
from tests.support.profiles import profile

LEDGERS = load_registers()["fund_ledger"]
ROAD, BRIDGE, WELL = ("薛宅村", "道路", 1000), ("薛宅村", "桥", 2500), ("长岭村", "井", 300)


@pytest.fixture
def compared(tmp_path: Path):
    """compared(rows, rows) → the comparison, and the profiles of two statements with these rows."""
    with duckdb.connect() as db:

        def of(*statements):
            db.execute("""create table ledger (file varchar, sheet varchar, row bigint, county varchar, township varchar,
                village varchar, project_name varchar, year integer, as_of_year integer, planned_yuan decimal(18, 2))""")
            profiles = []
            for name, rows in zip("ab", statements, strict=True):
                villages = tuple(sorted({village for village, *_ in rows}))
                profiles.append(profile(f"{name}.csv", rows=len(rows), villages=villages))
                db.executemany(
                    "insert into ledger values (?, '', ?, '儋州市', '木棠镇', ?, ?, 2018, 2018, ?)",
                    [[f"{name}.csv", number, *row] for number, row in enumerate(rows, start=2)],
                )
            db.execute(f"copy ledger to '{tmp_path}/fund_ledger.parquet'")
            return Comparison(db, LEDGERS, {("木棠镇", "2018"): tmp_path}), *profiles

        yield of


def test_rows_of_one_object_are_shared_and_equal_where_all_is(compared):
    comparison, one, other = compared([ROAD, BRIDGE], [("薛宅村", "桥", 2000), ROAD, WELL])
    overlap = comparison.overlap(one, other)
    assert (overlap.rows, overlap.shared, overlap.equal) == ((2, 3), 2, 1)
    assert overlap.is_comparable and overlap.detail is None


def test_the_rows_that_are_repeated_are_named(compared):
    comparison, one, other = compared([ROAD, BRIDGE], [("薛宅村", "桥", 2000), ROAD, WELL])
    assert comparison.repeated_rows(one, other, "equal") == [3]
    assert comparison.repeated_rows(one, other, "restated") == [2, 3]
    assert comparison.repeated_rows(one, other, "places") == [2, 3]


def test_two_rows_of_one_object_are_compared_one_by_one(compared):
    comparison, one, other = compared([ROAD, ROAD], [ROAD])
    overlap = comparison.overlap(one, other)
    assert (overlap.shared, overlap.equal) == (1, 1)


@pytest.mark.parametrize(
    ("totals", "is_whole"),
    [([("薛宅村", "全村", 3500), ("长岭村", "全村", 300)], True),
     ([("薛宅村", "全村", 3500), ("长岭村", "全村", 300), ("前湾村", "全村", 7)], False)],
)  # fmt: skip
def test_totals_by_village_are_those_of_the_rows(compared, totals, is_whole):
    """1000 + 2500 = 3500 in 薛宅村."""
    comparison, one, other = compared([ROAD, BRIDGE, WELL, ("长岭村", "渠", 0)], totals)
    assert comparison.overlap(one, other).detail == Detail(one.number, is_whole, is_rounded=False)


def test_totals_in_whole_wan_are_nearly_the_sums(compared):
    """24,000 and 36,000 are 2万 and 4万 to the nearest."""
    rows = [
        ("薛宅村", "道路", 14_000),
        ("薛宅村", "桥", 10_000),
        ("长岭村", "井", Decimal(30_000)),
        ("长岭村", "渠", 6_000),
    ]
    comparison, one, other = compared(rows, [("薛宅村", "全村", 20_000), ("长岭村", "全村", 40_000)])
    assert comparison.overlap(one, other).detail == Detail(one.number, is_whole=True, is_rounded=True)


@pytest.mark.parametrize(
    ("subject", "is_comparable"), [("饮水安全", True), ("住房安全", False), (None, False)]
)
def test_counts_of_other_lists_of_a_register_are_of_other_things(tmp_path: Path, subject, is_comparable):
    """Nothing identifies households that villages count; those screened for housing and for water are two lists."""
    register = load_registers()["screenings"]
    told = f"'{subject}'" if subject else "null"
    with duckdb.connect() as db:
        db.execute(f"""copy (
            select * from (values ('a.csv', '', 2, '甲村', '住房安全', 40), ('b.csv', '', 2, '甲村', {told}, 30))
                as t(file, sheet, row, village, screening_subject, households)
        ) to '{tmp_path}/screenings.parquet'""")
        one, other = (
            profile(f"{name}.csv", rows=1, villages=("甲村",), supplied=("village", "households"))
            for name in "ab"
        )
        overlap = Comparison(db, register, {("木棠镇", "2018"): tmp_path}).overlap(one, other)
    assert (overlap.is_comparable, overlap.shared) == (is_comparable, 0)
