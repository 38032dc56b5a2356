"""A sheet that is of no register says what it is, or what it lacks and the line that decides."""

import pytest

from tests.support.statements import REGISTERS, identify

MONEY = ["序号", "行政村", "户主姓名", "身份证号", "发放金额(元)"]


def test_money_that_nothing_names_is_held_back(tmp_path):
    (statement,) = identify(tmp_path, ["某镇发放表"], MONEY)
    assert (statement.role, statement.reason.rule) == ("rejected", "no_evidence")
    said = statement.reason.zh
    assert said.startswith("读到的列是行政村、") and "表名是“某镇发放表”" in said and "列数" not in said
    assert "都没有写明是什么（如“低保金、资助、" in said and "一卡通发放台账" in said


def test_a_title_for_and_against_is_held_back(tmp_path):
    (statement,) = identify(tmp_path, ["某村公益岗工资发放表(光伏收益)"], MONEY)
    assert (statement.role, statement.reason.rule) == ("rejected", "contradicting_evidence")
    said = statement.reason.zh
    assert said.startswith(
        "按“收益”像“分红发放台账”，按“公益岗”却不像，像“公益性岗位资金安排表、公益性岗位花名册”，无法判断"
    )
    assert "register: post_holders}" in said, "the line for either"
    assert "在 delivery.yml 的 sheets 下写 - {file: 表.xlsx, sheet: 表, register: " in statement.reason.zh


@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("青溪镇学生资助情况统计表", "list"),
        ("青溪镇受资助在校生情况统计表", "rejected"),
        ("青溪镇学生资助(教育扶贫)统计表", "rejected"),
    ],
)
def test_the_end_of_a_title_says_what_it_is_of(tmp_path, title, role):
    header = ["学校", "申请人数", "发放人数", "发放金额(元)"]
    (statement,) = identify(tmp_path, [title], header, ["青溪小学", "30", "28", "14000"])
    assert statement.role == role
    assert (statement.register == "benefit_payments") == (role == "list")


@pytest.mark.parametrize(
    ("title", "header", "amount"),
    [
        ("青溪镇社会力量帮扶情况台账", ["捐赠单位", "捐赠资金(元)", "受益户数", "捐赠时间"], "捐赠资金(元)"),
        ("青溪镇水渠工程劳务报酬发放表", ["姓名", "身份证号", "用工天数", "发放金额(元)"], "发放金额(元)"),
    ],
)
def test_donations_and_pay_for_work_are_payments(tmp_path, title, header, amount):
    (statement,) = identify(tmp_path, [title], header)
    assert (statement.role, statement.register) == ("list", "benefit_payments")
    assert statement.match and statement.match.headers["paid_yuan"] == amount


def test_what_a_register_takes_and_cannot_read_is_named_with_what_stands_in_the_way(tmp_path):
    header = ["村", "签约家庭医生人数", "住院总费用(元)", "报销金额(元)", "报销比例"]
    (statement,) = identify(
        tmp_path, ["青溪镇健康帮扶情况统计表"], header, ["青溪村", "295", "320000", "288000", "90%"]
    )
    assert (statement.role, statement.reason.rule) == ("other", "unread_ledger")
    said = statement.reason.zh
    assert said.startswith(
        "看起来是“医疗报销结算台账”，应按“医疗费用一站式结算台账”读取，但“签约”说明其中有别的内容"
    )
    assert "不是要汇总的台账" not in said and "register: medical_settlements}" in said


def test_pay_of_rangers_is_a_payment(tmp_path):
    header = [
        "村",
        "姓名",
        "身份证号",
        "管护面积(亩)",
        "年补助标准(元)",
        "上半年已发(元)",
        "下半年已发(元)",
        "合计已发(元)",
    ]
    title = "青溪镇生态护林员管护劳务补助发放表"
    (statement,) = identify(
        tmp_path, [title], header, ["青溪村", "", "", "900", "10000", "5000", "0", "5000"]
    )
    assert (statement.role, statement.register) == ("list", "benefit_payments")
    assert statement.match and statement.match.headers["paid_yuan"] == "合计已发(元)"


def test_the_national_list_of_workers_is_the_register_of_workers(tmp_path):
    header = ["行政村", "户编号", "姓名", "证件号码", "户类型", "是否已务工", "务工所在省", "务工所在市", "务工所在县",
              "开始时间", "结束时间", "务工月收入"]  # fmt: skip
    rows = [
        ["青溪村", f"640700{n}", "", "", "脱贫户", "是", "浙江省", "金华市", "义乌市", "202302", "", "3000"]
        for n in (1, 2)
    ]
    (statement,) = identify(tmp_path, ["外出务工信息"], header, *rows)
    assert (statement.role, statement.register) == ("list", "workers")


