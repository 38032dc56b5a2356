"""Resettled households, of a few that are counted by hand."""

from datetime import date
from decimal import Decimal
from typing import Any

from tests.support.marts import rows_of, sent_row


def row(number: int, /, **facts: Any) -> dict[str, Any]:
    return sent_row(date(2016, 12, 31), row=number, resettlement_mode="集中安置") | facts


def relocation(columns: str, *rows: dict[str, Any]) -> list[tuple]:
    return rows_of("relocation", columns, relocations=rows)


def test_households_and_counts_are_resettled_where_they_are_known_to_be() -> None:
    """One household of 3 has moved in, one of 2 has not, and of 10 with 31 persons the village says that all have."""
    rows = relocation(
        "households, persons, resettled_households, resettled_persons",
        row(2, household_id="h1", persons=3, is_moved_in=True),
        row(3, household_id="h2", persons=2, is_moved_in=False),
        row(4, households=10, persons=31, resettlement_status="已搬迁"),
    )
    assert rows == [(12, 36, 11, 34)]


def test_a_site_that_states_how_many_have_moved_in_is_counted_by_that() -> None:
    """Of one site 18 of 20 households have moved in, of one none, and of one nothing is said."""
    rows = relocation(
        "households, persons, resettled_households, resettled_persons",
        row(
            2,
            resettlement_site="东园",
            households=20,
            persons=81,
            resettled_households=18,
            resettled_persons=70,
        ),
        row(
            3, resettlement_site="东园", households=9, persons=30, resettled_households=0, resettled_persons=0
        ),
        row(4, resettlement_site="西园", households=7, persons=25),
    )
    assert rows == [(7, 25, None, None), (29, 111, 18, 70)]


def test_the_land_of_a_site_is_counted_once() -> None:
    site = {"resettlement_site": "安置点", "site_area_mu": Decimal("8.5"), "households": 5}
    assert relocation("households, site_area_mu, resettled_households", row(2, **site), row(3, **site)) == [
        (10, Decimal("8.5"), None)
    ]
