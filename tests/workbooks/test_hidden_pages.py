"""Hidden pages: what drop-downs offer, and where pages came from."""

import openpyxl
import xlsxwriter

from pipelines.reading.origin import ORIGIN_SHEET, Origin, read_origins
from pipelines.workbooks.hidden_pages import OPTIONS, Options, terms_of, write_origins
from tests.support.desk import REGISTERS


def test_terms_are_those_of_the_vocabulary_each_once():
    columns = REGISTERS["persons"].by_name
    assert terms_of(columns["is_risk_eliminated"]) == ("是", "否")
    assert terms_of(columns["household_type"]) == ("脱贫户", "一般农户", "突发严重困难户", "防止返贫致贫对象")
    assert terms_of(columns["natural_village"]) == terms_of(columns["exit_year"]) == ()


def test_a_list_is_written_once_and_offered_where_it_is_wanted(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        page, options = book.add_worksheet("表"), Options(book)
        for column, terms in enumerate([("是", "否"), ("甲", "乙", "丙"), ("是", "否")]):
            options.offer(page, 1, 9, column, terms)
        options.write(None)
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert [*book[OPTIONS].values] == [("是", "甲"), ("否", "乙"), (None, "丙")]
    offered = {str(one.sqref): one.formula1 for one in book["表"].data_validations.dataValidation}
    assert offered == {
        "A2:A10": f"'{OPTIONS}'!$A$1:$A$2",
        "B2:B10": f"'{OPTIONS}'!$B$1:$B$3",
        "C2:C10": f"'{OPTIONS}'!$A$1:$A$2",
    }


def test_origins_are_read_as_they_were_written(tmp_path):
    sent = (Origin("2018", "台账.xlsx", "一", "ab"), Origin("2018", "台账.csv", "", "cd", is_whole=False))
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("表")
        write_origins(book, {"表": sent, ORIGIN_SHEET: ()})
    assert read_origins(path).present == {"表": sent, ORIGIN_SHEET: ()}
    assert openpyxl.load_workbook(path)[ORIGIN_SHEET].sheet_state == "veryHidden"
