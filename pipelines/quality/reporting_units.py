"""The units that report, with the area of each, and the years of the periods that they report on: tables of a build."""

from collections.abc import Mapping

import duckdb

from pipelines.common.errors import UserError
from pipelines.common.sql import insert_rows
from pipelines.deliveries.period import Period
from pipelines.registers.areas import AREA_KEY_COLUMNS


def make_units(db: duckdb.DuckDBPyConnection, areas: Mapping[str, dict[str, str | None]]) -> None:
    """Make the temporary tables `units` and `periods` of the units' areas and of quality.deliveries and quality.calendar.

    units: unit, county, township, village, its area keys, level. periods: period as its folder is called, year of its
    last day; none where a name is not understood.
    """
    named = [[unit, area["county"], area["township"], area["village"]] for unit, area in areas.items()]
    db.execute(
        "create or replace temp table named (unit varchar, county varchar, township varchar, village varchar)"
    )
    insert_rows(db, "named", named)
    db.execute(
        f"""create or replace temp table units as select *, {AREA_KEY_COLUMNS},
            case when village is not null then 'village' when township is not null then 'township' else 'county' end as level
        from named"""
    )
    db.execute("drop table temp.named")
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
