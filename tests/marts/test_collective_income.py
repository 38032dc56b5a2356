"""Income of collectives, of a few receipts that are added up by hand."""

from datetime import date
from typing import Any

import pytest

from tests.support.marts import rows_of, sent_row


def event(village: str, /, **facts: Any) -> dict[str, Any]:
    township = {"unit": "二台镇", "township": "二台镇", "village": village}
    return sent_row(date(2021, 12, 31), income_project="光伏电站") | township | facts


def incomes(columns: str, *events: dict[str, Any]) -> list[tuple]:
    return rows_of("collective_income", columns, collective_incomes=events)


def test_an_investment_is_counted_once_for_all_its_receipts() -> None:
    """100 invested in 甲村, repeated with two receipts of 7 and 8; 50 in 乙村."""
    rows = incomes(
        "invested_yuan, income_yuan",
        event("甲村", invested_yuan=100, income_yuan=7, income_round="第一批"),
        event("甲村", invested_yuan=100, income_yuan=8, income_round="第二批"),
        event("乙村", invested_yuan=50, income_yuan=1),
    )
    assert rows == [(150, 16)]


def test_income_of_another_year_is_of_its_year() -> None:
    rows = incomes(
        "year, income_yuan", event("甲村", income_year=2020, income_yuan=7), event("甲村", income_yuan=8)
    )
    assert rows == [(2020, 7), (2021, 8)]


@pytest.mark.parametrize(("share", "otherwise"), [(40, False), (41, True), (None, None)])
def test_the_split_is_compared_with_the_standard_of_the_township(
    share: int | None, otherwise: bool | None
) -> None:
    """二台镇 keeps 40 % in 2021; a receipt without a share is in no rate."""
    rows = incomes(
        "required_share_rate, is_split_otherwise",
        event("甲村", income_yuan=100, township_share_yuan=share),
        event("乙村", income_yuan=900),
    )
    assert rows == [(0.4, otherwise)]


def test_income_of_kinds_alone_is_of_no_named_project() -> None:
    """Nothing says that two investments of 100 and 50 are of one project."""
    rows = incomes(
        "income_project, income_kind, income_yuan, invested_yuan",
        event("甲村", income_project=None, income_kind="租金", income_yuan=7, invested_yuan=100),
        event("甲村", income_project=None, income_kind="租金", income_yuan=8, invested_yuan=50),
    )
    assert rows == [("未注明", "租金", 15, 150)]


def test_income_of_kilowatts_without_a_name_is_of_power() -> None:
    """Of 100 kW and 60 kW, 80 and 40; what is spent of it has no kind."""
    rows = incomes(
        "income_project, income_kind, income_yuan, spent_yuan",
        event("甲村", income_project=None, capacity_kw=100, income_yuan=80),
        event("乙村", income_project=None, capacity_kw=60, income_yuan=40),
        event("乙村", income_project=None, capacity_kw=60, spent_yuan=9, income_use="公益岗工资"),
    )
    assert sorted(rows, key=str) == [("未注明", "发电收益", 120, None), ("未注明", None, None, 9)]
