"""A row for each payment repeats the plan of its project, which counts once; where it may be of several, none counts."""

from datetime import date

import pytest

FORM = ["序号", "行政村", "项目名称", "资金级次", "计划资金(万元)", "支出资金(万元)"]


def road(serial, plan, paid, *more):
    return [serial, "石桥村", "道路硬化", "中央", plan, paid, *more]


def amounts(desk, *rows, header=FORM):
    """What became of the rows, and the sums of what they plan and pay."""
    desk.csv("表.csv", [header, *rows])
    outcome = desk.clean()
    planned, paid = (outcome.column("fund_ledger", name) for name in ("planned_yuan", "paid_yuan"))
    return outcome, sum(filter(None, planned)), sum(filter(None, paid))


DAYS, NO_DAYS = ("2018.5.6", "2018.8.1", "2018.11.2"), ("", "", "")


@pytest.mark.parametrize(
    ("serials", "days", "paid"),
    [
        (("1", "1", "1"), NO_DAYS, ("10", "15", "20")),
        (("1", "", ""), NO_DAYS, ("10", "15", "20")),
        (("1", "2", "3"), DAYS, ("10", "15", "20")),
        (("1", "2", "3"), DAYS, ("15", "15", "15")),
        (("1", "1", "1"), DAYS, ("15", "15", "15")),
    ],
)
def test_the_plan_of_a_project_that_is_paid_in_parts_counts_once(desk, serials, days, paid):
    rows = [road(serial, "50", amount, day) for serial, amount, day in zip(serials, paid, days, strict=True)]
    other = ["4", "柳林村", "水渠", "中央", "30", "30", "2018.7.7"]
    outcome, planned, spent = amounts(desk, *rows, other, header=[*FORM, "支付日期"])
    assert (planned, spent) == (800_000, 750_000)
    assert outcome.faults == []
    # the day of the last payment is the project's
    last = date(2018, 11, 2) if any(days) else None
    assert outcome.column("fund_ledger", "spent_on") == [last, date(2018, 7, 7)]
    # one row of the project states both, so that its rate is of all that it was paid
    assert outcome.column("fund_ledger", "paid_yuan") == [450_000, 300_000]
    assert [finding["rows"] for finding in outcome.findings if finding["rule"] == "plan_repeated"] == [2]


@pytest.mark.parametrize(
    ("header", "cell"), [("备注", "已退回"), ("结余资金(万元)", "30"), ("下达资金(万元)", "约20")]
)
def test_payments_that_cannot_be_added_up_are_held_back(desk, header, cell):
    rows = [
        road("1", "50", "10", ""),
        road("1", "50", "15", cell),
        ["2", "柳林村", "水渠", "中央", "30", "30", ""],
    ]
    outcome, planned, paid = amounts(desk, *rows, header=[*FORM, header])
    assert (planned, paid) == (300_000, 300_000)
    assert {fault["row"] for fault in outcome.faults} == {2, 3}


def test_rows_that_may_be_payments_or_projects_are_held_back(desk):
    other = ["3", "柳林村", "水渠", "中央", "30", "30"]
    outcome, planned, paid = amounts(desk, road("1", "50", "10"), road("2", "50", "15"), other)
    assert (planned, paid) == (300_000, 300_000)
    assert outcome.marks == [(None, "unclear_plan")] * 2


@pytest.mark.parametrize(
    "rows",
    [
        [road("1", "50", "45"), road("2", "50", "40")],
        [road("1", "50", "40"), road("2", "30", "20")],
        [road("1", "50", "10"), ["2", "石桥村", "道路硬化", "县级", "50", "15"]],
        [road("1", "50", "20"), road("2", "50", "20")],
        [road("1", "50", "50"), road("2", "50", "0")],
    ],
    ids=["more than one plan is paid", "other plans", "other money", "equal rows", "one payment"],
)
def test_rows_of_several_projects_count_each(desk, rows):
    outcome, planned, _ = amounts(desk, *rows)
    assert planned == 10_000 * sum(int(row[4]) for row in rows)
    assert outcome.faults == []


def test_a_total_of_plans_that_count_once_agrees(desk):
    rows = [road("1", "50", "10"), road("1", "50", "15"), ["2", "柳林村", "水渠", "中央", "30", "30"]]
    outcome, planned, _ = amounts(desk, *rows, ["合计", "", "", "", "80", "55"])
    assert planned == 800_000
    assert [finding["rule"] for finding in outcome.findings] == ["plan_repeated"]


@pytest.mark.parametrize(
    ("total", "planned", "rules"),
    [("80", 800_000, ["plan_repeated"]), ("130", 1_300_000, []), ("90", 300_000, ["total_disagrees"])],
)
def test_the_total_of_the_sheet_says_whether_rows_are_payments_or_projects(desk, total, planned, rules):
    rows = [road("1", "50", "10"), road("2", "50", "15"), ["3", "柳林村", "水渠", "中央", "30", "30"]]
    outcome, counted, _ = amounts(desk, *rows, ["合计", "", "", "", total, "55"])
    assert counted == planned
    assert [finding["rule"] for finding in outcome.findings] == rules
    assert len(outcome.faults) == (2 if total == "90" else 0)
