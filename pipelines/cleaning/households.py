"""Steps that give every row of a household what the sheet states for the household once, or for its village once."""

from dataclasses import replace

from pipelines.cleaning.parsing import Irregular, value_sql
from pipelines.cleaning.rejections import reason_columns
from pipelines.cleaning.source import SheetSource
from pipelines.cleaning.written_once import carry_village
from pipelines.common.sql import scalar
from pipelines.registers.columns import Column
from pipelines.rules import Notice, Violation

_HEADS = "('户主', '户主本人', '本人', '本人或户主')"
_OF_ONE_HOUSEHOLD = {"year", "area", "money"}
"""Kinds of facts, beside those that counts rest on, in which the members of one household do not differ."""
_NO_MEMBERS = "('死亡', '转出', '注销', '失联', '减少')"


def read_by_household(source: SheetSource, cells: str) -> SheetSource:
    """The source as one of households where every row is the head of another one and most state several persons."""
    for name, grain in source.register.grains.items():
        if not (grain.size and {grain.size, "relation", "household_id"} <= source.match.columns.keys()):
            continue
        size = f"try_cast(regexp_extract({grain.size}, '^([0-9]+)[人口]?$', 1) as integer)"
        is_of_heads = scalar(
            source.db,
            f"""select count(*) > 1 and count(*) = count(distinct household_id) and bool_and(relation in {_HEADS})
                    and count({size}) = count(*) and count(*) filter ({size} > 1) > count(*) / 2
                from {cells} where class = 'data'""",
        )
        if is_of_heads:
            return replace(source, match=replace(source.match, grain=name))
    return source


def carry_household_ids(source: SheetSource, cells: str) -> tuple[str, str | None, list[Notice]]:
    """Cells → numbered_members, where members below the head of their household have the number that only the head's row
    states, and unclear_households(row, rule, reason_zh, reason_en): all rows of a household whose head states another
    number of persons than there are rows, or none; None where there is none.

    Where the sheet has no such number, the head's own, keyed, stands for it.
    """
    columns = source.match.columns
    if not {"household_id", "person_id", "relation"} <= columns.keys():
        return cells, None, []
    is_formed = columns["household_id"] == columns["person_id"]
    if is_formed:
        number = f"if(relation in {_HEADS}, '户主' || keyed(person_id), null)"
        cells = source.make("heads", f"select * replace ({number} as household_id) from {cells} order by row")
    runs = _households_below_heads(source, cells, is_formed)
    [(carried, unclear)] = source.db.execute(
        f"""select count(*) filter (is_whole), count(*) filter (not is_whole)
            from {runs} join {cells} as cells using (row) where cells.household_id is null or {is_formed}"""
    ).fetchall()
    if not carried and not unclear:
        return cells, None, []
    table = source.make(
        "numbered_members",
        f"""select cells.* replace (coalesce(cells.household_id, runs.household_id) as household_id)
            from {cells} as cells left join {runs} as runs using (row) order by row""",
    )
    fields = {} if is_formed else {"columns": (source.register.by_name["household_id"].title,)}
    rule = "formed_households" if is_formed else "household_facts_carried"
    notices = [Notice(rule, fields, carried)] if carried else []
    if not unclear:
        return table, None, notices
    rule = "unformed_household" if is_formed else "unclear_household"
    rows = f"select row, {reason_columns(Violation(rule))} from {runs} where not is_whole"
    return table, source.make("unclear_households", rows), notices


def _households_below_heads(source: SheetSource, cells: str, is_formed: bool) -> str:
    """Make households_below_heads(row, household_id, is_whole) of the rows from each head to the next; of those that are
    formed also where there is no member, or a row above all heads."""
    size = "household_size_persons" if "household_size_persons" in source.match.columns else "null"
    if source.grain and source.grain.size:
        size = "'1'"
    begins = f"first(relation order by row) in {_HEADS} and count(relation) = count(*)"
    agree = " ".join(
        f"and count(distinct {column.name}) <= 1"
        for column in source.mapped
        if is_formed and column.per and (column.essential or column.kind in _OF_ONE_HOUSEHOLD)
    )
    return source.make(
        "households_below_heads",
        f"""with persons as (
            select *, count(household_id) over (order by row) as run,
                lead(household_id ignore nulls) over (order by row) as next_number
            from {cells} where class = 'data' and (household_id is not null or person_id is not null)
        )
        select unnest(list(row)) as row, min(household_id) as household_id,
            {begins} and coalesce(
                count(*) = try_cast(regexp_extract(first({size} order by row), '^([0-9]+)[人口]?$', 1) as integer), false
            ) {agree} as is_whole
        from persons group by run
        having {is_formed} or (
            count(*) > 1 and {begins} and count(*) filter (relation in {_HEADS}) = 1
            -- else a member states the number, too, and only the row that lacks it is at fault
            and first(next_number order by row) is distinct from min(household_id))""",
    )


