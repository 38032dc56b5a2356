"""Every expectation in use fires where it should and is silent where it should, in DuckDB itself."""

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines.common.errors import UserError
from pipelines.marts.mart import Mart, MartColumn, load_marts
from pipelines.registers.contract import Column, Register, load_registers, load_vocabulary
from pipelines.validation import (
    LOCATION,
    MAX_FAILURES,
    UNEXPECTED_ROWS,
    Expectation,
    Outcome,
    Suite,
    Waiver,
    baseline_expectations,
    check_waivers,
    load_suites,
    load_waivers,
    running,
    validate,
)
from pipelines.validation.running import _Check
from tests.expectations import at_every_level, empty_database, fill

PROJECT = Path(__file__).parents[2]
REGISTERS = load_registers()
MARTS = load_marts()
SUITES = load_suites(PROJECT / "expectations")


@pytest.fixture(scope="module")
def database() -> Iterator[duckdb.DuckDBPyConnection]:
    """Every register and mart, and clean.sums, which is small."""
    with empty_database() as connection:
        connection.execute("create table clean.sums (unit varchar, period varchar, row bigint, yuan bigint)")
        yield connection


def _baseline(table: str) -> tuple[Expectation, ...]:
    if not table.startswith("clean."):
        return baseline_expectations(MARTS[table])
    register = REGISTERS[table.removeprefix("clean.")]
    codes = {c.argument for c in register.columns if c.kind == "code" and c.argument}
    return baseline_expectations(register, {name: load_vocabulary(name).values() for name in codes})


def _rule(type: str, *keys: str, id: str = "rule", **kwargs: Any) -> Expectation:
    return Expectation(
        id, type, kwargs, "critical", "valid", "错", "wrong", "owner", "source", keys, identity=keys
    )


def _rows(query: str, *keys: str, id: str = "rule") -> Expectation:
    return _rule(UNEXPECTED_ROWS, *keys, id=id, unexpected_rows_query=query)


def _outcome(connection: duckdb.DuckDBPyConnection, table: str, rule: Expectation) -> Outcome:
    [outcome] = validate(connection, Suite(table, (rule,)))
    return outcome


# The files in expectations/


def test_there_is_a_suite_for_every_register_and_headline_mart() -> None:
    headline = {"poverty_incidence", "exits_by_year", "fund_execution", "dividend_payouts"}
    registers = {f"clean.{name}" for name in REGISTERS}
    assert registers | headline <= set(SUITES) <= registers | set(MARTS)


@pytest.mark.parametrize("register", REGISTERS.values(), ids=lambda register: register.name)
def test_findings_of_a_register_are_known_by_its_key(register: Register) -> None:
    of_rows = {
        rule.identity
        for rule in SUITES[f"clean.{register.name}"].expectations
        if rule.keys[: len(LOCATION)] == LOCATION
    }
    assert of_rows == {("unit", "period", *register.key) if register.key else LOCATION}


@pytest.mark.parametrize("table", [*(f"clean.{name}" for name in REGISTERS), *MARTS])
def test_every_expectation_runs_on_an_empty_table(database: duckdb.DuckDBPyConnection, table: str) -> None:
    database.execute(f"delete from {table}")
    by_hand = SUITES.get(table, Suite(table, ()))
    outcomes = validate(database, replace(by_hand, expectations=(*_baseline(table), *by_hand.expectations)))
    assert [outcome.expectation.id for outcome in outcomes if not outcome.passed] == []


@pytest.mark.parametrize("suite", SUITES.values(), ids=lambda suite: suite.table)
def test_no_expectation_shows_anything_private(suite: Suite) -> None:
    private = {
        column.name for register in REGISTERS.values() for column in register.columns if column.is_private
    }
    shown = {
        key for expectation in (*suite.expectations, *_baseline(suite.table)) for key in expectation.keys
    }
    assert not shown & private


@pytest.mark.parametrize("suite", SUITES.values(), ids=lambda suite: suite.table)
def test_every_message_is_in_chinese_and_english(suite: Suite) -> None:
    for expectation in (*suite.expectations, *_baseline(suite.table)):
        assert re.search(r"[\u4e00-\u9fff]", expectation.zh), expectation.id
        assert re.search(r"[a-z]{3}", expectation.en), expectation.id


# What follows from a contract


