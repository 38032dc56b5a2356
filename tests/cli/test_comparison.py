"""What differs between two releases, in the terminal."""

import json
from decimal import Decimal

from pipelines.cli.comparison import print_comparison
from pipelines.releases.causes import CAUSES
from pipelines.releases.diff import Change, Comparison, Total

CAUSE = next(iter(CAUSES))
AREA = ("甲县", "东镇", None)
SHEETS = tuple(f"东镇/2018/{number}.xlsx: 2" for number in range(5))
FOUND = Comparison(
    "20190101T000000-a",
    "20190201T000000-b",
    {"东镇/2018/0.xlsx": CAUSE},
    [Change("fund_execution", AREA, "东镇 2018", "paid_yuan", "100", "120", CAUSE, SHEETS)],
    [Total("fund_execution", AREA, 1, 1, {"paid_yuan": (Decimal(100), None)})],
)


def test_files_totals_and_figures_are_listed_with_the_first_sheets_behind(capsys):
    print_comparison(FOUND, "table")
    printed = capsys.readouterr().out
    assert printed.startswith("20190101T000000-a → 20190201T000000-b: 1 changes\n")
    assert f"{CAUSES[CAUSE]} {CAUSE}: 东镇/2018/0.xlsx" in printed
    assert "甲县·东镇" in printed and "paid_yuan 100 → —" in printed
    assert "2.xlsx: 2; + 2" in printed and "3.xlsx: 2" not in printed


def test_json_has_every_sheet_behind(capsys):
    print_comparison(FOUND, "json")
    [change] = json.loads(capsys.readouterr().out)["changes"]
    assert tuple(change["behind"]) == SHEETS
