"""Queries on a release, read-only."""

import io
import json

import pytest

from pipelines.cli import commands as cli
from pipelines.common.workspace import PROJECT
from pipelines.releases.query import run_query
from pipelines.releases.store import open_release

READING = "found {}. Nothing was changed"
OUTSIDE = "reaches for a file, an address or an extension"


def test_query_takes_a_saved_query_with_the_comment_that_it_opens_with(sample_release, township):
    sql = (PROJECT / "queries" / "02_exits_against_plan.sql").read_text(encoding="utf-8")
    assert sql.startswith("-- ")
    answer = township("query", sql, "--format", "csv", "--marts", sample_release)
    assert (answer.returncode, answer.stderr) == (0, "")
    assert "儋州市,木棠镇,2018,1924,1924,0,262" in answer.stdout.splitlines()


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("", "holds 0 statements"),
        ("selec 1", "syntax error"),
        ("from nowhere", "nowhere does not exist"),
        ("select case when i = 9999999 then error('late') end from range(10000000) as t(i)", "late"),
        ("select 1; drop table exits_by_year", "holds 2 statements"),
        ("drop table exits_by_year", READING.format("DROP")),
        ("create temp table t (i int)", READING.format("CREATE")),
        ("with t as (delete from exits_by_year returning 1) from t", "read-only"),
        ("copy exits_by_year to 'WRITTEN'", READING.format("COPY")),
        ("explain analyze copy exits_by_year to 'WRITTEN'", OUTSIDE),
        ("export database 'WRITTEN'", READING.format("EXPORT")),
        ("attach 'WRITTEN' as other", READING.format("ATTACH")),
        ("set enable_external_access = true", READING.format("SET")),
        ("pragma database_list", READING.format("PRAGMA")),
        ("install httpfs", READING.format("LOAD")),
        ("load httpfs", READING.format("LOAD")),
        ("call dbgen(sf = 1)", READING.format("CALL")),
        ("from '/etc/passwd'", "does not exist"),
        ("from read_csv('/etc/passwd')", OUTSIDE),
        ("from read_text('/etc/passwd')", OUTSIDE),
        ("from glob('/etc/*')", OUTSIDE),
        ("from sniff_csv('/etc/passwd')", OUTSIDE),
        ("from parquet_metadata('/etc/passwd')", OUTSIDE),
        ("from 'https://example.org/figures.parquet'", OUTSIDE),
        ("from query('copy exits_by_year to ''WRITTEN''')", "single SELECT"),
        ("select getenv('HOME')", "does not exist"),
    ],
)
def test_query_only_reads_the_release(empty_release, tmp_path, monkeypatch, capsys, sql, message):
    sql = sql.replace("WRITTEN", str(tmp_path / "written"))
    monkeypatch.setattr(
        "sys.argv", ["township", "query", sql, "--format", "json", "--marts", str(empty_release)]
    )
    before = (empty_release / "township.duckdb").read_bytes()
    assert cli._run() == 2
    answered = capsys.readouterr()
    assert answered.out == "" and message in answered.err and "Traceback" not in answered.err
    assert (empty_release / "township.duckdb").read_bytes() == before and not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "sql",
    [
        "from zh.贫困发生率",
        "from quality.release",
        "describe exits_by_year",
        "summarize exits_by_year",
        "show all tables",
        "explain from exits_by_year",
        "pivot exits_by_year on exit_year using sum(persons) group by county",
        "with counties as (from exits_by_year where area_level = 'county') select count(*) from counties",
        "values (1)",
    ],
)
def test_every_way_of_reading_is_answered(empty_release, sql):
    with open_release(empty_release) as release, run_query(release, sql) as rows:
        assert rows.description


def test_query_has_limits(empty_release, township, monkeypatch):
    monkeypatch.setenv("TOWNSHIP_QUERY_SECONDS", "1")
    counting = "select count(*) from range(10000000) a, range(10000000) b where a.range % 7 = b.range % 5"
    ended = township("query", counting, "--marts", empty_release)
    assert ended.returncode == 2 and "TOWNSHIP_QUERY_SECONDS" in ended.stderr
    assert len(ended.stderr.splitlines()) == 2, "in Chinese and in English"


def test_json_has_a_name_for_each_column(empty_release, township):
    ended = township("query", "select 1 as a, 2 as a", "--format", "json", "--marts", empty_release)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "Two columns are called a" in ended.stderr and "a AS" in ended.stderr


def test_a_query_from_input_is_written_down_with_its_rows(empty_release, tmp_path, monkeypatch, capsys):
    log = tmp_path / "queries.log"
    monkeypatch.setenv("TOWNSHIP_QUERY_LOG", str(log))
    monkeypatch.setattr("sys.stdin", io.StringIO("values (1), (2)"))
    monkeypatch.setattr(
        "sys.argv", ["township", "query", "-", "--format", "csv", "--marts", str(empty_release)]
    )
    assert cli._run() == 0
    assert capsys.readouterr().out == "col0\n1\n2\n"
    written = json.loads(log.read_text(encoding="utf-8"))
    assert (written["sql"], written["rows"]) == ("values (1), (2)", 2)


def test_query_sees_no_person(sample_release, township):
    answer = township("query", "from clean.persons", "--marts", sample_release)
    assert answer.returncode == 2


def test_query_without_a_release_names_the_remedy(tmp_path, township):
    answer = township("query", "select 1", "--marts", tmp_path)
    assert answer.returncode == 2 and "township build" in answer.stderr
