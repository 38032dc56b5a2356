"""Deliveries in the folder of raw files: <unit>/<period>/<files>."""

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pydantic import ValidationError

from pipelines.common.errors import UserError
from pipelines.common.yaml_files import read_yaml
from pipelines.deliveries.notes import Notes
from pipelines.deliveries.period import Period

IGNORED_NAMES = re.compile(r"^(\.|~\$)|^(thumbs\.db|desktop\.ini)$|\.(yml|yaml|md)$", re.IGNORECASE)


@dataclass(frozen=True)
class Delivery:
    """What one unit sent for one period: the files of one folder."""

    unit: str
    period: Period
    folder: Path

    @property
    def name(self) -> str:
        return f"{self.unit}/{self.period.name}"

    @cached_property
    def files(self) -> list[Path]:
        """Files in the order of their names, numbers by value: where two say the same, the later one holds.

        名单.xlsx comes before 名单(2).xlsx, as it was sent before it.
        """
        return sorted(_files(self.folder), key=lambda path: (_natural(path.stem), path.suffix))

    @cached_property
    def area(self) -> dict[str, str | None]:
        """County, township and village of the unit: from `unit.yml`, else told by the ending of its name."""
        known = _read_yaml(self.folder.parent / "unit.yml")
        if not known:
            bare = re.sub(r"[（(].*[)）]$", "", self.unit)
            levels = {
                "village": r"(村|社区|居委会)$",
                "township": r"(镇|乡|街道)$",
                "county": r"(县|市|区|旗)$",
            }
            known = {level: bare for level, ending in levels.items() if re.search(ending, bare)}
        return {level: known.get(level) for level in ("county", "township", "village")}

    @cached_property
    def notes(self) -> Notes:
        """What `delivery.yml` says of the delivery as a whole."""
        path = self.folder / "delivery.yml"
        try:
            return Notes.model_validate(_read_yaml(path))
        except ValidationError as error:
            first = error.errors()[0]
            raise UserError(f"{path}: {'.'.join(map(str, first['loc']))}: {first['msg']}.") from None


def find_deliveries(raw: Path) -> list[Delivery]:
    """Every unit/period folder with at least one file, in order of name."""
    if not raw.is_dir():
        raise UserError(f"{raw} is no folder; expected deliveries in {raw}/<unit>/<period>/.")
    found = [
        Delivery(folder.parent.name, Period.parse(folder.name), folder)
        for folder in sorted(raw.glob("*/*/"))
        if not IGNORED_NAMES.search(folder.name)
        and not IGNORED_NAMES.search(folder.parent.name)
        and _files(folder)
    ]
    if not found:
        raise UserError(f"{raw} holds no deliveries; expected files in {raw}/<unit>/<period>/.")
    return found


def misplaced_files(raw: Path) -> list[Path]:
    """Files that lie outside a unit/period folder, or in a folder below it, and so belong to no delivery."""
    levels = {path: path.relative_to(raw).parts for path in sorted(raw.rglob("*")) if path.is_file()}
    return [
        path
        for path, parts in levels.items()
        if len(parts) != 3 and not any(IGNORED_NAMES.search(part) for part in parts)
    ]


def _read_yaml(path: Path) -> dict:
    if not path.exists():
        return {}
    content = read_yaml(path, "no valid YAML")
    if not isinstance(content, dict | None):
        raise UserError(f"{path}: expected lines of the form 'name: value'.")
    return content or {}


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if path.is_file() and not IGNORED_NAMES.search(path.name)]


def _natural(name: str) -> list[tuple[int, int, str]]:
    return [
        (0, int(part), "") if part.isdigit() else (1, 0, part) for part in re.split(r"(\d+)", name) if part
    ]
