"""Step: set aside rows in which two columns state one amount differently, or one of them is more than the register's
money, or than the year's: 下达资金 twice, 计划资金 beside 调整后计划资金, 总投资 beside 自筹资金, 资金合计 beside 上年结转."""

import re
from collections.abc import Iterator
from decimal import Decimal

from pipelines.cleaning.rejections import reject_rows
from pipelines.cleaning.source import SheetSource
from pipelines.reading.inferred_columns import AMENDED
from pipelines.reading.known_headers import columns_by_header
from pipelines.reading.labels import THIS_YEAR
from pipelines.reading.match import UnmappedHeader
from pipelines.reading.normalise import normalise
from pipelines.registers.columns import Column
from pipelines.rules import InvalidValue, Violation
from pipelines.values.parse import parse

_OWN_MONEY = re.compile("自筹|自有|投劳|社会(资金|资本|投入|投资)|企业(投入|投资|资金)|银行贷款|贷款资金")
_ALL_MONEY = re.compile("总|投资|概算")
"""What a header has of an amount that includes what others than the treasury pay."""
_WITH_ALL_YEARS = re.compile("合计|总计|共计|可用|总额|总资金")
"""What the header of a budget has that may include what was carried over from the years before."""
_WAN = 10_000


def find_rival_amounts(source: SheetSource, cells: str) -> str | None:
    """Cells → rival_amounts(row, rule, reason_zh, reason_en); None where there are none."""
    found = _with_carried_over(source, cells)
    for header in source.match.unmapped:
        for row, violation in _rivals(source, cells, header):
            found.setdefault(row, violation)
    return reject_rows(source, "rival_amounts", found)


def _with_carried_over(source: SheetSource, cells: str) -> dict[int, Violation]:
    """Rows with money of the years before, beside budgets that all may include it; a sum of levels has its parts beside it."""
    stages, headers = source.register.stages, source.match.headers
    budgets = [name for name in (stages.budget if stages else ()) if name in headers]
    before = source.register.by_name.get(stages.carried_over or "") if stages else None
    if not (before and before.name in headers and budgets):
        return {}
    in_parts = {one.column for one in source.match.parts}
    if in_parts & {*budgets} or not all(_WITH_ALL_YEARS.search(normalise(headers[name])) for name in budgets):
        return {}
    violation = Violation("budget_of_all_years", {"header": headers[budgets[0]], "own": headers[before.name]})
    texts = source.texts(cells, [source.match.columns[before.name]])
    return {row: violation for row, [text] in texts.items() if _number(source, before, text)}


def _rivals(source: SheetSource, cells: str, header: UnmappedHeader) -> Iterator[tuple[int, Violation]]:
    if column := _same_amount(source, header):
        fields = {"title": column.title, "column": column.name, "header": header.label}
        violation = Violation("rival_amounts", {**fields, "own": source.match.headers[column.name]})
        for row, [own, other] in source.texts(
            cells, [source.match.columns[column.name], header.index]
        ).items():
            if other and not _is_same(source, column, own, other):
                yield row, violation
    elif (total := _total_with(source, header)) is not None:
        fields = {"header": source.match.headers[total.name], "own": header.label}
        violation = Violation("own_money", fields | {"rest": _rest(source, cells, total, header)})
        for row, [other] in source.texts(cells, [header.index]).items():
            if _number(source, total, other):
                yield row, violation


def _rest(source: SheetSource, cells: str, total: Column, header: UnmappedHeader) -> str | None:
    """The other unread header whose money is, in each row, what the total has beside that of the header."""
    others = [one for one in source.match.unmapped if one.is_money and one is not header]
    indices = [source.match.columns[total.name], header.index, *(one.index for one in others)]
    rows = [
        [_number(source, total, text) or 0 for text in texts]
        for texts in source.texts(cells, indices).values()
    ]
    return next(
        (
            one.label
            for place, one in enumerate(others, start=2)
            if all(whole == own + amounts[place - 2] for whole, own, *amounts in rows)
        ),
        None,
    )


def _same_amount(source: SheetSource, header: UnmappedHeader) -> Column | None:
    """Return the column that the header names, too."""
    column = header.proposal if header.is_repeated else None
    label = normalise(header.label)
    if AMENDED.match(label):
        column = columns_by_header(source.register).get(AMENDED.sub("", label))
    own_year = THIS_YEAR.match(label) and source.register.counts == "flow"
    if own_year and not column:  # beside the amount of a part of the year
        column = columns_by_header(source.register).get(THIS_YEAR.sub("", label))
    if not column or column.kind != "money" or column.name not in source.match.columns:
        return None
    is_amended = AMENDED.match(normalise(source.match.headers[column.name]))
    return None if is_amended and not AMENDED.match(label) else column


def _total_with(source: SheetSource, header: UnmappedHeader) -> Column | None:
    """The amount that includes the money of the header, which is not the treasury's."""
    stages = source.register.stages
    first = source.register.by_name[stages.amounts[0]] if stages else None
    if not first or first.name not in source.match.columns or not _OWN_MONEY.search(header.label):
        return None
    return first if _ALL_MONEY.search(source.match.headers[first.name]) else None


def _is_same(source: SheetSource, column: Column, own: str, other: str) -> bool:
    """Whether the two are one amount, be it that one is in 元 and the other in 万元."""
    if own == other:
        return True
    one, two = _number(source, column, own), _number(source, column, other)
    return one is not None and two is not None and two in (one, one * _WAN, one / _WAN)


def _number(source: SheetSource, column: Column, text: str) -> Decimal | None:
    try:
        value = parse(column, text, source.contexts[column.name])
    except InvalidValue:
        return None
    return None if value is None else Decimal(value)
