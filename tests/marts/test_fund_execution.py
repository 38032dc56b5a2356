"""Execution of funds, of a few projects whose sums and rates are counted by hand."""

from datetime import date
from typing import Any

from tests.support.marts import marts_from

COLUMNS = (
    "year",
    "projects",
    "budget_yuan",
    "paid_yuan",
    "unspent_yuan",
    "covered_budget_yuan",
    "execution_rate",
)


def project(name: str, sent: int, /, **facts: Any) -> dict[str, Any]:
    """A project in the ledger that 东镇 sent at the end of the year."""
    return {
        "unit": "东镇", "county": "云溪县", "township": "东镇", "as_of_on": date(sent, 12, 31), "as_of_year": sent,
        "project_name": name, "fund_level": "中央", "category": "产业",
    } | facts  # fmt: skip


def execution(*ledger: dict[str, Any]) -> list[tuple]:
    numbered = [{"row": number} | row for number, row in enumerate(ledger)]
    with marts_from("fund_execution", fund_ledger=numbered) as con:
        rows = con.execute(
            f"select {', '.join(COLUMNS)} from fund_execution where area_level = 'county' order by all"
        ).fetchall()
    return [tuple(None if value is None else float(value) for value in row) for row in rows]


def test_a_rate_divides_what_states_both_sides() -> None:
    """Of a budget of 600, only the 200 of the first project have a payment: 150 of them, that is three quarters."""
    paid, unknown = (
        project("甲", 2019, allocated_yuan=200, paid_yuan=150),
        project("乙", 2019, allocated_yuan=400),
    )
    assert execution(paid, unknown) == [(2019, 2, 600, 150, 450, 200, 0.75)]
    assert execution(unknown) == [(2019, 1, 400, None, None, None, None)]


def test_money_carried_over_is_at_hand_beside_that_of_the_year() -> None:
    """20 are left of last year and 80 allocated: of 100 at hand 70 are paid, and 30 left."""
    carried = project("甲", 2020, carried_over_yuan=20, allocated_yuan=80, paid_yuan=70)
    assert execution(carried) == [(2020, 1, 100, 70, 30, 100, 0.7)]
    plain = project("乙", 2020, carried_over_yuan=0, allocated_yuan=80, paid_yuan=40)
    assert execution(carried, plain) == [(2020, 2, 180, 110, 70, 180, 110 / 180)]


def test_projects_of_villages_and_households_are_unknown_where_no_target_is_stated() -> None:
    def counted(*targets: str | None) -> list[tuple]:
        ledger = [
            project(f"甲{n}", 2019, planned_yuan=1, target=target, row=n) for n, target in enumerate(targets)
        ]
        with marts_from("fund_execution", fund_ledger=ledger) as con:
            return con.execute(
                "select projects, village_projects, household_projects from fund_execution where area_level = 'county'"
            ).fetchall()

    assert counted(None, None) == [(2, None, None)]
    assert counted("到村", None) == [(2, 1, 0)]


def test_a_payment_without_a_budget_is_in_no_rate() -> None:
    """80 paid without a budget: 230 paid in all, and still 150 of the 200 that are known to be budgeted."""
    paid, stray = project("甲", 2019, allocated_yuan=200, paid_yuan=150), project("丙", 2019, paid_yuan=80)
    assert execution(paid, stray) == [(2019, 2, 200, 230, -30, 200, 0.75)]


def test_what_is_left_of_a_year_does_not_replace_its_ledger() -> None:
    """The ledger of 2020 goes on with one of the two projects of 2019: 2019 stays as in its own ledger."""
    old = [project(name, 2019, allocated_yuan=100, paid_yuan=60) for name in ("甲", "乙")]
    carried = project("乙", 2020, year=2019, allocated_yuan=100, paid_yuan=100)
    new = project("丙", 2020, allocated_yuan=300, paid_yuan=30)
    year_2019, year_2020 = execution(*old, carried, new)
    assert year_2019 == (2019, 2, 200, 120, 80, 200, 0.6)
    assert year_2020 == (2020, 1, 300, 30, 270, 300, 0.1)


