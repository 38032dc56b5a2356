"""Headers of money that no list has, read by their parts: a stage among words that all of them share."""

import pytest

from pipelines.reading.money_headers import column_of_money
from pipelines.registers.contract import Register
from tests.support.desk import REGISTERS, Desk
from tests.support.ledgers import amounts
from tests.support.statements import identify, match_of

LEDGER = REGISTERS["fund_ledger"]


def named(header: str, unit: str | None = None, register: Register = LEDGER) -> str | None:
    column = column_of_money(register, header, unit)
    return column.name if column else None


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("本批衔接资金安排情况", "planned_yuan"),
        ("本年计划资金", "planned_yuan"),
        ("本年下达", "allocated_yuan"),
        ("财政专项扶贫资金下达金额", "allocated_yuan"),
        ("累计到位资金", "allocated_yuan"),
        ("本年拨付金额", "disbursed_yuan"),
        ("本年支出", "paid_yuan"),
        ("累计支付资金", "paid_yuan"),
        ("累计使用资金", "paid_yuan"),
        ("资金结算金额", "settled_yuan"),
    ],
)
def test_a_stage_among_shared_words(header, column):
    assert named(header) == column


@pytest.mark.parametrize(
    "header",
    ["本月支出", "一季度支出资金", "上年结转资金", "计划下达资金", "未支付资金", "应拨付资金", "已下达未支出资金",
     "下达", "项目计划", "中央下达资金", "下达资金占比", "工资支出金额", "2019年支出资金"],
)  # fmt: skip
def test_a_word_of_another_time_stage_or_matter_leaves_it_open(header):
    assert named(header) is None


def test_a_unit_of_money_shows_that_it_is_money():
    assert named("下达", "万元") == "allocated_yuan"
    assert named("本年支出", "万元", REGISTERS["dividend_payouts"]) is None


def test_the_year_end_table(tmp_path):
    """Carried over 20, allocated 80, paid 70 of 100, left 30: in 万元."""
    desk = Desk(tmp_path)
    header = [
        "行政村",
        "项目名称",
        "上年结转(万元)",
        "本年下达(万元)",
        "可用资金合计(万元)",
        "本年支出(万元)",
        "年末结余(万元)",
    ]
    desk.csv("账.csv", [header, ["薛宅村", "养鸡场", 20, 80, 100, 70, 30]])
    assert amounts(desk.clean(), "carried_over_yuan", "allocated_yuan", "paid_yuan", "unspent_yuan") == [
        (200000, 800000, 700000, 300000)
    ]


def test_two_headers_of_one_stage_are_both_left_open(tmp_path):
    match = match_of(tmp_path, ["行政村", "项目名称", "计划资金(元)", "本年下达(元)", "累计下达(元)"])
    assert "allocated_yuan" not in match.columns
    assert [one.label for one in match.unmapped] == ["本年下达", "累计下达"]


def test_the_own_header_of_a_stage_goes_before_one_that_names_it_by_parts(tmp_path):
    match = match_of(tmp_path, ["行政村", "项目名称", "本年下达资金(元)", "下达资金(元)"])
    assert match.columns["allocated_yuan"] == 4


def test_levels_below_a_header_that_names_its_stage_by_parts(tmp_path):
    """The batch plan of a county: 120 = 60 + 50 + 10 and 60 = 40 + 10 + 10, in 万元."""
    desk = Desk(tmp_path, unit="儋州市")
    desk.write("../unit.yml", "county: 儋州市\n")
    (tmp_path / "raw" / "木棠镇").mkdir()
    desk.write("../../木棠镇/unit.yml", "county: 儋州市\ntownship: 木棠镇\n")  # which sent nothing itself
    plan: list[list[object]] = [
        ["儋州市2023年第一批衔接资金项目计划表"],
        [
            "序号",
            "乡镇(单位名称)",
            "村名",
            "项目名称",
            "项目建设内容",
            "本批衔接资金安排情况(万元)",
            "",
            "",
            "",
            "",
        ],
        ["", "", "", "", "", "小计", "中央", "省级", "市级", "县级"],
        ["1", "木棠镇", "薛宅村", "茶叶厂", "建厂房", 120, 60, 50, 10, 0],
        ["2", "县交通局", "", "道路", "硬化2公里", 60, 40, 10, 0, 10],
    ]
    desk.xlsx("附件.xlsx", plan, merged=["F2:J2"])
    outcome = desk.clean()
    assert outcome.marks == []
    found = {(row["township"], row["fund_level"], row["planned_yuan"]) for row in outcome.rows("fund_ledger")}
    assert {row for row in found if row[2]} == {
        (None, "中央", 400000), (None, "省级", 100000), (None, "县级", 100000),
        ("木棠镇", "中央", 600000), ("木棠镇", "省级", 500000), ("木棠镇", "市级", 100000),
    }  # fmt: skip


def stage(tmp_path, title, name="表", header="补助资金(万元)"):
    [statement] = identify(tmp_path, [title], ["乡镇", "村名", "项目名称", header], name=name)
    return (
        [column for column in statement.match.columns if column.endswith("_yuan")] if statement.match else []
    )


@pytest.mark.parametrize("header", ["补助资金(万元)", "衔接资金(万元)", "分配金额(万元)"])
def test_a_title_says_the_stage_of_a_header_that_states_none(tmp_path, header):
    assert stage(tmp_path, "某县第一批中央财政衔接推进乡村振兴补助资金分配表", header=header) == [
        "allocated_yuan"
    ]
    assert stage(tmp_path, "某县第一批衔接资金项目计划表", header=header) == ["planned_yuan"]
    assert stage(tmp_path, "附件1", name="资金下达", header=header) == ["allocated_yuan"]


@pytest.mark.parametrize("title", ["某县衔接资金项目表", "关于下达某县衔接资金项目计划表的通知"])
def test_a_title_of_no_stage_or_of_two_leaves_it_open(tmp_path, title):
    assert stage(tmp_path, title) == []


def test_a_stage_of_its_own_goes_before_one_that_the_title_says(tmp_path):
    match = match_of(tmp_path, ["资金分配表"], ["村名", "项目名称", "补助资金(万元)", "下达资金(万元)"])
    assert match.columns["allocated_yuan"] == 4


def test_one_level_beside_the_whole_of_it(tmp_path):
    rows = [["资金分配表"], ["序号", "项目名称", "补助资金(万元)", "", "备注"], ["", "", "省级", "小计", ""]]
    match = match_of(tmp_path, *rows, merged=[(2, 3, 2, 4)])
    assert match.columns["allocated_yuan"] == 4
    assert [dict(one.terms) for one in match.parts] == [{"省级": 3}]
