"""Money in columns that no contract reads, as it tells sheets apart."""

from pipelines.reading.match import UnmappedHeader
from pipelines.reading.sheets import Sheet, spool_rows
from pipelines.statements.unread import unread_cells

OWN, NOTE = UnmappedHeader("自筹", 2, is_money=True), UnmappedHeader("说明", 3)


def sheet(tmp_path, *rows):
    spool = tmp_path / "spool.txt"
    return Sheet("表", spool, spool_rows(rows, spool))


def test_rows_are_told_apart_by_their_unread_money_alone(tmp_path):
    """Rows 2 and 4 have 10 yuan each, whatever their notes say; row 3 has none."""
    found = unread_cells(
        sheet(tmp_path, ["项目", "自筹", "说明"], ["路", "10", "甲"], ["桥", "", "乙"], ["井", " 10 ", "丙"]),
        1,
        [OWN, NOTE],
    )
    assert found.money_headers == ("自筹",)
    road, bridge, well = found.money_rows
    assert road == well != bridge


def test_nothing_is_kept_of_sheets_whose_money_is_read(tmp_path):
    found = unread_cells(sheet(tmp_path, ["项目", "说明"], ["路", "甲"]), 1, [NOTE])
    assert (found.money_headers, found.money_rows) == ((), ())


def test_all_unread_cells_tell_rows_apart(tmp_path):
    """The two roads of 10 yuan differ in their notes."""
    rows = ["项目", "自筹", "说明"], ["路", "10", "甲"], ["路", "10", "乙"]
    found = unread_cells(sheet(tmp_path, *rows), 1, [OWN, NOTE])
    assert found.headers == ("自筹", "说明") and len({*found.rows}) == 2


def test_a_header_with_a_private_number_is_kept_without_it(tmp_path):
    header = UnmappedHeader("联系人15487655871", 2)
    assert unread_cells(sheet(tmp_path, ["项目", header.label], ["路", "甲"]), 1, [header]).headers == (
        "联系人[电话号码]",
    )
