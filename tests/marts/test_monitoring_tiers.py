"""Tiers of monitored households by rule and as recorded, of a few that are counted by hand."""

from datetime import date

from tests.marts.conftest import Figures
from tests.support.marts import sent_row

DECEMBER = date(2020, 12, 31)


def household(number: int, income: int | None, tier: str | None, township: str = "某镇(报告002h)") -> dict:
    return sent_row(
        DECEMBER, unit=township, township=township, household_id=f"h{number}", person_id=f"p{number}", row_persons=2,
        monitored_type="边缘易致贫户", monitored_tier=tier, net_income_per_person_yuan=income,
    )  # fmt: skip


ROWS = {
    "monitored_households": [
        household(1, 4000, "红"),
        household(2, 4999, "黄"),
        household(3, 5000, "黄"),
        household(4, None, "绿"),
        household(5, 4000, None, township="东镇"),
    ]
}


def test_the_rule_of_the_township_sets_the_tier(figures: Figures) -> None:
    """By policy.monitoring_tiers of 2020 an income below 5,000 yuan is 红 and one of 5,000 黄; below 5,000 is below the line.
    For another township there is no rule."""
    columns = (
        "township, tier_by_rule, tier_recorded, households, persons, income_households, below_line_households"
    )
    assert figures(columns) == [
        ("monitoring_tiers镇", "无规则", "未注明", 1, 2, 1, None),
        ("某镇(报告002h)", "无规则", "绿", 1, 2, None, None),
        ("某镇(报告002h)", "红", "红", 1, 2, 1, 1),
        ("某镇(报告002h)", "红", "黄", 1, 2, 1, 1),
        ("某镇(报告002h)", "黄", "黄", 1, 2, 1, 0),
    ]
