"""How long a list of a stock holds: until a later one covers its place.

A list that a village sends covers that village, and one that is a part of a list covers the places that it names. Any
other covers the townships that it names with all their villages, those included of which it has no row.
"""

import duckdb

from pipelines.common.sql import literal
from pipelines.registers.contract import Register
from pipelines.statements.profile import IS_WHOLE, RESTATES


def make_successions(db: duckdb.DuckDBPyConnection, register: Register, counted: str) -> str:
    """Make state.<register>_lists, and return the SELECT of the rows that count with `replaced_on`.

    `counted` is the SELECT of those rows with the keys of their areas. The table has a row for each area, day and value
    of the column `listed_by`: when the next list came that covers them, NULL where none did.
    """
    listed_for = f"coalesce({register.listed_by}::varchar, '')" if register.listed_by else "''"
    table = f"state.{register.name}_lists"
    db.execute(
        f"""create or replace table {table} as
        with sheets as (
            select distinct unit, period, file, sheet, as_of_on, area, township_area, {listed_for} as listed_for
            from ({counted})
        ),
        lists as (
            select area, township_area, listed_for, sheets.as_of_on,
                bool_or({IS_WHOLE} and not {RESTATES}) as is_whole, bool_or(not {RESTATES}) as covers
            from sheets inner join quality.statements as statements using (unit, period, file, sheet)
            where register = {literal(register.name)}
            group by all
        ),
        days as (
            select area as covered, listed_for, as_of_on from lists where covers
            union
            select township_area, listed_for, as_of_on from lists where is_whole
        ),
        covered as (
            select area, listed_for, as_of_on, unnest([area, township_area]) as covered from lists
        )
        select area, covered.listed_for, covered.as_of_on, min(days.as_of_on) as replaced_on
        from covered asof left join days
            on covered.covered = days.covered and covered.listed_for = days.listed_for
            and covered.as_of_on < days.as_of_on
        group by all"""
    )
    return f"""select counted.*, replaced_on from ({counted}) as counted left join {table} as lists
        on counted.area = lists.area and counted.as_of_on = lists.as_of_on and {listed_for} = listed_for"""
