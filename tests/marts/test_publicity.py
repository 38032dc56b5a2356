"""Material for publicity, of a few rows that are counted by hand."""

from datetime import date

from tests.marts.conftest import Figures
from tests.support.marts import sent_row

DECEMBER = date(2021, 12, 31)

ROWS = {
    "materials": [
        sent_row(DECEMBER, supplied_on=date(2021, 2, 1), material="宣传册", material_unit="本", material_quantity=100),
        sent_row(DECEMBER, supplied_on=date(2021, 9, 1), material="宣传册", material_unit="本", material_quantity=50),
        sent_row(DECEMBER, supplied_on=date(2020, 9, 1), material="宣传册", material_unit="本", material_quantity=7),
        sent_row(DECEMBER, material="展板", material_quantity=2),
    ]
}  # fmt: skip


def test_pieces_add_up_by_year_and_unit(figures: Figures) -> None:
    assert figures("year, material, material_unit, material_pieces") == [
        (2020, "宣传册", "本", 7),
        (2021, "宣传册", "本", 150),
        (2021, "展板", "未注明", 2),
    ]
