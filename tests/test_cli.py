"""The command as a user types it: what it prints, and how it ends."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

import pipelines
from tests.small import Household, township_folder, write_csv, write_registry

NOISE = ("Traceback", "Warning", "leaked", "DEBUG", "nanobind", "telemetry")


def test_build_prints_a_summary_and_no_noise(sample_build):
    marts, built = sample_build
    assert "published" in built.stdout and "木棠镇" in built.stdout
    assert not [word for word in NOISE if word in built.stdout + built.stderr], built.stderr
    assert (marts / "township.duckdb").exists()


def test_every_row_of_every_sheet_is_accounted_for(sample_release):
    with pipelines.connect(sample_release) as db:
        assert len(db.execute("from quality.deliveries").fetchall()) > 50
        assert not db.execute(
            "from quality.deliveries where rows_read <> accepted + quarantined + superseded + non_data"
        ).fetchall()


def test_deliveries_tells_each_unit_and_period(sample_release, township):
    board = township("deliveries", "--marts", sample_release, "--format", "json")
    assert board.returncode == 0
    mutang = next(row for row in json.loads(board.stdout) if row["unit"] == "木棠镇")
    assert mutang["period"] == "2018" and mutang["quarantined"] > 0
    assert mutang["rows_read"] == sum(
        mutang[k] for k in ("accepted", "quarantined", "superseded", "non_data")
    )
    assert "木棠镇" in township("deliveries", "--marts", sample_release).stdout


@pytest.mark.parametrize("format", ["table", "csv", "json"])
def test_query_answers_in_each_format(sample_release, township, format):
    sql = (
        "select township, paid_yuan from fund_execution "
        "where area_level = 'township' and township = '木棠镇' and year = 2018 and category = '产业'"
    )
    answer = township("query", sql, "--marts", sample_release, "--format", format)
    assert answer.returncode == 0 and answer.stderr == ""
    if format == "json":
        assert json.loads(answer.stdout, parse_float=Decimal) == [
            {"township": "木棠镇", "paid_yuan": Decimal(10663000)}
        ]
    elif format == "csv":
        assert answer.stdout == "township,paid_yuan\n木棠镇,10663000.00\n"
    else:
        assert "10663000.00" in answer.stdout


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("selec 1", "syntax error"),
        ("from nowhere", "nowhere does not exist"),
        ("create table t (i int)", "read-only"),
        ("from read_csv('/etc/hostname')", "Cannot access file"),
        ("attach '/tmp/other.duckdb'", "disabled"),
        ("set enable_external_access = true", "locked"),
    ],
)
def test_query_that_cannot_be_answered_is_one_message(sample_release, township, sql, said):
    answer = township("query", sql, "--marts", sample_release)
    assert answer.returncode == 2
    assert said in answer.stderr and "Traceback" not in answer.stderr


def test_query_sees_no_person(sample_release, township):
    answer = township("query", "from clean.persons", "--marts", sample_release)
    assert answer.returncode == 2


def _empty(root: Path) -> None:
    (root / "raw").mkdir()


def _nameless_period(root: Path) -> None:
    write_csv(root / "raw" / "某镇" / "去年" / "名单.csv", [["姓名"]])


def _only_a_text_named_xlsx(root: Path) -> None:
    (township_folder(root) / "名单.xlsx").write_text("姓名,证件号码\n", encoding="utf-8")


def _broken_yaml(root: Path) -> None:
    folder = township_folder(root)
    write_registry(folder / "名单.csv", Household(1))
    (folder / "delivery.yml").write_text("money_unit: 美元\n", encoding="utf-8")


@pytest.mark.parametrize(
    ("lay_out", "said"),
    [
        (lambda root: None, "is no folder"),
        (_empty, "holds no deliveries"),
        (_nameless_period, "去年 is no period"),
        (_only_a_text_named_xlsx, "名单.xlsx: not a workbook"),
        (_broken_yaml, "delivery.yml: money_unit"),
    ],
)
def test_input_that_cannot_be_used_is_one_sentence(tmp_path, township, lay_out, said):
    lay_out(tmp_path)
    ended = township("build", "--raw", tmp_path / "raw", "--marts", tmp_path / "marts")
    assert ended.returncode == 2
    assert said in ended.stderr and "Traceback" not in ended.stderr
    assert len(ended.stderr.strip().splitlines()) == 1
    assert not (tmp_path / "marts").exists()


def test_wrong_usage_ends_with_two(township):
    assert township("frobnicate").returncode == 2
    assert township("build", "--nothing").returncode == 2
    assert township("--help").returncode == 0


def test_query_without_a_release_says_what_to_do(tmp_path, township):
    answer = township("query", "select 1", "--marts", tmp_path)
    assert answer.returncode == 2 and "township build" in answer.stderr
