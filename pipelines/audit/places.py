"""The place that a figure is of: a village that its words name, else the township of the report."""

from collections.abc import Iterable

from pipelines.audit.released import Place, Released
from pipelines.registers.areas import VILLAGE_OFFICES

_SUFFIXES = (*VILLAGE_OFFICES, "社区", "村")


def place_of_report(text: str, released: Released, named: str | None = None) -> Place | None:
    """The one township of the release that the text names most, or `named`; None where there is none, or two are named as
    often, or two counties have one of that name."""
    counts = {township: text.count(township) for township in released.townships if named in (None, township)}
    if named is not None:
        candidates = [named] if named in counts else []
    else:
        most = max(counts.values(), default=0)
        candidates = [township for township, count in counts.items() if most and count == most]
    places = [place for township in candidates for place in released.townships[township]]
    return places[0] if len(places) == 1 else None


def village_in(
    words: str, place: Place, released: Released, in_full: bool = False
) -> tuple[str, Place] | None:
    """The village of the township that the words name last, as written, and its place; None where they name none. in_full:
    only names with 村, 村委会 or 社区 count, as a name alone may be of a company or a hill."""
    for name in filter(None, place[:2]):  # 甲镇 is not the village 甲
        words = words.replace(name, "\0" * len(name))
    found = [
        (words.rfind(written), len(written), written, village)
        for name, places in released.villages.items()
        for village in places
        if village[:2] == place[:2]
        for written in _written(name)
        if written in words and not (in_full and written == _stem(name))
    ]
    if not found:
        return None
    _, _, written, village = max(found)
    return written, village


def _written(name: str) -> Iterable[str]:
    """How a report writes the name of a village: in full, with another suffix, or, of two characters and more, without."""
    stem = _stem(name)
    yield from (stem + suffix for suffix in _SUFFIXES)
    if len(stem) > 1:
        yield stem


def _stem(name: str) -> str:
    return next((name.removesuffix(suffix) for suffix in _SUFFIXES if name.endswith(suffix)), name)
