"""What Great Expectations is asked, and what becomes of a rule that it cannot answer."""

import re
from typing import Any

import duckdb
import pytest

from pipelines.common.errors import UserError
from pipelines.validation import Expectation, Outcome, Suite, validate
from pipelines.validation.asking import GreatExpectations
from tests.support.rules import outcome_of, rule_about_rows, rule_of, suite_of


def test_rules_about_columns_are_answered_in_one_scan(
    database: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where Great Expectations does not answer so any more, it is asked rule by rule: right, but slow."""
    asked_one_by_one: list[Expectation] = []

    def ask(asked: GreatExpectations, rules: list[Expectation]) -> dict[str, Any]:
        asked_one_by_one.extend(rules)
        return {}

    monkeypatch.setattr(GreatExpectations, "ask", ask)
    for table in ("clean.persons", "clean.fund_ledger", "poverty_incidence"):
        database.execute(f"insert into {table} default values")
        validate(database, suite_of(table))
    assert asked_one_by_one == []


def test_a_rule_about_a_whole_column_reports_its_value(numbers: duckdb.DuckDBPyConnection) -> None:
    rule = rule_of("expect_column_max_to_be_between", column="n", max_value=50)
    assert outcome_of(numbers, "clean.numbers", rule) == Outcome(rule, False, None, "99")


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        (rule_of("expect_column_values_to_not_be_null", id="broken", column="nowhere"), '"nowhere"'),
        (rule_of("expect_nonsense", id="broken"), "expect_nonsense"),
        (rule_of("expect_column_values_to_be_in_set", id="broken", column="n"), "value_set"),
        (rule_about_rows("select nowhere from {batch}", id="broken"), '"nowhere" not found'),
        (rule_about_rows("select n from {batch} where regexp_matches(n, '9{2}')", id="broken"), "double it"),
        (
            rule_of("expect_column_values_to_be_between", "nowhere", id="broken", column="n", max_value=1),
            "nowhere",
        ),
        (rule_about_rows("select n from {batch}", "half", id="broken"), "half"),
    ],
)
def test_what_cannot_be_checked_has_neither_passed_nor_failed(
    numbers: duckdb.DuckDBPyConnection, broken: Expectation, message: str
) -> None:
    sound = (
        rule_of("expect_column_values_to_not_be_null", id="sound", column="half"),
        rule_about_rows("select n from {batch} where n < 0", id="also_sound"),
    )
    with pytest.raises(
        UserError, match=rf"^Expectation broken on clean\.numbers could not .*{re.escape(message)}"
    ) as info:
        validate(numbers, Suite("clean.numbers", (sound[0], broken, sound[1])))
    assert "sound" not in str(info.value)
    assert "\n" not in str(info.value)