def test_a_table_of_a_year_book_is_named_for_what_it_seems(tmp_path):
    """Its year and source are columns of a fund ledger, and it has no amount."""
    header = ["年份", "贫困人口(万人)", "贫困发生率(%)", "来源"]
    (statement,) = identify(
        tmp_path, header, ["2017", "3046", "3.1", "公报"], ["2018", "1660", "1.7", "公报"]
    )
    assert (statement.role, statement.kind) == ("other", "统计资料")


def test_a_column_may_name_what_is_paid(tmp_path):
    header = ["姓名", "证件号码", "发放类别", "发放月份", "发放金额"]
    rows = [["某甲", "", "防贫保险理赔", f"20210{month}", "500"] for month in (1, 2, 3)]
    (statement,) = identify(tmp_path, header, *rows)
    assert (statement.role, statement.kind, statement.reason.rule) == (
        "other",
        "防贫保险理赔台账",
        "other_ledger",
    )


@pytest.mark.parametrize(
    ("rows", "rule"),
    [
        (([],), "not_a_register"),
        ((["封面"], ["2018年12月"]), "page_without_rows"),
        ((["序号", "内容", "页码"], ["1", "花名册", "2"]), "page_without_rows"),
        (
            (["资金级次", "项目类别"], ["中央", "产业发展"], ["省级", ""], ["县级", "乡村建设行动"]),
            "page_without_rows",
        ),
        ((["说明"], ["本表由各村填报"]), "page_without_rows"),
        ((["说明", "本表由各村填报"],), "not_a_register"),
        ((["村;户数"], ["青溪村;12"]), "not_a_register"),
    ],
    ids=["empty", "cover", "contents", "options", "notes", "beside", "one column"],
)
def test_a_sheet_of_no_register_is_rejected(tmp_path, rows, rule):
    (statement,) = identify(tmp_path, *rows)
    assert statement.role == "other"
    assert statement.reason.rule == rule


def test_codes_that_come_again_are_no_options(tmp_path):
    rows = [["中央", "产业发展"], ["中央", "产业发展"], ["县级", "产业发展"]]
    (statement,) = identify(tmp_path, ["资金级次", "项目类别"], *rows)
    assert (statement.role, statement.reason.rule) == ("rejected", "missing_header")


def test_counts_of_a_roll_by_kind_are_a_summary(tmp_path):
    header = ["致贫原因", "户数", "人数", "占比"]
    (statement,) = identify(
        tmp_path, ["青溪镇致贫原因统计表"], header, ["因病", "12", "40", "60%"], ["因残", "8", "20", "40%"]
    )
    assert (statement.role, statement.reason.rule) == ("summary", "summary_by_kind")
    assert "“建档立卡贫困人口花名册”按“主要致贫原因”统计的汇总表" in statement.reason.zh


def test_two_numbers_in_a_cell_are_told(tmp_path):
    header = ["村", "户数/人数", "发放金额(元)"]
    (statement,) = identify(
        tmp_path, ["青溪镇农村低保金发放表"], header, ["青溪村", "12/30", "4000"], ["云山村", "8/15", "3000"]
    )
    assert statement.reason.rule == "missing_header"
    assert "列“户数/人数”一格里写了两个数，请分成几列" in statement.reason.zh


def test_interest_that_is_paid_for_loans_is_a_payment_and_a_ledger_of_loans_is_none(tmp_path):
    header = ["村", "借款人", "身份证号", "贷款金额(元)", "年利率", "贴息金额(元)"]
    row = ["青溪村", "", "", "50000", "4.75%", "2375"]
    (paid,) = identify(tmp_path, ["青溪镇小额信贷贴息资金发放表"], header, row)
    assert (paid.role, paid.register) == ("list", "benefit_payments")
    assert paid.match and paid.match.headers["paid_yuan"] == "贴息金额(元)"
    (lent,) = identify(tmp_path, ["青溪镇小额信贷台账"], header, row)
    assert (lent.role, lent.register) == ("list", "loans")


