"""Workbooks in OpenDocument."""

from tests.support.books import ROWS, TEXT, read
from tests.support.odsfile import write_ods


def test_ods(tmp_path):
    (sheet,) = read(write_ods(tmp_path / "表.ods", "表", ROWS))
    assert (sheet.name, sheet.head()) == ("表", TEXT)
