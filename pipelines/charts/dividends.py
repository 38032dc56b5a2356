"""Figures of the mart `dividend_payouts`. Money is drawn in 万元."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from pipelines.charts.template import (
    BLUE,
    HATCHED,
    INK,
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
    numbers,
    percent,
    place,
    several_levels,
    total,
    wan,
    years,
)
from pipelines.common.money import WAN

MART = "dividend_payouts"
BY = [*AREA, "payout_year", "invested_year"]
MOST_PARTNERS = 30  # more rows than this no longer fit a screen or a printed page


def due_and_paid(rows: pd.DataFrame, release: Release) -> go.Figure:
    """Dividends of each partner: what was paid, what is not yet, and a mark at what is due for the year.

    rows: `dividend_payouts` of one area level. Where no contract states a rate nothing is known to be due:
    the mark is missing, which does not mean that nothing is owed.
    """
    if problem := _problem(rows):
        return missing(problem, release, mart=MART)
    covered = coverage(rows, "payout_year")
    rows = rows.assign(label=labels(rows, BY, "partner")).dropna(subset=["paid_yuan", "due_yuan"], how="all")
    if rows.empty:
        return missing("该地区只有入股数据，没有应分和已分的红利", release, mart=MART, coverage=covered)
    # The last is on top: what is owed most, then what was paid most.
    rows = rows.assign(owed=rows["arrears_yuan"].astype(float).clip(lower=0).fillna(0))
    rows = rows.sort_values(["owed", "paid_yuan", "label"], na_position="first")
    hover = [_hover(row) for row in rows.to_dict("records")]

    fig = go.Figure()
    owed = rows["arrears_yuan"].where(rows["arrears_yuan"] > 0)
    for name, column, marker in (
        ("已发放", rows["paid_yuan"], {"color": BLUE}),
        ("尚未发放", owed, {"color": VERMILLION, "pattern": HATCHED}),
    ):
        fig.add_bar(
            name=name,
            orientation="h",
            y=rows["label"].tolist(),
            x=numbers(column, WAN),
            marker=marker,
            hovertext=hover,
            hovertemplate="%{hovertext}<extra></extra>",
        )
    fig.add_scatter(
        name="应发放",
        y=rows["label"].tolist(),
        x=numbers(rows["due_yuan"], WAN),
        mode="markers",
        marker=MARK,
        hovertext=hover,
        hovertemplate="%{hovertext}<extra></extra>",
    )
    ends = rows[["paid_yuan", "due_yuan"]].max(axis=1)
    amounts = [_amount(row) for row in rows.to_dict("records")]
    write_beside(fig, rows["label"].tolist(), numbers(ends, WAN), amounts)
    fig.update_xaxes(title="金额（万元）", tickformat=",", range=[0, float(ends.max()) / WAN * 1.4])
    fig.update_yaxes(categoryorder="array", categoryarray=rows["label"].tolist(), showgrid=False, dtick=1)
    fig.update_layout(barmode="stack")

    no_due = int(rows["due_yuan"].isna().sum())
    paid, owing = total(rows["paid_yuan"]), total(owed)
    overpaid = total(rows["arrears_yuan"].where(rows["arrears_yuan"] < 0))
    headline = "没有分红发放记录" if paid is None else f"已发放分红 {wan(paid)}"
    notes = [
        f"{no_due} 行没有约定比例，不知道应发放多少。" if no_due else "",
        f"其中有的多发了 {wan(-overpaid)}，没有从尚未发放里扣除；净欠发 {wan((owing or 0) + overpaid)}。"
        if overpaid
        else "",
        release.left_out(MART, rows),
    ]
    return finish(
        fig,
        release,
        mart=MART,
        title=f"{place(rows)} {years(rows['payout_year'])}{headline}"
        + (f"，尚未发放 {wan(owing)}" if owing else ""),
        subtitle="欠得最多的在最上面；竖线是按约定比例应发放的数额，括号里是已发放占应发放的比例"
        + _years_named(rows),
        coverage=covered,
        notes="".join(notes),
        plot_height=36 * len(rows) + 40,
    )


def _years_named(rows: pd.DataFrame) -> str:
    """What the years before a partner's name are, where labels have them."""
    titles = {"payout_year": "发放年度", "invested_year": "入股年度"}
    named = [title for column, title in titles.items() if rows[column].nunique(dropna=False) > 1]
    return f"；合作方前面的年份是{'、'.join(named)}" if named else ""


