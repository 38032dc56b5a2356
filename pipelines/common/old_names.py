"""Names that people wrote in files before they were renamed: read for one release more, with a notice."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipelines.common.notices import warn


class OldName(FutureWarning):
    """A file uses a name that the next release no longer reads."""


def rename_keys(path: Path, entry: Any, renamed: Mapping[str, str]) -> Any:
    """The mapping `entry` of a file with its old keys replaced; `renamed` is old → new. Warns once for each."""
    if not isinstance(entry, dict):
        return entry
    for old in renamed.keys() & entry.keys():
        warn_of_old_name(f"{path}: {old}", renamed[old])
    return {renamed.get(key, key): value for key, value in entry.items()}


def warn_of_old_name(old: object, new: str) -> None:
    """Tell the user which name to write instead."""
    warn(
        f"{old} 改名为 {new}，下一个版本只认新名称。",
        f"{old} is now called {new}; the next release reads the new name only.",
        OldName,
    )
