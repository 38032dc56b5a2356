"""The step that sets aside rows of other money, where a column says by row what the money is: 农村低保金 among 分红."""

import re

from pipelines.cleaning.source import SheetSource
from pipelines.common.sql import literal
from pipelines.registers.contract import Evidence
from pipelines.rules import Violation

_PURPOSE = re.compile(
    r"摘要|用途|附言|项目|(补贴|补助|发放|资金|款项|收入)(名称|项目|性质|种类|类型|类别)|项目名称|资金用途|款项"
)
"""Headers of columns that say what the money of a row is."""


def find_other_money(source: SheetSource, cells: str) -> str | None:
    """Cells → other_money(row, rule, reason_zh, reason_en): rows of data that a column that is not read says to be of other
    money than the register's; None where there are none.

    The contract's words for and against the register decide. Words of neither kind are of other money where other rows
    of the column name the register's; else they say nothing of the kind.
    """
    evidence = source.register.evidence
    indices = [header.index for header in source.match.unmapped if _PURPOSE.fullmatch(header.label)]
    if not (evidence.is_needed and indices):
        return None
    data = {row for (row,) in source.db.execute(f"select row from {cells} where class = 'data'").fetchall()}
    stated = {
        row: " ".join(texts[index - 1] for index in indices if len(texts) >= index).strip()
        for row, texts in source.lines()
        if row in data
    }
    is_named = any(_has(evidence.names, text) for text in stated.values())
    rows = [row for row, text in stated.items() if text and _is_other(evidence, text, is_named=is_named)]
    if not rows:
        return None
    header = next(header.label for header in source.match.unmapped if header.index == indices[0])
    fields = {"header": header, "names": evidence.names[:3] or evidence.pro[:3]}
    zh, en = map(literal, Violation("other_money", fields).sentences)
    return source.make(
        "other_money",
        f"select unnest($1::bigint[]) as row, 'other_money' as rule, {zh} as reason_zh, {en} as reason_en",
        [rows],
    )


def _is_other(evidence: Evidence, text: str, *, is_named: bool) -> bool:
    return (
        _has(evidence.refuted_by, text)
        or (_has(evidence.contra, text) and not _has(evidence.names, text))
        or (is_named and not _has(evidence.pro + evidence.names, text))
    )


def _has(words: tuple[str, ...], text: str) -> bool:
    return any(word in text for word in words)
