"""The board of deliveries in the terminal."""

import json

import pytest

from pipelines.cli.board import status_of
from pipelines.quality.calendar import OVERDUE


def test_deliveries_lists_each_unit_and_period(sample_release, township):
    board = township("deliveries", "--marts", sample_release, "--format", "json")
    assert board.returncode == 0
    mutang = next(row for row in json.loads(board.stdout) if row["unit"] == "木棠镇")
    assert mutang["period"] == "2018" and mutang["quarantined"] > 0
    assert mutang["rows_read"] == sum(
        mutang[k] for k in ("accepted", "quarantined", "superseded", "non_data")
    )
    assert "木棠镇" in township("deliveries", "--marts", sample_release).stdout


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("zh", "✕ 2 读不出 · ✕ 暂缓 · 逾期未报 2026-01-31 persons"),
        ("en", "✕ 2 unreadable · ✕ held back · overdue 2026-01-31 persons"),
        (None, "✕ 2 unreadable 读不出 · ✕ held back 暂缓 · overdue 逾期未报 2026-01-31 persons"),
    ],
)
def test_what_is_amiss_is_said_in_the_language_that_is_spoken(monkeypatch, language, shown):
    if language:
        monkeypatch.setenv("TOWNSHIP_LANG", language)
    row = {
        "unreadable": 2,
        "held_back": True,
        "delivery_status": OVERDUE,
        "due_on": "2026-01-31",
        "missing": "persons",
    }
    assert status_of(row) == shown
