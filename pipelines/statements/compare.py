"""Compare two statements of one register row by row, over the columns that both have.

Rows are of the same object where they agree in what identifies it: the register's key, or, where it has none, all that
is not an amount. A statement may hold several rows of one object (payments of one day); they are compared one by one.
"""

from dataclasses import dataclass
from typing import Literal

from pipelines.registers.areas import AREA_LEVELS
from pipelines.registers.columns import AMOUNTS
from pipelines.statements.compared_rows import IDENTIFYING, ComparedRows, common_level, compares_area
from pipelines.statements.profile import Profile
from pipelines.statements.totals import Detail, Totals

Repeats = Literal["equal", "restated", "places", "corrected"]
"""Which rows of a statement another one repeats: those that say the same, all of the same objects, all of its places,
all of the same households."""

_PERSONAL = {"person_id_number", "person_name"}


@dataclass(frozen=True)
class Overlap:
    """How two statements meet: rows of each, rows of the same object, those of them that are equal, and whether an object
    is identified in both at all; rows of two units that are alike in all but what they call the object; rows of the same
    object that are equal in all but how far it has come, where it is told apart from others of the statement.
    """

    rows: tuple[int, int]
    shared: int
    equal: int
    is_comparable: bool
    detail: Detail | None = None
    alike: int = 0
    differing_in_progress: int = 0


