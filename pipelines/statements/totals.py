"""Find statements that are totals of others: of one that lists more rows in each place, or of several of one
delivery."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipelines.common.money import WAN
from pipelines.registers.areas import AREA_LEVELS
from pipelines.registers.columns import AMOUNTS, Column
from pipelines.statements.compared_rows import IDENTIFYING, ComparedRows, common_level
from pipelines.statements.profile import Profile
from pipelines.statements.rounds import months_of

_OF_ALL = (
    "(全.{1,4}|.*(合计|小计|总计|汇总|总数)|共?[0-9一二三四五六七八九十百]+(个|项|户|人|处|件|条|家)(项目)?)"
)
"""Words that name all of something, or count it (2个), and so no object of their own."""
_FEWEST_PLACES = 2
"""Places from which sums do not nearly agree by chance."""
_FEWEST_DETAILS = 2
"""Statements from which one more may sum them up."""
_NAMING = {*IDENTIFYING, "code"}
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
class Summed:
    """The statements that one sums up; `names_own` where it names what neither their rows nor their titles do."""

    details: tuple[Profile, ...]
    names_own: bool


class Totals:
    """Compares sums of statements of one register."""

    def __init__(self, rows: ComparedRows):
        self._rows = rows
        self._db = rows.db
        self._register = rows.register

    def summed_by(self, summary: Profile, beside: Sequence[Profile]) -> Summed | None:
        """Return the statements beside it that one sums up: in each place, or with each row those of one statement."""
        for details in self._possible_details(summary, beside):
            is_longer = summary.rows < sum(one.rows for one in details)
            if len(details) >= _FEWEST_DETAILS and is_longer and self._are_summed(summary, details):
                if self._are_of_other_terms(details, summary):
                    return None
                return Summed(tuple(details), self._names_others(summary, details))
        return self._summed_beside_own(summary, beside)

    def _summed_beside_own(self, summary: Profile, beside: Sequence[Profile]) -> Summed | None:
        """All other sheets of its workbook, or all statements beside it, where each is summed up in a row of it, and more rows
        are of its own; where all name their places, these tell what is its own."""
        for details in ([one for one in beside if one.file == summary.file], beside):
            is_longer = len(details) < summary.rows < sum(one.rows for one in details)
            names_places = any(common_level(summary, one) for one in details)
            if len(details) >= _FEWEST_DETAILS and is_longer and not names_places:
                found = self._with_sums_of_a_row(summary, details)
                if len(found) == len(details) and not self._are_of_other_terms(details, summary):
                    return Summed(tuple(details), names_own=True)
        return None

    def _possible_details(self, summary: Profile, beside: Sequence[Profile]) -> Iterator[Sequence[Profile]]:
        """The other sheets of its workbook, the months of its quarter, all, or those with the sums of one of its rows."""
        months = months_of(summary.rounds) or set(range(1, 13))
        yield [one for one in beside if one.file == summary.file]
        yield [one for one in beside if (own := months_of(one.rounds)) and own < months]
        yield beside
        if _FEWEST_DETAILS <= summary.rows < len(beside):
            yield self._with_sums_of_a_row(summary, beside)

    def _with_sums_of_a_row(self, summary: Profile, beside: Sequence[Profile]) -> list[Profile]:
        money = self._rows.money([summary, *beside])
        if not money:
            return []
        self._rows.load(summary, *beside)
        amounts = ", ".join(f"coalesce(sum({name}), 0)" for name in money)
        has_money = " or ".join(f"sum({name}) <> 0" for name in money)
        found = self._db.execute(
            f"""with sums as (
                select number, hash({amounts}) as amounts from compared
                where number in ({_numbers([summary, *beside])}) group by number, if(number = {summary.number}, row, 0)
                having {has_money}
            )
            select number from sums where number <> {summary.number}
                and amounts in (select amounts from sums where number = {summary.number})"""
        ).fetchall()
        return [one for one in beside if (one.number,) in found]

    def _are_summed(self, summary: Profile, details: Sequence[Profile]) -> bool:
        money = self._rows.money([summary, *details])
        if not money or not all(_agree_in_all(summary, details, column) for column in money):
            return False
        self._rows.load(summary, *details)
        levels = {common_level(summary, one) for one in details}
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
        if not any(self._register.by_name[name].kind in IDENTIFYING for name in shared):
            return None
        return f"hash({', '.join(shared)})"

    def _sums_agree(
        self, summary: Profile, details: Sequence[Profile], money: Sequence[str], by: str, of_summary: str
    ) -> bool:
        """Whether the sums of details by a column are, each as often, those of the summary by another."""
        sums = ", ".join(f"sum({name}) as {name}" for name in money)
        place = f"{by} as place, " if by == of_summary else ""
        [(details_sums, summary_sums)] = self._db.execute(
            f"""with of_details as (
                    select {place}{sums} from compared where number in ({_numbers(details)}) group by {by}),
                of_summary as (select {place}{sums} from compared where number = {summary.number} group by {of_summary})
            select (select list(d order by d::varchar) from of_details as d),
                (select list(s order by s::varchar) from of_summary as s)"""
        ).fetchall()
        return details_sums == summary_sums and len(details_sums) > 1

    def _names_others(self, summary: Profile, details: Sequence[Profile]) -> bool:
        """Whether the summary names an object, level or kind that neither rows nor titles of its details name."""
        stated = " union ".join(
            f"select {name}::varchar as named from compared where number = {summary.number}"
            for name in self._stating(summary)
        )
        if not stated:
            return False
        supplied = {name for one in details for name in one.supplied}
        of_rows = [name for name in supplied if self._register.by_name[name].kind in _NAMING]
        listed = [*AREA_LEVELS, *of_rows]
        own = self._db.execute(
            f"""select named from ({stated}) where named is not null and not regexp_full_match(named, '{_OF_ALL}')
            except select unnest([{", ".join(f"{name}::varchar" for name in listed)}]) from compared
                where number in ({_numbers(details)})"""
        ).fetchall()
        titles = [words for one in details for words in one.naming]
        return any(not any(name in words for words in titles) for (name,) in own)

    def _stating(self, summary: Profile) -> list[str]:
        """The columns of a summary that name objects, levels or kinds."""
        named = [
            column.name
            for column in self._register.columns
            if column.name in summary.supplied and column.kind in _NAMING
            and column.name not in self._register.event_columns
        ]  # fmt: skip
        if not named:
            return []
        own = [self._is_stated(self._register.by_name[name]) for name in named]
        [stated] = self._db.execute(
            f"select {', '.join(own)} from compared where number = {summary.number}"
        ).fetchall()
        return [name for name, is_stated in zip(named, stated, strict=True) if is_stated]

    def _is_stated(self, column: Column) -> str:
        """SQL for whether a column names objects: one text in all rows is of none, a code or what lists are by is."""
        own = f"{column.name}::varchar) filter (not regexp_full_match({column.name}::varchar, '{_OF_ALL}')"
        may_be_one = column.kind == "code" or column.name == self._register.listed_by
        return f"count({own}) > 0" if may_be_one else f"count(distinct {own}) >= least(2, count(*))"

    def detail(self, one: Profile, other: Profile) -> Detail | None:
        """Compare the sums of all money that both have, in each place that one of them names."""
        money = self._rows.money([one, other])
        if not money:
            return None
        self._rows.load(one, other)
        sums = ", ".join(f"sum({name}) as {name}" for name in money)
        is_round = " and ".join(f"coalesce(bool_and({name} % {WAN} = 0), true)" for name in money)
        equal = " and ".join(f"min({name}) is not distinct from max({name})" for name in money)
        near = " and ".join(f"coalesce(max({name}) - min({name}) <= {WAN} / 2, true)" for name in money)
        places = self._db.execute(
            f"""with totals as (
                select number, {common_level(one, other) or "null"} as place, count(*) as rows, {sums},
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
        if self._are_of_other_terms([detail], summary):
            return None
        return replace(found, names_own=self._names_own(detail, summary, money))

    def _are_of_other_terms(self, details: Sequence[Profile], summary: Profile) -> bool:
        """Whether all rows of them state terms of one column, the summary other ones: 中央 and 省级."""
        codes = [
            column.name
            for column in self._register.columns
            if column.kind == "code" and all(column.name in one.supplied for one in (summary, *details))
        ]
        if not codes:
            return False
        apart = [
            f"""(count({name}) = count(*)
                and not list_has_any(list({name}) filter (number <> {summary.number}),
                    list({name}) filter (number = {summary.number})))"""
            for name in codes
        ]
        [(are_apart,)] = self._db.execute(
            f"select {' or '.join(apart)} from compared where number in ({_numbers([summary, *details])})"
        ).fetchall()
        return bool(are_apart)

    def _names_own(self, detail: Profile, summary: Profile, money: Sequence[str]) -> bool:
        """Whether the summary names what the details have not got, or not with these totals."""
        stating = self._stating(summary)
        if not stating or not {*stating} <= {*detail.supplied}:
            return bool(stating)
        groups = ", ".join([common_level(detail, summary) or "null", *stating])
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


def _agree_in_all(summary: Profile, details: Sequence[Profile], column: str) -> bool:
    """Whether the sums of all rows are equal, as far as they are known before any row is read."""
    stated, totals = summary.total(column), [one.total(column) for one in details]
    known = [total for total in totals if total is not None]
    return stated is None or len(known) < len(totals) or sum(known) == stated


def _numbers(profiles: Sequence[Profile]) -> str:
    return ", ".join(str(one.number) for one in profiles)


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
