"""Objects whose number is one cell over their rows."""

from typing import Any

from tests.support.desk import Desk

HEADER = ["序号", "问题来源", "反馈问题", "整改措施", "整改情况"]
ROWS: list[list[Any]] = [
    [1, "省级考核", "账目不清", "培训会计", "已完成"],
    ["", "省级考核", "", "核对账目", "已完成"],
    [2, "省级考核", "带动弱", "引进企业", "已完成"],
    ["", "省级考核", "", "完善机制", "正在整改"],
    ["", "省级考核", "", "签订合同", "长期坚持"],
    [3, "省级考核", "考勤松", "严格考勤", "已完成"],
]


def issues(desk: Desk, *merged: str):
    desk.xlsx("整改清单.xlsx", [["2018年考核反馈问题整改清单"], HEADER, *ROWS], merged=merged)
    outcome = desk.clean()
    assert outcome.marks == []
    told = [one["rows"] for one in outcome.findings if one["rule"] == "parts_of_object"]
    assert told == ([3] if merged else []), "rows that are parts of the one above"
    return [(row["issue_status"], row["measure_count"]) for row in outcome.rows("rectification_items")]


def test_a_problem_over_its_measures_is_one(desk: Desk):
    """And not done while one of its measures is not: 3 problems, 2 of them done, with 2, 3 and 1 measures."""
    merged = ("A3:A4", "C3:C4", "A5:A7", "C5:C7")
    assert issues(desk, *merged) == [("已完成", 2), ("正在整改", 3), ("已完成", 1)]


def test_problems_with_a_number_each_are_each_one(desk: Desk):
    assert issues(desk) == [(row[-1], None) for row in ROWS]
