"""Rows below a header are read as the columns of a register."""

from pipelines.reading.headers import find_headers
from pipelines.reading.sheets import HEAD_ROWS, Sheet, spool_rows
from pipelines.statements.rows_below import RowsBelow
from tests.support.statements import REGISTERS, WHO, heads


def below(tmp_path, header, *rows):
    spool = tmp_path / "spool.txt"
    sheet = Sheet("表", spool, spool_rows([header, *rows], spool))
    headers = find_headers(sheet, REGISTERS, set())
    return RowsBelow(sheet, headers, headers.candidates["persons"])


def test_households_are_told_by_their_numbers_and_their_heads(tmp_path):
    """Of 4600000 to 4600003 two have a head, one a member alone, and one states no relation that anybody knows."""
    rows = below(tmp_path, WHO, *heads("3", relations=("户主", "之子", "户主", "家长")))
    assert rows.household_ids == ["4600000", "4600001", "4600002", "4600003"]
    assert rows.terms("relation")[:3] == ["户主", "之子", "户主"]
    assert rows.households() == (4, 1)


def test_members_without_a_number_are_of_the_head_above(tmp_path):
    header = [name for name in WHO if name != "户编号"]
    members = [[*row[:1], *row[2:]] for row in heads("2", relations=("户主", "之子", "户主", "之女"))]
    ids = below(tmp_path, header, *members).household_ids
    assert ids[0] == ids[1] != ids[2] == ids[3]


def test_all_rows_are_more_than_the_first(tmp_path):
    """A blank row counts for neither."""
    rows = below(tmp_path, WHO, *heads("3") * 20, [], *heads("1"))
    assert len(rows.texts("household_size_persons")) == HEAD_ROWS - 1
    assert rows.all_texts("household_size_persons") == ["3"] * 80 + ["1"] * 4
    assert rows.texts("health") == []
