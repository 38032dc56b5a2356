"""Dividends due and paid, of a few households whose dues are counted by hand."""

from datetime import date
from typing import Any

from tests.support.marts import marts_from


def ledger_row(day: date, **facts: Any) -> dict[str, Any]:
    return {"county": "云溪县", "as_of_on": day, "as_of_year": day.year, "period": str(day)} | facts


def capital(
    unit: str, household: str | None, yuan: int, day: date = date(2018, 12, 31), **facts: Any
) -> dict[str, Any]:
    stated = {"unit": unit, "township": unit, "household_id": household, "capital_yuan": yuan}
    return ledger_row(day, partner="农投公司", invested_year=2017, contract_rate=0.1) | stated | facts


def payout(unit: str, household: str | None, yuan: int, day: date = date(2018, 12, 31), **facts: Any) -> dict:
    stated = {"unit": unit, "township": unit, "household_id": household, "paid_yuan": yuan}
    return ledger_row(day, partner="农投公司", invested_year=2017) | stated | facts


def dividends(capital: list[dict], payouts: list[dict], level: str = "county", *columns: str) -> list[tuple]:
    shown = columns or ("payout_year", "due_yuan", "paid_yuan", "arrears_yuan")
    with marts_from("dividend_payouts", capital_contributions=capital, dividend_payouts=payouts) as con:
        rows = con.execute(
            f"select {', '.join(shown)} from dividend_payouts where area_level = ? order by all", [level]
        ).fetchall()
    return [tuple(None if value is None else float(value) for value in row) for row in rows]


def test_dues_are_decided_per_household() -> None:
    """东镇: one of two households states 900 due, the other has 10 % of 2,000; 西镇: 10 % of 5,000. Paid 900 + 150.
    Of 西镇, which sent no payouts, nobody knows what it owes."""
    stakes = [capital("东镇", "1", 8000), capital("东镇", "2", 2000), capital("西镇", "3", 5000)]
    paid = [payout("东镇", "1", 900, due_yuan=900), payout("东镇", "2", 150)]
    assert dividends(stakes, paid) == [(2018, 1600, 1050, 50)]
    assert dividends(stakes, paid, "township") == [(2018, 500, None, None), (2018, 1100, 1050, 50)]


def test_a_year_is_due_where_capital_stood() -> None:
    """Of 2017 no payout is told, so nobody knows what it owes; in 2019 nothing was paid."""
    lists = [capital("东镇", "1", 8000, date(year, 12, 31)) for year in (2017, 2018, 2019)]
    paid = [payout("东镇", "1", 800)]
    assert dividends(lists, paid) == [(2017, 800, None, None), (2018, 800, 800, 0), (2019, 800, None, 800)]


def test_a_year_that_is_not_over_is_due_by_its_quarters() -> None:
    """By the end of June half a year of 10 % of 8,000 is due; once a list covers the next year, all of it."""
    june = capital("东镇", "1", 8000, date(2019, 6, 30))
    assert dividends([june], []) == [(2019, 400, None, None)]
    later = capital("东镇", "1", 8000, date(2020, 3, 31))
    assert dividends([june, later], []) == [(2019, 800, None, None), (2020, 200, None, None)]


def test_a_payout_without_its_batch_joins_the_only_one() -> None:
    """Household 1 has one batch. Household 2 has two, of which only that of 2017 was there in 2018."""
    columns = ("invested_year", "payout_year", "paid_yuan")
    stakes = [capital("东镇", "1", 8000), capital("东镇", "2", 2000),
              capital("东镇", "2", 3000, date(2019, 12, 31), invested_year=2019)]  # fmt: skip
    nameless = [payout("东镇", household, 100, invested_year=None) for household in "12"]
    rows = dividends(stakes, nameless, "county", *columns)
    assert (2017, 2018, 200) in rows and not any(row[0] is None for row in rows)
    unclear = payout("东镇", "2", 100, date(2019, 12, 31), invested_year=None)
    assert (None, 2019, 100) in dividends(stakes, [unclear], "county", *columns)


def test_what_is_due_to_a_group_is_not_due_to_its_members_again() -> None:
    group = payout("东镇", None, 900, due_yuan=1000, beneficiary_group="建档立卡户", beneficiaries=2)
    stakes = [capital("东镇", "1", 8000), capital("东镇", "2", 2000)]
    assert dividends(stakes, [group]) == [(2018, 1000, 900, 100)]
    assert dividends(stakes, [group], "county", "memberships", "households") == [(2, 2)]


