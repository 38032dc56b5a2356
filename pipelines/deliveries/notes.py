"""What the steward writes beside deliveries: `unit.yml` of a unit, `delivery.yml`, `corrections.yml` and `exemptions.yml`
of one delivery."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

import yaml
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from pipelines.common.private_numbers import ShownText
from pipelines.rules import RULES

Name = Annotated[str, Field(min_length=1, max_length=200)]
ShownName = Annotated[ShownText, Field(min_length=1, max_length=200)]
Value = str | int | float | bool
ELLIPSIS = "…"
"""In a line to paste: what the steward replaces by a value."""
PASSED_OVER = "不读"
"""In place of a column's name: the header names none, and says nothing on whether rows count."""
Role = Literal["list", "part", "continuation", "correction", "extract", "summary", "draft", "void", "other"]


class Unit(BaseModel):
    """The area that a unit is: those of county, township and village that apply, and the prefecture that these are in."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    prefecture: ShownName | None = None
    county: ShownName | None = None
    township: ShownName | None = None
    village: ShownName | None = None
    source: ShownText | None = None
    note: ShownText | None = None


class SheetName(BaseModel):
    """A sheet of a file of the same unit; of the same period, where no other is named."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    file: Name
    sheet: Name | None = None
    period: Name | None = None


class SheetNote(BaseModel):
    """What the steward decides of one sheet, or of every sheet of one file.

    `register` and `role` state what it is, `counts` whether it counts, `replaces` names the file, or file and sheet, or
    several of them, that it takes the place of, `defaults` gives the value of canonical columns that it lacks, `columns` says of
    headers which column each names, or that it is passed over.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    file: Name
    sheet: Name | None = None
    register_name: Name | None = Field(None, alias="register")
    role: Role | None = None
    counts: bool | None = None
    replaces: Name | SheetName | tuple[Name | SheetName, ...] | None = None
    defaults: dict[str, Value] = {}
    columns: dict[str, Name] = {}

    @property
    def replaced(self) -> tuple[SheetName, ...]:
        """The sheets that it takes the place of."""
        named = self.replaces if isinstance(self.replaces, tuple) else (self.replaces,)
        return tuple(one if isinstance(one, SheetName) else SheetName(file=one) for one in named if one)


def _one_for_each(notes: tuple[SheetNote, ...]) -> tuple[SheetNote, ...]:
    for (file, sheet), count in Counter((note.file, note.sheet) for note in notes).items():
        if count > 1:
            name = f"{file}·{sheet}" if sheet else file
            raise ValueError(
                f"has {count} lines for {name}, of which one alone would hold: write them as one"
            )
    return notes


def sheets_line(*notes: Mapping[str, object]) -> str:
    """The line of delivery.yml that holds these notes on sheets."""
    return f"sheets: [{', '.join(map(entry, notes))}]"


def entry(note: Mapping[str, object]) -> str:
    """The note as an entry of a list in YAML, names quoted where they would be read as numbers or days."""
    return yaml.safe_dump(
        dict(note), default_flow_style=True, allow_unicode=True, sort_keys=False, width=10_000
    ).strip()


class Notes(BaseModel):
    """What holds for a delivery as a whole, and for single sheets of it.

    `defaults` gives the value of a canonical column for sheets that lack it; `money_unit` the unit of amounts that
    state none anywhere else.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    source: ShownText | None = None
    note: ShownText | None = None
    defaults: dict[str, Value] = {}
    money_unit: Literal["元", "万元"] | None = None
    sheets: Annotated[tuple[SheetNote, ...], AfterValidator(_one_for_each)] = ()

    def on(self, file: str, sheet: str) -> SheetNote | None:
        """The note on a sheet, else the one on its file."""
        notes = [note for note in self.sheets if note.file == file and note.sheet in (sheet, None)]
        return max(notes, key=lambda note: note.sheet is not None, default=None)

    def defaults_of(self, file: str, sheet: str) -> dict[str, Value]:
        """The values that hold for a sheet: its own before those of the delivery."""
        note = self.on(file, sheet)
        return {**self.defaults, **(note.defaults if note else {})}


def _exemptible(rule: str) -> str:
    if rule not in RULES or not RULES[rule].is_exemptible:
        raise ValueError("not a rule that can be exempted")
    return rule


RowNumber = Annotated[int, Field(ge=1, le=2**31)]
Text = Annotated[str, BeforeValidator(lambda value: "" if value is None else str(value).strip())]
Reason = Annotated[ShownText, Field(min_length=2)]


class Amendment(BaseModel):
    """What a steward puts right, why, who says so, and until when."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    file: Name
    sheet: str | None = None
    reason: Reason
    by: ShownName
    until: date


class Correction(Amendment):
    """Read `correct` in place of `found`, in the row and column that the sender sees."""

    row: RowNumber
    column: str
    found: Text
    correct: Text


class Exemption(Amendment):
    """Let the rule pass in a column, in one row or in all."""

    rule: Annotated[str, AfterValidator(_exemptible)]
    column: str
    row: RowNumber | None = None
