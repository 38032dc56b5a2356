"""Two statements of one register compared row by row, over the columns that both have.

Rows are of the same object where they agree in what identifies it: the register's key, or, where it has none, all that
is not an amount. A statement may hold several rows of one object (payments of one day); they are compared one by one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import duckdb

from pipelines.common.money import WAN
from pipelines.registers.areas import AREA_LEVELS
from pipelines.registers.contract import AMOUNTS, Column, Register
from pipelines.statements.profile import Profile

_IDENTIFYING = {"text", "household_id", "person_id_number", "person_name", "bank_account", "phone"}

Repeats = Literal["equal", "restated", "places", "corrected"]
"""Which rows of a statement another one repeats: those that say the same, all of the same objects, all of its places,
all of the same households."""

_OF_ALL = (
    "(全.{1,4}|.*(合计|小计|总计|汇总|总数)|共?[0-9一二三四五六七八九十百]+(个|项|户|人|处|件|条|家)(项目)?)"
)
"""Words that name all of something, or count it (2个), and so no object of their own."""
_FEWEST_PLACES = 2
"""Places from which sums do not nearly agree by chance."""

_PERSONAL = {"person_id_number", "person_name"}
_NAMING = {*_IDENTIFYING, "code"}
"""Kinds of columns that name what a row is of, or its level or kind."""


@dataclass(frozen=True)
class Detail:
    """The statement of that number lists in more rows what the other has as totals, in each place that it names.

    `is_whole` where the other has totals of no other place; `is_rounded` where its totals are round, and only nearly equal;
    `names_own` where it names objects, levels or kinds of which the details do not have these totals.
    """

    number: int
    is_whole: bool
    is_rounded: bool
    names_own: bool = False


@dataclass(frozen=True)
class Overlap:
    """How two statements meet: rows of each, rows of the same object, those of them that are equal, and whether an object
    is identified in both at all; rows of two units that are alike in all but what they call the object.
    """

    rows: tuple[int, int]
    shared: int
    equal: int
    is_comparable: bool
    detail: Detail | None = None
    alike: int = 0


class Comparison:
    """Compares statements of one register, whose rows lie in the folder of their delivery (unit, period)."""

    def __init__(
        self,
        db: duckdb.DuckDBPyConnection,
        register: Register,
        folders: Mapping[tuple[str, str], Path],
    ):
        self._db = db
        self._register = register
        self._folders = folders
        self._loaded: set[int] = set()

    def _load(self, profile: Profile) -> None:
        """Have the statement's rows in the table `compared`: of most nothing has to be compared."""
        if profile.number in self._loaded:
            return
        piece = self._folders[profile.unit, profile.period] / f"{self._register.name}.parquet"
        target = "insert into compared" if self._loaded else "create or replace temp table compared as"
        self._db.execute(
            f"{target} select ?::bigint as number, * from read_parquet(?) where file = ? and sheet = ?",
            [profile.number, str(piece), profile.file, profile.sheet],
        )
        self._loaded.add(profile.number)

    def overlap(self, one: Profile, other: Profile) -> Overlap:
        self._load(one)
        self._load(other)
        key, content = self._columns(one, other)
        if not self._identifies(key):
            if self._are_listed_apart(one, other):
                return Overlap((one.rows, other.rows), 0, 0, True)
            return Overlap((one.rows, other.rows), 0, 0, False, self._detail(one, other))
        [(shared, equal)] = self._db.execute(
            f"""with rows as ({self._hashed(one, other, key, content)})
            select
                (select count(*) from rows as a join rows as b using (object, nth)
                 where a.number = $1 and b.number = $2),
                (select count(*) from rows as a join rows as b using (object, content, nth_equal)
                 where a.number = $1 and b.number = $2)""",
            [one.number, other.number],
        ).fetchall()
        detail = self._detail(one, other) if equal < min(one.rows, other.rows) else None
        return Overlap((one.rows, other.rows), shared, equal, True, detail, self._alike(one, other))

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

    def summarises(self, summary: Profile, details: Sequence[Profile]) -> bool:
        """Whether the amounts of `summary` are the sums of `details`: in each place, or each row those of one statement."""
        for profile in (summary, *details):
            self._load(profile)
        money = [
            column.name
            for column in self._register.columns
            if column.kind == "money" and all(column.name in one.supplied for one in (summary, *details))
        ]
        if not money:
            return False
        levels = {self._common_level(summary, one) for one in details}
        level = levels.pop() if len(levels) == 1 else None
        objects = self._object(summary, details)
        groups = [(by, by) for by in (level, objects) if by] + [("number", "row")]
        return any(self._sums_agree(summary, details, money, *group) for group in groups)

    def _object(self, summary: Profile, details: Sequence[Profile]) -> str | None:
        """SQL for what a row of them all is of, whatever its round; None where they do not say."""
        ignored = {*AMOUNTS, "place"}
        shared = [
            column.name
            for column in self._register.columns
            if all(column.name in one.supplied for one in (summary, *details))
            and column.kind not in ignored
            and column.name not in self._register.event_columns
        ]
        if not any(self._register.by_name[name].kind in _IDENTIFYING for name in shared):
            return None
        return f"hash({', '.join(shared)})"

    def _sums_agree(
        self, summary: Profile, details: Sequence[Profile], money: Sequence[str], by: str, of_summary: str
    ) -> bool:
        """Whether the sums of details by a column are, each as often, those of the summary by another."""
        numbers = ", ".join(str(one.number) for one in details)
        sums = ", ".join(f"sum({name}) as {name}" for name in money)
        place = f"{by} as place, " if by == of_summary else ""
        [(details_sums, summary_sums)] = self._db.execute(
            f"""with of_details as (select {place}{sums} from compared where number in ({numbers}) group by {by}),
                of_summary as (select {place}{sums} from compared where number = {summary.number} group by {of_summary})
            select (select list(d order by d::varchar) from of_details as d),
                (select list(s order by s::varchar) from of_summary as s)"""
        ).fetchall()
        return details_sums == summary_sums and len(details_sums) > 1

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
        if not (texts and money) or self._common_level(one, other) != AREA_LEVELS[-1]:
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

    def _is_stated(self, column: Column) -> str:
        """SQL for whether a column names objects: one text in all rows is of none, a code or what lists are by is."""
        own = f"{column.name}::varchar) filter (not regexp_full_match({column.name}::varchar, '{_OF_ALL}')"
        may_be_one = column.kind == "code" or column.name == self._register.listed_by
        return f"count({own}) > 0" if may_be_one else f"count(distinct {own}) >= least(2, count(*))"

    def repeated_rows(self, kept: Profile, dropped: Profile, repeats: Repeats) -> list[int]:
        """Numbers of the rows of `dropped` that `kept` repeats."""
        self._load(kept)
        self._load(dropped)
        if repeats == "places":
            return self._rows_with_its(self._common_level(kept, dropped), kept, dropped)
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
        areas = [level for level in AREA_LEVELS if self._compares_area(level, one, other)]
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
            key = [*areas, *(name for name in shared if register.by_name[name].kind not in AMOUNTS)]
        content = [name for name in (*areas, *shared) if name not in key]
        years = [
            f"coalesce({column.name}, as_of_year)" for column in register.columns if column.is_period_year
        ]
        return [*key, *years, *self._event(one, other)], content

    @staticmethod
    def _compares_area(level: str, one: Profile, other: Profile) -> bool:
        lists = {"county": "counties", "township": "townships", "village": "villages"}[level]
        if one.unit == other.unit:
            return (level in one.supplied) == (level in other.supplied)
        return not ("" in getattr(one, lists) or "" in getattr(other, lists))

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
        if {kinds[name] for name in self._register.key} & _IDENTIFYING or not self._register.key:
            return any(kinds.get(name) in _IDENTIFYING for name in key)
        return all(name in key for name in self._register.key if name not in AREA_LEVELS)

    @staticmethod
    def _hashed(one: Profile, other: Profile, key: list[str], content: list[str]) -> str:
        """SELECT of number, row, object and content as hashes, and the how-manieth of its object a row is."""
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
        """Numbers of the rows of `dropped` that have in the column what a row of `kept` has."""
        found = self._db.execute(
            f"""select row from compared where number = $2
                and {column} in (select {column} from compared where number = $1) order by 1""",
            [kept.number, dropped.number],
        )
        return [row for (row,) in found.fetchall()]

    def _common_level(self, one: Profile, other: Profile) -> str | None:
        """The lowest level of which every row of both names its place; None where there is none."""
        if "" in one.villages or "" in other.villages:
            return None
        return next(
            (level for level in reversed(AREA_LEVELS) if self._compares_area(level, one, other)), None
        )

    def _detail(self, one: Profile, other: Profile) -> Detail | None:
        """Compare the sums of all money that both have, in each place that one of them names."""
        money = [
            column.name
            for column in self._register.columns
            if column.kind == "money" and column.name in one.supplied and column.name in other.supplied
        ]
        if not money:
            return None
        sums = ", ".join(f"sum({name}) as {name}" for name in money)
        is_round = " and ".join(f"coalesce(bool_and({name} % {WAN} = 0), true)" for name in money)
        equal = " and ".join(f"min({name}) is not distinct from max({name})" for name in money)
        near = " and ".join(f"coalesce(max({name}) - min({name}) <= {WAN} / 2, true)" for name in money)
        places = self._db.execute(
            f"""with totals as (
                select number, {self._common_level(one, other) or "null"} as place, count(*) as rows, {sums},
                    {is_round} as is_round
                from compared where number in ($1, $2) group by all
            )
            select count(*) = 2 and {equal}, count(*) = 2 and bool_or(is_round) and {near},
                coalesce(max(rows) filter (number = $1), 0), coalesce(max(rows) filter (number = $2), 0)
            from totals group by place
            having coalesce({", ".join(f"max({name})" for name in money)}, 0) <> 0""",
            [one.number, other.number],
        ).fetchall()
        found = _detail_of(one, other, places)
        if found is None:
            return None
        detail, summary = (one, other) if found.number == one.number else (other, one)
        if self._are_of_other_terms(detail, summary):
            return None
        return replace(found, names_own=self._names_own(detail, summary, money))

    def _are_of_other_terms(self, detail: Profile, summary: Profile) -> bool:
        """Whether all rows of both state terms of one column, and other ones: 中央 and 省级."""
        codes = [
            column.name
            for column in self._register.columns
            if column.kind == "code" and column.name in {*detail.supplied} & {*summary.supplied}
        ]
        if not codes:
            return False
        apart = [
            f"""(count({name}) = count(*)
                and not list_has_any(list({name}) filter (number = {detail.number}),
                    list({name}) filter (number = {summary.number})))"""
            for name in codes
        ]
        [(are_apart,)] = self._db.execute(
            f"select {' or '.join(apart)} from compared where number in ({detail.number}, {summary.number})"
        ).fetchall()
        return bool(are_apart)

    def _names_own(self, detail: Profile, summary: Profile, money: Sequence[str]) -> bool:
        """Whether the summary names what the details have not got, or not with these totals."""
        named = [
            column.name
            for column in self._register.columns
            if column.name in summary.supplied and column.kind in _NAMING
            and column.name not in self._register.event_columns
        ]  # fmt: skip
        if not named:
            return False
        own = [self._is_stated(self._register.by_name[name]) for name in named]
        [stated] = self._db.execute(
            f"select {', '.join(own)} from compared where number = {summary.number}"
        ).fetchall()
        stating = [name for name, is_stated in zip(named, stated, strict=True) if is_stated]
        if not stating or not {*stating} <= {*detail.supplied}:
            return bool(stating)
        groups = ", ".join([self._common_level(detail, summary) or "null", *stating])
        sums = ", ".join(f"sum({name})" for name in money)
        [(unlike,)] = self._db.execute(
            f"""with totals as (
                select number, hash({groups}) as place_and_names, hash({sums}) as sums from compared
                where number in ({detail.number}, {summary.number}) group by number, {groups}
            ),
            details as (from totals where number = {detail.number})
            select count(*) from (
                select place_and_names, sums from totals where number = {summary.number}
                except select place_and_names, sums from details)"""
        ).fetchall()
        return bool(unlike)


def _detail_of(one: Profile, other: Profile, places: Sequence[tuple[bool, bool, int, int]]) -> Detail | None:
    """Places are: whether the sums are equal, whether they are when rounded, the rows of one and of the other."""
    for is_rounded in (False, True):
        agreeing = [place for place in places if place[is_rounded]]
        rows = sum(place[2] for place in agreeing), sum(place[3] for place in agreeing)
        if not agreeing or rows[0] == rows[1] or (is_rounded and len(agreeing) < _FEWEST_PLACES):
            continue
        is_one = rows[0] > rows[1]
        own = [place for place in places if place[2 if is_one else 3]]
        if len(own) == len(agreeing):
            number = one.number if is_one else other.number
            return Detail(number, len(agreeing) == len(places), is_rounded)
    return None
