"""Workbooks to read."""

import re
import zipfile
from typing import Any

import pytest
import xlsxwriter

from pipelines.reading.files import read_sheets
from pipelines.rules import UnreadableFile


def read(path):
    spools = path.parent / "spools"
    spools.mkdir(exist_ok=True)
    return list(read_sheets(path, spools))


def book(path, rows, **options):
    with xlsxwriter.Workbook(path, options) as workbook:
        page = workbook.add_worksheet("表")
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    return path


ROWS: list[list[Any]] = [["行政村", "人数", "比例"], ["薛宅村", 4, 0.5], ["长岭村", 12.75, 100]]
TEXT = [["行政村", "人数", "比例"], ["薛宅村", "4", "0.5"], ["长岭村", "12.75", "100"]]


def rewrite(path, target, member, old, new):
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in source.namelist():
            content = source.read(name)
            copy.writestr(name, content.replace(old, new) if name == member else content)
    return target


def refused(path, *rules):
    """The file is refused by one of the rules, in one sentence."""
    with pytest.raises(UnreadableFile) as refusal:
        read(path)
    assert refusal.value.violation.rule in rules
    assert "\n" not in str(refusal.value)
    assert re.search("[一-鿿]{2}", refusal.value.violation.advice_zh)
