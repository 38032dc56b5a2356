"""Which money of a row the words of a remark are of, where the row states several amounts."""

import re
from collections.abc import Iterable, Sequence

from pipelines.cleaning.source import SheetSource
from pipelines.reading.levels import part_of
from pipelines.registers.columns import Column
from pipelines.values.taken_back import CLAUSE


def heeding(source: SheetSource) -> list[Column]:
    """Amounts of the sheet that words beside them may take back."""
    return [column for column in source.mapped if column.heeds_remark and column.name == part_of(column.name)]


class Subjects:
    """The amounts that a remark of the sheet may be of, those of other registers that its rows feed as well among them."""

    def __init__(self, source: SheetSource):
        self._own = heeding(source)
        self._beside = [one.column for one in source.match.beside]
        self._stated_beside = [one.column for one in source.match.beside if one.is_stated]
        self._is_stock = source.register.counts == "stock"

    def are_of(self, column: Column, found: re.Match[str], blank: Iterable[str] = ()) -> bool:
        """Whether the words found in a sentence are of the column's amount. `blank` are the amounts that the row leaves open.

        Words that name no money are of any, but not of a stock beside what happened: who had a dividend 已退回 still
        holds the share.
        """
        named = self._named_by(found, blank)
        return column in named if named else not (self._is_stock and self._stated_beside)

    def are_of_others(self, found: re.Match[str]) -> bool:
        """Whether the words found in a sentence are of another register's money for certain."""
        named = self._named_by(found)
        return bool(named) and not any(column in self._own for column in named)

    def _named_by(self, found: re.Match[str], blank: Iterable[str] = ()) -> list[Column]:
        """The amounts that the clause with the words names; where it names none, those of which it says how they are come by,
        of these the one that is named before; else what the clauses before say."""
        clause = next(one for one in CLAUSE.finditer(found.string) if one.end() > found.start())
        before = found.string[: clause.start()]
        stated = [one for one in self._own if one.name not in blank] + self._stated_beside
        amounts = [*self._own, *self._beside]
        if named := _nearest(clause[0], found.end() - clause.start(), amounts):
            return named
        acting = _acting(found[0], stated) or _acting(clause[0], stated)
        named_before = _nearest(before, len(before), amounts)
        both = [column for column in acting if column in named_before]
        return both or acting or named_before or _acting(before, stated)


def _nearest(text: str, place: int, amounts: Sequence[Column]) -> list[Column]:
    """Of the amounts, those whose name in the text stands nearest to the place."""
    names = sorted({name for column in amounts for name in column.remark_names}, key=len, reverse=True)
    found = [*re.finditer("|".join(names), text)] if names else []
    nearest = min(found, key=lambda one: abs(place - one.end()), default=None)
    return [column for column in amounts if nearest and nearest[0] in column.remark_names]


def _acting(text: str, amounts: Sequence[Column]) -> list[Column]:
    """Of the amounts, those that are come by as the text says."""
    return [column for column in amounts if any(act in text for act in column.remark_acts)]
