"""Values as people type them → text that DuckDB casts without loss.

Regular spellings are cast in SQL (see `sql_casts`); irregular ones come here, once for each distinct spelling.
What is not certain is refused with the rule that it breaks, never guessed. Every kind of column has its parser.
"""

import re
from collections.abc import Callable

from pipelines.common.private_numbers import without_private_numbers
from pipelines.reading.normalise import simplified
from pipelines.registers.columns import Column
from pipelines.rules import InvalidValue
from pipelines.values import area_names, dates, identifiers, numbers, terms
from pipelines.values.context import ParseContext
from pipelines.values.damage import refuse_errors

BLANKS = {
    "",
    "-",
    "--",
    "—",
    "——",
    "/",
    "\\",
    "无",
    "暂无",
    "未填",
    "未填写",
    "空",
    "N/A",
    "n/a",
    "NULL",
    "null",
    "None",
}
"""What people type to leave a cell open. 无 is an answer, not a blank, in a flag or a free text."""

_ONGOING = {"至今", "在岗", "在任"}
"""Instead of the day on which something ended."""

TEXT_BLANKS = BLANKS - {"无"}

# Not NFKC, which would make 10² into 102 and ① into 1.
_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " ", 0xA0: " ", 0xFFE5: "¥"}
_HALF_WIDTH |= dict.fromkeys((0x2010, 0x2011, 0x2212, 0xFE63), "-")

QUOTES = "'’‘`´′"
"""What is typed before a number to make it a text."""

_TRUE = {"是", "有", "√", "✓", "1", "Y", "YES", "TRUE", "对", "达标", "合格", "已解决", "已参加"}
_FALSE = {
    "否",
    "无",
    "×",
    "✗",
    "X",
    "0",
    "N",
    "NO",
    "FALSE",
    "没有",
    "不是",
    "不达标",
    "未达标",
    "不合格",
    "未解决",
    "未参加",
}

_TICKED = re.compile("[☑✔■√✓]([^☑✔■√✓□☐○]+)")
"""What a form prints for all to choose from, and one has chosen: ☑是 □否."""

FREE_KINDS = {"text", "place", "person_name"}
"""Kinds in which any words are a value."""
SHOWN_KINDS = {"text", "place", "area"}
"""Kinds whose words are published as they were written."""


def parse(column: Column, text: str, context: ParseContext) -> str | None:
    """The value as text for a SQL cast; None for a blank. Raises InvalidValue with the rule that is broken."""
    refuse_errors(text)
    if column.kind in FREE_KINDS and not column.pii:
        text = text.lstrip(QUOTES + "＇")
        text = simplified(re.sub(r"\s+", "", text)) if column.is_name else text
        return None if text in TEXT_BLANKS or text in column.blanks else _shown(text, column)
    text = text.translate(_HALF_WIDTH).strip().lstrip(QUOTES).strip()
    if re.search(r"[^\D0-9]", text):
        raise InvalidValue("not_a_number")  # digits of other scripts
    if text in BLANKS and column.kind != "flag" and text not in context.terms:
        return None
    text = dates.bound_of_time(text, column) or text
    if column.of_month == "last" and text in _ONGOING:
        return None
    if column.pii:
        return identifiers.identifier(text, column, context)
    value = _PARSERS[column.kind](text, column, context)
    return value and _shown(value, column)


def _shown(text: str, column: Column) -> str:
    """The text as it is published: in words for everybody no number of a person is left."""
    return without_private_numbers(text) if column.kind in SHOWN_KINDS else text


def is_yes(text: str) -> bool | None:
    """Return whether the text says yes or no; None if it says neither."""
    answer = text.upper()
    return True if answer in _TRUE else False if answer in _FALSE else None


def _flag(text: str, column: Column, context: ParseContext) -> str | None:
    if "□" in text or "☐" in text:
        ticked = _TICKED.findall(text)
        text = ticked[0].strip() if len(ticked) == 1 else text
    if text in context.terms:
        return context.terms[text]
    answer = is_yes(text)
    if answer is None:
        answer = _in_its_words(text, column.title)
    if answer is None and column.is_dated and _is_a_time(text, column, context):
        answer = True
    if answer is None and text not in BLANKS:
        raise InvalidValue("not_a_flag")
    return None if answer is None else str(answer).lower()


def _is_a_time(text: str, column: Column, context: ParseContext) -> bool:
    """Whether the text is a day or a month, on which what is asked for happened."""
    try:
        return bool(dates.month(text, column, context))
    except InvalidValue:
        return False


def _in_its_words(text: str, question: str) -> bool | None:
    """Whether the text answers the question by its own verb: 风险是否消除 by 已消除, or by 未消除 or 拟消除, which is not yet."""
    subject, asks, verb = question.partition("是否")
    match = (
        re.fullmatch(f"(?:{re.escape(subject)})?(已经?|尚?未|没有?|不|拟|待)?{re.escape(verb)}", text)
        if asks
        else None
    )
    return not match[1] or match[1].startswith("已") if match else None


_PARSERS: dict[str, Callable[[str, Column, ParseContext], str | None]] = {
    "money": numbers.money,
    "count": numbers.count,
    "ratio": numbers.ratio,
    "measure": numbers.measure,
    "year": dates.year,
    "month": dates.month,
    "date": dates.day,
    "flag": _flag,
    "code": terms.code,
    "area": area_names.area,
    "household_id": identifiers.identifier,
    "phone": identifiers.identifier,
    "bank_account": identifiers.identifier,
    "person_id_number": identifiers.person_id_number,
}
