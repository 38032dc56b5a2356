"""A unit by the name of its folder, whether or not it has delivered anything yet."""

from dataclasses import dataclass
from pathlib import Path

from pipelines.common.errors import UserError
from pipelines.deliveries.delivery import unit_area
from pipelines.deliveries.intake import unit_folders


@dataclass(frozen=True)
class SendingUnit:
    """A unit: its name, and its county, township and village as far as they are known."""

    name: str
    area: dict[str, str | None]


def find_unit(raw: Path, name: str) -> SendingUnit:
    """The unit of that name in the folder of deliveries.

    Raises UserError naming the units that there are where it is none of them, or where its unit.yml is not valid.
    """
    try:
        folders = {unit: path for unit, path in unit_folders(raw).items() if path.is_dir()}
    except OSError:
        folders = {}
    if name not in folders:
        raise UserError(
            f"{raw} has no unit {name}; expected one of {', '.join(folders) or '(none)'}.",
            f"{raw} 中没有单位“{name}”；可写 {'、'.join(folders) or '(还没有单位)'}。",
        )
    return SendingUnit(name, unit_area(folders[name]))
