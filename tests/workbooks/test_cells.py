"""Cells of workbooks: headers, and a format for each type and unit."""

from pathlib import Path

import pytest
import xlsxwriter

from pipelines.workbooks.cells import Formats, header


@pytest.mark.parametrize(
    ("title", "unit", "written"),
    [("支出资金", "元", "支出资金(元)"), ("贫困发生率", "比例", "贫困发生率"), ("村", None, "村")],
)
def test_a_header_has_the_unit_unless_the_cells_show_it(title: str, unit: str | None, written: str) -> None:
    assert header(title, unit) == written


@pytest.mark.parametrize(
    ("type", "unit", "shown"),
    [
        ("DOUBLE", "比例", "0.00%"),
        ("DECIMAL(18,2)", "元", "#,##0.00"),
        ("BIGINT", "户", "#,##0"),
        ("INTEGER", None, "0"),
        ("DATE", None, "yyyy-mm-dd"),
    ],
)
def test_a_format_is_that_of_type_and_unit(tmp_path: Path, type: str, unit: str | None, shown: str) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as book:
        assert Formats(book).of(type, unit).num_format == shown
        book.add_worksheet()
