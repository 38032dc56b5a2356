"""How many names there are, and those that are named: 县、镇、村三级."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from pipelines.audit.identity import Identity
from pipelines.audit.mentions import Mention

_LEVEL = "乡镇|镇街|街道|[省市州县区镇乡村组]"
_LEVELS = re.compile(f"(?:(?:{_LEVEL})、?)+$")
_REACH = 24


def find_namings(text: str, mentions: Sequence[Mention]) -> Iterator[Identity]:
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
