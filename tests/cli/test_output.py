"""What the commands print: a summary without noise, and rows in each format."""

import json
from decimal import Decimal

import pytest

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
