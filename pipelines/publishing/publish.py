"""Write a release from the workbench: database, Parquet, record; verified before anybody sees it."""

import hashlib
import json
import shutil
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from pipelines.catalogue.areas import EVERYWHERE
from pipelines.catalogue.dictionary import DictionaryColumn, add_dictionary
from pipelines.catalogue.systems import add_systems
from pipelines.catalogue.tables import Catalogue
from pipelines.charts.boundaries import Boundary
from pipelines.common.china_time import CHINA, now
from pipelines.common.code_version import code_version
from pipelines.common.sql import transaction
from pipelines.disclosure.suppression import withhold_of
from pipelines.engines.workbench import Workbench
from pipelines.publishing.database import write_database, write_parquet
from pipelines.publishing.redaction import without_names, without_words_on_persons
from pipelines.quality.findings import record_findings
from pipelines.quality.held_back import HeldBack
from pipelines.quality.reviews import Review
from pipelines.quality.rules import add_rules
from pipelines.releases.store import (
    DATABASE,
    all_releases,
    current_release,
    make_current,
    next_id,
    prune,
    read_record,
    seal,
    verify,
)
from pipelines.site import share_workbooks, write_site
from pipelines.validation import Outcome, write_data_docs
from pipelines.values.people import People
from pipelines.workbooks.area_workbooks import write_excel


@dataclass(frozen=True)
class BuildResults:
    """What a build has to say of a release beside its tables.

    `outcomes` are those of the expectations by table; the broken ones become findings, with their `reviews` beside them.
    `dictionary` describes every column. `identity` names the key that persons are coded by, `fingerprint` what the
    figures follow from; `pieces` has the piece folder of each delivery, and `held_back` the deliveries that do not count
    as they were sent. `people` are those whom no text may name. `boundaries` are those of the townships of counties that
    have a map.
    """

    outcomes: Mapping[str, Sequence[Outcome]]
    reviews: Sequence[Review]
    dictionary: Sequence[DictionaryColumn]
    identity: str
    fingerprint: str
    pieces: Mapping[str, str]
    held_back: Sequence[HeldBack]
    people: People
    boundaries: Mapping[str, Sequence[Boundary]] = field(default_factory=dict)


def publish(
    workbench: Workbench,
    catalogue: Catalogue,
    marts_folder: Path,
    results: BuildResults,
    submit: Callable[..., Future],
) -> dict:
    """Publish what the workbench holds and return the record that is written to release.json.

    `submit` has another process call a function. Nothing that readers see changes before the last step.
    """
    built_at, code = now().astimezone(UTC).replace(microsecond=0), code_version()
    last = current_release(marts_folder) if (marts_folder / "current").exists() else None
    before = _record_before(last)
    results = replace(results, outcomes=without_words_on_persons(results.outcomes, catalogue))
    _finish_quality_tables(workbench, catalogue, results, last, built_at)
    inputs = _inputs(workbench, results.people)
    digest = hashlib.sha256(json.dumps([inputs, code], sort_keys=True).encode()).hexdigest()
    release_id = next_id(marts_folder, built_at, digest[:8])
    _name_release(workbench, release_id, built_at, code)
    with _unfinished_release(marts_folder, release_id) as folder:
        tables = write_database(workbench, catalogue, folder / DATABASE, results.people)
        write_parquet(folder / DATABASE, folder / "parquet", tables)
        record = {
            "release_id": release_id,
            "built_at": built_at.isoformat(),
            "code_version": code,
            "duckdb_version": duckdb.__version__,
            "is_recoded": before.get("identity") not in (results.identity, None),
            "gone": _gone(before, results),
            "inputs": inputs,
            "tables": tables,
            **_record_of(results),
            "keys": {mart.name: list(mart.key) for mart in catalogue.marts.values()},
            "summed": {mart.name: mart.summed for mart in catalogue.marts.values()},
            "sha256": seal(folder),
        }
        text = json.dumps(record, ensure_ascii=False, indent=2) + "\n"
        (folder / "release.json").write_text(text, encoding="utf-8")
        empty = {table for table in results.outcomes if not workbench.count(table)}
        # what was shown last, whatever is current since
        published = next(iter(all_releases(marts_folder)), None)
        withhold_of(folder / DATABASE, catalogue, published).write(folder)
        _write_pages(folder, catalogue, results, last, submit, empty)
        verify(folder, tables)
    make_current(marts_folder, marts_folder / "releases" / release_id)
    prune(marts_folder)
    return record


