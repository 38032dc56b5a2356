"""Safe water is what was screened and what was built for it."""

from datetime import date

from tests.support.marts import rows_of, sent_row

SENT = sent_row(date(2021, 12, 31))


def test_screenings_of_water_stand_beside_works_of_supply() -> None:
    """100 households were screened for water, 2 of them without; works of 50 yuan for 80 households, and a road."""
    screenings = [
        SENT | {"row": 2, "screening_subject": "饮水安全", "households": 100, "problem_households": 2},
        SENT | {"row": 3, "screening_subject": "住房安全", "households": 300, "problem_households": 9},
    ]
    works = [
        SENT | {"row": 2, "work_name": "管网", "work_kind": "供水", "invested_yuan": 50, "households": 80},
        SENT | {"row": 3, "work_name": "村道", "work_kind": "道路", "invested_yuan": 900, "households": 500},
    ]
    columns = (
        "screened_households, problem_households, problem_rate, works, invested_yuan, benefiting_households"
    )
    rows = rows_of("drinking_water", columns, screenings=screenings, infrastructure_works=works)
    assert rows == [(100, 2, 0.02, 1, 50, 80)]
