"""One SELECT on a release is answered; all else is refused in a sentence."""

from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines.common.errors import UserError
from pipelines.releases.query import Limits, run_query


@pytest.mark.parametrize(
    "sql", ["select 42", "from (values (42))", "with a as (select 42) from a", "values (42)"]
)
def test_a_query_is_answered(sql: str) -> None:
    with duckdb.connect() as release, run_query(release, sql) as rows:
        assert rows.fetchall() == [(42,)]


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("select 1; select 2", "2 statements; expected one SELECT"),
        ("", "0 statements"),
        ("create table t (n integer)", "found CREATE. Nothing was changed"),
        ("selec 1", "was not understood"),
        ("from nowhere", "was not understood"),
    ],
)
def test_all_else_is_one_sentence(sql: str, message: str) -> None:
    with (
        duckdb.connect() as release,
        pytest.raises(UserError, match=message),
        run_query(release, sql) as rows,
    ):
        rows.fetchall()


def test_files_are_out_of_reach() -> None:
    with (
        duckdb.connect(config={"enable_external_access": "false"}) as release,
        pytest.raises(UserError, match="reaches for a file"),
        run_query(release, "from read_csv('/etc/hostname')") as rows,
    ):
        rows.fetchall()


ENDLESS = "select count(*) from range(10000000) a, range(10000000) b where a.range % 7 = b.range % 5"
LARGE = "select sum(len(all_of_it)) from (select list(range) as all_of_it from range(100000000))"


@pytest.mark.parametrize(
    ("sql", "limits", "said"),
    [
        (ENDLESS, Limits(seconds=1), "took longer than TOWNSHIP_QUERY_SECONDS"),
        ("from range(10000000) a, range(10000000) b", Limits(seconds=1), "took longer than TOWNSHIP_QUERY_SECONDS"),
        (LARGE, Limits(memory="100MB"), "more than TOWNSHIP_QUERY_MEMORY"),
    ],
)  # fmt: skip
def test_a_query_ends_at_its_limits(tmp_path: Path, sql: str, limits: Limits, said: str) -> None:
    config: dict[str, Any] = {"temp_directory": str(tmp_path), **limits.settings}
    with (
        duckdb.connect(config=config) as release,
        pytest.raises(UserError, match=said),
        run_query(release, sql) as rows,
    ):
        while rows.fetchmany(10_000):
            pass


def test_limits_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOWNSHIP_QUERY_SECONDS", "7")
    monkeypatch.setenv("TOWNSHIP_QUERY_MEMORY", "64MB")
    assert Limits.of_environment() == Limits(7, "64MB", Limits.spill)


@pytest.mark.parametrize(
    ("name", "value"),
    [("SECONDS", "0"), ("SECONDS", "-1"), ("SECONDS", "long"), ("MEMORY", "-1"), ("MEMORY", "2"), ("MEMORY", "1KB"),
     ("SPILL", "80%")],
)  # fmt: skip
def test_a_limit_that_is_none_is_told(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"TOWNSHIP_QUERY_{name}", value)
    with pytest.raises(UserError, match=f"TOWNSHIP_QUERY_{name} is '{value}'; expected"):
        Limits.of_environment()
