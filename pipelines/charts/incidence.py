"""Figures of the mart `poverty_incidence`."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from pipelines.charts.template import BLUE, INK, VERMILLION, Release, finish, missing
from pipelines.charts.values import AREA, count, coverage, labels, listed, numbers, percent, place, years

MART = "poverty_incidence"
DENOMINATORS = {"rural_population": "农村人口", "total_population": "总人口"}
MOST_PLACES = 40  # more rows than this no longer fit a screen or a printed page
WORDS = {"village": "村", "township": "乡镇"}


def by_village(rows: pd.DataFrame, release: Release) -> go.Figure:
    """The townships of a county, or villages, ranked by poverty incidence, each against its exit threshold.

    rows: `poverty_incidence`; where several townships with an incidence are among them, these are drawn, else the
    villages, of the latest year among them, and the row of the area that holds them states what they rest on. One without
    an incidence is named below the figure with the reason, not drawn at 0.
    """
    level = _compared(rows)
    if level is None:
        lack = f"{place(rows)}只有合计，没有分村的人口和花名册" if len(rows) else "没有该地区的贫困发生率数据"
        return missing(lack, release, mart=MART)
    word, villages = WORDS[level], rows[rows["area_level"].eq(level)]
    villages = villages[villages["year"].eq(villages["year"].max())]
    where = f"{place(villages)} {years(villages['year'])}"
    covered = coverage(rows, "year")
    villages = villages.assign(label=labels(villages, AREA[: AREA.index(level)], level))
    ranked = villages.dropna(subset="incidence_rate").sort_values(["incidence_rate", "label"])
    if ranked.empty:
        reasons = "，".join(
            f"{len(names)} 个{word}{reason}" for reason, names in _unknown(villages, release).items()
        )
        return missing(f"{where}没有贫困发生率：{reasons}", release, mart=MART, coverage=covered)
    drawn = ranked.tail(MOST_PLACES)

    fig = go.Figure()
    poor = drawn["is_poor_village"].fillna(False).astype(bool)
    for name, group, colour, symbol in (
        ("贫困村", drawn[poor], VERMILLION, "diamond"),
        (f"其他{word}" if poor.any() else f"各{word}", drawn[~poor], BLUE, "circle"),
    ):
        fig.add_scatter(
            name=name,
            x=numbers(group["incidence_rate"]),
            y=group["label"].tolist(),
            mode="markers+text",
            marker={"size": 11, "color": colour, "symbol": symbol},
            text=[f"{rate:.2%}" for rate in group["incidence_rate"]],
            textposition="middle right",
            textfont={"size": 11},
            hovertext=[_hover(village) for village in group.to_dict("records")],
            hovertemplate="%{hovertext}<extra></extra>",
            cliponaxis=False,
        )
    fig.add_scatter(
        name="退出标准",
        x=numbers(drawn["exit_threshold_rate"]),
        y=drawn["label"].tolist(),
        mode="markers",
        marker={"size": 22, "symbol": "line-ns-open", "color": INK, "line": {"width": 2}},
        hovertemplate="退出标准 %{x:.1~%}<extra></extra>",
        visible=bool(drawn["exit_threshold_rate"].notna().any()),
    )
    furthest = float(drawn[["incidence_rate", "exit_threshold_rate"]].max().max()) or 0.01
    # From below 0, so that the mark of a village without poor lies beside its name and not upon it.
    fig.update_xaxes(title="贫困发生率（%）", tickformat=".1~%", range=[-0.02 * furthest, 1.08 * furthest])
    fig.update_yaxes(
        categoryorder="array", categoryarray=drawn["label"].tolist(), showgrid=True, griddash="dot", dtick=1
    )

    highest = ranked.iloc[-1]
    return finish(
        fig,
        release,
        mart=MART,
        title=f"{where}各{word}贫困发生率最高 {percent(highest['incidence_rate'])}（{highest['label']}）",
        subtitle=f"{len(villages)} 个{word}，{len(ranked)} 个有贫困发生率；{_against_threshold(ranked, word)}",
        coverage=covered,
        notes=_not_drawn(villages, ranked, drawn, release, word),
        plot_height=24 * len(drawn) + 40,
    )


def _compared(rows: pd.DataFrame) -> str | None:
    """The level that is drawn: that of townships where several have an incidence, else that of villages."""
    townships = rows[rows["area_level"].eq("township")].dropna(subset="incidence_rate")
    if townships["township"].nunique() > 1:
        return "township"
    return "village" if rows["area_level"].eq("village").any() else None


def _against_threshold(ranked: pd.DataFrame, word: str) -> str:
    meets = ranked["meets_exit_threshold"].dropna().astype(bool)
    if meets.empty:
        return "该地区没有登记退出标准"
    if meets.all():
        return f"{len(meets)} 个{word}全部达到退出标准"
    return f"{meets.sum()} 个{word}达到退出标准，{(~meets).sum()} 个{word}没有达到"


def _not_drawn(
    villages: pd.DataFrame, ranked: pd.DataFrame, drawn: pd.DataFrame, release: Release, word: str
) -> str:
    notes = [f"只画最高的 {len(drawn)} 个{word}。"] if len(drawn) < len(ranked) else []
    for reason, names in _unknown(villages, release).items():
        notes.append(f"{len(names)} 个{word}{reason}，没有画出：{listed(names)}。")
    return "".join(notes)


def _unknown(villages: pd.DataFrame, release: Release) -> dict[str, list[str]]:
    """Why villages have no incidence → which do not."""
    reasons: dict[str, list[str]] = {}
    unknown = villages[villages["incidence_rate"].isna()]
    for at, village in enumerate(unknown.to_dict("records")):
        # populations are public: where there is none, nothing that is withheld is the cause
        if pd.isna(village["rural_population_persons"]) and pd.isna(village["total_population_persons"]):
            reason = "缺人口数"
        elif release.withholds(MART, unknown.iloc[[at]]):
            reason = "人数太少，不公布"
        else:
            reason = "没有花名册"
        reasons.setdefault(reason, []).append(village["label"])
    return reasons


def _hover(village: dict) -> str:
    return (
        f"<b>{village['label']}</b><br>贫困发生率 {percent(village['incidence_rate'])}"
        f"<br>未脱贫 {count(village['poor_persons'], '人')}"
        f"<br>建档立卡 {count(village['registered_persons'], '人')}"
        f"<br>农村人口 {count(village['rural_population_persons'], '人')}"
        f"<br>总人口 {count(village['total_population_persons'], '人')}"
        f"<br>分母 {DENOMINATORS.get(village['denominator_kind'], '未注明')}"
    )
