"""The figures of a level fit those of the levels below it, in every mart of the sample release.

Money of a township is at least that of its villages, and the rest is of rows that name no village; whoever counts once in the
township counts in one of its villages at least, so that it has no fewer households or persons than any of them.
"""

from pathlib import Path

import pytest

import pipelines
from pipelines.marts.mart import Mart, MartColumn
from pipelines.registers.areas import AREA_NAMES
from tests.support.catalogues import all_marts

MARTS = {name: mart for name, mart in all_marts().items() if mart.has_areas}
_NO_SUMS = ("standard_", "lowest_", "highest_", "mean_", "median_", "arrears_", "net_", "residual_")
"""What begins the names of what does not add up, or may be below nothing."""


@pytest.fixture(scope="module")
def release(sample_release: Path):
    with pipelines.connect(sample_release) as connection:
        yield connection


def _is_of_one_level(release, mart: Mart, column: MartColumn, whole: str, part: str, floor: str) -> bool:
    """Whether the column is nowhere below what the level below gives."""
    upper = ["county", *(["township"] if whole == "township" else [])]
    keys = [*upper, *(key for key in mart.key if key not in AREA_NAMES)]
    same = " and ".join(f"whole.{key} is not distinct from parts.{key}" for key in keys)
    [(lower,)] = release.execute(
        f"""with parts as (
            select {", ".join(keys)}, {floor}({column.name}) as floor
            from {mart.table} where area_level = '{part}' group by all
        )
        select count(*) from {mart.table} as whole join parts on {same}
        where area_level = '{whole}' and coalesce({column.name} < floor, false)"""
    ).fetchall()
    return lower == 0


@pytest.mark.parametrize("name", MARTS)
def test_no_level_is_below_its_parts(release, name: str) -> None:
    mart = MARTS[name]
    for column in mart.columns:
        is_sum = not column.name.startswith(_NO_SUMS) and "_per_" not in column.name
        is_money = column.unit == "元"
        if is_sum and (column.unit in ("户", "人") or is_money):
            floor = "sum" if is_money else "max"
            for whole, part in (("township", "village"), ("county", "township")):
                assert _is_of_one_level(release, mart, column, whole, part, floor), (whole, column.name)
