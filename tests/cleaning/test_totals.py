"""Totals and footers are not data."""

import pytest

from tests.support.desk import LEDGER
from tests.support.ledgers import ROAD


@pytest.mark.parametrize(
    "total",
    [
        ["合计", "", "", "", "1000"],
        ["合計", "", "", "", "1000"],
        ["", "", "總　計：", "", "1000"],
        ["", "合　计", "", "", "1000"],
        ["", "", "小 计", "", "1000"],
        ["总计:", "", "", "", "1000"],
        ["", "2018年度全镇扶贫项目资金合计", "", "", "1000"],
        ["合计（万元）", "", "", "", "1000"],
        ["共计 1 个项目", "", "", "", "1000"],
        ["填表人:王甲一", "", "", "", ""],
        ["注1：本表由镇扶贫办填写", "", "", "", ""],
        ["", "", "", "", ""],
        list(LEDGER),
        ["木棠镇资金台账", "", "", "", ""],
    ],
    ids=lambda row: "".join(row) or "blank",
)
@pytest.mark.parametrize("place", ["first", "between", "last"])
def test_totals_footers_blanks_and_repeated_headers_are_not_data(desk, total, place):
    data = [ROAD, [*ROAD[:3], "桥", "20"]]
    data.insert({"first": 0, "between": 1, "last": 2}[place], total)
    desk.xlsx("表.xlsx", [["木棠镇资金台账", "", "", "", ""], LEDGER, *data])
    outcome = desk.clean()
    assert outcome.marks == []
    assert outcome.column("fund_ledger", "project_name") == ["道路", "桥"]
