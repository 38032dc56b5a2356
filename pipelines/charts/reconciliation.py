"""Figures of `quality.reconciliation`: what reports state, compared with what the marts give."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from pipelines.charts.quality import senders
from pipelines.charts.template import (
    BLUE,
    GREY,
    GRID,
    HATCHED,
    ORANGE,
    VERMILLION,
    Release,
    finish,
    missing,
    write_beside,
)
from pipelines.charts.values import AREA, in_wan, listed
from pipelines.common.money import WAN
from pipelines.reconciling.wording import MEASURES, SUBJECTS, UNITS

MART = "quality.reconciliation"
MOST_BARS = 40  # more rows than this no longer fit a screen or a printed page

VERDICTS: dict[str, dict[str, Any]] = {
    "一致": {"color": BLUE},
    "尾差": {"color": ORANGE},
    "不一致": {"color": VERMILLION, "pattern": HATCHED},
    "存疑": {"color": GREY},
    "无法核对": {"color": GRID},
}
SYMBOLS = {
    "存疑": "circle-open",
    "一致": "circle",
    "尾差": "diamond",
    "不一致": "x",
}  # the later ones are drawn on top
NOTHING = "没有报告数据，没有可以核对的数"


def in_chinese(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with subject and measure as readers call them; a code that is not known stays as it is."""
    return rows.assign(
        subject=rows["subject"].replace(SUBJECTS),
        measure=rows["measure"].replace(MEASURES),
    )


def by_unit(rows: pd.DataFrame, release: Release) -> go.Figure:
    """Figures of each unit's report by verdict, the units with most contradictions on top.

    rows: `quality.reconciliation`.
    """
    return _verdicts(rows, release, "unit", "个单位")


def by_subject(rows: pd.DataFrame, release: Release) -> go.Figure:
    """Figures of each subject by verdict, the subjects with most contradictions on top.

    rows: `quality.reconciliation`.
    """
    return _verdicts(in_chinese(rows), release, "subject", "个主题")


