"""Amounts that a sheet states for each month (元/月): what a row is paid is as many times as much as it states months."""

import re
from collections.abc import Iterator

from pipelines.cleaning.parsing import Irregular, value_sql
from pipelines.cleaning.rejections import reject_rows
from pipelines.cleaning.source import SheetSource
from pipelines.common.sql import literal, scalar
from pipelines.deliveries.notes import ELLIPSIS
from pipelines.reading.labels import Label
from pipelines.reading.levels import WHOLE, Parts, part_of
from pipelines.reading.normalise import normalise
from pipelines.registers.columns import Column
from pipelines.rules import Notice, Violation
from pipelines.statements.candidates import note_on

_MOST_MONTHS = 12
_NUMBER = re.compile("[1-9]")


def paid_sql(source: SheetSource, irregular: Irregular, column: Column) -> str:
    """SQL for the amount of a row of data, in a query with the joins of `value_sql`: what is stated for each month, as
    often as the row is paid; NULL where nobody knows how often.

    A 合计 beside parts of each month of which it is the sum is of each month as they are.
    """
    value = value_sql(source, irregular, column, is_data=True)
    is_monthly = column.name in source.match.monthly
    parts = _monthly_parts(source, column.name)
    sums = parts and parts.column == column.name and not is_monthly and _is_bare(source, column.name)
    if not is_monthly and not sums:
        return value
    paid = f"({value} * {_months_sql(source, irregular, parts)})::{column.sql_type}"
    return (
        f"if({value} = {_stated_sum_sql(source, irregular, parts)}, {paid}, {value})"
        if parts and sums
        else paid
    )


def _months_sql(source: SheetSource, irregular: Irregular, parts: Parts | None) -> str:
    """SQL for the months that a row is paid: as it or its sheet states, else how often the whole of an amount is the sum of
    its parts of each month."""
    name = source.register.months or ""
    by_name, columns = source.register.by_name, source.match.columns
    forms = [value_sql(source, irregular, by_name[name], is_data=True)] if name in columns else []
    forms += [f"{literal(str(source.defaults[name]))}::bigint"] if name in source.defaults else []
    forms += [
        f"if({value_sql(source, irregular, column, is_data=True)} is null, null, 1)"
        for column in source.mapped
        if column.kind == "month"
    ]
    forms += ["1"] if source.is_of_month else []
    if parts and parts.whole and parts.column not in source.match.monthly:
        whole = value_sql(source, irregular, by_name[parts.column], is_data=True)
        each = f"nullif({_stated_sum_sql(source, irregular, parts)}, 0)"
        fewest = 2 if _is_bare(source, parts.column) else 1
        is_multiple = f"{whole} % {each} = 0 and {whole} / {each} between {fewest} and {_MOST_MONTHS}"
        forms += [f"if({is_multiple}, ({whole} / {each})::bigint, null)"]
    return f"coalesce({', '.join([*forms, 'null::bigint'])})"


def _monthly_parts(source: SheetSource, name: str) -> Parts | None:
    """The parts of the amount, where all of them are of each month."""
    return next(
        (
            one
            for one in source.match.parts
            if one.column == part_of(name) and one.terms and {*one.names} <= source.match.monthly
        ),
        None,
    )


def _stated_sum_sql(source: SheetSource, irregular: Irregular, parts: Parts) -> str:
    """SQL for the sum of the parts as the sheet states them, of one month; 0 where a row states none."""
    columns = (source.register.by_name[name] for name in parts.names)
    values = (value_sql(source, irregular, column, is_data=True) for column in columns)
    return f"({' + '.join(f'coalesce({value}, 0)' for value in values)})"


def _is_bare(source: SheetSource, name: str) -> bool:
    """Whether the header of the whole says of what it is the whole no more than 合计 does."""
    return Label.of([normalise(source.match.headers[name])]).name in WHOLE


def monthly_notices(source: SheetSource, cells: str, rows: str) -> Iterator[Notice]:
    """A notice on amounts of each month in typed rows that say neither for how many months they are paid nor what is paid in
    all."""
    by_name, headers = source.register.by_name, source.match.headers
    for column in (by_name[name] for name in sorted({*map(part_of, source.match.monthly)})):
        own = [name for name in sorted(source.match.monthly) if part_of(name) == column.name]
        count = scalar(
            source.db,
            f"""select count(*) from {rows} as typed join {cells} as cells using (row)
                where coalesce({", ".join(f"cells.{name}" for name in own)}, null) is not null
                    and coalesce({", ".join(f"typed.{name}" for name in (*own, column.name))}) is null""",
        )
        if count:
            stated = tuple(dict.fromkeys(headers[name] for name in own))
            fields = {"count": count, "headers": stated, "title": column.title, "column": column.name}
            if months := by_name.get(source.register.months or ""):
                fields["line"] = note_on(
                    source.sheet, source.file, f"defaults: {{{months.title}: {ELLIPSIS}}}"
                )
            yield Notice("months_unknown", fields, count)


def find_supplements(source: SheetSource, cells: str) -> str | None:
    """Cells → supplements(row, rule, reason_zh, reason_en): rows with an amount that was paid or kept back beside the usual
    one (补发, 扣发), where no column states what was paid in all; None where there are none."""
    found: dict[int, Violation] = {}
    for header in source.match.supplements:
        violation = Violation("supplement_beside", {"header": header.label, "amount": header.read})
        for row, [text] in source.texts(cells, [header.index]).items():
            if _NUMBER.search(text):
                found.setdefault(row, violation)
    return reject_rows(source, "supplements", found)
