"""Sessions of training, of two that are counted by hand."""

from datetime import date

from tests.marts.conftest import Figures
from tests.support.marts import rows_of, sent_row

DECEMBER = date(2021, 12, 31)

FIRST = {
    "course": "养殖",
    "session": "1",
    "training_on": date(2021, 3, 1),
    "training_days": 2,
    "class_hours": 16,
}
ROWS = {
    "training_sessions": [
        *(sent_row(DECEMBER, **FIRST, person_id=person) for person in ("p1", "p2", "p2")),
        sent_row(
            DECEMBER, course="养殖", session="2", training_on=date(2021, 4, 1), training_days=1, trainees=30
        ),
        # one list of persons of two villages
        *(
            sent_row(DECEMBER, village=name, course="电工", training_days=10, person_id=name)
            for name in ("甲村", "乙村")
        ),
    ]
}


def test_the_days_of_a_session_count_once_however_many_are_listed(figures: Figures) -> None:
    columns = "year, course, sessions, trained_person_times, days_trained, hours_taught"
    assert figures(columns) == [(2021, "养殖", 2, 32, 3, 16), (2021, "电工", 1, 2, 10, None)]


def test_a_session_of_two_villages_is_one_of_each_and_one_of_their_township(figures: Figures) -> None:
    rows = figures("village, course, sessions, trained_person_times, days_trained", "village")
    assert [row for row in rows if row[1] == "电工"] == [
        ("乙村", "电工", 1, 1, 10),
        ("甲村", "电工", 1, 1, 10),
    ]


def test_nobody_knows_whether_a_session_that_two_villages_state_was_held_once() -> None:
    """Two villages each state how many of theirs were in the first session of one day; a second session is of one of them."""
    first = FIRST | {"class_hours": None}
    rows = [
        sent_row(DECEMBER, **first, village="甲村", trainees=18),
        sent_row(DECEMBER, **first, village="乙村", trainees=12),
        sent_row(DECEMBER, **first | {"session": "2"}, village="乙村", trainees=5),
    ]
    columns = "sessions, trained_person_times, days_trained"
    assert rows_of("training", columns, training_sessions=rows) == [(None, 35, None)]
    assert rows_of("training", columns, training_sessions=rows, level="village") == [(1, 18, 2), (2, 17, 4)]
    assert rows_of("training", columns, training_sessions=rows[1:]) == [(2, 17, 4)]
