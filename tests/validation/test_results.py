"""Outcomes on disk come back as they were found, and only for the build in which they were."""

from datetime import date

import duckdb
import pytest

from pipelines.validation import (
    Expectation,
    Failure,
    Outcome,
    Suite,
    Waiver,
    forget_outcomes,
    record_outcomes,
    recorded_outcomes,
)


def rule(id: str) -> Expectation:
    return Expectation(
        id=id, type="expect_column_values_to_not_be_null", kwargs={"column": "yuan"}, severity="critical",
        dimension="complete", zh="空", en="empty", owner="某人", source="某处",
    )  # fmt: skip


FIRST, SECOND = rule("first"), rule("second")
SUITES = {"clean.sums": Suite("clean.sums", (FIRST, SECOND))}
WAIVER = Waiver(
    table="clean.sums", rule="first", where={"paid_on": date(2018, 5, 1)}, reason="补", owner="某人",
    expires=date(2999, 1, 1),
)  # fmt: skip
BROKEN = Outcome(
    FIRST, False, 2, None, 1,
    by_delivery={("甲镇", "2018"): 1, (None, None): 1},
    waived_by_delivery={("甲镇", "2018"): 1, (None, None): 0},
    failures=(Failure("0f", {"unit": "甲镇", "row": 3, "rate": 0.5, "ok": None}), Failure("1f", {}, WAIVER)),
)  # fmt: skip
OBSERVED = Outcome(SECOND, False, None, "7")


@pytest.fixture
def db() -> duckdb.DuckDBPyConnection:
    return duckdb.connect()


def test_outcomes_come_back_as_they_were_found(db):
    record_outcomes(db, "a", "clean.sums", [OBSERVED, BROKEN])
    found = recorded_outcomes(db, "a", SUITES, [WAIVER])
    assert found == {"clean.sums": [BROKEN, OBSERVED]}


def test_a_table_with_a_rule_unanswered_has_no_results(db):
    record_outcomes(db, "a", "clean.sums", [BROKEN])
    assert recorded_outcomes(db, "a", SUITES, [WAIVER]) == {}


def test_results_belong_to_one_build(db):
    record_outcomes(db, "a", "clean.sums", [BROKEN, OBSERVED])
    assert recorded_outcomes(db, "b", SUITES, [WAIVER]) == {}
    forget_outcomes(db)
    assert recorded_outcomes(db, "a", SUITES, [WAIVER]) == {}


def test_a_later_check_replaces_the_earlier(db):
    record_outcomes(db, "a", "clean.sums", [BROKEN, OBSERVED])
    mended = [Outcome(FIRST, True, 0), Outcome(SECOND, True, None)]
    record_outcomes(db, "a", "clean.sums", mended)
    assert recorded_outcomes(db, "a", SUITES, []) == {"clean.sums": mended}
