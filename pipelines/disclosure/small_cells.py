"""The policy on small counts, and which columns of a mart are shown even where its row is withheld."""

from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, NonNegativeInt, ValidationError

from pipelines.common.errors import UserError
from pipelines.common.yaml_files import read_yaml
from pipelines.marts.coverage import COLUMNS as COVERAGE
from pipelines.marts.disclosure import Disclosure
from pipelines.marts.mart import Mart
from pipelines.policy import FOLDER as POLICY
from pipelines.registers.areas import AREA_NAMES


class SmallCells(BaseModel):
    """The policy: counts from 1 to below `threshold` are withheld; 0 withholds nothing."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    threshold: NonNegativeInt
    source: str


def public_columns(mart: Mart) -> set[str]:
    """Columns that a withheld row shows. What it rests on counts sheets and rows of lists, of which nobody is in a count."""
    return {*AREA_NAMES, *mart.key, *rule_of(mart).public, *COVERAGE}


def protected_counts(mart: Mart) -> list[str]:
    """Columns that count households or persons, and are shown where the row is."""
    rule = rule_of(mart)
    return [name for name in mart.counts if name not in {*public_columns(mart), *rule.never}]


def rule_of(mart: Mart) -> Disclosure:
    """How the counts of a mart depend on each other; on nothing where it states nothing."""
    return mart.disclosure or Disclosure()


@cache
def load_small_cells(path: Path = POLICY / "small_cells.yml") -> SmallCells:
    """The policy on small cells. Raises UserError where the file is not valid."""
    try:
        return SmallCells.model_validate(read_yaml(path))
    except ValidationError as error:
        first = error.errors()[0]
        raise UserError(f"{path}: {'.'.join(map(str, first['loc']))}: {first['msg']}.") from None
