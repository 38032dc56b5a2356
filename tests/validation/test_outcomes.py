"""What an outcome says of its rows, and the sentence where there is none."""

from datetime import date

from pipelines.validation import Failure, Outcome, Waiver
from pipelines.validation.outcomes import said, unchecked
from tests.support.rules import rule_of

RULE = rule_of("expect_column_values_to_not_be_null", "n", id="filled", column="n")
PAST = Waiver(table="clean.numbers", rule="filled", reason="已知", owner="某人", expires=date(2000, 1, 1))


def test_a_waiver_that_has_expired_is_named_once_and_waives_nothing() -> None:
    in_force = PAST.model_copy(update={"expires": date(2999, 1, 1)})
    failures = tuple(
        Failure(str(n), {"n": n}, waiver) for n, waiver in enumerate((None, PAST, PAST, in_force))
    )
    outcome = Outcome(RULE, False, 4, failures=failures)
    assert outcome.expired == [PAST]
    assert [failure.is_waived for failure in failures] == [False, False, False, True]
    assert outcome.failing_keys == [{"n": 0}, {"n": 1}, {"n": 2}, {"n": 3}]


def test_the_message_of_a_database_is_said_in_one_line_without_the_query() -> None:
    message = (
        "Binder Error: no column\n  nowhere.\n[SQL: select nowhere from batch]\n(Background on this error)"
    )
    assert said(message) == "Binder Error: no column nowhere"
    assert unchecked("clean.numbers", RULE, message) == (
        "Expectation filled on clean.numbers could not be checked: Binder Error: no column nowhere."
    )
