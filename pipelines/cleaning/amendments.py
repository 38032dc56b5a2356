"""Corrections and waivers: what a steward puts right beside a delivery, with a reason, a name and an end.

`corrections.yml` and `waivers.yml` lie in the folder of the delivery, each a list. A correction names a cell, the
text that it expects there and the text to read instead; where the source was mended it no longer fits, is not
applied, and says so. A waiver lets a rule pass for cells that it names: the cell is read as empty, an ID number
with a wrong check digit as it is written. Both end: past their day they are not applied, and say so.
"""

from collections.abc import Iterator
from dataclasses import dataclass
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

from pipelines.cleaning.rules import RULES, SHEET_RULES
from pipelines.common.errors import UserError
from pipelines.common.yaml_files import read_yaml
from pipelines.deliveries.delivery import Delivery
from pipelines.reading.headers import Match
from pipelines.reading.normalise import normalise
from pipelines.registers.contract import Column

_KEPT = "wrong_check_digit"


def _waivable(rule: str) -> str:
    if rule not in RULES.keys() - SHEET_RULES:
        raise ValueError(f"{rule} is no rule that can be waived")
    return rule


Text = Annotated[str, BeforeValidator(lambda value: "" if value is None else str(value).strip())]
Said = Annotated[str, Field(min_length=2)]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    file: str
    sheet: str | None = None
    reason: Said
    by: Said
    until: date


class Correction(_Entry):
    """Read `correct` where `found` stands, in the row and column that the sender sees."""

    row: Annotated[int, Field(ge=1)]
    column: str
    found: Text
    correct: Text


class Waiver(_Entry):
    """Let the rule pass in a column, in one row or in all."""

    rule: Annotated[str, AfterValidator(_waivable)]
    column: str
    row: Annotated[int, Field(ge=1)] | None = None


@dataclass(frozen=True)
class Finding:
    """What is said of a sheet without quarantining a row."""

    rule: str
    severity: str
    zh: str
    en: str
    rows: int | None = None


