"""What a release withholds, and what the next one has to know of that and of all before it.

What a release withheld of villages can follow from a later one that shows more of them, so it stays withheld: then what
two releases show of villages differs by what both show alone, and that tells nothing of the rest. Townships and counties
are shown again: their figures are what a release is for. And a count that was shown is known as long as nothing is sent
about its township: to withhold it protects nothing.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, ValidationError

from pipelines.marts.mart import Mart

FILE = "withheld.json"

Key = tuple[str | None, ...]
"""The values that name a row of a mart in every release."""


class Count(NamedTuple):
    """A count by what is the same from release to release: mart, key of the row, column."""

    mart: str
    key: Key
    measure: str


class Withheld(BaseModel):
    """Mart → indices of its rows that a release withholds.

    `ever`: mart → keys of the rows of villages that this release or one before withholds. `told`: counts in rows that
    are withheld which a release before has shown as they are.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    rows: Mapping[str, set[int]]
    ever: Mapping[str, set[Key]] = {}
    told: Sequence[Count] = ()

    def write(self, release: Path) -> None:
        """Keep it in the folder of the release."""
        (release / FILE).write_text(self.model_dump_json(), encoding="utf-8")


def read_withheld(release: Path) -> Withheld | None:
    """What the release in this folder withholds; None where that was not kept, or is damaged."""
    try:
        return Withheld.model_validate_json((release / FILE).read_bytes())
    except (OSError, ValidationError):
        return None


def key_of(mart: Mart, record: Mapping) -> Key:
    """What names a row of the mart in every release."""
    return tuple(None if record[name] is None else str(record[name]) for name in mart.key)
