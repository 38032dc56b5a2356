"""The page of a template that says how to fill it in."""

import openpyxl
import pytest
import xlsxwriter

from pipelines.workbooks.instructions import INSTRUCTIONS, write_instructions
from tests.support.desk import REGISTERS


def test_instructions_say_of_each_column_what_it_needs(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        write_instructions(book, REGISTERS["exit_plans"], None)
    page = openpyxl.load_workbook(path)[INSTRUCTIONS]
    needs = {row[1]: row[2] for row in page.values if row[2]}
    assert needs == {
        "列名": "要求", "县": "关键", "乡镇": "关键", "行政村": "关键", "*计划脱贫年度": "必填", "计划脱贫户数": "关键",
        "计划脱贫人数": "关键",
    }  # fmt: skip
    assert "“计划脱贫户数”“计划脱贫人数”至少要有一列填了。" in [cell.value for cell in page["A"]]


@pytest.mark.parametrize("register", REGISTERS)
def test_every_column_is_explained_on_one_printed_page(tmp_path, register):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        write_instructions(book, REGISTERS[register], None)
    page = openpyxl.load_workbook(path)[INSTRUCTIONS]
    assert page.sheet_properties.pageSetUpPr.fitToPage and page.page_setup.fitToHeight != 0
    rows = [row for row in page.values if isinstance(row[0], (int, float))]
    titles = [row[1].removeprefix("*").removesuffix("(元)") for row in rows]
    assert titles == [one.title for one in REGISTERS[register].columns if one.name != "row_persons"]
    assert all(all(row[2:6]) for row in rows), "need, how to fill it in, an example, what it means"