def test_groups_across_are_told_where_not_all_of_them_are_read(tmp_path):
    rows = [
        ["村", "集中安置", "", "分散安置", ""],
        ["", "户", "人", "户", "人"],
        ["青溪村", "20", "80", "1", "3"],
    ]
    merged = [(2, 1, 3, 1), (2, 2, 2, 3), (2, 4, 2, 5)]
    (statement,) = identify(tmp_path, ["青溪镇易地搬迁安置情况统计"], *rows, merged=merged)
    assert (statement.role, statement.reason.rule) == ("rejected", "groups_across")
    assert "在“集中安置、分散安置”下面各有“户、人”几列" in statement.reason.zh
    assert "另加一列“安置方式”" in statement.reason.zh


def test_a_table_with_amounts_is_no_summary_of_a_roll(tmp_path):
    rows = [
        ["村", "建档立卡户", "", "低保户", ""],
        ["", "户数", "补助(元)", "户数", "补助(元)"],
        ["青溪村", "2", "4000", "1", "200"],
    ]
    merged = [(2, 1, 3, 1), (2, 2, 2, 3), (2, 4, 2, 5)]
    (statement,) = identify(tmp_path, ["青溪镇危房改造统计表"], *rows, merged=merged)
    assert (statement.register, statement.reason.rule) == ("housing_renovations", "groups_across")
    assert "在“建档立卡户、低保户”下面各有“户数、补助”几列" in statement.reason.zh


def test_two_tables_of_different_things_beside_each_other_are_told(tmp_path):
    header = ["收入项目", "金额(元)", "支出项目", "金额(元)"]
    (statement,) = identify(
        tmp_path, ["青溪村集体经济收支情况表"], header, ["光伏", "80000", "路灯", "42000"]
    )
    assert (statement.role, statement.reason.rule) == ("rejected", "blocks_beside")
    assert "“收入项目、金额”和“支出项目、金额”" in statement.reason.zh


def test_a_sheet_held_back_names_the_line_that_decides(tmp_path):
    (statement,) = identify(tmp_path, ["某镇发放表"], MONEY)
    assert (
        "- {file: 表.xlsx, sheet: 表, register: benefit_payments} or - {file: 表.xlsx, sheet: 表, register: dividend_payouts}"
        in statement.reason.en
    )


def test_a_sheet_named_by_a_number_is_quoted_in_the_line(tmp_path):
    (statement,) = identify(tmp_path, ["某镇发放表"], MONEY, name="2019")
    assert "- {file: 表.xlsx, sheet: '2019', register: benefit_payments} or " in statement.reason.en


NO_STATUS = ["行政村", "户编号", "姓名", "证件号码", "人数", "与户主关系", "主要致贫原因"]


def test_a_missing_column_is_told_with_the_headers_and_the_line_to_paste(tmp_path):
    (statement,) = identify(tmp_path, ["某镇2019年未脱贫户花名册"], NO_STATUS)
    assert statement.reason.rule == "missing_header"
    assert "表头有：行政村、户编号、姓名、证件号码、人数、与户主关系、主要致贫原因" in statement.reason.zh
    line = "- {file: 表.xlsx, sheet: 表, defaults: {脱贫属性: 未脱贫}}"
    assert line in statement.reason.zh and line in statement.reason.en


def test_no_line_is_printed_for_what_differs_from_row_to_row(tmp_path):
    (statement,) = identify(
        tmp_path, ["某镇未脱贫户"], ["行政村", "户编号", "姓名", "与户主关系", "脱贫属性"]
    )
    assert "证件号码" in statement.reason.zh and "defaults" not in statement.reason.zh


def test_a_summary_by_village_is_named_as_one(tmp_path):
    above = ["行政村", "建档立卡", "", "已脱贫", "", "未脱贫", "", "贫困发生率"]
    below = ["", "户数", "人数", "户数", "人数", "户数", "人数", ""]
    rows = [above, below, ["石桥村", "20", "61", "18", "57", "2", "4", "1%"]]
    merged = [(1, 2, 1, 3), (1, 4, 1, 5), (1, 6, 1, 7)]
    (statement,) = identify(tmp_path, *rows, merged=merged)
    assert (statement.role, statement.reason.rule) == ("summary", "summary_by_area")


def test_a_refusal_of_money_without_its_stage_prints_the_line(tmp_path):
    [statement] = identify(tmp_path, ["村名", "项目名称", "衔接资金(万元)"], ["甲村", "路", "5"])
    line = "- {file: 表.xlsx, sheet: 表, columns: {衔接资金: 计划资金}}"
    assert all(line in sentence for sentence in statement.reason.sentences)


