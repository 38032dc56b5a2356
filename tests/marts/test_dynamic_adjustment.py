"""Changes of the registry, of a few that are counted by hand."""

from datetime import date

from tests.marts.conftest import Figures
from tests.support.marts import sent_row

DECEMBER = date(2021, 12, 31)

ROWS = {
    "registry_changes": [
        sent_row(
            DECEMBER, change_year=2021, change_type="新识别", household_id="h1", household_size_persons=4
        ),
        sent_row(DECEMBER, change_year=2021, change_type="新识别", households=3, persons=9),
        sent_row(DECEMBER, change_type="返贫", household_id="h2"),
        sent_row(DECEMBER, change_type="自然增加", persons=5),
    ]
}


def test_a_row_of_a_household_is_one_with_its_persons(figures: Figures) -> None:
    """A change without a year is of the year of its list; persons that nobody states are not 0, and persons
    alone are of no household that anyone knows."""
    assert figures("year, change_type, households, persons") == [
        (2021, "新识别", 4, 13),
        (2021, "自然增加", None, 5),
        (2021, "返贫", 1, None),
    ]
