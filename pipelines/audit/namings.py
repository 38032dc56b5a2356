"""How many names or steps there are, and those that are named: 县、镇、村三级; 三步走:第一步…第二步…."""

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from pipelines.audit.identity import Identity
from pipelines.audit.mentions import Mention
from pipelines.audit.numerals import CHARACTERS, parse_numeral

_LEVEL = "乡镇|镇街|街道|[省市州县区镇乡村组]"
_LEVELS = re.compile(f"(?:(?:{_LEVEL})、?)+$")
_REACH = 24
_STEP = re.compile("步|阶段|环节")
_OPENING, _LONGEST = 120, 4000
_LEAST_STEPS = 3


def find_namings(text: str, mentions: Sequence[Mention]) -> Iterator[Identity]:
    """Numbers of levels and of steps, and those that the text names."""
    yield from _levels(text, mentions)
    yield from _steps(text, mentions)


def _steps(text: str, mentions: Sequence[Mention]) -> Iterator[Identity]:
    """A number of steps, and the steps that follow it by their ordinals behind a colon."""
    for mention in mentions:
        start, end = mention.figure.at
        noun = _STEP.match(text, end - 1) or _STEP.match(text, end)
        if mention.figure.unit != "count" or noun is None:
            continue
        ordinals = list(re.finditer(f"第([{CHARACTERS}\\d]{{1,2}}){noun[0]}", text[end : end + _LONGEST]))
        if not ordinals or not re.search("[:：]", text[end : end + min(ordinals[0].start(), _OPENING)]):
            continue
        named = _counted(match[1] for match in ordinals)
        stated = mention.figure.value
        if named >= _LEAST_STEPS:
            words = "" if named == stated else f"写的是 {text[start:end]}，列出的是 {named} 个"
            yield Identity("naming", (mention.number,), named, stated, Decimal(0), named == stated, words)


def _counted(ordinals: Iterable[str]) -> Decimal:
    """How far the ordinals go up from one, each at its first place."""
    last = Decimal(0)
    for ordinal in ordinals:
        number = Decimal(ordinal) if ordinal.isdecimal() else parse_numeral(ordinal)
        last = last + 1 if number == last + 1 else last
    return last


def _levels(text: str, mentions: Sequence[Mention]) -> Iterator[Identity]:
    """A number of levels of government, and the levels that are named before it; `text` is the folded one."""
    for mention in mentions:
        start, end = mention.figure.at
        listed = _LEVELS.search(text[max(0, start - _REACH) : start])
        if listed is None or not text[start:end].endswith("级"):
            continue
        named, stated = Decimal(len(re.findall(_LEVEL, listed[0]))), mention.figure.value
        if named > 1:
            words = "" if named == stated else f"写的是 {text[start:end]}，列出的是 {named} 个"
            yield Identity("naming", (mention.number,), named, stated, Decimal(0), named == stated, words)
