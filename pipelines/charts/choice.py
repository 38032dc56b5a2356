"""Which area and year a notebook shows where nobody chose: those of which the release knows most."""

import duckdb

from pipelines.marts.loading import load_marts


def choose(
    con: duckdb.DuckDBPyConnection,
    mart: str,
    known: str,
    county: str | None = None,
    township: str | None = None,
    year: int | None = None,
    *,
    by: str | None = "year",
) -> tuple[str | None, str | None, int | None]:
    """County, township and year to show of a mart; what is given is kept, and what was chosen is printed.

    known: the column that a row must state to be worth showing. Where no area is given, it is the township, else the
    county, of which most of the headline marts have rows, and most rows. by: the column of the year, of which the latest
    is chosen; None leaves all of them. Of an empty mart what is given is returned.
    """
    if county is None and township is None:
        county, township = _best_known(con, mart, known) or (None, None)
    if year is None and by is not None:
        [(year,)] = con.execute(
            f"""select max({by}) from {mart} where {known} is not null and ($county is null or county = $county)
                and ($township is null or township = $township)""",
            {"county": county, "township": township},
        ).fetchall()
    shown = " ".join(str(part) for part in (county, township, year) if part is not None)
    print(f"显示的是 {shown}；换别的地区、年度，改参数。" if shown else "这个版本里没有可以显示的地区。")
    return county, township, year


def _best_known(
    con: duckdb.DuckDBPyConnection, mart: str, known: str
) -> tuple[str | None, str | None] | None:
    headlines = [name for name, mart in load_marts().items() if mart.headline is not None]
    rows = " union all ".join(f"select '{name}' as mart, county, township from {name}" for name in headlines)
    for is_township in (True, False):
        place = "county, township" if is_township else "county, null as township"
        level = "township is not null" if is_township else "area_level = 'county'"
        found = con.execute(
            f"""with worth_showing as (
                select distinct {place} from {mart} where {known} is not null and {level}
            ), headlines as (
                select {place}, count(distinct mart) as marts, count(*) as rows from ({rows}) group by 1, 2
            )
            select w.county, w.township from worth_showing w
            left join headlines h on h.county is not distinct from w.county and h.township is not distinct from w.township
            order by h.marts desc nulls last, h.rows desc, w.county nulls last, w.township limit 1"""
        ).fetchall()
        if found:
            return found[0][0], found[0][1]
    return None
