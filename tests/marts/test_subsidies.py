"""Benefits by programme, of a few beneficiaries whose sums are counted by hand."""

from datetime import date
from typing import Any

from tests.support.marts import rows_of, sent_row

JANUARY, FEBRUARY = date(2020, 1, 1), date(2020, 2, 1)


def payment(yuan: int | None, /, **facts: Any) -> dict[str, Any]:
    return sent_row(date(2020, 12, 31), programme="农村低保", paid_yuan=yuan) | facts


def subsidies(columns: str, *payments: dict[str, Any]) -> list[tuple]:
    return rows_of("subsidies", columns, benefit_payments=payments)


def test_who_is_paid_each_month_is_a_beneficiary_once() -> None:
    """A person twice, a household of three twice, and a summary of 10 persons, then of 12: 1 + 3 + 12."""
    person = {"person_name": "王*", "person_id": "p1", "household_id": "h1", "id_sex": "女"}
    household = {"head_name": "李*", "person_id": "p2", "covered_persons": 3}
    rows = subsidies(
        "family, persons, female_persons, households, villages, paid_yuan",
        *(payment(100, month=month, **person) for month in (JANUARY, FEBRUARY)),
        *(payment(300, month=month, **household) for month in (JANUARY, FEBRUARY)),
        payment(1000, month=JANUARY, beneficiary_persons=10, beneficiary_households=4),
        payment(1000, month=FEBRUARY, beneficiary_persons=12, beneficiary_households=5, village="乙村"),
        payment(1000, month=FEBRUARY, beneficiary_persons=12, beneficiary_households=5),
    )  # fmt: skip
    assert rows == [("救助", 1 + 3 + 12 + 12, 1, 1 + 1 + 5 + 5, 2, 3800)]


def test_a_person_of_two_villages_is_one_of_the_township() -> None:
    rows = [payment(100, person_id="p1", village=village) for village in ("甲村", "乙村")]
    assert subsidies("persons, paid_yuan", *rows) == [(1, 200)]
    by_village = rows_of("subsidies", "persons, paid_yuan", level="village", benefit_payments=rows)
    assert by_village == [(1, 100), (1, 100)]


def test_the_members_of_a_household_each_in_a_row_are_counted_by_rows() -> None:
    """Each repeats how many are covered."""
    rows = [
        payment(200, person_name="王*", person_id=f"p{n}", household_id="h1", covered_persons=2)
        for n in (1, 2)
    ]
    assert subsidies("persons, households", *rows) == [(2, 1)]


def test_households_that_are_paid_by_their_land_are_no_persons() -> None:
    land = {
        "programme": "耕地地力保护补贴",
        "head_name": "王*",
        "person_id": "p1",
        "area_mu": 4,
        "standard_yuan": 95,
    }
    columns = "family, persons, households, area_mu, standard_yuan, paid_yuan"
    assert subsidies(columns, payment(380, **land)) == [("农业", None, 1, 4, 95, 380)]


def test_who_has_no_amount_in_a_list_of_payments_got_nothing() -> None:
    """Of five persons three have amounts or are of a household with one; a list without any amount says nothing of it."""
    member = {"household_id": "h1", "person_name": "王*"}
    listed = [
        payment(200, person_id="p1", **member),
        payment(None, person_id="p2", **member),
        payment(None, person_id="p3"),
        payment(0, person_id="p4"),
        payment(100, person_id="p5"),
    ]
    assert subsidies("persons, households, paid_yuan", *listed) == [(3, 1, 300)]
    roster = [payment(None, person_id=f"p{number}", file="名单.xlsx") for number in (6, 7)]
    assert subsidies("persons, paid_yuan", *listed, *roster) == [(5, 300)]


def test_who_was_given_goods_has_no_amount_and_is_reached() -> None:
    """Two households have money, one goods, one nothing."""
    forms = [(2000, "资金"), (500, None), (None, "实物（棉被 2 床）"), (None, "现金")]
    rows = [
        payment(yuan, head_name="王*", person_id=f"p{n}", aid_form=form)
        for n, (yuan, form) in enumerate(forms)
    ]
    assert subsidies("households, paid_yuan", *rows) == [(3, 2500)]


def test_what_was_applied_for_was_not_paid() -> None:
    rows = [payment(500, person_id="p1", progress="申报"), payment(400, person_id="p1", progress="验收")]
    assert subsidies("persons, paid_yuan", *rows) == [(1, None)]


def test_money_that_nothing_names_and_money_of_no_known_family() -> None:
    rows = [payment(1, programme=None, person_id="p1"), payment(2, programme="其他补贴", person_id="p1")]
    assert subsidies("programme, family, paid_yuan", *rows) == [
        ("其他补贴", "其他", 2),
        ("未注明", "其他", 1),
    ]


def test_who_was_not_paid_is_no_beneficiary() -> None:
    """Of three persons one was paid nothing in January and 100 in February, and one nothing at all: two are reached."""
    people = [(number, {"person_name": "王*", "person_id": f"p{number}"}) for number in (1, 2, 3)]
    january = [payment(0 if number > 1 else 100, month=JANUARY, **who) for number, who in people]
    february = [payment(0 if number > 2 else 100, month=FEBRUARY, **who) for number, who in people]
    assert subsidies("persons, households, paid_yuan", *january, *february) == [(2, None, 300)]
    nameless = [payment(paid, person_name="李*") for paid in (80, 0)]
    assert subsidies("persons, paid_yuan", *nameless) == [(1, 80)]


def test_lists_of_two_months_in_files_of_their_own_are_of_the_same_persons() -> None:
    """A household of three in the list of each month, whose month its file alone says: 3 persons, not 6."""
    household = {"head_name": "李*", "person_id": "p2", "covered_persons": 3}
    rows = [payment(300, file=f"{month}月.xlsx", **household) for month in (1, 2)]
    assert subsidies("persons, households, paid_yuan", *rows) == [(3, 1, 600)]


def test_a_summary_of_one_village_in_two_sheets_is_of_different_persons() -> None:
    rows = [payment(300, sheet=name, beneficiary_persons=10) for name in ("A类", "B类")]
    assert subsidies("persons, paid_yuan", *rows) == [(20, 600)]


def test_a_summary_that_states_who_is_covered_states_its_persons() -> None:
    """18 households with 40 persons in one village, 9 with 22 in another; and one village alone."""
    rows = [
        payment(yuan, village=village, beneficiary_households=households, covered_persons=persons)
        for village, households, persons, yuan in (("甲村", 18, 40, 14800), ("乙村", 9, 22, 8100))
    ]
    assert subsidies("persons, households, paid_yuan", *rows) == [(62, 27, 22900)]
    assert subsidies("persons, households, paid_yuan", rows[0]) == [(40, 18, 14800)]
