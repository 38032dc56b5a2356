"""Step: join the rows of a project that repeat its plan for each payment, so that the plan and the project count
once."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pipelines.cleaning.merges import Span, spans_of_objects
from pipelines.cleaning.parsing import Irregular, value_sql
from pipelines.cleaning.rejections import reject_rows
from pipelines.cleaning.source import SheetSource
from pipelines.cleaning.totals import stated_amount
from pipelines.common.money import MONEY_FACTORS
from pipelines.reading.normalise import normalise
from pipelines.registers.columns import AMOUNTS, Column
from pipelines.rules import Notice, Violation
from pipelines.values.taken_back import WORDS

_OF_PAYMENT = re.compile(r"((支付|付款|拨付|拨款|支出|报账|记账)(日期|时间)|日期|凭证号?|凭证编号|发票号)")
"""Headers of columns that tell payments apart, whether they are read or not."""


@dataclass(frozen=True)
class _Row:
    """A row of a project: its serial number, what tells its payment apart, its amounts in the order of the stages, and
    whether it states more than can be added up: an amount that cannot be read, a rest, a remark that takes money back.
    `days` are those of its payments, as they are read and as they are written."""

    row: int
    serial: str
    payment: tuple[str, ...]
    is_apart: bool
    amounts: tuple[Decimal, ...]
    days: tuple[tuple[date, str] | None, ...]


@dataclass(frozen=True)
class _Project:
    """Rows that agree in all words, and the columns of the plan that each of them repeats."""

    rows: Sequence[_Row]
    plan: Sequence[Column]

    @property
    def span(self) -> tuple[int, int]:
        return self.rows[0].row, self.rows[-1].row

    @property
    def further(self) -> list[int]:
        return [one.row for one in self.rows[1:]]


def count_plans_once(
    source: SheetSource, cells: str, irregular: Irregular
) -> tuple[str, str | None, list[Notice]]:
    """Cells → joined_payments, in which the first row of a project has all of its payments and the further ones are no
    data, and unclear_plans(row, rule, reason_zh, reason_en): rows that may be payments of one project or several
    projects.

    Rows of one project agree in all words. The amounts of the first stages are repeated, those of later ones are the
    payments, and together no more than the plan. That they are of one project a cell over all of them says, the serial
    number, which they share or only the first has, a column that tells the payments apart, or else the sheet's total.
    """
    stages = source.register.stages
    columns = [
        source.register.by_name[name]
        for name in (stages.amounts if stages else ())
        if name in source.match.columns
    ]
    if stages is None or len(columns) < 2 or stages.of not in source.match.columns or source.match.parts:
        return cells, None, []
    objects = {span for column in columns for span in spans_of_objects(source, cells, column)}
    projects = [
        _Project(rows, plan)
        for rows in _projects(source, cells, irregular, stages.of, columns, objects)
        if (plan := _repeated(columns, rows))
    ]
    joined = [one for one in projects if _is_one(one.rows) or one.span in objects]
    unclear = [one for one in projects if one not in joined and _may_be_one(columns, one)]
    if unclear and (is_once := _decided(source, cells, irregular, columns, joined, unclear)) is not None:
        joined, unclear = [*joined, *(unclear if is_once else [])], []
    apart = [one for one in joined if any(row.is_apart for row in one.rows)]
    joined = [one for one in joined if one not in apart]
    held = sorted(row.row for one in (*unclear, *apart) for row in one.rows)
    notices = []
    if further := sorted(row for one in joined for row in one.further):
        cells = _joined(source, cells, columns, joined)
        notices = [Notice("plan_repeated", {"numbers": further[:10]}, len(further))]
    rejected = dict.fromkeys(held, Violation("unclear_plan"))
    return cells, reject_rows(source, "unclear_plans", rejected), notices


def _projects(
    source: SheetSource,
    cells: str,
    irregular: Irregular,
    name: str,
    columns: Sequence[Column],
    objects: Iterable[Span],
) -> Iterator[list[_Row]]:
    """Return the rows of each project with several rows, without exact repetitions but of those that are one cell."""
    own = [row for top, bottom in objects for row in range(top, bottom + 1)]
    days = _days_of_payment(source)
    words = [column.name for column in source.mapped if column.kind not in AMOUNTS and column not in days]
    joins = "\n".join(
        f"left join parsed_{column.name} on cells.{column.name} = parsed_{column.name}.raw"
        for column in (*columns, *days)
        if column.name in irregular.columns
    )
    read_days = [f"({value_sql(source, irregular, day, is_data=True)}, cells.{day.name})" for day in days]
    values = [value_sql(source, irregular, column, is_data=True) for column in columns]
    unread = [
        f"(cells.{column.name} is not null and {value} is null)"
        for column, value in zip(columns, values, strict=True)
    ]
    rests = [
        f"cells.{one.name} is not null" for one in source.mapped if one.kind == "money" and one not in columns
    ]
    takes_back = f"coalesce(regexp_matches(remark, '{WORDS}'), false)"
    is_apart = " or ".join(["is_too_long", takes_back, *unread, *rests])
    keys = ", ".join(f"cells.{word}" for word in words)
    found = source.db.execute(
        f"""select dense_rank() over (order by {keys}) as project, cells.row, coalesce(serial, ''), {is_apart},
                {", ".join(f"coalesce({value}, 0)" for value in values)}, [{", ".join(read_days)}]
            from {cells} as cells {joins} where class = 'data' and cells.{name} is not null
            qualify count(*) over (partition by {keys}) > 1 and (
                row_number() over (partition by line_hash order by cells.row) = 1 or cells.row in (select unnest($1::bigint[])))
            order by cells.row""",
        [own],
    ).fetchall()
    payments = _payments(source) if found else {}
    commented = {row for row, *_ in source.sheet.comments}
    projects: dict[int, list[_Row]] = {}
    for project, row, serial, is_apart, *amounts, read in found:
        stated = tuple((day, text) if day else None for day, text in read)
        stands_apart = is_apart or row in commented
        one = _Row(row, serial, payments.get(row, ()), stands_apart, tuple(amounts), stated)
        projects.setdefault(project, []).append(one)
    yield from (project for project in projects.values() if len(project) > 1)


def _days_of_payment(source: SheetSource) -> list[Column]:
    """Columns of the register with the day of a payment, which is not the same in all rows of a project."""
    return [
        column
        for column in source.mapped
        if column.kind == "date" and _OF_PAYMENT.fullmatch(normalise(source.match.headers[column.name]))
    ]


def _payments(source: SheetSource) -> dict[int, tuple[str, ...]]:
    """Row → the texts that tell its payment apart, of a sheet that has columns of them."""
    indices = [header.index for header in source.match.unmapped if _OF_PAYMENT.fullmatch(header.label)]
    indices += [source.match.columns[column.name] for column in _days_of_payment(source)]
    if not indices:
        return {}
    return {
        row: tuple(texts[index - 1] if len(texts) >= index else "" for index in indices)
        for row, texts in source.lines()
    }


def _repeated(columns: Sequence[Column], project: Sequence[_Row]) -> list[Column]:
    """The first stages whose amount each row repeats, where those of later ones may be payments of it; else none."""
    stated = [index for index in range(len(columns)) if any(one.amounts[index] for one in project)]
    plan: list[int] = []
    for index in stated[:-1]:
        if project[0].amounts[index] <= 0 or len({one.amounts[index] for one in project}) > 1:
            break
        plan.append(index)
    whole = min((project[0].amounts[index] for index in plan), default=Decimal(0))
    paid = [sum(one.amounts[index] for one in project) for index in stated if index not in plan]
    is_within = all(amount <= whole for amount in paid)
    return [columns[index] for index in plan] if is_within else []


def _may_be_one(columns: Sequence[Column], project: _Project) -> bool:
    """Whether several rows state payments, and not all the same: equal rows are told as entered twice."""
    places = [index for index, column in enumerate(columns) if column not in project.plan]
    payments = [[one.amounts[index] for index in places] for one in project.rows]
    return sum(map(any, payments)) > 1 and any(one != payments[0] for one in payments)


def _decided(
    source: SheetSource,
    cells: str,
    irregular: Irregular,
    columns: Sequence[Column],
    joined: Sequence[_Project],
    unclear: Sequence[_Project],
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
        [[row for one in projects for row in one.further] for projects in (joined, unclear)],
    ).fetchall()
    totals = source.db.execute(f"select {plan.name} from {cells} where class in ('total', 'sum')").fetchall()
    stated = {stated_amount(plan, text, source.contexts[plan.name]) for (text,) in totals}
    return (once in stated) if (each in stated) != (once in stated) else None


def _is_one(project: Sequence[_Row]) -> bool:
    first, *others = project
    serials = {one.serial for one in others}
    payments = {one.payment for one in project if any(one.payment)}
    return bool(first.serial and serials in ({first.serial}, {""})) or len(payments) == len(project)


def _joined(source: SheetSource, cells: str, columns: Sequence[Column], projects: Sequence[_Project]) -> str:
    """The cells with the payments of each project in its first row, in the unit of their column, and the last day of
    these."""
    first = [one.rows[0].row for one in projects]
    texts: dict[str, list[str | None]] = {}
    for index, column in enumerate(columns):
        factor = MONEY_FACTORS[source.contexts[column.name].money_unit or "元"]
        sums = [sum(row.amounts[index] for row in one.rows) for one in projects]
        texts[column.name] = [
            f"{amount / factor:f}" if amount and column not in one.plan else None
            for one, amount in zip(projects, sums, strict=True)
        ]
    for index, column in enumerate(_days_of_payment(source)):
        found = [[day for row in one.rows if (day := row.days[index])] for one in projects]
        texts[column.name] = [max(days)[1] if days else None for days in found]
    values = [f"coalesce({name}_joined, {name}) as {name}" for name in texts]
    values += [
        f"if(first is null, {one.name}, null) as {one.name}" for one in source.mapped if one.kind == "ratio"
    ]
    further = ", ".join(str(row) for one in projects for row in one.further)
    of_first = ", ".join(
        f"unnest(${index}::varchar[]) as {name}_joined" for index, name in enumerate(texts, start=2)
    )
    return source.make(
        "joined_payments",
        f"""select cells.* replace ({", ".join(values)}, if(row in ({further}), 'payment', class) as class)
            from {cells} as cells left join (select unnest($1::bigint[]) as first, {of_first}) on row = first order by row""",
        [first, *texts.values()],
    )