def test_a_register_is_held_to_its_contract(database: duckdb.DuckDBPyConnection) -> None:
    def column(name: str, type: str, *, required: bool = False) -> Column:
        return Column(name=name, type=type, title="列", description="A column.", required=required)

    register = Register(
        name="projects",
        title="项目",
        description="Projects.",
        grain="one row per project",
        key=("village", "project"),
        columns=(
            column("village", "area"),
            column("project", "text", required=True),
            column("level", "code(fund_level)"),
            column("paid_yuan", "money"),
            column("keeper", "person_name"),
            column("keeper_phone", "phone"),
        ),
    )
    names = [*register.published_columns]
    columns = ", ".join(f"{name} {type}" for name, (type, _) in register.published_columns.items())
    database.execute(f"create or replace table clean.projects ({columns})")
    good = {
        **dict.fromkeys(names),
        "unit": "u",
        "period": "2018",
        "row": 2,
        "project": "养羊",
        "level": "中央",
    }
    good |= {"paid_yuan": 0, "keeper": "王*", "keeper_phone": "0" * 32}
    rules = baseline_expectations(register, {"fund_level": ["中央", "省级"]})

    def broken(*rows: dict[str, Any]) -> list[str]:
        fill(database, "clean.projects", [good | row for row in rows])
        outcomes = validate(database, Suite("clean.projects", rules))
        return [outcome.expectation.id for outcome in outcomes if not outcome.passed]

    assert broken({}, {"project": "养鸡"}, {"period": "2019"}) == []
    assert broken({"project": None}) == ["required_project"]
    assert broken({}, {"row": 3}) == ["key_is_unique"]
    assert broken({"level": "乡级"}) == ["term_level"]
    assert broken({"paid_yuan": -1}) == ["non_negative_paid_yuan"]
    assert broken({"keeper": "王二"}) == ["private_is_hidden"]
    assert broken({"keeper_phone": "13800000000"}) == ["private_is_hidden"]
    with pytest.raises(KeyError, match="fund_level"):
        baseline_expectations(register, {})


def test_a_mart_is_held_to_its_contract(database: duckdb.DuckDBPyConnection) -> None:
    key = ("area_level", "county", "township", "village")
    columns = [MartColumn(name=name, title="列", type="VARCHAR", description="A column.") for name in key]
    columns.append(
        MartColumn(name="persons", title="人数", type="BIGINT", required=True, description="Persons.")
    )
    mart = Mart(
        name="areas",
        title="地区",
        description="",
        grain="",
        key=key,
        computed="",
        columns=tuple(columns),
        sql="",
    )
    database.execute(f"create or replace table areas ({', '.join(f'{c.name} {c.type}' for c in columns)})")

    def broken(*rows: dict[str, Any]) -> list[str]:
        fill(database, "areas", [*rows])
        outcomes = validate(database, Suite("areas", baseline_expectations(mart)))
        return [outcome.expectation.id for outcome in outcomes if not outcome.passed]

    village, township, county = at_every_level({"persons": 1})
    assert broken(village, township, county) == []
    assert broken(township, township) == ["key_is_unique"]
    assert broken(township | {"village": "薛宅村"}) == ["area_fits_level"]
    assert broken(village | {"village": None}) == ["area_fits_level"]
    assert broken(county | {"area_level": "province"}) == ["area_fits_level"]
    assert broken(county | {"area_level": None}) == ["area_fits_level"]
    assert broken(county | {"persons": None}) == ["required_persons"]


# Great Expectations on DuckDB


