"""A list that is named the opposite of a register is none of it, alone or beside the register itself."""

import pytest

from pipelines.deliveries.notes import Notes
from pipelines.statements.directions import load_directions
from tests.support.desk import Desk, person
from tests.support.statements import REGISTERS, identify

PAID = ["村", "姓名", "身份证号", "补助金额（元）"]
ROW = ["甲村", "某甲", "", "1500"]
POSTS = ["村", "姓名", "身份证号", "岗位类型", "月补助（元）", "上岗日期"]
LOANS = ["村", "户主姓名", "身份证号", "贷款金额（万元）", "放款日期", "到期日期"]
RENOVATED = ["村", "户主姓名", "身份证号", "对象类别", "危房等级", "改造方式", "补助金额（元）"]
MONITORED = ["村", "户主姓名", "身份证号", "家庭人口", "监测对象类别", "识别时间"]
DIVIDENDS = ["村", "户主姓名", "身份证号", "分红金额（元）", "合作社"]
WORKERS = ["村", "姓名", "身份证号", "务工地点", "务工单位", "月收入（元）"]
TRAINED = ["培训项目", "培训机构", "培训人数", "开班时间"]
FUNDS = ["项目文号", "实施村", "项目名称", "项目金额（万元）"]


@pytest.mark.parametrize(
    ("header", "title"),
    [
        (PAID, "某镇2021年雨露计划未发放人员名单"),
        (PAID, "某镇2021年耕地地力保护补贴发放失败名单"),
        (PAID, "某镇2021年农村低保金停发名单"),
        (PAID, "某镇违规领取耕地地力保护补贴追缴表"),
        (PAID, "某镇2021年城乡居民医保缴费花名册"),
        (PAID, "某镇2021年拟发放临时救助对象名单"),
        (["村", "姓名", "身份证号", "服务项目", "未参保原因"], "某镇2021年城乡居民医保未参保人员名单"),
        (POSTS, "某镇公益性岗位离岗人员名单"),
        (LOANS, "某镇小额信贷申请名单"),
        (RENOVATED, "某镇农村危房改造申报花名册"),
        (MONITORED, "某镇拟消除风险监测对象名单"),
        (TRAINED, "某镇2021年技能培训计划表"),
        (FUNDS, "某镇2020年扶贫项目变更表"),
        (FUNDS, "某镇2024年度项目库退库项目"),
        (FUNDS, "某镇2020年扶贫项目备选项目表（未安排资金）"),
        (FUNDS, "某镇2020年扶贫项目终止项目清单"),
        (PAID, "某镇2021年临时救助不予批准名单"),
        (PAID, "某镇2021年残疾人补贴暂缓发放名单"),
        (POSTS, "某镇公益性岗位人员名单（离岗）"),
        (POSTS, "某镇2024年公益性岗位需求统计表"),
        (POSTS, "某镇2024年新增公益性岗位人员名单"),
        (PAID, "某镇2023年应享受未享受雨露计划学生名单"),
        (DIVIDENDS, "某镇2023年光伏收益分红方案"),
        (WORKERS, "某镇2023年未就业脱贫劳动力务工台账"),
        (MONITORED, "某镇2024年5月疑似返贫致贫监测对象名单"),
        (MONITORED, "某镇2023年新识别监测对象名单"),
        (LOANS, "某镇2024年上半年即将到期小额信贷清单"),
    ],
)
def test_a_list_of_the_opposite_is_not_read_unless_the_steward_says_so(tmp_path, header, title):
    row = [*ROW, *([""] * (len(header) - len(ROW)))]
    [statement] = identify(tmp_path, [title], header, row)
    assert (statement.role, statement.reason.rule, statement.match) == ("other", "opposite_list", None)
    assert "- {file: 表.xlsx, sheet: 表, counts: true}" in statement.reason.en
    notes = Notes.model_validate({"sheets": [{"file": "表.xlsx", "counts": True}]})
    [read] = identify(tmp_path, [title], header, row, notes=notes)
    assert read.match is not None


@pytest.mark.parametrize(
    ("header", "title"),
    [
        (PAID, "某镇2021年秋季雨露计划补助表"),  # a programme's name
        (PAID, "某镇2021年城乡居民医保缴费补贴发放表"),  # paid to them, not by them
        ([*PAID[:3], "财政代缴金额（元）", "参保年度", "发放金额（元）"], "某镇2021年城乡居民医保缴费花名册"),
        ([*PAID[:3], "应发金额（元）", "实发金额（元）"], "某镇2021年养老金应发未发统计表"),
        (FUNDS, "某镇2020年扶贫项目计划表"),  # the fund ledger has plans
        (FUNDS, "某镇2020年项目变更后资金明细表"),
        ([*PAID, "发放日期"], "某镇2022年离任村干部生活补贴发放表"),  # who is paid
        (PAID, "某镇2022年9月农村低保金发放花名册（新增和停发已调整）"),  # of some of its rows
        (POSTS, "某镇公益性岗位人员花名册（含离岗人员）"),
        (PAID, "某镇2022年临时救助发放表（核减后）"),
        (PAID, "某镇2022年9月农村低保新增对象补助发放表"),
        (DIVIDENDS, "某镇2023年光伏收益按分红方案兑付表"),
        (FUNDS, "某镇2020年扶贫项目实施方案资金安排表"),
    ],
)
def test_a_word_within_another_says_nothing(tmp_path, header, title):
    [statement] = identify(tmp_path, [title], header, [*ROW, *([""] * (len(header) - len(ROW)))])
    assert statement.match is not None, statement.reason


