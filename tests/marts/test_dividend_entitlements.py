"""What households were due from their capital beside what they got, against a table that is counted by hand."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import duckdb
import pytest

from tests.support.marts import marts_from, sent_row

YEAR_END = date(2019, 12, 31)


def stake(township: str, household: str, yuan: int, /, day: date = YEAR_END, **facts: Any) -> dict[str, Any]:
    stated = {"partner": "农投公司", "invested_year": 2017, "contract_rate": 0.1}
    return _row(township, day, household_id=household, capital_yuan=yuan) | stated | facts


def payout(township: str, household: str | None, yuan: int, /, day: date = YEAR_END, **facts: Any) -> dict:
    stated = {"partner": "农投公司", "invested_year": 2017, "payout_on": date(day.year, 12, 10)}
    return _row(township, day, household_id=household, paid_yuan=yuan) | stated | facts


def person(household: str, number: int, /, day: date = date(2018, 12, 31), **facts: Any) -> dict[str, Any]:
    stated = {"person_id": f"{household}{number}", "row_persons": 1, "exit_status": "已脱贫"}
    return _row("领取", day, household_id=household) | stated | facts


def _row(township: str, day: date, /, **facts: Any) -> dict[str, Any]:
    return sent_row(day, unit=township, township=township) | facts


# capital 8,000 at 10 %, so that 800 are due: household, what it got, and how that compares
BY_HAND = [
    ("1", 800, None),
    ("2", 799, None),  # a yuan is rounding
    ("3", 798, "少发"),
    ("4", None, "未发"),
    ("5", 900, "多发"),
]
QUARTERS = {200: "入股当年按季", 600: "入股当年按季", 500: "少发", 800: "相符"}
JUNE = date(2019, 6, 30)
IN_2018 = date(2018, 12, 31)
STAKES = [
    *(stake("逐户", household, 8000) for household, *_ in BY_HAND),
    *(stake(f"当年{paid}", "1", 8000, invested_year=2019) for paid in QUARTERS),
    stake("半年", "1", 8000, JUNE),
    stake("没有发放", "1", 8000),
    *(stake("停发", "1", 8000, date(year, 12, 31)) for year in (2018, 2019, 2020)),
    stake("没有比例", "1", 8000, contract_rate=None),
    stake("群体", "1", 8000),
    stake("木棠镇", "1", 8000, IN_2018, contract_rate=None, county="儋州市"),
    *(stake("领取", household, 1000) for household in "bcdef"),
    stake("领取", "a", 2000),
    stake("两次", "a", 2000),
]
PAYOUTS = [
    *(payout("逐户", household, paid) for household, paid, _ in BY_HAND if paid is not None),
    payout("逐户", "9", 50),
    *(payout(f"当年{paid}", "1", paid, invested_year=2019) for paid in QUARTERS),
    payout("半年", "1", 400, JUNE, payout_on=JUNE),
    payout("没有入股", "1", 800),
    payout("停发", "1", 800, date(2019, 12, 31)),
    payout("没有比例", "1", 800),
    payout("群体", None, 800, beneficiary_group="建档立卡户", village=None),
    payout("木棠镇", "1", 800, IN_2018, county="儋州市"),
    *(payout("领取", "a", 100) for _ in range(2)),
    *(payout("领取", household, 100, bank_account="x") for household in "bc"),
    *(payout("领取", household, 100, head_person_id=f"{household}1") for household in "def"),
    *(payout("两次", "a", 100, round=name) for name in ("第一次", "第二次")),
]
PERSONS = [
    *(person(household, 1) for household in "abcf"),
    person("d", 1, exit_status="注销"),
    *(person("e", 1, member_change="死亡"), person("e", 2)),
    *(person(household, 1, date(2020, 12, 31)) for household in "abcde"),
    person("f", 1, date(2020, 12, 31), member_change="死亡"),
]


@pytest.fixture(scope="module")
def marts() -> Iterator[duckdb.DuckDBPyConnection]:
    with marts_from(
        "dividend_entitlements",
        "dividend_reviews",
        capital_contributions=STAKES,
        dividend_payouts=PAYOUTS,
        persons=PERSONS,
    ) as con:
        yield con


def outcomes(
    marts: duckdb.DuckDBPyConnection, township: str, columns: str = "contract_due_yuan, paid_yuan"
) -> list:
    return marts.execute(
        f"""select outcome, memberships, {columns} from dividend_entitlements
            where area_level = 'township' and township = ? order by all""",
        [township],
    ).fetchall()


def reviews(marts: duckdb.DuckDBPyConnection, township: str) -> dict[str, tuple]:
    """Household and what is to be reviewed of it → due, paid and difference."""
    rows = marts.execute(
        """select household_id || ' ' || outcome, contract_due_yuan, paid_yuan, difference_yuan
            from dividend_reviews where township = ? and village is not null""",
        [township],
    ).fetchall()
    return {name: tuple(amounts) for name, *amounts in rows}


def test_each_household_is_held_against_its_own_capital(marts: duckdb.DuckDBPyConnection) -> None:
    assert reviews(marts, "逐户") == {
        "3 少发": (800, 798, -2), "4 未发": (800, None, -800), "5 多发": (800, 900, 100), "9 没有入股": (None, 50, None),
    }  # fmt: skip
    assert outcomes(marts, "逐户") == [
        ("多发", 1, 800, 900), ("少发", 1, 800, 798), ("未发", 1, 800, None), ("没有入股", 1, None, 50), ("相符", 2, 1600, 1599),
    ]  # fmt: skip
    assert outcomes(marts, "逐户", "unpaid_yuan, overpaid_yuan") == [
        ("多发", 1, None, 100), ("少发", 1, 2, None), ("未发", 1, 800, None), ("没有入股", 1, None, None),
        ("相符", 2, None, None),
    ]  # fmt: skip


@pytest.mark.parametrize(("paid", "outcome"), QUARTERS.items())
def test_in_the_year_of_investment_whole_quarters_may_be_due(
    marts: duckdb.DuckDBPyConnection, paid: int, outcome: str
) -> None:
    assert outcomes(marts, f"当年{paid}") == [(outcome, 1, 800, paid)]


def test_of_a_year_that_is_not_over_the_quarters_that_are_count(marts: duckdb.DuckDBPyConnection) -> None:
    """By the end of June half of 800 is due."""
    assert outcomes(marts, "半年") == [("相符", 1, 400, 400)]


@pytest.mark.parametrize(
    ("township", "found"),
    [
        ("没有发放", ("没有发放台账", 1, 800, None)),
        ("没有入股", ("没有入股台账", 1, None, 800)),
        ("没有比例", ("应发不详", 1, None, 800)),
        ("群体", ("按群体发放", 1, 800, 800)),
    ],
)
def test_what_is_not_known_is_no_arrears(
    marts: duckdb.DuckDBPyConnection, township: str, found: tuple
) -> None:
    assert outcomes(marts, township) == [found]
    assert reviews(marts, township) == {}


def test_in_a_year_without_payouts_after_one_with_them_nothing_was_paid(
    marts: duckdb.DuckDBPyConnection,
) -> None:
    outcome = """select payout_year, outcome from dividend_entitlements
        where area_level = 'township' and township = '停发' order by all"""
    assert marts.execute(outcome).fetchall() == [(2018, "没有发放台账"), (2019, "相符"), (2020, "未发")]


def test_a_rate_that_the_place_has_set_stands_in_for_the_contract(marts: duckdb.DuckDBPyConnection) -> None:
    """木棠镇 paid 10 % a year in 2018."""
    assert outcomes(marts, "木棠镇") == [("相符", 1, 800, 800)]


def test_who_was_paid_is_held_against_lists_and_registry(marts: duckdb.DuckDBPyConnection) -> None:
    """a is listed twice, b and c share an account, d was struck off, e's head had died; of f that was told only afterwards."""
    assert reviews(marts, "领取") == {
        "a 登记重复": (None, 100, None), "b 账号共用": (None, 100, None), "c 账号共用": (None, 100, None),
        "d 户已注销": (None, 100, None), "e 领款人已离册": (None, 100, None),
    }  # fmt: skip


def test_two_payouts_of_one_day_in_two_rounds_are_two(marts: duckdb.DuckDBPyConnection) -> None:
    assert reviews(marts, "两次") == {}
