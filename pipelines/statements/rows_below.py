"""The rows below a header as the columns of a register: what they say of its objects, which headers alone do not."""

from collections.abc import Iterable
from functools import cached_property

from pipelines.reading.candidate import Candidate
from pipelines.reading.headers import Headers
from pipelines.reading.normalise import normalise
from pipelines.reading.sheets import Sheet
from pipelines.reading.vocabularies import terms_of
from pipelines.registers.contract import Register


class RowsBelow:
    """The first rows of a sheet below the header of a candidate; what holds of all rows reads the whole sheet."""

    def __init__(self, sheet: Sheet, headers: Headers, candidate: Candidate):
        self._sheet = sheet
        self._first = headers.rows[candidate.header_row :]
        self.candidate = candidate

    @property
    def register(self) -> Register:
        return self.candidate.register

    def texts(self, column: str) -> list[str]:
        """The texts of the first rows in a column of the register; none where the sheet lacks it."""
        index = self.candidate.columns.get(column)
        return self.cells(index) if index else []

    def cells(self, index: int) -> list[str]:
        """The texts of the first rows in a column of the sheet."""
        return _column(self._first, index)

    def all_texts(self, column: str) -> list[str]:
        """The texts of all rows in a column of the register that the sheet has."""
        return self.all_cells(self.candidate.columns[column])

    def all_cells(self, index: int) -> list[str]:
        """The texts of all rows in a column of the sheet."""
        return _column(self._sheet.rows_below(self.candidate.header_row), index)

    def terms(self, column: str) -> list[str | None]:
        """The terms that the first rows state in a column of codes; None where a text is no term."""
        terms = terms_of(self.register.by_name[column].argument or "")
        return [terms.get(normalise(text)) for text in self.texts(column)]

    @cached_property
    def household_ids(self) -> list[str]:
        """The number of the household of each of the first rows; where they are formed, that of the head above."""
        ids, household = self.texts("household_id"), ""
        if not self.candidate.forms("household_id"):
            return ids
        found = []
        [(name, head)] = heads(self.register)
        for number, term in zip(ids, self.terms(name), strict=False):
            household = number if term == head else household
            found.append(household)
        return found

    def households(self) -> tuple[int, int]:
        """How many households the first rows are of, and how many of those have members and no head."""
        relations: dict[str, set[str | None]] = {}
        for name, _ in heads(self.register):
            for household, term in zip(self.household_ids, self.terms(name), strict=False):
                relations.setdefault(household, set()).add(term)
        relations.pop("", None)
        known = {head for _, head in heads(self.register)} | {None}
        return len(relations), sum(not known & found for found in relations.values())


def heads(register: Register) -> list[tuple[str, str]]:
    """Columns that distinguish the head of a household from its members, with the term for the head."""
    return [pair for grain in register.grains.values() for pair in grain.implies.items()]


def _column(rows: Iterable[list[str]], index: int) -> list[str]:
    """The texts of the rows with content in the column of that index."""
    return [row[index - 1].strip() if len(row) >= index else "" for row in rows if any(row)]
