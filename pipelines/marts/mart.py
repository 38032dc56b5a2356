"""The model of a mart, and its loader."""

import re
from collections.abc import Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import Self

import sqlglot
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from sqlglot import exp
from sqlglot.errors import ParseError, SqlglotError

from pipelines.common.errors import UserError
from pipelines.common.yaml_files import read_yaml
from pipelines.marts.answers import Answer
from pipelines.marts.chart import Chart
from pipelines.marts.coverage import COLUMNS as COVERAGE
from pipelines.marts.coverage import has_coverage
from pipelines.marts.disclosure import COUNTED_UNITS, Disclosure
from pipelines.registers.areas import AREA_COLUMNS

FOLDER = Path(__file__).parent
STEPS = "steps"
"""Folder in that of a subject with SELECTs that several marts read, or that a long one is made of."""

_STEP = re.compile(rf"\b{STEPS}\.(\w+)")


class MartColumn(BaseModel):
    """A column of a mart: title, SQL type, unit and definition, in Chinese. `required` ones are never NULL.

    `replaced_by` is the column that holds the same under its new name: pages and workbooks show that one alone.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    title: str
    type: str
    unit: str | None = None
    required: bool = False
    replaced_by: str | None = None
    description: str

    @property
    def comment(self) -> str:
        """Title, unit and definition in one line, as the database carries them."""
        return f"{self.title}{f'({self.unit})' if self.unit else ''}. {self.description}"


class Table(BaseModel):
    """A table of a release: title, what it holds, and every column, in Chinese."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str
    description: str
    columns: tuple[MartColumn, ...]

    @property
    def shown_columns(self) -> list[MartColumn]:
        """Those that pages and workbooks show: no other replaces them, and none is of coverage, which is a sentence there."""
        return [c for c in self.columns if c.replaced_by is None and c.name not in COVERAGE]

    @property
    def comment(self) -> str:
        """Title and description in one line, as the database carries them."""
        return f"{self.title}. {self.description}"


class Mart(Table):
    """A mart: beside what a table has its grain, how it is computed, the SELECT that does so, and what it is used for.

    `schema` is its schema in a release. A mart that counts households or persons states what may be disclosed of it.
    """

    name: str
    grain: str
    key: tuple[str, ...]
    computed: str
    warnings: tuple[str, ...] = ()
    sql: str
    schema_name: str = Field(default="main", alias="schema")
    chart: Chart | None = None
    disclosure: Disclosure | None = None
    answers: tuple[Answer, ...] = ()

    @model_validator(mode="after")
    def _discloses_counts(self) -> Self:
        counts = self.counts
        if counts and self.disclosure is None:
            raise ValueError(
                f"{counts[0]} counts 户, 人 or 户次; expected disclosure, {{}} where its counts follow from nothing else"
            )
        return self

    @model_validator(mode="after")
    def _names_own_columns(self) -> Self:
        known = {column.name for column in self.columns}
        named = {"disclosure": self.disclosure.own_columns if self.disclosure else set()}
        named["chart"] = self.chart.own_columns if self.chart else set()
        named |= {f"answers.{place}": answer.own_columns for place, answer in enumerate(self.answers)}
        for where, columns in named.items():
            if unknown := columns - known:
                raise ValueError(f"{where} names {', '.join(sorted(unknown))}, which is not a column")
        if (self.answers or self.chart) and not self.has_areas:
            raise ValueError(
                "chart and answers are of areas; expected area_level, county, township and village"
            )
        return self

    @model_validator(mode="after")
    def _draws_no_sum_of_rates(self) -> Self:
        if self.chart is None:
            return self
        rates = {c.name for c in self.columns if c.unit == "比例"} & {*self.chart.series, *self.chart.beside}
        summed = {*self.key} - {*AREA_COLUMNS, self.chart.label, self.chart.year}
        if rates and summed:
            raise ValueError(f"chart sums {min(rates)} over {', '.join(sorted(summed))}; rates do not add up")
        return self

    @property
    def table(self) -> str:
        """Its name in a release; a mart of schema main needs no other."""
        return self.name if self.schema_name == "main" else f"{self.schema_name}.{self.name}"

    @property
    def has_areas(self) -> bool:
        """Whether its rows are of areas."""
        return {*AREA_COLUMNS} <= {column.name for column in self.columns}

    @property
    def has_coverage(self) -> bool:
        """Whether its rows state what they rest on."""
        return has_coverage(column.name for column in self.columns)

    @property
    def headline(self) -> int | None:
        """Place of its figure on the first page; None where it has none there."""
        return self.chart.headline if self.chart else None

    @property
    def summed(self) -> list[str]:
        """Columns whose rows add up over an area: those that its chart sums."""
        if self.chart is None or self.chart.of_villages:
            return []
        series = self.chart.series
        return [*series, *(self.chart.instead[name] for name in series if name in self.chart.instead)]

    @property
    def counts(self) -> list[str]:
        """Columns that count households or persons."""
        return [column.name for column in self.columns if column.unit in COUNTED_UNITS]

    @property
    def comment(self) -> str:
        return f"{self.title}. {self.description}{self.grain}。{self.computed}"

    @cached_property
    def reads(self) -> frozenset[str]:
        """Tables that the SELECT reads: clean.<register>, policy.<table>, or the bare name of another mart."""
        tree = sqlglot.parse_one(self.sql, dialect="duckdb")
        own = {cte.alias for cte in tree.find_all(exp.CTE)}
        tables = (
            f"{table.db}.{table.name}" if table.db else table.name for table in tree.find_all(exp.Table)
        )
        return frozenset(table for table in tables if table not in own)


