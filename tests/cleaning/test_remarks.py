"""An amount that its row's remark takes back does not count, and the quarantine reports it."""

from decimal import Decimal

import openpyxl
import pytest
from openpyxl.comments import Comment

from tests.support.desk import Desk, person

HEADER = ["行政村", "户主", "合作方", "发放金额(元)", "备注"]


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path)


def paid(desk, *remarks, amount="300"):
    desk.csv(
        "分红.csv",
        [
            HEADER,
            *(["薛宅村", f"王{number}", "某合作社", amount, remark] for number, remark in enumerate(remarks)),
        ],
    )
    return desk.clean()


@pytest.mark.parametrize("remark", ["未发", "已退回", "停发", "待核", "账户错误,未到账", "2018年12月死亡"])
def test_a_remark_takes_the_amount_back(desk, remark):
    outcome = paid(desk, "", remark)
    assert outcome.marks == [("D3", "remark_takes_back")]
    assert [int(amount) for amount in outcome.column("dividend_payouts", "paid_yuan")] == [300]


@pytest.mark.parametrize(
    ("months", "remark", "amounts"),
    [
        ("6", "2018年6月死亡", [480, 960]),
        ("6", "06月12日病故", [480, 960]),
        ("12", "2018年6月死亡", [960]),
        ("6", "死亡", [960]),
        ("6", "2018年6月死亡，未领", [960]),
    ],
)
def test_who_was_paid_until_he_died_was_paid(desk, months, remark, amounts):
    header = ["行政村", "姓名", "身份证号", "补贴项目", "发放月数", "发放金额(元)", "备注"]
    people = [("王甲一", person(4)[6], months, "480", remark), ("王甲二", person(8)[6], "12", "960", "")]
    rows = [["薛宅村", name, number, "高龄津贴", *rest] for name, number, *rest in people]
    desk.csv("津贴发放表.csv", [header, *rows])
    found = [row["paid_yuan"] for row in desk.clean().rows("benefit_payments") if row["paid_yuan"]]
    assert found == amounts


@pytest.mark.parametrize("remark", ["已发", "上次未发,本次补发", "一卡通", "死亡,由其子代领"])
def test_other_remarks_leave_it(desk, remark):
    assert paid(desk, remark).marks == []


def test_there_is_nothing_to_take_back_from_0(desk):
    assert paid(desk, "停发", amount="0").marks == []


FUND = ["行政村", "项目名称", "资金年度", "计划资金(元)", "支出资金(元)", "备注"]


def spent(desk, *rows):
    desk.csv("资金.csv", [FUND, *(["薛宅村", f"路{n}", "2018", "100", *row] for n, row in enumerate(rows))])
    return desk.clean()


@pytest.mark.parametrize(
    "remark",
    [
        "未支付",
        "资金未拨付",
        "已退回财政",
        "未付,待验收",
        "工程款全部未付,含质保金",
        "部分退回",
        "100%未付",
    ],
)
def test_what_a_remark_on_the_whole_takes_back_is_what_was_spent_alone(desk, remark):
    outcome = spent(desk, ["80", remark], ["70", ""])
    assert outcome.column("fund_ledger", "planned_yuan") == [Decimal(100), Decimal(100)]
    assert outcome.column("fund_ledger", "paid_yuan") == [None, Decimal(70)]
    [fault] = outcome.faults
    assert (fault["level"], fault["cell"], fault["rule"]) == ("cell", "E2", "remark_takes_back")


@pytest.mark.parametrize(
    "remark",
    ["质保金未付", "余款待付", "尾款未支付", "5%质保金未付", "20%未付", "剩余部分未拨付", "已支付首付款,未结清,未付完",
     "结余收回", "尚有2万元未付", "部分未付", "暂扣质保金", "三成未付"],
)  # fmt: skip
def test_a_remark_on_the_rest_leaves_what_was_spent(desk, remark):
    outcome = spent(desk, ["80", remark])
    assert outcome.faults == []
    assert outcome.column("fund_ledger", "paid_yuan") == [Decimal(80)]


def test_words_beside_the_amount_itself_are_heeded_as_a_remark_is(desk):
    outcome = spent(desk, ["80(未付)", ""], ["80(质保金未付)", ""], ["0(未付)", "未付"])
    assert outcome.column("fund_ledger", "paid_yuan") == [None, Decimal(80), Decimal(0)]
    assert [(fault["level"], fault["cell"], fault["rule"]) for fault in outcome.faults] == [
        ("cell", "E2", "amount_taken_back")
    ]