def concentration(rows: pd.DataFrame, release: Release) -> go.Figure:
    """Share of each partner in the dividends that were paid, the largest on top, with the share up to it.

    rows: `dividend_payouts` of one area level; cohorts and years of a partner are added up. The headline gives the
    fewest partners that paid half. How many equal partners would be as concentrated is the inverse of the
    Herfindahl-Hirschman index: 1 ÷ the sum of squared shares.
    """
    if problem := _problem(rows):
        return missing(problem, release, mart=MART)
    covered = coverage(rows, "payout_year")
    paid = rows.groupby("partner")["paid_yuan"].sum(min_count=1).astype(float)
    ranked = paid[paid > 0].sort_values(ascending=False, kind="stable")
    if ranked.empty:
        return missing("该地区没有分红发放记录", release, mart=MART, coverage=covered)
    shares = ranked / ranked.sum()
    up_to = shares.cumsum()
    drawn = shares.head(MOST_PARTNERS)
    partners = drawn.index.tolist()

    fig = go.Figure()
    fig.add_bar(
        name="占已发放分红",
        orientation="h",
        y=partners,
        x=drawn.tolist(),
        marker={"color": BLUE},
        text=[percent(share) for share in drawn],
        # The end of the first bar carries its mark of the share up to it.
        textposition=["inside", *["outside"] * (len(drawn) - 1)],
        hovertext=[
            f"<b>{name}</b><br>已发放 {wan(ranked[name])}，占 {percent(shares[name])}" for name in partners
        ],
        hovertemplate="%{hovertext}<extra></extra>",
    )
    fig.add_scatter(
        name="从最大的一家起累计",
        y=partners,
        x=up_to[partners].tolist(),
        mode="lines+markers",
        marker={"size": 8, "color": INK, "symbol": "diamond"},
        line={"width": 1, "dash": "dot", "color": INK},
        hovertemplate="累计 %{x:.2~%}<extra></extra>",
    )
    fig.update_xaxes(title="占已发放分红（%）", tickformat=".0%", range=[0, 1.04])
    fig.update_yaxes(categoryorder="array", categoryarray=partners[::-1], showgrid=False, dtick=1)

    half = int((up_to < 0.5).sum()) + 1
    notes = [
        f"只画最多的 {len(drawn)} 家。" if len(drawn) < len(ranked) else "",
        f"{len(paid) - len(ranked)} 家没有发放记录，没有画出。" if len(ranked) < len(paid) else "",
        release.left_out(MART, rows),
    ]
    return finish(
        fig,
        release,
        mart=MART,
        title=f"{place(rows)} {years(rows['payout_year'])}已发放分红 {wan(ranked.sum())}，"
        f"{len(ranked)} 家合作方中{f'最大的 {half} 家' if half > 1 else '最大的一家'}占 {percent(up_to.iloc[half - 1])}",
        subtitle=f"集中程度相当于 {1 / (shares**2).sum():.1f} 家平分",
        coverage=covered,
        notes="".join(notes),
        plot_height=32 * len(drawn) + 40,
    )


