"""Households that are monitored, of two that are counted by hand."""

from datetime import date

from tests.marts.conftest import Figures
from tests.support.marts import rows_of, sent_row

DECEMBER = date(2021, 12, 31)

KIND = {"monitored_type": "边缘易致贫户"}
OPEN = {"is_risk_eliminated": False, "is_safety_net_household": False}
ROWS = {
    "monitored_households": [
        *(
            sent_row(
                DECEMBER, **KIND, **OPEN, household_id="h1", person_id=person, row_persons=1,
                clue_on=date(2021, 6, 1), recognised_on=date(2021, 6, 21),
            )
            for person in ("p1", "p2")
        ),
        sent_row(
            DECEMBER, **KIND, household_id="h2", person_id="p3", row_persons=1, is_risk_eliminated=True,
            risk_eliminated_month=date(2021, 8, 1), clue_on=date(2020, 4, 1), recognised_on=date(2020, 4, 11),
        ),
    ],
    "monitoring_counts": [sent_row(DECEMBER, **KIND, households=5, persons=12)],
}  # fmt: skip


def test_stock_and_flow_of_the_year(figures: Figures) -> None:
    """h1 of two persons was identified in 2021 and is open; h2 of one, of 2020, was eliminated in 2021."""
    columns = "households, persons, risk_not_eliminated_households, risk_not_eliminated_persons"
    assert figures(f"{columns}, identified_households, eliminated_households") == [(2, 3, 1, 2, 1, 1)]


def test_days_to_recognition_and_what_took_longer_than_the_policy_allows(figures: Figures) -> None:
    """20 and 10 days, of which policy.monitoring_terms allows 15 in 2021."""
    assert figures("timed_households, days_to_recognition, late_households") == [(2, 15.0, 1)]


def test_what_was_counted_stands_beside_what_is_listed(figures: Figures) -> None:
    assert figures("households, counted_households, counted_persons") == [(2, 5, 12)]


def test_households_without_numbers_are_told_apart_by_their_sheets() -> None:
    """Row 12 of sheet 表1 and row 2 of sheet 表11 are of 3 and 4 persons."""
    listed = [
        sent_row(DECEMBER, **KIND, sheet=sheet, row=row, household_size_persons=persons)
        for sheet, row, persons in (("表1", 12, 3), ("表11", 2, 4))
    ]
    assert rows_of("monitored_households", "households, persons", monitored_households=listed) == [(2, 7)]


def test_how_many_were_eliminated_in_the_year_is_unknown_where_one_does_not_say_when() -> None:
    """h1 in 2021, h2 in 2020; of h3 nobody knows."""
    done = {**KIND, "row_persons": 1, "is_risk_eliminated": True}
    listed = [
        sent_row(DECEMBER, **done, household_id=f"h{n}", person_id=f"p{n}", risk_eliminated_month=month)
        for n, month in enumerate((date(2021, 8, 1), date(2020, 8, 1), None), start=1)
    ]
    columns = "risk_not_eliminated_households, eliminated_households"
    assert rows_of("monitored_households", columns, monitored_households=listed[:2]) == [(0, 1)]
    assert rows_of("monitored_households", columns, monitored_households=listed) == [(0, None)]