@pytest.mark.parametrize(
    ("sheet", "is_read"),
    [
        ("死亡", False), ("已退出人员", False), ("作废", False), ("未领", False), ("放弃户", False), ("不符合未纳入", False),
        ("在册", True), ("1月", True), ("死亡补助", True), ("退出后续补助", True),
    ],
)  # fmt: skip
def test_the_name_of_a_sheet_says_it_only_as_a_whole(tmp_path, sheet, is_read):
    [statement] = identify(tmp_path, ["某镇2021年高龄津贴发放表"], PAID, ROW, name=sheet)
    assert (statement.match is not None) == is_read


def test_villages_and_households_that_left_poverty_are_of_their_registers(tmp_path):
    header = ["村", "户主姓名", "身份证号", "家庭人口", "监测对象类别", "识别时间", "是否消除风险"]
    row = ["甲村", "某甲", "", "3", "脱贫不稳定户", "2021-05-01", "是"]
    [statement] = identify(tmp_path, ["某镇监测对象台账"], header, row, name="已退出")
    assert statement.match is not None, statement.reason


@pytest.mark.parametrize(("reason", "is_read"), [("账号有误", False), ("", True)])
def test_reasons_in_most_rows_tell_what_no_title_says(tmp_path, reason, is_read):
    rows = [[*ROW, reason], [*ROW, reason], [*ROW, ""]]
    [statement] = identify(tmp_path, ["某镇2021年雨露计划补助表"], [*PAID, "未发放原因"], *rows)
    assert (statement.match is not None) == is_read


def test_headers_of_before_and_after_are_of_a_change_whatever_the_title(tmp_path):
    header = ["项目文号", "实施村", "项目金额（万元）", "变更前项目内容", "变更后项目内容"]
    [statement] = identify(tmp_path, ["某镇2020年扶贫资金"], header, ["某1号", "甲村", "5", "沟渠", "机耕道"])
    assert (statement.reason.rule, statement.reason.fields["mark"]) == ("opposite_list", "变更前、变更后")


def test_a_sheet_that_lacks_columns_is_not_told_to_have_them(tmp_path):
    """To rename 追缴金额 to 发放金额 would count money that was taken back."""
    header = ["村", "户主姓名", "身份证号", "追缴金额（元）"]
    [statement] = identify(tmp_path, ["某镇耕地地力保护补贴追缴情况表"], header, ROW)
    assert statement.reason.rule == "opposite_list" and "发放金额" not in statement.reason.zh


def test_who_was_not_paid_adds_nothing_to_who_was(tmp_path):
    """Five pupils of 1,500 yuan each were paid 7,500; three more were not."""
    desk = Desk(tmp_path, unit="木棠镇", period="2021")
    ids = [person(number)[6] for number in range(8)]
    header = ["村", "学生姓名", "身份证号", "院校", "学历层次", "补助金额（元）"]
    rows = [["薛宅村", "某甲", one, "职校", "中职", "1500"] for one in ids]
    desk.xlsx("发放表.xlsx", [["木棠镇2021年雨露计划补助发放表"], header, *rows[:5]])
    desk.xlsx("名单.xlsx", [["木棠镇2021年雨露计划未发放人员名单"], header, *rows[5:]])
    cleaned = desk.clean()
    assert sum(cleaned.column("benefit_payments", "paid_yuan")) == 7500
    assert {(one["file"], one["accepted"]) for one in cleaned.sheets} == {
        ("发放表.xlsx", 5),
        ("名单.xlsx", 0),
    }


def test_a_direction_is_of_registers_that_there_are() -> None:
    assert {name for one in load_directions() for name in one.taken_by} <= REGISTERS.keys()


def test_who_has_paid_for_it_is_insured(tmp_path):
    header = ["村", "姓名", "身份证号", "人员类别", "是否参保"]
    row = ["甲村", "某甲", "", "脱贫户", "是"]
    [statement] = identify(tmp_path, ["某镇2023年脱贫人口医保参保缴费台账"], header, row)
    assert statement.match is not None and statement.register == "health_services"


@pytest.mark.parametrize(
    ("title", "header"),
    [
        ("某镇贫困户信息变更台账", ["行政村", "户编号", "户主姓名", "变更事项", "变更前", "变更后"]),
        ("关于步道支出的说明", ["项目名称", "更正内容", "更正前(万元)", "更正后(万元)"]),
        ("3月变动", ["村", "户主姓名", "变动类型", "原因"]),
    ],
)
def test_a_list_of_changes_lacks_no_column_of_the_register(tmp_path, title, header):
    row = ["甲村", "王甲一", "x", "9", "11", "漏报"][: len(header)]
    [statement] = identify(
        tmp_path, [title], header, row, file="农村低保.xlsx" if len(header) == 4 else "表.xlsx"
    )
    assert (statement.role, statement.reason.rule) == ("other", "opposite_list")
