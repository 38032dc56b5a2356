"""The board of deliveries in the terminal."""

import json


def test_deliveries_lists_each_unit_and_period(sample_release, township):
    board = township("deliveries", "--marts", sample_release, "--format", "json")
    assert board.returncode == 0
    mutang = next(row for row in json.loads(board.stdout) if row["unit"] == "木棠镇")
    assert mutang["period"] == "2018" and mutang["quarantined"] > 0
    assert mutang["rows_read"] == sum(
        mutang[k] for k in ("accepted", "quarantined", "superseded", "non_data")
    )
    assert "木棠镇" in township("deliveries", "--marts", sample_release).stdout
