"""Figures of `quality.deliveries`, `quality.quarantine` and `quality.findings`: who delivered, and how well."""

from __future__ import annotations

import math
import re
from itertools import takewhile

import pandas as pd
import plotly.graph_objects as go

from pipelines.charts.template import BLUE, HATCHED, ORANGE, SKY, VERMILLION, Release, finish, missing
from pipelines.charts.values import count, listed, percent

DELIVERIES, QUARANTINE, FINDINGS = "quality.deliveries", "quality.quarantine", "quality.findings"
MOST_UNITS, MOST_PERIODS = 40, 12  # more than these no longer fit a screen or a printed page
MOST_KINDS = 20  # of faults or findings; the table beside the figure has them all
ALARMING = 0.05  # share of rows set aside from which a cell is darkest
LABEL_WIDTH = 18  # characters of a line of a message

SEVERITIES = {
    "critical": ("严重", {"color": VERMILLION, "pattern": HATCHED}),
    "warning": ("警告", {"color": ORANGE}),
    "info": ("提示", {"color": SKY}),
}


def senders(rows: pd.DataFrame) -> str:
    """The unit that sent the rows, or how many units did."""
    units = rows["unit"].unique()
    return str(units[0]) if len(units) == 1 else f"{len(units)} 个单位"


def board(rows: pd.DataFrame, release: Release) -> go.Figure:
    """Who delivered what for which period: accepted rows as text, the share set aside as shade.

    rows: `quality.deliveries`. A unit and period without a delivery has no cell: it is blank, not 0.
    """
    if rows.empty:
        return missing("没有报送记录", release, mart=DELIVERIES)
    unread = rows["status"].eq("unreadable")
    cells = (
        rows.assign(unread=unread, files=rows["file"])
        .groupby(["unit", "period"])
        .agg({"accepted": "sum", "quarantined": "sum", "files": "nunique", "unread": "sum"})
        .reset_index()
    )
    data_rows = cells["accepted"] + cells["quarantined"]
    cells["share"] = (cells["quarantined"] / data_rows).where(data_rows > 0)
    worst = (
        cells.groupby("unit")[["unread", "share", "quarantined"]]
        .max()
        .sort_values(["unread", "share", "quarantined"], na_position="first")
    )
    units = sorted(worst.index[-MOST_UNITS:], reverse=True)
    periods = sorted(cells["period"].unique())[-MOST_PERIODS:]
    table = {(cell["unit"], cell["period"]): cell for cell in cells.to_dict("records")}
    grid = [[table.get((unit, period)) for period in periods] for unit in units]

    fig = go.Figure()
    fig.add_heatmap(
        x=periods,
        y=units,
        # A delivery of which no row is data has no share: light, distinguished by its text.
        z=[
            [None if cell is None else 0 if pd.isna(cell["share"]) else cell["share"] for cell in line]
            for line in grid
        ],
        text=[["" if cell is None else _cell(cell) for cell in line] for line in grid],
        texttemplate="%{text}",
        textfont={"size": 12},
        hovertext=[["" if cell is None else _hover(cell) for cell in line] for line in grid],
        hovertemplate="%{hovertext}<extra></extra>",
        hoverongaps=False,
        zmin=0,
        zmax=ALARMING,
        colorscale=[[0, "#D3E6F3"], [0.2, "#F3C98B"], [1, VERMILLION]],
        colorbar={
            "title": {"text": "隔离占比（%）", "side": "right", "font": {"size": 12}},
            "tickformat": ".0~%",
            "tickfont": {"size": 11},
            "thickness": 10,
            "outlinewidth": 0,
        },
        xgap=2,
        ygap=2,
    )
    fig.update_xaxes(title="期间", type="category", showgrid=False, side="bottom")
    fig.update_yaxes(type="category", showgrid=False, dtick=1)

    left_out = [
        f"只画隔离占比最高的 {len(units)} 个单位。" if len(units) < cells["unit"].nunique() else "",
        f"只画最近的 {len(periods)} 个期间。" if len(periods) < cells["period"].nunique() else "",
        f"{int(unread.sum())} 张表没有读出来，见报送情况的说明一列。" if unread.any() else "",
    ]
    return finish(
        fig,
        release,
        mart=DELIVERIES,
        title=f"{senders(cells)}报送 {len(cells)} 次，"
        f"采纳 {count(cells['accepted'].sum(), '行')}，隔离 {count(cells['quarantined'].sum(), '行')}",
        subtitle="格子里是采纳的行数，颜色越深隔离的越多；空白是没有报送",
        notes="".join(left_out),
        plot_height=30 * len(units) + 40,
    )


