"""Sheets, rows and cells that are set aside are held against the places that they may be about."""

from datetime import date

from tests.support.county import County
from tests.support.coverage import coverage_of, figures, roll
from tests.support.desk import PERSONS, person


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


def test_only_the_last_list_of_a_year_is_behind_its_figures(county: County) -> None:
    """What was set aside in June is not missing in the list of December."""
    june = county.desk(period="2018H1")
    june.csv("花名册.csv", [PERSONS, person(1), person(2, 证件号码="123")])
    roll(county.desk(period="2018"), "薛宅村", 1, 2)
    found = county.select()
    assert figures(found, "儋州市/木棠镇") == (1, 1, 0, 0, 0)
    assert coverage_of(found, "儋州市/木棠镇")["oldest_on"] == date(2018, 12, 31)


def test_what_is_set_aside_of_a_village_stays_until_a_list_covers_that_village(county: County) -> None:
    """长岭村's list of June cannot be read; 薛宅村's of December says nothing of it, one of the township does."""
    for village, period, number in (("薛宅村", "2018-12", 1), ("长岭村", "2018-06", 5)):
        desk = county.desk(village, period, f"county: 儋州市\ntownship: 木棠镇\nvillage: {village}\n")
        roll(desk, village, number)
    (desk.inbox / "花名册长岭村.csv").unlink()
    desk.write("花名册长岭村.xlsx", b"PK torn off")
    assert coverage_of(county.select(), "儋州市/木棠镇")["sheets_set_aside"] == 1
    roll(county.desk("木棠镇", "2018"), "薛宅村", 1, 2)
    assert coverage_of(county.select(), "儋州市/木棠镇")["sheets_set_aside"] == 0


def test_payouts_of_a_later_quarter_do_not_hide_a_list_that_cannot_be_read(county: County) -> None:
    header = ["乡镇", "行政村", "户编号", "户主", "合作方", "实发分红(元)"]
    county.desk(period="2018Q2").csv(
        "分红.csv", [header, ["木棠镇", "薛宅村", "46900300001", "王甲一", "某社", "300"]]
    )
    county.desk(period="2018Q1").write("分红.xlsx", b"PK torn off")
    assert coverage_of(county.select(), "儋州市/木棠镇", "dividend_payouts")["sheets_set_aside"] == 1
