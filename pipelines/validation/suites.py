"""Expectations and suites, and the loader of `expectations/`: a folder for each table, in it a file for each theme.

    expectations/clean.persons/
        table.yml           owner, affects, keys and identity of all rules; `each`: keys of the derived tables
        household.sql       a table that several rules read, made from the table ({batch}) or from another derived one
        exits.yml           `defaults` for the rules of the file, and `rules` by id

A rule has an id with the columns that a failing row shows, what it demands in a short form (`short_forms`), its
message on a failing row in Chinese and in English, and why it holds:

    rules:
      pupil_does_not_work_all_year(schooling, work_months):
        fails: schooling not in ('非在校生', '失学', '辍学') and work_months > 6
        says: 在校生务工超过六个月 | at school and working for more than six months
        source: columns 在校生状况 and 务工时间
        severity: info
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipelines.common.errors import UserError
from pipelines.common.old_names import rename_keys, warn_of_old_name
from pipelines.common.yaml_files import read_yaml
from pipelines.validation.short_forms import (
    BATCH,
    KEYS,
    UNEXPECTED_ROWS,
    Compiled,
    Grain,
    ShortForm,
    compile_rule,
)

Severity = Literal["critical", "warning", "info"]
Dimension = Literal["complete", "valid", "consistent", "unique", "timely"]
_Model = TypeVar("_Model", bound=BaseModel)
DIMENSIONS: tuple[Dimension, ...] = get_args(Dimension)


@dataclass(frozen=True)
class Expectation:
    """One rule about one table, in Great Expectations' vocabulary (`type`, `kwargs`, `severity`).

    `id` is unique within the table and stays the same for good. `keys` are the columns that show a failing row:
    its location and the figures that contradict each other, never anything private. `identity` are the columns
    that distinguish failing rows, and by which a finding is recognised again after its figures changed. `affects`
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
        """The same columns in the order by which failing rows are sorted: `identity` may be coded by a secret key."""
        return tuple(dict.fromkeys((*self.keys, *self.identity)))

    @property
    def query(self) -> str:
        """The unexpected_rows_query with its columns filled in; `{batch}` is still in place of the table."""
        return self.kwargs["unexpected_rows_query"].replace(KEYS, ", ".join(self.selected))


@dataclass(frozen=True)
class Suite:
    """All rules about one table, named as in SQL: `clean.persons`, `exits_by_year`.

    `derived` are tables that several rules read, as SELECTs by name: made once per check, from the table (`{batch}`)
    or from one another, each after those that it reads. One made from a large table is made a unit at a time: none of
    its rows may come from rows of two units. Raises UserError where two rules share an id: results are identified by it.
    """

    table: str
    expectations: tuple[Expectation, ...]
    derived: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        ids = [expectation.id for expectation in self.expectations]
        if twice := sorted({id for id in ids if ids.count(id) > 1}):
            raise UserError(f"Two expectations of {self.table} have the id {twice[0]}.")

    def reads(self, table: str) -> bool:
        """Whether a query of the suite, or a derived table that one reads, reads the table."""
        return _read(table, [*map(_query, self.expectations), *self.derived_for(self.expectations).values()])

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
    return any(table in _tables_of(query) for query in queries)


@cache
def _tables_of(query: str) -> frozenset[str]:
    """Tables that the query has in a FROM or a JOIN."""
    return frozenset(re.findall(r"(?:from|join)\s+([\w.{}]+)", query))


_SIGNATURE = r"^([a-z][a-z0-9_]*)(?:\((.*)\))?$"
"""`id` or `id(column, column)`: the columns that a failing row shows beside its keys."""


class _Defaults(BaseModel):
    """Defaults of every rule of a theme."""

    model_config = ConfigDict(extra="forbid")

    severity: Severity | None = None
    dimension: Dimension | None = None
    source: str | None = None
    owner: str | None = None
    affects: tuple[str, ...] | None = None
    each: str | None = None
    among: str | None = None


class _Theme(BaseModel):
    model_config = ConfigDict(extra="forbid")

    defaults: _Defaults = _Defaults()
    rules: dict[Annotated[str, Field(pattern=_SIGNATURE)], dict[str, Any]]


class _Table(BaseModel):
    """What holds for every rule about a table; `each` has the columns that identify the rows of derived tables."""

    model_config = ConfigDict(extra="forbid")

    owner: str = Field(min_length=1)
    affects: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    identity: tuple[str, ...] = ()
    each: dict[str, tuple[str, ...]] = {}


class _Rule(ShortForm):
    """What a rule demands, and its messages where it is broken. `shows` adds to its keys."""

    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)
    source: str = Field(min_length=1)
    severity: Severity
    dimension: Dimension
    owner: str = Field(min_length=1)
    affects: tuple[str, ...]
    keys: tuple[str, ...] | None = None
    shows: tuple[str, ...] | None = None
    since: date | None = None
    until: date | None = None


