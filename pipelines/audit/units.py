"""Words for units, by units.yml."""

import re
from decimal import Decimal
from pathlib import Path

from pydantic import BaseModel, ConfigDict, RootModel

from pipelines.common.yaml_files import read_yaml


class Unit(BaseModel):
    """Unit of a figure; one of its word is `factor` of it."""

    model_config = ConfigDict(frozen=True)

    name: str
    factor: Decimal


_FILE = (
    RootModel[dict[str, dict[str, Decimal]]]
    .model_validate(read_yaml(Path(__file__).with_suffix(".yml")))
    .root
)

UNITS = {
    word: Unit(name=name, factor=factor) for name, words in _FILE.items() for word, factor in words.items()
}
"""Word behind a number → its unit."""

UNIT_WORDS = "|".join(re.escape(word) for word in sorted(UNITS, key=len, reverse=True))
"""The words as alternatives of a pattern, the longest first."""
