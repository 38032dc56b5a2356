"""Support of industry, of a few households counted by hand."""

from tests.marts.test_subsidies import payment
from tests.support.marts import rows_of


def test_a_household_of_two_partners_is_one_of_its_cohort_and_awards_are_by_stage() -> None:
    where = {key: value for key, value in payment(None).items() if key not in ("programme", "paid_yuan")}
    stakes = [
        where
        | {
            "household_id": household,
            "partner": partner,
            "invested_year": 2020,
            "capital_yuan": 1000,
            "row": row,
        }
        for row, (household, partner) in enumerate([("h1", "甲社"), ("h1", "乙社"), ("h2", "乙社")])
    ]
    award = {"programme": "产业奖补", "project_type": "特色种养", "payment_batch": "第一批"}
    awards = [
        payment(500, head_name="王*", household_id="h1", entity="某农场", **award),
        payment(700, head_name="王*", household_id="h1", entity="某农场", **award),
        payment(900, beneficiary_households=3, beneficiary_projects=5, beneficiary_entities=2, **award),
        payment(
            None, beneficiary_households=9, beneficiary_projects=9, applied_yuan=800, progress="申报", **award
        ),
    ]
    columns = """programme, partner, progress, households, cohort_households, projects, entities, capital_yuan,
        applied_yuan, paid_yuan"""
    found = rows_of("industry_support", columns, benefit_payments=awards, capital_contributions=stakes)
    assert found == [
        ("产业奖补", None, "发放", 4, None, 7, 3, None, None, 2100),
        ("产业奖补", None, "申报", 9, None, 9, None, None, 800, None),
        ("入股", "乙社", "发放", 2, 2, None, None, 2000, None, None),
        ("入股", "甲社", "发放", 1, 2, None, None, 1000, None, None),
    ]


def test_who_was_awarded_nothing_has_no_project() -> None:
    """Three were inspected, and one had sold his cattle by then."""
    award = {"programme": "产业奖补", "head_name": "王*"}
    awards = [payment(yuan, **award, person_id=f"p{yuan}") for yuan in (1200, 2000, 0)]
    columns = "households, projects, paid_yuan"
    assert rows_of("industry_support", columns, benefit_payments=awards) == [(2, 2, 3200)]
