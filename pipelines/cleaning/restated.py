"""Find amounts that the remark of their row, or a comment on their cell, states otherwise: 实际计划20万元 beside a plan of
25."""

import re
from collections.abc import Iterator, Mapping

from pipelines.cleaning.source import SheetSource
from pipelines.cleaning.totals import stated_amount
from pipelines.reading.normalise import simplified
from pipelines.registers.columns import Column

_AMOUNT = r"\d[\d,]*(?:\.\d+)?万?元"
_CHANGED = "(?:调整|变更|核减|调减|压减|核增|调增|更正|修正|改)"
_STATED = re.compile(
    rf"(?P<before>[^,，;；。\n]*?)(?:实际|应为|{_CHANGED}(?:后|为|到|至))(?P<between>[^\d,，;；。\n]{{0,10}}?)(?P<amount>{_AMOUNT})"
)
"""What a clause of a remark says an amount really is, or has become."""
_ON_CELL = re.compile(
    rf"(?:实际|应[为是]|{_CHANGED}(?:后|为|到|至))[^\d,，;；。\n]{{0,4}}?(?P<amount>\d[\d,]*(?:\.\d+)?(?:万?元)?)(?![\d.年月日号人户个])"
)
"""The same of the amount that a comment is on, whose unit needs no words."""
_OF_ANY = re.compile(
    rf"(?:金额|资金|总额|合计|共|现|已|应|为|是|到|至|的|[由从原](?:来的?)?{_AMOUNT})*[:：]?"
)
"""Words around it that do not say which amount."""


def amounts_restated(source: SheetSource, cells: str) -> Iterator[tuple[int, str, str]]:
    """Row, column and words of amounts that are other than the remark says.

    The words name the column, by a stage or another name of it; where they name none, they are of the budget, unless one of
    the row's amounts is what they say.
    """
    amounts = _amounts(source)
    if not (amounts and source.match.remark):
        return
    rows = source.db.execute(
        f"""select row, remark, {", ".join(column.name for column in amounts)} from {cells}
            where class = 'data' and contains(remark, '元') order by row"""
    )
    for row, remark, *texts in rows.fetchall():
        cells_of_row = dict(zip(amounts, texts, strict=True))
        for found in _STATED.finditer(simplified(remark.replace(" ", ""))):
            for column in _contradicted(source, found, cells_of_row):
                yield row, column.name, found[0]


def amounts_commented(source: SheetSource, cells: str) -> Iterator[tuple[int, str, str]]:
    """Row, column and words of amounts that are other than a comment on their cell says."""
    at = {source.match.columns[column.name]: column for column in _amounts(source)}
    found = [
        (row, at[index], words)
        for row, index, comment in source.sheet.comments
        if index in at and (words := _ON_CELL.search(simplified(comment.replace(" ", ""))))
    ]
    texts = source.texts(cells, [*at]) if found else {}
    for row, column, words in found:
        text, context = (
            dict(zip(at.values(), texts.get(row, ()), strict=False)).get(column),
            source.contexts[column.name],
        )
        if text and stated_amount(column, text, context) != stated_amount(column, words["amount"], context):
            yield row, column.name, words[0]


def _amounts(source: SheetSource) -> list[Column]:
    return [
        column
        for column in source.mapped
        if column.kind == "money" and not column.is_per_unit and column.name not in source.match.split
    ]


def _contradicted(
    source: SheetSource, found: re.Match[str], texts: Mapping[Column, str | None]
) -> list[Column]:
    """The amounts of the row that the words are of, where they are not what these say."""
    contexts = source.contexts
    differing = [
        column
        for column, text in texts.items()
        if text
        and stated_amount(column, text, contexts[column.name])
        != stated_amount(column, found["amount"], contexts[column.name])
    ]
    words = found["before"] + found["between"]
    named = {column: _place(column, words) for column in source.register.columns if column.kind == "money"}
    if (last := max(named.values(), default=-1)) >= 0:
        return [column for column in differing if named[column] == last]
    if not (_OF_ANY.fullmatch(found["before"]) and _OF_ANY.fullmatch(found["between"])):
        return []
    stated = [column for column, text in texts.items() if text]
    budget = source.register.stages.budget if source.register.stages else ()
    of_budget = [column for column in differing if column.name in budget or len(stated) == 1]
    return of_budget if len(differing) == len(stated) else []


def _place(column: Column, words: str) -> int:
    """Where the words name the amount last; -1 where they do not."""
    return max((words.rfind(name) for name in (*column.stage_words, *column.remark_names)), default=-1)
