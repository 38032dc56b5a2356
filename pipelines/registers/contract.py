"""The model of a register's contract.

A contract is one YAML file. Header matching, typed SQL, baseline expectations, column comments, the data
dictionary and Dagster's column schema all follow from it.
"""

from datetime import date
from functools import cached_property
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from pipelines.registers.areas import AREA_KEYS, AREA_LEVELS
from pipelines.registers.columns import Column
from pipelines.registers.row_keys import row_keys

_OF_MONTH = {"first": "只写了月份的，记作那个月的第一天。", "last": "只写了月份的，记作那个月的最后一天。"}
"""What the description of a date adds where a month may stand for it."""


class ShiftedColumn(BaseModel):
    """A column that some rows leave out, so that the value of the next one, `into`, is in its place, `from`."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    origin: str = Field(alias="from")
    into: str


class Evidence(BaseModel):
    """Words of headers, title, sheet and file name that argue for a register or against it.

    Where `is_needed`, a sheet of which nothing argues for the register is never of it, whatever headers it has. Of the
    words for it, `names` name what it is of (分红), others only who takes part (合作社): those do not hold against a title
    of another kind. `refuted_by` are words of titles and names of files that no header outweighs (退股). A word `titled`
    argues for it in a header only where a title or a name has one of them, too (项目 is in the budgets of offices); one that
    is `shared` with other registers only where the sheet has one of the columns `shared_beside`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    pro: tuple[str, ...] = Field(default=(), alias="for")
    contra: tuple[str, ...] = Field(default=(), alias="against")
    names: tuple[str, ...] = ()
    refuted_by: tuple[str, ...] = ()
    is_needed: bool = False
    kinds: tuple[str, ...] = ()
    titled: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()
    shared_beside: tuple[str, ...] = ()


class Across(BaseModel):
    """How an amount may be split into adjacent columns: a part for each term of `column`, and, where no header above
    them names an amount, of the amount `amount`. The terms are those of its `vocabulary`, that of the column by default.
    `below` are words that name an amount only below a term: 户 and 人."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    column: str
    amount: str
    vocabulary: str | None = None
    below: dict[str, str] = {}


class Stages(BaseModel):
    """Amounts of an object in the order in which they come, plan before payment; rows are `of` one where they have its
    name and agree in all other words. A row for each payment may repeat what was planned for all. `budget` are those that the
    later ones are paid of, beside what is `carried_over` from the years before."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    of: str
    amounts: tuple[str, ...]
    budget: tuple[str, ...]
    carried_over: str | None = None


class Grain(BaseModel):
    """A form in which a register may come: what a row is, and by which headers the form is recognised.

    `size` is the column with the number of objects of the register's own grain that a row represents; `headers` are names of
    columns that only this form has (户主姓名 for the name), `lacks` columns of which it has none; `implies` are values
    of columns that every row of this form has.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str
    size: str | None = None
    headers: dict[str, tuple[str, ...]] = {}
    lacks: tuple[str, ...] = ()
    implies: dict[str, str] = {}


class Selection(BaseModel):
    """Words of titles by which a list holds only those objects whose column has the term; after `until`, all have it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    column: str
    term: str
    words: tuple[str, ...]
    until: date | None = None

    def term_on(self, day: date) -> str | None:
        """The term by which a list of that day is one of such objects alone; None where all have it by then."""
        return None if self.until and day > self.until else self.term


