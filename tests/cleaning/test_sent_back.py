"""A page of a feedback workbook that was sent back replaces the sheet that it was made from, and no other."""

import pytest
import xlsxwriter

from pipelines.cleaning.sent_back import SentBack
from pipelines.reading.origin import ORIGIN_SHEET, Origin, origin_rows

PAGE = Origin("2018", "台账.xlsx", "项目", "0f")


def sent_back(desk, origin: Origin) -> SentBack:
    with xlsxwriter.Workbook(desk.inbox / "反馈.xlsx") as book:
        book.add_worksheet("页一")
        page = book.add_worksheet(ORIGIN_SHEET)
        for number, row in enumerate(origin_rows({"页一": [origin]})):
            page.write_row(number, 0, row)
    desk.csv("台账.csv", [["行政村"]])
    return SentBack(desk.delivery())


def test_a_page_replaces_the_sheet_of_the_same_file_and_content(desk):
    pages = sent_back(desk, PAGE)
    assert pages.replaced("台账.xlsx", "0f") == {"项目": "反馈.xlsx 页一"}
    assert pages.replaced("台账.xlsx", "1f") == pages.replaced("台账(2).xlsx", "0f") == {}
    assert pages.pages("反馈.xlsx") == {"页一": (PAGE,)}
    assert pages.pages("台账.csv") == {}


@pytest.mark.parametrize(
    "origin",
    [Origin("2017", "台账.xlsx", "项目", "0f"), Origin("2018", "台账.xlsx", "项目", "0f", is_whole=False)],
)
def test_a_page_of_another_period_or_of_some_rows_replaces_nothing(desk, origin):
    assert sent_back(desk, origin).replaced("台账.xlsx", "0f") == {}
