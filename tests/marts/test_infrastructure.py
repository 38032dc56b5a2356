"""Works in villages, of a few roads that are measured by hand."""

from datetime import date
from decimal import Decimal
from typing import Any

from tests.support.marts import marts_from


def road(metres: int | None, /, **facts: Any) -> dict[str, Any]:
    return {
        "unit": "东镇", "county": "云溪县", "township": "东镇", "village": "甲村", "as_of_on": date(2020, 12, 31),
        "as_of_year": 2020, "file": "道路.xlsx", "sheet": "", "work_name": "扩面延长", "work_kind": "道路",
        "length_km": None if metres is None else Decimal(metres) / 1000,
    } | facts  # fmt: skip


def test_completion_is_by_count_and_by_length() -> None:
    """Of three roads of which the state is known one is finished, 1 of 4 km; of the fourth nobody knows."""
    roads = [
        road(1000, row=2, work_status="已竣工"),
        road(2500, row=3, work_status="在建"),
        road(500, row=4, work_status="计划"),
        road(6000, row=5),
    ]
    columns = "works, finished_works, finished_share, length_km, finished_length_km, finished_length_share"
    with marts_from(infrastructure_works=roads) as con:
        [row] = con.execute(f"select {columns} from infrastructure where area_level = 'township'").fetchall()
    assert (*row[:2], round(row[2], 4), *row[3:]) == (4, 1, 0.3333, 10, 1, 0.25)


def test_nothing_is_known_of_works_without_a_state() -> None:
    with marts_from(infrastructure_works=[road(None, row=2, facilities=10)]) as con:
        found = con.execute(
            "select facilities, finished_works, finished_share, length_km from infrastructure where area_level = 'village'"
        )
        assert found.fetchall() == [(10, None, None, None)]
