"""Feedback workbooks, begun as soon as every row is checked: also where the build is then refused."""

from collections.abc import Mapping, Sequence

import duckdb

from pipelines.orchestration.resources import Build
from pipelines.quality.suspect_rows import find_suspect_rows
from pipelines.validation import Outcome
from pipelines.workbooks.feedback import Decision, feedback_path, is_current, write_feedback


def answer_senders(build: Build, outcomes: Mapping[str, Sequence[Outcome]]) -> None:
    """Start writing a workbook for every delivery with something new to mend, while the build goes on.

    outcomes: those of the expectations by table, on what was sent. A column that a sheet lacks is not a reason to write one.
    Workbooks of deliveries that are well now, or were taken back, are removed; those of deliveries that are held back
    already, which the outcomes do not cover, stay.
    """
    db, folder = build.workbench.connection, build.workspace.marts / "feedback"
    registers = build.catalogue.registers
    suspect = find_suspect_rows(db, outcomes, build.reviews, registers)
    faulty = set(
        db.execute(
            """select unit, period from quality.quarantine
               union select unit, period from quality.findings where severity <> 'info'
               union select unit, period from quality.deliveries where status = 'unreadable'"""
        ).fetchall()
    )
    faulty |= {name for name, found in suspect.items() if any(one.row for one in found)}
    wanted = set()
    for cleaned in build.deliveries:
        name = cleaned.delivery.unit, cleaned.delivery.period.name
        if name not in faulty:
            continue
        path, own = feedback_path(cleaned.delivery, folder), suspect.get(name, [])
        decided = _decided(db, *name)
        wanted.add(path)
        if cleaned.delivery.name in build.held_back and path.exists():
            continue
        if not is_current(path, cleaned.pieces, own, decided):
            build.submit(write_feedback, cleaned.delivery, cleaned.pieces, folder, registers, own, decided)
    for path in set(folder.glob("*.xlsx")) - wanted:
        path.unlink()


def _decided(db: duckdb.DuckDBPyConnection, unit: str, period: str) -> list[Decision]:
    """What selection decided of sheets of the delivery that do not count beside others."""
    found = db.execute(
        """select file, sheet, status, reason_zh from quality.statements
           where unit = ? and period = ? and status in ('superseded', 'undecided', 'held_back') order by all""",
        [unit, period],
    )
    return [Decision(*row) for row in found.fetchall()]
