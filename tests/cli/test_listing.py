"""Rows as tables that fit the window, as CSV and JSON."""

import csv
import io

import duckdb
import pytest
from rich.cells import cell_len
from rich.console import Console

from pipelines.cli import listing
from pipelines.cli.listing import fetched, fit, print_rows


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1+1", "-2+3+cmd|' /C calc'!A0", "@SUM(1+1)", "\t=1+1", "\r=1+1", "＝1+1", "＠SUM(1)", "  =1+1", "-1-1"],
)  # fmt: skip
def test_csv_has_no_formula(capsys, text):
    """Neither in a cell nor as a header, which a query may name as it likes."""
    with duckdb.connect() as db:
        name = text.replace('"', '""')
        print_rows(*fetched(db.execute(f'select $text as "{name}"', {"text": text})), "csv")
    printed = "'" + text.replace("\r", "\n")
    assert list(csv.reader(io.StringIO(capsys.readouterr().out, newline=""))) == [[printed], [printed]]


def test_csv_keeps_numbers_and_words_as_they_are(capsys):
    with duckdb.connect() as db:
        values = db.execute(
            "select -5, -1.50::decimal(9, 2), '-12.50', '-3%', '+8', '-', '某镇-某村', null, '[-1]'"
        )
        print_rows(*fetched(values), "csv")
    assert capsys.readouterr().out.splitlines()[1] == "-5,-1.50,-12.50,-3%,+8,-,某镇-某村,,[-1]"


@pytest.mark.parametrize(
    ("wanted", "numeric", "room", "widths"),
    [
        ([10, 20], [False, False], 40, [10, 20]),  # 10 + 20 + 2 × 3 + 1 = 37
        ([10, 40], [False, False], 40, [10, 23]),  # 33 are left for the texts
        ([30, 40], [False, False], 40, [16, 16]),  # the longer is cut first, then both
        ([30, 40], [False, True], 40, [30]),  # a number is not cut: its column is left out
        ([30, 8, 8, 8], [False, True, True, True], 40, [14, 8, 8]),
        ([90], [False], 40, [36]),
    ],
)
def test_columns_fit_the_window(wanted, numeric, room, widths):
    assert fit(wanted, numeric, room) == widths


def test_a_table_is_cut_to_the_window_and_whole_elsewhere(capsys, monkeypatch):
    """In a window, with --wide, and into a file."""
    names, rows = ["村", "说明", "人数"], [("甲村", "字" * 60, 12345)]

    def printed(is_terminal, **options):
        def console(**given):
            return Console(**{"width": 40, "force_terminal": is_terminal, "color_system": None} | given)

        monkeypatch.setattr(listing, "Console", console)
        print_rows(names, rows, "table", **options)
        return capsys.readouterr().out

    window = printed(True)
    assert "…" in window and "12345" in window and "--wide" in window
    assert max(map(cell_len, window.splitlines())) <= 40
    assert "字" * 60 in printed(True, is_wide=True).replace("\n", "")
    assert "字" * 60 in printed(False) and "--wide" not in printed(False)
