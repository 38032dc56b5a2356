"""A suite runs where the data lies: of which rows, in which order, and without a trace."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import pytest

from pipelines.common.errors import UserError
from pipelines.validation import Suite, running, validate
from tests.expectations import fill
from tests.support.rules import MARTS, REGISTERS, outcome_of, rule_about_rows, rule_of, suite_of


@pytest.mark.parametrize("table", [*(f"clean.{name}" for name in REGISTERS), *MARTS])
def test_every_expectation_runs(database: duckdb.DuckDBPyConnection, table: str) -> None:
    """On no rows, of which Great Expectations is not asked, and on a row without a value."""
    database.execute(f"delete from {table}")
    rules = suite_of(table)
    assert [outcome.expectation.id for outcome in validate(database, rules) if not outcome.passed] == []
    database.execute(f"insert into {table} default values")
    assert len(validate(database, rules)) == len(rules.expectations)


def test_what_other_tables_lack_is_found_in_no_rows(database: duckdb.DuckDBPyConnection) -> None:
    rule = rule_about_rows("select 'x' as unit from {batch} having count(*) = 0", "unit", id="rows")
    outcome = outcome_of(database, "clean.sums", rule)
    assert (outcome.passed, outcome.unexpected_count) == (False, 1)


def test_outcomes_come_in_the_order_of_the_suite(numbers: duckdb.DuckDBPyConnection) -> None:
    rules = (
        rule_about_rows("select n from {batch} where n > 90", "n", id="rows"),
        rule_of("expect_column_values_to_not_be_null", id="filled", column="half"),
        rule_of("expect_column_values_to_be_between", "n", id="small", column="n", max_value=9),
        rule_about_rows("select n from {batch} where n < 0", "n", id="no_rows"),
    )
    outcomes = validate(numbers, Suite("clean.numbers", rules))
    assert [(o.expectation.id, o.passed) for o in outcomes] == [
        ("rows", False),
        ("filled", True),
        ("small", False),
        ("no_rows", True),
    ]


def test_a_rule_applies_to_the_periods_in_which_it_is_in_force(database: duckdb.DuckDBPyConnection) -> None:
    days = [{"as_of_on": date(2020, 12, 31)}, {"as_of_on": date(2021, 1, 1)}, {"as_of_on": date(2022, 1, 1)}]
    database.execute("create or replace table clean.days (as_of_on date)")
    fill(database, "clean.days", [*days])

    def shown(since: date | None, until: date | None) -> list[int]:
        column = replace(
            rule_of("expect_column_values_to_be_in_set", "as_of_on", column="as_of_on", value_set=[]),
            id="column",
        )
        query = rule_about_rows("select as_of_on from {batch}", "as_of_on", id="query")
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
        rule_about_rows("select {keys} from year where days > 1", "year", id="long"),
        replace(
            rule_about_rows("select {keys} from short_year", "year", id="short"), until=date(2021, 12, 31)
        ),
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
        rule_about_rows("select {keys} from size", "unit", "household", "persons", id="all"),
        rule_about_rows("select {keys} from size join largest using (persons)", "unit", id="largest"),
    )
    suite = Suite("clean.members", rules, derived)
    few = validate(database, suite)
    monkeypatch.setattr(running, "_SMALL", len(members) - 1)
    assert validate(database, suite) == few
    assert few[0].unexpected_count == len(set(members))
    assert few[1].failing_keys == [{"unit": "丙"}]


@pytest.mark.parametrize(
    ("query", "message"), [("select nowhere from {batch}", "nowhere"), ("from {years}", "years")]
)
def test_a_derived_table_that_cannot_be_made_is_named(
    numbers: duckdb.DuckDBPyConnection, query: str, message: str
) -> None:
    suite = Suite(
        "clean.numbers", (rule_about_rows("from half_numbers", id="rule"),), {"half_numbers": query}
    )
    with pytest.raises(UserError, match=rf"^Table half_numbers, which .* clean\.numbers .*{message}") as info:
        validate(numbers, suite)
    assert "\n" not in str(info.value)


def test_checks_leave_no_trace(numbers: duckdb.DuckDBPyConnection, capfd: pytest.CaptureFixture[str]) -> None:
    tables = numbers.sql("select * from duckdb_tables()").fetchall()
    validate(numbers, Suite("clean.numbers", (rule_about_rows("select n from {batch} where n > 5", "n"),)))
    assert numbers.sql("select * from duckdb_tables()").fetchall() == tables
    assert capfd.readouterr() == ("", "")


def test_views_are_seen(tmp_path: Path) -> None:
    with duckdb.connect() as connection:
        connection.execute(f"copy (select range as n from range(10)) to '{tmp_path / 'n.parquet'}'")
        connection.execute("create schema clean")
        connection.execute(f"create view clean.numbers as from '{tmp_path / 'n.parquet'}'")
        rule = rule_of("expect_column_values_to_be_between", "n", column="n", max_value=8)
        assert outcome_of(connection, "clean.numbers", rule).failing_keys == [{"n": 9}]


def test_a_file_opened_for_reading_can_be_checked(tmp_path: Path) -> None:
    with duckdb.connect(tmp_path / "release.duckdb") as connection:
        connection.execute("create table numbers as select 1 as n")
    with duckdb.connect(tmp_path / "release.duckdb", read_only=True) as connection:
        assert outcome_of(
            connection, "numbers", rule_of("expect_column_values_to_not_be_null", column="n")
        ).passed
