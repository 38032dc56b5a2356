"""Rows that were accepted and break an expectation, by delivery and place: what its sender is asked to look at."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import duckdb

from pipelines.quality.reviews import Review
from pipelines.validation import Failure, Outcome

_PLACE = ("unit", "period", "file", "sheet", "row")
_HOUSEHOLD = ("unit", "period", "household_id")


@dataclass(frozen=True, order=True)
class SuspectRow:
    """A row as the sender sees it, and what is doubtful about it in Chinese."""

    file: str
    sheet: str
    row: int
    zh: str


def doubts(
    db: duckdb.DuckDBPyConnection, outcomes: Mapping[str, Sequence[Outcome]], reviews: Sequence[Review]
) -> Mapping[tuple[str, str], list[SuspectRow]]:
    """Unit and period → doubts about rows of that delivery, in the order of the rows.

    outcomes: those of the expectations by table. Failures of warning and critical rules on registers
    count, as far as an outcome lists them, unless they are waived or a review dismisses them. A fault of a household
    is reported at its first row.
    """
    dismissed = {review.finding for review in reviews if review.decision == "dismissed"}
    doubtful: dict[tuple[str, str], set[SuspectRow]] = defaultdict(set)
    of_registers = [
        (table, o) for table, found in outcomes.items() if table.startswith("clean.") for o in found
    ]
    for table, outcome in of_registers:
        rule = outcome.expectation
        if rule.severity == "info":
            continue
        failures = [f for f in outcome.failures if f.id not in dismissed and not f.is_waived]
        for unit, period, file, sheet, row in _places(db, table, failures):
            doubtful[unit, period].add(SuspectRow(file, sheet, row, rule.zh))
    return {delivery: sorted(rows) for delivery, rows in doubtful.items()}


def _places(
    db: duckdb.DuckDBPyConnection, table: str, failures: Sequence[Failure]
) -> Iterator[tuple[str, str, str, str, int]]:
    """Locations of the failures, as far as they are about rows or households of one delivery."""
    households = []
    for failure in failures:
        keys = failure.keys
        if keys.get("row") is not None:
            yield keys["unit"], keys["period"], keys["file"], keys.get("sheet") or "", keys["row"]
        elif all(keys.get(key) for key in _HOUSEHOLD):
            households.append([keys[key] for key in _HOUSEHOLD])
    if households:
        yield from db.execute(
            f"""select distinct on (unit, period, household_id) {", ".join(_PLACE)} from {table}
                semi join (select unnest($1) as unit, unnest($2) as period, unnest($3) as household_id) as failed
                    using (unit, period, household_id)
                order by file, sheet, row""",
            [list(column) for column in zip(*households, strict=True)],
        ).fetchall()
