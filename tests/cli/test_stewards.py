"""What was delivered, and forms to deliver, in the terminal."""

import openpyxl

import pipelines


def test_every_row_of_every_sheet_is_accounted_for(sample_release):
    with pipelines.connect(sample_release) as db:
        assert len(db.execute("from quality.deliveries").fetchall()) > 50
        assert not db.execute(
            "from quality.deliveries where rows_read <> accepted + quarantined + superseded + non_data"
        ).fetchall()


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
