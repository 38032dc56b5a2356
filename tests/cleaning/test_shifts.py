"""Rows that leave out a cell, so that the others stand one column too far to the left."""

import pytest

from tests.support.desk import Desk

FORM = ("行政村", "项目名称", "项目类别", "资金级次", "计划资金(元)")


@pytest.mark.parametrize(
    ("row", "rules", "counted"),
    [
        (("水渠", "基础设施", "省级", "30", ""), ["unknown_term", "unknown_term", "shifted_row"], [50]),
        (("石桥村", "水渠", "省级", "中央", "30"), ["unknown_term"], [50, 30]),
        (("石桥村", "水渠", "养牛养羊", "上面", "30"), ["unknown_term"] * 2, [50, 30]),
    ],
    ids=["shifted", "one term too far to the left", "terms of no column"],
)
def test_a_row_of_which_two_cells_are_terms_of_the_next_column_is_held_back(desk: Desk, row, rules, counted):
    desk.csv("扶贫资金台账.csv", [FORM, ("石桥村", "养鸡场", "产业", "中央", "50"), row])
    outcome = desk.clean()
    assert [rule for _, rule in outcome.marks] == rules
    assert outcome.column("fund_ledger", "planned_yuan") == counted
