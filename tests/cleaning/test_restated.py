"""Amounts beside a remark that states another one."""

import openpyxl
import pytest
from openpyxl.comments import Comment

from tests.support.desk import Desk


@pytest.mark.parametrize(
    ("remark", "column"),
    [
        ("因设计变更,调减5万元,实际计划20万元", "C"),
        ("计划由25万元调整为20万元", "C"),
        ("调整后为 20 万元", "C"),
        ("实际支出 12 万元", "D"),
        ("实际支出150000元", None),
        ("调整后15万元", None),
        ("实际计划25万元", None),
        ("总投资调整为300万元", None),
        ("实际受益户每户5000元", None),
        ("调减5万元", None),
    ],
)
def test_an_amount_that_its_remark_states_otherwise_does_not_count(desk: Desk, remark, column):
    """A plan of 25 and payments of 15, in 万元; beside them a row without a remark."""
    header = ["行政村", "项目名称", "计划资金(万元)", "支出资金(万元)", "备注"]
    desk.csv("项目资金台账.csv", [header, ["松村", "扩路", "25", "15", remark], ["松村", "渠", "8", "6", ""]])
    outcome = desk.clean()
    assert outcome.marks == ([(f"{column}2", "remark_states_another")] if column else [])
    # without its plan the row does not count, without a payment it does
    paid = {"C": [60000], "D": [None, 60000], None: [150000, 60000]}
    assert outcome.column("fund_ledger", "paid_yuan") == paid[column]


@pytest.mark.parametrize(
    ("comment", "counted"),
    [
        ("应为1500", [None, 6]),
        ("改为 1,500 元", [None, 6]),
        ("应为15000", [15000, 6]),
        ("应为2022年3月发放", [15000, 6]),
    ],
)
def test_an_amount_that_a_comment_on_it_states_otherwise_does_not_count(desk: Desk, comment, counted):
    header = ["行政村", "项目名称", "计划资金(元)", "支出资金(元)"]
    path = desk.xlsx("项目资金台账.xlsx", [header, ["松村", "扩路", 20000, 15000], ["松村", "渠", 8, 6]])
    workbook = openpyxl.load_workbook(path)
    assert workbook.active
    workbook.active["D2"].comment = Comment(comment, "张会计")
    workbook.save(path)
    outcome = desk.clean()
    assert outcome.column("fund_ledger", "paid_yuan") == counted
    assert outcome.marks == ([("D2", "comment_states_another")] if counted[0] is None else [])
