"""Figures of the mart `exits_by_year`.

Households and persons do not share an axis: each has its own panel, and one that the rows do not hold has none.
"""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from pipelines.charts.template import BLUE, GREEN, HATCHED, INK, ORANGE, Release, finish, missing
from pipelines.charts.values import both, coverage, numbers, place, several_areas, total, years

MART = "exits_by_year"
MEASURES = {"households": "户", "persons": "人"}
UNKNOWN_YEAR = "不详"
FEWEST_PLACES = 4  # on the axis of years, lest a single year become a bar as wide as the figure


def by_year(rows: pd.DataFrame, release: Release) -> go.Figure:
    """Exits of each year as bars, with the year's plan as a mark across them.

    rows: `exits_by_year` of one area. A year that is only planned has a mark and no bar.
    """
    if problem := _problem(rows):
        return missing(problem, release, mart=MART)
    panels = {m: _in_order(rows.dropna(subset=[m, f"planned_{m}"], how="all")) for m in MEASURES}
    fig, panels = _one_above_the_other(panels)
    is_planned = rows[[f"planned_{measure}" for measure in MEASURES]].notna().any(axis=None)
    for row, (measure, steps) in enumerate(panels.items(), start=1):
        _bars(fig, row, steps, measure, measure, name="实际脱贫", marker={"color": BLUE})
        fig.data[-1].update(texttemplate="%{y:,}", textposition="outside", cliponaxis=False)
        if not is_planned:
            continue
        planned = steps[f"planned_{measure}"]
        fig.add_scatter(
            name="年度计划",
            x=steps["label"].tolist(),
            y=numbers(planned),
            mode="markers+text",
            # Where a bar has its number the plan has none: both would lie on each other.
            text=[
                f"计划 {number:,}" if only else ""
                for number, only in zip(planned, steps[measure].isna(), strict=True)
            ],
            textposition="top center",
            textfont={"size": 12},
            cliponaxis=False,
            marker={"symbol": "line-ew-open", "size": 34, "color": INK, "line": {"width": 3}},
            hovertemplate=f"%{{x}}<br>计划脱贫 %{{y:,}} {MEASURES[measure]}<extra></extra>",
            showlegend=row == 1,
            row=row,
            col=1,
        )
    plan = "；横线是当年计划" if is_planned else "；没有报送年度计划"
    return _finish(fig, rows, release, how=_most(rows) + plan)


def stock(rows: pd.DataFrame, release: Release) -> go.Figure:
    """Of everyone registered: who had left poverty by the end of each year and who had not, stacked.

    rows: `exits_by_year` of one area.
    """
    if problem := _problem(rows):
        return missing(problem, release, mart=MART)
    panels = {m: _in_order(rows.dropna(subset=[f"cumulative_{m}", f"remaining_{m}"])) for m in MEASURES}
    fig, panels = _one_above_the_other(panels)
    for row, (measure, steps) in enumerate(panels.items(), start=1):
        left = f"remaining_{measure}"
        _bars(fig, row, steps, measure, f"cumulative_{measure}", name="累计脱贫", marker={"color": GREEN})
        _bars(fig, row, steps, measure, left, name="尚未脱贫", marker={"color": ORANGE, "pattern": HATCHED})
        tops = numbers(steps[f"cumulative_{measure}"] + steps[left])
        _write_above(fig, row, steps["label"].tolist(), tops, [f"剩 {number:,}" for number in steps[left]])
    fig.update_layout(barmode="stack")
    return _finish(fig, rows, release, how="各年年底的累计与剩余")


def waterfall(rows: pd.DataFrame, release: Release) -> go.Figure:
    """From everyone registered, less the exits of each year, to those who remain.

    rows: `exits_by_year` of one area. Registered = all exits + remaining, as the registry counts them at
    `as_of_year`.
    """
    if problem := _problem(rows):
        return missing(problem, release, mart=MART)
    panels = {m: _in_order(rows.dropna(subset=[m, f"remaining_{m}"])) for m in MEASURES}
    fig, panels = _one_above_the_other(panels, further_places=2)
    for row, (measure, steps) in enumerate(panels.items(), start=1):
        exits = steps[measure].astype(float).tolist()
        left = float(steps[f"remaining_{measure}"].iloc[-1])
        registered = left + sum(exits)
        x = ["建档立卡", *steps["label"], "剩余"]
        fig.add_waterfall(
            x=x,
            y=[registered, *(-number for number in exits), left],
            measure=["absolute", *["relative"] * len(exits), "total"],
            decreasing={"marker": {"color": GREEN}},
            totals={"marker": {"color": BLUE}},
            connector={"line": {"color": INK, "width": 1, "dash": "dot"}},
            text=[f"{number:,.0f} {MEASURES[measure]}" for number in (registered, *exits, left)],
            textposition="none",
            hovertemplate="%{x}<br>%{text}<extra></extra>",
            showlegend=False,
            row=row,
            col=1,
        )
        before = [registered - sum(exits[:step]) for step in range(len(exits))]
        text = [f"{registered:,.0f}", *(f"−{number:,.0f}" for number in exits), f"{left:,.0f}"]
        _write_above(fig, row, x, [registered, *before, left], text)
    return _finish(fig, rows, release, how="从建档立卡到剩余，逐年减少")


