"""Corrections and exemptions: what a steward puts right beside a delivery, with a reason, a name and an end.

`corrections.yml` and `exemptions.yml` lie in the folder of the delivery, each a list. A correction names a cell, the
text that it expects there and the text to read instead; where the source was mended it no longer fits, is not
applied, and is reported. An exemption lets a rule pass for cells that it names: the cell is read as empty, an ID number
with a wrong check digit as it is written. Both end: past their day they are not applied, and are reported.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import duckdb

from pipelines.common.china_time import today_in_china
from pipelines.deliveries.delivery import FORMER_EXEMPTIONS, Delivery
from pipelines.deliveries.notes import Amendment, Correction, Exemption
from pipelines.reading.match import Match
from pipelines.reading.normalise import normalise
from pipelines.registers.columns import Column
from pipelines.rules import Notice

_KEPT = "wrong_check_digit"


@dataclass
class Amendments:
    """What is in force for a delivery today, what has ended, and notices on the files themselves."""

    corrections: list[Correction]
    exemptions: list[Exemption]
    ended: list[Correction | Exemption] = field(default_factory=list)
    notices: list[tuple[str, Notice]] = field(default_factory=list)

    @classmethod
    def of(cls, delivery: Delivery, today: date | None = None) -> "Amendments":
        """Raises UserError where one of the two files is not valid."""
        today = today or today_in_china()
        corrections, exemptions = delivery.corrections, delivery.exemptions
        every: list[Correction | Exemption] = [*corrections, *exemptions]
        is_former = (delivery.folder / FORMER_EXEMPTIONS).exists()
        return cls(
            [entry for entry in corrections if entry.until >= today],
            [entry for entry in exemptions if entry.until >= today],
            [entry for entry in every if entry.until < today],
            [(FORMER_EXEMPTIONS, Notice("former_exemptions_name"))] if is_former else [],
        )

    def describe(self) -> list[dict[str, Any]]:
        """Return what decides the outcome, as plain data for a fingerprint."""
        entries = [
            entry.model_dump(mode="json") | {"ended": entry in self.ended}
            for entry in (*self.corrections, *self.exemptions, *self.ended)
        ]
        return entries + [{"file": file, "notice": notice.rule} for file, notice in self.notices]

    def of_sheet(self, file: str, sheet: str) -> "Amendments":
        """Those that concern the sheet."""

        def here(entry: Amendment) -> bool:
            return entry.file == file and entry.sheet in (None, "", sheet)

        return Amendments(
            [entry for entry in self.corrections if here(entry)],
            [entry for entry in self.exemptions if here(entry)],
        )

    def apply_corrections(self, db: duckdb.DuckDBPyConnection, cells: str, match: Match) -> Iterator[Notice]:
        """Mend the table of cells; give a notice for each correction."""
        for entry in self.corrections:
            column = _column(entry.column, match)
            if column is None:
                yield _not_applied("correction_without_column", entry)
                continue
            held = db.execute(
                f"select coalesce({column.name}, '') from {cells} where row = ? and class = 'data'",
                [entry.row],
            ).fetchone()
            if held is None:
                yield _not_applied("correction_without_row", entry)
            elif held[0] != entry.found:
                shown = None if column.is_private else held[0] or "空"
                yield _not_applied("correction_outdated", entry, found=shown)
            else:
                db.execute(
                    f"update {cells} set {column.name} = nullif(?, '') where row = ?",
                    [entry.correct, entry.row],
                )
                yield Notice("correction_used", {"row": entry.row, **_why(entry)}, 1)

    def apply_exemptions(self, db: duckdb.DuckDBPyConnection, cells: str, match: Match) -> Iterator[Notice]:
        """Remove what is exempted from the table `faults`, and its cells from the table of cells. Return a notice for
        each."""
        for entry in self.exemptions:
            column = _column(entry.column, match)
            rows = []
            if column is not None:
                rows = db.execute(
                    "select row from faults where rule = ? and column_index = ? and row = coalesce(?, row)",
                    [entry.rule, match.columns[column.name], entry.row],
                ).fetchall()
            if column is None or not rows:
                yield Notice("exemption_without_violation", {"header": entry.column, "exempted": entry.rule})
                continue
            numbers = [row for (row,) in rows]
            if entry.rule == _KEPT:
                db.execute(
                    f"""update parsed_{column.name} set value = upper(replace(raw, ' ', '')), rule = null
                        where rule = ? and raw in (select {column.name} from {cells} where row in (select unnest(?)))""",
                    [entry.rule, numbers],
                )
            else:
                db.execute(
                    f"update {cells} set {column.name} = null where row in (select unnest(?))", [numbers]
                )
            db.execute(
                "delete from faults where rule = ? and column_index = ? and row in (select unnest(?))",
                [entry.rule, match.columns[column.name], numbers],
            )
            yield Notice("exemption_used", {"exempted": entry.rule, **_why(entry)}, len(numbers))


def ended(entry: Correction | Exemption) -> Notice:
    """Return the notice on an entry that has expired."""
    rule = "correction_ended" if isinstance(entry, Correction) else "exemption_ended"
    return Notice(rule, _why(entry))


def unplaced(entry: Correction | Exemption) -> Notice:
    """Return the notice on an entry whose file or sheet is not in the delivery, or was not read."""
    rule = "correction_unused" if isinstance(entry, Correction) else "exemption_unused"
    return Notice(rule, {"file": entry.file, "sheet": entry.sheet})


def _why(entry: Correction | Exemption) -> dict[str, Any]:
    return {"header": entry.column, "reason": entry.reason, "by": entry.by, "until": entry.until}


def _not_applied(rule: str, entry: Correction, **fields: Any) -> Notice:
    return Notice(rule, {"row": entry.row, "header": entry.column, **fields}, 1)


def _column(named: str, match: Match) -> Column | None:
    """Return the column that the sender's header, the contract's title or the canonical name names."""
    for name in match.columns:
        column = match.register.by_name[name]
        if normalise(named) in {normalise(name), normalise(column.title), normalise(match.headers[name])}:
            return column
    return None