def _finish_quality_tables(
    workbench: Workbench,
    catalogue: Catalogue,
    results: BuildResults,
    last: Path | None,
    built_at: datetime,
) -> None:
    """Make the quality tables that follow from all others: findings, rules, scores, dictionary, systems."""
    found = [(table, outcome) for table, of_table in results.outcomes.items() for outcome in of_table]
    with transaction(workbench.connection):
        record_findings(workbench.connection, found, results.reviews, last, built_at.astimezone(CHINA).date())
    add_rules(workbench.connection)
    workbench.build(catalogue.scorecard)
    add_dictionary(workbench.connection, results.dictionary)
    add_systems(workbench.connection, catalogue.systems)


def _inputs(workbench: Workbench, people: People) -> dict[str, str]:
    """Each file that counts, by unit, period and name, with its SHA-256."""
    found = workbench.connection.execute(
        """select unit, period, file, min(sha256) from quality.deliveries
           where status <> 'held_back' group by all order by all"""
    ).fetchall()
    return {f"{unit}/{period}/{people.hidden(unit, file)}": digest for unit, period, file, digest in found}


def _name_release(workbench: Workbench, release_id: str, built_at: datetime, code: str) -> None:
    """Make quality.release, which names the release in its own database."""
    workbench.connection.execute(
        "create or replace table quality.release as select ? as release_id, ?::timestamp as built_at, ? as code_version",
        [release_id, built_at.replace(tzinfo=None), code],
    )


@contextmanager
def _unfinished_release(marts_folder: Path, release_id: str) -> Iterator[Path]:
    """A hidden folder for what is written; the release's own by one rename where nothing failed, else removed."""
    releases = marts_folder / "releases"
    unfinished = releases / f".{release_id}"
    shutil.rmtree(unfinished, ignore_errors=True)
    (unfinished / "parquet").mkdir(parents=True)
    try:
        yield unfinished
        unfinished.rename(releases / release_id)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def _record_before(release: Path | None) -> dict:
    """The record of the release before; empty where there is none, or it is damaged."""
    try:
        return read_record(release) if release else {}
    except (OSError, ValueError):
        return {}


def _gone(before: Mapping[str, Any], results: BuildResults) -> list[str]:
    """Deliveries of the release before of which no file is there, so that their rows are gone, too."""
    held_back = {held.name for held in results.held_back}
    return sorted(before.get("pieces", {}).keys() - results.pieces.keys() - held_back)


def _record_of(results: BuildResults) -> dict[str, object]:
    """What the record says of the build: its key, what its figures follow from, what is held back, its checks."""
    return {
        "identity": results.identity,
        "fingerprint": results.fingerprint,
        "pieces": dict(results.pieces),
        "held_back": [
            {
                "delivery": held.name,
                "reason_zh": results.people.hidden(held.unit, held.violation.zh),
                "reason_en": results.people.hidden(held.unit, held.violation.en),
                "last_published": held.release_id,
            }
            for held in results.held_back
        ],
        "checks": _counted([outcome for of_table in results.outcomes.values() for outcome in of_table]),
    }


def _counted(outcomes: Sequence[Outcome]) -> dict[str, int]:
    broken = Counter(outcome.expectation.severity for outcome in outcomes if not outcome.passed)
    return {
        "run": len(outcomes),
        **{severity: broken[severity] for severity in ("critical", "warning", "info")},
    }


def _write_pages(
    folder: Path,
    catalogue: Catalogue,
    results: BuildResults,
    last: Path | None,
    submit: Callable[..., Future],
    empty: Collection[str],
) -> None:
    """Write workbooks, site and check results of the release in the folder; `empty` are tables without rows."""
    database, site = folder / DATABASE, folder / "site"
    workbooks = submit(write_excel, database, folder / "excel", catalogue, results.dictionary)
    # Here, where pandas and Great Expectations are imported already.
    write_site(database, site, catalogue, results.dictionary, last, results.boundaries)
    outcomes = without_names(results.outcomes, results.people)
    write_data_docs(catalogue.suites, outcomes, catalogue.titles, site / "data_docs", empty)
    share_workbooks([book for book in workbooks.result() if book.stem != EVERYWHERE.name], site)
