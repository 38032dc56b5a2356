"""Find who is on a list and missing from the next one, which would replace it.

The objects of some registers stay listed after what they are listed for has ended: a household that has left poverty is on
the register of the poor for good. A later list without them may be one of some households alone (those that left this
year), and one of households without their members one of some persons (who work away).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from pipelines.common.sql import literal
from pipelines.registers.areas import AREA_LEVELS
from pipelines.registers.contract import Register
from pipelines.statements.profile import Profile

_LISTED = ("在册", "增加")
"""What became of a person who is of the household still, by the column of changes."""
_FEWEST = 2
"""Households that are not missing by an error in one row."""
_MOST_GONE = 1 / 3
"""Share of the households that may be gone, and of those that may have lost members. 木棠镇 struck off 430 of some 1,579 in
its great check of 2018 (27 %), the most that a report states; 某镇(报告004) 97 of 745 in half a year (13 %)."""
_MOST_EMPTIED = 1 / 20
"""Share of the households that may be gone where nobody of their kind is left: of one kind alone hardly any dies out."""


@dataclass(frozen=True)
class Departures:
    """Households of the last list, those that are not in the next one, and the kinds (已脱贫, 已脱贫 2014) of which none is,
    with the households in them; those of several persons that stay, and those of them that have lost persons unsaid."""

    households: int = 0
    gone: int = 0
    emptied: tuple[str, ...] = ()
    gone_of_emptied: int = 0
    stayed: int = 0
    shrunk: int = 0

    @property
    def lacks_households(self) -> bool:
        """Whether so many are gone, or all of a kind, that it may be a list of some households."""
        of_kind = self.gone_of_emptied >= _FEWEST and self.gone_of_emptied > _MOST_EMPTIED * self.households
        return of_kind or (self.gone >= _FEWEST and self.gone > _MOST_GONE * self.households)

    @property
    def lacks_members(self) -> bool:
        """Whether so many have lost persons that it may be a list of some persons."""
        return self.shrunk >= _FEWEST and self.shrunk > _MOST_GONE * self.stayed


def find_departures(
    db: duckdb.DuckDBPyConnection,
    register: Register,
    folders: Mapping[tuple[str, str], Path],
    standing: Mapping[str, Profile],
    later: Sequence[Profile],
) -> Departures:
    """Compare the lists that stand in places with those that would take their place there; `folders` hold their rows.

    A household is in a list by its number, or by one of its persons. What was struck off before, and who had died or moved
    away by the list before, is not missing.
    """
    columns = _columns(register)
    if columns is None:
        return Departures()
    places = ", ".join(literal(place) for place in standing)
    before = _rows_of(register, columns, folders, [*dict.fromkeys(standing.values())])
    terms = ", ".join(literal(one.term) for one in register.selections)
    [found] = db.execute(
        f"""with before as (
            select * from ({before}) where place in ({places}) and coalesce(status in ({terms}), true)
                and coalesce(change in ({", ".join(map(literal, _LISTED))}), true)
        ),
        later as ({_rows_of(register, columns, folders, later)}),
        households as (
            select household, max(status) as status, max(year) as year, sum(persons) as persons from before group by all
        ),
        now as (select household, sum(persons) as persons, max(size) as size from later group by all),
        listed as (
            select household from now union select household from before where person in (select person from later)
        ),
        compared as (
            select households.*, listed.household is null as is_gone, households.persons > 1 and now.persons is not null as stays,
                stays and now.persons < least(households.persons, coalesce(now.size, households.persons)) as has_shrunk
            from households left join listed using (household) left join now using (household)
        ),
        kinds as (
            select concat_ws(' ', status, year) as kind, status, grouping(year) as is_whole, count(*) as gone
            from compared where status is not null group by grouping sets ((status), (status, year))
            having bool_and(is_gone)
        ),
        widest as (
            from kinds where is_whole = 1 or status not in (select status from kinds where is_whole = 1)
        )
        select count(*), count(*) filter (is_gone), (select coalesce(list(kind order by kind), []) from widest),
            (select coalesce(sum(gone), 0) from widest), count(*) filter (stays), count(*) filter (has_shrunk)
        from compared"""
    ).fetchall()
    households, gone, emptied, gone_of_emptied, stayed, shrunk = found
    return Departures(households, gone, tuple(emptied), int(gone_of_emptied), stayed, shrunk)


def _columns(register: Register) -> dict[str, str] | None:
    """What is compared → the register's column with it; None where its objects do not stay on it."""
    if not (register.is_roll and register.past_year and register.selections):
        return None
    kinds = {column.kind: column.name for column in register.columns}
    size = next(grain.size for grain in register.grains.values() if grain.size)
    changes = (column.name for column in register.columns if column.argument == "member_change")
    return {
        "household": kinds["household_id"], "person": kinds["person_id_number"], "status": register.selections[0].column,
        "year": register.past_year, "change": next(changes, "null"), "size": size, "persons": f"coalesce({register.weight}, 1)",
    }  # fmt: skip


def _rows_of(
    register: Register,
    columns: Mapping[str, str],
    folders: Mapping[tuple[str, str], Path],
    lists: Sequence[Profile],
) -> str:
    """SELECT of what is compared of the rows of the lists, with their places."""
    place = " || '/' || ".join(f"coalesce({level}, '')" for level in AREA_LEVELS)
    found = ", ".join(f"{column} as {name}" for name, column in columns.items())
    return " union all ".join(
        f"""select {found}, {place} as place
        from read_parquet({literal(folders[one.unit, one.period] / f"{register.name}.parquet")})
        where file = {literal(one.file)} and sheet = {literal(one.sheet)}"""
        for one in lists
    )
