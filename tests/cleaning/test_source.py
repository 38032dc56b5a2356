"""What the steps of cleaning know of a sheet: which units its columns have, and which columns no row may leave open."""

import pytest

from pipelines.values.context import EXCEL_EPOCH, MACINTOSH_EPOCH
from tests.support.sheets import source_of

LEDGER = ["行政村", "项目名称", "计划资金(万元)", "支出资金"]
ROW = ["薛宅村", "道路", "12", "110000"]


def test_the_unit_of_a_header_goes_before_that_of_the_title(tmp_path):
    with source_of(tmp_path, ["单位:元"], LEDGER, ROW) as source:
        assert [source.contexts[name].money_unit for name in ("planned_yuan", "paid_yuan")] == ["万元", "元"]


def test_ratios_are_divided_by_what_their_header_says(tmp_path):
    header = ["行政村", "合作企业", "入股年度", "入股金额(元)", "约定分红比例(%)"]
    with source_of(tmp_path, header, ["薛宅村", "甲社", "2018", "5000", "6"]) as source:
        assert source.contexts["contract_rate"].ratio_divisor == 100


@pytest.mark.parametrize(("is_1904", "epoch"), [(False, EXCEL_EPOCH), (True, MACINTOSH_EPOCH)])
def test_days_count_from_the_epoch_of_the_workbook(tmp_path, is_1904, epoch):
    with source_of(tmp_path, LEDGER, ROW, is_1904=is_1904) as source:
        assert source.contexts["year"].epoch == epoch


def test_areas_of_the_unit_are_known(tmp_path):
    with source_of(tmp_path, LEDGER, ROW) as source:
        assert source.contexts["village"].areas["township"] == "木棠镇"


def test_a_step_makes_its_table_anew(tmp_path):
    with source_of(tmp_path, LEDGER, ROW) as source:
        assert source.make("numbers", "select unnest($1) as n", [[1, 2]]) == "numbers"
        source.make("numbers", "select 3 as n")
        assert source.db.execute("from numbers").fetchall() == [(3,)]


@pytest.mark.parametrize(
    ("above", "header", "note", "planned", "rules"),
    [
        ("单位:元", "计划资金", "注:表中金额单位为万元", [], ["two_units"]),
        ("", "计划资金(元)", "金额单位:万元", [], ["two_units"]),
        ("", "计划资金", "注:表中金额单位为万元", [500000], []),
        ("单位:万元", "计划资金", "注:金额单位为万元", [500000], []),
        ("单位:万元", "计划资金", "注:实施单位:元坝镇", [500000], []),
    ],
)
def test_a_note_below_may_state_the_unit_but_no_other_one(desk, above, header, note, planned, rules):
    rows = [["扶贫资金台账", above], ["行政村", "项目名称", header], ["石桥村", "养鸡场", "50"], [note]]
    desk.csv("扶贫资金台账.csv", rows)
    outcome = desk.clean()
    assert (outcome.column("fund_ledger", "planned_yuan"), [rule for _, rule in outcome.marks]) == (
        planned,
        rules,
    )
