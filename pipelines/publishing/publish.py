"""Write a release from the workbench: database, Parquet, record; verified before anybody sees it."""

import hashlib
import json
import shutil
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from pipelines.catalogue.chinese import chinese_columns, chinese_name
from pipelines.catalogue.dictionary import DictionaryColumn, add_dictionary
from pipelines.catalogue.fingerprint import code_version
from pipelines.catalogue.quality import QUALITY_TABLES
from pipelines.catalogue.systems import add_systems
from pipelines.catalogue.tables import Catalogue
from pipelines.cleaning.people import hide_people, shown_sql
from pipelines.common.private_numbers import initials_only
from pipelines.common.sql import identifier, literal, scalar, transaction
from pipelines.disclosure.suppression import withheld_in
from pipelines.engines.workbench import Workbench
from pipelines.marts.mart import Table
from pipelines.marts.policies import load_policy_tables
from pipelines.quality.findings import record_findings
from pipelines.quality.held_back import HeldBack
from pipelines.quality.reviews import Review
from pipelines.quality.rules import add_rules
from pipelines.releases.store import (
    DATABASE,
    current_release,
    make_current,
    next_id,
    prune,
    read_record,
    seal,
    verify,
)
from pipelines.site import share_workbooks, write_site
from pipelines.validation import Failure, Outcome, write_data_docs
from pipelines.values.people import People
from pipelines.workbooks.area_workbooks import write_excel

OLDEST_READER = "v1.2.0"
"""DuckDB version whose storage format a release keeps to."""

_BLOCK_BYTES = 16384
"""The least that DuckDB allows: each column takes a block of its own, and most tables have a few hundred rows."""


def publish(
    workbench: Workbench,
    catalogue: Catalogue,
    marts_folder: Path,
    *,
    outcomes: Mapping[str, Sequence[Outcome]],
    reviews: Sequence[Review],
    columns: Sequence[DictionaryColumn],
    identity: str,
    fingerprint: str,
    pieces: Mapping[str, str],
    held_back: Sequence[HeldBack],
    people: People,
    submit: Callable[..., Future],
) -> dict:
    """Publish what the workbench holds and return the record that is written to release.json.

    `outcomes` are those of the expectations by table; the broken ones become findings, with their `reviews`
    beside them. `columns` are the dictionary, `identity` names the key that persons are coded by.
    `fingerprint` names what the figures follow from, `pieces` has the piece folder of each delivery, and
    `held_back` those that do not count as they were sent. `people` are those whom no text may name. `submit` has another
    process call a function. Nothing that readers see changes before the last step.
    """
    built_at = datetime.now(UTC).replace(microsecond=0)
    last = current_release(marts_folder) if (marts_folder / "current").exists() else None
    outcomes = _without_words_on_persons(outcomes, catalogue)
    found = [(table, outcome) for table, of_table in outcomes.items() for outcome in of_table]
    with transaction(workbench.connection):
        record_findings(workbench.connection, found, reviews, last, built_at.date())
    add_rules(workbench.connection)
    workbench.build(catalogue.scorecard)
    code = code_version()
    inputs = {
        f"{unit}/{period}/{people.hidden(unit, file)}": digest
        for unit, period, file, digest in workbench.connection.execute(
            """select unit, period, file, min(sha256) from quality.deliveries
               where status <> 'held_back' group by all order by all"""
        ).fetchall()
    }
    digest = hashlib.sha256(json.dumps([inputs, code], sort_keys=True).encode()).hexdigest()
    release_id = next_id(marts_folder, built_at, digest[:8])
    folder = marts_folder / "releases" / release_id
    unfinished = marts_folder / "releases" / f".{release_id}"
    shutil.rmtree(unfinished, ignore_errors=True)
    (unfinished / "parquet").mkdir(parents=True)
    try:
        add_dictionary(workbench.connection, columns)
        add_systems(workbench.connection, catalogue.systems)
        database = unfinished / DATABASE
        tables = _write_database(workbench, catalogue, database, release_id, built_at, code, people)
        record = {
            "release_id": release_id,
            "built_at": built_at.isoformat(),
            "code_version": code,
            "duckdb_version": duckdb.__version__,
            "identity": identity,
            "is_recoded": last is not None and _identity_of(last) not in (identity, None),
            "fingerprint": fingerprint,
            "inputs": inputs,
            "pieces": dict(pieces),
            "held_back": [
                {
                    "delivery": held.name,
                    "reason_zh": people.hidden(held.unit, held.violation.zh),
                    "reason_en": people.hidden(held.unit, held.violation.en),
                    "last_published": held.release_id,
                }
                for held in held_back
            ],
            "checks": _counted([outcome for _, outcome in found]),
            "tables": tables,
            "keys": {mart.name: list(mart.key) for mart in catalogue.marts.values()},
            "summed": {mart.name: mart.summed for mart in catalogue.marts.values()},
        }
        _write_parquet(database, unfinished / "parquet", tables)
        record["sha256"] = seal(unfinished)
        (unfinished / "release.json").write_text(
            json.dumps(record, ensure_ascii=False, indent=2) + "\n", encoding="utf-8"
        )
        site = unfinished / "site"
        hidden = withheld_in(database, catalogue)
        workbooks = submit(write_excel, database, unfinished / "excel", catalogue, columns, hidden)
        # Here, where pandas and Great Expectations are imported already.
        write_site(database, site, catalogue, columns, last, hidden)
        write_data_docs(
            catalogue.suites, _without_names(outcomes, people), catalogue.titles, site / "data_docs"
        )
        share_workbooks(workbooks.result(), site)
        verify(unfinished, tables)
        unfinished.rename(folder)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    make_current(marts_folder, folder)
    prune(marts_folder)
    return record


