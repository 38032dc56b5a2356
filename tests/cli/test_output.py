"""What the commands print: a summary without noise, and rows in each format."""

import csv
import io
import json
from decimal import Decimal

import duckdb
import pytest

from pipelines.cli.output import print_rows

NOISE = ("Traceback", "Warning", "leaked", "DEBUG", "nanobind", "telemetry")


def test_build_prints_a_summary_and_no_noise(sample_build):
    marts, built = sample_build
    assert "published" in built.stdout and "木棠镇" in built.stdout
    assert not [word for word in NOISE if word in built.stdout + built.stderr], built.stderr
    assert (marts / "township.duckdb").exists()


@pytest.mark.parametrize(
    "arguments",
    [("deliveries",), ("query", "from zh.分红发放"), ("query", "from zh.分红发放", "--format", "csv")],
)
def test_signs_that_the_system_lacks_are_spelt_out(sample_release, township, monkeypatch, arguments):
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    answer = township(*arguments, "--marts", sample_release)
    assert answer.returncode == 0 and answer.stderr == "" and r"\u6728\u68e0\u9547" in answer.stdout


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
    "text",
    ["=1+1", "+1+1", "-2+3+cmd|' /C calc'!A0", "@SUM(1+1)", "\t=1+1", "\r=1+1", "＝1+1", "＠SUM(1)", "  =1+1", "-1-1"],
)  # fmt: skip
def test_csv_has_no_formula(capsys, text):
    """Neither in a cell nor as a header, which a query may name as it likes."""
    with duckdb.connect() as db:
        name = text.replace('"', '""')
        print_rows(db.execute(f'select $text as "{name}"', {"text": text}), "csv")
    printed = "'" + text.replace("\r", "\n")
    assert list(csv.reader(io.StringIO(capsys.readouterr().out, newline=""))) == [[printed], [printed]]


def test_csv_keeps_numbers_and_words_as_they_are(capsys):
    with duckdb.connect() as db:
        print_rows(
            db.execute(
                "select -5, -1.50::decimal(9, 2), '-12.50', '-3%', '+8', '-', '某镇-某村', null, '[-1]'"
            ),
            "csv",
        )
    assert capsys.readouterr().out.splitlines()[1] == "-5,-1.50,-12.50,-3%,+8,-,某镇-某村,,[-1]"