@pytest.fixture(scope="module")
def numbers(database: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    database.execute(
        "create table clean.numbers as select range::integer as n, n // 2 as half from range(100)"
    )
    database.execute("insert into clean.numbers values (null, 50)")
    return database


@pytest.mark.parametrize(
    ("fires", "silent", "count", "first"),
    [
        (
            _rule("expect_column_values_to_not_be_null", "n", "half", column="n"),
            _rule("expect_column_values_to_not_be_null", column="half"),
            1,
            {"n": None, "half": 50},
        ),
        (
            _rule("expect_column_values_to_be_in_set", "half", column="n", value_set=list(range(98))),
            _rule("expect_column_values_to_be_in_set", column="n", value_set=list(range(100))),
            2,
            {"half": 49},
        ),
        (
            _rule("expect_column_values_to_be_between", "n", column="n", min_value=3),
            _rule("expect_column_values_to_be_between", column="n", min_value=0, max_value=99),
            3,
            {"n": 0},
        ),
        (
            _rule(
                "expect_column_pair_values_a_to_be_greater_than_b",
                *("n", "half"),
                column_A="n",
                column_B="half",
                ignore_row_if="either_value_is_missing",
            ),
            _rule(
                "expect_column_pair_values_a_to_be_greater_than_b",
                column_A="n",
                column_B="half",
                or_equal=True,
                ignore_row_if="either_value_is_missing",
            ),
            1,
            {"n": 0, "half": 0},
        ),
        (
            _rows(
                "select n, 'x' as name from {batch} where regexp_matches(n::varchar, '^9{{2}}$')", "name", "n"
            ),
            _rows("select n from {batch} where regexp_matches(n::varchar, '^9{{3}}$')"),
            1,
            {"name": "x", "n": 99},
        ),
    ],
    ids=lambda value: value.type if isinstance(value, Expectation) else "",
)
def test_every_type_of_expectation_in_use(
    numbers: duckdb.DuckDBPyConnection,
    fires: Expectation,
    silent: Expectation,
    count: int,
    first: dict[str, Any],
) -> None:
    fired = _outcome(numbers, "clean.numbers", fires)
    assert (fired.passed, fired.unexpected_count, fired.observed) == (False, count, None)
    assert len(fired.failing_keys) == count and first in fired.failing_keys
    assert _outcome(numbers, "clean.numbers", silent) == Outcome(silent, True, 0)


def test_rules_about_columns_are_answered_in_one_scan(
    database: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where Great Expectations does not answer so any more, it is asked rule by rule: right, but slow."""
    asked_one_by_one: list[Expectation] = []

    def ask(check: _Check, validator: Any, rules: list[Expectation]) -> dict[str, Any]:
        asked_one_by_one.extend(rules)
        return {}

    monkeypatch.setattr(_Check, "_ask_whole_columns", ask)
    for table in ("clean.persons", "clean.fund_ledger", "poverty_incidence"):
        validate(
            database, Suite(table, (*_baseline(table), *SUITES[table].expectations), SUITES[table].derived)
        )
    assert asked_one_by_one == []


def test_no_other_type_is_in_use(request: pytest.FixtureRequest) -> None:
    [tested] = [
        mark for mark in test_every_type_of_expectation_in_use.pytestmark if mark.name == "parametrize"
    ]
    in_use = {
        rule.type for table, suite in SUITES.items() for rule in (*suite.expectations, *_baseline(table))
    }
    assert in_use == {fires.type for fires, *_ in tested.args[1]}


def test_a_rule_about_a_whole_column_tells_its_value(numbers: duckdb.DuckDBPyConnection) -> None:
    rule = _rule("expect_column_max_to_be_between", column="n", max_value=50)
    assert _outcome(numbers, "clean.numbers", rule) == Outcome(rule, False, None, "99")


def test_outcomes_come_in_the_order_of_the_suite(numbers: duckdb.DuckDBPyConnection) -> None:
    rules = (
        _rows("select n from {batch} where n > 90", "n", id="rows"),
        _rule("expect_column_values_to_not_be_null", id="filled", column="half"),
        _rule("expect_column_values_to_be_between", "n", id="small", column="n", max_value=9),
        _rows("select n from {batch} where n < 0", "n", id="no_rows"),
    )
    outcomes = validate(numbers, Suite("clean.numbers", rules))
    assert [(o.expectation.id, o.passed) for o in outcomes] == [
        ("rows", False),
        ("filled", True),
        ("small", False),
        ("no_rows", True),
    ]


def test_only_a_few_failing_rows_are_shown_and_only_by_their_keys(
    database: duckdb.DuckDBPyConnection,
) -> None:
    database.execute(
        "create or replace table clean.many as select range::integer as n, n // 2 as half from range(300)"
    )
    for rule in (
        _rule("expect_column_values_to_be_between", "half", column="n", min_value=300),
        _rows("select * from {batch}", "half"),
    ):
        outcome = _outcome(database, "clean.many", rule)
        assert outcome.unexpected_count == 300
        assert [failure.keys for failure in outcome.failures] == [
            {"half": n // 2} for n in range(MAX_FAILURES)
        ]


def test_which_failing_rows_are_shown_does_not_depend_on_how_persons_are_coded(
    database: duckdb.DuckDBPyConnection,
) -> None:
    for code in ("hash(n)", "hash(-n)"):
        database.execute(
            f"create or replace table clean.coded as select n, ({code})::varchar as person from range(300) as t(n)"
        )
        rule = replace(_rows("select {keys} from {batch}", "n"), identity=("person",))
        outcome = _outcome(database, "clean.coded", rule)
        assert [failure.keys["n"] for failure in outcome.failures] == [*range(MAX_FAILURES)]


def test_a_finding_is_known_again_by_what_tells_rows_apart(database: duckdb.DuckDBPyConnection) -> None:
    rule = replace(
        _rows("select {keys} from {batch} where yuan > 10", "unit", "period", "yuan"),
        identity=("unit", "row"),
    )

    def found(*rows: tuple[str, int, int]) -> list[str]:
        keys = ("unit", "row", "yuan")
        fill(database, "clean.sums", [dict(zip(keys, row, strict=True)) | {"period": "2018"} for row in rows])
        return [failure.id for failure in _outcome(database, "clean.sums", rule).failures]

    first, second = found(("甲", 2, 11), ("乙", 2, 11))
    assert found(("甲", 2, 12), ("丙", 2, 9)) == [found(("甲", 2, 11))[0]], "the same row with another figure"
    assert {first, second} == set(found(("乙", 2, 99), ("甲", 2, 99))), "in any order"
    assert found(("甲", 3, 11)) != found(("甲", 2, 11)), "another row"
    assert len(set(found(("甲", 2, 11), ("甲", 2, 11)))) == 2, "rows that nothing tells apart"
    assert replace(rule, id="other") != rule


def test_failing_rows_are_counted_by_delivery(database: duckdb.DuckDBPyConnection) -> None:
    fill(database, "clean.sums", [{"unit": unit, "period": "2018", "yuan": 1} for unit in "甲甲乙"])
    rule = _rows("select {keys} from {batch}", "unit", "period")
    assert _outcome(database, "clean.sums", rule).by_delivery == {("甲", "2018"): 2, ("乙", "2018"): 1}
    rule = _rule("expect_column_values_to_be_between", "yuan", column="yuan", max_value=0)
    assert _outcome(database, "clean.sums", rule).by_delivery == {(None, None): 3}


def test_a_rule_applies_to_the_periods_in_which_it_is_in_force(database: duckdb.DuckDBPyConnection) -> None:
    days = [{"as_of_on": date(2020, 12, 31)}, {"as_of_on": date(2021, 1, 1)}, {"as_of_on": date(2022, 1, 1)}]
    database.execute("create or replace table clean.days (as_of_on date)")
    fill(database, "clean.days", [*days])

    def shown(since: date | None, until: date | None) -> list[int]:
        column = replace(
            _rule("expect_column_values_to_be_in_set", "as_of_on", column="as_of_on", value_set=[]),
            id="column",
        )
        query = _rows("select as_of_on from {batch}", "as_of_on", id="query")
        suite = Suite(
            "clean.days", tuple(replace(rule, since=since, until=until) for rule in (column, query))
        )
        by_column, by_query = validate(database, suite)
        assert by_column.failing_keys == by_query.failing_keys
        return [int(keys["as_of_on"][:4]) for keys in by_query.failing_keys]

    assert shown(None, None) == [2020, 2021, 2022]
    assert shown(date(2021, 1, 1), None) == [2021, 2022]
    assert shown(None, date(2021, 1, 1)) == [2020, 2021]
    assert shown(date(2021, 1, 1), date(2021, 12, 31)) == [2021]


# Derived tables


def test_rules_share_tables_that_are_derived_from_the_rows_they_apply_to(
    database: duckdb.DuckDBPyConnection,
) -> None:
    database.execute("create or replace table clean.days (as_of_on date)")
    fill(
        database,
        "clean.days",
        [{"as_of_on": date(year, month, 1)} for year, month in ((2019, 1), (2019, 2), (2021, 1), (2022, 1))],
    )
    derived = {
        "year": "select year(as_of_on) as year, count(*) as days from {batch} group by all",
        "short_year": "from year where days < 2",
        "unused": "select nowhere from {batch}",
    }
    rules = (
        _rows("select {keys} from year where days > 1", "year", id="long"),
        replace(_rows("select {keys} from short_year", "year", id="short"), until=date(2021, 12, 31)),
    )
    outcomes = validate(database, Suite("clean.days", rules, derived))
    assert [[keys["year"] for keys in outcome.failing_keys] for outcome in outcomes] == [[2019], [2021]]


def test_what_is_derived_of_many_rows_is_that_of_few(
    database: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    database.execute("create or replace table clean.members (unit varchar, household integer)")
    members = [("甲", 1), ("甲", 1), ("甲", 2), ("乙'", 1), ("丙", 3), ("丙", 3), ("丙", 3)]
    fill(database, "clean.members", [{"unit": unit, "household": number} for unit, number in members])
    derived = {
        "size": "select unit, household, count(*) as persons from {batch} group by all",
        "largest": "select max(persons) as persons from size",
    }
    rules = (
        _rows("select {keys} from size", "unit", "household", "persons", id="all"),
        _rows("select {keys} from size join largest using (persons)", "unit", id="largest"),
    )
    suite = Suite("clean.members", rules, derived)
    few = validate(database, suite)
    monkeypatch.setattr(running, "_SMALL", len(members) - 1)
    assert validate(database, suite) == few
    assert few[0].unexpected_count == len(set(members))
    assert few[1].failing_keys == [{"unit": "丙"}]


@pytest.mark.parametrize(
    ("query", "said"), [("select nowhere from {batch}", "nowhere"), ("from {years}", "years")]
)
def test_a_derived_table_that_cannot_be_made_is_named(
    numbers: duckdb.DuckDBPyConnection, query: str, said: str
) -> None:
    suite = Suite("clean.numbers", (_rows("from half_numbers", id="rule"),), {"half_numbers": query})
    with pytest.raises(UserError, match=rf"^Table half_numbers, which .* clean\.numbers .*{said}") as info:
        validate(numbers, suite)
    assert "\n" not in str(info.value)


def test_a_suite_says_which_tables_it_reads() -> None:
    suite = Suite(
        "clean.days", (_rows("from {batch} as day join clean.months using (month)"),), {"year": "from years"}
    )
    assert [table for table in ("clean.months", "clean.month", "years", "year") if suite.reads(table)] == [
        "clean.months",
        "years",
    ]


# Waivers

TODAY = date.today()


def _waiver(expires: date, **where: str | int) -> Waiver:
    return Waiver(
        table="clean.sums", rule="rule", where=where, reason="界线调整", owner="统计站", expires=expires
    )


@pytest.mark.parametrize(
    "rule",
    [
        _rows("select {keys} from {batch} where yuan > 10", "unit", "period", "yuan"),
        _rule("expect_column_values_to_be_between", "unit", "period", "yuan", column="yuan", max_value=10),
    ],
    ids=("query", "column"),
)
def test_a_waived_row_does_not_break_its_rule(database: duckdb.DuckDBPyConnection, rule: Expectation) -> None:
    fill(database, "clean.sums", [{"unit": unit, "period": "2018", "yuan": 11} for unit in "甲乙"])

    def outcome(*waivers: Waiver) -> Outcome:
        [found] = validate(database, Suite("clean.sums", (rule,)), waivers)
        assert found.unexpected_count == 2
        return found

    some = outcome(_waiver(TODAY, unit="甲"))
    assert not some.passed and some.waived_count == 1
    assert [(f.keys["unit"], f.waiver is not None) for f in some.failures] == [("乙", False), ("甲", True)]
    every = outcome(_waiver(TODAY, unit="甲"), _waiver(TODAY, unit="乙", yuan=11))
    assert every.passed and every.waived_count == 2 and every.expired == []
    assert outcome(_waiver(TODAY)).passed, "a waiver without where is of every row"
    assert outcome(_waiver(TODAY).model_copy(update={"rule": "other"})).waived_count == 0
    assert outcome(_waiver(TODAY).model_copy(update={"table": "clean.days"})).waived_count == 0

    past = _waiver(TODAY - timedelta(days=1), unit="甲")
    fires_again = outcome(past)
    assert not fires_again.passed and fires_again.waived_count == 0 and fires_again.expired == [past]
    renewed = outcome(past, _waiver(TODAY, unit="甲"))
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
    ("old", "new", "said"),
    [
        ("  owner: 扶贫办\n", "", "entry 1: owner"),
        ("2019-06-30", "someday", "entry 1: expires"),
        ("- table", "  table", "file"),
        ("reason: ", "reason: {", "not YAML"),
        ("village_is_stated", "village_is_known", "has no expectation village_is_known"),
        ("clean.persons", "clean.people", "has no expectation"),
        ("{unit:", "{household_id:", "does not show household_id"),
    ],
)
def test_a_faulty_waiver_is_named(tmp_path: Path, old: str, new: str, said: str) -> None:
    file = tmp_path / "waivers.yml"
    file.write_text(WAIVERS.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(UserError, match=re.escape(said)) as info:
        check_waivers(file, load_waivers(file), SUITES)
    assert str(info.value).startswith(f"{file}: ")


# The rest of what a check does


def test_keys_are_values_that_json_can_hold(numbers: duckdb.DuckDBPyConnection) -> None:
    query = "select date '2018-12-31' as day, 1.50::decimal(18, 2) as paid_yuan, null as none, [1] as list from {batch}"
    outcome = _outcome(numbers, "clean.numbers", _rows(query, "day", "paid_yuan", "none", "list"))
    assert outcome.failing_keys[0] == {"day": "2018-12-31", "paid_yuan": "1.50", "none": None, "list": "[1]"}


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (_rule("expect_column_values_to_not_be_null", id="broken", column="nowhere"), '"nowhere"'),
        (_rule("expect_nonsense", id="broken"), "expect_nonsense"),
        (_rule("expect_column_values_to_be_in_set", id="broken", column="n"), "value_set"),
        (_rows("select nowhere from {batch}", id="broken"), '"nowhere" not found'),
        (_rows("select n from {batch} where regexp_matches(n, '9{2}')", id="broken"), "double it"),
        (
            _rule("expect_column_values_to_be_between", "nowhere", id="broken", column="n", max_value=1),
            "nowhere",
        ),
        (_rows("select n from {batch}", "half", id="broken"), "half"),
    ],
)
def test_what_cannot_be_checked_has_neither_passed_nor_failed(
    numbers: duckdb.DuckDBPyConnection, broken: Expectation, said: str
) -> None:
    sound = (
        _rule("expect_column_values_to_not_be_null", id="sound", column="half"),
        _rows("select n from {batch} where n < 0", id="also_sound"),
    )
    with pytest.raises(
        UserError, match=rf"^Expectation broken on clean\.numbers could not .*{re.escape(said)}"
    ) as info:
        validate(numbers, Suite("clean.numbers", (sound[0], broken, sound[1])))
    assert "sound" not in str(info.value)
    assert "\n" not in str(info.value)


def test_checks_leave_no_trace(numbers: duckdb.DuckDBPyConnection, capfd: pytest.CaptureFixture[str]) -> None:
    tables = numbers.sql("select * from duckdb_tables()").fetchall()
    validate(numbers, Suite("clean.numbers", (_rows("select n from {batch} where n > 5", "n"),)))
    assert numbers.sql("select * from duckdb_tables()").fetchall() == tables
    assert capfd.readouterr() == ("", "")


def test_views_are_seen(tmp_path: Path) -> None:
    with duckdb.connect() as connection:
        connection.execute(f"copy (select range as n from range(10)) to '{tmp_path / 'n.parquet'}'")
        connection.execute("create schema clean")
        connection.execute(f"create view clean.numbers as from '{tmp_path / 'n.parquet'}'")
        rule = _rule("expect_column_values_to_be_between", "n", column="n", max_value=8)
        assert _outcome(connection, "clean.numbers", rule).failing_keys == [{"n": 9}]


def test_a_file_opened_for_reading_can_be_checked(tmp_path: Path) -> None:
    with duckdb.connect(tmp_path / "release.duckdb") as connection:
        connection.execute("create table numbers as select 1 as n")
    with duckdb.connect(tmp_path / "release.duckdb", read_only=True) as connection:
        assert _outcome(
            connection, "numbers", _rule("expect_column_values_to_not_be_null", column="n")
        ).passed


def test_ids_are_not_used_twice() -> None:
    rule = _rows("select 1 from {batch}", id="twice")
    with pytest.raises(UserError, match=r"Two expectations of clean\.persons have the id twice"):
        Suite("clean.persons", (rule, replace(rule, severity="info")))


def test_importing_the_module_imports_no_heavy_library() -> None:
    heavy = ("great_expectations", "pandas", "sqlalchemy", "duckdb_engine")
    code = f"import sys, pipelines.validation; print(*(name for name in {heavy} if name in sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == []
