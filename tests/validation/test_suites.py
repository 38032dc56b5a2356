"""Suites are read from a folder for each table; a faulty rule is named; suites of the release before are still read."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pipelines.common.errors import UserError
from pipelines.common.old_names import OldName
from pipelines.registers.contract import Register
from pipelines.validation import (
    LOCATION,
    Expectation,
    Suite,
    load_suites,
)
from tests.support.rules import MARTS, REGISTERS, SUITES, baseline_of, rule_about_rows

TABLE = """\
owner: 数据管理员
affects: [fund_execution]
keys: [file, row]
identity: [unit, row]
"""
RULE = """\
defaults: {severity: warning, dimension: complete}
rules:
  year_is_known(sheet):
    not_null: year
    says: 年度为空 | no year
    source: R-090
"""
READ = Expectation(
    id="year_is_known",
    type="expect_column_values_to_not_be_null",
    kwargs={"column": "year"},
    severity="warning",
    dimension="complete",
    zh="年度为空",
    en="no year",
    owner="数据管理员",
    source="R-090",
    keys=("file", "row", "sheet"),
    identity=("unit", "row"),
    affects=("fund_execution",),
)


def write(folder: Path, rule: str = RULE, table: str = TABLE, **derived: str) -> Path:
    """The suite of a table in the folder; returns the file of its rules."""
    suite = folder / "clean.fund_ledger"
    suite.mkdir(exist_ok=True)
    (suite / "table.yml").write_text(table, encoding="utf-8")
    for name, query in derived.items():
        (suite / f"{name}.sql").write_text(query, encoding="utf-8")
    (suite / "years.yml").write_text(rule, encoding="utf-8")
    return suite / "years.yml"


def read(folder: Path) -> Suite:
    [(table, suite)] = load_suites(folder).items()
    assert table == suite.table == "clean.fund_ledger"
    return suite


def test_a_suite_is_read(tmp_path: Path) -> None:
    write(tmp_path)
    assert read(tmp_path).expectations == (READ,)


def test_themes_are_read_one_after_the_other(tmp_path: Path) -> None:
    later = write(tmp_path).with_name("months.yml")
    later.write_text(RULE.replace("year", "month"), encoding="utf-8")
    assert [rule.id for rule in read(tmp_path).expectations] == ["month_is_known", "year_is_known"]
    later.write_text(RULE, encoding="utf-8")
    with pytest.raises(UserError, match=r"Two expectations of clean\.fund_ledger have the id year_is_known"):
        load_suites(tmp_path)


def test_a_rule_may_differ_from_its_table(tmp_path: Path) -> None:
    own = "source: R-090\n    keys: [unit]\n    owner: 财政所\n    affects: []\n    since: 2021-01-01\n    until: 2025-12-31"
    write(tmp_path, RULE.replace("source: R-090", own))
    [rule] = read(tmp_path).expectations
    assert (rule.keys, rule.identity, rule.owner, rule.affects) == (
        ("unit", "sheet"),
        ("unit",),
        "财政所",
        (),
    )
    assert (rule.since, rule.until) == (date(2021, 1, 1), date(2025, 12, 31))


def test_derived_tables_come_after_those_that_they_read(tmp_path: Path) -> None:
    rule = RULE.replace("not_null: year", "each: best\n    fails: days > 366")
    table = TABLE + "each: {best: [unit]}\n"
    write(tmp_path, rule, table, best="-- The best\nfrom year", year="select * from {batch}\n")
    suite = read(tmp_path)
    assert [*suite.derived.items()] == [("year", "select * from {batch}"), ("best", "from year")]
    [expectation] = suite.expectations
    assert (expectation.keys, expectation.identity) == (("unit", "sheet"), ("unit",))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("severity: warning", "severity: fatal", "defaults.severity: "),
        ("severity: warning, ", "", "year_is_known: severity: "),
        ("says: 年度为空 | no year", "says: 年度为空", "year_is_known: en: "),
        ("source: R-090", "sources: R-090", "year_is_known: source: "),
        (
            "not_null: year",
            "not_null: year\n    fails: year < 0",
            "states its demand by fails and not_null",
        ),
        ("not_null: year", "among: year > 0", "states its demand by nothing"),
        ("not_null: year", "not_null: year\n    mostly: 0.9", "year_is_known: mostly: "),
        ("not_null: year", "type: t\n    kwargs: {mostly: 0.9}", "'mostly' hides rows"),
        ("not_null: year", "query: select 1", "year_is_known reads neither {batch} nor a derived table"),
        ("not_null: year", "fails: n > 1\n    each: day", "year_is_known: day is none of the derived tables"),
        ("year_is_known(sheet)", "YearIsKnown", "rules.YearIsKnown"),
        ("defaults: {", "defaults: {{", "not valid YAML"),
    ],
)
def test_a_faulty_rule_is_named_with_its_file(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert old in RULE
    file = write(tmp_path, RULE.replace(old, new, 1))
    with pytest.raises(UserError, match=re.escape(message)) as info:
        load_suites(tmp_path)
    assert str(info.value).startswith(f"{file}: ")


def test_a_table_needs_an_owner(tmp_path: Path) -> None:
    file = write(tmp_path, table=TABLE.replace("owner: 数据管理员\n", ""))
    with pytest.raises(UserError, match=r"table\.yml: owner: "):
        load_suites(tmp_path)
    file.with_name("table.yml").unlink()
    with pytest.raises(UserError, match=r"table\.yml"):
        load_suites(tmp_path)


OLD = """\
meta: {owner: 数据管理员, keys: [file, row], identity: [unit, row], endangers: [fund_execution]}
expectations:
  - type: expect_column_values_to_not_be_null
    kwargs: {column: year}
    severity: warning
    meta: {id: year_is_known, dimension: complete, zh: 年度为空, en: no year, source: R-090, shows: [sheet]}
"""


def test_a_suite_of_the_release_before_is_read_with_notices(tmp_path: Path) -> None:
    (tmp_path / "clean.fund_ledger.yml").write_text(OLD, encoding="utf-8")
    with pytest.warns(OldName) as notices:
        assert read(tmp_path).expectations == (READ,)
    place, key = (str(notice.message) for notice in notices)
    assert ".yml is now called clean.fund_ledger/table.yml and clean.fund_ledger/<theme>.yml;" in place
    assert ".yml: endangers is now called affects;" in key


def test_headline_marts_and_what_they_are_made_of_have_a_suite() -> None:
    """Of a small register what its contract says may be all."""
    headline = {"poverty_incidence", "exits_by_year", "fund_execution", "dividend_payouts"}
    registers = {f"clean.{name}" for name in REGISTERS}
    behind = {table for name in headline for table in MARTS[name].reads & registers}
    assert headline | behind <= set(SUITES) <= registers | set(MARTS)


@pytest.mark.parametrize(
    "register",
    [register for register in REGISTERS.values() if f"clean.{register.name}" in SUITES],
    ids=lambda register: register.name,
)
def test_findings_of_a_register_are_known_by_its_key(register: Register) -> None:
    of_rows = {
        rule.identity
        for rule in SUITES[f"clean.{register.name}"].expectations
        if rule.keys[: len(LOCATION)] == LOCATION
    }
    assert of_rows <= {("unit", "period", *register.key) if register.key else LOCATION}


@pytest.mark.parametrize("suite", SUITES.values(), ids=lambda suite: suite.table)
def test_no_expectation_shows_anything_private(suite: Suite) -> None:
    private = {
        column.name for register in REGISTERS.values() for column in register.columns if column.is_private
    }
    shown = {
        key for expectation in (*suite.expectations, *baseline_of(suite.table)) for key in expectation.keys
    }
    assert not shown & private


@pytest.mark.parametrize("suite", SUITES.values(), ids=lambda suite: suite.table)
def test_every_message_is_in_chinese_and_english(suite: Suite) -> None:
    for expectation in (*suite.expectations, *baseline_of(suite.table)):
        assert re.search(r"[\u4e00-\u9fff]", expectation.zh), expectation.id
        assert re.search(r"[a-z]{3}", expectation.en), expectation.id


def test_a_suite_knows_which_tables_it_reads() -> None:
    suite = Suite(
        "clean.days",
        (rule_about_rows("from {batch} as day join clean.months using (month) join year using (year)"),),
        {"year": "from years", "unused": "from weeks"},
    )
    read = [table for table in ("clean.months", "clean.month", "years", "weeks") if suite.reads(table)]
    assert read == ["clean.months", "years"]


def test_ids_are_not_used_twice() -> None:
    rule = rule_about_rows("select 1 from {batch}", id="twice")
    with pytest.raises(UserError, match=r"Two expectations of clean\.persons have the id twice"):
        Suite("clean.persons", (rule, replace(rule, severity="info")))
