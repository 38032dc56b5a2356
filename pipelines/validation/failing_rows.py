"""The rows that break a rule: counted by delivery, compared with the waivers, and a few of them shown."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import duckdb

from pipelines.common.errors import UserError
from pipelines.validation.outcomes import MAX_FAILURES, Failure, Outcome, unchecked
from pipelines.validation.suites import Expectation
from pipelines.validation.waivers import Waiver

_DELIVERY = ("unit", "period")


def outcome_of_failing(
    cursor: duckdb.DuckDBPyConnection,
    table: str,
    expectation: Expectation,
    failing: str,
    waivers: Iterable[Waiver],
) -> Outcome:
    """The outcome of a rule that does not hold in the table: the query `failing` selects the rows that break it."""
    waivers = [waiver for waiver in waivers if waiver.rule == expectation.id]
    # One in force before one that has expired.
    waivers.sort(key=lambda waiver: waiver.expires, reverse=True)
    cases = "".join(f" when {waiver.condition} then {number}" for number, waiver in enumerate(waivers))
    waived = [number for number, waiver in enumerate(waivers) if waiver.is_in_force]
    columns = ", ".join(expectation.selected) or "null as nothing"
    delivery = [column if column in expectation.keys else "null" for column in _DELIVERY]
    try:
        cursor.execute(
            f"create or replace temp table failing as select {columns}, "
            f"{f'case{cases} end' if cases else 'null'}::integer as waiver from ({failing})"
        )
    except duckdb.Error as error:
        raise UserError(unchecked(table, expectation, error)) from None
    counted = cursor.execute(
        f"select {', '.join(delivery)}, count(*), count(*) filter (where waiver in (select unnest({waived}))) "
        "from failing group by all order by all"
    ).fetchall()
    shown = cursor.execute(
        f"from failing order by coalesce(waiver in (select unnest({waived})), false), "
        f"{', '.join(expectation.sorted_by) or 'nothing'} limit {MAX_FAILURES}"
    ).fetchall()
    cursor.execute("drop table failing")
    count, waived_count = sum(row[2] for row in counted), sum(row[3] for row in counted)
    if count == 0:
        raise UserError(unchecked(table, expectation, "Great Expectations fails it, but no row breaks it"))
    return Outcome(
        expectation,
        passed=waived_count == count,
        unexpected_count=count,
        waived_count=waived_count,
        by_delivery={(unit, period): rows for unit, period, rows, _ in counted},
        waived_by_delivery={(unit, period): rows for unit, period, _, rows in counted},
        failures=tuple(_failures(table, expectation, shown, waivers)),
    )


def _failures(
    table: str, expectation: Expectation, rows: Sequence[tuple], waivers: Sequence[Waiver]
) -> Iterator[Failure]:
    seen: Counter[str] = Counter()
    for *values, waiver in rows:
        row = {column: _plain(value) for column, value in zip(expectation.selected, values, strict=False)}
        identity = json.dumps([table, expectation.id, *(row[column] for column in expectation.identity)])
        # Rows with the same identity are separate findings all the same.
        again = f" {seen[identity]}" if seen[identity] else ""
        seen[identity] += 1
        yield Failure(
            hashlib.sha256(f"{identity}{again}".encode()).hexdigest()[:16],
            {key: row[key] for key in expectation.keys},
            None if waiver is None else waivers[waiver],
        )


def _plain(value: Any) -> Any:
    return value if isinstance(value, str | int | float | None) else str(value)
