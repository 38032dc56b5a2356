"""What reading and the expectations found, as tables of schema quality: the same finding keeps its id and first day.

`quality.findings` has one row per rule and delivery, with how many rows break the rule; `quality.finding_rows` has
those rows one by one, as far as a check lists them. Ids and first days are carried over from the last release; reviews
and waivers are joined to the findings that they are about.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
from xlsxwriter.utility import xl_rowcol_to_cell

from pipelines.common.private_numbers import without_private_numbers
from pipelines.common.sql import insert
from pipelines.quality.reviews import Review
from pipelines.validation import LOCATION, Expectation, Failure, Outcome, Waiver

SAMPLES = 20
"""How many failing rows a finding quotes."""

_ADDED = """dimension varchar, owner varchar, affects varchar, endangers varchar, waived bigint, dismissed bigint,
    finding_id varchar, first_seen date"""
"""`endangers` is the old name of `affects`, for one release more."""
_ROWS = """finding_id varchar, rule varchar, severity varchar, register varchar, unit varchar, period varchar,
    file varchar, sheet varchar, row bigint, cell varchar, value varchar, keys varchar, first_seen date,
    status varchar, waived_until date, note varchar"""


def record_findings(
    db: duckdb.DuckDBPyConnection,
    outcomes: Sequence[tuple[str, Outcome]],
    reviews: Sequence[Review],
    last_release: Path | None,
    today: date,
) -> None:
    """Add what the expectations found to quality.findings, and fill quality.finding_rows.

    `outcomes` come each with its table; `last_release` is the folder of the release that ids are carried over from.
    """
    for column in _ADDED.split(","):
        db.execute(f"alter table quality.findings add column if not exists {column}")
    db.execute("delete from quality.findings where dimension is not null")
    db.execute(f"create or replace table quality.finding_rows ({_ROWS})")
    delivered = db.execute(
        "select (unit, period, file, sheet), places from quality.deliveries where places is not null"
    ).fetchall()
    places = {sheet: json.loads(columns) for sheet, columns in delivered}
    reviewed = {review.finding: review for review in reviews}
    for table, outcome in outcomes:
        for row in _counted(table, outcome, reviewed):
            insert(db, "quality.findings", **row)
        if rows := [*_one_by_one(table, outcome, reviewed, places)]:
            marks = f"({', '.join('?' * len(rows[0]))})"
            db.execute(
                f"insert into quality.finding_rows values {', '.join([marks] * len(rows))}",
                [value for row in rows for value in row],
            )
    db.execute(
        """update quality.findings set finding_id = left(sha256(
               concat_ws('\t', register, rule, coalesce(unit, ''), coalesce(period, ''), coalesce(file, ''),
                   coalesce(sheet, ''), case when dimension is null then message_zh end)), 16)"""
    )
    for name in ("findings", "finding_rows"):
        _carry_over(db, name, last_release, today)


def unused_waivers(outcomes: Mapping[str, Sequence[Outcome]], waivers: Sequence[Waiver]) -> list[str]:
    """A sentence for each waiver in force that no failing row needs, as far as its table was checked.

    The row has been mended, or the waiver is not written as the finding shows it. `outcomes` come by table.
    """
    rules = {(table, o.expectation.id): o for table, found in outcomes.items() for o in found}
    return [
        f"waivers.yml: no failing row of {waiver.rule} on {waiver.table} needs the waiver of {waiver.owner}"
        f" where {_shown(waiver) or 'anything'}."
        for waiver in waivers
        if waiver.is_in_force
        and (outcome := rules.get((waiver.table, waiver.rule))) is not None
        and not _needs(outcome, waiver)
    ]


def _shown(waiver: Waiver) -> str:
    """Which rows it is about."""
    where = ", ".join(f"{column} is {value}" for column, value in waiver.where.items())
    return without_private_numbers(where)


def _needs(outcome: Outcome, waiver: Waiver) -> bool:
    """Whether a failing row is waived by this one; of rows that are only counted, any of them may be."""
    waived = [failure.waiver for failure in outcome.failures if failure.is_waived]
    return waiver in waived or outcome.waived_count > len(waived)


def warnings_by_mart(release: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    """Mart → what the release warns of that distorts the mart and that nobody answers for, the commonest first."""
    found = release.execute(
        """select mart, message_zh, sum(coalesce(rows, 1) - waived - dismissed)::bigint as broken
           from (select *, unnest(string_split(affects, '、')) as mart from quality.findings
                 where severity = 'warning' and dimension is not null)
           group by all having broken > 0 order by mart, broken desc, message_zh"""
    ).fetchall()
    warned: dict[str, list[str]] = {}
    for mart, message, broken in found:
        warned.setdefault(mart, []).append(f"{message}（{broken:,}）")
    return warned


def _counted(table: str, outcome: Outcome, reviews: Mapping[str, Review]) -> Iterator[dict[str, object]]:
    """One row of quality.findings per delivery in which the rule is broken."""
    rule = outcome.expectation
    if outcome.passed and not outcome.waived_count:
        return
    expired = "".join(f"（豁免已于 {waiver.expires} 到期）" for waiver in outcome.expired)
    whole: dict[tuple[str | None, str | None], int | None] = {(None, None): outcome.unexpected_count}
    for (unit, period), count in (outcome.by_delivery or whole).items():
        of_it = [f for f in outcome.failures if (f.keys.get("unit"), f.keys.get("period")) == (unit, period)]
        affects = "、".join(rule.affects)
        yield {
            "unit": unit,
            "period": period,
            "register": _register(table),
            "rule": rule.id,
            "severity": rule.severity,
            "message_zh": rule.zh + expired,
            "message_en": rule.en + (" (a waiver of it has expired)" if expired else ""),
            "rows": count,
            "sample": json.dumps([failure.keys for failure in of_it[:SAMPLES]], ensure_ascii=False),
            "dimension": rule.dimension,
            "owner": rule.owner,
            "affects": affects,
            "endangers": affects,
            "waived": (outcome.waived_by_delivery or {}).get((unit, period), 0),
            "dismissed": sum(_status(failure, reviews) == "dismissed" for failure in of_it),
        }


def _one_by_one(
    table: str, outcome: Outcome, reviews: Mapping[str, Review], places: Mapping[tuple, Mapping[str, int]]
) -> Iterator[tuple]:
    """Rows of quality.finding_rows; `places` has for each sheet the places of its columns."""
    rule = outcome.expectation
    for failure in outcome.failures:
        review = reviews.get(failure.id)
        where = [failure.keys.get(column) for column in LOCATION]
        note = review.note if review else failure.waiver.reason if failure.waiver else None
        yield (
            failure.id, rule.id, rule.severity, _register(table), *where,
            *_cells(rule, failure.keys, places), json.dumps(failure.keys, ensure_ascii=False), None,
            _status(failure, reviews),
            failure.waiver.expires if failure.waiver else None, note,
        )  # fmt: skip


def _status(failure: Failure, reviews: Mapping[str, Review]) -> str:
    if failure.is_waived:
        return "waived"
    return reviews[failure.id].decision if failure.id in reviews else "open"


def _cells(
    rule: Expectation, keys: Mapping[str, Any], places: Mapping[tuple, Mapping[str, int]]
) -> tuple[str | None, str | None]:
    """Addresses of the cells that the rule is about, and their values."""
    row: int = keys.get("row") or 0
    of_sheet = places.get(tuple(keys.get(column) for column in LOCATION[:-1]), {}) if row else {}
    columns = (*rule.keys, str(rule.kwargs.get("column")))
    known = {column: of_sheet[column] for column in columns if column in of_sheet}
    cells = [xl_rowcol_to_cell(row - 1, place - 1) for place in known.values()]
    values = [str(keys[column]) for column in known if keys.get(column) is not None]
    return "、".join(cells) or None, "、".join(values) or None


def _register(table: str) -> str:
    """The name under which findings list a table: persons for clean.persons, a mart's own name for a mart."""
    return table.removeprefix("clean.")


def _carry_over(db: duckdb.DuckDBPyConnection, name: str, last_release: Path | None, today: date) -> None:
    """Set first_seen to the day that the last release gives, or to today."""
    db.execute(f"update quality.{name} set first_seen = ?", [today])
    parquet = last_release / "parquet" / f"quality.{name}.parquet" if last_release else None
    if parquet is None or not parquet.exists():
        return
    try:
        with db.cursor() as apart:  # an error ends the transaction that it happens in
            described = apart.execute("describe from read_parquet(?)", [str(parquet)]).fetchall()
    except duckdb.Error:
        return  # a damaged copy of the last release must not keep the next from being published
    if {"finding_id", "first_seen"} <= {column for column, *_ in described}:
        db.execute(
            f"""update quality.{name} as found set first_seen = earlier.first_seen
                from read_parquet(?) as earlier where found.finding_id = earlier.finding_id""",
            [str(parquet)],
        )
