"""Works in villages, of a few roads that are measured by hand."""

from datetime import date
from decimal import Decimal
from typing import Any

from tests.support.marts import rows_of, sent_row


def road(metres: int | None, /, **facts: Any) -> dict[str, Any]:
    length = None if metres is None else Decimal(metres) / 1000
    return sent_row(date(2020, 12, 31), work_name="扩面延长", work_kind="道路", length_km=length) | facts


def test_completion_is_by_count_and_by_length() -> None:
    """Of four roads of which the state is known one is finished, 1 of 4 km; of the last nobody knows."""
    roads = [
        road(1000, row=2, work_status="已竣工"),
        road(2500, row=3, work_status="在建"),
        road(400, row=4, work_status="计划"),
        road(100, row=5, is_completed=False),
        road(6000, row=6),
    ]
    columns = "works, finished_works, finished_share, length_km, finished_length_km, finished_length_share"
    [row] = rows_of("infrastructure", columns, infrastructure_works=roads)
    assert (*row[:2], round(row[2], 4), *row[3:]) == (5, 1, 0.25, 10, 1, 0.25)


def test_nothing_is_known_of_works_without_a_state() -> None:
    columns = "facilities, finished_works, finished_share, length_km"
    works = [road(None, row=2, facilities=10)]
    assert rows_of("infrastructure", columns, level="village", infrastructure_works=works) == [
        (10, None, None, None)
    ]
