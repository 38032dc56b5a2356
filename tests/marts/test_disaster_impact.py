"""What a flood struck, of a few households that are counted by hand."""

from datetime import date
from decimal import Decimal
from typing import Any

from tests.support.marts import rows_of, sent_row


def row(number: int, kind: str, /, **facts: Any) -> dict[str, Any]:
    return sent_row(date(2020, 12, 31), row=number, disaster="洪灾", damage_kind=kind) | facts


def test_households_are_by_kind_of_damage() -> None:
    """Two fields of one household of 3, and a village that counts 10 houses of 28 persons under water."""
    rows = [
        row(2, "农作物受损", household_id="h1", persons=3, damaged_area_mu=Decimal("1.5"), is_restored=True),
        row(3, "农作物受损", household_id="h1", damaged_area_mu=Decimal("0.5"), is_restored=False),
        row(4, "房屋过水", households=10, persons=28),
    ]
    columns = "damage_kind, affected_households, affected_persons, damaged_area_mu, restored_households"
    assert rows_of("disaster_impact", columns, disaster_impacts=rows) == [
        ("农作物受损", 1, 3, 2, 1),
        ("房屋过水", 10, 28, None, None),
    ]
