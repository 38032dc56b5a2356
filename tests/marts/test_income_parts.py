"""The four parts of income, of a few households that are counted by hand."""

from datetime import date
from typing import Any

from tests.marts.conftest import Figures
from tests.support.marts import sent_row


def household(
    number: int, size: int, income: int | None, /, *parts: int | None, cost: int | None = None
) -> dict[str, Any]:
    names = ("wage_income_yuan", "business_income_yuan", "property_income_yuan", "transfer_income_yuan")
    stated = dict(zip(names, parts, strict=False)) | {"business_cost_yuan": cost}
    return sent_row(
        date(2023, 12, 31), household_id=f"h{number}", person_id=f"p{number}", exit_status="已脱贫", row_persons=size,
        net_income_per_person_yuan=income, **stated,
    )  # fmt: skip


ROWS = {
    "persons": [
        # of the whole household: 8,000 + 3,000 − 1,000 + 0 + 2,000 = 12,000 = 3 × 4,000
        household(1, 3, 4000, 8000, 3000, 0, 2000, cost=1000),
        # of each person: 5,000 + 1,000 = 6,000, of two; what is blank is nothing
        household(2, 2, 6000, 5000, None, None, 1000),
        # of the only person, either way
        household(3, 1, 2000, 0, 0, 500, 1500),
        # neither 9,000 nor 4 × 9,000; and one that states no income, or no parts
        household(4, 4, 9000, 10000, 0, 0, 0),
        household(5, 4, None, 10000, 0, 0, 0),
        household(6, 4, 7000),
    ]
}


def test_parts_count_where_they_add_up_to_the_income(figures: Figures) -> None:
    """Wages: 8,000 of three, 10,000 of two, nothing of one."""
    columns = "part, income_households, unexplained_households, income_persons, part_yuan"
    assert figures(columns) == [
        ("工资性", 3, 2, 6, 18000),
        ("经营性", 3, 2, 6, 2000),
        ("财产性", 3, 2, 6, 500),
        ("转移性", 3, 2, 6, 5500),
    ]


def test_means_and_medians_are_of_persons_and_of_households(figures: Figures) -> None:
    """Wages of each person: 2,666.67 three times, 5,000 twice and 0 once: the median of persons and of households is that
    of the first household; of means one is 18,000 ÷ 6, the other (2,666.67 + 5,000 + 0) ÷ 3."""
    columns = """part, mean_part_of_persons_yuan, median_part_of_persons_yuan, mean_part_of_households_yuan,
        median_part_of_households_yuan"""
    wages = figures(columns, "village")[0]
    assert wages[:3] == ("工资性", 3000, 2666.67) and wages[4] == 2666.67
    assert abs(wages[3] - 7666.67 / 3) < 1e-9
