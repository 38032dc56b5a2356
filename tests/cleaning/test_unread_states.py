"""A column that nothing reads may say that a row does not count: the row is set aside, and the column is told."""

import pytest

from tests.support.desk import Desk, person

PAID = ("行政村", "姓名", "身份证号", "发放金额(元)")


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path)


def clean(desk: Desk, header: str, *texts: str):
    rows = [
        ("石桥村", f"王甲{number}", person(4 * number)[6], "300", text)
        for number, text in enumerate(texts, start=1)
    ]
    desk.csv("高龄津贴发放表.csv", [(*PAID, header), *rows])
    return desk.clean()


def told(outcome) -> list[str]:
    return [one["message_zh"] for one in outcome.findings if one["rule"] == "unread_state"]


@pytest.mark.parametrize(
    ("header", "texts", "words"),
    [
        ("健在与否", ("健在", "2018年6月去世", "健在"), "去世"),
        ("在册", ("是", "否（整户迁出）", "是"), "迁出"),
        ("目前", ("在外", "已返乡", "在岗"), "返乡"),
        ("本年", ("享受", "未享受", "享受"), "未享受"),
        ("订单", ("交易完成", "已关闭（退款）", "交易完成"), "已关闭"),
        ("就读", ("在读", "休学", "在校"), "休学"),
        ("入库状态", ("已入库", "论证中", "已入库"), "论证中"),
        ("入库状态", ("已入库", "已出库", "已入库"), "出库"),
    ],
)
def test_a_row_that_an_unread_column_may_take_back_is_set_aside(desk, header, texts, words):
    outcome = clean(desk, header, *texts)
    assert [one["paid_yuan"] for one in outcome.rows("benefit_payments")] == [300, 300]
    [fault] = outcome.faults
    assert (fault["row"], fault["level"], fault["rule"]) == (3, "row", "unread_state_of_row")
    assert fault["reason_zh"] == f"列“{header}”没有读取，这一行写有“{words}”，是否还要计入无法判断"
    [said] = told(outcome)
    assert said == (
        f"列“{header}”没有读取，第3行这一列写有“{words}”，是否还要计入无法判断，这些行没有计入；"
        f"都要计入的，由数据管理员在 delivery.yml 的 sheets 下写 - {{file: 高龄津贴发放表.csv, columns: {{{header}: 不读}}}}"
    )


def test_a_column_that_affirms_one_row_is_heeded_in_most_others(desk):
    outcome = clean(desk, "健在与否", "2018年1月去世", "健在", "2018年6月去世")
    assert [fault["row"] for fault in outcome.faults] == [2, 4]


def test_the_steward_says_that_a_column_takes_no_row_back(desk):
    desk.write("delivery.yml", "sheets:\n  - {file: 高龄津贴发放表.csv, columns: {健在与否: 不读}}\n")
    outcome = clean(desk, "健在与否", "健在", "2018年6月去世", "健在")
    assert len(outcome.rows("benefit_payments")) == 3 and not told(outcome) and not outcome.faults


@pytest.mark.parametrize(
    ("header", "texts"),
    [
        ("致贫原因", ("因病", "户主去世", "因学")),
        ("走访记录", ("健康", "2018年6月去世的老伴李乙二生前由本人照料", "健康")),
        ("参保", ("未参加", "未参加", "已参加")),
        ("对象类别", ("老人", "返乡创业农民工", "老人")),
        ("对象类别", ("老人", "贫困退出户", "老人")),
        ("就业", ("在岗", "未就业", "在岗")),
        ("出院情况", ("好转", "死亡", "好转")),
        ("旧房处置", ("保留", "拆除，宅基地收回集体", "保留")),
        ("原岗位", ("保洁员", "护路员（岗位已取消）", "保洁员")),
        ("训前就业情况", ("务工", "返乡", "务工")),
        ("春节是否返乡", ("是", "否（未返乡）", "返乡")),
        ("配偶情况", ("已去世", "健在", "已去世")),
        ("家长情况", ("务工", "去世", "务农")),
        ("目前", ("上学", "父亲去世，随母", "上学")),
        ("领取方式", ("打卡", "现金（原账户已注销）", "打卡")),
        ("目前", ("在外", "未返乡", "在外")),
        ("其他待遇", ("无", "未享受低保", "无")),
        ("性别", ("男", "女", "男")),
    ],
)
def test_words_of_something_else_are_not(desk, header, texts):
    outcome = clean(desk, header, *texts)
    assert len(outcome.rows("benefit_payments")) == 3 and not told(outcome)


def test_a_roll_loses_whom_a_column_calls_gone_alone(desk):
    header = ("行政村", "户编号", "姓名", "证件号码", "家庭人口", "与户主关系", "脱贫属性", "去向", "经营")
    members = [
        ("石桥村", f"460003{n}", f"王甲{n}", person(4 * n)[6], "1", "户主", "已脱贫", gone, ended)
        for n, (gone, ended) in enumerate([("在家", "正常"), ("2018年迁出", "正常"), ("在家", "已终止")], 1)
    ]
    desk.csv("建档立卡贫困人口花名册.csv", [header, *members])
    outcome = desk.clean()
    assert len(outcome.rows("persons")) == 2
    assert [(one["row"], one["rule"]) for one in outcome.faults] == [(3, "unread_state_of_row")]


@pytest.mark.parametrize(
    ("name", "register", "header", "rows"),
    [
        (
            "2018年项目库.csv",
            "fund_ledger",
            ("行政村", "项目名称", "计划资金(万元)", "是否入库"),
            [
                ("石桥村", "村道", "10", "是"),
                ("石桥村", "便桥", "20", "否（未通过评审）"),
                ("河湾村", "水池", "5", "是"),
            ],
        ),
        (
            "监测对象名单.csv",
            "monitored_households",
            ("行政村", "户主姓名", "户主身份证号", "家庭人口", "监测对象类别", "是否在册"),
            [
                ("石桥村", "王甲一", person(4)[6], "2", "突发严重困难户", "是"),
                ("石桥村", "王甲二", person(8)[6], "2", "突发严重困难户", "否（整户迁出）"),
                ("石桥村", "王甲三", person(12)[6], "2", "突发严重困难户", "是"),
            ],
        ),
    ],
)
def test_an_answer_no_takes_a_row_out(desk, name, register, header, rows):
    desk.csv(name, [header, *rows])
    outcome = desk.clean()
    assert len(outcome.rows(register)) == 2
    assert [(one["row"], one["rule"]) for one in outcome.faults] == [(3, "fact_denied")]


def test_a_refund_below_0_takes_back_what_was_paid_itself(desk):
    """Of 100, 80 that came back and 50 the village has paid 70."""
    header = ["行政村", "项目名称", "摘要", "支出资金(元)"]
    said = [("拨付", "100"), ("退款冲销", "-80"), ("拨付", "50")]
    rows = [["薛宅村", f"道路{number}", text, yuan] for number, (text, yuan) in enumerate(said)]
    desk.csv("表.csv", [["木棠镇2018年扶贫项目资金支付明细"], header, *rows])
    assert sum(desk.clean().column("fund_ledger", "paid_yuan")) == 70
