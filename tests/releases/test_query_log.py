"""Where the operator wants it, each query is written down, without names and private numbers."""

import json
import os
import stat
from pathlib import Path

import pytest

from pipelines.common.errors import UserError
from pipelines.releases.query_log import VARIABLE, query_logged

ID_NUMBER = "11010119900307" + "7037"


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "queries.log"
    monkeypatch.setenv(VARIABLE, str(path))
    monkeypatch.delenv("SUDO_USER", raising=False)
    return path


def entries(log: Path) -> list[dict]:
    return [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]


def test_each_query_is_a_line_that_only_the_owner_reads(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with query_logged("from exits_by_year", "20180101T000000-a") as told:
        told(3)
    monkeypatch.setenv("SUDO_USER", "analyst")
    with pytest.raises(ZeroDivisionError), query_logged("from nowhere", "20180101T000000-a"):
        1 / 0  # noqa: B018
    first, second = entries(log)
    assert (first["sql"], first["rows"], first["release"]) == ("from exits_by_year", 3, "20180101T000000-a")
    assert (second["sql"], second["rows"]) == ("from nowhere", None)
    assert second["who"] == f"analyst ({first['who']})"
    if os.name != "nt":
        assert stat.S_IMODE(log.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("written", "private"),
    [
        (f"from persons where id = '{ID_NUMBER}'", ID_NUMBER),
        ("from dividend_payouts where partner = '王芳'", "王芳"),
        ("from dividend_payouts where partner like '%李小明%' -- 13888881882", "李小明"),
        ("select 1 -- 打给13888881882", "13888881882"),
    ],
)
def test_a_person_who_was_asked_for_is_not_written_down(log: Path, written: str, private: str) -> None:
    with query_logged(written, "r"):
        pass
    [entry] = entries(log)
    assert private not in log.read_text(encoding="utf-8")
    assert entry["sql"].split()[:2] == written.split()[:2]


def test_places_and_tables_stay_readable(log: Path) -> None:
    sql = "from zh.贫困发生率 where 乡镇 = '石桥镇' and 行政村 = '马家村' and 年度 = 2018"
    with query_logged(sql, "r"):
        pass
    assert entries(log)[0]["sql"] == sql


def test_nothing_is_asked_where_it_cannot_be_written_down(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log.touch(0o644)
    if os.name != "nt":
        with pytest.raises(UserError, match="may be read by others"), query_logged("select 1", "r"):
            pass
    monkeypatch.setenv(VARIABLE, str(log / "beneath"))
    with pytest.raises(UserError, match="no query goes unlogged"), query_logged("select 1", "r"):
        pass


def test_without_the_setting_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.chdir(tmp_path)
    with query_logged("select 1", "r") as told:
        told(1)
    assert not list(tmp_path.iterdir())
