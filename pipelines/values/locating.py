"""Which township and village a text names, such as the place of a project: one of each, or none.

A text that names several places, or a kind of place (相关乡镇, 15个贫困村), names none: its row stays at the level above.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from pipelines.reading.normalise import normalise

KIND_OF_PLACE = re.compile(
    r"^(相关|有关|部分|其他|其它|所有|各|重点|示范|美丽|非?(深度)?贫困|已?脱贫|出列|城乡|乡村|县乡|市直|县直|全([省市县区旗]|州(?![县镇])))"
    r"|^(乡镇?办?|镇|村|街道|社区|行政村|自然村|乡镇街道|镇村)$"
    r"|((^|[等共计及涉和约])\d+|\d个|[一二三四五六七八九十百]个)(乡|镇|村|街道|社区|行政村|贫困村)|个[^、]*(乡|镇|村|社区)$|乡镇(办|街道)?$|等.*(乡|镇|村|街道|社区)$"
)
"""Words for kinds, numbers or groups of places, which are not names."""
WHOLE_TOWNSHIP = re.compile(r"全(镇|乡|街道|乡镇|办事处)|(镇|乡|街道|本)级|镇域|乡域")
"""The whole of the unit's own township, wherever in it."""
_SEVERAL = re.compile(r"[、,;/]|和|及|与|等")
_VILLAGE = re.compile(r"[^、,;/()\d]{1,10}?\d{0,3}(村|社区)")


@dataclass(frozen=True)
class Location:
    """The township and village that a text names. `is_wider` where it names more than the unit's own area."""

    township: str | None = None
    village: str | None = None
    is_wider: bool = False


def locate(text: str, townships: Mapping[str, str], own: str | None) -> Location:
    """The place that a text names.

    `townships` maps each spelling of a known township to its name, `own` is the township of the unit, if it is one.
    """
    place = re.sub(r"\(.*?\)", "", normalise(text))
    named = max((name for name in townships if place.startswith(normalise(name))), key=len, default=None)
    if named is None:
        return _below(place, own) if own else Location()
    rest = place[len(normalise(named)) :]
    if re.match(r"等|[、,;/和及与].*(镇|乡|街道|办事处)", rest):
        return Location(is_wider=True)
    return Location(townships[named], _below(rest, townships[named]).village)


def _below(place: str, township: str) -> Location:
    """What a text names within a township."""
    if not place or WHOLE_TOWNSHIP.fullmatch(place):
        return Location(township)
    if KIND_OF_PLACE.search(place) and not re.search(r"村|社区", place):
        return Location(is_wider=True)
    if KIND_OF_PLACE.search(place) or _SEVERAL.search(place) or not _VILLAGE.fullmatch(place):
        return Location(township)
    return Location(township, place)
