"""The figure of a mart whose chart names no function: bars of its label and series, as its YAML describes."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from pipelines.charts.template import BLUE, HATCHED, ORANGE, Release, finish, missing
from pipelines.charts.values import NO_DATA, count, coverage, numbers, percent, place, wan
from pipelines.common.money import WAN
from pipelines.marts.mart import Mart, MartColumn


def bars(mart: Mart, rows: pd.DataFrame, release: Release) -> go.Figure:
    """A bar for each label and series, money in 万元.

    mart: with a chart. rows: of the mart, those of one area and, where its chart is of villages, of the villages in it.
    """
    assert mart.chart
    columns = {column.name: column for column in mart.columns}
    records = rows.astype(object).where(rows.notna(), None).to_dict("records")
    level = "village" if mart.chart.of_villages or not records else records[0]["area_level"]
    drawn = mart.chart.drawn(records, level)
    lines = pd.DataFrame(drawn.lines, columns=["label", *drawn.columns])
    series = [columns[name] for name in drawn.columns[: len(mart.chart.series)]]
    where = " ".join(filter(None, (place(rows) if records else "", f"{drawn.year} 年" if drawn.year else "")))
    covered = coverage(rows, mart.coverage.year if mart.coverage else None)
    if lines.empty or lines[series[0].name].isna().all():
        below = "分村的" if mart.chart.of_villages else ""
        return missing(
            f"{where}没有{below}{series[0].title}的数据", release, mart=mart.name, coverage=covered
        )
    fig = go.Figure()
    across = mart.chart.kind == "bar"
    for column, marker in zip(series, ({"color": BLUE}, {"color": ORANGE, "pattern": HATCHED}), strict=False):
        labels, values = (
            lines["label"].tolist(),
            numbers(lines[column.name], WAN if column.unit == "元" else 1),
        )
        fig.add_bar(
            name=column.title,
            orientation="h" if across else "v",
            x=values if across else labels,
            y=labels if across else values,
            marker=marker,
            text=[value_text(column, value) for value in lines[column.name]],
            textposition="outside",
            hoverinfo="skip",
            cliponaxis=False,
        )
    _axes(fig, columns[mart.chart.label], series[0], lines["label"].tolist(), across=across)
    first = series[0]
    largest = lines.loc[pd.to_numeric(lines[first.name]).idxmax()]
    most = f"{first.title}最高的是{largest['label']}，{value_text(first, largest[first.name])}"
    return finish(
        fig,
        release,
        mart=mart.name,
        title=f"{where}{mart.chart.title}：{most}",
        subtitle=mart.description.rstrip("。"),
        coverage=covered,
        notes=release.left_out(mart.name, rows) if records else "",
        plot_height=max(240, 34 * len(lines) * len(series) if across else 320),
    )


def _axes(fig: go.Figure, label: MartColumn, value: MartColumn, labels: list[str], *, across: bool) -> None:
    """Names of what the axes show; bars across are in the order of their lines, the first on top."""
    unit = {"元": "（万元）", "比例": "（%）"}.get(
        value.unit or "", f"（{value.unit}）" if value.unit else ""
    )
    numbers_of = {"title": f"{value.title}{unit}", "tickformat": ".0%" if value.unit == "比例" else ","}
    names_of = {"title": label.title, "type": "category"}
    if across:
        fig.update_xaxes(**numbers_of, rangemode="tozero")
        fig.update_yaxes(**names_of, categoryorder="array", categoryarray=labels[::-1], showgrid=False)
    else:
        fig.update_yaxes(**numbers_of, rangemode="tozero")
        fig.update_xaxes(**names_of)


def value_text(column: MartColumn, value: float | None) -> str:
    """A value with its unit, as figures write it: 3%, 12.5 万元, 40 户."""
    if value is None or pd.isna(value):
        return NO_DATA
    if column.unit == "比例":
        return percent(float(value))
    return wan(float(value)) if column.unit == "元" else count(float(value), column.unit or "")