def carry_household_facts(source: SheetSource, cells: str) -> tuple[str, list[Notice]]:
    """Cells → carried_facts: a fact of a household that only some of its rows state, in all of them.

    Where rows of one household state different things, nothing is carried. A village that is written once above its rows
    goes to all of them.
    """
    cells, notices = carry_village(source, cells)
    columns = [column for column in source.mapped if column.per == "household"]
    if "household_id" not in source.match.columns or not columns:
        return cells, notices
    carried = _counts(source, cells, columns)
    if not carried:
        return cells, notices
    values = ", ".join(
        f"coalesce({name}, if(class = 'data' and household_id is not null and min({name}) over household = "
        f"max({name}) over household, min({name}) over household, null)) as {name}"
        for name in carried
    )
    table = source.make(
        "carried_facts",
        f"""select * exclude (numbered_in) replace ({values}) from ({_numbered(source, cells)})
            window household as (partition by class = 'data', household_id, numbered_in) order by row""",
    )
    titles = tuple(source.register.by_name[name].title for name in carried)
    return table, [*notices, Notice("household_facts_carried", {"columns": titles}, max(carried.values()))]


def _numbered(source: SheetSource, cells: str) -> str:
    """SELECT of the cells, and `numbered_in`: the village in which a household has its number, where every village may
    have that number."""
    village = "village" if "village" in source.match.columns else "null::varchar"
    return f"""select *, if(is_local_number(household_id), last_value({village} ignore nulls)
            over (partition by class = 'data', household_id order by row), null) as numbered_in from {cells}"""


def find_divided_households(source: SheetSource, cells: str, irregular: Irregular) -> str | None:
    """Cells → divided_households(row, rule, reason_zh, reason_en): all rows of a household whose members state several
    statuses or years, of each of which it would be counted as one; None where the rows of none differ in writing.

    Members that left the household may have left it with another status. Where households were formed, this was asked then.
    """
    columns = [
        column
        for column in source.mapped
        if column.per == "household" and (column.essential or column.kind == "year")
    ]
    places = source.match.columns
    if "household_id" not in places or places["household_id"] == places.get("person_id") or not columns:
        return None
    if not _differ_within(source, cells, columns):
        return None
    is_member = "true"
    if "member_change" in places:
        change = value_sql(source, irregular, source.register.by_name["member_change"], is_data=True)
        is_member = f"coalesce(({change}) not in {_NO_MEMBERS}, true)"
    selects = []
    for column in columns:
        value = f"nullif(({value_sql(source, irregular, column, is_data=True)})::varchar, '注销')"
        reason = reason_columns(
            Violation("divided_household", {"title": column.title, "column": column.name})
        )
        selects.append(
            f"""select unnest(list(row)) as row, {reason}
                from (select cells.row, household_id, numbered_in, {value} as value
                    from ({_numbered(source, cells)}) as cells {irregular.joins}
                    where class = 'data' and household_id is not null and {is_member})
                group by household_id, numbered_in having count(distinct value) > 1"""
        )
    found = f"select distinct on (row) * from ({' union all '.join(selects)})"
    return source.make("divided_households", found)


def _differ_within(source: SheetSource, cells: str, columns: list[Column]) -> bool:
    """Whether rows of any one number of a household are written differently in one of the columns: seldom, and asked far
    more quickly than what the cells mean."""
    differ = " or ".join(f"min({column.name}) <> max({column.name})" for column in columns)
    return bool(
        scalar(
            source.db,
            f"""select bool_or(differ) from (
                select {differ} as differ from {cells} where class = 'data' group by household_id)""",
        )
    )


def _counts(source: SheetSource, cells: str, columns: list[Column]) -> dict[str, int]:
    """Name of a column → rows that another row of their household fills, where there are any."""
    missing = ", ".join(
        f"sum(if(min_{c.name} = max_{c.name}, members - stated_{c.name}, 0))::bigint as {c.name}"
        for c in columns
    )
    bounds = ", ".join(
        f"min({c.name}) as min_{c.name}, max({c.name}) as max_{c.name}, count({c.name}) as stated_{c.name}"
        for c in columns
    )
    [counts] = source.db.execute(
        f"""select {missing} from (
                select count(*) as members, {bounds} from ({_numbered(source, cells)})
                where class = 'data' and household_id is not null group by household_id, numbered_in
            )"""
    ).fetchall()
    return {column.name: count for column, count in zip(columns, counts, strict=True) if count}
