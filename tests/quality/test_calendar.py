"""The calendar of deliveries: what is owed, what came, and what did not."""

import json
import os
import re
from datetime import date, datetime

import duckdb
import pytest

import pipelines
from pipelines.common.china_time import CHINA
from pipelines.common.errors import UserError
from pipelines.common.sql import scalar
from pipelines.common.workspace import Workspace
from pipelines.orchestration.assets import deliveries
from pipelines.orchestration.project import instance_of
from pipelines.orchestration.run import run_build
from pipelines.quality.calendar import delivery_status, load_calendar, missing
from tests.support.small import Household, build_of, township_folder, write_registry

CALENDAR = """
- units: [某镇, 邻镇]
  periods: ["2018"]
  registers: [persons]
  days: 15
- units: [某镇]
  periods: [2018H1, "2099"]
  days: 0
"""


@pytest.fixture
def delivered(tmp_path, few):
    """某镇 sent its registry of 2018 on 20 January 2019, five days late, and nothing else; 邻镇 an empty form."""
    sheet = township_folder(tmp_path) / "名单.csv"
    write_registry(sheet, Household(1), Household(2))
    write_registry(tmp_path / "raw" / "邻镇" / "2018" / "名单.csv")
    arrived = datetime(2019, 1, 20, 0, 30, tzinfo=CHINA).timestamp()
    os.utime(sheet, (arrived, arrived))
    (tmp_path / "raw" / "calendar.yml").write_text(CALENDAR, encoding="utf-8")
    build = build_of(tmp_path, few)
    run_build(build)
    return build.workspace


def test_late_missing_and_awaited_differ(delivered, township):
    answered = township("deliveries", "--marts", delivered.marts, "--format", "json")
    board = {(row["unit"], row["period"]): row for row in json.loads(answered.stdout)}
    assert {
        key: (row["files"], row["due_on"], row["delivery_status"], row["missing"])
        for key, row in board.items()
    } == {
        ("某镇", "2018"): (1, "2019-01-15", "逾期报送", None),
        ("邻镇", "2018"): (1, "2019-01-15", "逾期未报", "persons"),
        ("某镇", "2018H1"): (0, "2018-06-30", "逾期未报", None),
        ("某镇", "2099"): (0, "2099-12-31", "未到期", None),
    }
    site = (delivered.marts / "site" / "index.html").read_text(encoding="utf-8")
    for reported in ("逾期报送（2019-01-15）", "逾期未报（2018-06-30）", "未到期（2099-12-31）"):
        assert reported in site
    assert re.search("逾期未报:[^<]*（2019-01-15）", site)


def test_what_is_missing_is_known_of_the_release(delivered):
    with pipelines.connect(delivered.marts) as release:
        assert missing(release) == [
            ("某镇", "2018H1", None, date(2018, 6, 30)),
            ("某镇", "2099", None, date(2099, 12, 31)),
            ("邻镇", "2018", "persons", date(2019, 1, 15)),
        ]


def test_what_is_owed_is_a_partition_that_is_missing(delivered):
    with instance_of(delivered) as instance:
        known = set(instance.get_dynamic_partitions("deliveries"))
        there = instance.get_materialized_partitions(deliveries.key)
    assert known == {"某镇/2018", "某镇/2018H1", "某镇/2099", "邻镇/2018"} and there == {"某镇/2018"}


@pytest.mark.parametrize(
    ("arrived_on", "today", "status"),
    [
        ("2019-01-15", "2030-01-01", "按期报送"),
        ("2019-01-16", "2030-01-01", "逾期报送"),
        (None, "2019-01-15", "未到期"),
        (None, "2019-01-16", "逾期未报"),
    ],
)
def test_the_due_day_itself_is_in_time(arrived_on, today, status):
    row = f"(select {f'date {arrived_on!r}' if arrived_on else 'null::date'} as arrived_on, date '2019-01-15' as due_on)"
    with duckdb.connect() as db:
        assert scalar(db, f"select {delivery_status(date.fromisoformat(today))} from {row}") == status


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- {units: [某镇], periods: [去年], days: 0}", r"去\* is not a period"),
        ("- {units: [某镇], periods: ['2018'], registers: [people], days: 0}", "people is not a register"),
        ("- {units: [某镇], periods: ['2018'], days: soon}", "entry 1: days"),
        (
            "- {units: [某镇], periods: ['2018'], days: 99999999999}",
            "entry 1: days: .*3660; found 99999999999",
        ),
    ],
)
def test_an_unusable_calendar_is_reported_in_one_sentence(tmp_path, text, message):
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "calendar.yml").write_text(text, encoding="utf-8")
    with pytest.raises(UserError, match=f"calendar.yml: .*{message}"):
        load_calendar(Workspace.of(tmp_path / "raw", tmp_path / "marts"), {"persons"})
