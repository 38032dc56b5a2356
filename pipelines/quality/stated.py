"""What rows that count are about: the places and years that each sheet behind the figures states something of."""

from collections.abc import Mapping

from pipelines.registers.contract import Register
from pipelines.statements.profile import IS_WHOLE


def scope(year: str = "null", since_year: str = "null") -> str:
    """SQL of what figures are of: a year; or, where that is NULL, the last lists, with what they state of `since_year` and
    later years, of all where that is NULL."""
    return f"{{'year': ({year})::integer, 'since_year': ({since_year})::integer}}"


def stated_steps(registers: Mapping[str, Register]) -> dict[str, str]:
    """SELECTs of temporary tables, in their order, from clean rows and quality.statements.

    last_lists: register, since_year. stated: for each sheet its register, scope, day and the areas that it names.
    """
    return {"last_lists": _last_lists(registers), "stated": _stated(registers)}


def _last_lists(registers: Mapping[str, Register]) -> str:
    """For each register NULL, and the years before their list that its rows are about, as a roll's are about exits."""
    selects = [
        f"""select '{register.name}' as register, since_year
        from (select unnest([{register.past_year}, as_of_year]) as since_year from clean.{register.name})
        where since_year is not null"""
        for register in registers.values()
        if register.past_year
    ]
    return " union ".join([*selects, f"select unnest({[*registers]}) as register, null as since_year"])


def _stated(registers: Mapping[str, Register]) -> str:
    return f"""
        with rows as ({" union all ".join(_rows_of(register) for register in registers.values())}),
        known as (
            select rows.*, {IS_WHOLE} as is_whole, role <> 'part' or selection is not null as is_of_all_villages
            from rows join quality.statements using (unit, period, file, sheet, register)
        )
        select * exclude (year), {scope("year")} as scope from known
        union all by name
        select known.* exclude (year), {scope(since_year="since_year")} as scope
        from known join last_lists using (register)
        where still_holds and coalesce(since_year <= year(as_of_on), true)"""


def _rows_of(register: Register) -> str:
    """Of a stock only the list that holds at the end of a year is behind its figures."""
    year = register.event_year or next((c.name for c in register.columns if c.is_period_year), "null")
    is_stock = register.counts == "stock"
    return f"""
        select distinct unit, period, file, sheet, '{register.name}' as register,
            coalesce({year}, as_of_year) as year, as_of_on, area, township_area, county_area,
            township is not null as has_township, village is not null as has_village,
            {"replaced_on is null" if is_stock else "false"} as still_holds,
            {register.counts != "flow"} as replaces_earlier
        from clean.{register.name}
        {"where coalesce(year(replaced_on) > as_of_year, true)" if is_stock else ""}"""