class Comparison:
    """Compares statements of one register row by row."""

    def __init__(self, rows: ComparedRows, totals: Totals):
        self._rows = rows
        self._totals = totals
        self._db = rows.db
        self._register = rows.register

    def overlap(self, one: Profile, other: Profile) -> Overlap:
        self._rows.load(one, other)
        key, content = self._columns(one, other)
        if not self._identifies(key):
            if self._are_listed_apart(one, other):
                return Overlap((one.rows, other.rows), 0, 0, True)
            return Overlap((one.rows, other.rows), 0, 0, False, self._totals.detail(one, other))
        [(shared, equal)] = self._db.execute(
            f"""with rows as ({self._hashed(one, other, key, content)})
            select
                (select count(*) from rows as a join rows as b using (object, nth)
                 where a.number = $1 and b.number = $2),
                (select count(*) from rows as a join rows as b using (object, content, nth_equal)
                 where a.number = $1 and b.number = $2)""",
            [one.number, other.number],
        ).fetchall()
        detail = self._totals.detail(one, other) if equal < min(one.rows, other.rows) else None
        return Overlap(
            (one.rows, other.rows), shared, equal, True, detail, self._alike(one, other),
            self._differing_in_progress(one, other),
        )  # fmt: skip

    def _differing_in_progress(self, one: Profile, other: Profile) -> int:
        """How many rows of both are of the same object and equal in all but its progress; none where it may be either of two
        rows that are not alike."""
        if not self._register.progress:
            return 0
        [(rows, unclear)] = self._db.execute(
            f"""with rows as ({self._ranked(one, other)}), objects as (
                select object, count(*) filter (number = $1) as ones, count(*) filter (number = $2) as others,
                    greatest(count(distinct whole) filter (number = $1), count(distinct whole) filter (number = $2)) as kinds
                from rows group by all
            )
            select (select count(*) from rows as a join rows as b using (object, rank, fixed)
                    where a.number = $1 and b.number = $2),
                (select count(*) from objects where least(ones, others) > 0 and ones <> others and kinds > 1)""",
            [one.number, other.number],
        ).fetchall()
        return 0 if unclear else int(rows)

    def _ranked(self, one: Profile, other: Profile) -> str:
        """SELECT of number, row, object, what of it both and each of them say but for its progress, as hashes, and the rank of
        the row among those of its object: first what the other has as well."""
        key, content = self._columns(one, other)
        progress = self._register.progress
        supplied = {*one.supplied, *other.supplied}
        whole = ", ".join(
            name for name in self._register.by_name if name in supplied and name not in progress
        )
        fixed = ", ".join([*(name for name in content if name not in progress), "0"])
        return f"""
            with rows as (
                select number, row, hash({", ".join(key)}) as object, hash({fixed}) as fixed, hash({whole}) as whole,
                    hash({", ".join([*content, "0"])}) as content
                from compared where number in ({one.number}, {other.number})
            )
            select rows.*, row_number() over (
                partition by rows.number, rows.object order by others.content is null, rows.content, row) as rank
            from rows left join (select distinct number, object, content from rows) as others
                on others.object = rows.object and others.content = rows.content and others.number <> rows.number"""

    def make_carried(self, roster: Profile, further: Profile) -> None:
        """Add to state.carried_<register> rows of the roster with the progress of their objects in the other list."""
        self._rows.load(roster, further)
        progress = self._register.progress
        if household := self._household(roster, further):
            ranked, rows = "", "compared as a join compared as b"
            same = f"a.{household} = b.{household}"
        else:
            ranked = f"with ranked as ({self._ranked(roster, further)})"
            rows = """ranked as r join ranked as f using (object, rank)
                join compared as a on a.number = r.number and a.row = r.row
                join compared as b"""
            same = "b.number = f.number and b.row = f.row"
        found = ", ".join(f"any_value(b.{name}) as {name}" for name in progress)
        select = f"""{ranked} select a.unit, a.period, a.file, a.sheet, a.row, {found}
            from {rows} on {same} where a.number = {roster.number} and b.number = {further.number} group by all"""
        table = f"state.carried_{self._register.name}"
        self._db.execute(f"create table if not exists {table} as select * from ({select}) where false")
        self._db.execute(f"insert into {table} {select}")

    def _are_listed_apart(self, one: Profile, other: Profile) -> bool:
        """Whether both are lists of other terms of the register's lists: of safe housing, and of safe water."""
        listed_by = self._register.listed_by
        if not listed_by or self._register.by_name[listed_by].kind != "code":
            return False
        [(terms, is_stated, numbers)] = self._db.execute(
            f"""select count(distinct {listed_by}), count({listed_by}) = count(*), count(distinct (number, {listed_by}))
            from compared where number in ($1, $2)""",
            [one.number, other.number],
        ).fetchall()
        return bool(is_stated) and terms == numbers

    def _alike(self, one: Profile, other: Profile) -> int:
        """How many rows of two levels, or of two ledgers of one unit, are alike in all but their names."""
        are_ledgers = self._register.counts == "cumulative" and one.as_of_on != other.as_of_on
        if self._register.key or (
            one.unit_level == other.unit_level and not (are_ledgers and one.unit == other.unit)
        ):
            return 0
        key, content = self._columns(one, other)
        texts = [
            column.name for column in self._register.columns if column.kind == "text" and column.name in key
        ]
        money = [name for name in content if self._register.by_name[name].kind == "money"]
        if not (texts and money) or common_level(one, other) != AREA_LEVELS[-1]:
            return 0
        same = ", ".join([*(part for part in key if part not in texts), *content])
        [(alike,)] = self._db.execute(
            f"""with rows as (
                select number, row, hash({same}) as same, hash({", ".join(texts)}) as named from compared
                where number in ($1, $2) and coalesce({", ".join(f"nullif({name}, 0)" for name in money)}) is not null
            ),
            unshared as (
                from rows as a anti join rows as b on a.number <> b.number and a.same = b.same and a.named = b.named
            )
            select count(distinct a.row) from unshared as a join unshared as b using (same)
            where a.number = $1 and b.number = $2""",
            [one.number, other.number],
        ).fetchall()
        return int(alike)

    def repeated_rows(self, kept: Profile, dropped: Profile, repeats: Repeats) -> list[int]:
        """Numbers of the rows of `dropped` that `kept` repeats."""
        self._rows.load(kept, dropped)
        if repeats == "places":
            return self._rows_with_its(common_level(kept, dropped), kept, dropped)
        household = self._household(kept, dropped)
        if repeats == "corrected" and household:
            return self._rows_with_its(household, kept, dropped)
        key, content = self._columns(kept, dropped)
        same = "object, nth" if repeats in ("restated", "corrected") else "object, content, nth_equal"
        found = self._db.execute(
            f"""with rows as ({self._hashed(kept, dropped, key, content)})
            select b.row from rows as a join rows as b using ({same})
            where a.number = $1 and b.number = $2 order by 1""",
            [kept.number, dropped.number],
        )
        return [row for (row,) in found.fetchall()]

    def _columns(self, one: Profile, other: Profile) -> tuple[list[str], list[str]]:
        """SQL for what identifies an object in both statements, and the other columns that both have."""
        register = self._register
        areas = [level for level in AREA_LEVELS if compares_area(level, one, other)]
        shared = [
            column.name
            for column in register.columns
            if column.name in one.supplied and column.name in other.supplied
            and column.name not in AREA_LEVELS and column.kind != "place" and not column.is_period_year
        ]  # fmt: skip
        if register.key:
            key = [name for name in register.key if name in shared or name in areas]
            identifying = ", ".join(name for name in register.identifying_columns if name in shared) or "null"
            persons = [
                name for name in shared if register.by_name[name].kind in _PERSONAL and name not in key
            ]
            if register.identifying_columns:
                key += [f"if(coalesce({identifying}, null) is null, {name}, null)" for name in persons]
        else:
            naming = (name for name in shared if name not in register.progress)
            key = [*areas, *(name for name in naming if register.by_name[name].kind not in AMOUNTS)]
        content = [name for name in (*areas, *shared) if name not in key]
        years = [
            f"coalesce({column.name}, as_of_year)" for column in register.columns if column.is_period_year
        ]
        return [*key, *years, *self._event(one, other)], content

    def _event(self, one: Profile, other: Profile) -> list[str]:
        """SQL for when a payment of a flow was made, as far as its day or round leaves that open."""
        if self._register.counts != "flow":
            return []
        year = self._register.event_year
        own_day = ", ".join(f"{name}::varchar" for name in self._register.event_columns) or "null"
        event = [f"coalesce({year}, as_of_year)" if year else "as_of_year"]
        if one.as_of_year == other.as_of_year and not one.overlaps(other):
            event.append(f"if(coalesce({own_day}, null) is null, as_of_on, null)")
        return event

    def _identifies(self, key: list[str]) -> bool:
        kinds = {column.name: column.kind for column in self._register.columns}
        if {kinds[name] for name in self._register.key} & IDENTIFYING or not self._register.key:
            return any(kinds.get(name) in IDENTIFYING for name in key)
        return all(name in key for name in self._register.key if name not in AREA_LEVELS)

    @staticmethod
    def _hashed(one: Profile, other: Profile, key: list[str], content: list[str]) -> str:
        """SELECT of number, row, hashes of object and content, and the ordinal of the row among those of its object."""
        return f"""
            select number, row, object, content,
                row_number() over (partition by number, object order by content, row) as nth,
                row_number() over (partition by number, object, content order by row) as nth_equal
            from (
                select number, row, hash({", ".join(key)}) as object, hash({", ".join([*content, "0"])}) as content
                from compared where number in ({one.number}, {other.number})
            )"""

    def _household(self, one: Profile, other: Profile) -> str | None:
        """The column with the household, where both have it and the register lists households whole."""
        names = (column.name for column in self._register.columns if column.kind == "household_id")
        return next(
            (
                name
                for name in names
                if self._register.is_roll and name in one.supplied and name in other.supplied
            ),
            None,
        )

    def _rows_with_its(self, column: str | None, kept: Profile, dropped: Profile) -> list[int]:
        """Return the numbers of the rows of `dropped` whose value in the column a row of `kept` has, too."""
        found = self._db.execute(
            f"""select row from compared where number = $2
                and {column} in (select {column} from compared where number = $1) order by 1""",
            [kept.number, dropped.number],
        )
        return [row for (row,) in found.fetchall()]
