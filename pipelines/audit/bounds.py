"""What a sentence says of a part is no more than what it says of the whole: 结余资金23万元,拨付资金24万元."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from pipelines.audit.identity import Identity, is_exact, rounding
from pipelines.audit.mentions import Mention
from pipelines.common.yaml_files import read_entries


class Bound(BaseModel):
    """An entry of bounds.yml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    unit: str
    whole: re.Pattern[str]
    part: re.Pattern[str]
    words: str
    assuming: str = ""


@cache
def _bounds() -> tuple[Bound, ...]:
    return tuple(read_entries(Path(__file__).with_suffix(".yml"), Bound))


def find_bounds(mentions: Sequence[Mention]) -> Iterator[Identity]:
    """A whole and a part of it, where the sentence has no other figure of the unit."""
    for _, group in groupby(mentions, key=lambda mention: mention.sentence):
        exact = [one for one in group if not one.figure.per and is_exact(one.figure)]
        for bound in _bounds():
            of_unit = [one for one in exact if one.figure.unit == bound.unit]
            if len(of_unit) == 2:
                yield from _bounded(bound, *of_unit)


def _bounded(bound: Bound, whole: Mention, part: Mention) -> Iterator[Identity]:
    if bound.whole.search(whole.label) and bound.part.search(part.label):
        tolerance = rounding(whole.figure) + rounding(part.figure)
        holds = part.figure.value <= whole.figure.value + tolerance
        words = "" if holds else bound.words.format(part=part.figure.text, whole=whole.figure.text)
        numbers = (part.number, whole.number)
        left, right = part.figure.value, whole.figure.value
        yield Identity("part", numbers, left, right, tolerance, holds, words, bound.assuming)
