"""Figures of the mart `fund_execution`. Money is drawn in 万元, as reports state it."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from pipelines.charts.template import (
    BLUE,
    GREY,
    HATCHED,
    MARK,
    SKY,
    VERMILLION,
    Release,
    finish,
    missing,
    write_beside,
)
from pipelines.charts.values import (
    AREA,
    count,
    coverage,
    in_wan,
    labels,
    listed,
    numbers,
    percent,
    place,
    several_levels,
    total,
    wan,
    years,
)
from pipelines.common.money import WAN

MART = "fund_execution"
MOST_YEARS = 3
NOTHING = "没有该地区的资金数据"
# Percentage points off the target → tint: the widest first, so that the narrower ones lie on it.
BANDS = {0.15: "#EFEFEF", 0.10: "#E0E0E0", 0.05: "#CFCFCF"}
STAGES = {
    "planned_yuan": "计划",
    "allocated_yuan": "下达",
    "disbursed_yuan": "拨付",
    "paid_yuan": "支出",
    "settled_yuan": "结算",
}


def funnel(rows: pd.DataFrame, release: Release) -> go.Figure:
    """Money from plan to settlement, summed over the rows.

    rows: `fund_execution` of one area level, so that nothing is counted twice. A ledger that does not record a
    stage leaves it NULL: the stage has no bar, and a stage that only some rows record names their number.
    """
    if problem := NOTHING if rows.empty else several_levels(rows, "资金"):
        return missing(problem, release, mart=MART)
    covered = coverage(rows, "year")
    sums = {column: total(rows[column]) for column in STAGES}
    known = {STAGES[column]: value for column, value in sums.items() if value is not None}
    if not known:
        return missing("该地区的台账没有记录任何一个环节的资金", release, mart=MART, coverage=covered)

    names = list(STAGES.values())
    fig = go.Figure()
    fig.add_bar(
        orientation="h",
        y=names,
        x=[None if value is None else value / WAN for value in sums.values()],
        marker={"color": [GREY, SKY, SKY, BLUE, BLUE]},
        text=[_bar_text(sums[column], rows[column]) for column in STAGES],
        textposition="outside",
        hovertemplate="%{y} %{x:,} 万元<extra></extra>",
        cliponaxis=False,
    )
    for column, name in STAGES.items():
        if sums[column] is None:
            note = {"text": "台账没有记录", "showarrow": False, "font": {"color": GREY}}
            fig.add_annotation(x=0, y=name, xanchor="left", xshift=6, **note)
    fig.update_xaxes(
        title="金额（万元）", tickformat=",", rangemode="tozero", range=[0, max(known.values()) / WAN * 1.28]
    )
    fig.update_yaxes(
        categoryorder="array", categoryarray=names[::-1], range=[-0.5, len(names) - 0.5], showgrid=False
    )

    where = f"{place(rows)} {years(rows['year'])}"
    shown = [name for name in ("计划", "支出") if name in known] or list(known)[:1]
    partial = [name for column, name in STAGES.items() if 0 < rows[column].notna().sum() < len(rows)]
    return finish(
        fig,
        release,
        mart=MART,
        title=f"{where}资金：" + "，".join(f"{name} {wan(known[name])}" for name in shown),
        subtitle="从计划到结算，各环节的金额合计",
        coverage=covered,
        notes=f"{'、'.join(partial)}只有部分类别有数，各环节之间不能直接相除。" if partial else "",
        plot_height=240,
    )


def stages(rows: pd.DataFrame, release: Release) -> go.Figure:
    """Money of each stage side by side, a bar for each of the latest years.

    rows: `fund_execution` of one area level. A stage that no ledger of a year records has no bar in that year.
    """
    if problem := NOTHING if rows.empty else several_levels(rows, "资金"):
        return missing(problem, release, mart=MART)
    covered = coverage(rows, "year")
    by_year = {
        int(year): {name: total(own[column]) for column, name in STAGES.items()}
        for year, own in rows.groupby("year")
    }
    shown = {
        year: sums for year, sums in by_year.items() if any(value is not None for value in sums.values())
    }
    if not shown:
        return missing("该地区的台账没有记录任何一个环节的资金", release, mart=MART, coverage=covered)
    latest = sorted(shown)[-MOST_YEARS:]
    fig = go.Figure()
    for year, colour in zip(reversed(latest), (BLUE, SKY, GREY), strict=False):
        sums = shown[year]
        fig.add_bar(
            name=f"{year} 年",
            orientation="h",
            y=list(STAGES.values()),
            x=[None if value is None else value / WAN for value in sums.values()],
            marker={"color": colour},
            text=["" if value is None else in_wan(value) for value in sums.values()],
            textposition="outside",
            hovertemplate="%{y} %{x:,} 万元<extra>" + str(year) + " 年</extra>",
            cliponaxis=False,
        )
    largest = max(value for year in latest for value in shown[year].values() if value is not None)
    fig.update_xaxes(
        title="金额（万元）", tickformat=",", rangemode="tozero", range=[0, largest / WAN * 1.28]
    )
    fig.update_yaxes(categoryorder="array", categoryarray=list(STAGES.values())[::-1], showgrid=False)
    fig.update_layout(barmode="group", legend={"traceorder": "normal"})
    told = "，".join(
        f"{year} 年" + "、".join(f"{name} {wan(value)}" for name, value in _ends(shown[year]).items())
        for year in reversed(latest)
    )
    unknown = [name for name in STAGES.values() if all(shown[year][name] is None for year in latest)]
    return finish(
        fig,
        release,
        mart=MART,
        title=f"{place(rows)}资金：{told}",
        subtitle="从计划到结算，各环节、各年度的金额合计",
        coverage=covered,
        notes=_stages_not_known(rows[rows["year"].isin(latest)], unknown, len(shown) - len(latest)),
        plot_height=max(240, 60 + 90 * len(latest)),
    )


def _ends(sums: dict[str, float | None]) -> dict[str, float]:
    """The first stage of a year that is known, and what was paid."""
    known = {name: value for name, value in sums.items() if value is not None}
    return dict(
        [*list(known.items())[:1], *((name, value) for name, value in known.items() if name == "支出")]
    )


def _stages_not_known(rows: pd.DataFrame, unknown: list[str], earlier: int) -> str:
    partial = [name for column, name in STAGES.items() if name not in unknown and rows[column].isna().any()]
    notes = [
        f"台账没有记录{'、'.join(unknown)}。" if unknown else "",
        f"{'、'.join(partial)}只有部分类别、年度有数，各环节之间不能直接相除。" if partial else "",
        f"还有更早的 {earlier} 个年度没有画出。" if earlier else "",
    ]
    return "".join(notes)


def against_target(rows: pd.DataFrame, release: Release) -> go.Figure:
    """Execution rate of each level and category of money as a bar, against its target as a mark with bands around it.

    rows: `fund_execution`, any areas and years; what differs between them becomes part of the label. The bands reach
    5, 10 and 15 percentage points to each side of the target.
    """
    if rows.empty:
        return missing(NOTHING, release, mart=MART)
    where, covered = f"{place(rows)} {years(rows['year'])}", coverage(rows, "year")
    rows = rows.assign(label=labels(rows, [*AREA, "year", "fund_level"], "category"))
    ranked = rows.dropna(subset="execution_rate").sort_values(["execution_rate", "label"])
    if ranked.empty:
        return missing(f"{where}的台账没有支出数，算不出执行率", release, mart=MART, coverage=covered)

    fig = go.Figure()
    targets = ranked.dropna(subset="target_rate")
    for points, colour in BANDS.items() if len(targets) else ():
        fig.add_bar(
            name=f"±{points * 100:.0f} 个百分点",
            orientation="h",
            y=targets["label"].tolist(),
            base=[rate - points for rate in targets["target_rate"]],
            x=[2 * points] * len(targets),
            width=1,
            marker={"color": colour},
            hoverinfo="skip",
        )
    for name, group, marker in (
        ("达到目标", ranked[ranked["is_behind_target"].eq(False)], {"color": BLUE}),
        ("低于目标", ranked[ranked["is_behind_target"].eq(True)], {"color": VERMILLION, "pattern": HATCHED}),
        ("没有目标", ranked[ranked["is_behind_target"].isna()], {"color": SKY}),
    ):
        if group.empty:
            continue
        fig.add_bar(
            name=name,
            orientation="h",
            y=group["label"].tolist(),
            x=numbers(group["execution_rate"]),
            marker=marker,
            hovertext=[_hover(row) for row in group.to_dict("records")],
            hovertemplate="%{hovertext}<extra></extra>",
        )
    if len(targets):
        fig.add_scatter(
            name="目标",
            y=targets["label"].tolist(),
            x=numbers(targets["target_rate"]),
            mode="markers",
            marker=MARK,
            hovertemplate="目标 %{x:.2~%}<extra></extra>",
        )
    # Beyond the mark of the target, which would cross it out.
    ends = ranked[["execution_rate", "target_rate"]].max(axis=1)
    rates = [f"\u2002{percent(rate)}" for rate in ranked["execution_rate"]]
    write_beside(fig, ranked["label"].tolist(), numbers(ends), rates)
    widest = max(
        ranked["execution_rate"].max(), targets["target_rate"].max() + max(BANDS) if len(targets) else 0
    )
    fig.update_xaxes(title="执行率（支出 ÷ 预算，%）", tickformat=".0%", range=[0, widest * 1.15])
    fig.update_yaxes(categoryorder="array", categoryarray=ranked["label"].tolist(), showgrid=False, dtick=1)
    fig.update_layout(barmode="overlay")

    lowest, extreme = ranked.iloc[0], "最低" if len(ranked) > 1 else ""
    unknown = rows[rows["execution_rate"].isna()]["label"]
    few = f" {len(rows)} 类资金只有 {len(ranked)} 类有支出数，" if len(unknown) > len(ranked) else "资金"
    return finish(
        fig,
        release,
        mart=MART,
        title=f"{where}{few}执行率{extreme} {percent(lowest['execution_rate'])}（{lowest['label']}）",
        subtitle=_against(targets),
        coverage=covered,
        notes=f"{len(unknown)} 类没有支出数，没有画出：{listed(unknown)}。" if len(unknown) else "",
        plot_height=34 * len(ranked) + 40,
    )


def _against(targets: pd.DataFrame) -> str:
    """How many are behind their target, and how many of them by more than the widest band."""
    if targets.empty:
        return "没有登记目标"
    behind = targets[targets["is_behind_target"].eq(True)]
    # Rounded, because 0.95 - 0.15 is a little more than 0.8.
    far = (behind["target_rate"] - behind["execution_rate"]).round(9) > max(BANDS)
    text = f"有目标的 {len(targets)} 类中 {len(behind)} 类低于目标"
    return text + (f"，其中 {far.sum()} 类低 15 个百分点以上" if far.any() else "")


def _bar_text(value: float | None, column: pd.Series) -> str:
    if value is None:
        return ""
    partial = "" if column.notna().all() else f"（{column.notna().sum()}/{len(column)} 类有数）"
    return in_wan(value) + partial


def _hover(row: dict) -> str:
    return (
        f"<b>{row['label']}</b><br>执行率 {percent(row['execution_rate'])}，目标 {percent(row['target_rate'])}"
        f"<br>支出 {wan(row['paid_yuan'])}<br>预算（{row['budget_basis']}）{wan(row['budget_yuan'])}"
        f"<br>项目 {count(row['projects'], '个')}"
    )