def test_a_table_without_its_partner_is_told_the_line_that_states_it(tmp_path):
    """The table of dividends as counties print it: it names no partner and no year."""
    [statement] = identify(
        tmp_path, ["乡(镇)街", "投入资金(万元)", "按投入资金6%收益(万元)"], ["甲镇", "5", "0.3"]
    )
    assert (
        "defaults: {合作方: …, 入股年度: …}}，“…”要换成实际的值（合作方:全称、入股年度:四位年份）"
        in statement.reason.zh
    )


@pytest.mark.parametrize(
    ("title", "header", "kind"),
    [
        ("某镇2022年度部门预算支出表", ["项目名称", "预算金额", "支出金额", "结余"], "部门预算和财务收支表"),
        ("某村财务收支公开表", ["村", "项目", "收入", "支出", "结余"], "部门预算和财务收支表"),
        ("某镇村级债务统计表", ["村", "债务项目", "债权人", "金额", "形成时间"], "债务统计表"),
        ("某镇2022年5月村干部工资发放表", ["村", "姓名", "职务", "实发工资"], "干部职工工资发放表"),
    ],
)
def test_money_of_offices_and_villages_is_no_fund_and_no_benefit(tmp_path, title, header, kind):
    (statement,) = identify(tmp_path, [title], header, ["甲", "乙", "1", "2", "3"][: len(header)])
    assert (statement.role, statement.kind, statement.match) == ("other", kind, None)


def test_an_income_of_a_village_is_no_fund_of_projects(tmp_path):
    header = ["村", "上年结余", "本年总收入", "本年支出", "年末结余"]
    (statement,) = identify(tmp_path, ["某乡村集体经济收入统计表"], header, ["甲村", "3", "12", "8", "7"])
    assert statement.match is None


@pytest.mark.parametrize(
    ("title", "header", "register"),
    [
        ("某乡2018年度减贫计划表", ["村", "计划脱贫户数", "计划脱贫人数", "实际脱贫户数"], "exit_plans"),
        ("某乡五级书记遍访统计表", ["村", "贫困户数", "县级领导走访户数", "乡镇书记走访户数"], "visits"),
        (
            "某乡问题整改统计表",
            ["问题来源", "问题总数", "已完成整改数", "正在整改占比"],
            "rectification_items",
        ),
    ],
)
def test_counts_are_of_the_register_of_counts_that_the_title_means(tmp_path, title, header, register):
    """Not a summary of the list of persons, and no line would turn counts of several states into those of one."""
    (statement,) = identify(tmp_path, [title], header, ["甲村", "12", "10", "2"])
    assert (statement.register, statement.reason.rule) == (register, "missing_header")
    assert "整改状态:" not in statement.reason.zh.replace(" ", "").replace("：", ":")


def test_categories_across_are_of_the_register_of_counts(tmp_path):
    header = ["村名", "脱贫不稳定户", "", "边缘易致贫户", ""], ["", *["户数", "人数"] * 2]
    merged = [(2, 2, 2, 3), (2, 4, 2, 5), (2, 1, 3, 1)]
    (statement,) = identify(
        tmp_path, ["某镇防返贫监测对象统计表"], *header, ["甲村", "3", "10", "2", "7"], merged=merged
    )
    assert (statement.role, statement.register) == ("list", "monitoring_counts")


def test_groups_across_are_told_whatever_the_title_says_against(tmp_path):
    header = ["学段", "脱贫户学生", "", "监测户学生", "", "合计", ""], ["", *["人数", "金额(元)"] * 3]
    merged = [(2, 2, 2, 3), (2, 4, 2, 5), (2, 6, 2, 7), (2, 1, 3, 1)]
    row = ["小学", "5", "2500", "1", "500", "6", "3000"]
    (statement,) = identify(tmp_path, ["某乡2023年秋季学期学生资助统计"], *header, row, merged=merged)
    assert (statement.role, statement.reason.rule) == ("rejected", "groups_across")


@pytest.mark.parametrize(
    ("title", "header", "register"),
    [
        ("某镇特困供养分村情况", ["村", "总人口", "集中供养", "供养资金(元)"], "benefit_payments"),
        (
            "某镇光伏收益分配到户统计",
            ["村", "光伏收益(元)", "公益岗位支出(元)", "分配户数"],
            "collective_incomes",
        ),
    ],
)
def test_figures_below_the_name_of_a_register_are_sent_back_as_that_register(
    tmp_path, title, header, register
):
    """No header but that of the village is known: title and rows say all the same that it is a ledger."""
    (statement,) = identify(tmp_path, [title], header, ["甲村", "12", "10", "2"][: len(header)])
    assert (statement.role, statement.register, statement.reason.rule) == (
        "rejected",
        register,
        "missing_header",
    )


