"""The map of a county: the first series of a mart's chart by township, where the county's boundaries are known."""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, radians

import pandas as pd
import plotly.graph_objects as go
from plotly.colors import sample_colorscale

from pipelines.charts.bars import value_text
from pipelines.charts.boundaries import Boundary
from pipelines.charts.template import BLUE, GREY, Release, finish
from pipelines.charts.values import coverage, listed, place
from pipelines.marts.mart import Mart

_SCALE = [[0, "#EAF3F9"], [1, BLUE]]
_UNKNOWN = "#DDDDDD"
_DARK_ENOUGH = 0.6  # of the scale: from there on, white letters are read better than black ones
# Neither changes on a dark ground, as the fills do not.
_ON_LIGHT, _ON_DARK = "black", "#FFFFFF"


def township_map(
    mart: Mart, boundaries: Sequence[Boundary], rows: pd.DataFrame, release: Release
) -> go.Figure | None:
    """The townships of a county, filled by their value in the latest year, which is written on each.

    mart: with a chart and one row per area and year. rows: of the county and its townships. None where no township with
    a value has an outline. A township without a value is grey; one without an outline is named below.
    """
    assert mart.chart
    [column] = [column for column in mart.columns if column.name == mart.chart.series[0]]
    townships = rows[rows["area_level"].eq("township")].dropna(subset=[column.name])
    year = ""
    if mart.chart.year and len(townships):
        latest = townships[mart.chart.year].max()
        townships, year = townships[townships[mart.chart.year].eq(latest)], f" {latest:.0f} 年"
    known = dict(zip(townships["township"], townships[column.name].astype(float), strict=True))
    drawn = {boundary.name: known[boundary.name] for boundary in boundaries if boundary.name in known}
    if not drawn:
        return None
    lowest, highest = min(drawn.values()), max(drawn.values())

    def share(value: float) -> float:
        return (value - lowest) / (highest - lowest) if highest > lowest else 0.5

    fig = go.Figure()
    for boundary in boundaries:
        value = drawn.get(boundary.name)
        is_dark = value is not None and share(value) >= _DARK_ENOUGH
        text = value_text(column, value)
        lons, lats = _outline(boundary)
        fig.add_scatter(
            x=lons,
            y=lats,
            mode="lines",
            fill="toself",
            fillcolor=_UNKNOWN if value is None else sample_colorscale(_SCALE, share(value))[0],
            line={"color": GREY, "width": 1},
            name=boundary.name,
            text=f"<b>{boundary.name}</b><br>{column.title} {text}",
            hoveron="fills",
            hoverinfo="text",
            showlegend=False,
        )
        lon, lat = boundary.middle
        fig.add_annotation(
            x=lon,
            y=lat,
            text=f"{boundary.name}<br>{text}",
            showarrow=False,
            font={"size": 11, "color": _ON_DARK if is_dark else _ON_LIGHT},
        )
    middle = sum(boundary.middle[1] for boundary in boundaries) / len(boundaries)
    fig.update_xaxes(visible=False)
    # A degree of longitude is shorter than one of latitude by the cosine of the latitude.
    fig.update_yaxes(visible=False, scaleanchor="x", scaleratio=1 / cos(radians(middle)))
    top = max(drawn, key=lambda name: drawn[name])
    return finish(
        fig,
        release,
        mart=mart.name,
        title=f"{place(rows)}{year}各乡镇{column.title}最高的是{top}，{value_text(column, drawn[top])}",
        subtitle=f"颜色越深，{column.title}越高；灰色的没有数据",
        coverage=coverage(rows, mart.coverage.year if mart.coverage else None),
        notes=_not_drawn(sorted(known.keys() - drawn.keys())) + release.left_out(mart.name, rows),
        plot_height=460,
    )


def _outline(boundary: Boundary) -> tuple[list[float | None], list[float | None]]:
    """The rings behind each other, a gap between them."""
    lons: list[float | None] = []
    lats: list[float | None] = []
    for ring in boundary.rings:
        lons += [*(lon for lon, _ in ring), None]
        lats += [*(lat for _, lat in ring), None]
    return lons, lats


def _not_drawn(names: Sequence[str]) -> str:
    return f"{len(names)} 个乡镇没有边界，没有画出：{listed(names)}。" if names else ""
