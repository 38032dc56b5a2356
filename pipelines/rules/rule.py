"""The model of a rule, and the rules that there are."""

import re
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, model_validator

from pipelines.common.errors import UserError
from pipelines.common.private_numbers import without_private_numbers
from pipelines.common.yaml_files import read_yaml

FOLDER = Path(__file__).parent

Level = Literal["cell", "row", "sheet", "file", "entry"]
Dimension = Literal[
    "complete", "valid", "consistent", "unique", "timely", "precise", "accessible", "understandable"
]
DIMENSIONS: tuple[Dimension, ...] = get_args(Dimension)
"""Characteristics of ISO/IEC 25012 as adjectives: completeness, (syntactic) accuracy, consistency, currentness, precision,
accessibility and understandability. Uniqueness is a part of consistency there."""

_FILES = {
    "cells": "cell",
    "rows": "row",
    "sheets": "sheet",
    "files": "file",
    "entries": "entry",
    "notices": None,
}
"""File of rules → the level of all of them; notices state their own."""
_FIELD = re.compile(r"\{(\w+)\}")
_SECTION = re.compile(r"\[([^\]]*\{[^\]]*)\]")
"""A part of a sentence that is left out unless all of its fields are known, as [; the nearest is {nearest}]."""

Text = Annotated[str, Field(min_length=1)]


class Rule(BaseModel):
    """One rule: what it is about (`level`), the quality that its violation lowers, its message, and what to do.

    The sentences name their fields in braces and go on from the name of what they are about. The remedy is what the
    clerk who sent the data can do; only a rule that a clerk cannot mend names files of the steward. A rule with a
    `severity` is a notice: it is reported, and nothing is set aside for it. `is_exemptible` rules may be passed over in
    a cell by exemptions.yml. `unreachable` states why no fault of the test catalogue raises the rule.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    level: Level
    dimension: Dimension
    is_exemptible: bool = False
    severity: Literal["info", "warning"] | None = None
    zh: Text
    en: Text
    remedy_zh: Text
    remedy_en: Text
    unreachable: Text | None = None

    @model_validator(mode="after")
    def _exempts_only_cells(self) -> "Rule":
        if self.is_exemptible and (self.level != "cell" or self.severity):
            raise ValueError("only a rule on cells can be exemptible")
        return self

    @cached_property
    def fields(self) -> frozenset[str]:
        """Fields that a violation may state."""
        return frozenset(_FIELD.findall(self.zh + self.en))

    @cached_property
    def required_fields(self) -> frozenset[str]:
        """Fields outside the optional sections of a sentence."""
        return frozenset(_FIELD.findall(_SECTION.sub("", self.zh) + _SECTION.sub("", self.en)))

    @property
    def row(self) -> tuple[str | bool | None, ...]:
        """As a row of quality.rules."""
        texts = (legible(self.zh), legible(self.en), self.remedy_zh, self.remedy_en)
        return self.id, self.level, self.dimension, self.severity, self.is_exemptible, *texts


def legible(sentence: str) -> str:
    """The sentence as a list of rules shows it: every part, with … for what a violation fills in."""
    return _FIELD.sub("…", _SECTION.sub(r"\1", sentence))


def filled(sentence: str, fields: dict[str, Any], joined_by: str) -> str:
    """The sentence with its fields; a list is joined, and texts show no number of a person.

    Raises KeyError where a field that it needs is not given.
    """

    def shown(value: Any) -> str:
        return without_private_numbers(value) if isinstance(value, str) else str(value)

    def text(match: re.Match[str]) -> str:
        value = fields[match[1]]
        return joined_by.join(map(shown, value)) if isinstance(value, list | tuple) else shown(value)

    def section(match: re.Match[str]) -> str:
        is_known = all(fields.get(name) not in (None, "", (), []) for name in _FIELD.findall(match[1]))
        return match[1] if is_known else ""

    return _FIELD.sub(text, _SECTION.sub(section, sentence))


def load_rules(folder: Path = FOLDER) -> dict[str, Rule]:
    """Every rule by id, in the order of the files.

    Raises UserError naming the file, the rule and the field that is not valid.
    """
    rules: dict[str, Rule] = {}
    for name, level in _FILES.items():
        path = folder / f"{name}.yml"
        shared = {"level": level} if level else {}
        entries = [{"id": id, **shared, **entry} for id, entry in read_yaml(path, "not rules").items()]
        try:
            found = TypeAdapter(list[Rule]).validate_python(entries)
        except ValidationError as error:
            first = error.errors()[0]
            number, *field = first["loc"]
            where = ": ".join([entries[int(number)]["id"], *map(str, field)])
            raise UserError(f"{path}: {where}: {first['msg']}.") from None
        if twice := rules.keys() & {rule.id for rule in found}:
            raise UserError(f"{path}: {', '.join(sorted(twice))}: another file has a rule of this id, too.")
        rules |= {rule.id: rule for rule in found}
    return rules


RULES = load_rules()