def test_an_amount_by_levels_is_taken_back_as_a_whole(desk):
    header = ["行政村", "项目名称", "资金年度", "支出资金(元)", "", "备注"]
    parts = ["", "", "", "中央", "县级", ""]
    rows = [["薛宅村", "路", "2018", "60", "20", "未付"], ["薛宅村", "桥", "2018", "50", "10", ""]]
    desk.xlsx("资金.xlsx", [header, parts, *rows], merged=["D1:E1"])
    outcome = desk.clean()
    assert sorted(str(amount) for amount in outcome.column("fund_ledger", "paid_yuan")) == [
        "10.00",
        "50.00",
        "None",
    ]
    assert [(fault["level"], fault["cell"]) for fault in outcome.faults] == [("cell", "D3")]


def commented(desk, rows, **comments):
    path = desk.xlsx("表.xlsx", rows)
    workbook = openpyxl.load_workbook(path)
    for cell, text in comments.items():
        workbook.active[cell].comment = Comment(text, "张会计")
    workbook.save(path)
    return desk.clean()


def test_a_comment_is_heeded_as_a_remark_of_its_row(desk):
    rows = [HEADER, *(["薛宅村", f"王{n}", "某合作社", 300, ""] for n in range(4))]
    outcome = commented(desk, rows, D2="已退回", B3="去世,未领", D4="已发", A1="填报说明:未发的不填")
    assert outcome.marks == [("D2", "comment_takes_back"), ("D3", "comment_takes_back")]
    assert outcome.column("dividend_payouts", "paid_yuan") == [300, 300]


def test_a_comment_that_voids_an_amount_is_of_its_own_cell(desk):
    rows = [FUND, *(["薛宅村", f"路{n}", "2018", 100, 80, ""] for n in range(4))]
    outcome = commented(desk, rows, D2="作废", D3="未支付", E4="质保金未付")
    assert outcome.column("fund_ledger", "planned_yuan") == [100, 100, 100]
    assert outcome.column("fund_ledger", "paid_yuan") == [None, 80, 80]
    assert [(fault["level"], fault["cell"]) for fault in outcome.faults if fault["cell"] != "E2"] == [
        ("row", "D2"), ("cell", "E3"),
    ]  # fmt: skip


def test_every_comment_below_the_header_is_reported_without_its_words(desk):
    rows = [HEADER, *(["薛宅村", f"王{n}", "某合作社", 300, ""] for n in range(7))]
    cells = {f"B{row}": f"张三丰电话{row}" for row in range(2, 9)}
    [finding] = commented(desk, rows, A1="说明", **cells).findings
    assert (finding["rule"], finding["severity"], finding["rows"]) == ("comments", "warning", 7)
    assert "7 个单元格有批注（B2、B3、B4、B5、B6…）" in finding["message_zh"]
    assert "张三丰" not in finding["message_zh"] + finding["message_en"]


DUE = ("行政村", "户主姓名", "身份证号", "合作社", "应发金额(元)", "实发金额(元)", "发放状态")


@pytest.mark.parametrize(
    ("paid", "state", "counted", "rule"),
    [
        ("500", "失败", 0, "remark_takes_back"),
        ("500", "待核实", None, "remark_takes_back"),
        ("未发", "", 0, "amount_taken_back"),
        ("已退回", "", None, "amount_taken_back"),
        ("—", "", None, "missing_value"),
        ("", "", None, "missing_value"),
        ("", "未发放", 0, "remark_takes_back"),
        ("—", "未发放", 0, "remark_takes_back"),
        ("", "待核实", None, "missing_value"),
    ],
)
def test_what_was_due_and_not_paid_stays_due(desk, paid, state, counted, rule):
    """Arrears are what they are there for; where it is not certain that nothing was paid, that is not known."""
    rows = [["石桥村", "王甲一", person(number)[6], "甲社"] for number in (1, 2, 3)]
    rows = [[*rows[0], "500", "500", "成功"], [*rows[1], "500", paid, state], [*rows[2], "", paid, state]]
    desk.csv("分红发放.csv", [DUE, *rows])
    outcome = desk.clean()
    assert outcome.column("dividend_payouts", "due_yuan") == [500, 500]
    assert outcome.column("dividend_payouts", "paid_yuan") == [500, counted]
    assert [(fault["row"], fault["level"], fault["rule"]) for fault in outcome.faults] == [
        (3, "cell", rule),
        (4, "row", rule),
    ]


