"""Report what figures lack, as findings: places whose last list is of an earlier year, units of no county, and of a
county under two names, persons of no known household.

A list of persons says who was registered at the end of its year, and not who left in the next one. So it holds until the
end of the year and is not carried into another: there its place has not reported, as coverage says.
"""

from collections.abc import Iterator, Mapping

import duckdb

from pipelines.marts.mart import Mart
from pipelines.registers.contract import Register
from pipelines.rules import Notice

RULES = ("outdated_list", "no_county", "county_in_county", "unknown_households")
_MOST_NAMED = 5


def record_gaps(
    db: duckdb.DuckDBPyConnection, registers: Mapping[str, Register], marts: Mapping[str, Mart]
) -> None:
    """Add to quality.findings what was not delivered, or cannot be placed, of clean.<register> and quality.statements."""
    rolls = [register for register in registers.values() if register.is_roll and register.counts == "stock"]
    outdated = (gap for register in rolls for gap in _outdated_lists(db, register))
    counting = {mart.name for mart in marts.values() if any(one.name == "households" for one in mart.columns)}
    without = (
        gap
        for register in registers.values()
        if not register.is_roll and counting.intersection(register.marts or ())
        for gap in _unknown_households(db, register)
    )
    found = [*_units_of_no_county(db), *_counties_in_counties(db), *outdated, *without]
    for sheet, notice in found:
        db.execute(
            "insert into quality.findings values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, null)",
            [*sheet, notice.rule, notice.severity, notice.zh, notice.en, notice.rows],
        )


def _outdated_lists(db: duckdb.DuckDBPyConnection, register: Register) -> Iterator[tuple[tuple, Notice]]:
    """Lists of villages that nothing replaced, where others of the township are of a later year."""
    found = db.execute(
        f"""with lists as (
                select distinct unit, period, file, sheet, township_area, village, as_of_on, as_of_year
                from clean.{register.name} where replaced_on is null and village is not null
            ),
            latest as (select township_area, max(as_of_year) as year from clean.{register.name} group by all)
            select unit, period, file, sheet, year, max(as_of_on), list(distinct village order by village)
            from lists join latest using (township_area) where as_of_year < year group by all order by all"""
    )
    for unit, period, file, sheet, year, day, villages in found.fetchall():
        names = "、".join(villages[:_MOST_NAMED]) + ("…" if len(villages) > _MOST_NAMED else "")
        fields = {
            "villages": names,
            "title": register.title,
            "register": register.name,
            "day": day,
            "year": year,
        }
        yield (unit, period, file, sheet, register.name), Notice("outdated_list", fields)


def _unknown_households(db: duckdb.DuckDBPyConnection, register: Register) -> Iterator[tuple[tuple, Notice]]:
    """Deliveries with persons of whom nothing says which household they are of: one finding on all of a register."""
    own, households = (
        "person_id",
        [name for name in ("household_id", "head_person_id") if name in register.by_name],
    )
    if own not in register.by_name or "household_id" not in households:
        return
    # a row that names the head alone has the head's number
    is_of_member = (
        "person_name is not null or head_name is null" if "head_name" in register.by_name else "true"
    )
    found = db.execute(
        f"""select unit, period, if(count(distinct file) = 1, any_value(file), null),
                if(count(distinct file || '/' || sheet) = 1, any_value(sheet), null), count(*)
            from clean.{register.name}
            where {own} is not null and coalesce({", ".join(households)}) is null and ({is_of_member})
            group by unit, period order by all"""
    ).fetchall()
    for *sheet, rows in found:
        fields = {"title": register.title, "register": register.name, "count": rows}
        yield (*sheet, register.name), Notice("unknown_households", fields, rows)


def _units_of_no_county(db: duckdb.DuckDBPyConnection) -> Iterator[tuple[tuple, Notice]]:
    """Units of which rows count that name no county, neither themselves nor by unit.yml: one finding on all."""
    [(units, rows)] = db.execute(
        """select list(distinct unit order by unit), sum(rows)::bigint from quality.statements
           where counts and list_contains(counties, '')"""
    ).fetchall()
    if units:
        yield (None, None, None, None, None), Notice("no_county", {"units": units}, rows)


def _counties_in_counties(db: duckdb.DuckDBPyConnection) -> Iterator[tuple[tuple, Notice]]:
    """Names of counties that hold one another, as 木棠县 and 某某市木棠县 do: one finding on those that hold the same."""
    found = db.execute(
        """with named as (
                select unnest(counties) as county, unit, rows from quality.statements where counts
            ),
            names as (select county, list(distinct unit) as units, sum(rows) as rows from named where county <> '' group by all)
            select held.county, list(names.county order by names.county),
                list_sort(list_distinct(flatten(list(names.units)))), sum(names.rows)::bigint
            from names as held inner join names on contains(names.county, held.county)
            group by held.county having count(*) > 1 order by held.county"""
    ).fetchall()
    for county, counties, units, rows in found:
        if not any(other != county and other in county for other, *_ in found):
            fields = {"counties": counties, "units": units}
            yield (None, None, None, None, None), Notice("county_in_county", fields, rows)
