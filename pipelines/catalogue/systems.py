"""Systems, ledgers and mechanisms that townships speak of, and the table, column or term that keeps each."""

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

import duckdb
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from pipelines.catalogue.quality import QUALITY_TABLES
from pipelines.common.errors import UserError
from pipelines.common.sql import insert_rows
from pipelines.common.yaml_files import read_entries
from pipelines.marts.mart import Mart
from pipelines.marts.policies import load_policy_tables
from pipelines.policy import FOLDER as POLICIES
from pipelines.registers.contract import Register
from pipelines.registers.loading import load_vocabulary

FILE = Path(__file__).with_suffix(".yml")

_PLACE = re.compile(
    r"(?P<table>(?:(?:clean|policy|quality)\.)?[a-z]\w*)(?:\.(?P<column>[a-z]\w*)(?:=(?P<term>.+))?)?"
)
Text = Annotated[str, Field(min_length=1)]


@dataclass(frozen=True)
class Place:
    """Where something is kept: a table, one of its columns, or one term of a column."""

    table: str
    column: str | None = None
    term: str | None = None

    @classmethod
    def parse(cls, text: str) -> "Place":
        """A place as systems.yml writes it: table, table.column or table.column=term. Raises ValueError."""
        found = _PLACE.fullmatch(text)
        if not found:
            raise ValueError(f"expected a table, table.column or table.column=term, found {text!r}")
        return cls(**found.groupdict())

    @property
    def anchor(self) -> str:
        """The place's id on the page of the dictionary."""
        return f"{self.table}.{self.column}" if self.column else self.table


def _is_place(text: str) -> str:
    Place.parse(text)
    return text


class System(BaseModel):
    """One system, ledger or mechanism: what it `holds`, the places that it is `kept_in`, and what of it is `not_kept`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Annotated[str, Field(pattern=r"^Y-\d{3}$")]
    name: Text
    other_names: tuple[Text, ...] = ()
    kind: Literal["platform", "ledger", "mechanism"]
    holds: Text
    kept_in: tuple[Annotated[str, AfterValidator(_is_place)], ...] = ()
    not_kept: Text | None = None

    @model_validator(mode="after")
    def _says_where_or_why_not(self) -> "System":
        if not (self.kept_in or self.not_kept):
            raise ValueError("expected kept_in, or not_kept with the reason")
        return self

    @property
    def places(self) -> tuple[Place, ...]:
        return tuple(map(Place.parse, self.kept_in))

    @property
    def row(self) -> tuple[str | None, ...]:
        """As a row of quality.systems: lists joined by ；, NULL where empty."""
        return (
            self.id,
            self.name,
            "；".join(self.other_names) or None,
            self.kind,
            self.holds,
            "；".join(self.kept_in) or None,
            self.not_kept,
        )


def load_systems(
    registers: Mapping[str, Register], marts: Iterable[Mart], path: Path = FILE
) -> tuple[System, ...]:
    """Every system, in the order of the file. `marts` are all that a SELECT makes, those of schema quality included.

    Raises InvalidFile where an entry is not valid, UserError where an id is there twice or a place does not exist.
    """
    systems = read_entries(path, System)
    known = _columns(registers, marts)
    seen: set[str] = set()
    for system in systems:
        if system.id in seen:
            raise UserError(f"{path}: {system.id} is there twice; expected each id once.")
        seen.add(system.id)
        for place in system.places:
            if fault := _fault(place, known, registers):
                raise UserError(f"{path}: {system.id}: kept_in: {fault}.")
    return systems


def add_systems(connection: duckdb.DuckDBPyConnection, systems: Iterable[System]) -> None:
    """Make the table quality.systems in the workbench."""
    columns = ", ".join(f"{column.name} {column.type}" for column in QUALITY_TABLES["systems"].columns)
    connection.execute(f"create or replace table quality.systems ({columns})")
    insert_rows(connection, "quality.systems", [system.row for system in systems])


def _columns(registers: Mapping[str, Register], marts: Iterable[Mart]) -> dict[str, set[str]]:
    """Each table as the dictionary names it, and its columns."""
    tables = (
        {mart.table: mart for mart in marts}
        | {f"policy.{name}": table for name, table in load_policy_tables().items()}
        | {f"quality.{name}": table for name, table in QUALITY_TABLES.items()}
    )
    return {f"clean.{register.name}": {*register.clean_columns} for register in registers.values()} | {
        name: {column.name for column in table.columns} for name, table in tables.items()
    }


def _fault(place: Place, known: Mapping[str, set[str]], registers: Mapping[str, Register]) -> str | None:
    """Why the place does not exist; None where it does."""
    if place.table not in known:
        return f"{place.table} is not a table"
    if place.column and place.column not in known[place.table]:
        return f"{place.column} is not a column of {place.table}"
    if place.term and place.term not in _terms(place, registers):
        return f"{place.term} is not a term of {place.anchor}"
    return None


def _terms(place: Place, registers: Mapping[str, Register]) -> frozenset[str]:
    """What the column may say: the terms of its vocabulary, or what the rows of a policy say; else nothing is known."""
    schema, _, name = place.table.rpartition(".")
    assert place.column
    if schema == "policy":
        return _said_in_policy(name, place.column)
    column = registers[name].by_name.get(place.column) if schema == "clean" else None
    if column and column.kind == "code" and column.argument:
        return frozenset(load_vocabulary(column.argument).values())
    return frozenset()


@cache
def _said_in_policy(table: str, column: str) -> frozenset[str]:
    with (POLICIES / f"{table}.csv").open(encoding="utf-8", newline="") as lines:
        return frozenset(row[column] for row in csv.DictReader(lines))
