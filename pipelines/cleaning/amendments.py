"""Corrections and exemptions: what a steward puts right beside a delivery, with a reason, a name and an end.

`corrections.yml` and `exemptions.yml` lie in the folder of the delivery, each a list. A correction names a cell, the
text that it expects there and the text to read instead; where the source was mended it no longer fits, is not
applied, and is reported. An exemption lets a rule pass for cells that it names: the cell is read as empty, an ID number
with a wrong check digit as it is written. Both end: past their day they are not applied, and are reported.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import duckdb
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    TypeAdapter,
    ValidationError,
)

from pipelines.common.errors import UserError
from pipelines.common.private_numbers import ShownText
from pipelines.common.yaml_files import read_yaml
from pipelines.deliveries.delivery import Delivery
from pipelines.reading.headers import Match
from pipelines.reading.normalise import normalise
from pipelines.registers.contract import Column
from pipelines.rules import RULES, Notice

_KEPT = "wrong_check_digit"
_FORMER_NAME = "waivers.yml"
"""What exemptions.yml was called before; to be read no longer from the next release on."""


def _exemptible(rule: str) -> str:
    if rule not in RULES or not RULES[rule].is_exemptible:
        raise ValueError(f"{rule} is not a rule that can be exempted")
    return rule


Text = Annotated[str, BeforeValidator(lambda value: "" if value is None else str(value).strip())]
Reason = Annotated[ShownText, Field(min_length=2)]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    file: str
    sheet: str | None = None
    reason: Reason
    by: Reason
    until: date


class Correction(_Entry):
    """Read `correct` in place of `found`, in the row and column that the sender sees."""

    row: Annotated[int, Field(ge=1)]
    column: str
    found: Text
    correct: Text


class Exemption(_Entry):
    """Let the rule pass in a column, in one row or in all."""

    rule: Annotated[str, AfterValidator(_exemptible)]
    column: str
    row: Annotated[int, Field(ge=1)] | None = None


@dataclass
class Amendments:
    """What is in force for a delivery today, what has ended, and notices on the files themselves."""

    corrections: list[Correction]
    exemptions: list[Exemption]
    ended: list[Correction | Exemption] = field(default_factory=list)
    notices: list[tuple[str, Notice]] = field(default_factory=list)

    @classmethod
    def of(cls, delivery: Delivery, today: date | None = None) -> "Amendments":
        """Raises UserError naming the file and the field where one of the two files is not valid."""
        today = today or date.today()
        corrections = _load(delivery.folder / "corrections.yml", TypeAdapter(list[Correction]))
        exemptions = [
            entry
            for name in ("exemptions.yml", _FORMER_NAME)
            for entry in _load(delivery.folder / name, TypeAdapter(list[Exemption]))
        ]
        is_former = (delivery.folder / _FORMER_NAME).exists()
        return cls(
            [entry for entry in corrections if entry.until >= today],
            [entry for entry in exemptions if entry.until >= today],
            [entry for entry in (*corrections, *exemptions) if entry.until < today],
            [(_FORMER_NAME, Notice("former_exemptions_name"))] if is_former else [],
        )

    def describe(self) -> list[dict[str, Any]]:
        """What decides the outcome, as plain data for a fingerprint."""
        entries = [
            entry.model_dump(mode="json") | {"ended": entry in self.ended}
            for entry in (*self.corrections, *self.exemptions, *self.ended)
        ]
        return entries + [{"file": file, "notice": notice.rule} for file, notice in self.notices]

    def of_sheet(self, file: str, sheet: str) -> "Amendments":
        """Those that concern the sheet."""

        def here(entry: _Entry) -> bool:
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
        """Take what is exempted out of the table `faults`, and its cells out of that of cells; a notice for each."""
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
    """The notice on an entry past its day."""
    return Notice(f"{_kind(entry)}_ended", _why(entry))


def unplaced(entry: Correction | Exemption) -> Notice:
    """The notice on an entry whose file or sheet is not in the delivery, or was not read."""
    return Notice(f"{_kind(entry)}_unused", {"file": entry.file, "sheet": entry.sheet})


def _kind(entry: Correction | Exemption) -> str:
    return "correction" if isinstance(entry, Correction) else "exemption"


def _why(entry: Correction | Exemption) -> dict[str, Any]:
    return {"header": entry.column, "reason": entry.reason, "by": entry.by, "until": entry.until}


def _not_applied(rule: str, entry: Correction, **fields: Any) -> Notice:
    return Notice(rule, {"row": entry.row, "header": entry.column, **fields}, 1)


def _column(named: str, match: Match) -> Column | None:
    """The column that is so named by the sender's header, the contract's title or its canonical name."""
    for name in match.columns:
        column = match.register.by_name[name]
        if normalise(named) in {normalise(name), normalise(column.title), normalise(match.headers[name])}:
            return column
    return None


def _load(path: Path, adapter: TypeAdapter) -> list:
    if not path.exists():
        return []
    try:
        return adapter.validate_python(read_yaml(path) or [])
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part + 1 if isinstance(part, int) else part) for part in first["loc"])
        raise UserError(f"{path}: {where or 'file'}: {first['msg']}.") from None
