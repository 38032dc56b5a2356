"""Households whose handbooks, system and app agree, of a few rows that are counted by hand."""

from datetime import date

from tests.marts.conftest import Figures
from tests.support.marts import sent_row

DECEMBER = date(2021, 12, 31)

ITEM = {"checked_item": "基本信息", "handbook_status": "已脱贫"}
ROWS = {
    "handbook_checks": [
        sent_row(DECEMBER, **ITEM, entered_households=40, due_entry_households=50, consistent_households=38),
        sent_row(DECEMBER, **ITEM, entered_households=7, consistent_households=7),
        sent_row(DECEMBER, checked_item="基本信息", entered_households=1),
    ]
}


def test_a_rate_is_of_rows_that_state_what_is_due(figures: Figures) -> None:
    """47 were entered; of 50 that are due 40."""
    columns = "handbook_status, entered_households, due_entry_households, consistent_households, entry_rate"
    assert figures(columns) == [("已脱贫", 47, 50, 45, 0.8), ("未注明", 1, None, None, None)]
