"""What a rule found in its table, or why it found nothing."""

from dataclasses import dataclass
from typing import Any

from pipelines.validation.suites import Expectation
from pipelines.validation.waivers import Waiver

MAX_FAILURES = 200
"""How many failing rows of a rule are listed one by one; the others are counted."""


@dataclass(frozen=True)
class Failure:
    """One row, or group of rows, that breaks a rule.

    `id` is the same in every build in which the row still breaks the rule. `keys` has the rule's `keys` alone, in
    values that JSON can hold. `waiver` is the one that applies to the row, be it in force or expired.
    """

    id: str
    keys: dict[str, Any]
    waiver: Waiver | None = None

    @property
    def is_waived(self) -> bool:
        return self.waiver is not None and self.waiver.is_in_force


@dataclass(frozen=True)
class Outcome:
    """What one rule found.

    `unexpected_count` is the number of rows, or groups of rows, that break it: 0 where it holds, None where the
    rule is about a whole column, whose value is then `observed`. `waived_count` of them are waived; a rule whose
    every failing row is waived has passed. `by_delivery` and `waived_by_delivery` split the counts by unit and
    period, both None where the rule does not show them. `failures` are at most MAX_FAILURES of the rows, those not
    waived first.
    """

    expectation: Expectation
    passed: bool
    unexpected_count: int | None
    observed: str | None = None
    waived_count: int = 0
    by_delivery: dict[tuple[str | None, str | None], int] | None = None
    waived_by_delivery: dict[tuple[str | None, str | None], int] | None = None
    failures: tuple[Failure, ...] = ()

    @property
    def failing_keys(self) -> list[dict[str, Any]]:
        return [failure.keys for failure in self.failures]

    @property
    def expired(self) -> list[Waiver]:
        """Waivers that would apply to a row shown, had they not expired."""
        waivers = dict.fromkeys(failure.waiver for failure in self.failures)
        return [waiver for waiver in waivers if waiver and not waiver.is_in_force]


def unchecked(table: str, expectation: Expectation, error: object) -> str:
    """Why there is no outcome: the rule neither passed nor failed."""
    return f"Expectation {expectation.id} on {table} could not be checked: {said(error)}."


def said(error: object) -> str:
    """DuckDB's message, in one line; SQLAlchemy appends the query and a link."""
    return " ".join(str(error).partition("\n[SQL:")[0].split()).rstrip(".")
