"""How readers call what reports state: wording.yml has the codes of the register `reported_figures` in Chinese.

A code that is not known there stays as it is.
"""

import json
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from pipelines.common.yaml_files import read_model


class _Unit(BaseModel):
    """How a unit is `shown`: one of it is `factor` of that. `base` is the one that tables state it in, where it is another."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    shown: str
    base: str | None = None
    factor: float = 1


class _Wording(BaseModel):
    """Code → word, of each kind of codes. `describing` are dimensions that change no number."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    units: dict[str, _Unit]
    subjects: dict[str, str]
    measures: dict[str, str]
    dimensions: dict[str, str]
    describing: tuple[str, ...]
    values: dict[str, str]


_WORDING = read_model(Path(__file__).with_suffix(".yml"), _Wording)
SUBJECTS, MEASURES, DIMENSIONS = _WORDING.subjects, _WORDING.measures, _WORDING.dimensions
DESCRIBING = _WORDING.describing
UNITS = {code: unit.shown for code, unit in _WORDING.units.items()}
"""Unit of a reported figure → the unit that it is shown in, as `in_shown_unit` gives it."""
BASE_UNITS = {code: unit.base or unit.shown for code, unit in _WORDING.units.items()}
"""Unit of a reported figure → the unit that tables state it in."""


def in_shown_unit(value: float | None, unit: str) -> float | None:
    """Yuan in 万元 and fractions in per cent, to four decimals."""
    factor = _WORDING.units[unit].factor if unit in _WORDING.units else 1
    return None if value is None else round(value * factor, 4)


def dimensions(dims: str | None) -> str:
    """Dimensions, as a JSON object, in words: 合作方：光伏电站；频率：按年. Text that is not a JSON object stays as it is."""
    try:
        parts = json.loads(dims or "{}")
    except ValueError:
        parts = None
    if not isinstance(parts, dict):
        return dims or ""
    return "；".join(f"{DIMENSIONS.get(name, name)}：{_in_words(value)}" for name, value in parts.items())


def _in_words(value: object) -> str:
    match value:
        case str():
            return _WORDING.values.get(value, value)
        case bool():
            return "是" if value else "否"
        case _:
            return json.dumps(value, ensure_ascii=False)
