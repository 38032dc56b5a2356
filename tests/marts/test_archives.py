"""Ledgers and files that are kept, of a few that are counted by hand."""

from datetime import date

from tests.marts.conftest import Figures
from tests.support.marts import sent_row

JUNE, DECEMBER = date(2021, 6, 30), date(2021, 12, 31)

ROWS = {
    "ledger_files": [
        sent_row(JUNE, ledger_name="户档", ledger_unit="册", ledger_quantity=50),
        sent_row(DECEMBER, ledger_name="户档", ledger_unit="册", ledger_quantity=3, updated_month=date(2021, 3, 1)),
        sent_row(DECEMBER, ledger_name="户档", ledger_unit="册", ledger_quantity=4, updated_month=date(2021, 3, 1)),
        sent_row(DECEMBER, ledger_name="户档", ledger_unit="册", ledger_quantity=2, updated_month=date(2020, 5, 1)),
        sent_row(DECEMBER, ledger_name="台账", ledger_quantity=1),
    ]
}  # fmt: skip


def test_quantities_add_up_and_months_of_the_year_count_once(figures: Figures) -> None:
    """3 + 4 + 2 by the list of December; only March was updated in the year."""
    assert figures("ledger_name, ledger_unit, ledgers, updated_months") == [
        ("台账", "未注明", 1, None),
        ("户档", "册", 9, 1),
    ]