def test_a_membership_counts_once() -> None:
    """Two parts of one stake are a membership; a group of 5 that is paid in two rounds has 5."""
    parts = [capital("东镇", "1", 8000), capital("东镇", "1", 500)]
    assert dividends(parts, [], "county", "memberships", "capital_yuan") == [(1, 8500)]
    rounds = [payout("东镇", None, 100, beneficiaries=5, round=name) for name in ("一", "二")]
    assert dividends([], rounds, "county", "memberships", "paid_yuan") == [(5, 200)]


def test_members_without_a_number_are_told_apart_by_their_sheets() -> None:
    """Row 5 of two sheets of one file names two heads, who put in 8000 and 500."""
    sheets = [
        capital("东镇", None, yuan, file="股金.xlsx", sheet=sheet, row=5, head_name="王某")
        for sheet, yuan in (("甲村", 8000), ("乙村", 500))
    ]
    assert dividends(sheets, [], "county", "memberships", "capital_yuan") == [(2, 8500)]


def test_who_is_not_on_the_list_of_payouts_is_owed_his_due() -> None:
    """Of two households of two villages the list of the partner has one; each is due 800."""
    stakes = [capital("东镇", "1", 8000, village="甲村"), capital("东镇", "2", 8000, village="乙村")]
    paid = payout("东镇", "1", 800, village="甲村")
    assert dividends(stakes, [paid], "village") == [(2018, 800, 800, 0), (2018, 800, None, 800)]


def test_a_row_has_as_many_members_as_it_states() -> None:
    """60 households of one list of capital; payouts to 30 and 22 in two villages; and a village that states no number."""
    summed = capital("东镇", "", 8000) | {"household_id": None, "households": 60, "file": "入股", "row": 2}
    assert dividends([summed], [], "county", "memberships", "households") == [(60, 60)]
    villages = [
        payout("东镇", None, 100, village=name, beneficiaries=n) for name, n in (("甲村", 30), ("乙村", 22))
    ]
    assert dividends([], villages, "county", "memberships") == [(52,)]
    assert dividends([], [payout("东镇", None, 100, village="甲村")], "county", "memberships") == [(None,)]


def test_payouts_of_other_persons_in_a_later_quarter_add_up() -> None:
    """Which list replaces another is decided before the marts: what is left adds up."""
    quarters = [payout("东镇", None, yuan, day) for yuan, day in
                [(300, date(2018, 3, 31)), (500, date(2018, 6, 30))]]  # fmt: skip
    assert dividends([], quarters) == [(2018, None, 800, None)]


RATES = ("paid_yuan", "covered_due_yuan", "paid_ratio", "covered_capital_yuan", "yield_rate")


def test_a_rate_divides_what_states_both_sides() -> None:
    """Of 1,000 due on 10,000, one household with 8,000 tells what it was paid: 600 of its 800. 150 without capital count in
    no rate."""
    stakes = [capital("东镇", "1", 8000), capital("东镇", "2", 2000)]
    assert dividends(stakes, [payout("东镇", "1", 600)], "county", *RATES) == [(600, 800, 0.75, 8000, 0.075)]
    stray = payout("东镇", "9", 150)
    assert dividends(stakes, [payout("东镇", "1", 600), stray], "county", *RATES) == [
        (750, 800, 0.75, 8000, 0.075)
    ]
    assert dividends(stakes, [], "county", *RATES) == [(None, None, None, None, None)]


def test_what_a_group_was_paid_is_held_against_its_township() -> None:
    """900 to a group of 东镇, where 1,000 is due on 10,000; 西镇, where 500 is due on 5,000, told of no payment."""
    stakes = [capital("东镇", "1", 8000), capital("东镇", "2", 2000), capital("西镇", "3", 5000)]
    group = payout("东镇", None, 900, beneficiary_group="建档立卡户")
    assert dividends(stakes, [group], "county", *RATES) == [(900, 1000, 0.9, 10000, 0.09)]
    in_villages = [capital("东镇", "1", 8000, village="甲村"), capital("东镇", "2", 2000, village="乙村")]
    own = payout("东镇", "2", 150, village="乙村")
    assert dividends(in_villages, [group, own], "village", *RATES) == [
        (150, 200, 0.75, 2000, 0.075),
        (None, None, None, None, None),
    ]


def test_households_of_a_list_of_payouts_alone_are_those_that_it_names() -> None:
    """Two heads without a number of their household are paid 3 and 4 in each of two rounds."""
    paid = [
        payout("东镇", None, yuan, head_person_id=head, round=f"第{number}批")
        for number in "一二"
        for head, yuan in (("a", 3), ("b", 4))
    ]
    assert dividends([], paid, "township", "households", "memberships", "paid_yuan") == [(2, 2, 14)]
