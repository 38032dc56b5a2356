"""Townships and villages that are known: those of the units themselves, and `places.yml` with former names.

Which place a text names belongs to `cleaning`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, model_validator

from pipelines.deliveries.notes import ShownName

Level = Literal["township", "village"]
TOWNSHIP_ENDING = "镇|乡|街道|办事处|管委会|管理区|农场|林场|牧场|渔场|苏木|开发区"
"""What names of townships, and of what has their rank, end in."""


class FormerName(BaseModel):
    """A name that a place had, and the last day on which it had it, where that is known."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: ShownName
    until: date | None = None


class Place(BaseModel):
    """A township, or a village where one is named, by its present name, and the names that it had."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    county: ShownName | None = None
    township: ShownName
    village: ShownName | None = None
    formerly: tuple[FormerName, ...] = ()

    @model_validator(mode="after")
    def _differs_from_its_former_names(self) -> "Place":
        if self.name in {former.name for former in self.formerly}:
            raise ValueError("the present name is among the former ones")
        return self

    @property
    def level(self) -> Level:
        return "village" if self.village else "township"

    @property
    def name(self) -> str:
        return self.village or self.township


@dataclass(frozen=True)
class Places:
    """The places that are known where a unit is."""

    entries: tuple[Place, ...] = ()

    def of(self, county: str | None, township: str | None) -> "Places":
        """Those of a county, and of its townships only the villages of the one named, where one is."""
        return Places(
            tuple(
                place
                for place in self.entries
                if None in (county, place.county) or county == place.county
                if not (place.village and township) or township == place.township
            )
        )

    def names(self, level: Level) -> list[str]:
        """Present names, each once, in order."""
        return sorted({place.name for place in self.entries if place.level == level})

    def former_names(self, level: Level, as_of: date) -> dict[str, str]:
        """Former name → present name, of what was renamed.

        A name that another place bears today means the renamed one only up to the day on which that was renamed.
        """
        present = set(self.names(level))
        return {
            former.name: place.name
            for place in self.entries
            if place.level == level
            for former in place.formerly
            if former.name not in present or (former.until is not None and as_of <= former.until)
        }


def known_places(listed: Iterable[Place], areas: Iterable[dict[str, str | None]]) -> Places:
    """Places of places.yml, and the townships and villages that units are."""
    own = [
        Place(county=area["county"], township=area["township"], village=area["village"])
        for area in areas
        if area["township"]
    ]
    return Places((*listed, *own))