def against_computed(rows: pd.DataFrame, release: Release) -> go.Figure:
    """Each reported figure against the computed one, in a panel per unit of measure, with the line of equality.

    rows: `quality.reconciliation`. The axes are logarithmic, so that a deviation of a tenth looks the same in small
    and in large figures. What no mart answers, and 0, has no place on them: it is counted below the figure.
    """
    if rows.empty:
        return missing(NOTHING, release, mart=MART)
    known = _answered(rows)
    if known.empty:
        return missing(f"{senders(rows)}报告的 {len(rows)} 个数都没有可以核对的台账", release, mart=MART)
    drawn = known[known["reported"].gt(0) & known["computed"].gt(0)]
    if drawn.empty:
        return missing(f"{senders(rows)}能核对的 {len(known)} 个数都是 0，没有可画的", release, mart=MART)
    panels = drawn["panel"].value_counts().index.tolist()
    columns = min(len(panels), 2)
    deep = math.ceil(len(panels) / columns)

    cells: list[dict | None] = [*({} for _ in panels), *(None for _ in range(deep * columns - len(panels)))]
    fig = make_subplots(
        rows=deep,
        cols=columns,
        specs=[cells[row * columns : (row + 1) * columns] for row in range(deep)],
        horizontal_spacing=0.14,
        vertical_spacing=0.3 / deep,
    )
    named: set[str] = set()
    for number, panel in enumerate(panels):
        _panel(
            fig,
            drawn[drawn["panel"].eq(panel)],
            panel,
            {"row": number // columns + 1, "col": number % columns + 1},
        )
    for trace in fig.data:
        trace.showlegend = trace.name not in named
        named.add(trace.name)

    unanswered, zeros = len(rows) - len(known), len(known) - len(drawn)
    notes = f"{unanswered} 个数没有可以核对的台账，没有画出。" if unanswered else ""
    return finish(
        fig,
        release,
        mart=MART,
        title=f"{senders(rows)}能核对的 {len(known)} 个数，{_worst(known)}",
        subtitle="斜线上的点两个数相等，离斜线越远差得越多；刻度是对数的",
        notes=notes + (f"{zeros} 个数是 0，没有画出。" if zeros else ""),
        plot_height=300 * deep,
    )


def deviations(rows: pd.DataFrame, release: Release) -> go.Figure:
    """How far the computed figure is from the reported one, where they differ: the furthest on top.

    rows: `quality.reconciliation`. A deviation is (computed - reported) ÷ reported; a reported 0 has none, and is
    named below the figure.
    """
    if rows.empty:
        return missing(NOTHING, release, mart=MART)
    known = _answered(rows)
    differing = known[known["verdict"].isin(["不一致", "尾差"])]
    if differing.empty:
        return missing(f"{senders(rows)}能核对的 {len(known)} 个数没有不一致的", release, mart=MART)
    differing = differing.assign(
        label=[_label(row) for row in differing.to_dict("records")],
        share=((differing["computed"] - differing["reported"]) / differing["reported"]).where(
            differing["reported"] != 0
        ),
    )
    ranked = differing.dropna(subset="share").sort_values("share", key=abs, kind="stable")
    drawn = ranked.tail(MOST_BARS)

    fig = go.Figure()
    # Two figures of one name are two bars, so bars are at numbers and not at names.
    drawn = drawn.assign(at=range(len(drawn)))
    for verdict in ("不一致", "尾差"):
        group = drawn[drawn["verdict"].eq(verdict)]
        if group.empty:
            continue
        fig.add_bar(
            name=verdict,
            orientation="h",
            y=group["at"].tolist(),
            x=group["share"].tolist(),
            marker=VERDICTS[verdict],
            hovertext=[_hover(row) for row in group.to_dict("records")],
            hovertemplate="%{hovertext}<extra></extra>",
        )
    texts = [f"\u2002{_signed(row['share'])}：{_both(row)}" for row in drawn.to_dict("records")]
    write_beside(fig, drawn["at"].tolist(), drawn["share"].clip(lower=0).tolist(), texts)
    lowest, highest = min(drawn["share"].min(), 0.0), max(drawn["share"].max(), 0.0)
    fig.update_xaxes(
        title="计算数比报告数多（+）或少（−）多少（%）",
        tickformat=".2~%",
        # Room for the text on the right of the bars.
        range=[lowest * 1.05, highest + (highest - lowest) * 1.4],
    )
    fig.update_yaxes(
        tickvals=drawn["at"].tolist(),
        ticktext=drawn["label"].tolist(),
        range=[-0.6, len(drawn) - 0.4],
        showgrid=False,
    )
    fig.update_layout(barmode="overlay")
    zeros = differing[differing["share"].isna()]["label"]
    notes = [
        f"只画差得最多的 {len(drawn)} 个。" if len(drawn) < len(ranked) else "",
        f"报告数是 0 的算不出比例，没有画出：{listed(zeros)}。" if len(zeros) else "",
    ]
    return finish(
        fig,
        release,
        mart=MART,
        title=f"{senders(rows)}能核对的 {len(known)} 个数，{_worst(known)}",
        subtitle="计算数和报告数相差的比例；尾差在报告四舍五入的范围以内",
        notes="".join(notes),
        plot_height=30 * len(drawn) + 50,
    )


def _answered(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows that a mart answers, named in Chinese, with both numbers and the unit that they are drawn in."""
    known = rows.dropna(subset=["reported_value", "computed_value"])
    return in_chinese(known).assign(
        panel=known["value_unit"].map(lambda unit: UNITS.get(unit, unit)),
        reported=known["reported_value"].astype(float),
        computed=known["computed_value"].astype(float),
    )


def _verdicts(rows: pd.DataFrame, release: Release, by: str, what: str) -> go.Figure:
    if rows.empty:
        return missing(NOTHING, release, mart=MART)
    counts = pd.crosstab(rows[by], rows["verdict"]).reindex(columns=list(VERDICTS), fill_value=0)
    ranked = counts.sort_values(["不一致", "存疑", "尾差", "一致", "无法核对"])
    drawn = ranked.tail(MOST_BARS)
    order = drawn.index.tolist()

    fig = go.Figure()
    for verdict, marker in VERDICTS.items():
        numbers = drawn[verdict][drawn[verdict] > 0]
        if numbers.empty:
            continue
        fig.add_bar(
            name=verdict,
            orientation="h",
            y=numbers.index.tolist(),
            x=numbers.tolist(),
            marker={**marker, "line": {"color": "white", "width": 1}},
            hovertemplate=f"%{{y}}<br>{verdict} %{{x:,}} 个<extra></extra>",
        )
    texts = ["\u2002" + _counted(row, least=("不一致", "尾差")) for row in drawn.to_dict("records")]
    write_beside(fig, order, drawn.sum(axis=1).tolist(), texts)
    fig.update_xaxes(
        title="报告里的数（个）", tickformat=",", range=[0, float(drawn.sum(axis=1).max()) * 1.35]
    )
    fig.update_yaxes(
        categoryorder="array", categoryarray=order, range=[-0.6, len(order) - 0.4], showgrid=False, dtick=1
    )
    fig.update_layout(barmode="stack")
    return finish(
        fig,
        release,
        mart=MART,
        title=f"{senders(rows)}报告的 {len(rows):,} 个数：{_counted(counts.sum().to_dict())}",
        subtitle="不一致最多的在最上面；尾差是报告四舍五入造成的，无法核对是没有对应的台账",
        notes=f"只画不一致最多的 {len(drawn)} {what}。" if len(drawn) < len(ranked) else "",
        plot_height=26 * len(drawn) + 50,
    )


def _counted(counts: dict[str, int], least: tuple[str, ...] = ()) -> str:
    """不一致 2 个，尾差 1 个: the verdicts that occur, those in `least` alone where it names some."""
    wanted = least or ("不一致", "尾差", "一致", "无法核对")
    return "，".join(f"{verdict} {counts[verdict]:,} 个" for verdict in wanted if counts[verdict])


def _panel(fig: go.Figure, rows: pd.DataFrame, unit: str, cell: dict[str, int]) -> None:
    scale, style = (WAN, ",") if unit == "万元" else (1, ".2~%" if unit == "%" else ",")
    values = pd.concat([rows["reported"], rows["computed"]]) / scale
    lowest = math.floor(math.log10(values.min()) + 1e-9)
    highest = max(math.ceil(math.log10(values.max()) - 1e-9), lowest + 1)
    ends = [10.0**lowest, 10.0**highest]
    fig.add_scatter(
        name="两数相等",
        x=ends,
        y=ends,
        mode="lines",
        line={"color": GREY, "width": 1},
        hoverinfo="skip",
        **cell,
    )
    for verdict, symbol in SYMBOLS.items():
        group = rows[rows["verdict"].eq(verdict)]
        if group.empty:
            continue
        fig.add_scatter(
            name=verdict,
            x=(group["reported"] / scale).tolist(),
            y=(group["computed"] / scale).tolist(),
            mode="markers",
            marker={"size": 10, "symbol": symbol, "color": VERDICTS[verdict]["color"], "opacity": 0.8},
            hovertext=[_hover(row) for row in group.to_dict("records")],
            hovertemplate="%{hovertext}<extra></extra>",
            cliponaxis=False,
            **cell,
        )
    decades = 1 if highest - lowest <= 4 else 2
    axis = {"type": "log", "range": [lowest, highest], "dtick": decades, "tickformat": style}
    fig.update_xaxes(title=f"报告数（{unit}）", **axis, **cell)
    fig.update_yaxes(title=f"计算数（{unit}）", **axis, **cell)


def _worst(known: pd.DataFrame) -> str:
    wrong = known[known["verdict"].eq("不一致")]
    if wrong.empty:
        return "没有不一致的"
    # Relative to the larger of both, so that a reported 0 does not count as infinitely wrong.
    share = (wrong["computed"] - wrong["reported"]).abs() / wrong[["reported", "computed"]].abs().max(axis=1)
    most = wrong.loc[share.idxmax()]
    return f"{len(wrong)} 个不一致，差得最多的是{_area(most)}的{most['measure']}：{_both(most)}"


def _both(row: pd.Series | dict) -> str:
    return f"报告 {_value(row['reported'], row['panel'])}，计算 {_value(row['computed'], row['panel'])}"


def _signed(share: float) -> str:
    """−13%, ＋0.0026%: two digits, however small."""
    return f"{share * 100:+.2g}%".replace("-", "−")


def _label(row: dict) -> str:
    return f"{_area(row)} {row['figure_period']} {row['measure']}"


def _area(row: pd.Series | dict) -> str:
    """The smallest area that the figure is of, else the unit that reports it."""
    return next((row[level] for level in reversed(AREA) if not pd.isna(row[level])), row["unit"])


def _value(value: float, unit: str) -> str:
    if unit == "%":
        # To four decimals, because what was rounded in the report would look equal with two.
        return f"{value * 100:.4f}".rstrip("0").rstrip(".") + "%"
    return f"{in_wan(value) if unit == '万元' else f'{value:,.2f}'.rstrip('0').rstrip('.')} {unit}"


def _hover(row: dict) -> str:
    return f"<b>{_label(row)}</b><br>主题：{row['subject']}<br>{_both(row)}<br>{row['verdict']}"
