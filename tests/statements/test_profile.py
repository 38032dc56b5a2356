"""What two statements have in common by their periods, places and names alone."""

from datetime import date

import duckdb
import pytest

from pipelines.statements.profile import IS_WHOLE, RESTATES
from tests.support.profiles import profile


@pytest.mark.parametrize(
    ("file", "sheet", "label"), [("a.csv", "", "a.csv"), ("a.xlsx", "一月", "a.xlsx·一月")]
)
def test_a_statement_is_called_by_its_file_and_sheet(file, sheet, label):
    one = profile(file, sheet=sheet)
    assert (one.label, one.full_label) == (label, f"木棠镇/2018/{label}")


def test_beside_one_of_another_delivery_it_is_called_in_full():
    one, later = profile("a.csv"), profile("b.csv", period="2019")
    assert one.beside(profile("b.csv")) == "a.csv"
    assert one.beside(later) == "木棠镇/2018/a.csv"


def test_periods_overlap_where_they_share_a_day():
    first = profile(starts_on=date(2018, 1, 1), as_of_on=date(2018, 6, 30))
    touching = profile(starts_on=date(2018, 6, 30), as_of_on=date(2018, 12, 31))
    after = profile(starts_on=date(2018, 7, 1), as_of_on=date(2018, 12, 31))
    assert first.overlaps(touching) and touching.overlaps(first)
    assert not first.overlaps(after) and not after.overlaps(first)


@pytest.mark.parametrize(
    ("other", "may_meet"),
    [
        ({}, True),
        ({"villages": ("长岭村",)}, False),
        ({"villages": ("长岭村", "薛宅村")}, True),
        ({"villages": ("",)}, True),
        ({"townships": ("石桥镇",)}, False),
        ({"counties": ("某县",)}, False),
    ],
)
def test_statements_meet_where_every_level_has_a_place_in_common(other, may_meet):
    assert profile().may_meet(profile(**other)) == profile(**other).may_meet(profile()) == may_meet


def test_the_version_is_that_of_the_name():
    assert profile("台账(2).csv").version > profile("台账.csv").version


@pytest.mark.parametrize("role", ["list", "part", "continuation", "correction"])
@pytest.mark.parametrize("unit_level", ["village", "township", None])
@pytest.mark.parametrize("selection", ["未脱贫", None])
def test_sql_says_of_a_statement_what_its_profile_does(role, unit_level, selection):
    one = profile(role=role, unit_level=unit_level, selection=selection)
    said = duckdb.execute(
        f"select {RESTATES}, {IS_WHOLE} from (select ? as role, ? as unit_level, ? as selection)",
        [role, unit_level, selection],
    )
    assert said.fetchone() == (one.restates, not one.is_of_villages)
