"""What the steps of cleaning a sheet share: the sheet, its contract, and the connection in which they make tables."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import duckdb

from pipelines.cleaning.amendments import Amendments
from pipelines.common.measures import MEASURE_UNITS
from pipelines.common.money import MONEY_FACTORS
from pipelines.deliveries.delivery import Delivery
from pipelines.deliveries.notes import Value
from pipelines.reading.match import Match
from pipelines.reading.sheets import Sheet
from pipelines.reading.units import noted_unit
from pipelines.reading.vocabularies import own_places, terms_at
from pipelines.registers.columns import Column
from pipelines.registers.contract import Grain, Register
from pipelines.rules import UnreadableFile
from pipelines.values.context import EXCEL_EPOCH, MACINTOSH_EPOCH, ParseContext

LINES = """select row_number() over () as row, coalesce(line, '') as line
    from read_csv(?, columns = {'line': 'VARCHAR'}, delim = chr(2), quote = '', escape = '',
                  header = false, auto_detect = false, strict_mode = false)"""
"""SELECT of the lines of a sheet; its parameter is where they are spooled."""


@dataclass(frozen=True)
class SheetSource:
    """One sheet whose register is known. Its steps make temporary tables in `db`, by the names that they return."""

    db: duckdb.DuckDBPyConnection
    delivery: Delivery
    sheet: Sheet
    match: Match
    amendments: Amendments
    known_headers: frozenset[str]
    defaults: Mapping[str, Value]
    year: int | None = None
    """The year that title, sheet or file name state."""
    is_of_month: bool = False
    """Whether these, or the delivery, say that the sheet is of one month."""
    file: str = ""

    @property
    def register(self) -> Register:
        return self.match.register

    @cached_property
    def mapped(self) -> list[Column]:
        """Columns of the contract that the sheet has."""
        return self.match.mapped

    @property
    def grain(self) -> Grain | None:
        """The form in which the register comes; None where the contract names none."""
        return self.register.grains.get(self.match.grain or "")

    @cached_property
    def told(self) -> list[Column]:
        """Codes that the sheet has in a column of another kind."""
        columns = self.match.columns
        return [
            one for one in self.mapped if one.told_by and columns[one.name] == columns.get(one.told_by.column)
        ]

    @cached_property
    def needed(self) -> frozenset[str]:
        """Columns that no row may leave open: those that the contract requires, codes that another column
        tells, and the size of a coarser grain."""
        required = {column.name for column in self.mapped if column.required or column in self.told}
        return frozenset(required | {self.grain.size} if self.grain and self.grain.size else required)

    @cached_property
    def contexts(self) -> dict[str, ParseContext]:
        """What the values of each column depend on beside their text, by name of column."""
        return {column.name: self._context(column) for column in self.register.columns}

    @cached_property
    def noted_unit(self) -> str | None:
        """The unit of money that notes below the data state.

        Raises UnreadableFile where headers or titles state another: then no amount has a certain unit.
        """
        noted = noted_unit(cells for _, cells in self.lines("单位"))
        money = (column for column in self.mapped if column.kind == "money" and not column.is_per_unit)
        units = {self.match.units.get(column.name) for column in money}
        above = {self.match.title_unit} if None in units else units
        if noted and not above & {None, noted}:
            raise UnreadableFile("two_units", above="、".join(sorted(filter(None, above))), below=noted)
        return noted

    def lines(self, word: str = "") -> Iterator[tuple[int, list[str]]]:
        """Number and cells of each line below the header that contains the word, with the columns that nothing reads."""
        for number, line in self.sheet.lines():
            if number > self.match.header_row and word in line:
                yield number, [cell.strip() for cell in self.sheet.cells(line)]

    def texts(self, cells: str, indices: Sequence[int]) -> dict[int, list[str]]:
        """Row of data in the table of cells → its texts in columns of the sheet, which may be such that nothing reads."""
        data = {row for (row,) in self.db.execute(f"select row from {cells} where class = 'data'").fetchall()}
        return {
            row: [texts[index - 1] if len(texts) >= index else "" for index in indices]
            for row, texts in self.lines()
            if row in data
        }

    def cells_with(self, pattern: str, rows: str) -> dict[int, list[str]]:
        """Row → its cells, of the rows that the SELECT has and in whose line the pattern of RE2 is: few of a long sheet."""
        found = self.db.execute(
            f"""with lines as ({LINES}) select row, line from lines join ({rows}) using (row)
            where regexp_matches(line, ?) order by row""",
            [str(self.sheet.spool), pattern],
        )
        return {row: self.sheet.cells(line) for row, line in found.fetchall()}

    def reclass(self, table: str, cells: str, rows: Iterable[int], row_class: str) -> str:
        """Make the table of these cells, in which the rows are of the class, and return its name."""
        numbers = ", ".join(map(str, rows))
        return self.make(
            table,
            f"select * replace (if(row in ({numbers}), '{row_class}', class) as class) from {cells} order by row",
        )

    def make(self, table: str, select: str, parameters: Sequence[object] | None = None) -> str:
        """Make the table and return its name."""
        self.db.execute(f"create or replace temp table {table} as {select}", parameters)
        return table

    def _context(self, column: Column) -> ParseContext:
        header_unit = self.match.units.get(column.name)
        money_unit = None
        if column.kind == "money":
            stated = header_unit if header_unit in MONEY_FACTORS else None
            noted = self.noted_unit
            above = stated or self.match.title_unit or column.unit
            money_unit = above or noted or self.delivery.notes.money_unit
        places = self.delivery.area | {"prefecture": self.delivery.prefecture}
        has_terms = column.kind in ("code", "flag") and column.argument
        terms = terms_at(column.argument or "", places) if has_terms else {}
        own = own_places(column.argument or "", places) if column.by_place else {}
        divisor = {"%": 100, "‰": 1000}.get(header_unit or "", 1)
        epoch = MACINTOSH_EPOCH if self.sheet.counts_from_1904 else EXCEL_EPOCH
        contradicted = self._contradicted(column.name, money_unit) if money_unit else frozenset()
        is_measure = column.kind == "measure" and header_unit in MEASURE_UNITS.get(column.argument or "", {})
        measure_unit = header_unit if is_measure else None
        has_unit_beside = any(one.unit_of == column.name for one in self.register.columns)
        period = self.delivery.period
        days = (period.starts_on, period.ends_on) if column.name in self.register.event_columns else None
        return ParseContext(
            money_unit,
            divisor,
            terms,
            self.delivery.area,
            epoch,
            contradicted,
            measure_unit,
            days,
            has_unit_beside,
            own,
        )

    def _contradicted(self, column: str, money_unit: str) -> frozenset[str]:
        """Units that formats of the column's cells write behind numbers which in `money_unit` are other amounts: 5.1万元 that
        shows 51000 is 51000 元."""
        return frozenset(
            unit
            for index, unit, scale in self.sheet.shown_units
            if index == self.match.columns.get(column)
            and MONEY_FACTORS[unit] != MONEY_FACTORS[money_unit] * 10**scale
        )
