"""Grants by semester and group, counted by hand."""

from tests.marts.test_subsidies import payment
from tests.support.marts import rows_of


def test_grants_are_of_a_semester_and_a_rate_of_what_states_both_sides() -> None:
    pupil = {
        "programme": "雨露计划",
        "beneficiary_group": "建档立卡户",
        "person_name": "王*",
        "semester": "春季",
    }
    rows = rows_of(
        "education_grants",
        "semester, persons, households, due_yuan, paid_yuan, paid_ratio",
        benefit_payments=[
            payment(1500, person_id="p1", household_id="h1", due_yuan=1500, **pupil),
            payment(1000, person_id="p2", household_id="h1", due_yuan=1500, **pupil),
            payment(700, person_id="p3", household_id="h2", **pupil),
            payment(1500, person_id="p1", household_id="h1", **(pupil | {"semester": "秋季"})),
            payment(900, person_id="p4"),  # 低保 is no grant
        ],
    )
    assert rows == [("春季", 3, 2, 3000, 3200, 2500 / 3000), ("秋季", 1, 1, None, 1500, None)]
