"""Measures for monitored households, of a few counts that are added up by hand."""

from datetime import date

from tests.marts.conftest import Figures
from tests.support.marts import sent_row

JUNE, DECEMBER = date(2021, 6, 30), date(2021, 12, 31)

MEASURE = {"monitored_type": "边缘易致贫户", "support_measure": "产业"}
ROWS = {
    "monitoring_counts": [
        sent_row(JUNE, **MEASURE, households=90, persons=90),
        sent_row(DECEMBER, **MEASURE, households=3, persons=8, amount_yuan=5000),
        sent_row(DECEMBER, **MEASURE, village="乙村", households=2, persons=5),
        sent_row(DECEMBER, monitored_type="边缘易致贫户", households=7, persons=20),
    ]
}


def test_counts_of_a_measure_add_up_without_the_counts_of_all(figures: Figures) -> None:
    columns = "monitored_type, support_measure, households, persons, amount_yuan"
    assert figures(columns) == [("边缘易致贫户", "产业", 5, 13, 5000)]
