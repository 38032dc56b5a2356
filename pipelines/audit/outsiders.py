"""Those of a group who are not registered: at least all of the group less those who are both."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from pipelines.audit.identity import Identity, shown
from pipelines.audit.mentions import Mention
from pipelines.audit.periods import words_before
from pipelines.audit.stocks import Stated
from pipelines.audit.subjects import Meaning

_OUTSIDE = re.compile("(?:未纳入|未列入|不属于|非)建档立卡")
_GROUP, _BOTH = "recipient_", "dual_identity_"


def find_outsiders(
    text: str, mentions: Sequence[Mention], meanings: Sequence[Meaning | None], stated: Sequence[Stated]
) -> Iterator[Identity]:
    """未纳入建档立卡的低保户 are no fewer than 低保户 less 双重身份; those who are both may be of other groups as well."""
    both = {
        meaning.measure.removeprefix(_BOTH): mention
        for mention, meaning in reversed(list(zip(mentions, meanings, strict=True)))
        if meaning and meaning.measure.startswith(_BOTH)
    }
    wholes: dict[tuple, Mention] = {}
    for one in stated:
        measure = one.kind[0]
        overlap = both.get(measure.removeprefix(_GROUP))
        if not measure.startswith(_GROUP) or overlap is None:
            continue
        is_outside = _OUTSIDE.search(words_before(text, one.mention))
        whole = wholes.get(one.kind)
        if is_outside and whole:
            yield _outside(one.mention, whole, overlap)
        elif not is_outside:
            wholes.setdefault(one.kind, one.mention)


def _outside(outside: Mention, whole: Mention, overlap: Mention) -> Identity:
    least = whole.figure.value - overlap.figure.value
    holds = least <= outside.figure.value
    words = (
        f"{whole.figure.text} 减 {overlap.figure.text} 至少是 {shown(least)}，写的是 {outside.figure.text}"
    )
    numbers = (whole.number, overlap.number, outside.number)
    return Identity(
        "difference", numbers, least, outside.figure.value, Decimal(0), holds, "" if holds else words,
        f"{outside.figure.text} 是没有纳入的全部",
    )  # fmt: skip
