"""Rows of two statements compared: which are of the same object, and which are equal."""

from pathlib import Path

import duckdb
import pytest

from pipelines.statements.compare import Comparison
from pipelines.statements.compared_rows import ComparedRows
from pipelines.statements.totals import Totals
from tests.support.catalogues import all_registers
from tests.support.profiles import profile
from tests.support.projects import BRIDGE, ROAD, WELL


def comparison_of(rows: ComparedRows) -> Comparison:
    return Comparison(rows, Totals(rows))


@pytest.fixture
def compared(projects):
    """compared(rows, rows) → the comparison, and the profiles of two statements with these rows."""

    def of(*statements):
        rows, profiles = projects(*statements)
        return comparison_of(rows), *profiles

    return of


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
    ("subject", "is_comparable"), [("饮水安全", True), ("住房安全", False), (None, False)]
)
def test_counts_of_other_lists_of_a_register_are_of_other_things(tmp_path: Path, subject, is_comparable):
    """Nothing identifies households that villages count; those screened for housing and for water are two lists."""
    register = all_registers()["screenings"]
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
        rows = ComparedRows(db, register, {("木棠镇", "2018"): tmp_path})
        overlap = comparison_of(rows).overlap(one, other)
    assert (overlap.is_comparable, overlap.shared) == (is_comparable, 0)
