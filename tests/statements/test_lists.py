"""A sheet that has the headers and the evidence of registers is read as lists of them."""

import pytest

from tests.support.statements import FORM_27, WHO, heads, identify


def test_capital_and_payouts_in_one_row_are_statements_of_both_registers(tmp_path):
    header = ["行政村", "户编号", "合作方", "入股年度", "入股金额(元)", "应分红金额", "发放金额(元)"]
    statements = identify(tmp_path, header, ["石桥村", "1001", "某合作社", "2018", "10000", "600", "500"])
    assert {statement.register: statement.role for statement in statements} == {
        "capital_contributions": "list",
        "dividend_payouts": "list",
    }
    columns = {statement.register: statement.match.columns for statement in statements if statement.match}
    assert columns["capital_contributions"]["capital_yuan"] == 5
    assert columns["dividend_payouts"]["due_yuan"] == 6
    assert columns["dividend_payouts"]["paid_yuan"] == 7


@pytest.mark.parametrize(
    ("title", "header", "register"),
    [
        ("青溪镇外出务工交通补贴发放台账", ["村", "姓名", "身份证号", "务工地点", "补贴金额(元)"], "benefit_payments"),
        ("青溪镇到户项目资金安排表", ["村", "项目名称", "户数", "补助标准(元/户)", "安排资金(元)", "资金级次"], "fund_ledger"),
    ],
)  # fmt: skip
def test_of_two_registers_with_as_many_columns_the_end_of_the_title_names_one(
    tmp_path, title, header, register
):
    (statement,) = identify(tmp_path, [title], header)
    assert (statement.role, statement.register) == ("list", register)


def test_an_export_of_all_is_no_list_of_the_few_whose_type_is_stated(tmp_path):
    """Both registers have these nine columns; whoever is not monitored has no type, which a list of the monitored states."""
    header = [
        "行政村",
        "户编号",
        "姓名",
        "证件号码",
        "与户主关系",
        "家庭人口数",
        "户类型",
        "监测对象类别",
        "风险是否消除",
    ]
    rows = [
        ["石桥村", "1001", "某甲", "", "户主", "1", "一般农户", "", ""],
        ["石桥村", "1002", "某乙", "", "户主", "1", "脱贫户", "脱贫不稳定户", "是"],
    ]
    (statement,) = identify(tmp_path, ["农村人口信息(某镇)"], header, *rows)
    assert (statement.role, statement.register) == ("list", "persons")


HOUSEHOLDS = ["行政村", "户编号", "户主姓名", "身份证号", "家庭人口", "脱贫属性"]


def test_a_list_of_households_is_of_household_grain(tmp_path):
    (statement,) = identify(tmp_path, HOUSEHOLDS, ["石桥村", "1001", "某甲", "", "3", "未脱贫"])
    assert statement.grain == "household"
    assert statement.match is not None
    assert statement.match.columns["person_name"] == 3
    assert statement.match.columns["household_size_persons"] == 5


@pytest.mark.parametrize(("second", "grain"), [("1002", "household"), ("1001", "person")])
def test_the_rows_decide_the_grain_where_headers_leave_it_open(tmp_path, second, grain):
    header = ["行政村", "户编号", "姓名", "身份证号", "家庭人口", "脱贫属性"]
    rows = [["石桥村", number, "某甲", "", "2", "未脱贫"] for number in ("1001", second)]
    (statement,) = identify(tmp_path, header, *rows)
    assert statement.grain == grain


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("累计支出资金(万元)", "paid_yuan"),
        ("支付资金(万元)", "paid_yuan"),
        ("实际支出(万元)", "paid_yuan"),
        ("累计拨付金额(万元)", "disbursed_yuan"),
        ("投入年度", "year"),
        ("乡(镇)街", "township"),
        ("本月支出(万元)", None),
    ],
)
def test_headers_in_common_use_are_read_as_what_they_mean(tmp_path, header, column):
    (statement,) = identify(tmp_path, ["项目名称", "行政村", "计划资金(万元)", header])
    assert statement.match is not None
    found = {index: name for name, index in statement.match.columns.items()}
    assert found.get(4) == column


@pytest.mark.parametrize(
    ("header", "texts", "word"),
    [
        ("数据日期", ("20191231", "20191231"), ["数据日期:20191231"]),
        ("年度", ("2019", "2019"), ["年度:2019"]),
        ("数据日期", ("20191231", "20200630"), []),
    ],
)
def test_column_with_the_day_of_an_export_is_among_the_words_of_a_list(tmp_path, header, texts, word):
    rows = [[*row, text] for row, text in zip(heads("1"), texts, strict=False)]
    (statement,) = identify(tmp_path, [*WHO, header], *rows)
    assert [one for one in statement.words if ":" in one] == word


