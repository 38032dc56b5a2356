"""Marts as they may be shown where figures leave the office: on the site and in the workbooks.

A count of 1 or 2 of a village is two families that everybody there knows; `small_cells` says which rows are withheld
for it. Marts, SQL and notebooks show everything.
"""

from collections.abc import Sequence
from pathlib import Path

import duckdb

from pipelines.catalogue import Catalogue
from pipelines.marts.mart import Mart
from pipelines.publishing.areas import has_areas
from pipelines.publishing.small_cells import AREA, SmallCells, load_small_cells, withheld
from pipelines.registers.contract import AREA_LEVELS

WITHHELD = "*"
"""What stands where a count is withheld."""


def open_publishable(database: Path, catalogue: Catalogue) -> duckdb.DuckDBPyConnection:
    """A connection to a release on which every mart reads as it may be shown.

    Each mart has the column `is_withheld` there; where it is true, all columns but the public ones are NULL. Where
    the key says more of a row than its area and year, a withheld row is not there at all: that it exists tells of
    somebody. Table `withheld` names mart and area of every withheld row, and `reconciliation` is
    quality.reconciliation without small counts.
    """
    policy = load_small_cells()
    release = duckdb.connect(str(database), read_only=True)
    marts = catalogue.marts.values()
    hidden = withheld(marts, {mart.name: _records(release, mart) for mart in marts}, policy)
    areas = ", ".join(f"{level} varchar" for level in AREA_LEVELS)
    release.execute(f"create temp table withheld (mart varchar, {areas})")
    for mart in marts:
        _shadow(release, mart, hidden[mart.name], policy)
    release.execute(
        "create temp view reconciliation as select * replace (if(is_small, null, computed_value) as computed_value, "
        "if(is_small, null, difference) as difference) from (select *, value_unit in ('household', 'person') and "
        f"computed_value > 0 and computed_value < {policy.threshold} as is_small from quality.reconciliation)"
    )
    return release


def _shadow(release: duckdb.DuckDBPyConnection, mart: Mart, hidden: set[int], policy: SmallCells) -> None:
    """A table named as the mart and found before it: whatever reads the mart on this connection reads this."""
    public, never = policy.public(mart), policy.rule(mart).never if policy.threshold else ()
    shown = [
        column.name
        if column.name in public
        else f"case when {'false' if column.name in never else 'not is_withheld'} then {column.name} end as {column.name}"
        for column in mart.columns
    ]
    source = f"(select *, list_contains(?::bigint[], rowid) as is_withheld from main.{mart.name})"
    places = sorted(hidden)
    if has_areas(mart):
        release.execute(
            f"insert into withheld select '{mart.name}', {', '.join(AREA_LEVELS)} from {source} where is_withheld",
            [places],
        )
    listed = "" if {*mart.key} <= {*AREA, "year"} else "where not is_withheld"
    release.execute(
        f"create temp table {mart.name} as select {', '.join(shown)}, is_withheld from {source} {listed}",
        [places],
    )


def shown_rows(
    release: duckdb.DuckDBPyConnection, mart: Mart, condition: str = "true", values: Sequence[str] = ()
) -> list[tuple]:
    """The mart's rows as they are shown, WITHHELD in the place of each count that is: counties first, then by key.

    release: of `open_publishable`.
    """
    public = load_small_cells().public(mart)
    level = "case area_level when 'county' then 1 when 'township' then 2 else 3 end"
    order = ", ".join(f"{column} nulls first" for column in mart.key if column != "area_level")
    names = ", ".join(column.name for column in mart.columns)
    found = release.execute(
        f"select {names}, is_withheld from {mart.name} where {condition} order by {level}, {order}", values
    ).fetchall()
    return [
        tuple(
            WITHHELD if is_withheld and column.name not in public else value
            for column, value in zip(mart.columns, row, strict=True)
        )
        for *row, is_withheld in found
    ]


def note_on_small_cells() -> str:
    """What a reader of site or workbooks is told of it; empty where the policy withholds nothing."""
    threshold = load_small_cells().threshold
    told = f"户数或人数不足 {threshold} 的行，以及能推算出它们的行，不列出或以 {WITHHELD} 代替；全部数据在数据库和笔记本里。"
    return told if threshold else ""


def _records(release: duckdb.DuckDBPyConnection, mart: Mart) -> list[dict]:
    names = [column.name for column in mart.columns]
    found = release.execute(f"select {', '.join(names)} from main.{mart.name} order by rowid").fetchall()
    return [dict(zip(names, values, strict=True)) for values in found]
