"""Dividends due and paid, capital and yield."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from pipelines.charts import dividends, values
from tests.support.figures import RELEASE, column, dividend_rows, points, trace, withheld


def test_dividends_due_and_paid() -> None:
    fig = dividends.due_and_paid(dividend_rows(), RELEASE)
    rows = dividend_rows()
    rows["label"] = values.labels(rows, dividends.BY, "partner")
    assert points(fig, "已发放") == pytest.approx(column(rows, "label", "paid_yuan", 10_000))
    assert points(fig, "应发放") == pytest.approx(column(rows, "label", "due_yuan", 10_000))
    owed = rows.assign(owed=rows["arrears_yuan"].where(rows["arrears_yuan"] > 0))
    assert points(fig, "尚未发放") == pytest.approx(column(owed, "label", "owed", 10_000))
    assert "已发放分红 24.654 万元，尚未发放 15.8725 万元" in fig.layout.title.text
    assert "1 行没有约定比例" in fig.layout.meta["alt"]


def test_what_is_owed_most_is_on_top() -> None:
    rows = dividend_rows()
    owed = rows.assign(label=values.labels(rows, dividends.BY, "partner")).dropna(subset="arrears_yuan")
    most = owed.sort_values("arrears_yuan")["label"].iloc[-1]
    fig = dividends.due_and_paid(rows, RELEASE)
    assert fig.layout.yaxis.categoryarray[-1] == most
    assert "合作方前面的年份是发放年度" in fig.layout.meta["alt"]


def test_what_is_owed_and_what_was_overpaid_are_not_netted_in_silence() -> None:
    """158,725 yuan are owed; one partner paid 1,000 too much, so that the column of arrears sums to 157,725."""
    rows = dividend_rows()
    extra = rows.iloc[[0]].assign(partner="多发社", due_yuan=1000, paid_yuan=2000, arrears_yuan=-1000)
    told = dividends.due_and_paid(pd.concat([rows, extra]), RELEASE).layout.meta["alt"]
    assert "多发了 0.1 万元" in told and "净欠发 15.7725 万元" in told
    assert "多发" not in dividends.due_and_paid(rows, RELEASE).layout.meta["alt"]


def test_capital_and_yield() -> None:
    fig = dividends.capital_and_yield(dividend_rows(), RELEASE)
    rows = dividend_rows()
    rows["label"] = values.labels(rows, dividends.BY, "partner")
    assert points(fig, "入股金额") == column(rows, "label", "capital_yuan", 10_000)
    for name, wanted in (("实际收益率", "yield_rate"), ("约定比例", "contract_rate")):
        marks = trace(fig, name, "x2")
        assert dict(zip(marks["y"], marks["x"], strict=True)) == column(rows, "label", wanted)


def test_capital_of_a_cohort_counts_once_however_often_it_pays() -> None:
    rows = dividend_rows().iloc[[0]]
    fig = dividends.capital_and_yield(pd.concat([rows, rows.assign(payout_year=2019)]), RELEASE)
    assert "入股 29.215 万元" in fig.layout.title.text


@pytest.mark.parametrize(
    "draw", [dividends.due_and_paid, dividends.concentration, dividends.capital_and_yield]
)
def test_sums_of_dividends_note_that_some_are_withheld(draw: Callable) -> None:
    release = withheld(dividends.MART, ("儋州市", "木棠镇", None))
    assert "不公布，没有画出，合计里也没有" in draw(dividend_rows(), release).layout.meta["alt"]
    assert "不公布" not in draw(dividend_rows(), RELEASE).layout.meta["alt"]


def test_concentration_of_payouts() -> None:
    rows = dividend_rows()
    fig = dividends.concentration(pd.concat([rows, rows.iloc[[0]].assign(invested_year=2017)]), RELEASE)
    # 120,725, 96,600 and 2 × 29,215 of 275,755; one partner has paid nothing.
    assert points(fig, "占已发放分红") == pytest.approx(
        {"乡投公司": 0.4377980, "薛宅公司": 0.3503109, "三园合作社": 0.2118910}, abs=1e-6
    )
    assert points(fig, "从最大的一家起累计") == pytest.approx(
        {"乡投公司": 0.4377980, "薛宅公司": 0.7881090, "三园合作社": 1}, abs=1e-6
    )
    assert "3 家合作方中最大的 2 家占 78.81%" in fig.layout.title.text.replace("<br>", "")
    assert "集中程度相当于 2.8 家平分" in fig.layout.meta["alt"]
    assert "1 家没有发放记录，没有画出" in fig.layout.meta["alt"]
