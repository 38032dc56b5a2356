"""Treatments and health services, of a few persons and villages that are counted by hand."""

from datetime import date

from pipelines.reconciling.computing import computed_sql
from tests.support.catalogues import all_marts
from tests.support.marts import marts_from, rows_of, sent_row

JUNE, DECEMBER = date(2021, 6, 30), date(2021, 12, 31)


def test_a_share_is_of_rows_that_state_both() -> None:
    """Of 1000 and 500 yuan 900 and 300 were reimbursed; of 700 more nothing is stated. What no total states, its parts add up
    to."""
    rows = rows_of(
        "medical",
        "care_type, service_times, total_yuan, reimbursed_yuan, reimbursement_rate",
        medical_settlements=[
            sent_row(DECEMBER, care_type="住院", person_id="p1", total_yuan=1000, reimbursed_yuan=900),
            sent_row(DECEMBER, care_type="住院", person_id="p1", total_yuan=500, basic_paid_yuan=200, major_paid_yuan=100),
            sent_row(DECEMBER, care_type="住院", person_id="p2", total_yuan=700),
            sent_row(DECEMBER, care_type="门诊", settlements=40, total_yuan=90),
        ],
    )  # fmt: skip
    assert rows == [("住院", 3, 2200, 1200, 0.8), ("门诊", 40, 90, None, None)]


def test_of_two_lists_of_a_service_the_later_holds_and_a_person_counts_once() -> None:
    """In June p1 was signed; in December p1 twice and p2, of one household by the registry, and 乙村 counts 30 of 40."""
    rows = rows_of(
        "medical",
        "health_item, persons, households, covered_rate",
        persons=[sent_row(JUNE, household_id="h1", person_id=person) for person in ("p1", "p2")],
        health_services=[
            sent_row(JUNE, service="家庭医生签约", person_id="p1"),
            *(sent_row(DECEMBER, service="家庭医生签约", person_id=person) for person in ("p1", "p1", "p2")),
            sent_row(DECEMBER, service="家庭医生签约", village="乙村", beneficiary_persons=30, eligible_persons=40),
            sent_row(JUNE, service="慢性病证", beneficiary_persons=7),
        ],
    )  # fmt: skip
    assert rows == [("家庭医生签约", 32, 1, 0.75), ("慢性病证", 7, None, None)]


def test_premiums_that_are_only_applied_for_are_not_paid() -> None:
    """One person's premium of 220 yuan was paid, another's applied for."""
    rows = rows_of(
        "medical",
        "health_item, persons, paid_yuan",
        benefit_payments=[
            sent_row(DECEMBER, programme="医保代缴", person_name="王*", person_id="p1", paid_yuan=220),
            sent_row(DECEMBER, programme="医保代缴", person_name="李*", person_id="p2", paid_yuan=220, progress="申报"),
        ],
    )  # fmt: skip
    assert rows == [("医保代缴", 1, 220)]


def test_a_report_on_one_group_is_answered_by_it_and_one_on_all_by_no_sum_of_groups() -> None:
    """Of the registered poor 30 of 40 have a doctor, of those on dibao 10 of 10, who may be among them."""
    groups = (("建档立卡户", 30, 40), ("低保户", 10, 10))
    signed = [
        sent_row(
            DECEMBER, service="家庭医生签约", beneficiary_group=g, beneficiary_persons=n, eligible_persons=of
        )
        for g, n, of in groups
    ]
    answers = computed_sql([all_marts()["medical"]])
    with marts_from("medical", health_services=signed) as con:
        rows = con.execute(
            f"select measure, cut, value from ({answers}) where area_level = 'township' and value is not null order by all"
        ).fetchall()
    assert rows == [
        ("family_doctor_signed_persons", "group=registered_poor", 30),
        ("signing_rate", "group=registered_poor", 0.75),
    ]