def test_words_below_the_name_of_a_register_are_no_ledger(tmp_path):
    rows = ["村", "填报要求"], ["各村", "每人一行,不要合并单元格"]
    (statement,) = identify(tmp_path, ["公益性岗位花名册填报说明"], *rows)
    assert (statement.role, statement.reason.rule) == ("other", "not_a_register")


INCOMES = ["户编号", "户主", "身份证号", "村", "家庭人口", "工资性收入", "财产性收入", "转移性收入"]
SHARED_OUT = ["村名", "户主", "身份证号", "家庭人口数", "农机项目", "果蔬项目", "合计收益数"]


@pytest.mark.parametrize(
    ("title", "header", "supplied"),
    [
        ("某乡2020年脱贫户收入测算表", INCOMES, ["exit_status"]),
        ("某乡资产收益扶贫项目收益分配表", SHARED_OUT, ["monitored_type"]),
    ],
)
def test_no_default_makes_a_register_of_a_sheet_of_something_else(tmp_path, title, header, supplied):
    row = ["1", "某甲", "", "3", "100", "200", "300", "1"][: len(header)]
    for more in ((), supplied):
        (statement,) = identify(tmp_path, [title], header, row, supplied=more)
        assert statement.match is None and "defaults" not in statement.reason.zh


def test_a_list_of_nobody_s_register_is_no_list_that_lacks_columns(tmp_path):
    header = ["序号", "村", "姓名", "身份证号", "入党时间", "职务"]
    (statement,) = identify(tmp_path, ["某镇党员花名册"], header, ["1", "甲村", "某甲", "", "1999-07-01", ""])
    assert (statement.role, statement.reason.rule) == ("other", "not_a_register")


def test_a_roster_of_a_training_lacks_its_course(tmp_path):
    header = ["序号", "村", "姓名", "身份证号", "联系电话", "是否脱贫户", "签字"]
    (statement,) = identify(
        tmp_path, ["某乡实用技术培训花名册"], header, ["1", "甲村", "某甲", "", "", "否", ""]
    )
    assert (statement.register, statement.reason.rule) == ("training_sessions", "missing_header")


def test_income_that_a_village_shares_out_by_use_is_no_dividend(tmp_path):
    header = ["村", "类别", "人（户）数", "标准（元）", "金额（元）"]
    (statement,) = identify(
        tmp_path, ["某乡光伏收益分配表"], header, ["甲村", "公益岗", "12", "1500", "18000"]
    )
    assert statement.match is None


def test_persons_of_low_income_are_no_payment(tmp_path):
    header = ["序号", "村", "姓名", "身份证号", "家庭人口", "低收入人口类型", "认定时间", "月救助金额（元）"]
    row = ["1", "甲村", "某甲", "", "1", "最低生活保障对象", "2024-01-01", "350"]
    (statement,) = identify(tmp_path, ["某镇低收入人口花名册"], header, row)
    assert (statement.role, statement.kind) == ("other", "低收入人口名单")


def test_another_ledger_is_never_nothing_to_do(tmp_path):
    (statement,) = identify(tmp_path, ["某合作社退还股金发放表"], MONEY)
    assert statement.reason.rule == "other_ledger" and "不需要处理" not in statement.reason.advice_zh


WORKS = ["乡镇", "行政村", "项目名称", "建设内容"]


@pytest.mark.parametrize(
    ("title", "measured", "role"),
    [
        ("高标准农田建设项目面积表", "建设面积(亩)", "other"),
        ("高标准农田建设项目(单位:亩)", "计划", "other"),
        ("高标准农田建设项目表", "投资概数(万元)", "rejected"),
        ("扶贫资金建设项目表", "建设面积(亩)", "rejected"),
        ("建设项目表", "负责人", "rejected"),
    ],
)
def test_what_is_measured_and_not_paid_is_no_ledger_of_funds(tmp_path, title, measured, role):
    rows = [
        ["东镇", "石桥村", "农田一期", "土地平整", "300"],
        ["东镇", "柳沟村", "农田二期", "灌溉渠", "420"],
    ]
    (statement,) = identify(tmp_path, [title], [*WORKS, measured], *rows)
    assert statement.role == role
    assert (statement.kind or "").startswith("高标准农田建设项目") == (role == "other")


