"""Exits by year, of registries small enough to count by hand."""

from datetime import date
from typing import Any

from tests.support.marts import marts_from


def person(household: str, year: int, **facts: Any) -> dict[str, Any]:
    """A household of one person in the registry of 东镇 at the end of the year."""
    return {
        "unit": "东镇", "county": "云溪县", "township": "东镇", "household_id": household,
        "as_of_on": date(year, 12, 31), "as_of_year": year, "relation": "户主", "row_persons": 1,
    } | facts  # fmt: skip


def exits(persons: list[dict[str, Any]], level: str = "township") -> list[tuple]:
    """exit_year, households, cumulative, remaining."""
    with marts_from("exits_by_year", persons=persons) as con:
        return con.execute(
            """select exit_year, households, cumulative_households, remaining_households
            from exits_by_year where area_level = ? order by exit_year nulls last""",
            [level],
        ).fetchall()


def test_a_year_of_exit_stays_known_where_a_later_form_lacks_it() -> None:
    """Four households left in 2015, 2017, 2017 and, by the registry of 2021, which has no year, after 2019."""
    first = [
        person("1", 2019, exit_status="已脱贫", exit_year=2015),
        person("2", 2019, exit_status="已脱贫", exit_year=2017),
        person("3", 2019, exit_status="已脱贫", exit_year=2017),
        person("4", 2019, exit_status="未脱贫"),
    ]
    later = [person(household, 2021, household_type="脱贫户") for household in "1234"]
    known = [(2015, 1, 1, 3), (2017, 2, 3, 1), (None, 1, 4, 0)]
    assert exits([*first, *later]) == known
    assert exits([*first, *later], "county") == known
    assert exits(later) == [(None, 4, 4, 0)]


def test_an_export_of_all_who_live_in_the_countryside_registers_those_who_left_poverty() -> None:
    """Of four households one left poverty, one did and is not stable; a third was never poor, though it is monitored."""
    of_all = [
        person("1", 2026, household_type="脱贫户"),
        person("2", 2026, household_type="防止返贫致贫对象", monitored_type="脱贫不稳定户"),
        person("3", 2026, household_type="防止返贫致贫对象", monitored_type="突发严重困难户"),
        person("4", 2026, household_type="一般农户"),
    ]
    assert exits(of_all) == [(None, 2, 2, 0)]


def test_who_was_identified_later_did_not_remain_in_the_years_before() -> None:
    """Of three households one was identified in 2017: at the end of 2016 two were registered, and one had left."""
    persons = [
        person("1", 2018, exit_status="已脱贫", exit_year=2016, household_identified_month=date(2014, 1, 1)),
        person("2", 2018, exit_status="未脱贫", household_identified_month=date(2014, 1, 1)),
        person("3", 2018, exit_status="已脱贫", exit_year=2018, household_identified_month=date(2017, 12, 1)),
    ]
    assert exits(persons) == [(2016, 1, 1, 1), (2018, 1, 2, 1)]


def test_an_identification_after_the_exit_counts_from_the_exit() -> None:
    late = person(
        "1", 2018, exit_status="已脱贫", exit_year=2016, household_identified_month=date(2017, 1, 1)
    )
    assert exits([late]) == [(2016, 1, 1, 0)]


def test_a_county_adds_up_the_last_registry_of_each_township() -> None:
    west = {"unit": "西镇", "township": "西镇"}
    persons = [
        person("1", 2018, exit_status="已脱贫", exit_year=2017),
        person("2", 2020, exit_status="已脱贫", exit_year=2017) | west,
        person("3", 2020, exit_status="未脱贫") | west,
        person("2", 2018, exit_status="未脱贫") | west,
    ]
    assert exits(persons, "county") == [(2017, 2, 2, 1)]


def test_a_number_that_two_townships_give_is_of_two_households() -> None:
    """东镇 numbers its one household 1, and so does 西镇, a year later; a household that moved between them is one."""
    own, other = {"person_id": "p1"}, {"unit": "西镇", "township": "西镇", "person_id": "p2"}
    left = [
        person("1", 2018, exit_status="已脱贫", exit_year=2017) | own,
        person("1", 2020, exit_status="已脱贫", exit_year=2019) | other,
    ]
    assert exits(left) == [(2017, 1, 1, 0), (2019, 1, 1, 0)]
    assert exits(left, "county") == [(2017, 1, 1, 1), (2019, 1, 2, 0)]
    moved = [person("1", 2018, exit_status="未脱贫") | own, left[1] | own]
    assert exits(moved, "county") == [(2019, 1, 1, 0)]


def test_a_number_that_two_townships_give_in_one_year_is_of_two_households() -> None:
    earlier = person(
        "1", 2018, exit_status="已脱贫", exit_year=2017, person_id="p1", as_of_on=date(2018, 6, 30)
    )
    west = {"unit": "西镇", "township": "西镇", "person_id": "p2"}
    later = person("1", 2018, exit_status="已脱贫", exit_year=2018) | west
    assert exits([earlier, later], "county") == [(2017, 1, 1, 1), (2018, 1, 2, 0)]