def capital_and_yield(rows: pd.DataFrame, release: Release) -> go.Figure:
    """Capital of each partner and cohort beside what it yielded, with a mark at the rate of the contract.

    rows: `dividend_payouts` of one area level; a partner and cohort paid in several years has a row for each.
    """
    if problem := _problem(rows):
        return missing(problem, release, mart=MART)
    covered = coverage(rows, "payout_year")
    rows = rows.assign(label=labels(rows, BY, "partner")).dropna(
        subset=["capital_yuan", "yield_rate"], how="all"
    )
    if rows.empty:
        return missing("该地区没有入股金额，算不出收益率", release, mart=MART, coverage=covered)
    rows = rows.sort_values(["invested_year", "capital_yuan", "label"], na_position="first")
    order, hover = rows["label"].tolist(), [_hover(row) for row in rows.to_dict("records")]

    fig = make_subplots(
        rows=1, cols=2, shared_yaxes=True, horizontal_spacing=0.07, column_widths=[0.55, 0.45]
    )
    fig.add_bar(
        name="入股金额",
        orientation="h",
        y=order,
        x=numbers(rows["capital_yuan"], WAN),
        marker={"color": SKY},
        text=["" if pd.isna(yuan) else in_wan(yuan) for yuan in rows["capital_yuan"]],
        textposition="outside",
        cliponaxis=False,
        hovertext=hover,
        hovertemplate="%{hovertext}<extra></extra>",
        row=1,
        col=1,
    )
    fig.add_scatter(
        name="实际收益率",
        y=order,
        x=numbers(rows["yield_rate"]),
        mode="markers+text",
        marker={"size": 11, "color": BLUE},
        text=["" if pd.isna(rate) else percent(rate) for rate in rows["yield_rate"]],
        # Away from the mark of the contract.
        textposition=[
            "middle left" if below else "middle right" for below in rows["yield_rate"] < rows["contract_rate"]
        ],
        textfont={"size": 11},
        hovertext=hover,
        hovertemplate="%{hovertext}<extra></extra>",
        cliponaxis=False,
        row=1,
        col=2,
    )
    fig.add_scatter(
        name="约定比例",
        y=order,
        x=numbers(rows["contract_rate"]),
        mode="markers",
        marker=MARK,
        hovertemplate="约定比例 %{x:.2~%}<extra></extra>",
        row=1,
        col=2,
    )
    most = rows["capital_yuan"].max()
    fig.update_xaxes(
        title="入股金额（万元）",
        tickformat=",",
        range=[0, 1 if pd.isna(most) else float(most) / WAN * 1.2],
        col=1,
    )
    highest = rows[["yield_rate", "contract_rate"]].max().max()
    fig.update_xaxes(
        title="收益率（已发放 ÷ 入股金额，%）",
        tickformat=".0%",
        range=[0, 0.1 if pd.isna(highest) else highest * 1.3],
        col=2,
    )
    fig.update_yaxes(categoryorder="array", categoryarray=order, dtick=1, griddash="dot")

    rates = rows["yield_rate"].dropna()
    span = f"，收益率 {percent(rates.min())}—{percent(rates.max())}" if len(rates) else "，没有发放记录"
    # A cohort paid in several years repeats its capital in each row.
    capital = total(rows.drop_duplicates([*AREA, "partner", "invested_year"])["capital_yuan"])
    return finish(
        fig,
        release,
        mart=MART,
        title=f"{place(rows)}入股 {wan(capital)}{span}",
        subtitle=f"{years(rows['invested_year'])}入股".strip() + "，竖线是约定的年分红比例",
        coverage=covered,
        notes=release.left_out(MART, rows),
        plot_height=36 * len(rows) + 40,
    )


def _problem(rows: pd.DataFrame) -> str | None:
    return "没有该地区的分红数据" if rows.empty else several_levels(rows, "分红")


def _amount(row: dict) -> str:
    paid = "没有发放记录" if pd.isna(row["paid_yuan"]) else in_wan(row["paid_yuan"])
    # The space keeps the text off the mark of what was due.
    return "\u2002" + (paid if pd.isna(row["paid_ratio"]) else f"{paid}（{percent(row['paid_ratio'])}）")


def _hover(row: dict) -> str:
    year = "发放年度未注明" if pd.isna(row["payout_year"]) else f"{row['payout_year']:.0f} 年发放"
    cohort = "入股年度未注明" if pd.isna(row["invested_year"]) else f"{row['invested_year']:.0f} 年入股"
    return (
        f"<b>{row['partner']}</b><br>{cohort}，{year}"
        f"<br>入股 {wan(row['capital_yuan'])}，约定 {percent(row['contract_rate'])}"
        f"<br>应发放 {wan(row['due_yuan'])}<br>已发放 {wan(row['paid_yuan'])}<br>尚未发放 {wan(row['arrears_yuan'])}"
        f"<br>{count(row['households'], '户')}，{count(row['memberships'], '户次')}"
    )