def load_marts(folder: Path = FOLDER) -> dict[str, Mart]:
    """Every mart in the folder and the folders of subjects in it by name, each after those that it reads.

    Raises UserError where a SELECT is none or has no description, a description is not valid, two marts have one name,
    a SELECT reads a step that there is not, or marts read each other in a circle.
    """
    found = sorted(folder.rglob("*.sql"))
    steps = {path.stem: path.read_text(encoding="utf-8") for path in found if path.parent.name == STEPS}
    marts: dict[str, Mart] = {}
    for path in (path for path in found if path.parent.name != STEPS):
        if path.stem in marts:
            raise UserError(f"{path}: another subject has a mart {path.stem}; expected a name of its own.")
        marts[path.stem] = _load(path, steps)
    ordered: dict[str, Mart] = {}
    while len(ordered) < len(marts):
        ready = [
            name for name in marts if name not in ordered and marts[name].reads & set(marts) <= set(ordered)
        ]
        if not ready:
            circle = ", ".join(sorted(set(marts) - set(ordered)))
            raise UserError(f"The marts {circle} read each other in a circle.")
        ordered |= {name: marts[name] for name in ready}
    _verify_disclosure(ordered)
    return ordered


def _verify_disclosure(marts: Mapping[str, Mart]) -> None:
    """Raises UserError where a mart's disclosure names an unknown mart or column."""
    for mart in marts.values():
        rule = mart.disclosure or Disclosure()
        named = [(name, {"year"}) for name in rule.after]
        named += [(total.mart, {*total.by, *total.columns.values()}) for total in rule.sums]
        for name, columns in named:
            other = marts.get(name)
            if other is None:
                raise UserError(f"{mart.name}.yml: disclosure names {name}, which is not a mart.")
            rests = other.disclosure.rests if other.disclosure else {}
            if unknown := columns - {column.name for column in other.columns} - {*rests}:
                raise UserError(
                    f"{mart.name}.yml: disclosure names {', '.join(sorted(unknown))}, which is not a column of {name}."
                )


def _load(path: Path, steps: Mapping[str, str]) -> Mart:
    described = path.with_suffix(".yml")
    if not described.exists():
        raise UserError(f"{path} has no description; expected {described.name} beside it.")
    try:
        content = read_yaml(described, "not a description of a mart")
        content["columns"] = [_with_shared(column) for column in content.get("columns", [])]
        mart = Mart(name=path.stem, sql=_with_steps(path, steps), **content)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or "as a whole"
        raise UserError(f"{described}: {where}: {first['msg'].removeprefix('Value error, ')}.") from None
    except TypeError as error:
        raise UserError(
            f"{described}: not a description of a mart ({' '.join(str(error).split())})."
        ) from None
    try:
        _ = mart.reads
    except SqlglotError as error:
        raise UserError(f"{path}: not a SELECT ({_slip(error)}).") from None
    return mart


@cache
def _shared_columns() -> dict[str, dict]:
    return read_yaml(FOLDER / "columns.yml")


def _with_shared(column: dict) -> dict:
    """The column with its entry in columns.yml, where it has `use`: a mart adds only which rows it counts."""
    if "use" not in column:
        return column
    shared = _shared_columns()
    if column["use"] not in shared:
        raise TypeError(f"columns.yml has no {column['use']}")
    if own := {*column} - {"use", "required", "description"}:
        raise TypeError(f"{', '.join(sorted(own))} of {column['use']} is set in columns.yml")
    return {"name": column["use"], **shared[column["use"]], **{k: v for k, v in column.items() if k != "use"}}


def _with_steps(path: Path, steps: Mapping[str, str]) -> str:
    """The SELECT with the steps that it reads (steps.<name>) before its own common table expressions."""
    sql = path.read_text(encoding="utf-8")
    read = _steps_of(path, sql, steps)
    first = ",\n\n".join(f"{name} as (\n{text.rstrip()}\n)" for name, text in read.items())
    whole = (
        f"with {first},\n\n{sql.removeprefix('with ')}"
        if sql.startswith("with ")
        else f"with {first}\n\n{sql}"
    )
    return _STEP.sub(r"\1", whole) if read else sql


def _steps_of(path: Path, sql: str, steps: Mapping[str, str]) -> dict[str, str]:
    """The steps that the SELECT reads by name, each after those that it reads itself."""
    found: dict[str, str] = {}
    for name in _STEP.findall(sql):
        if name not in steps:
            raise UserError(f"{path} reads {STEPS}.{name}; expected {STEPS}/{name}.sql in a subject.")
        others = {other: text for other, text in steps.items() if other != name}
        found |= _steps_of(path, steps[name], others) | {name: steps[name]}
    return found


def _slip(error: SqlglotError) -> str:
    """Where the text ceases to be SQL, in one line."""
    if not isinstance(error, ParseError) or not error.errors:
        return " ".join(str(error).split())
    first = error.errors[0]
    return f"line {first['line']}, at {first['highlight']!r}: {first['description']}"
