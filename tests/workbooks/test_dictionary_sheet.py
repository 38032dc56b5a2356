"""The dictionary of a workbook describes every column in it."""

from __future__ import annotations

import openpyxl

from pipelines.marts.mart import Mart
from tests.support.workbooks import cells


def test_dictionary_describes_every_column(county_book: openpyxl.Workbook, marts: list[Mart]) -> None:
    reported = {(row[0], row[2]) for row in cells(county_book["数据字典"])}
    assert reported == {(mart.title, column.name) for mart in marts for column in mart.columns}
