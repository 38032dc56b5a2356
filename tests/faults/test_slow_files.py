"""Small files that take long to read in a naive way end in seconds, each with every row accounted for."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from tests.support.desk import Desk

LONGEST_SECONDS = 30
"""A few are needed on a quiet machine."""


def many_headers(folder: Path) -> None:
    (folder / "表.csv").write_text(",".join(f"列{n}" for n in range(1_000_000)) + "\n1,2\n", encoding="utf-8")


def wide_workbook(folder: Path) -> None:
    with xlsxwriter.Workbook(folder / "表.xlsx") as book:
        sheet = book.add_worksheet()
        for column in range(16_384):
            sheet.write(0, column, f"列{column}")
            sheet.write(1, column, column)


def long_line(folder: Path) -> None:
    (folder / "表.csv").write_text("行政村,项目名称\n" + "x" * 39_000_000 + "\n", encoding="utf-8")


def nested_page(folder: Path) -> None:
    (folder / "表.xls").write_text("<table>" + "<tr><td>" * 50_000 + "1", encoding="utf-8")


def nested_xml(folder: Path) -> None:
    head = '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet><Table>'
    (folder / "表.xls").write_text(head + "<Row>" * 300_000, encoding="utf-8")


def merged_rows(folder: Path) -> None:
    with xlsxwriter.Workbook(folder / "表.xlsx") as book:
        sheet = book.add_worksheet()
        for row in range(5_000):
            sheet.merge_range(row, 0, row, 200, "合并")


def far_cell(folder: Path) -> None:
    with xlsxwriter.Workbook(folder / "表.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["行政村", "项目名称"])
        sheet.write(1_048_575, 16_383, "远")


@pytest.mark.parametrize(
    "write",
    [many_headers, wide_workbook, long_line, nested_page, nested_xml, merged_rows, far_cell],
    ids=lambda write: write.__name__,
)
def test_a_file_made_to_be_slow_is_not(tmp_path: Path, write: Callable[[Path], None]) -> None:
    desk = Desk(tmp_path)
    write(desk.inbox)
    begun = time.monotonic()
    outcome = desk.clean()  # the desk itself asserts that every row is accounted for
    assert time.monotonic() - begun < LONGEST_SECONDS
    assert len(outcome.sheets) >= 1
