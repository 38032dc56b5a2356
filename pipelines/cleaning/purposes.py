"""Steps: set aside rows of other money, if a column says row by row what the money is: 农村低保金 among 分红, or at which
stage it is: 支出 in a column of amounts that is read as 计划."""

import re

from pipelines.cleaning.rejections import reject_rows
from pipelines.cleaning.source import SheetSource
from pipelines.reading.normalise import normalise
from pipelines.registers.contract import Evidence, Register
from pipelines.rules import Violation

_PURPOSE = re.compile(
    r"摘要|用途|附言|项目|(补贴|补助|发放|资金|款项|收入)(名称|项目|性质|种类|类型|类别)|项目名称|资金用途|款项"
)
"""Headers of columns that say what the money of a row is."""

_AROUND_STAGE = re.compile("^(已|累计|实际|资金|项目|指标)+(?=.)|(资金|金额|投资|款|数|指标|情况)+$")
_DONE = {"完成", "实际", "实际完成"}
"""Words for what was done of a plan, which do not say how far the money went."""


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
    stated = {row: " ".join(texts) for row, texts in source.texts(cells, indices).items()}
    is_named = any(_has(evidence.names, text) for text in stated.values())
    rows = [row for row, text in stated.items() if text and _is_other(evidence, text, is_named=is_named)]
    header = next(header.label for header in source.match.unmapped if header.index == indices[0])
    fields = {"header": header, "names": evidence.names[:3] or evidence.pro[:3]}
    return reject_rows(source, "other_money", dict.fromkeys(rows, Violation("other_money", fields)))


def find_other_stages(source: SheetSource, cells: str) -> str | None:
    """Cells → other_stages(row, rule, reason_zh, reason_en): rows of data whose only amount is of another stage than it is
    read as, by a column that is not read and has nothing but stages; None where there are none.

    A header that names the stage of the amount holds against such a column.
    """
    stages, columns = source.register.stages, source.match.columns
    read_as = [
        source.register.by_name[name] for name in (stages.amounts if stages else ()) if name in columns
    ]
    words = _stages(source.register)
    if len(read_as) != 1 or any(word in source.match.headers[read_as[0].name] for word in words):
        return None
    unmapped = source.match.unmapped
    texts = source.texts(cells, [header.index for header in unmapped]) if unmapped else {}
    for index, header in enumerate(unmapped):
        stated = {row: _bare(of_row[index]) for row, of_row in texts.items() if of_row[index]}
        rows = [row for row, text in stated.items() if words.get(text) != read_as[0].name]
        named = {*stated.values()}
        if rows and words.keys() >= named and not named <= _DONE:  # which alone may be the state of the works
            found = tuple(sorted(named))
            fields = {"header": header.label, "found": found, "amount": source.match.headers[read_as[0].name]}
            return reject_rows(source, "other_stages", dict.fromkeys(rows, Violation("other_stage", fields)))
    return None


def _stages(register: Register) -> dict[str, str]:
    """The word for each stage of an amount → the column of that stage."""
    amounts = [register.by_name[name] for name in (register.stages.amounts if register.stages else ())]
    words = {
        _bare(header): column.name
        for column in amounts
        for header in (*column.headers, *column.headers_beside, column.title)
    }
    return {word: column for word, column in words.items() if len(word) > 1} | dict.fromkeys(_DONE, "")


def _bare(text: str) -> str:
    """The word for a stage without what may stand around it: 支出 of 已支出资金."""
    return _AROUND_STAGE.sub("", normalise(text))


def _is_other(evidence: Evidence, text: str, *, is_named: bool) -> bool:
    return (
        _has(evidence.refuted_by, text)
        or (_has(evidence.contra, text) and not _has(evidence.names, text))
        or (is_named and not _has(evidence.pro + evidence.names, text))
    )


def _has(words: tuple[str, ...], text: str) -> bool:
    return any(word in text for word in words)
