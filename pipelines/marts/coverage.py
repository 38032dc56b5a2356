"""A mart's `coverage:`, what its rows rest on: how many units reported, what was set aside, how old its statements are."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from pipelines.common.sql import literal

COLUMNS = (
    "units_reporting",
    "units_expected",
    "sheets_set_aside",
    "rows_set_aside",
    "cells_set_aside",
    "oldest_statement_on",
    "newest_statement_on",
)
"""Columns that a mart with `coverage:` has of it."""

TITLE = "数据情况"
"""Head of a column that gives the sentence in a table, in the place of the columns."""

_OF_ONE = """
    select area, register, year, since_year, units_reporting, units_expected, sheets_set_aside, rows_set_aside, cells_set_aside,
        oldest_on as oldest_statement_on, newest_on as newest_statement_on
    from clean.coverage
    where register in ({registers})
"""
_OF_TWO = """
    select counted.area, counted.year, counted.units_reporting, counted.units_expected,
        counted.sheets_set_aside + case when beside.area is null then 0 else beside.sheets_set_aside end
            - case when beside.year = counted.year then least(counted.unread_sheets, beside.unread_sheets) else 0 end
            as sheets_set_aside,
        counted.rows_set_aside + case when beside.area is null then 0 else beside.rows_set_aside end
            - case when beside.year = counted.year then least(counted.unread_rows, beside.unread_rows) else 0 end
            as rows_set_aside,
        counted.cells_set_aside + case when beside.area is null then 0 else beside.cells_set_aside end as cells_set_aside,
        coalesce(least(counted.oldest_on, beside.oldest_on), counted.oldest_on, beside.oldest_on) as oldest_statement_on,
        coalesce(greatest(counted.newest_on, beside.newest_on), counted.newest_on, beside.newest_on) as newest_statement_on
    from clean.coverage as counted
    left join clean.coverage as beside
        on beside.area = counted.area
        and beside.register = '{beside}'
        and beside.year <= counted.year
        and (beside.newest_on is not null or beside.sheets_set_aside > 0)
    where counted.register = '{register}'
    qualify row_number() over (partition by counted.area, counted.year order by beside.year desc nulls last) = 1
"""

_Name = Annotated[str, Field(pattern=r"^\w+$")]
_UNITS = {"county": "个乡镇", "township": "个村", "village": "个村"}


class Coverage(BaseModel):
    """What the figures of an area and year rest on.

    register: the one that is counted. instead: by a column of the mart, the registers that its rows of these terms are made
    of. beside: one whose last list they are compared with. year: the mart's column with the year. is_of_last: whether figures
    of a year are of the list that each township delivered last, if it is of that year or later.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    register_name: Annotated[str, Field(alias="register", pattern=r"^\w+$")]
    instead: dict[_Name, dict[str, _Name]] = {}
    beside: _Name | None = None
    year: _Name = "year"
    is_of_last: bool = False

    @model_validator(mode="after")
    def _is_of_one_or_two(self) -> Self:
        if self.beside and (self.instead or self.is_of_last):
            raise ValueError("beside goes with neither instead nor is_of_last")
        return self

    @property
    def registers(self) -> list[str]:
        """Every register that is named."""
        others = [name for by_term in self.instead.values() for name in by_term.values()]
        return list(dict.fromkeys(filter(None, (self.register_name, *others, self.beside))))

    @property
    def own_columns(self) -> set[str]:
        """Columns of the mart that are named."""
        return {"area", self.year, *self.instead}

    @property
    def join(self) -> str:
        """SQL that joins it to `mart` as `coverage`."""
        if self.beside:
            rows = _OF_TWO.format(register=self.register_name, beside=self.beside)
            return f"left join ({rows}) as coverage on coverage.area = mart.area and coverage.year = mart.{self.year}"
        rows = _OF_ONE.format(registers=", ".join(map(literal, self.registers)))
        of_year = f"coverage.year = mart.{self.year}"
        if self.is_of_last:
            of_year = f"coverage.year is null and coverage.since_year is not distinct from mart.{self.year}"
        return f"""left join ({rows}) as coverage
            on coverage.area = mart.area and {of_year} and coverage.register = {self._register_of_row}"""

    @property
    def _register_of_row(self) -> str:
        """SQL for the register that a row of the mart is made of."""
        whens = [
            f"when mart.{column} = {literal(term)} then {literal(register)}"
            for column, by_term in self.instead.items()
            for term, register in by_term.items()
        ]
        own = literal(self.register_name)
        return f"case {' '.join(whens)} else {own} end" if whens else own


def has_coverage(columns: Iterable[str]) -> bool:
    return {*COLUMNS} <= {*columns}


def describe_coverage(rows: Iterable[Mapping[str, Any]], year: str | None = None) -> str:
    """The coverage of an area's own rows in short: 3 个乡镇中 2 个已报，65 行待核，数据截至 2019-12-31.

    Where it differs by year, that of the latest, which is named; `year` is its column. Of several for one year, that of which
    the fewest units have reported. Empty where nothing is known.
    """
    rows = [row for row in rows if row["units_reporting"] is not None]
    if not rows:
        return ""
    distinct = {tuple(row[name] for name in COLUMNS) for row in rows}
    if year is None or len(distinct) == 1:
        return _sentence(rows[-1])
    latest = max((row[year] for row in rows if row[year] is not None), default=None)
    row = min((row for row in rows if row[year] == latest), key=lambda row: row["units_reporting"])
    return f"{latest} 年：{_sentence(row)}" if latest is not None else _sentence(row)


def _sentence(row: Mapping[str, Any]) -> str:
    parts = (_units(row), _count(row, "sheets_set_aside", "张表未计入"), _set_aside(row), _days(row))
    return "，".join(filter(None, parts))


def _units(row: Mapping[str, Any]) -> str:
    reporting, expected = row["units_reporting"], row["units_expected"]
    unit = _UNITS[row["area_level"]]
    if expected is None:
        return f"{reporting} {unit}已报，应报多少不详"
    if expected == 1:  # the area itself, or the only one that is known in it
        return "" if reporting else "未报"
    return f"{expected} {unit}中 {reporting} 个已报"


def _set_aside(row: Mapping[str, Any]) -> str:
    """Rows and cells to be checked; of which nobody knows whether they are of the area, that."""
    if row["rows_set_aside"] is None:
        return "上级的表里有待核的行，不知是否属于本地"
    parts = (_count(row, "rows_set_aside", "行待核"), _count(row, "cells_set_aside", "格待核"))
    return "，".join(filter(None, parts))


def _count(row: Mapping[str, Any], column: str, what: str) -> str:
    return f"{row[column]} {what}" if row[column] else ""


def _days(row: Mapping[str, Any]) -> str:
    oldest, newest = row["oldest_statement_on"], row["newest_statement_on"]
    if newest is None:
        return ""
    return f"数据截至 {newest}" + (f"（最早 {oldest}）" if oldest != newest else "")
