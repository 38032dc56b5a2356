"""Waivers: which rows they are about, until when, and which are not valid."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pytest

from pipelines.common.errors import UserError
from pipelines.validation import (
    Expectation,
    Outcome,
    Suite,
    Waiver,
    check_waivers,
    load_waivers,
    validate,
)
from tests.expectations import fill
from tests.support.clock import Clock
from tests.support.rules import SUITES, rule_about_rows, rule_of

PAST, LATER = date(2018, 12, 31), date(2999, 12, 31)


def test_the_day_of_a_waiver_ends_when_it_ends_in_china(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock.set_to(datetime(2099, 6, 30, 15, 59, tzinfo=UTC), monkeypatch)
    assert _waiver(date(2099, 6, 30)).is_in_force
    clock.move(minutes=1)
    assert not _waiver(date(2099, 6, 30)).is_in_force


def _waiver(expires: date, **where: str | int) -> Waiver:
    return Waiver(
        table="clean.sums", rule="rule", where=where, reason="界线调整", owner="统计站", expires=expires
    )


@pytest.mark.parametrize(
    "rule",
    [
        rule_about_rows("select {keys} from {batch} where yuan > 10", "unit", "period", "yuan"),
        rule_of("expect_column_values_to_be_between", "unit", "period", "yuan", column="yuan", max_value=10),
    ],
    ids=("query", "column"),
)
def test_a_waived_row_does_not_break_its_rule(database: duckdb.DuckDBPyConnection, rule: Expectation) -> None:
    fill(database, "clean.sums", [{"unit": unit, "period": "2018", "yuan": 11} for unit in "甲乙"])

    def outcome(*waivers: Waiver) -> Outcome:
        [found] = validate(database, Suite("clean.sums", (rule,)), waivers)
        assert found.unexpected_count == 2
        return found

    some = outcome(_waiver(LATER, unit="甲"))
    assert not some.passed and some.waived_count == 1
    assert [(f.keys["unit"], f.waiver is not None) for f in some.failures] == [("乙", False), ("甲", True)]
    every = outcome(_waiver(LATER, unit="甲"), _waiver(LATER, unit="乙", yuan=11))
    assert every.passed and every.waived_count == 2 and every.expired == []
    assert outcome(_waiver(LATER)).passed, "a waiver without where is of every row"
    assert outcome(_waiver(LATER).model_copy(update={"rule": "other"})).waived_count == 0
    assert outcome(_waiver(LATER).model_copy(update={"table": "clean.days"})).waived_count == 0

    past = _waiver(PAST, unit="甲")
    fires_again = outcome(past)
    assert not fires_again.passed and fires_again.waived_count == 0 and fires_again.expired == [past]
    renewed = outcome(past, _waiver(LATER, unit="甲"))
    assert renewed.waived_count == 1 and renewed.expired == []


@pytest.mark.parametrize(
    ("written", "shown", "other"),
    [("true", "true", "false"), ("2018", "'2018'", "'2019'"), ("2018-12-31", "date '2018-12-31'", "date '2019-12-31'"),
     ("0.5", "0.5", "0.6"), ("'9000.00'", "9000::decimal(18, 2)", "9001::decimal(18, 2)"), ("null", "null", "'村'")],
)  # fmt: skip
def test_a_waiver_names_a_value_as_a_finding_shows_it(
    database: duckdb.DuckDBPyConnection, tmp_path: Path, written: str, shown: str, other: str
) -> None:
    file = tmp_path / "waivers.yml"
    file.write_text(
        f"- {{table: t, rule: r, where: {{x: {written}}}, reason: r, owner: o, expires: 2019-06-30}}\n"
    )
    [waiver] = load_waivers(file)
    query = f"select {waiver.condition} from (select unnest([{shown}, {other}]) as x)"
    assert database.execute(query).fetchall() == [(True,), (False,)]


WAIVERS = """\
- table: clean.persons
  rule: village_is_stated
  where: {unit: 某镇, period: "2018"}
  reason: 搬迁户尚未落户
  owner: 扶贫办
  expires: 2019-06-30
"""


def test_waivers_are_read(tmp_path: Path) -> None:
    file = tmp_path / "waivers.yml"
    assert load_waivers(file) == ()
    file.write_text(WAIVERS, encoding="utf-8")
    [waiver] = load_waivers(file)
    assert (waiver.expires, waiver.where) == (date(2019, 6, 30), {"unit": "某镇", "period": "2018"})
    check_waivers(file, [waiver], SUITES)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("  owner: 扶贫办\n", "", "entry 1: owner"),
        ("2019-06-30", "someday", "entry 1: expires"),
        ("- table", "  table", "line 1: expected a list"),
        ("reason: ", "reason: {", "not valid YAML"),
        ("village_is_stated", "village_is_known", "has no expectation village_is_known"),
        ("clean.persons", "clean.people", "has no expectation"),
        ("{unit:", "{household_id:", "does not show household_id"),
    ],
)
def test_a_faulty_waiver_is_named(tmp_path: Path, old: str, new: str, message: str) -> None:
    file = tmp_path / "waivers.yml"
    file.write_text(WAIVERS.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(UserError, match=re.escape(message)) as info:
        check_waivers(file, load_waivers(file), SUITES)
    assert str(info.value).startswith(f"{file}: ")
