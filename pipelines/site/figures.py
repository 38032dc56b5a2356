"""Figures of the marts as JSON, for each area; plotly.js draws them in the page.

The headline, the notes and the source of a figure become text of the page, which wraps, scales and is read
aloud; the figure keeps its axes and its legend. Plotly and pandas are imported only when figures are drawn.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any

import duckdb

from pipelines.catalogue.areas import Area
from pipelines.marts.mart import Mart
from pipelines.registers.areas import AREA_LEVELS, AREA_NAMES

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

    from pipelines.charts.boundaries import Boundary
    from pipelines.charts.template import Release

MOST_DRAWN = 400
"""Figures of one site: each takes some 40 ms. Counties come first; areas beyond have their tables."""


def draw(
    release: duckdb.DuckDBPyConnection,
    marts: Iterable[Mart],
    areas: list[Area],
    boundaries: Mapping[str, Sequence[Boundary]],
) -> tuple[dict[Area, dict[str, dict]], dict[str, Any]]:
    """Area → name of the figure → figure, and the template that all of them share. `marts` have a chart, and `boundaries`
    are those of the townships by county.

    A figure is {title, subtitle, notes, alt, data, layout, places}, the last whether a click on it leads to an area in
    the area; `figure_names` gives the names of a mart's. A mart without rows of an area has none.
    """
    from pipelines.charts.map import township_map
    from pipelines.charts.template import Release, template

    label = Release.of(release)
    figures: dict[Area, dict[str, dict]] = {area: {} for area in areas}
    for mart in marts:
        functions, of_villages = _functions(mart), mart.chart is not None and mart.chart.of_villages
        rows = _by_area(
            release.execute(f"select * exclude (is_withheld) from {mart.name}").df(), of_villages=of_villages
        )
        for area in sorted(areas, key=lambda area: (AREA_LEVELS.index(area.level), area)):
            for name, function in functions.items():
                if area in rows and sum(map(len, figures.values())) < MOST_DRAWN:
                    figures[area][name] = embedded(function(rows[area], label)) | {"places": of_villages}
            outlines = boundaries.get(area.county) if has_map(mart) and area.level == "county" else None
            if outlines and area in rows and (drawn := township_map(mart, outlines, rows[area], label)):
                figures[area][map_name(mart)] = embedded(drawn) | {"places": False}
    return figures, template().to_plotly_json()


def figure_names(mart: Mart) -> list[str]:
    """The names of a mart's figures: that of the mart, and of the one beside it."""
    assert mart.chart
    return [mart.name, *([f"{mart.name}-beside"] if mart.chart.beside_figure else [])]


def map_name(mart: Mart) -> str:
    """The name of a mart's map, which the pages of counties have whose boundaries are known."""
    return f"{mart.name}-map"


def has_map(mart: Mart) -> bool:
    """Whether the mart has one value for each township and year, which a map can show."""
    return (
        mart.chart is not None and mart.chart.of_villages and set(mart.key) <= {*AREA_NAMES, mart.chart.year}
    )


def _functions(mart: Mart) -> dict[str, Callable[[pd.DataFrame, Release], go.Figure]]:
    """What draws each figure of the mart: the functions that its chart names, or bars."""
    assert mart.chart
    if mart.chart.figure is None:
        from pipelines.charts.bars import bars

        return {mart.name: partial(bars, mart)}
    named = filter(None, (mart.chart.figure, mart.chart.beside_figure))
    return dict(zip(figure_names(mart), map(_imported, named), strict=True))


def _imported(function: str) -> Callable[[pd.DataFrame, Release], go.Figure]:
    module, name = function.split(".")
    found: Callable[[pd.DataFrame, Release], go.Figure] = getattr(
        import_module(f"pipelines.charts.{module}"), name
    )
    return found


def embedded(figure: go.Figure) -> dict:
    """The figure's JSON without its template, its texts beside it."""
    whole = json.loads(figure.to_json())
    layout = whole["layout"]
    title, corner = layout.pop("title"), layout["annotations"].pop()["text"].split("<br>")
    layout.pop("template")
    alt = layout.pop("meta")["alt"]
    # Room that the texts took: `finish` counts it into the margins and the height.
    margin = layout["margin"]
    plot_height = layout["height"] - margin["t"] - margin["b"]
    named = sum(
        trace.get("showlegend") is not False and trace.get("visible") is not False for trace in whole["data"]
    )
    layout["margin"] = {"t": 34 if named > 1 else 12, "b": 56, "l": 8, "r": 24}
    layout["height"] = plot_height + layout["margin"]["t"] + layout["margin"]["b"]
    return {
        "title": _unwrapped(title["text"]),
        "subtitle": _unwrapped(title.get("subtitle", {}).get("text", "")),
        "notes": "".join(corner[:-1]),
        "alt": alt,
        "data": whole["data"],
        "layout": layout,
    }


def _unwrapped(text: str) -> str:
    """Lines joined again: the page wraps them."""
    return re.sub(r"</?b>|<br>", "", text)


def _by_area(rows: pd.DataFrame, of_villages: bool) -> Mapping[Area, pd.DataFrame]:
    """Rows of each area: its own, and, for a figure of villages, those of the areas in it."""
    places: dict[Area, list[int]] = {}
    names = rows[["area_level", *AREA_LEVELS]].fillna("").itertuples(index=False)
    for index, (level, county, township, village) in enumerate(names):
        holders = {Area(county, township, village)}
        if of_villages and level != "county":
            holders |= {Area(county, township), Area(county)}
        for area in holders:
            places.setdefault(area, []).append(index)
    return {area: rows.iloc[found] for area, found in places.items()}
