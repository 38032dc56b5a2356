"""Faults of one sheet by row and column."""

from pipelines.workbooks.faults import Fault, Marks


def fault(row: int | None, column: int | None, reason: str) -> Fault:
    return Fault(row, column, None, reason, "")


def test_a_fault_of_the_row_is_at_its_first_cell_and_one_of_the_sheet_at_its_first_row() -> None:
    cell, row, sheet = fault(3, 2, "cell"), fault(3, None, "row"), fault(None, None, "sheet")
    marks = Marks([cell, row, sheet])
    assert marks.of_row(3) == {2: [cell], 0: [row]}
    assert marks.of_row(1) == {0: [sheet]}
    assert marks.of_row(2) == {}


def test_faults_of_one_cell_are_kept_in_order() -> None:
    first, second = fault(5, 1, "first"), fault(5, 1, "second")
    assert Marks([first, second]).of_row(5) == {1: [first, second]}
