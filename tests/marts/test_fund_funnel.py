"""Projects and their money through the stages, against a table that is counted by hand."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import duckdb
import pytest

from tests.support.catalogues import all_marts
from tests.support.marts import marts_from, sent_row


def project(
    name: str, /, sent: date = date(2024, 12, 31), township: str = "东镇", **facts: Any
) -> dict[str, Any]:
    """A line of the ledger; the amounts of `stages` are planned, allocated, disbursed, paid and settled, in that order."""
    stages = facts.pop("stages", ())
    names = ("planned_yuan", "allocated_yuan", "disbursed_yuan", "paid_yuan", "settled_yuan")
    stated = {"year": sent.year, "project_name": name, "category": "产业", "fund_level": "中央"}
    return (
        sent_row(sent, unit=township, township=township)
        | stated
        | dict(zip(names, stages, strict=False))
        | facts
    )


JUNE = date(2024, 6, 30)
# name, planned, allocated, disbursed, paid, settled → rate, band, breach
BY_HAND = [
    ("甲", (100, 100, 90, 90, 90), 0.9, "±10%", None),
    ("乙", (100, 96, 96, 96, 95), 1.0, "±5%", "支出多于结算"),
    ("丙", (100, 120, 130, 60, None), 0.5, "超过±15%", "下达多于计划、拨付多于下达"),
    ("丁", (100, None, None, 115, None), 1.15, "±15%", "支出多于拨付"),
    ("戊", (100, None, None, None, None), None, None, None),
]
LEDGER = [
    *(project(name, stages=stages) for name, stages, *_ in BY_HAND),
    # a project of two levels of funds is one
    project("两级", township="西镇", stages=(60, 60, 60, 30), document_number="西财〔2024〕1号",
            allocated_on=date(2024, 1, 10), disbursed_on=date(2024, 1, 30), spent_on=date(2024, 3, 1),
            audited_on=date(2024, 2, 1)),
    project("两级", township="西镇", stages=(40, 40, 40, 30), document_number="西财〔2024〕1号", fund_level="县级"),
    project("管理费", township="西镇", stages=(2,), category="项目管理费"),
    project("不明", township="西镇", stages=(50,), category=None),
    project("半年", JUNE, township="南镇", stages=(100, 100, 100, 45)),
    project("旧", township="南镇", year=2022, stages=(100, 100, 100, 40)),
    # rows of one project state other stages: 60 of 60 and 40 of nothing; 60 of 60 and 40 of 40
    project("缺计划", township="中镇", stages=(60, 60, 60), allocated_on=date(2024, 1, 10), disbursed_on=date(2024, 1, 5)),
    project("缺计划", township="中镇", stages=(None, 40, 40, 30), fund_level="县级",
            allocated_on=date(2024, 1, 20), disbursed_on=date(2024, 1, 30)),
    project("缺下达", township="中镇", stages=(60, None, 60)),
    project("缺下达", township="中镇", stages=(40, 40, 40), fund_level="县级"),
    project("今", date(2026, 12, 31), township="北镇", stages=(100, 100, 100, 100)),
]  # fmt: skip


@pytest.fixture(scope="module")
def marts() -> Iterator[duckdb.DuckDBPyConnection]:
    with marts_from("projects", "fund_funnel", "fund_shares", fund_ledger=LEDGER) as con:
        yield con


def rows_of(
    marts: duckdb.DuckDBPyConnection, mart: str, columns: str, township: str, level: str
) -> list[tuple]:
    return marts.execute(
        f"select {columns} from {mart} where area_level = ? and township = ? order by all", [level, township]
    ).fetchall()


def test_a_project_is_rated_banded_and_held_to_the_order_of_stages(marts: duckdb.DuckDBPyConnection) -> None:
    found = rows_of(
        marts, "projects", "project_name, execution_rate, outturn_band, breach", "东镇", "village"
    )
    assert found == sorted(
        (name, rate and pytest.approx(rate), band, breach) for name, _, rate, band, breach in BY_HAND
    )


def test_levels_of_funds_are_one_project_with_its_days(marts: duckdb.DuckDBPyConnection) -> None:
    """20 days to the disbursement, 31 to the payment (2024 has a 29 February), and settled 29 days before that."""
    columns = "project_name, document_number, paid_yuan, days_to_disbursement, days_to_payment, days_to_settlement, breach"
    found = rows_of(marts, "projects", columns, "西镇", "village")
    assert ("两级", "西财〔2024〕1号", 60, 20, 31, -29, "支出前结算") in found


def test_progress_is_held_against_time(marts: duckdb.DuckDBPyConnection) -> None:
    """By the end of June half of the year has passed; of money of 2022 all, and two years."""
    columns = "project_name, elapsed_rate, is_behind_time, unspent_yuan, carried_years, is_carried_too_long"
    assert rows_of(marts, "projects", columns, "南镇", "village") == [
        ("半年", 0.5, True, 55, 0, False), ("旧", 1, True, 60, 2, True),
    ]  # fmt: skip


def test_each_stage_is_a_share_of_the_one_before(marts: duckdb.DuckDBPyConnection) -> None:
    """Allocated: 316 where 300 were planned. Paid: 246 of 316 that were disbursed, and 115 of 100 that were only planned.
    Settled: 185 of 186."""
    columns = "fund_stage, projects, stage_yuan, passed_rate, out_of_order_projects"
    assert rows_of(marts, "fund_funnel", columns, "东镇", "township") == [
        ("1 计划", 5, 500, None, None),
        ("2 下达", 3, 316, pytest.approx(316 / 300), 1),
        ("3 拨付", 3, 316, pytest.approx(1), 1),
        ("4 支出", 4, 361, pytest.approx(361 / 416), 1),
        ("5 结算", 2, 185, pytest.approx(185 / 186), 1),
    ]
    days = rows_of(marts, "fund_funnel", "fund_stage, days_from_earlier", "西镇", "township")
    assert days == [("1 计划", None), ("2 下达", None), ("3 拨付", 20), ("4 支出", 31)]


def test_stages_are_compared_row_by_row_before_they_are_added(marts: duckdb.DuckDBPyConnection) -> None:
    """No row has more than the stage before it, and one is paid out five days before its money was allocated."""
    found = rows_of(marts, "projects", "project_name, breach", "中镇", "village")
    assert found == [("缺下达", None), ("缺计划", "下达前拨付")]
    columns = "fund_stage, stage_yuan, passed_rate, out_of_order_projects"
    assert rows_of(marts, "fund_funnel", columns, "中镇", "township") == [
        ("1 计划", 160, None, None), ("2 下达", 140, 1, 0), ("3 拨付", 200, 1, 1), ("4 支出", 30, 0.75, 0),
    ]  # fmt: skip


def test_of_two_terms_in_force_the_shorter_holds_and_no_money_is_doubled(
    marts: duckdb.DuckDBPyConnection,
) -> None:
    shares = all_marts()["fund_shares"]
    with marts.cursor() as con:
        con.execute("begin")
        con.execute("insert into policy.fund_terms values (date '2014-12-30', null, 3, '')")
        carried = con.execute(
            f"select carried_too_long_yuan, budget_yuan from ({shares.sql}) "
            "inner join clean.areas using (area) where area_level = 'township' and township = '南镇' and year = 2022"
        ).fetchall()
        con.execute("rollback")
    assert carried == [(60, 100)]


def test_shares_are_of_the_money_whose_category_is_known(marts: duckdb.DuckDBPyConnection) -> None:
    """西镇 has 100 of 产业 and 2 of 项目管理费, which may have 1 % at most, beside 50 of an unknown category."""
    columns = "budget_yuan, industry_share, managed_at, management_share, management_maximum_rate, is_over_management_maximum"
    assert rows_of(marts, "fund_shares", columns, "西镇", "township") == [
        (152, pytest.approx(100 / 102), "county", pytest.approx(2 / 102), 0.01, True)
    ]
    [(share, managed_at)] = rows_of(marts, "fund_shares", "industry_share, managed_at", "北镇", "township")
    assert (share, managed_at) == (1, "province")


def test_the_outturn_of_an_area_has_its_band(marts: duckdb.DuckDBPyConnection) -> None:
    """东镇 spent 361 of budgets of 100, 96, 120 and 100; what 戊 spent is not known. Of 2022, 60 are left after two years."""
    columns = "covered_budget_yuan, outturn_rate, outturn_band, carried_too_long_yuan"
    assert rows_of(marts, "fund_shares", columns, "东镇", "township") == [
        (416, pytest.approx(361 / 416), "±15%", None)
    ]
    assert rows_of(marts, "fund_shares", "year, carried_too_long_yuan", "南镇", "township") == [
        (2022, 60),
        (2024, None),
    ]