@pytest.mark.parametrize("title", ["2019年自然增加人口名单", "某镇建档立卡自然减少人口名单", "新增人口"])
def test_a_list_of_births_and_deaths_says_that_households_stay(tmp_path, title):
    head = {"户编号": "1", "姓名": "某甲", "与户主关系": "户主", "脱贫属性": "未脱贫", "在校生状况": "小学"}
    (statement,) = identify(tmp_path, [title], FORM_27, [head.get(header, "") for header in FORM_27])
    assert (statement.role, statement.kind) == ("extract", "人口自然变更名单")
    assert statement.reason.rule == "member_changes"
    assert "没有增减" in statement.reason.zh and "完整名册" in statement.reason.advice[0]


def test_the_title_of_a_register_decides_between_two(tmp_path):
    header = ["岗位类别", "岗位数（个）", "补助标准（元/人/月）", "补助月数", "资金（元）", "资金来源"]
    (statement,) = identify(
        tmp_path,
        ["某镇2021年公益性岗位资金安排表"],
        header,
        ["护林员", "20", "800", "12", "192000", "中央资金"],
    )
    assert (statement.role, statement.register) == ("list", "post_funds")


def test_words_within_the_title_of_a_register_do_not_hide_it(tmp_path):
    header = ["项目名称", "行政村", "长度（米）", "投资（万元）", "资金来源", "开工日期", "竣工日期", "进度"]
    row = ["通组路", "甲村", "1200", "48", "衔接资金", "2022-03-01", "2022-06-01", "已验收"]
    for title in ("某乡到村基础设施实施台账", "某乡到村基础设施项目实施台账"):
        (statement,) = identify(tmp_path, [title], header, row)
        assert (statement.role, statement.register) == ("list", "infrastructure_works")


@pytest.mark.parametrize(
    ("remarks", "is_said"),
    [
        (("第二批", "第二批", ""), True),
        (("一季度", "二季度", "一季度"), False),
        (("已打卡", "已打卡", "已打卡"), False),
        (("第二批", "", ""), False),
    ],
)
def test_the_round_that_all_remarks_state_is_that_of_the_list(tmp_path, remarks, is_said):
    header = ["行政村", "姓名", "身份证号", "补贴项目", "发放金额(元)", "备注"]
    rows = [
        ["石桥村", "某甲", f"4690031960010199{n}1", "高龄津贴", "80", remark]
        for n, remark in enumerate(remarks)
    ]
    (statement,) = identify(tmp_path, header, *rows)
    assert (remarks[0] in statement.words) == is_said


WORKS = [
    "序号",
    "工程名称",
    "所在村",
    "建设内容",
    "总投资(万元)",
    "受益户数",
    "受益人口",
    "开工时间",
    "完工时间",
]
WORK = ["1", "集中供水工程", "松村", "蓄水池1座", "36", "120", "456", "2022-03-01", "2022-08-01"]


@pytest.mark.parametrize(
    ("title", "header", "is_open"),
    [
        ("松口镇2022年饮水工程情况表", WORKS, True),
        ("松口镇2022年衔接资金饮水工程项目表", WORKS, False),
        ("松口镇2022年项目建设情况表", WORKS, False),
        ("松口镇2022年饮水工程情况表", [*WORKS[:4], "计划资金(万元)", *WORKS[5:]], False),
    ],
)
def test_a_list_of_works_whose_amount_may_be_of_anybody_is_no_ledger_of_funds(
    tmp_path, title, header, is_open
):
    (statement,) = identify(tmp_path, [title], header, WORK)
    if is_open:
        assert statement.reason.rule == "total_alone"
        assert "金额只有“总投资”" in statement.reason.zh and "infrastructure_works" in statement.reason.zh
    else:
        assert statement.register == "fund_ledger" and statement.match is not None


WORKS_OF = "infrastructure_works"


@pytest.mark.parametrize(
    ("title", "header", "register"),
    [
        ("某镇2023年乡村建设项目进度表", ["项目名称", "建设地点", "投资规模（万元）", "形象进度", "开工时间"], WORKS_OF),
        ("某镇太阳能路灯安装工程完成情况表", ["工程名称", "村", "路灯数量（盏）", "投资（万元）", "完工时间"], WORKS_OF),
        ("某镇2023年衔接资金项目进度表", ["项目名称", "村", "计划资金（万元）", "支出资金（万元）", "形象进度"], "fund_ledger"),
    ],
)  # fmt: skip
def test_how_far_works_have_come_is_of_works_and_what_was_spent_of_funds(tmp_path, title, header, register):
    [statement] = identify(tmp_path, [title], header, ["渠", "甲村", "30", "12", "2023-03"])
    assert statement.match and statement.register == register