@dataclass
class Amendments:
    """What is in force for a delivery today, and what has ended."""

    corrections: list[Correction]
    waivers: list[Waiver]
    ended: list[Correction | Waiver]

    @classmethod
    def of(cls, delivery: Delivery, today: date | None = None) -> "Amendments":
        """Raises UserError naming the file and the field where one of the two files is not valid."""
        today = today or date.today()
        corrections = _load(delivery.folder / "corrections.yml", TypeAdapter(list[Correction]))
        waivers = _load(delivery.folder / "waivers.yml", TypeAdapter(list[Waiver]))
        return cls(
            [entry for entry in corrections if entry.until >= today],
            [entry for entry in waivers if entry.until >= today],
            [entry for entry in (*corrections, *waivers) if entry.until < today],
        )

    def describe(self) -> list[dict[str, Any]]:
        """What decides the outcome, as plain data for a fingerprint."""
        return [
            entry.model_dump(mode="json") | {"ended": entry in self.ended}
            for entry in (*self.corrections, *self.waivers, *self.ended)
        ]

    def of_sheet(self, file: str, sheet: str) -> "Amendments":
        """Those that speak of the sheet."""

        def here(entry: _Entry) -> bool:
            return entry.file == file and entry.sheet in (None, "", sheet)

        return Amendments(
            [entry for entry in self.corrections if here(entry)],
            [entry for entry in self.waivers if here(entry)],
            [],
        )

    def apply_corrections(self, db: duckdb.DuckDBPyConnection, match: Match) -> Iterator[Finding]:
        """Mend the table `cells`; give a finding for each correction."""
        for entry in self.corrections:
            column = _column(entry.column, match)
            where = f"第{entry.row}行“{entry.column}”"
            if column is None:
                yield _broken(entry, f"{where}:没有这一列", "there is no such column")
                continue
            held = db.execute(
                f"select coalesce({column.name}, '') from cells where row = ? and class = 'data'", [entry.row]
            ).fetchone()
            if held is None:
                yield _broken(entry, f"{where}:这一行不是数据行", "that row is no row of data")
            elif held[0] != entry.found:
                now = "私密内容" if column.is_private else f"“{held[0]}”"
                yield _broken(
                    entry, f"{where}:预期的原值已不在,现为{now}", "the cell no longer holds what it expects"
                )
            else:
                db.execute(
                    f"update cells set {column.name} = nullif(?, '') where row = ?",
                    [entry.correct, entry.row],
                )
                yield Finding(
                    "correction_used",
                    "info",
                    f"更正已应用,{where}:{entry.reason}({entry.by},有效至 {entry.until})",
                    f"row {entry.row} {entry.column} corrected: {entry.reason} ({entry.by}, until {entry.until})",
                    1,
                )

    def apply_waivers(self, db: duckdb.DuckDBPyConnection, match: Match) -> Iterator[Finding]:
        """Take what is waived out of the table `faults`, and its cells out of `cells`; a finding for each waiver."""
        for entry in self.waivers:
            column = _column(entry.column, match)
            rows = []
            if column is not None:
                rows = db.execute(
                    "select row from faults where rule = ? and column_index = ? and row = coalesce(?, row)",
                    [entry.rule, match.columns[column.name], entry.row],
                ).fetchall()
            if column is None or not rows:
                yield Finding(
                    "waiver_unused",
                    "warning",
                    f"豁免未用到:“{entry.column}”没有违反 {entry.rule} 的单元格,请删除该条",
                    f"waiver of {entry.rule} in {entry.column} is not used; remove it",
                )
                continue
            numbers = [row for (row,) in rows]
            if entry.rule == _KEPT:
                db.execute(
                    f"""update parsed_{column.name} set value = upper(replace(raw, ' ', '')), rule = null
                        where rule = ? and raw in (select {column.name} from cells where row in (select unnest(?)))""",
                    [entry.rule, numbers],
                )
            else:
                db.execute(
                    f"update cells set {column.name} = null where row in (select unnest(?))", [numbers]
                )
            db.execute(
                "delete from faults where rule = ? and column_index = ? and row in (select unnest(?))",
                [entry.rule, match.columns[column.name], numbers],
            )
            yield Finding(
                "waiver_used",
                "info",
                f"豁免“{entry.column}”的 {entry.rule}:{entry.reason}({entry.by},有效至 {entry.until})",
                f"{entry.rule} waived in {entry.column}: {entry.reason} ({entry.by}, until {entry.until})",
                len(numbers),
            )


def ended(entry: Correction | Waiver) -> Finding:
    """What is said of an entry past its day."""
    kind, zh = ("correction", "更正") if isinstance(entry, Correction) else ("waiver", "豁免")
    return Finding(
        f"{kind}_ended",
        "warning",
        f"{zh}已于 {entry.until} 到期,不再应用:“{entry.column}”,{entry.reason}({entry.by})",
        f"{kind} of {entry.column} ended on {entry.until} and is not applied: {entry.reason} ({entry.by})",
    )


def unplaced(entry: Correction | Waiver) -> Finding:
    """What is said of an entry whose file or sheet is not in the delivery, or was not read."""
    kind, zh = ("correction", "更正") if isinstance(entry, Correction) else ("waiver", "豁免")
    return Finding(
        f"{kind}_unused",
        "warning",
        f"{zh}未用到:没有读到它所指的文件或工作表“{entry.file}”{entry.sheet or ''}",
        f"{kind} not used: file {entry.file} {entry.sheet or ''} was not read".replace("  ", " "),
    )


def _broken(entry: Correction, zh: str, en: str) -> Finding:
    return Finding(
        "correction_broken",
        "warning",
        f"更正未应用,{zh};源文件若已改正,请删除该条",
        f"correction of row {entry.row} {entry.column} not applied: {en}; if the source was mended, remove it",
        1,
    )


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
        return adapter.validate_python(read_yaml(path, "no valid YAML") or [])
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part + 1 if isinstance(part, int) else part) for part in first["loc"])
        raise UserError(f"{path}: {where or 'file'}: {first['msg']}.") from None
