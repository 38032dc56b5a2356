"""Names of townships and villages held against those that the unit itself says it has.

A name that is on the list but for its ending is that place. One that is only close to the list is a slip of the pen,
but of which place nobody can tell for the sender: its rows are set aside with the likeliest name. One that is close
to none may be a place that the list leaves out: that is only said.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz, process

LEVELS = ("township", "village")

_ENDING = re.compile(r"镇|乡|街道|村|社区")
_CLOSE = 60


@dataclass(frozen=True)
class UnmatchedPlace:
    """A name that is not on the list: the place that it means for certain, or else the likeliest, if any."""

    name: str
    meant: str | None = None
    likeliest: str | None = None


def match_places(names: Iterable[str], known: list[str]) -> list[UnmatchedPlace]:
    """Those of the names that are not on the list, in order."""
    return [_match_place(name, known) for name in sorted(names) if name not in known]


def _match_place(name: str, known: list[str]) -> UnmatchedPlace:
    meant = [one for one in known if one.startswith(name) and _ENDING.fullmatch(one, len(name))]
    if len(meant) == 1:
        return UnmatchedPlace(name, meant=meant[0])
    found = process.extractOne(name, known, scorer=fuzz.ratio, score_cutoff=_CLOSE)
    return UnmatchedPlace(name, likeliest=found[0] if found else None)
