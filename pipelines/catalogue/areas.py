"""The areas of a release: counties, townships, and villages of which no larger area is known."""

from collections.abc import Iterable
from dataclasses import dataclass

import duckdb

from pipelines.marts.mart import Mart
from pipelines.registers.areas import AREA_LEVELS


@dataclass(frozen=True, order=True)
class Area:
    """An area by the names of its levels, empty where a level is not known or does not apply; without any, all areas."""

    county: str
    township: str = ""
    village: str = ""

    @property
    def level(self) -> str:
        """village, township or county: the lowest level that is named; empty for all areas."""
        return next((level for level in reversed(AREA_LEVELS) if getattr(self, level)), "")

    @property
    def name(self) -> str:
        return getattr(self, self.level) if self.level else "全部地区"

    @property
    def label(self) -> str:
        """The name after those above it: 儋州市·木棠镇."""
        return "·".join(filter(None, (self.county, self.township, self.village)))

    @property
    def top(self) -> "Area":
        """The largest area that it is known to lie in, itself where nothing is known above it."""
        if self.county:
            return Area(self.county)
        return Area("", self.township) if self.township else self

    @property
    def is_top(self) -> bool:
        """Whether nothing is known above it, so that no other area's rows include its own."""
        return self == self.top

    def holds(self) -> tuple[str, list[str]]:
        """A condition on the area columns, with its parameters, that the rows in the area meet, its own included."""
        if not self.level:
            return "true", []
        terms, values = [], []
        for level in AREA_LEVELS[: AREA_LEVELS.index(self.level) + 1]:
            name = getattr(self, level)
            terms.append(f"{level} = ?" if name else f"{level} is null")
            values += [name] if name else []
        return " and ".join(terms), values


EVERYWHERE = Area("")


def areas(release: duckdb.DuckDBPyConnection, marts: Iterable[Mart]) -> list[Area]:
    """Every county and township that a mart has rows of, withheld ones included, and villages without either.

    release: of `open_publishable`. By their names, each county before its townships, and those that no county is known of last.
    """
    found: set[tuple[str, str, str]] = set()
    for table in ("withheld", *(mart.name for mart in marts if mart.has_areas)):
        found.update(
            release.execute(
                f"select distinct coalesce(county, ''), coalesce(township, ''), '' from {table} "
                "where village is null union select distinct '', '', village "
                f"from {table} where county is null and township is null"
            ).fetchall()
        )
    return sorted((Area(*names) for names in found if any(names)), key=lambda area: (not area.county, area))
