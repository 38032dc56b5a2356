"""Orders of the hotline, of a few that are counted by hand."""

from datetime import date

from tests.marts.conftest import Figures
from tests.support.marts import sent_row

DECEMBER = date(2021, 12, 31)

JANUARY = date(2021, 1, 10)


def order(
    channel: str, closed: date | None = None, due: date | None = None, outcome: str | None = None
) -> dict:
    return sent_row(
        DECEMBER,
        channel=channel,
        received_on=JANUARY,
        order_closed_on=closed,
        order_due_on=due,
        order_outcome=outcome,
    )


ROWS = {
    "work_orders": [
        order("12345", closed=date(2021, 1, 20), due=date(2021, 1, 25)),
        order("12345", closed=date(2021, 2, 10), due=date(2021, 2, 1)),
        order("12345", due=date(2021, 3, 1)),
        order("12345", closed=date(2021, 2, 1)),
        order("信访"),
        order("来电", closed=date(2021, 1, 12), due=date(2021, 1, 20), outcome="退回"),
        order("来电", closed=date(2021, 1, 12), due=date(2021, 1, 20), outcome="办理中"),
        order("来电", due=date(2021, 1, 20), outcome="已办结"),
        order("来电", closed=date(2021, 1, 12), due=date(2021, 1, 20), outcome="其他"),
    ]
}


def test_an_open_order_is_overdue_by_the_day_of_the_list(figures: Figures) -> None:
    """One was closed after its day, one is still open; where no row states a day, what is overdue is not known."""
    assert figures("channel, received_orders, closed_orders, overdue_orders, closure_rate") == [
        ("12345", 4, 3, 2, 0.75),
        ("信访", 1, 0, None, 0.0),
        ("来电", 3, 2, 1, 2 / 3),
    ]


def test_what_was_sent_back_was_not_received_and_an_outcome_closes(figures: Figures) -> None:
    """Of the 3 others one is still open, by its outcome, and so overdue; of one it is unknown whether it was closed late."""
    assert figures("channel, received_orders, closed_orders, overdue_orders")[2] == ("来电", 3, 2, 1)