class Register(BaseModel):
    """A kind of table that units send. `key` is unique within a delivery; empty where rows have none.

    `identifying_columns` are columns of the key of which one says whose row it is: a row that states none of them is
    identified by its ID number, or else by its line alone. With `defines_places` its rows are the places that a unit
    has: names in its other lists are compared with them. `grains` are the forms in which it may come, its own first.
    With `is_roll` it is the list of its objects itself: a sheet of other facts on them is an extract.
    `selections` are the parts of them that lists are made of; `object_types` are columns with types of its objects, of one of
    which a list may be, too.
    `progress` are columns that tell how far an object has come, and identify none: a list of those that have come further
    carries them to the list of all.
    `until` is the column with the last day on which one of people in office still is: where a row lacks it, a remark that its
    person has left (调离) holds the row back.
    `facts` are words for what its rows list: a column that asks for one (是否签约) and is answered by no denies its row.
    `weight` is the column with the number of its objects that a row represents, more than one in a coarser grain.
    `parts` is the column with the number of parts of an object, of which each may have a row beside its number.
    `shares_rows_with` names registers that one row may feed together with this one. `months` is the column with the number
    of months for which a row is paid: an amount for each month (元/月) is as many times as much.

    Statements whose rows have other terms in one of the columns `apart_by` are of other things (another programme).

    `marts` are made of its rows; where the contract does not say, the catalogue finds them by their SELECTs.

    `counts` is how statements of it add up: a `stock` is a list as of a day, which a later one replaces whole; a `flow`
    lists events, which add up; a `cumulative` ledger is of the year so far, and a later one of the year replaces it, but
    for one titled by `part_words`, which lists some objects alone. Of a
    stock and a flow `listed_by` is the column whose values have lists of their own (each partner its contributors), of a stock
    `past_year` the year of what happened before the day of its list: who it happened to stays on the list. Of an event
    `event_year` is the column with its year, `event_columns` are those that distinguish it from others.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    title: str
    description: str
    grain: str
    key: tuple[str, ...]
    identifying_columns: tuple[str, ...] = ()
    columns: tuple[Column, ...]
    require_any: tuple[tuple[str, ...], ...] = ()
    marts: tuple[str, ...] | None = None
    ignored_headers: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    shifted_column: ShiftedColumn | None = None
    defines_places: bool = False
    evidence: Evidence = Evidence()
    grains: dict[str, Grain] = {}
    is_roll: bool = False
    shares_rows_with: tuple[str, ...] = ()
    counts: Literal["stock", "flow", "cumulative"] = "stock"
    part_words: tuple[str, ...] = ()
    listed_by: str | None = None
    apart_by: tuple[str, ...] = ()
    event_year: str | None = None
    past_year: str | None = None
    until: str | None = None
    event_columns: tuple[str, ...] = ()
    weight: str | None = None
    parts: str | None = None
    months: str | None = None
    across: Across | None = None
    stages: Stages | None = None
    selections: tuple[Selection, ...] = ()
    object_types: tuple[str, ...] = ()
    progress: tuple[str, ...] = ()

    def __hash__(self) -> int:
        return hash(self.name)

    @cached_property
    def by_name(self) -> dict[str, Column]:
        return {column.name: column for column in self.columns}

    @cached_property
    def essential(self) -> frozenset[str]:
        """Columns without which a row cannot count: areas, key, what is required, and what the contract marks."""
        marked = {column.name for column in self.columns if column.essential or column.required}
        return frozenset(marked | {*self.key, *self.identifying_columns, *AREA_LEVELS})

    @cached_property
    def year_columns(self) -> list["Column"]:
        """Columns with the year under which a row counts, which a sheet without them has from its title."""
        return [column for column in self.columns if column.is_period_year or column.name == self.event_year]

    @cached_property
    def holds_persons(self) -> bool:
        """Whether its rows are of persons, so that their names may be in any cell."""
        return any(column.is_private for column in self.columns)

    @cached_property
    def published_columns(self) -> dict[str, tuple[str, str]]:
        """Columns of the clean table, in order: name → (SQL type, description)."""
        described = {
            "unit": ("VARCHAR", "报送这一行的单位。"),
            "period": ("VARCHAR", "报送的期间，即文件夹的名称。"),
            "as_of_on": ("DATE", "期间的最后一天。"),
            "as_of_year": ("INTEGER", "期间最后一天所在的年度。"),
            "file": ("VARCHAR", "这一行所在的文件。"),
            "sheet": ("VARCHAR", "这一行所在的工作表；文本文件为空。"),
            "row": ("BIGINT", "在 Excel 里看到的行号，或文本文件的第几行。"),
        }
        for column in self.columns:
            of_month = _OF_MONTH.get(column.of_month or "", "")
            described[column.name] = (column.sql_type, f"{column.title}. {column.description}{of_month}")
            if column.kind == "person_id_number":
                prefix = column.name.removesuffix("person_id")
                described[f"{prefix}id_sex"] = ("VARCHAR", "证件号码所示的性别：男或女。")
                described[f"{prefix}id_birth_on"] = ("DATE", "证件号码所示的出生日期。")
        return described

    @cached_property
    def _keys(self) -> dict[str, tuple[str, str]]:
        """Key that each row of the view clean.<register> is given → its SQL and its definition."""
        return AREA_KEYS | row_keys(self.published_columns.keys(), self.counts == "stock")

    @cached_property
    def key_columns(self) -> str:
        """SQL of the keys that each row of the view clean.<register> is given."""
        return ", ".join(f"{sql} as {name}" for name, (sql, _) in self._keys.items())

    @cached_property
    def clean_columns(self) -> dict[str, tuple[str, str]]:
        """Columns of the view clean.<register>: those of the table, the keys of each row and its area, and for a stock
        the day on which another list takes the place of the row's.
        """
        keys = {name: ("VARCHAR", definition) for name, (_, definition) in self._keys.items()}
        replaced = {"replaced_on": ("DATE", "后来的名单代替这一行所在名单的日期；仍然有效的为空。")}
        return self.published_columns | keys | (replaced if self.counts == "stock" else {})


def share_rows(one: Register, other: Register) -> bool:
    """Whether one row may feed both."""
    return other.name in one.shares_rows_with or one.name in other.shares_rows_with