def load_suites(folder: Path) -> dict[str, Suite]:
    """The suite of every table that has a folder in this one, by table.

    Raises UserError naming the file, the rule and its field where one is not valid.
    """
    suites = {path.name: _load_suite(path) for path in sorted(folder.iterdir()) if path.is_dir()}
    for path in sorted(folder.glob("*.yml")):
        warn_of_old_name(path, f"{path.stem}/table.yml and {path.stem}/<theme>.yml")
        suites[path.stem] = _suite_of_one_file(path)
    return suites


def _load_suite(folder: Path) -> Suite:
    about = folder / "table.yml"
    if not about.exists():
        raise UserError(f"{about} is missing: it names the owner and the keys of the rules in its folder.")
    table = _validated(about, _Table, read_yaml(about))
    derived = _in_order({path.stem: _read_sql(path) for path in sorted(folder.glob("*.sql"))})
    rules = [
        rule
        for path in sorted(folder.glob("*.yml"))
        if path != about
        for rule in _rules(path, _validated(path, _Theme, read_yaml(path)), table, derived)
    ]
    return Suite(folder.name, tuple(rules), derived)


class _OldSuite(BaseModel):
    """A suite in one file, as the previous release of this project wrote them."""

    model_config = ConfigDict(extra="forbid")

    meta: dict[str, Any]
    derived: dict[str, str] = {}
    expectations: list[dict[str, Any]]


def _suite_of_one_file(path: Path) -> Suite:
    old = _validated(path, _OldSuite, read_yaml(path))
    table = _validated(path, _Table, rename_keys(path, old.meta, _OLD_KEYS))
    rules: list[Expectation] = []
    for entry in old.expectations:
        fields = entry | rename_keys(path, entry.get("meta", {}), _OLD_KEYS)
        theme = {
            "rules": {fields.pop("id", None): {key: value for key, value in fields.items() if key != "meta"}}
        }
        rules += _rules(path, _validated(path, _Theme, theme), table, old.derived)
    return Suite(path.stem, tuple(rules), old.derived)


_OLD_KEYS = {"endangers": "affects"}


def _read_sql(path: Path) -> str:
    """The query in the file without the comment above it, which would hide what is written behind it on one line."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if not line.startswith("--"))


def _in_order(derived: Mapping[str, str]) -> dict[str, str]:
    """The derived tables, each after those that it reads."""
    reads = {name: [other for other in derived if _read(other, [query])] for name, query in derived.items()}
    return {name: derived[name] for name in TopologicalSorter(reads).static_order()}


def _rules(path: Path, theme: _Theme, table: _Table, derived: Mapping[str, str]) -> Iterator[Expectation]:
    given = {"owner": table.owner, "affects": table.affects} | theme.defaults.model_dump(exclude_none=True)
    for signature, fields in theme.rules.items():
        id, shown = re.fullmatch(_SIGNATURE, signature).groups()  # type: ignore[union-attr]
        rule = _validated(path, _Rule, given | _spelled_out(shown, fields), id)
        if unknown := {rule.each, rule.join} - {None, *table.each}:
            raise UserError(
                f"{path}: {id}: {unknown.pop()} is none of the derived tables that table.yml has keys of."
            )
        compiled = compile_rule(rule, Grain(table.keys, table.each))
        if compiled.type == UNEXPECTED_ROWS and not any(
            _read(name, [compiled.kwargs["unexpected_rows_query"]]) for name in (BATCH, *derived)
        ):
            raise UserError(f"{path}: the query of {id} reads neither {BATCH} nor a derived table.")
        yield _expectation(id, rule, compiled, table)


def _spelled_out(shown: str | None, fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a rule with what its signature shows, and with its two messages apart."""
    rule = dict(fields)
    if shown is not None:
        rule["shows"] = re.findall(r"\w+", shown)
    if "says" in rule:
        rule["zh"], _, rule["en"] = (part.strip() for part in str(rule.pop("says")).partition("|"))
    return rule


def _expectation(id: str, rule: _Rule, compiled: Compiled, table: _Table) -> Expectation:
    own = rule.keys or compiled.keys
    keys = own or table.keys
    shows = compiled.shows if rule.shows is None else rule.shows
    return Expectation(
        id=id,
        type=compiled.type,
        kwargs=compiled.kwargs,
        severity=rule.severity,
        dimension=rule.dimension,
        zh=rule.zh,
        en=rule.en,
        owner=rule.owner,
        source=rule.source,
        keys=tuple(dict.fromkeys((*keys, *shows))),
        # A rule with keys of its own is about groups of rows, which those keys identify.
        identity=keys if own else table.identity,
        affects=rule.affects,
        since=rule.since,
        until=rule.until,
    )


def _validated(path: Path, model: type[_Model], content: Any, id: str = "") -> _Model:
    """The content of a file, or of its rule `id`, as its model. Raises UserError naming file, rule and field."""
    try:
        return model.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        where = [id, ".".join(map(str, first["loc"]))]
        raise UserError(f"{path}: {''.join(f'{part}: ' for part in where if part)}{first['msg']}.") from None
