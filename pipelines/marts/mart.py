"""The model of a mart, and the SELECT that an engine runs for it."""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from pipelines.marts.answers import Answer
from pipelines.marts.chart import Chart
from pipelines.marts.coverage import COLUMNS as COVERAGE
from pipelines.marts.coverage import Coverage
from pipelines.marts.disclosure import COUNTED_UNITS, Disclosure
from pipelines.marts.select import tables_read
from pipelines.registers.areas import AREA_COLUMNS

_EXACT = re.compile(r"INTEGER|BIGINT|DECIMAL")


class MartColumn(BaseModel):
    """A column of a mart: title, SQL type, unit and definition, in Chinese. `required` ones are never NULL.

    `replaced_by` is the column that holds the same under its new name: pages and workbooks show that one alone. `terms` has
    the coded values that are not Chinese, and how readers see them.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    title: str
    type: str
    unit: str | None = None
    required: bool = False
    replaced_by: str | None = None
    terms: dict[str, str] = {}
    description: str

    @property
    def comment(self) -> str:
        """Title, unit and definition in one line, as the database carries them."""
        return f"{self.title}{f'({self.unit})' if self.unit else ''}. {self.description}"

    def shown(self, value: object) -> object:
        """The value as a reader sees it: coded English in Chinese, truth as 是 and 否."""
        if isinstance(value, bool):
            return "是" if value else "否"
        return self.terms.get(value, value) if isinstance(value, str) else value


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


@dataclass(frozen=True)
class Query:
    """What an engine runs: a SELECT, the tables that it reads, and the columns whose types its rows have.

    Without columns, the rows have the types that the engine gives them.
    """

    name: str
    select: str
    reads: frozenset[str]
    columns: tuple[MartColumn, ...] = ()


class Step(BaseModel):
    """A SELECT that several marts read as table steps.<name>, so that it is run once for all of them."""

    model_config = ConfigDict(frozen=True)

    name: str
    sql: str

    @property
    def table(self) -> str:
        return f"steps.{self.name}"

    @property
    def query(self) -> Query:
        return Query(self.table, self.sql, tables_read(self.sql))


class Mart(Table):
    """A mart: beside what a table has its grain, how it is computed, the SELECT that does so, and what it is used for.

    `sql` is that SELECT with all its steps. Where other marts read some of them, too, these are `steps`, each
    after those that it reads itself, and `own_sql` reads them as tables. It gives all columns but the names of
    areas, which with `names_areas` clean.areas has of `area`, and those of `coverage`, which clean.coverage has.
    `schema` is its schema in a release, `group` the folder that it lies in. A mart that counts households or
    persons states what may be disclosed of it.
    """

    name: str
    group: str = ""
    grain: str
    key: tuple[str, ...]
    computed: str
    warnings: tuple[str, ...] = ()
    sql: str
    own_sql: str = ""
    steps: tuple[Step, ...] = ()
    names_areas: bool = False
    coverage: Coverage | None = None
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
        if len(known) < len(self.columns):
            raise ValueError("a column is described twice")
        named = {"key": {*self.key}}
        named["disclosure"] = self.disclosure.own_columns if self.disclosure else set()
        named["coverage"] = self.coverage.own_columns if self.coverage else set()
        named["chart"] = self.chart.own_columns if self.chart else set()
        named |= {f"answers.{index}": answer.own_columns for index, answer in enumerate(self.answers)}
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

    @property
    def select(self) -> str:
        """`sql` with the columns that are added to it, exact numbers in the described type, and rows in the order of the key.

        A sum of exact numbers has a wider type than they have, another one in each engine.
        """
        return self._completed(self.sql)

    @property
    def query(self) -> Query:
        """What an engine runs: `select`, which reads as tables the steps that other marts read, too."""
        own = self.own_sql or self.sql
        return Query(self.name, self._completed(own), tables_read(own) | self._added_tables, self.columns)

    def _completed(self, sql: str) -> str:
        columns = ", ".join(self._selected(column) for column in self.columns)
        areas = "\ninner join clean.areas as areas on areas.area = mart.area" if self.names_areas else ""
        coverage = f"\n{self.coverage.join}" if self.coverage else ""
        order = ", ".join(f"{name} nulls first" for name in self.key)
        return f"select {columns}\nfrom (\n{sql.rstrip()}\n) as mart{areas}{coverage}" + (
            f"\norder by {order}" if order else ""
        )

    @property
    def computed_columns(self) -> list[MartColumn]:
        """Those that `sql` gives itself."""
        return [column for column in self.columns if self._source(column) == "mart"]

    def _selected(self, column: MartColumn) -> str:
        source = self._source(column)
        named = f"{source}.{column.name}"
        if source == "mart" and _EXACT.match(column.type):
            return f"cast({named} as {column.type}) as {column.name}"
        return named

    def _source(self, column: MartColumn) -> str:
        """Name in `select` of what gives the column."""
        if self.names_areas and column.name in AREA_COLUMNS:
            return "areas"
        return "coverage" if self.coverage and column.name in COVERAGE else "mart"

    @cached_property
    def reads(self) -> frozenset[str]:
        """Tables that the SELECT reads: clean.<register>, policy.<table>, or the bare name of another mart."""
        return tables_read(self.sql) | self._added_tables

    @property
    def _added_tables(self) -> set[str]:
        added = {"clean.areas": self.names_areas, "clean.coverage": self.coverage is not None}
        return {table for table, is_read in added.items() if is_read}
