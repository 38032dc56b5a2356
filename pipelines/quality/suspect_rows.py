"""Rows that were accepted and break an expectation, by delivery and place: what its sender is asked to look at."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import duckdb

from pipelines.quality.reviews import Review
from pipelines.registers.contract import Register
from pipelines.validation import Expectation, Failure, Outcome

_PLACE = ("unit", "period", "file", "sheet", "row")
_HOUSEHOLD = ("unit", "period", "household_id")
Place = tuple[str, str, str, str, int]


@dataclass(frozen=True, order=True)
class SuspectRow:
    """A row as the sender sees it, and what is doubtful about it in Chinese; `row` is 0 where the sheet lacks a column."""

    file: str
    sheet: str
    row: int
    zh: str


def find_suspect_rows(
    db: duckdb.DuckDBPyConnection,
    outcomes: Mapping[str, Sequence[Outcome]],
    reviews: Sequence[Review],
    registers: Mapping[str, Register],
) -> Mapping[tuple[str, str], list[SuspectRow]]:
    """Unit and period → doubts about rows of that delivery, in the order of the rows.

    outcomes: those of the expectations by table. Failures of warning and critical rules on registers count, as far as an
    outcome lists them, unless they are waived or a review dismisses them. A fault of a household is reported at its
    first row; values that every row lacks for want of a column are reported once, of the sheet.
    """
    dismissed = {review.finding for review in reviews if review.decision == "dismissed"}
    supplied = _supplied(db)
    doubtful: dict[tuple[str, str], set[SuspectRow]] = defaultdict(set)
    of_registers = [
        (table, registers[table.removeprefix("clean.")], outcome)
        for table, found in outcomes.items()
        if table.startswith("clean.")
        for outcome in found
    ]
    for table, register, outcome in of_registers:
        rule = outcome.expectation
        if rule.severity == "info":
            continue
        lacking: Counter[tuple[str, str, str, str, str]] = Counter()
        failures = [f for f in outcome.failures if f.id not in dismissed and not f.is_waived]
        for (unit, period, file, sheet, row), failure in _places(db, table, failures):
            titles = _lacking(rule, failure, register, supplied[register.name, unit, period, file, sheet])
            if titles:
                lacking[unit, period, file, sheet, titles] += 1
            else:
                doubtful[unit, period].add(SuspectRow(file, sheet, row, rule.zh))
        for (unit, period, file, sheet, titles), rows in lacking.items():
            reason = f"没有“{titles}”列：{rule.zh}（{rows} 行）"
            doubtful[unit, period].add(SuspectRow(file, sheet, 0, reason))
    return {delivery: sorted(rows) for delivery, rows in doubtful.items()}


def _supplied(db: duckdb.DuckDBPyConnection) -> Mapping[tuple[str, ...], frozenset[str]]:
    """Register, unit, period, file and sheet → the columns of the contract that the sheet has."""
    found = db.execute("select register, unit, period, file, sheet, supplied from quality.statements")
    return defaultdict(frozenset, {tuple(key): frozenset(columns) for *key, columns in found.fetchall()})


def _lacking(rule: Expectation, failure: Failure, register: Register, supplied: Collection[str]) -> str:
    """Titles of the columns that the rule wants filled, where the sheet has none of those that are empty."""
    empty = [name for name in rule.keys if name in register.by_name and failure.keys.get(name) is None]
    if rule.dimension != "complete" or any(name in supplied for name in empty):
        return ""
    return "、".join(register.by_name[name].title for name in empty)


def _places(
    db: duckdb.DuckDBPyConnection, table: str, failures: Sequence[Failure]
) -> Iterator[tuple[Place, Failure]]:
    """Location of each failure, as far as it is about a row or a household of one delivery."""
    households = {}
    for failure in failures:
        keys = failure.keys
        if keys.get("row") is not None:
            yield (keys["unit"], keys["period"], keys["file"], keys.get("sheet") or "", keys["row"]), failure
        elif all(keys.get(key) for key in _HOUSEHOLD):
            households[tuple(keys[key] for key in _HOUSEHOLD)] = failure
    if households:
        found = db.execute(
            f"""select distinct on (unit, period, household_id) {", ".join(_PLACE)}, household_id from {table}
                semi join (select unnest($1) as unit, unnest($2) as period, unnest($3) as household_id) as failed
                    using (unit, period, household_id)
                order by file, sheet, row""",
            [list(column) for column in zip(*households, strict=True)],
        )
        for *place, household in found.fetchall():
            yield tuple(place), households[place[0], place[1], household]
