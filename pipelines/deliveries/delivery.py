"""A delivery: what one unit sent for one period, and what is written beside its files."""

import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from pipelines.common.private_numbers import ShownNames, without_private_numbers
from pipelines.common.yaml_files import read_entries, read_model
from pipelines.deliveries.notes import Correction, Exemption, Notes, Unit
from pipelines.deliveries.period import Period
from pipelines.deliveries.places import TOWNSHIP_ENDING, Places
from pipelines.registers.areas import AREA_LEVELS

FORMER_EXEMPTIONS = "waivers.yml"
"""What exemptions.yml was called before; to be read no longer from the next release on."""


@dataclass(frozen=True)
class Delivery:
    """What one unit sent for one period: the files of one folder."""

    unit: str
    """The name of its folder, as it is shown."""
    period: Period
    folder: Path
    files: tuple[Path, ...]
    """In the order of their names, numbers by value: 名单.xlsx before 名单(2).xlsx, as it was sent before it."""
    places: Places = field(default_factory=Places)
    """Townships and villages that are known where the unit is."""

    @property
    def name(self) -> str:
        return f"{self.unit}/{self.period.name}"

    @cached_property
    def file_names(self) -> dict[str, str]:
        """Name of each file → the name by which all that is made of it calls it."""
        shown = ShownNames()
        return {path.name: shown(path.name) for path in self.files}

    @cached_property
    def area(self) -> dict[str, str | None]:
        """County, township and village of the unit."""
        return unit_area(self.folder.parent)

    @cached_property
    def prefecture(self) -> str | None:
        """The prefecture that the unit is in, where unit.yml states it."""
        return read_model(self.folder.parent / "unit.yml", Unit).prefecture

    @cached_property
    def notes(self) -> Notes:
        """What `delivery.yml` states for the delivery as a whole."""
        return read_model(self.folder / "delivery.yml", Notes)

    @cached_property
    def corrections(self) -> tuple[Correction, ...]:
        """Those of `corrections.yml`."""
        return read_entries(self.folder / "corrections.yml", Correction)

    @cached_property
    def exemptions(self) -> tuple[Exemption, ...]:
        """Those of `exemptions.yml`, and of the file that had its name before."""
        files = (self.folder / "exemptions.yml", self.folder / FORMER_EXEMPTIONS)
        return tuple(entry for file in files for entry in read_entries(file, Exemption))


def unit_area(folder: Path) -> dict[str, str | None]:
    """County, township and village of the unit that the folder is of: from `unit.yml`, else from the ending of its name.

    Raises UserError where unit.yml is not valid.
    """
    stated = read_model(folder / "unit.yml", Unit)
    known = stated.model_dump(include={*AREA_LEVELS}, exclude_none=True)
    if not known:
        bare = re.sub(r"[（(].*[)）]$", "", without_private_numbers(folder.name))
        levels = {
            "village": r"(村|社区|居委会)$",
            "township": rf"({TOWNSHIP_ENDING})$",
            "county": r"(县|市|区|旗)$",
        }
        # 社区 and 开发区 end as a county of a city does: the lowest level that the ending fits is meant.
        level = next((level for level, ending in levels.items() if re.search(ending, bare)), None)
        known = {level: bare} if level else {}
    return {level: known.get(level) for level in AREA_LEVELS}
