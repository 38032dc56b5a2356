"""Recipients of dibao and relief, and who of them is registered as poor, counted by hand."""

from datetime import date

from tests.marts.test_subsidies import payment
from tests.support.marts import rows_of, sent_row


def person(number: str, household: str, **facts: object) -> dict[str, object]:
    stated = {"person_id": number, "household_id": household, "exit_status": "已脱贫", "row_persons": 1}
    return sent_row(date(2021, 12, 31), unit="二台镇") | {"township": "二台镇"} | stated | facts


def test_who_is_registered_is_known_by_number_or_stated_and_large_relief_is_of_a_year() -> None:
    """Two of three listed persons are registered, one of them struck off; a summary has 10 registered and 7 others. Of four
    households in need two got 10,000 yuan in the year, one of them in two payments."""
    here = {"township": "二台镇", "as_of_on": date(2021, 12, 31), "as_of_year": 2021}
    relief = here | {"programme": "临时救助", "head_name": "李*"}
    rows = [
        *(
            payment(100, person_name="王*", person_id=f"p{n}", household_id=f"h{n}", **here)
            for n in (1, 2, 3)
        ),
        payment(0, beneficiary_persons=10, beneficiary_households=4, beneficiary_group="建档立卡户", **here),
        payment(0, beneficiary_persons=7, beneficiary_households=3, beneficiary_group="一般农户", **here),
        payment(10_000, person_id="p5", **relief),
        *(payment(5000, person_id="p6", paid_on=date(2021, month, 1), **relief) for month in (1, 2)),
        payment(9999, person_id="p7", **relief),
        payment(1, person_id="p8", **relief),
    ]
    registry = [person("p1", "h1"), person("p2", "h2", exit_status="注销"), person("p9", "h9")]
    columns = "programme, persons, households, dual_identity_persons, dual_identity_households, large_relief_households"
    found = rows_of("dibao_linkage", columns, benefit_payments=rows, persons=registry)
    assert found == [("临时救助", None, 4, None, None, 2), ("农村低保", 20, 10, 11, 5, None)]


def test_without_a_register_nobody_knows_who_is_registered() -> None:
    rows = [payment(100, person_name="王*", person_id="p1")]
    found = rows_of("dibao_linkage", "persons, dual_identity_persons", benefit_payments=rows)
    assert found == [(1, None)]
