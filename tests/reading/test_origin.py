"""A feedback workbook knows which sheets its pages were made from; other workbooks know nothing."""

from pathlib import Path

import xlsxwriter

from pipelines.reading.origin import ORIGIN_SHEET, Origin, origin_rows, read_origins

FIRST, SECOND = (
    Origin("2018", "台账.xlsx", "一", "0f", unit="木棠镇", rows=4),
    Origin("2018", "回执.xlsx", "一", "1f", is_whole=False),
)
PAGES = {"一": (FIRST, SECOND), "说明": ()}


def book(path: Path, sheet: str, *pages: str) -> Path:
    with xlsxwriter.Workbook(path) as written:
        for name in pages:
            written.add_worksheet(name)
        for number, row in enumerate(origin_rows(PAGES)):
            page = written.get_worksheet_by_name(sheet) or written.add_worksheet(sheet)
            page.write_row(number, 0, row)
    return path


def test_origins_come_back_as_they_were_written(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", ORIGIN_SHEET, *PAGES)
    assert read_origins(path).present == PAGES
    assert read_origins(path).deleted == {}


def test_a_page_that_was_deleted_is_known_where_it_was_of_a_sheet(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", ORIGIN_SHEET)
    assert read_origins(path).present == {}
    assert read_origins(path).deleted == {"一": (FIRST, SECOND)}


def test_other_files_have_none(tmp_path: Path) -> None:
    assert read_origins(book(tmp_path / "a.xlsx", "Sheet1")).present == {}
    (tmp_path / "b.csv").write_text("page,period", encoding="utf-8")
    assert read_origins(tmp_path / "b.csv").present == {}
    assert read_origins(tmp_path / "nothing.xlsx").present == {}
