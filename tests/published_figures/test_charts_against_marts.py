"""What each figure draws of the sample release equals what SQL gives, computed from other columns where there are any."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
import pytest

from pipelines import connect
from pipelines.charts import dividends, exits, funds, incidence, quality, reconciliation, remaining, template

TOWNSHIP = "township = '木棠镇' and area_level = 'township'"
VILLAGES = "township = '木棠镇' and area_level = 'village'"

# Exits counted from the registry, not taken from the mart that is drawn.
REGISTRY = f"""
with years as (
    select exit_year::varchar as label, sum(households)::int as households, sum(persons)::int as persons,
        sum(sum(households)) over (order by exit_year)::int as gone_households,
        sum(sum(persons)) over (order by exit_year)::int as gone_persons
    from registry_summary where {TOWNSHIP} and standing = '已脱贫' group by exit_year
),
everyone as (
    select sum(households)::int as households, sum(persons)::int as persons from registry_summary where {TOWNSHIP}
),
measures as (
    select 'x' as axis, label, years.households as number, gone_households as gone, everyone.households as whole
    from years, everyone
    union all
    select 'x2', label, years.persons, gone_persons, everyone.persons from years, everyone
)
"""


def parts(bar: str, part: str, where: str) -> str:
    """Households and persons by bar and part; of many parts, those beyond the four largest together."""
    return f"""
    with remaining as (
        select {bar} as bar, {part} as part, households, persons from remaining_households where {where}
    ),
    sizes as (
        select part, row_number() over (order by sum(households) desc, part) as place, count(*) over () as parts
        from remaining group by part
    ),
    named as (
        select bar, if(parts > 5 and place > 4, '其余', part) as name, households, persons
        from remaining join sizes using (part)
    )
    select 'x', name, bar, sum(households) from named group by all
    union all
    select 'x2', name, bar, sum(persons) from named group by all
    """


@dataclass(frozen=True)
class Case:
    """A figure, the rows that it is given, and what it is to draw: axis, name of the trace, label, number."""

    draw: Callable[..., go.Figure]
    rows: str
    wanted: str


CASES = [
    Case(
        incidence.by_village,
        f"from poverty_incidence where {VILLAGES}",
        f"""
        select 'x', if(is_poor_village, '贫困村', '其他村'), village, poor_persons / rural_population_persons
        from poverty_incidence where {VILLAGES}
        union all
        select 'x', '退出标准', village, 0.02 from poverty_incidence where {VILLAGES}
        """,
    ),
    Case(
        exits.by_year,
        f"from exits_by_year where {TOWNSHIP}",
        f"""
        {REGISTRY}
        select axis, '实际脱贫', label, number from measures
        union all
        select 'x', '年度计划', exit_year::varchar, planned_households from exits_by_year where {TOWNSHIP}
        union all
        select 'x2', '年度计划', exit_year::varchar, planned_persons from exits_by_year where {TOWNSHIP}
        """,
    ),
    Case(
        exits.stock,
        f"from exits_by_year where {TOWNSHIP}",
        f"""
        {REGISTRY}
        select axis, '累计脱贫', label, gone from measures
        union all
        select axis, '尚未脱贫', label, whole - gone from measures
        """,
    ),
    Case(
        exits.waterfall,
        f"from exits_by_year where {TOWNSHIP}",
        f"""
        {REGISTRY}
        select axis, null, label, -number from measures
        union all
        select distinct axis, null, '建档立卡', whole from measures
        union all
        select axis, null, '剩余', min(whole - gone) from measures group by axis
        """,
    ),
    Case(
        funds.funnel,
        f"from fund_execution where {TOWNSHIP} and year = 2018",
        f"""
        with sums as (
            select sum(planned_yuan) / 1e4 as 计划, sum(allocated_yuan) / 1e4 as 下达, sum(disbursed_yuan) / 1e4 as 拨付,
                sum(paid_yuan) / 1e4 as 支出, sum(settled_yuan) / 1e4 as 结算
            from fund_execution where {TOWNSHIP} and year = 2018
        )
        select 'x', null, stage, number from (unpivot sums on columns(*) into name stage value number)
        """,
    ),
    Case(
        funds.stages,
        f"from fund_execution where {TOWNSHIP}",
        f"""
        with sums as (
            select year || ' 年' as spent_in, sum(planned_yuan) / 1e4 as 计划, sum(allocated_yuan) / 1e4 as 下达,
                sum(disbursed_yuan) / 1e4 as 拨付, sum(paid_yuan) / 1e4 as 支出, sum(settled_yuan) / 1e4 as 结算
            from fund_execution where {TOWNSHIP} group by year order by year desc limit 3
        )
        select 'x', spent_in, stage, number
        from (unpivot sums on columns(* exclude spent_in) into name stage value number)
        """,
    ),
    Case(
        funds.against_target,
        "from fund_execution where township = '某镇(报告004)' and area_level = 'township'",
        """
        select 'x', '没有目标', fund_level || '·' || category, paid_yuan / coalesce(allocated_yuan, planned_yuan)
        from fund_execution where township = '某镇(报告004)' and area_level = 'township'
        """,
    ),
    Case(
        dividends.due_and_paid,
        f"from dividend_payouts where {TOWNSHIP}",
        f"""
        with payouts as (
            select invested_year || '·' || partner as label, due_yuan / 1e4 as due, paid_yuan / 1e4 as paid
            from dividend_payouts where {TOWNSHIP}
        )
        select 'x', '已发放', label, paid from payouts
        union all
        select 'x', '应发放', label, due from payouts
        union all
        select 'x', '尚未发放', label, due - paid from payouts where due > paid
        """,
    ),
    Case(
        dividends.concentration,
        f"from dividend_payouts where {TOWNSHIP}",
        f"""
        with shares as (
            select partner, sum(paid_yuan) / sum(sum(paid_yuan)) over () as share
            from dividend_payouts where {TOWNSHIP} group by partner
        )
        select 'x', '占已发放分红', partner, share from shares
        union all
        select 'x', '从最大的一家起累计', partner, sum(share) over (order by share desc) from shares
        """,
    ),
    Case(
        dividends.capital_and_yield,
        f"from dividend_payouts where {TOWNSHIP}",
        f"""
        with payouts as (
            select invested_year || '·' || partner as label, * from dividend_payouts where {TOWNSHIP}
        )
        select 'x', '入股金额', label, capital_yuan / 1e4 from payouts
        union all
        select 'x2', '实际收益率', label, paid_yuan / covered_capital_yuan from payouts
        union all
        select 'x2', '约定比例', label, contract_rate from payouts
        """,
    ),
    Case(
        remaining.by_cause,
        f"from remaining_households where {TOWNSHIP}",
        parts("poverty_cause", "household_kind", TOWNSHIP),
    ),
    Case(
        remaining.by_kind,
        f"from remaining_households where {TOWNSHIP}",
        parts("household_kind", "poverty_cause", TOWNSHIP),
    ),
    Case(
        remaining.by_village,
        f"from remaining_households where {VILLAGES}",
        parts("village", "poverty_cause", VILLAGES),
    ),
    Case(
        reconciliation.by_unit,
        "from quality.reconciliation",
        "select 'x', verdict, unit, count(*) from quality.reconciliation group by all",
    ),
    Case(
        reconciliation.by_subject,
        "from quality.reconciliation where subject in ('exits', 'industry_dividends')",
        """
        select 'x', verdict, if(subject = 'exits', '脱贫', '产业分红'), count(*)
        from quality.reconciliation where subject in ('exits', 'industry_dividends') group by all
        """,
    ),
    Case(
        reconciliation.against_computed,
        "from quality.reconciliation where unit = '木棠镇' and value_unit in ('CNY', 'household')",
        """
        with figures as (
            select verdict, if(value_unit = 'CNY', 1e4, 1) as scale, if(value_unit = 'CNY', 'x', 'x2') as axis,
                reported_value / scale as reported, computed_value / scale as computed
            from quality.reconciliation
            where unit = '木棠镇' and value_unit in ('CNY', 'household') and reported_value > 0 and computed_value > 0
        )
        select axis, verdict, reported, computed from figures
        union all
        select axis, '两数相等', bound, bound from (
            select axis, unnest([pow(10, floor(log10(min(least(reported, computed))))),
                pow(10, ceil(log10(max(greatest(reported, computed)))))]) as bound
            from figures group by axis
        )
        """,
    ),
    Case(
        reconciliation.deviations,
        "from quality.reconciliation where unit = '某镇(报告004)'",
        """
        select 'x', verdict, '某镇(报告004) ' || figure_period || if(value_unit = 'person', ' 建档立卡人数', ' 建档立卡户数'),
            computed_value / reported_value - 1
        from quality.reconciliation where unit = '某镇(报告004)' and verdict in ('不一致', '尾差')
        """,
    ),
    Case(
        quality.board,
        "from quality.deliveries",
        """
        select 'x', null, unit || ' ' || period, sum(quarantined) / sum(accepted + quarantined)
        from quality.deliveries group by unit, period
        """,
    ),
    Case(
        quality.by_rule,
        "from quality.quarantine",
        """
        select 'x', null,
            if(count(distinct reason_zh) = 1, any_value(reason_zh), regexp_extract(any_value(reason_zh), '^[^“]*')),
            count(*)
        from quality.quarantine group by rule
        """,
    ),
    Case(
        quality.by_finding,
        "from quality.findings where severity = 'warning'",
        """
        select 'x', '警告', message_zh, sum(rows) from quality.findings where severity = 'warning' group by all
        """,
    ),
]

Mark = tuple[str, str, str, float]


def marks(fig: go.Figure) -> Iterator[Mark]:
    """Each number of a figure as a browser gets it, but for texts: axis, name of the trace, label, number."""
    whole = json.loads(fig.to_json())
    axis = whole["layout"].get("yaxis", {})
    names = dict(zip(axis.get("tickvals", ()), axis.get("ticktext", ()), strict=True))
    for trace in whole["data"]:
        if trace.get("mode") in ("text", "markers+text") and "name" not in trace:
            continue
        if trace["type"] == "heatmap":
            found = [
                (f"{unit} {period}", number)
                for unit, line in zip(trace["y"], trace["z"], strict=True)
                for period, number in zip(trace["x"], line, strict=True)
            ]
        elif isinstance(trace["y"][0], str) or names:
            found = list(zip(trace["y"], trace["x"], strict=True))
        else:
            found = list(zip(trace["x"], trace["y"], strict=True))
        for label, number in found:
            yield trace.get("xaxis", "x"), trace.get("name", ""), names.get(label, label), number


def comparable(found: Iterable[tuple]) -> list[tuple]:
    """In order and without what is not drawn; labels are text without line breaks, numbers exact to nine digits."""
    return sorted(
        (axis, name or "", written(label).replace("<br>", ""), float(f"{number:.9g}"))
        for axis, name, label, number in found
        if number is not None
    )


def written(label: Any) -> str:
    return label if isinstance(label, str) else f"{float(label):.9g}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.draw.__module__}.{case.draw.__name__}")
def test_draws_what_sql_gives(case: Case, sample_release: Path) -> None:
    with connect(sample_release) as con:
        wanted = con.execute(case.wanted).fetchall()
        release = template.Release.of(con)
        fig = case.draw(con.execute(case.rows).df(), release)
    assert comparable(marks(fig)) == comparable(wanted)
    assert wanted and release.release_id in fig.layout.annotations[-1].text


def test_every_figure_is_compared() -> None:
    modules = (incidence, exits, funds, dividends, remaining, reconciliation, quality)
    public = {
        value
        for module in modules
        for name, value in vars(module).items()
        if callable(value)
        and getattr(value, "__module__", "") == module.__name__
        and not name.startswith("_")
        and "go.Figure" in str(value.__annotations__.get("return"))
    }
    assert {case.draw for case in CASES} == public
