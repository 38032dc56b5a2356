"""A candidate: the columns of one register that a row of a sheet, read as its header, has."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from pipelines.reading.known_headers import (
    column_named,
    columns_by_header,
    fallback_headers,
    is_of_a_month,
)
from pipelines.reading.labels import Label
from pipelines.reading.levels import Parts
from pipelines.reading.questions import named_in_questions
from pipelines.registers.columns import Column
from pipelines.registers.contract import Register


@dataclass(frozen=True)
class Candidate:
    """The columns of one register that a row, read as its header, has.

    `columns` maps a column of the contract to its index in the row, counted from 1, `units` to the unit that its header
    states; `joined` counts the columns that need all rows of a header in levels; `grain` is the form of the register
    whose headers it has, the register's own by default; `parts` are the amounts that are split into parts, `ticked` the codes
    of which each row ticks a term, by the index of each, `joint` the texts that several columns are together, by their indices.
    """

    register: Register
    header_row: int
    labels: list[Label]
    columns: dict[str, int] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    joined: int = 0
    grain: str | None = None
    parts: tuple[Parts, ...] = ()
    ticked: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    joint: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    @property
    def score(self) -> int:
        """How many columns of the contract the header has."""
        return len(self.columns)

    @cached_property
    def taken(self) -> frozenset[int]:
        """Indices of the columns that are read."""
        in_parts = (one.terms.values() for one in self.parts)
        return frozenset(self.columns.values()).union(
            *in_parts, *(terms.values() for terms in self.ticked.values()), *self.joint.values()
        )

    @property
    def free_labels(self) -> list[Label]:
        """Headers that match no column of the register."""
        taken = self.taken
        return [
            label for index, label in enumerate(self.labels, start=1) if label.readings and index not in taken
        ]

    @cached_property
    def of_months(self) -> frozenset[int]:
        """Indices of what an amount that is read has for each month: 月保障金 beside 实发合计."""
        known, taken = columns_by_header(self.register), self.taken
        found = []
        for index, label in enumerate(self.labels, start=1):
            column = next(filter(None, map(known.get, label.readings)), None)
            if column and column.name in self.columns and index not in taken:
                found += [index] if is_of_a_month(self.register, column, label) else []
        return frozenset(found)

    @property
    def supplements(self) -> set[int]:
        """Indices of what is paid or kept back beside the usual amount of each month."""
        across = self.register.across
        if self.register.months is None or across is None or across.amount not in self.columns:
            return set()
        found = {index for index, label in enumerate(self.labels, start=1) if label.is_supplement}
        return found - self.taken

    def forms(self, column: str) -> bool:
        """Whether the sheet lacks the column and it is formed from another one."""
        return self.columns.get(column) == self.columns.get(self.register.by_name[column].of_head or "", 0)

    def missing(self, supplied_columns: set[str]) -> list[tuple[str, ...]]:
        """Required columns, or groups of which one is, that neither the sheet nor the delivery's defaults provide."""
        have = supplied_columns | set(self.columns)
        if self.register.across and any(one.is_split for one in self.parts):
            have.add(self.register.across.column)
        required = [(column.name,) for column in self.register.columns if column.required]
        lacking = [group for group in (*required, *self.register.require_any) if not have & set(group)]
        named = named_in_questions(self.register, self.labels) if lacking else set()
        return [group for group in lacking if not named & set(group)]

    def repeated(self) -> dict[int, Column]:
        """Column index → column of the contract, for each header that repeats an earlier one."""
        fallbacks, taken = fallback_headers(self.register), self.taken | self.of_months
        known = {
            header: one for header, one in columns_by_header(self.register).items() if header not in fallbacks
        }
        found = {}
        for index, label in enumerate(self.labels, start=1):
            named = (column_named(known, one, label) for one in label.readings if label.says(one))
            column = next(filter(None, named), None)
            if column and column.name in self.columns and index not in taken:
                found[index] = column
        return found
