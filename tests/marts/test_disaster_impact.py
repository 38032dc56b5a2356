"""What a flood struck, of a few households that are counted by hand."""

from datetime import date
from decimal import Decimal
from typing import Any

from tests.support.marts import marts_from


def row(number: int, kind: str, /, **facts: Any) -> dict[str, Any]:
    return {
        "unit": "东镇", "county": "云溪县", "township": "东镇", "village": "甲村", "as_of_on": date(2020, 12, 31),
        "as_of_year": 2020, "file": "受灾.xlsx", "sheet": "", "row": number, "disaster": "洪灾", "damage_kind": kind,
    } | facts  # fmt: skip


def test_households_are_by_kind_of_damage() -> None:
    """Two fields of one household of 3, and a village that counts 10 houses of 28 persons under water."""
    rows = [
        row(2, "农作物受损", household_id="h1", persons=3, damaged_area_mu=Decimal("1.5"), is_restored=True),
        row(3, "农作物受损", household_id="h1", damaged_area_mu=Decimal("0.5"), is_restored=False),
        row(4, "房屋过水", households=10, persons=28),
    ]
    columns = "damage_kind, affected_households, affected_persons, damaged_area_mu, restored_households"
    with marts_from(disaster_impacts=rows) as con:
        found = con.execute(
            f"select {columns} from disaster_impact where area_level = 'township' order by all"
        ).fetchall()
    assert found == [("农作物受损", 1, 3, 2, 1), ("房屋过水", 10, 28, None, None)]
