"""Rows of the statements of one register side by side in one table, of those alone that have to be compared."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb

from pipelines.registers.areas import AREA_LEVELS
from pipelines.registers.contract import Register
from pipelines.statements.profile import Profile

IDENTIFYING = {"text", "household_id", "person_id_number", "person_name", "bank_account", "phone"}
"""Kinds of columns that name an object."""


class ComparedRows:
    """The table `compared`, with the number of its statement in each row; `folders` are those of (unit, period)."""

    def __init__(
        self,
        db: duckdb.DuckDBPyConnection,
        register: Register,
        folders: Mapping[tuple[str, str], Path],
    ):
        self.db = db
        self.register = register
        self._folders = folders
        self._loaded: set[int] = set()

    def load(self, *profiles: Profile) -> None:
        """Load the rows of the statements that the table lacks."""
        for profile in profiles:
            if profile.number not in self._loaded:
                self._insert(profile)

    def _insert(self, profile: Profile) -> None:
        piece = self._folders[profile.unit, profile.period] / f"{self.register.name}.parquet"
        target = "insert into compared" if self._loaded else "create or replace temp table compared as"
        self.db.execute(
            f"{target} select ?::bigint as number, * from read_parquet(?) where file = ? and sheet = ?",
            [profile.number, str(piece), profile.file, profile.sheet],
        )
        self._loaded.add(profile.number)

    def money(self, profiles: Sequence[Profile]) -> list[str]:
        """The columns of money that all of them have."""
        return [
            column.name
            for column in self.register.columns
            if column.kind == "money" and all(column.name in one.supplied for one in profiles)
        ]


def common_level(one: Profile, other: Profile) -> str | None:
    """The lowest level of which every row of both names its place; None where there is none. Within a unit some rows of its
    township name no village, and none of its lists is of another township."""
    if one.unit == other.unit and ("" in one.villages or "" in other.villages):
        return None
    return next((level for level in reversed(AREA_LEVELS) if compares_area(level, one, other)), None)


def compares_area(level: str, one: Profile, other: Profile) -> bool:
    """Whether rows of both can be told apart by their areas of a level."""
    lists = {"county": "counties", "township": "townships", "village": "villages"}[level]
    if one.unit == other.unit:
        return (level in one.supplied) == (level in other.supplied)
    return not ("" in getattr(one, lists) or "" in getattr(other, lists))
