"""The model of an expectation and of a suite, and the loader of the files in `expectations/`."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from pipelines.common.errors import UserError
from pipelines.common.old_names import rename_keys
from pipelines.common.yaml_files import read_yaml

Severity = Literal["critical", "warning", "info"]
Dimension = Literal["complete", "valid", "consistent", "unique", "timely"]
DIMENSIONS: tuple[Dimension, ...] = get_args(Dimension)

UNEXPECTED_ROWS = "unexpected_rows_expectation"
KEYS = "{keys}"
"""What an unexpected_rows_query selects where it names no columns itself: those of `Expectation.selected`."""


@dataclass(frozen=True)
class Expectation:
    """One rule about one table, in Great Expectations' vocabulary (`type`, `kwargs`, `severity`).

    `id` is unique within the table and stays the same for good. `keys` are the columns that show a failing row:
    where it stands and the figures that contradict each other, never anything private. `identity` are the columns
    that tell failing rows apart, and in which a finding is recognised again after its figures changed. `affects`
    are the marts that a failing row distorts, `dimension` the dimension of quality that it lowers. `since` and
    `until` are the first and last day of the periods that the rule applies to.
    """

    id: str
    type: str
    kwargs: dict[str, Any]
    severity: Severity
    dimension: Dimension
    zh: str
    en: str
    owner: str
    source: str
    keys: tuple[str, ...] = ()
    identity: tuple[str, ...] = ()
    affects: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None

    @property
    def selected(self) -> tuple[str, ...]:
        """Columns of a failing row that are looked at: `identity` and `keys`, each once."""
        return tuple(dict.fromkeys((*self.identity, *self.keys)))

    @property
    def sorted_by(self) -> tuple[str, ...]:
        """The same columns in the order by which failing rows are told: `identity` may be coded by a secret key."""
        return tuple(dict.fromkeys((*self.keys, *self.identity)))

    @property
    def query(self) -> str:
        """The unexpected_rows_query with its columns filled in; `{batch}` still stands for the table."""
        return self.kwargs["unexpected_rows_query"].replace(KEYS, ", ".join(self.selected))


@dataclass(frozen=True)
class Suite:
    """All rules about one table, named as in SQL: `clean.persons`, `exits_by_year`.

    `derived` are tables that several rules read, as SELECTs by name: made once per check, from the table (`{batch}`)
    or from one another, each after those that it reads. One made from a large table is made a unit at a time: none of
    its rows may come from rows of two units. Raises UserError where two rules share an id: results are told apart by it.
    """

    table: str
    expectations: tuple[Expectation, ...]
    derived: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        ids = [expectation.id for expectation in self.expectations]
        if twice := sorted({id for id in ids if ids.count(id) > 1}):
            raise UserError(f"Two expectations of {self.table} have the id {twice[0]}.")

    def reads(self, table: str) -> bool:
        """Whether a query of the suite reads the table."""
        return _read(table, [*map(_query, self.expectations), *self.derived.values()])

    def derived_for(self, expectations: Iterable[Expectation]) -> dict[str, str]:
        """Those of the derived tables that the expectations read, and that these read in turn."""
        queries = [*map(_query, expectations)]
        needed: dict[str, str] = {}
        for name, query in reversed([*self.derived.items()]):
            if _read(name, queries):
                needed = {name: query, **needed}
                queries.append(query)
        return needed

    def standalone(self, expectation: Expectation) -> str:
        """The expectation's unexpected_rows_query with the derived tables that it reads written into it."""
        tables = self.derived_for([expectation]).items()
        return f"{'with ' if tables else ''}{', '.join(f'{n} as ({query})' for n, query in tables)} {expectation.query}"


def _query(expectation: Expectation) -> str:
    return expectation.kwargs.get("unexpected_rows_query", "")


