"""Count how many objects of a list the next list of its year still has.

A later list of a stock takes the place of the earlier one. A list of other objects (the second batch, workers of another
region) and one of some objects alone (loans that are overdue) look like it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.common.sql import literal
from pipelines.statements.compared_rows import ComparedRows
from pipelines.statements.profile import Profile

_NUMBERS = ("person_id_number", "household_id")
_MOSTLY = 4 / 5
"""Share of the rows of which a text is of one row alone, so that it names an object."""


@dataclass(frozen=True)
class Turnover:
    """Objects of the earlier lists in the places that the later ones cover, and how many of them these have."""

    before: int
    stayed: int

    @property
    def are_others(self) -> bool:
        """Whether the later lists are of other objects: hardly any has stayed."""
        return 3 * self.stayed < self.before

    @property
    def has_lost_many(self) -> bool:
        """Whether more are gone than a stock loses in part of a year."""
        return 5 * self.stayed < 4 * self.before


def find_turnover(
    rows: ComparedRows, earlier: Sequence[Profile], later: Sequence[Profile]
) -> Turnover | None:
    """Compare the objects by the column of both that tells them best, by surnames in villages where there is no other;
    None where nothing names them."""
    rows.load(*earlier, *later)
    columns = [
        column
        for column in rows.register.columns
        if all(column.name in one.supplied for one in (*earlier, *later))
    ]
    found, by_name = [], []
    for column in columns:
        if column.kind in (*_NUMBERS, "text"):
            stated, before, stayed = _counts(rows, column.name, earlier, later)
            if before > 1 and (column.kind in _NUMBERS or before >= _MOSTLY * stated):
                found.append(Turnover(before, stayed))
        elif column.kind == "person_name":
            _, before, stayed = _counts(rows, f"coalesce(village, '') || {column.name}", earlier, later)
            by_name += [Turnover(before, stayed)] if before > 1 else []
    return max(found or by_name, key=lambda one: one.stayed / one.before, default=None)


def _counts(
    rows: ComparedRows, column: str, earlier: Sequence[Profile], later: Sequence[Profile]
) -> tuple[int, int, int]:
    """Rows of the earlier lists that state the column, their different values, and those that the later lists have, too."""
    listed_by = rows.register.listed_by
    listed_for = f"coalesce({listed_by}::varchar, '')" if listed_by else "''"
    [counts] = rows.db.execute(
        f"""with later as (
            select distinct {column} as object, {listed_for} as listed_for from compared where number in ({_numbers(later)})
        ),
        earlier as (
            select {column} as object from compared
            where number in ({_numbers(earlier)}) and {column} is not null and ({_covered_by(later)})
                and {listed_for} in (select listed_for from later)
        )
        select count(*), count(distinct object), count(distinct object) filter (object in (select object from later))
        from earlier"""
    ).fetchall()
    return counts


def _covered_by(later: Sequence[Profile]) -> str:
    """SQL for whether a row is of a place that the lists cover."""
    township = "concat_ws('/', coalesce(county, ''), coalesce(township, ''))"
    townships = {place.rpartition("/")[0] for one in later if not one.is_of_villages for place in one.places}
    places = {place for one in later if one.is_of_villages for place in one.places}
    return " or ".join(
        [
            f"{township} in ({_listed(townships)})",
            f"concat_ws('/', {township}, coalesce(village, '')) in ({_listed(places)})",
        ]
    )


def _listed(texts: set[str]) -> str:
    return ", ".join(map(literal, sorted(texts))) or "null"


def _numbers(profiles: Sequence[Profile]) -> str:
    return ", ".join(str(one.number) for one in profiles)
