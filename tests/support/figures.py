"""Rows that figures are drawn from, and what is drawn of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date

import pandas as pd
import plotly.graph_objects as go

from pipelines.charts import dividends, exits, funds, incidence, template

RELEASE = template.Release("20250101-1200-abcdef", "2025-01-01")


FIGURES = {
    incidence.by_village: incidence.MART,
    exits.by_year: exits.MART,
    exits.stock: exits.MART,
    exits.waterfall: exits.MART,
    funds.funnel: funds.MART,
    funds.against_target: funds.MART,
    funds.stages: funds.MART,
    dividends.due_and_paid: dividends.MART,
    dividends.concentration: dividends.MART,
    dividends.capital_and_yield: dividends.MART,
}


TOWNSHIP = {
    "area_level": "township",
    "county": "儋州市",
    "township": "木棠镇",
    "village": None,
    "units_reporting": 24,
    "units_expected": 25,
    "sheets_set_aside": 1,
    "rows_set_aside": 7,
    "cells_set_aside": 0,
    "oldest_statement_on": date(2018, 12, 31),
    "newest_statement_on": date(2018, 12, 31),
}

COVERED = "25 个村中 24 个已报，1 张表未计入，7 行待核，数据截至 2018-12-31"
"""What these rows of the township say that they rest on."""


def incidence_rows() -> pd.DataFrame:
    def village(name: str, poor: int, population: int | None, poor_village: bool | None) -> dict:
        rate = None if population is None else poor / population
        return {
            **TOWNSHIP,
            "area_level": "village",
            "village": name,
            "year": 2018,
            "registered_persons": 200,
            "poor_persons": poor,
            "rural_population_persons": population,
            "incidence_rate": rate,
            "total_population_persons": None,
            "denominator_kind": "rural_population",
            "exit_threshold_rate": 0.02,
            "meets_exit_threshold": None if rate is None else rate < 0.02,
            "is_poor_village": poor_village,
        }

    return pd.DataFrame(
        [
            village("薛宅村", 19, 2714, True),
            village("甲村", 60, 2000, None),
            village("乙村", 0, 1500, False),
            village("丙村", 7, None, False),
            {**TOWNSHIP, "year": 2018},
        ]
    )


def exit_rows() -> pd.DataFrame:
    columns = [
        "exit_year",
        "households",
        "persons",
        "planned_households",
        "planned_persons",
        "cumulative_households",
        "cumulative_persons",
        "remaining_households",
        "remaining_persons",
    ]
    rows = [
        (2016, 170, 898, None, None, 266, 1373, 927, 4619),
        (2017, 456, 2433, None, None, 722, 3806, 471, 2186),
        (2018, 393, 1924, 393, 1924, 1115, 5730, 78, 262),
        (2019, None, None, 78, 262, None, None, None, None),
        (None, 96, 475, None, None, 96, 475, 1097, 5517),
    ]
    counts = pd.DataFrame(rows, columns=columns).astype("Int64")
    return counts.assign(as_of_year=2018, returned_households=None, returned_persons=None, **TOWNSHIP)


def fund_rows() -> pd.DataFrame:
    def line(level: str, category: str, budget: float, paid: float | None, target: float | None) -> dict:
        rate = None if paid is None else paid / budget
        return {
            **TOWNSHIP,
            "year": 2020,
            "fund_level": level,
            "category": category,
            "projects": 2,
            "planned_yuan": budget,
            "allocated_yuan": None,
            "disbursed_yuan": None,
            "paid_yuan": paid,
            "settled_yuan": None,
            "budget_yuan": budget,
            "budget_basis": "计划",
            "execution_rate": rate,
            "target_rate": target,
            "is_behind_target": None if target is None or rate is None else rate < target,
        }

    return pd.DataFrame(
        [
            line("中央", "产业", 10_663_000, 10_663_000, 0.95),
            line("省级", "基础设施", 320_665.87, 224_466.11, 0.95),
            line("其他", "基础设施", 239_600, 241_000, None),
            line("其他", "教育补助", 650_000, None, 0.95),
        ]
    )


def dividend_rows() -> pd.DataFrame:
    def partner(name: str, capital: float, rate: float | None, paid: float | None) -> dict:
        due = None if rate is None else capital * rate
        return {
            **TOWNSHIP,
            "partner": name,
            "invested_year": 2018,
            "payout_year": None if paid is None else 2018,
            "households": 26,
            "memberships": 30,
            "capital_yuan": capital,
            "contract_rate": rate,
            "due_yuan": due,
            "paid_yuan": paid,
            "covered_due_yuan": None if due is None or paid is None else due,
            "covered_capital_yuan": None if paid is None else capital,
            "arrears_yuan": None if due is None else due - (paid or 0),
            "paid_ratio": None if due is None or paid is None else paid / due,
            "yield_rate": None if paid is None else paid / capital,
        }

    return pd.DataFrame(
        [
            partner("三园合作社", 292_150, 0.1, 29_215),
            partner("乡投公司", 2_414_500, 0.1, 120_725),
            partner("薛宅公司", 966_000, None, 96_600),
            partner("服装公司", 380_000, 0.1, None),
        ]
    )


ROWS: dict[str, Callable[[], pd.DataFrame]] = {
    incidence.MART: incidence_rows,
    exits.MART: exit_rows,
    funds.MART: fund_rows,
    dividends.MART: dividend_rows,
}


def drawn(fig: go.Figure) -> list[dict]:
    """The traces as a browser gets them."""
    return json.loads(fig.to_json())["data"]


def trace(fig: go.Figure, name: str, axis: str = "x") -> dict:
    """The trace of that name on that pair of axes."""
    [found] = [t for t in drawn(fig) if t.get("name") == name and t.get("xaxis", "x") == axis]
    return found


def points(fig: go.Figure, *names: str, at: str = "y", value: str = "x") -> dict[str, float | None]:
    """label → number, over the traces of those names."""
    return {
        label: number
        for name in names
        for label, number in zip(*map(trace(fig, name).get, (at, value)), strict=True)
    }


def column(rows: pd.DataFrame, label: str, number: str, scale: int = 1) -> dict[str, float | None]:
    return {
        key: None if pd.isna(value) else value / scale
        for key, value in zip(rows[label], rows[number], strict=True)
    }


def withheld(mart: str, *places: tuple[str | None, str | None, str | None]) -> template.Release:
    """A release shown outside the office, in which rows of the mart in those areas are withheld."""
    rows = frozenset((mart, *place) for place in places)
    return template.Release(RELEASE.release_id, RELEASE.built_on, rows)