def test_a_later_ledger_with_a_whole_year_replaces_it() -> None:
    old = [project(name, 2019, allocated_yuan=100, paid_yuan=60) for name in ("甲", "乙")]
    settled = [project(name, 2020, year=2019, allocated_yuan=100, paid_yuan=100) for name in ("甲", "乙")]
    assert execution(*old, *settled) == [(2019, 2, 200, 200, 0, 200, 1.0)]


def test_a_plan_sent_ahead_gives_way_to_the_ledger_of_the_year() -> None:
    plan = [project(name, 2018, year=2019, planned_yuan=100) for name in ("甲", "乙")]
    ledger = project("甲", 2019, planned_yuan=90, paid_yuan=45)
    assert execution(*plan, ledger) == [(2019, 1, 90, 45, 45, 90, 0.5)]


def test_a_payment_of_several_levels_is_of_none_and_of_the_budget_of_all() -> None:
    """One project of 60 from above and 30 of the province, of which 81 are paid: nine tenths, at no level known."""
    ledger = [
        project("甲", 2019, row=2, fund_level="中央", planned_yuan=60),
        project("甲", 2019, row=2, fund_level="省级", planned_yuan=30),
        project("甲", 2019, row=2, fund_level=None, paid_yuan=81, unspent_yuan=9),
    ]
    assert execution(*ledger) == [
        (2019, 0, None, 81, None, 90, 0.9),
        (2019, 1, 30, None, None, None, None),
        (2019, 1, 60, None, None, None, None),
    ]
    with marts_from("project_library", fund_ledger=ledger) as con:
        query = "select projects, planned_yuan, paid_yuan from project_library where area_level = 'county'"
        assert con.execute(query).fetchall() == [(1, 90, 81)]


def test_what_sheets_tell_of_the_stages_of_a_project_is_of_one_project() -> None:
    """甲 has 40 planned and allocated, of which 18 and 20 are paid; 乙 25 of the 26 that were planned, of which 24 are paid,
    whose level the list of payments does not state."""
    ledger = [
        project("甲", 2019, file="计划", planned_yuan=40),
        project("乙", 2019, file="计划", planned_yuan=26),
        project("甲", 2019, file="下达", allocated_yuan=40),
        project("乙", 2019, file="下达", allocated_yuan=25),
        project("甲", 2019, file="支付", paid_yuan=18, category=None),
        project("甲", 2019, file="支付", paid_yuan=20, category=None),
        project("乙", 2019, file="支付", paid_yuan=24, category=None, fund_level=None),
    ]
    assert execution(*ledger) == [(2019, 2, 65, 62, 3, 65, 62 / 65)]


def test_sheets_that_tell_of_the_same_stage_are_of_projects_of_their_own() -> None:
    ledger = [
        project("甲", 2019, file=name, allocated_yuan=40, paid_yuan=30) for name in ("第一批", "第二批")
    ]
    assert execution(*ledger) == [(2019, 2, 80, 60, 20, 80, 0.75)]


def test_a_summary_has_as_many_projects_as_it_states() -> None:
    """One village states three projects, one none, beside one that has a name: four are known; of money alone none."""
    named = project("甲", 2019, allocated_yuan=10)
    three, unknown = ({"project_name": None, "allocated_yuan": 60, "projects": n} for n in (3, None))
    rows = execution(named, project("", 2019) | three, project("", 2019, village="甲村") | unknown)
    assert rows == [(2019, 4, 130, None, None, None, None)]
    assert execution(project("", 2019) | unknown) == [(2019, None, 60, None, None, None, None)]


def test_payments_of_a_project_are_not_projects() -> None:
    """塘 is paid in two rows, and a third came back; 渠 is planned twice at one level, and is two projects."""
    paid = [project("塘", 2019, paid_yuan=yuan, row=row) for row, yuan in enumerate((12, 8, None))]
    planned = [project("渠", 2019, planned_yuan=30, row=row) for row in (7, 8)]
    assert [row[:2] for row in execution(*paid)] == [(2019, 1)]
    assert [row[:2] for row in execution(*paid, *planned)] == [(2019, 3)]