STAGES = ["行政村", "项目名称", "计划资金(元)", "拨付资金(元)", "支出资金(元)", "备注"]


@pytest.mark.parametrize(
    ("remark", "disbursed", "paid"),
    [("已退回", None, None), ("资金未拨付", None, None), ("未支付", 15, None), ("质保金已收回", 15, 10)],
)
def test_what_was_disbursed_is_taken_back_by_words_on_itself(desk, remark, disbursed, paid):
    """That it is not spent yet takes nothing from what was disbursed."""
    desk.csv("资金.csv", [STAGES, ["薛宅村", "路", "15", "15", "10", remark]])
    [row] = desk.clean().rows("fund_ledger")
    assert (row["planned_yuan"], row["disbursed_yuan"], row["paid_yuan"]) == (15, disbursed, paid)


def test_a_remark_that_no_amount_heeds_is_told(desk):
    """Whether 40 were withdrawn or their payment nobody can see: the row counts, and a warning names it."""
    rows = [["薛宅村", f"路{n}", "40", remark] for n, remark in enumerate(["", "资金已收回", "取消收费"])]
    desk.csv("资金.csv", [["行政村", "项目名称", "下达资金(元)", "备注"], *rows])
    outcome = desk.clean()
    assert outcome.column("fund_ledger", "allocated_yuan") == [40, 40, 40]
    [told] = [one for one in outcome.findings if one["rule"] == "remark_not_applied"]
    assert told["message_zh"].startswith("第3行的备注写有“收回”") and told["severity"] == "warning"


@pytest.mark.parametrize(
    ("remark", "sold", "rule"),
    [("已退货", [], "void_row"), ("部分退货", [None], "remark_takes_back"), ("货款未付", [4], None)],
)
def test_what_was_sold_and_came_back_is_no_sale(desk, remark, sold, rule):
    header = ["行政村", "产品名称", "采购单位", "数量", "销售金额(元)", "备注"]
    desk.csv("消费扶贫销售.csv", [header, ["薛宅村", "红茶", "县一中", "2", "4", remark]])
    outcome = desk.clean()
    assert outcome.column("produce_sales", "sales_yuan") == sold
    assert [name for _, name in outcome.marks] == ([rule] if rule else [])


@pytest.mark.parametrize("remark", ["质量问题退货", "退货", "红冲"])
@pytest.mark.parametrize("amount", ["-300", "(300.00)", "－300"])
def test_an_amount_below_0_takes_back_another_one_itself(desk, remark, amount):
    """500 jin for 3000, of which 50 for 300 came back."""
    header = ["行政村", "产品名称", "采购单位", "数量", "销售金额(元)", "备注"]
    rows = [
        ["薛宅村", "大米", "县一中", "500", "3000", ""],
        ["薛宅村", "大米", "县一中", "-50", amount, remark],
    ]
    desk.csv("消费扶贫销售.csv", [header, *rows])
    outcome = desk.clean()
    assert sum(outcome.column("produce_sales", "sales_yuan")) == 2700
    assert sum(outcome.column("produce_sales", "quantity")) == 450
    assert outcome.marks == [] and not [one for one in outcome.findings if "备注" in one["message_zh"]]


def test_who_is_said_to_get_nothing_and_has_no_amount_got_nothing(desk):
    header = ["行政村", "姓名", "发放金额(元)", "备注"]
    rows = [["薛宅村", "王甲一", "1200", ""], ["薛宅村", "王甲二", "—", "停发"], ["薛宅村", "王甲三", "", ""]]
    desk.csv("表.csv", [["木棠镇2018年残疾人生活补贴发放表"], header, *rows])
    assert desk.clean().column("benefit_payments", "paid_yuan") == [1200, 0, None]


@pytest.mark.parametrize(
    ("paid", "remark", "counted"),
    [
        ("420", "", 420), ("420", "死亡停发,本月未发", 0), ("420", "已退回", 0), ("420", "待核", None),
        ("420(未发)", "", 0), ("420", "死亡", None),
    ],
)  # fmt: skip
def test_a_benefit_that_did_not_arrive_is_none(desk, paid, remark, counted):
    header = ["行政村", "姓名", "身份证号", "发放金额(元)", "备注"]
    rows = [["石桥村", "王甲一", person(4)[6], paid, remark], ["石桥村", "王甲二", person(8)[6], "380", ""]]
    desk.csv("农村低保金发放表.csv", [header, *rows])
    assert desk.clean().column("benefit_payments", "paid_yuan") == [counted, 380]
