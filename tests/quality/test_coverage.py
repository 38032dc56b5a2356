"""What figures rest on, of deliveries laid out so that it can be counted by hand."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.support.county import County, Selection
from tests.support.desk import LEDGER, PERSONS, Desk, person

NAMES = ("薛宅村", "长岭村", "李坊村")
VILLAGES = [["乡镇", "行政村", "总人口数", "农村人口数"], *(["木棠镇", name, "900", "800"] for name in NAMES)]
REPORTING = ("units_reporting", "units_expected", "sheets_set_aside", "rows_set_aside", "cells_set_aside")


@pytest.fixture
def county(tmp_path: Path) -> County:
    return County(tmp_path)


def of(
    found: Selection, area: str, register: str = "persons", year: int | None = 2018, since: int | None = None
) -> dict[str, Any]:
    key = (area, register, year, since)
    [row] = [
        row for row in found.coverage if (row["area"], row["register"], row["year"], row["since_year"]) == key
    ]
    return row


def figures(
    found: Selection, area: str, register: str = "persons", year: int | None = 2018
) -> tuple[int | None, ...]:
    row = of(found, area, register, year)
    return tuple(row[name] for name in REPORTING)


def roll(desk: Desk, village: str, *numbers: int, **facts: str) -> None:
    desk.csv(f"花名册{village}.csv", [PERSONS, *(person(n, 行政村=village, **facts) for n in numbers)])


def project(township: str, village: str = "薛宅村") -> list[str]:
    return [township, village, "2018", "道路", "1000"]


def test_a_village_whose_register_cannot_be_read_has_not_reported(county: County) -> None:
    desk = county.desk()
    desk.csv("行政村.csv", VILLAGES)
    roll(desk, "薛宅村", 1, 2)
    roll(desk, "长岭村", 3)
    desk.write("花名册李坊村.xlsx", b"PK torn off")
    found = county.select()
    assert figures(found, "儋州市/木棠镇") == (2, 3, 1, 0, 0)
    assert figures(found, "儋州市") == (1, 1, 1, 0, 0)
    assert figures(found, "儋州市/木棠镇/李坊村")[:2] == (0, 1)
    assert figures(found, "儋州市/木棠镇/薛宅村") == (1, 1, None, None, None), (
        "the file may be of any village"
    )


def test_without_a_list_of_villages_nobody_knows_whether_there_is_another(county: County) -> None:
    desk = county.desk()
    roll(desk, "薛宅村", 1)
    roll(desk, "长岭村", 2)
    assert figures(county.select(), "儋州市/木棠镇") == (2, 2, 0, 0, 0)
    desk.write("花名册李坊村.xlsx", b"PK torn off")
    assert figures(county.select(), "儋州市/木棠镇") == (2, None, 1, 0, 0)


def test_a_village_without_rows_has_nobody_where_the_registry_is_whole(county: County) -> None:
    """Two villages of three have rows: 0 persons in the third, unless a file that cannot be read may be its own."""
    desk = county.desk()
    desk.csv("行政村.csv", VILLAGES)
    roll(desk, "薛宅村", 1)
    roll(desk, "长岭村", 5)
    found = county.select()
    assert figures(found, "儋州市/木棠镇") == (3, 3, 0, 0, 0)
    assert found.marts()["poverty_incidence"].count(("village", 0, 0)) == 1
    desk.write("花名册李坊村.xlsx", b"PK torn off")
    assert county.select().marts()["poverty_incidence"].count(("village", None, None)) == 1


def test_rows_that_are_set_aside_count_where_they_may_belong(county: County) -> None:
    """One faulty row in a list of two villages is of either; one in the list of a single village is of that one."""
    desk = county.desk()
    faulty = person(2, 证件号码="123")
    desk.csv("花名册.csv", [PERSONS, person(1, 行政村="薛宅村"), person(3, 行政村="长岭村"), faulty])
    found = county.select()
    assert figures(found, "儋州市/木棠镇") == (2, 2, 0, 1, 0)
    assert figures(found, "儋州市/木棠镇/薛宅村") == (1, 1, 0, None, 0)
    (desk.inbox / "花名册.csv").unlink()
    roll(desk, "长岭村", 3)
    desk.csv("花名册薛宅村.csv", [PERSONS, person(1, 行政村="薛宅村"), faulty])
    found = county.select()
    assert figures(found, "儋州市/木棠镇/薛宅村") == (1, 1, 0, 1, 0)
    assert figures(found, "儋州市/木棠镇/长岭村") == (1, 1, 0, 0, 0)


def test_townships_are_expected_by_the_calendar(county: County) -> None:
    calendar = "- {units: [木棠镇, 兰洋镇, 和庆镇], periods: ['2018'], registers: [persons], days: 15}\n"
    roll(county.desk(), "薛宅村", 1)
    (county.folder / "raw" / "calendar.yml").write_text(calendar, encoding="utf-8")
    ledger = county.desk("中和镇")
    ledger.csv("扶贫资金台账.csv", [LEDGER, project("中和镇")])
    found = county.select()
    assert figures(found, "儋州市") == (1, 3, 0, 0, 0)
    assert figures(found, "儋州市", "fund_ledger") == (1, 4, 0, 0, 0), "of all townships that are known"


def test_a_whole_list_of_the_county_covers_its_townships(county: County) -> None:
    office = county.desk("儋州市", area="county: 儋州市\n")
    rows = [person(n, 乡镇=name) for n, name in ((1, "木棠镇"), (2, "兰洋镇"))]
    office.csv("花名册.csv", [PERSONS, *rows])
    county.desk("中和镇").csv("扶贫资金台账.csv", [LEDGER, project("中和镇")])
    assert figures(county.select(), "儋州市") == (3, 3, 0, 0, 0)
    roll(county.desk("和庆镇"), "薛宅村", 9, 乡镇="和庆镇")
    assert figures(county.select(), "儋州市")[:2] == (3, 4), "where townships report for themselves"


def test_statements_that_contradict_each_other_are_set_aside(county: County) -> None:
    roll(county.desk(), "薛宅村", 1)
    other = county.desk("兰洋镇")
    for name, year in (("甲", "2016"), ("乙", "2017")):
        rows = [person(n, 乡镇="兰洋镇", 脱贫年度=year) for n in (5, 6, 7)]
        other.csv(f"{name}.csv", [PERSONS, *rows])
    found = county.select()
    assert {*found.statuses.values()} == {"counted", "undecided"}
    assert figures(found, "儋州市") == (1, 2, 2, 6, 0)
    assert figures(found, "儋州市/兰洋镇")[0] == 0


def test_the_last_lists_of_a_county_may_be_of_several_years(county: County) -> None:
    roll(county.desk(period="2017"), "薛宅村", 1)
    roll(county.desk(period="2018"), "薛宅村", 1)
    roll(county.desk("兰洋镇", "2017"), "薛宅村", 5, 乡镇="兰洋镇")
    found = county.select()
    assert figures(found, "儋州市")[:2] == (1, 2)
    assert figures(found, "儋州市", year=None)[:2] == (2, 2)
    last = of(found, "儋州市", year=None)
    assert (last["oldest_on"], last["newest_on"]) == (date(2017, 12, 31), date(2018, 12, 31))


def test_the_last_lists_reach_the_years_of_their_exits_until_their_own(county: County) -> None:
    """木棠镇's list is of 2018, 兰洋镇's of 2017, that of 2018 cannot be read: of exits in 2017 both report, in 2018 one."""
    roll(county.desk(period="2018"), "薛宅村", 1, 脱贫年度="2018")
    roll(county.desk("兰洋镇", "2017"), "薛宅村", 5, 乡镇="兰洋镇")
    county.desk("兰洋镇", "2018").write("花名册.xlsx", b"PK torn off")
    found = county.select()
    of_years = {since: of(found, "儋州市", year=None, since=since) for since in (None, 2017, 2018)}
    assert {since: (row["units_reporting"], row["units_expected"]) for since, row in of_years.items()} == {
        None: (2, 2), 2017: (2, 2), 2018: (1, 2),
    }  # fmt: skip
    assert {row["sheets_set_aside"] for row in of_years.values()} == {1}
    assert of_years[2018]["oldest_on"] == date(2018, 12, 31)


def test_only_the_last_list_of_a_year_is_behind_its_figures(county: County) -> None:
    """What was set aside in June is not missing in the list of December."""
    june = county.desk(period="2018H1")
    june.csv("花名册.csv", [PERSONS, person(1), person(2, 证件号码="123")])
    roll(county.desk(period="2018"), "薛宅村", 1, 2)
    found = county.select()
    assert figures(found, "儋州市/木棠镇") == (1, 1, 0, 0, 0)
    assert of(found, "儋州市/木棠镇")["oldest_on"] == date(2018, 12, 31)


def test_what_is_set_aside_of_a_village_stays_until_a_list_covers_that_village(county: County) -> None:
    """长岭村's list of June cannot be read; 薛宅村's of December says nothing of it, one of the township does."""
    for village, period, number in (("薛宅村", "2018-12", 1), ("长岭村", "2018-06", 5)):
        desk = county.desk(village, period, f"county: 儋州市\ntownship: 木棠镇\nvillage: {village}\n")
        roll(desk, village, number)
    (desk.inbox / "花名册长岭村.csv").unlink()
    desk.write("花名册长岭村.xlsx", b"PK torn off")
    assert of(county.select(), "儋州市/木棠镇")["sheets_set_aside"] == 1
    roll(county.desk("木棠镇", "2018"), "薛宅村", 1, 2)
    assert of(county.select(), "儋州市/木棠镇")["sheets_set_aside"] == 0


def test_payouts_of_a_later_quarter_do_not_hide_a_list_that_cannot_be_read(county: County) -> None:
    header = ["乡镇", "行政村", "户编号", "户主", "合作方", "实发分红(元)"]
    county.desk(period="2018Q2").csv(
        "分红.csv", [header, ["木棠镇", "薛宅村", "46900300001", "王甲一", "某社", "300"]]
    )
    county.desk(period="2018Q1").write("分红.xlsx", b"PK torn off")
    assert of(county.select(), "儋州市/木棠镇", "dividend_payouts")["sheets_set_aside"] == 1


def test_villages_that_report_in_different_months_have_both_reported(county: County) -> None:
    """薛宅村 sends its roll in June, 长岭村 in December; the township's figure holds both, and so does its coverage."""
    for village, period, number in (("薛宅村", "2018-06", 1), ("长岭村", "2018-12", 5)):
        desk = county.desk(village, period, f"county: 儋州市\ntownship: 木棠镇\nvillage: {village}\n")
        roll(desk, village, number)
    found = county.select()
    assert figures(found, "儋州市/木棠镇") == (2, 2, 0, 0, 0)
