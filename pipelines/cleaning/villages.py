"""Names of villages held against the villages register of the same delivery.

A name that is close to one of the list and not on it is a slip of the pen, but of which village nobody can tell for
the sender: its rows are set aside with the likeliest name. A name that is close to none may be a village that the
list leaves out: that is only said.
"""

from collections.abc import Iterable

from rapidfuzz import fuzz, process

_CLOSE = 60


def likeliest(name: str, known: list[str]) -> str | None:
    """The name of the list that the one given is close to, if any is."""
    found = process.extractOne(name, known, scorer=fuzz.ratio, score_cutoff=_CLOSE)
    return found[0] if found else None


def strangers(names: Iterable[str], known: list[str]) -> dict[str, str | None]:
    """Names that are not on the list, each with the likeliest that is."""
    return {name: likeliest(name, known) for name in names if name not in known}
