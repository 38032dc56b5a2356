"""Numbers that count and measure nothing: dates, ordinals, marks of lists, numbers of documents, telephones."""

import re

from pipelines.audit.units import UNIT_WORDS

_YEAR = r"(?<!\d)(?:19|20)\d\d"
_DASH = r"\s*[-—–~～至到、,，和及/]\s*"
_DAYS = rf"\d{{1,2}}[日号]?(?:{_DASH}\d{{1,2}})?[日号]"
_PATTERNS = (
    rf"{_YEAR}(?:年?{_DASH}(?:19|20)?\d\d)*\s*年(?:度|代)?",
    rf"{_YEAR}[-—–~至](?:19|20)?\d\d学?年度?",
    rf"{_YEAR}[-/.]\d{{1,2}}[-/.]\d{{1,2}}(?!\d)",
    rf"{_YEAR}[-/.](?:0?[1-9]|1[0-2])(?!\d|\s?(?:{UNIT_WORDS}|[百千万亿]))",
    r"\d+(?=个字)",
    r"(?<!\d)\d\d年(?:度|底|末|初|春|秋|[上下]半年|\d{1,2}月)",
    r"(?<!\d)\d{1,2}月(?:份|底|末|初|中旬|上旬|下旬)?",
    rf"(?<=月)\s*{_DAYS}",
    r"(?<!\d)\d{1,2}[日号](?![内常])",
    r"(?<!\d)\d{1,2}:\d\d(?::\d\d)?(?!\d)",
    r"(?<!\d)0\d{2,3}[-—]\d{7,8}",
    r"(?<!\d)1[3-9]\d{9}(?!\d)",
    r"(?<!\d)\d{15}(?:\d\d[\dXx])?(?!\d)",
    r"[〔\[【(](?:19|20)\d\d[〕\]】)]",
    r"\d+号(?:文件?|令|公告|楼|院|房|线)?",
    r"第\s*\d+(?:\s*[-—–~至到、]\s*\d+)*",
    r"(?:^|(?<=[\s。;；!！?？:：]))\(?\d{1,3}[.、)](?!\d)",
    rf"(?:^|(?<=[\s。;；!！?？:：]))\d{{1,2}}(?:\.\d{{1,2}})+\s*(?=[一-龥])(?!{UNIT_WORDS}|[百千万亿])",
    r"(?<![\dA-Za-z])[A-Za-z]+[-—]?\d[\d.]*",
    r"https?://\S+|www\.\S+",
)
_NOT_FIGURES = re.compile("|".join(f"(?:{pattern})" for pattern in _PATTERNS), re.MULTILINE)

_FIXED = re.compile(
    "第[零一二两三四五六七八九十百]+|[零一二三四五六七八九十]+、"
    r"|\([零一二三四五六七八九十]+\)|十[一二三四五]五"
    '|[“"《‘「『][^”"》’」』\n]{1,40}[”"》’」』]'
    "|[零〇一二三四五六七八九]{4}年|[一二三四五六七八九十]{1,2}月(?:[一二三四五六七八九十]{1,3}[日号])?"
)
"""In Chinese numerals: ordinals, marks of lists, five-year plans, dates, and what stands in quotation marks or titles."""


def blank_dates_and_marks(text: str) -> str:
    """The text, as long as before, with a sign of its own in place of numbers in digits that are no figures."""
    return _NOT_FIGURES.sub(lambda match: re.sub(r"\d", "\0", match[0]), text)


def blank_fixed_numerals(text: str) -> str:
    """The text, as long as before, with a sign of its own in place of Chinese numerals of fixed expressions."""
    return _FIXED.sub(lambda match: "\0" * len(match[0]), text)