def _identity_of(release: Path) -> str | None:
    """Name of the key that the release's persons are coded by; None where the release is damaged."""
    try:
        return read_record(release).get("identity")
    except (OSError, ValueError):
        return None


def _without_words_on_persons(
    outcomes: Mapping[str, Sequence[Outcome]], catalogue: Catalogue
) -> dict[str, list[Outcome]]:
    """The outcomes with free text of a list of persons shown by its first characters: in a cell that breaks a rule it may
    name anybody."""
    words = {
        f"clean.{name}": {column.name for column in register.columns if column.kind == "text"}
        for name, register in catalogue.registers.items()
        if register.is_roll
    }

    def shown(failure: Failure, columns: Collection[str]) -> Failure:
        keys = {
            key: initials_only(value) if key in columns and isinstance(value, str) else value
            for key, value in failure.keys.items()
        }
        return replace(failure, keys=keys)

    return {
        table: [
            replace(one, failures=tuple(shown(failure, words.get(table, ())) for failure in one.failures))
            for one in found
        ]
        for table, found in outcomes.items()
    }


def _without_names(outcomes: Mapping[str, Sequence[Outcome]], people: People) -> dict[str, list[Outcome]]:
    """The outcomes with failing rows that name nobody of their unit, as files may that they are in."""

    def shown(failure: Failure) -> Failure:
        unit = str(failure.keys.get("unit"))
        keys = {
            key: people.hidden(unit, value) if isinstance(value, str) else value
            for key, value in failure.keys.items()
        }
        return replace(failure, keys=keys)

    return {
        table: [replace(one, failures=tuple(map(shown, one.failures))) for one in found]
        for table, found in outcomes.items()
    }


def _counted(outcomes: Sequence[Outcome]) -> dict[str, int]:
    broken = Counter(outcome.expectation.severity for outcome in outcomes if not outcome.passed)
    return {
        "run": len(outcomes),
        **{severity: broken[severity] for severity in ("critical", "warning", "info")},
    }


