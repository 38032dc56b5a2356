"""Rows that count are behind the figures of a year, the last lists of each township behind those without one."""

from datetime import date

from tests.support.county import County
from tests.support.coverage import coverage_of, figures, roll


def test_the_last_lists_of_a_county_may_be_of_several_years(county: County) -> None:
    roll(county.desk(period="2017"), "薛宅村", 1)
    roll(county.desk(period="2018"), "薛宅村", 1)
    roll(county.desk("兰洋镇", "2017"), "薛宅村", 5, 乡镇="兰洋镇")
    found = county.select()
    assert figures(found, "儋州市")[:2] == (1, 2)
    assert figures(found, "儋州市", year=None)[:2] == (2, 2)
    last = coverage_of(found, "儋州市", year=None)
    assert (last["oldest_on"], last["newest_on"]) == (date(2017, 12, 31), date(2018, 12, 31))


def test_the_last_lists_reach_the_years_of_their_exits_until_their_own(county: County) -> None:
    """木棠镇's list is of 2018, 兰洋镇's of 2017, that of 2018 cannot be read: of exits in 2017 both report, in 2018 one."""
    roll(county.desk(period="2018"), "薛宅村", 1, 脱贫年度="2018")
    roll(county.desk("兰洋镇", "2017"), "薛宅村", 5, 乡镇="兰洋镇")
    county.desk("兰洋镇", "2018").write("花名册.xlsx", b"PK torn off")
    found = county.select()
    of_years = {since: coverage_of(found, "儋州市", year=None, since=since) for since in (None, 2017, 2018)}
    assert {since: (row["units_reporting"], row["units_expected"]) for since, row in of_years.items()} == {
        None: (2, 2), 2017: (2, 2), 2018: (1, 2),
    }  # fmt: skip
    assert {row["sheets_set_aside"] for row in of_years.values()} == {1}
    assert of_years[2018]["oldest_on"] == date(2018, 12, 31)
