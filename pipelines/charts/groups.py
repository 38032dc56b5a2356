"""The figures of a group of marts, as their YAML describes them."""

from __future__ import annotations

import duckdb
import pandas as pd
import plotly.graph_objects as go

from pipelines.charts.bars import bars
from pipelines.charts.template import Release, missing
from pipelines.marts.loading import load_groups, load_marts
from pipelines.marts.mart import Mart


def of_group(
    con: duckdb.DuckDBPyConnection,
    group: str,
    release: Release,
    county: str | None = None,
    township: str | None = None,
) -> list[go.Figure]:
    """A figure of each mart of the group that has data of the area; one that says so where none has.

    group: title in groups.yml. The area is the township, else the county.
    """
    drawn = [
        figure
        for mart in charted(group)
        if (figure := bars(mart, rows_of(con, mart, county, township), release)).data
    ]
    return drawn or [missing(f"{township or county or ''}没有{group}的数据", release, mart=group)]


def charted(group: str) -> list[Mart]:
    """The marts of the group that have a chart. Raises ValueError, which names the groups, where there is no such."""
    groups = load_groups()
    if group not in groups.values():
        raise ValueError(f"没有“{group}”这一组，只有：{'、'.join(groups.values())}")
    return [mart for mart in load_marts().values() if mart.chart and groups[mart.group] == group]


def rows_of(
    con: duckdb.DuckDBPyConnection, mart: Mart, county: str | None, township: str | None
) -> pd.DataFrame:
    """Rows of the mart for its chart: those of the area, or of the villages in it."""
    assert mart.chart
    level = "village" if mart.chart.of_villages else "township" if township else "county"
    return con.sql(
        f"""
        from {mart.table}
        where area_level = $level and ($county is null or county = $county)
          and ($township is null or township = $township)
        """,
        params={"level": level, "county": county, "township": township},
    ).df()