def _write_database(
    workbench: Workbench,
    catalogue: Catalogue,
    path: Path,
    release_id: str,
    built_at: datetime,
    code: str,
    people: People,
) -> dict[str, int]:
    db = workbench.connection
    db.execute(
        "create or replace table quality.release as select ? as release_id, ?::timestamp as built_at, ? as code_version",
        [release_id, built_at.replace(tzinfo=None), code],
    )
    quality = QUALITY_TABLES | {mart.name: mart for mart in (catalogue.reconciliation, catalogue.scorecard)}
    counts = {}
    db.execute(
        f"attach {literal(path)} as release (storage_version '{OLDEST_READER}', block_size {_BLOCK_BYTES})"
    )
    try:
        with transaction(db):
            db.execute(
                "create schema release.policy; create schema release.quality; create schema release.zh"
            )
            for mart in catalogue.marts.values():
                counts[mart.name] = _copy(db, f"main.{mart.name}", f"from main.{mart.name}", mart, catalogue)
            for name, policy in load_policy_tables().items():
                counts[f"policy.{name}"] = _copy(
                    db, f"policy.{name}", f"from policy.{name}", policy, catalogue
                )
            for name, table in quality.items():
                rows = _rows_without_names(db, f"quality.{name}", table, people)
                counts[f"quality.{name}"] = _copy(db, f"quality.{name}", rows, table, catalogue)
    finally:
        db.execute("detach release")
    return counts


def _rows_without_names(db: duckdb.DuckDBPyConnection, name: str, table: Table, people: People) -> str:
    """SELECT of the rows of a table in which no text names a person of the unit's registers."""
    columns = [c.name for c in table.columns if c.type == "VARCHAR" and c.name not in ("unit", "period")]
    texts = f"select unit, unnest([{', '.join(columns)}]) as written from {name}"
    if "unit" not in {c.name for c in table.columns} or not hide_people(
        db, people, texts, "temp table hidden_texts"
    ):
        return f"from {name}"
    shown = ", ".join(shown_sql(column, "hidden_texts") for column in columns)
    return f"select told.* replace ({shown}) from {name} as told"


def _copy(db: duckdb.DuckDBPyConnection, name: str, rows: str, table: Table, catalogue: Catalogue) -> int:
    """Copy one table with its comments, and once more in Chinese, names and codes, into schema zh."""
    columns = ", ".join(column.name for column in table.columns)
    stored, chinese = f"release.{name}", f"release.{chinese_name(table)}"
    db.execute(f"create table {stored} as select {columns} from ({rows})")
    db.execute(f"create table {chinese} as select {chinese_columns(table, catalogue)} from {stored}")
    for copy in (stored, chinese):
        db.execute(f"comment on table {copy} is {literal(table.comment)}")
    for column in table.columns:
        comment = literal(column.comment)
        db.execute(f"comment on column {stored}.{column.name} is {comment}")
        db.execute(f"comment on column {chinese}.{identifier(column.title)} is {comment}")
    return scalar(db, f"select count(*) from {stored}")


def _write_parquet(database: Path, folder: Path, tables: Mapping[str, int]) -> None:
    """Write each table, with its comment and those of its columns, by their names, as metadata of the file."""
    with duckdb.connect(str(database), read_only=True) as db:
        for table in tables:
            comments = db.execute(
                """select 'table', comment from duckdb_tables()
                   where concat_ws('.', nullif(schema_name, 'main'), table_name) = $1
                   union all
                   select column_name, comment from duckdb_columns()
                   where concat_ws('.', nullif(schema_name, 'main'), table_name) = $1""",
                [table],
            ).fetchall()
            metadata = ", ".join(f"{identifier(name)}: {literal(comment)}" for name, comment in comments)
            target = literal(folder / f"{table}.parquet")
            db.execute(
                f"copy {table} to {target} (format parquet, compression zstd, kv_metadata {{{metadata}}})"
            )
