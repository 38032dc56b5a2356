"""Figures of the mart `remaining_households`: who has not yet left poverty.

Households and persons do not share an axis: they are drawn side by side.
"""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from pipelines.charts.template import BLUE, GREEN, ORANGE, PURPLE, SKY, Release, finish, missing, write_beside
from pipelines.charts.values import AREA, both, labels, place, several_areas, years

MART = "remaining_households"
MEASURES = {"households": "户", "persons": "人"}
PARTS = {"household_kind": "贫困户属性", "poverty_cause": "主要致贫原因"}
NOBODY = "没有该地区未脱贫户的数据：或者都已脱贫，或者没有报送花名册"
WITHHELD = "，或者户数太少不公布"
COLOURS = (BLUE, ORANGE, GREEN, SKY, PURPLE)
REST, REST_COLOUR = "其余", "#B3B3B3"  # parts beyond the colours are pooled: the legend keeps to one line
MOST_VILLAGES = 40  # more rows than this no longer fit a screen or a printed page


def by_cause(rows: pd.DataFrame, release: Release) -> go.Figure:
    """Main causes of poverty ranked by households, each made up of kinds of household.

    rows: `remaining_households` of one area; those of the latest year among them are drawn.
    """
    if problem := _problem(rows, release):
        return missing(problem, release, mart=MART)
    rows = _latest(rows)
    return _ranked(rows, release, bar="poverty_cause", part="household_kind", lead="最多的致贫原因是")


def by_kind(rows: pd.DataFrame, release: Release) -> go.Figure:
    """Kinds of household ranked by households, each made up of main causes of poverty.

    rows: `remaining_households` of one area; those of the latest year among them are drawn.
    """
    if problem := _problem(rows, release):
        return missing(problem, release, mart=MART)
    rows = _latest(rows)
    return _ranked(rows, release, bar="household_kind", part="poverty_cause", lead="其中最多的是")


def by_village(rows: pd.DataFrame, release: Release) -> go.Figure:
    """Villages ranked by households that remain, each made up of main causes of poverty.

    rows: `remaining_households`; those of villages are drawn, of the latest year among them. A village where
    nobody remains has no rows, and so no bar.
    """
    villages = rows[rows["area_level"].eq("village")]
    if villages.empty:
        return missing(_nobody(villages, release), release, mart=MART)
    villages = _latest(villages)
    villages = villages.assign(label=labels(villages, AREA[:2], "village"))
    return _ranked(villages, release, bar="label", part="poverty_cause", lead="最多的是", most=MOST_VILLAGES)


def _problem(rows: pd.DataFrame, release: Release) -> str | None:
    return _nobody(rows, release) if rows.empty else several_areas(rows)


def _nobody(rows: pd.DataFrame, release: Release) -> str:
    return NOBODY + (WITHHELD if release.withholds(MART, rows) else "")


def _latest(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["year"].eq(rows["year"].max())]


def _ranked(
    rows: pd.DataFrame, release: Release, *, bar: str, part: str, lead: str, most: int | None = None
) -> go.Figure:
    """A bar for each value of `bar`, stacked by `part`, in a panel of households and one of persons.

    lead: what comes before the longest bar's name in the headline; most: how many bars to draw.
    """
    ranked = rows.groupby(bar)[list(MEASURES)].sum().sort_values(list(MEASURES))
    drawn = ranked.tail(most or len(ranked))
    rows = rows[rows[bar].isin(drawn.index)]
    sizes = rows.groupby(part)["households"].sum().sort_values(ascending=False, kind="stable")
    colours = dict(zip(sizes.index, COLOURS, strict=False))
    if len(sizes) > len(COLOURS):
        colours.popitem()
        colours[REST] = REST_COLOUR
    parts = rows[part].where(rows[part].isin(list(colours)), REST)
    stacks = rows.groupby([bar, parts])[list(MEASURES)].sum()
    order, hover = drawn.index.tolist(), _hovers(rows, bar, part)

    fig = make_subplots(rows=1, cols=2, shared_yaxes=True, horizontal_spacing=0.05)
    for col, (measure, unit) in enumerate(MEASURES.items(), start=1):
        for name, colour in colours.items():
            stack = stacks.xs(name, level=part)[measure]
            fig.add_bar(
                name=name,
                orientation="h",
                y=stack.index.tolist(),
                x=stack.tolist(),
                marker={"color": colour, "line": {"color": "white", "width": 1}},
                hovertext=[hover[label] for label in stack.index],
                hovertemplate="%{hovertext}<extra></extra>",
                legendgroup=name,
                showlegend=col == 1,
                row=1,
                col=col,
            )
        texts = [f"\u2002{number:,}" for number in drawn[measure]]
        write_beside(fig, order, drawn[measure].tolist(), texts, row=1, col=col)
        fig.update_xaxes(
            title=f"{unit}数（{unit}）",
            tickformat=",",
            range=[0, float(drawn[measure].max()) * 1.18],
            col=col,
        )
    fig.update_yaxes(
        categoryorder="array", categoryarray=order, range=[-0.6, len(order) - 0.4], showgrid=False, dtick=1
    )
    fig.update_layout(barmode="stack")

    top, biggest, all_of_them = ranked.index[-1], ranked.iloc[-1], both(*ranked.sum())
    is_part = release.withholds(MART, rows)
    who = f"未脱贫户里公布了构成的有 {all_of_them}" if is_part else f"还有 {all_of_them}没有脱贫"
    notes = [
        f"只画最多的 {len(drawn)} 个村，其余 {len(ranked) - len(drawn)} 个村没有画出。"
        if len(drawn) < len(ranked)
        else "",
        "户数或人数太少的类别不公布，没有画出，合计里也没有；全部未脱贫户见贫困发生率表。" if is_part else "",
    ]
    return finish(
        fig,
        release,
        mart=MART,
        title=f"{place(rows)} {years(rows['year'])}{who}，{lead}{top}（{both(*biggest)}）",
        subtitle=f"按户数从多到少，颜色是{PARTS[part]}" + ("；没有剩余户的村不画" if most else ""),
        notes="".join(notes),
        plot_height=26 * len(drawn) + 50,
    )


def _hovers(rows: pd.DataFrame, bar: str, part: str) -> dict[str, str]:
    """What a bar is made up of, unpooled."""
    texts = {}
    for label, members in rows.groupby(bar):
        parts = members.groupby(part)[list(MEASURES)].sum().sort_values(list(MEASURES), ascending=False)
        lines = [
            f"{name} {both(*counts)}" for name, counts in zip(parts.index, parts.to_numpy(), strict=True)
        ]
        texts[label] = f"<b>{label}</b> {both(*parts.sum())}<br>" + "<br>".join(lines)
    return texts
