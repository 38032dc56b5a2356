"""The units that report, with the area of each, and the years of the periods that they report on: tables of a build."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import duckdb

from pipelines.common.errors import UserError
from pipelines.common.sql import insert_rows
from pipelines.deliveries.delivery import unit_area
from pipelines.deliveries.intake import unit_folders
from pipelines.deliveries.period import Period
from pipelines.registers.areas import AREA_KEY_COLUMNS, AREA_LEVELS


def unit_areas(raw: Path, units: Iterable[str]) -> dict[str, dict[str, str | None]]:
    """The area of each unit, as far as its folder or its name states it; without those whose unit.yml is not valid."""
    found, folders = {}, unit_folders(raw) if raw.is_dir() else {}
    for unit in units:
        try:
            found[unit] = unit_area(folders.get(unit, raw / unit))
        except UserError:  # reported where the delivery is read
            continue
    return found


def load_unit_areas(db: duckdb.DuckDBPyConnection, areas: Mapping[str, dict[str, str | None]]) -> None:
    """Make the temporary table `unit_areas`: unit, county, township, village, as units state them."""
    columns = ", ".join(f"{level} varchar" for level in AREA_LEVELS)
    db.execute(f"create or replace temp table unit_areas (unit varchar, {columns})")
    insert_rows(db, "unit_areas", [[unit, *map(area.get, AREA_LEVELS)] for unit, area in areas.items()])


def make_units(db: duckdb.DuckDBPyConnection, areas: Mapping[str, dict[str, str | None]]) -> None:
    """Make the temporary tables `units` and `periods` of the units' areas and of quality.deliveries and quality.calendar.

    units: unit, county, township, village, its area keys, level; a township without a county is in the only one
    that others name. periods: period as its folder is called, year of its last day; none where a name is not understood.
    """
    load_unit_areas(db, areas)
    db.execute(
        f"""create or replace temp table units as
        with counties as (select if(count(distinct county) = 1, min(county), null) as only_county from unit_areas),
        placed as (
            select * replace (coalesce(county, if(township is not null, only_county, null)) as county)
            from unit_areas cross join counties
        )
        select * exclude (only_county), {AREA_KEY_COLUMNS},
            case when village is not null then 'village' when township is not null then 'township' else 'county' end as level
        from placed"""
    )
    names = db.execute("select period from quality.deliveries union select period from quality.calendar")
    years = [[name, year] for (name,) in names.fetchall() if (year := _year(name))]
    db.execute("create or replace temp table periods (period varchar, year integer)")
    insert_rows(db, "periods", years)


def _year(period: str) -> int | None:
    """The year of the period's last day; None where the name is not understood, which is reported where it is read."""
    try:
        return Period.parse(period).ends_on.year
    except UserError:
        return None
