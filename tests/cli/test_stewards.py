"""What was delivered, and forms to deliver, in the terminal."""

import json

import openpyxl

import pipelines


def test_every_row_of_every_sheet_is_accounted_for(sample_release):
    with pipelines.connect(sample_release) as db:
        assert len(db.execute("from quality.deliveries").fetchall()) > 50
        assert not db.execute(
            "from quality.deliveries where rows_read <> accepted + quarantined + superseded + non_data"
        ).fetchall()


def test_deliveries_lists_each_unit_and_period(sample_release, township):
    board = township("deliveries", "--marts", sample_release, "--format", "json")
    assert board.returncode == 0
    mutang = next(row for row in json.loads(board.stdout) if row["unit"] == "木棠镇")
    assert mutang["period"] == "2018" and mutang["quarantined"] > 0
    assert mutang["rows_read"] == sum(
        mutang[k] for k in ("accepted", "quarantined", "superseded", "non_data")
    )
    assert "木棠镇" in township("deliveries", "--marts", sample_release).stdout


def test_template_lists_the_registers_and_writes_one(tmp_path, township):
    listed = township("template").stdout
    assert "建档立卡贫困人口花名册" in listed and "persons" in listed
    path = tmp_path / "form.xlsx"
    written = township("template", "行政村基本情况", "--to", path)
    assert (written.returncode, written.stderr) == (0, "") and str(path) in written.stdout
    assert openpyxl.load_workbook(path).sheetnames[0] == "行政村基本情况"
    for options in (["低保台账"], ["persons", "--unit", "无此镇", "--to", tmp_path / "other.xlsx"]):
        refused = township("template", *options)
        assert refused.returncode == 2 and len(refused.stderr.splitlines()) == 2, (
            "a sentence in each language"
        )
    assert not (tmp_path / "other.xlsx").exists()
