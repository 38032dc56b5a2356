"""The step that counts a plan once that is repeated on each payment of its project."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipelines.cleaning.parsing import Irregular, value_sql
from pipelines.cleaning.source import SheetSource
from pipelines.cleaning.totals import stated_amount
from pipelines.common.sql import literal
from pipelines.registers.contract import AMOUNTS, Column
from pipelines.rules import Notice, Violation

_OF_PAYMENT = re.compile(r"((支付|付款|拨付|拨款|支出|报账|记账)(日期|时间)|日期|凭证号?|凭证编号|发票号)")
"""Headers of columns that tell payments apart."""


@dataclass(frozen=True)
class _Row:
    """A row of a project: its serial number, what tells its payment apart, and its amounts in the order of the stages."""

    row: int
    serial: str
    payment: tuple[str, ...]
    amounts: tuple[Decimal, ...]


def count_plans_once(
    source: SheetSource, cells: str, irregular: Irregular
) -> tuple[str, str | None, list[Notice]]:
    """Cells → cells_with_plans_once, in which only the first payment of a project states its plan, and
    unclear_plans(row, rule, reason_zh, reason_en): rows that may be payments of one project or several projects.

    Rows of one project agree in all words. The amounts of the first stages are repeated, those of later ones are the
    payments, and together no more than the plan. That they are of one project the serial number says, which
    they share or only the first has, a column that tells the payments apart, or else the sheet's total.
    """
    stages = source.register.stages
    columns = [
        source.register.by_name[name]
        for name in (stages.amounts if stages else ())
        if name in source.match.columns
    ]
    if stages is None or len(columns) < 2 or stages.of not in source.match.columns or source.match.parts:
        return cells, None, []
    repeated: dict[int, list[Column]] = {}
    unclear: dict[int, list[Column]] = {}
    first_of_unclear: list[int] = []
    for project in _projects(source, cells, irregular, stages.of, columns):
        plan = _repeated(columns, project)
        if not plan:
            continue
        if _is_one(project):
            repeated |= {one.row: plan for one in project[1:]}
        elif _may_be_one(plan, project):
            unclear |= {one.row: plan for one in project[1:]}
            first_of_unclear.append(project[0].row)
    if unclear and (is_once := _decided(source, cells, irregular, columns, repeated, unclear)) is not None:
        repeated |= unclear if is_once else {}
        unclear, first_of_unclear = {}, []
    notices = []
    if repeated:
        cells = _blanked(source, cells, repeated)
        notices = [Notice("plan_repeated", {"numbers": sorted(repeated)[:10]}, len(repeated))]
    return cells, _unclear(source, [*first_of_unclear, *unclear]) if unclear else None, notices


def _projects(
    source: SheetSource, cells: str, irregular: Irregular, name: str, columns: Sequence[Column]
) -> Iterator[list[_Row]]:
    """The rows of each project that has several, without those that repeat another to the letter."""
    words = [column.name for column in source.mapped if column.kind not in AMOUNTS]
    joins = "\n".join(
        f"left join parsed_{column.name} on cells.{column.name} = parsed_{column.name}.raw"
        for column in columns
        if column.name in irregular.columns
    )
    values = [f"coalesce({value_sql(source, irregular, column, is_data=True)}, 0)" for column in columns]
    keys = ", ".join(f"cells.{word}" for word in words)
    found = source.db.execute(
        f"""select dense_rank() over (order by {keys}) as project, cells.row, coalesce(serial, ''), {", ".join(values)}
            from {cells} as cells {joins} where class = 'data' and cells.{name} is not null
            qualify count(*) over (partition by {keys}) > 1 and row_number() over (partition by line_hash order by cells.row) = 1
            order by cells.row"""
    ).fetchall()
    payments = _payments(source) if found else {}
    projects: dict[int, list[_Row]] = {}
    for project, row, serial, *amounts in found:
        projects.setdefault(project, []).append(_Row(row, serial, payments.get(row, ()), tuple(amounts)))
    yield from (project for project in projects.values() if len(project) > 1)


def _payments(source: SheetSource) -> dict[int, tuple[str, ...]]:
    """Row → the texts that tell its payment apart, of a sheet that has columns of them."""
    indices = [header.index for header in source.match.unmapped if _OF_PAYMENT.fullmatch(header.label)]
    if not indices:
        return {}
    return {
        row: tuple(texts[index - 1] if len(texts) >= index else "" for index in indices)
        for row, texts in source.lines()
    }


def _repeated(columns: Sequence[Column], project: Sequence[_Row]) -> list[Column]:
    """The first stages whose amount each row repeats, where those of later ones may be payments of it; else none."""
    stated = [place for place in range(len(columns)) if any(one.amounts[place] for one in project)]
    plan: list[int] = []
    for place in stated[:-1]:
        if project[0].amounts[place] <= 0 or len({one.amounts[place] for one in project}) > 1:
            break
        plan.append(place)
    whole = min((project[0].amounts[place] for place in plan), default=Decimal(0))
    paid = [sum(one.amounts[place] for one in project) for place in stated if place not in plan]
    is_within = all(amount <= whole for amount in paid)
    return [columns[place] for place in plan] if is_within else []


def _may_be_one(plan: Sequence[Column], project: Sequence[_Row]) -> bool:
    """Whether several rows state payments, and not all the same: equal rows are told as entered twice."""
    payments = [one.amounts[len(plan) :] for one in project]
    return sum(map(any, payments)) > 1 and len({*payments}) > 1


def _decided(
    source: SheetSource,
    cells: str,
    irregular: Irregular,
    columns: Sequence[Column],
    repeated: dict[int, list[Column]],
    unclear: dict[int, list[Column]],
) -> bool | None:
    """Whether plans that may be repeated count once, by a total of the sheet that agrees with one reading alone."""
    plan = columns[0]
    value = f"coalesce({value_sql(source, irregular, plan, is_data=True)}, 0)"
    join = (
        f"left join parsed_{plan.name} on cells.{plan.name} = parsed_{plan.name}.raw"
        if plan.name in irregular.columns
        else ""
    )
    [(each, once)] = source.db.execute(
        f"""select sum({value}) filter (cells.row not in (select unnest($1::bigint[]))),
                sum({value}) filter (cells.row not in (select unnest($1::bigint[] || $2::bigint[])))
            from {cells} as cells {join} where class = 'data'""",
        [[*repeated], [*unclear]],
    ).fetchall()
    totals = source.db.execute(f"select {plan.name} from {cells} where class in ('total', 'sum')").fetchall()
    stated = {stated_amount(plan, text, source.contexts[plan.name]) for (text,) in totals}
    return (once in stated) if (each in stated) != (once in stated) else None


def _is_one(project: Sequence[_Row]) -> bool:
    first, *others = project
    serials = {one.serial for one in others}
    payments = {one.payment for one in project if any(one.payment)}
    return bool(first.serial and serials in ({first.serial}, {""})) or len(payments) == len(project)


def _blanked(source: SheetSource, cells: str, repeated: dict[int, list[Column]]) -> str:
    """The cells without the plans that rows repeat."""
    columns = {column.name for plan in repeated.values() for column in plan}
    rows = {
        name: ", ".join(str(row) for row, plan in repeated.items() if any(one.name == name for one in plan))
        for name in columns
    }
    values = ", ".join(
        f"if(row in ({listed}), null, {name}) as {name}" for name, listed in sorted(rows.items())
    )
    return source.make("cells_with_plans_once", f"select * replace ({values}) from {cells} order by row")


def _unclear(source: SheetSource, rows: list[int]) -> str:
    zh, en = map(literal, Violation("unclear_plan").sentences)
    return source.make(
        "unclear_plans",
        f"select unnest($1::bigint[]) as row, 'unclear_plan' as rule, {zh} as reason_zh, {en} as reason_en",
        [sorted(rows)],
    )
