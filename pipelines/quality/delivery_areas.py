"""The areas that each delivery is of: quality.delivery_areas, by which a workbook names its sources."""

from collections.abc import Iterable, Mapping

import duckdb

from pipelines.quality.reporting_units import load_unit_areas


def record_delivery_areas(
    db: duckdb.DuckDBPyConnection, registers: Iterable[str], areas: Mapping[str, dict[str, str | None]]
) -> None:
    """Make quality.delivery_areas of quality.deliveries and of the rows that count: of each delivery the area of its unit,
    and those that its rows name.

    An area is stated by the largest place that is known: a county; where none is, a township, or else a village. Units
    of two counties may bear one name, and a unit's folder need not bear that of its place. `areas` are those of the units.
    """
    load_unit_areas(db, areas)
    rows = [
        f"select distinct unit, period, county, township, village from clean.{name}" for name in registers
    ]
    of_units = (
        "select unit, period, county, township, village from quality.deliveries join unit_areas using (unit)"
    )
    db.execute(
        f"""create or replace table quality.delivery_areas as
        with named as ({" union all ".join([of_units, *rows])})
        select distinct unit, period, county, if(county is null, township, null) as township,
            if(county is null and township is null, village, null) as village
        from named where coalesce(county, township, village) is not null order by all"""
    )