def by_rule(rows: pd.DataFrame, release: Release) -> go.Figure:
    """Why rows were set aside: faults by rule, the commonest on top.

    rows: `quality.quarantine`, one per fault. A row with two faults counts in both.
    """
    if rows.empty:
        return missing("没有隔离的行", release, mart=QUARANTINE)
    groups = {_common_reason(group["reason_zh"]): group for _, group in rows.groupby("rule")}
    ranked = sorted(groups, key=lambda reason: (len(groups[reason]), reason))
    drawn = ranked[-MOST_KINDS:]
    sizes = [len(groups[reason]) for reason in drawn]
    fig = go.Figure()
    fig.add_bar(
        orientation="h",
        y=[_broken(reason) for reason in drawn],
        x=sizes,
        marker={"color": BLUE},
        text=[f"{size:,}" for size in sizes],
        textposition="outside",
        hovertext=[_faults(reason, groups[reason]) for reason in drawn],
        hovertemplate="%{hovertext}<extra></extra>",
        cliponaxis=False,
    )
    fig.update_xaxes(title="隔离的原因（处）", tickformat=",", range=[0, max(sizes) * 1.15])
    fig.update_yaxes(showgrid=False, dtick=1)
    most = ranked[-1]
    return finish(
        fig,
        release,
        mart=QUARANTINE,
        title=f"{senders(rows)}有 {len(rows):,} 处要改，最多的是“{most}”（{len(groups[most]):,} 处）",
        subtitle="一行有两处错的，两处都计",
        notes=f"只画最多的 {len(drawn)} 种。" if len(drawn) < len(ranked) else "",
        plot_height=34 * len(drawn) + 50,
    )


def by_finding(rows: pd.DataFrame, release: Release) -> go.Figure:
    """What reading and expectations found without setting a row aside: rows concerned, by severity.

    rows: `quality.findings`. A finding that is of no rows is named and has no bar.
    """
    if rows.empty:
        return missing("没有质量发现", release, mart=FINDINGS)
    severities = list(SEVERITIES)
    found = (
        rows.groupby(["severity", "message_zh"])
        # min_count, so that what is of no rows stays unknown.
        .agg(
            rows=("rows", lambda numbers: numbers.sum(min_count=1)),
            where=("register", lambda names: listed(names.dropna().unique())),
        )
        .reset_index()
    )
    found = found.assign(rank=found["severity"].map(severities.index)).sort_values(
        ["rank", "rows", "message_zh"], ascending=[False, True, True], na_position="first"
    )
    drawn = found.tail(MOST_KINDS)
    order = [_broken(message) for message in drawn["message_zh"]]
    fig = go.Figure()
    for severity, (name, marker) in SEVERITIES.items():
        group = drawn[drawn["severity"].eq(severity)]
        if group.empty:
            continue
        fig.add_bar(
            name=name,
            orientation="h",
            y=[_broken(message) for message in group["message_zh"]],
            x=[None if pd.isna(number) else int(number) for number in group["rows"]],
            marker=marker,
            text=["" if pd.isna(number) else f"{number:,}" for number in group["rows"]],
            textposition="outside",
            hovertext=[
                f"<b>{row['message_zh']}</b><br>{name}，{count(row['rows'], '行')}<br>{row['where']}"
                for row in group.to_dict("records")
            ],
            hovertemplate="%{hovertext}<extra></extra>",
            cliponaxis=False,
        )
    widest = drawn["rows"].max()
    fig.update_xaxes(
        title="涉及的行数（行）", tickformat=",", range=[0, 1 if pd.isna(widest) else float(widest) * 1.15]
    )
    fig.update_yaxes(categoryorder="array", categoryarray=order, showgrid=False, dtick=1)
    fig.update_layout(barmode="overlay")
    kinds = [
        f"{name} {found['severity'].eq(severity).sum()} 种" for severity, (name, _) in SEVERITIES.items()
    ]
    return finish(
        fig,
        release,
        mart=FINDINGS,
        title=f"{len(found)} 种质量发现：{'，'.join(kinds)}",
        subtitle="这些行没有隔离，已经算进数据集市；严重的会挡住发布",
        notes=f"只画最要紧的 {len(drawn)} 种。" if len(drawn) < len(found) else "",
        plot_height=36 * len(drawn) + 50,
    )


def _cell(cell: dict) -> str:
    text = f"{cell['accepted']:,}"
    return f"{text}，{cell['unread']} 张未读" if cell["unread"] else text


def _hover(cell: dict) -> str:
    return (
        f"<b>{cell['unit']} {cell['period']}</b><br>文件 {cell['files']} 个，没有读出来的表 {cell['unread']} 张"
        f"<br>采纳 {count(cell['accepted'], '行')}<br>隔离 {count(cell['quarantined'], '行')}（{percent(cell['share'])}）"
    )


def _faults(reason: str, faults: pd.DataFrame) -> str:
    columns = listed(faults["header"].dropna().unique())
    return f"<b>{reason}</b><br>{count(len(faults), '处')}<br>单位：{listed(faults['unit'].unique())}<br>列：{columns}"


def _common_reason(reasons: pd.Series) -> str:
    """The text that all reasons of one rule share: only the values that they found differ."""
    first, *others = reasons.unique()
    if not others:
        return first
    same = takewhile(lambda letters: len({*letters}) == 1, zip(first, *others, strict=False))
    common = "".join(letters[0] for letters in same)
    return re.sub("[,:;“(][^,:;“(]*$", "", common) or first


def _broken(message: str) -> str:
    """A message on as many lines of equal length as it needs: labels of an axis do not wrap.

    A line does not begin with a comma or a full stop.
    """
    lines = math.ceil(len(message) / LABEL_WIDTH)
    width = math.ceil(len(message) / lines)
    return "<br>".join(re.findall(rf".{{1,{width}}}[，。、；：,.;]?", message))