def _most(rows: pd.DataFrame) -> str:
    """The year of most exits, by persons where they are known."""
    dated = rows.dropna(subset="exit_year")
    by = dated["persons"] if dated["persons"].notna().any() else dated["households"]
    if by.isna().all():
        return "没有写明脱贫年度"
    most = dated.loc[by.astype(float).idxmax()]
    return f"{most['exit_year']:.0f} 年脱贫最多（{both(most['households'], most['persons'])}）"


def _problem(rows: pd.DataFrame) -> str | None:
    if rows.empty:
        return "没有该地区的脱贫数据"
    return several_areas(rows)


def _in_order(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows by year with their label; exits of an unknown year come first, before those that are dated."""
    rows = rows.sort_values("exit_year", na_position="first")
    return rows.assign(
        label=[UNKNOWN_YEAR if pd.isna(year) else f"{int(year)}" for year in rows["exit_year"]]
    )


def _one_above_the_other(
    panels: dict[str, pd.DataFrame], further_places: int = 0
) -> tuple[go.Figure, dict[str, pd.DataFrame]]:
    """An empty panel for each measure that has rows, and those measures."""
    panels = {measure: steps for measure, steps in panels.items() if len(steps)}
    fig = make_subplots(rows=max(len(panels), 1), cols=1, shared_xaxes=True, vertical_spacing=0.1)
    most = max(map(len, panels.values()), default=0) + further_places
    # A year is a name here: as a number the axis would show 2015.5.
    fig.update_xaxes(type="category", range=[-0.5, max(most, FEWEST_PLACES) - 0.5], showgrid=False)
    fig.update_xaxes(title="年度", row=max(len(panels), 1))
    for row, measure in enumerate(panels, start=1):
        unit = MEASURES[measure]
        fig.update_yaxes(title=f"{unit}数（{unit}）", tickformat=",", rangemode="tozero", row=row)
    return fig, panels


def _bars(
    fig: go.Figure, row: int, steps: pd.DataFrame, measure: str, column: str, *, name: str, marker: dict
) -> None:
    fig.add_bar(
        name=name,
        x=steps["label"].tolist(),
        y=numbers(steps[column]),
        marker=marker,
        hovertemplate=f"%{{x}}<br>{name} %{{y:,}} {MEASURES[measure]}<extra></extra>",
        showlegend=row == 1,
        row=row,
        col=1,
    )


def _write_above(fig: go.Figure, row: int, x: list[str], y: list, text: list[str]) -> None:
    fig.add_scatter(
        x=x,
        y=y,
        # An unseen mark keeps the text off the bar.
        mode="markers+text",
        marker={"size": 5, "color": "rgba(0,0,0,0)"},
        text=text,
        textposition="top center",
        textfont={"size": 12},
        cliponaxis=False,
        hoverinfo="skip",
        showlegend=False,
        row=row,
        col=1,
    )


def _finish(fig: go.Figure, rows: pd.DataFrame, release: Release, *, how: str) -> go.Figure:
    """The headline with all exits and the newest remainder; `how` explains how to read the figure."""
    if not fig.data:
        return missing(
            f"{place(rows)}的脱贫数据不够画这张图：缺户数、人数或剩余数",
            release,
            mart=MART,
            coverage=coverage(rows, "exit_year"),
        )
    rows = _in_order(rows)
    newest = rows[["remaining_households", "remaining_persons"]].ffill().iloc[-1]
    exited = both(total(rows["households"]), total(rows["persons"]))
    remaining = both(newest["remaining_households"], newest["remaining_persons"])
    title = f"{place(rows)}累计脱贫 {exited}，剩余 {remaining}"
    subtitle = f"{years(rows['as_of_year'])}登记数据，{how}"
    plot_height = 400 if "yaxis2" in fig.layout else 260
    return finish(
        fig,
        release,
        mart=MART,
        title=title,
        subtitle=subtitle,
        coverage=coverage(rows, "exit_year"),
        plot_height=plot_height,
    )