def _read(table: str, queries: Iterable[str]) -> bool:
    """Whether one of the queries has the table in a FROM or a JOIN."""
    return any(re.search(rf"(from|join)\s+{re.escape(table)}(?!\w)", query) for query in queries)


class _Meta(BaseModel):
    """What the suite's own `meta` says may be said otherwise for one rule; `shows` adds to its keys."""

    model_config = ConfigDict(extra="forbid")

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    dimension: Dimension
    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)
    source: str = Field(min_length=1)
    owner: str | None = Field(default=None, min_length=1)
    keys: tuple[str, ...] | None = None
    shows: tuple[str, ...] = ()
    affects: tuple[str, ...] | None = None
    since: date | None = None
    until: date | None = None


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid")

    type: str = Field(pattern=r"^[a-z][a-z_]*$")
    kwargs: dict[str, Any]
    severity: Severity
    meta: _Meta

    @model_validator(mode="after")
    def _says_what_it_does(self) -> "_Entry":
        if "mostly" in self.kwargs:
            raise PydanticCustomError(
                "hidden", "'mostly' hides rows that break the rule; use the severity warning or info"
            )
        return self


class _SuiteMeta(BaseModel):
    """What holds for every rule of the file that does not say otherwise."""

    model_config = ConfigDict(extra="forbid")

    owner: str = Field(min_length=1)
    keys: tuple[str, ...] = ()
    identity: tuple[str, ...] = ()
    affects: tuple[str, ...] = ()


class _SuiteFile(BaseModel):
    model_config = ConfigDict(extra="forbid")

    meta: _SuiteMeta
    derived: dict[str, str] = {}
    expectations: list[_Entry]


def load_suites(folder: Path) -> dict[str, Suite]:
    """The suite in every `<table>.yml` of the folder, by table.

    Raises UserError naming the file, the entry and its field where one is not valid.
    """
    return {path.stem: _load_suite(path) for path in sorted(folder.glob("*.yml"))}


def _load_suite(path: Path) -> Suite:
    try:
        file = _SuiteFile.model_validate(_with_new_names(path, read_yaml(path)))
    except ValidationError as error:
        first = error.errors()[0]
        match first["loc"]:
            case ("expectations", int(index), *field):
                where = ": ".join([f"entry {index + 1}", ".".join(map(str, field))]).removesuffix(": ")
            case field:
                where = ".".join(map(str, field))
        raise UserError(f"{path}: {where}: {first['msg']}.") from None
    expectations = tuple(_expectation(entry, file.meta) for entry in file.expectations)
    for rule in expectations:
        if rule.type == UNEXPECTED_ROWS and not any(
            _read(n, [_query(rule)]) for n in ("{batch}", *file.derived)
        ):
            raise UserError(f"{path}: the query of {rule.id} reads neither {{batch}} nor a derived table.")
    return Suite(path.stem, expectations, file.derived)


def _with_new_names(path: Path, file: Any) -> Any:
    """The content of the file with `affects` where it says `endangers`."""
    if not isinstance(file, dict):
        return file
    metas = [file, *(entry for entry in file.get("expectations") or () if isinstance(entry, dict))]
    for entry in metas:
        entry["meta"] = rename_keys(path, entry.get("meta"), {"endangers": "affects"})
    return file


def _expectation(entry: _Entry, suite: _SuiteMeta) -> Expectation:
    meta = entry.meta
    keys = suite.keys if meta.keys is None else meta.keys
    return Expectation(
        id=meta.id,
        type=entry.type,
        kwargs=entry.kwargs,
        severity=entry.severity,
        dimension=meta.dimension,
        zh=meta.zh,
        en=meta.en,
        owner=meta.owner or suite.owner,
        source=meta.source,
        keys=(*keys, *meta.shows),
        # A rule with keys of its own is about groups of rows, which those keys tell apart.
        identity=suite.identity if meta.keys is None else keys,
        affects=suite.affects if meta.affects is None else meta.affects,
        since=meta.since,
        until=meta.until,
    )