@pytest.mark.parametrize(
    ("title", "header", "kind"),
    [
        ("某镇2024年资产台账", ["村", "资产类型", "资产原值(元)"], "资产台账"),
        ("某镇情况", ["村", "脱贫人口", "其中:参保", "参保率"], "医保参保统计表"),
    ],
)
def test_figures_of_no_register_are_named_for_what_they_seem(tmp_path, title, header, kind):
    (statement,) = identify(tmp_path, [title], header, ["甲村", "12", "10", "83%"][: len(header)])
    assert (statement.role, statement.kind, statement.reason.rule) == ("other", kind, "other_ledger")


@pytest.mark.parametrize(
    ("title", "header", "row", "register"),
    [
        (
            "青溪镇信访件办理情况",
            ["村", "渠道", "受理件数", "办结件数", "办结率"],
            ["云山村", "热线", "30", "28", "93%"],
            "work_orders",
        ),
        (
            "青溪镇作风问题查处情况统计",
            ["月份", "立案件数", "处理人数", "涉及金额（元）"],
            ["3月", "1", "3", "4650"],
            "discipline_cases",
        ),
        (
            "青溪镇会议统计表",
            ["月份", "党委会研究次数", "领导小组会次数", "参会人次"],
            ["1月", "1", "2", "45"],
            "meetings",
        ),
    ],
)
def test_numbers_of_events_are_a_summary_that_names_its_register(tmp_path, title, header, row, register):
    (statement,) = identify(tmp_path, [title], header, row)
    found = (statement.role, statement.reason.rule, statement.register)
    assert found == ("summary", "summary_of_events", register)
    assert REGISTERS[register].title in statement.reason.zh
    assert header[2] in statement.reason.zh


@pytest.mark.parametrize(
    "rows",
    [
        [["行标签", "计数项:姓名", "求和项:人数"], ["甲村", "7", "25"], ["总计", "7", "25"]],
        [["脱贫属性", "已脱贫", "", "未脱贫", "总计"], ["脱贫年度", "2017", "2018", "(空白)", ""], ["甲村", "4", "", "3", "7"]],
    ],
)  # fmt: skip
def test_a_pivot_table_is_told_as_one(tmp_path, rows):
    (statement,) = identify(tmp_path, *rows)
    assert (statement.role, statement.reason.rule) == ("other", "pivot_table")


def test_numbers_by_kind_below_the_name_of_a_roll_are_its_summary(tmp_path):
    rows = ["类别", "户数", "人数", "占比"], ["2016年脱贫户", "10", "35", "25%"]
    (statement,) = identify(tmp_path, ["某镇建档立卡贫困户脱贫情况表"], *rows)
    assert (statement.role, statement.register) == ("summary", "persons")
    assert "按“类别”统计的汇总表" in statement.reason.zh


def test_a_list_of_photographs_lacks_no_amount(tmp_path):
    header = ["项目名称", "实施村", "施工前", "施工后", "拍摄时间"]
    (statement,) = identify(
        tmp_path, ["某镇项目实施照片台账"], header, ["路", "甲村", "(照片)", "(照片)", "2022.9"]
    )
    assert statement.role == "other"


def test_two_programmes_side_by_side_are_told_as_such(tmp_path):
    header = ["村", "困难残疾人生活补贴", "", "重度残疾人护理补贴", "", "合计(元)"]
    below = ["", "人数", "金额(元)", "人数", "金额(元)", ""]
    rows = (
        ["某镇2022年度残疾人两项补贴统计表"],
        header,
        below,
        ["甲村", "17", "20400", "11", "15840", "36240"],
    )
    (statement,) = identify(tmp_path, *rows)
    assert (statement.role, statement.reason.rule) == ("rejected", "groups_across")
    assert "在“困难残疾人生活补贴、重度残疾人护理补贴”下面各有“人数、金额”几列" in statement.reason.zh


def test_two_programmes_in_one_row_of_headers_are_told_as_such(tmp_path):
    header = ["乡镇", "生活补贴人数", "生活补贴金额(元)", "护理补贴人数", "护理补贴金额(元)", "合计金额(元)"]
    (statement,) = identify(
        tmp_path, ["某县2023年残疾人两项补贴"], header, ["甲镇", "15", "1200", "9", "720", "1920"]
    )
    assert (statement.role, statement.reason.rule) == ("rejected", "groups_across")
    assert "在“生活补贴、护理补贴”下面各有“人数、金额”几列" in statement.reason.zh
