"""Amounts of each month: what was paid is the whole that a row states, else as often the amount as it states months."""

import pytest

from tests.support.desk import Desk, Outcome

TWO = ["村", "姓名", "残疾等级", "生活补贴(元/月)", "护理补贴(元/月)"]
BOTH, ONE = ["薛宅村", "王甲一", "一级", 100, 120], ["薛宅村", "王甲二", "三级", 100, ""]
DIBAO = ["村", "户主姓名", "保障人数", "月保障金(元)"]


def sent(tmp_path, period: str, title: str, *rows) -> Outcome:
    desk = Desk(tmp_path, period=period)
    desk.csv("表.csv", [[title], *rows])
    return desk.clean()


def paid(outcome: Outcome) -> list[tuple]:
    rows = outcome.rows("benefit_payments")
    return [(row["programme"], row["paid_yuan"]) for row in rows]


def told(outcome: Outcome) -> list[str]:
    """What is said of the sheet's headers and months."""
    kinds = ("unread_column", "unknown_header", "repeated_amount", "months_unknown")
    return [one["rule"] for one in outcome.findings if one["rule"] in kinds]


PENSIONS = "木棠镇2023年残疾人两项补贴发放花名册"
LIVING, CARE = "残疾人生活补贴", "残疾人护理补贴"


@pytest.mark.parametrize(
    ("headers", "both", "one"),
    [
        (["发放月数", "发放金额合计(元)"], [12, 2640], [12, 1200]),
        (["发放月数"], [12], [12]),
        (["发放金额合计(元)"], [2640], [1200]),
        (["合计", "发放月数"], [220, 12], [1200, 12]),  # of each month, and of all of them
    ],
)
def test_programmes_of_each_month_are_paid_as_often_as_the_row_states(tmp_path, headers, both, one):
    """12 months of 100 and of 120 yuan: 1200 and 1440, and 2640 in all."""
    outcome = sent(tmp_path, "2023", PENSIONS, [*TWO, *headers], [*BOTH, *both], [*ONE, *one])
    assert paid(outcome) == [(LIVING, 1200), (CARE, 1440), (LIVING, 1200)]
    assert outcome.marks == [] and told(outcome) == []


def test_a_whole_that_the_months_do_not_make_is_undecided(tmp_path):
    rows = [*BOTH, 12, 2640], [*ONE, 12, 1300]
    outcome = sent(tmp_path, "2023", PENSIONS, [*TWO, "发放月数", "发放金额合计(元)"], *rows)
    assert outcome.marks == [(None, "parts_disagree")]
    assert paid(outcome) == [(LIVING, 1200), (CARE, 1440)]


def test_what_nothing_says_how_often_it_is_paid_does_not_count(tmp_path):
    """Neither months nor a whole; and a 合计 that is that of one month only."""
    assert paid(outcome := sent(tmp_path, "2023", PENSIONS, TWO, BOTH)) == [(None, None)]
    assert told(outcome) == ["months_unknown"]


def test_a_sum_of_each_month_is_no_whole_of_the_year(tmp_path):
    outcome = sent(tmp_path, "2023", PENSIONS, [*TWO, "合计(元)"], [*BOTH, 220])
    assert (paid(outcome), told(outcome)) == ([(None, None)], ["months_unknown"])


def test_the_amount_of_a_month_is_what_is_paid_in_that_month(tmp_path):
    """Money for care on a list of 特困 is theirs, and not that of disabled persons."""
    title = "木棠镇2023年6月特困人员供养金发放表"
    header = ["村", "姓名", "供养方式", "基本生活费(元/月)", "护理补贴(元/月)", "本月实发(元)"]
    rows = [["薛宅村", "王甲一", "集中供养", 900, 600, 1500], ["薛宅村", "王甲二", "分散供养", 900, "", 900]]
    outcome = sent(tmp_path, "2023", title, header, *rows)
    assert paid(outcome) == [("特困供养", 900), ("特困护理补贴", 600), ("特困供养", 900)]
    assert outcome.marks == [] and told(outcome) == []


@pytest.mark.parametrize("whole", ["实发合计(元)", "实发金额(元)", "合计(元)"])
def test_what_was_paid_besides_is_in_the_whole(tmp_path, whole):
    rows = ["薛宅村", "王甲一", 1, 300, 0, 300], ["薛宅村", "王甲二", 2, 420, 840, 1260]
    outcome = sent(
        tmp_path, "2022", "木棠镇2022年9月农村低保金发放表", [*DIBAO, "补发金额(元)", whole], *rows
    )
    assert paid(outcome) == [("农村低保", 300), ("农村低保", 1260)]
    assert told(outcome) == []


def test_what_was_paid_besides_leaves_open_how_much_was_paid_in_all(tmp_path):
    rows = ["薛宅村", "王甲一", 1, 300, 0], ["薛宅村", "王甲二", 2, 420, 840]
    outcome = sent(tmp_path, "2022-09", "木棠镇农村低保金发放表", [*DIBAO, "补发金额(元)"], *rows)
    assert paid(outcome) == [("农村低保", 300)]
    assert outcome.marks == [(None, "supplement_beside")] and told(outcome) == []


def test_months_may_be_stated_by_the_row_or_for_all(tmp_path):
    row = ["薛宅村", "王甲一", 1, 300]
    title = "木棠镇2022年农村低保金发放表"
    assert paid(sent(tmp_path / "1", "2022", title, [*DIBAO, "月数"], [*row, 3])) == [("农村低保", 900)]
    assert paid(sent(tmp_path / "2", "2022", title, [*DIBAO, "月份"], [*row, "2022年5月"])) == [
        ("农村低保", 300)
    ]
    desk = Desk(tmp_path / "3", period="2022")
    desk.csv("表.csv", [[title], DIBAO, row])
    desk.write("delivery.yml", "defaults: {发放月数: 12}\n")
    assert paid(desk.clean()) == [("农村低保", 3600)]


def test_an_application_that_is_not_decided_is_no_payment(tmp_path):
    """A state that is no term says nothing: the row is held back, and not paid."""
    header = ["村", "户主姓名", "申请金额(元)", "发放金额(元)", "办理状态"]
    rows = [
        ["薛宅村", "王甲一", 2000, 1500, "已打卡"],
        ["薛宅村", "王甲二", 2000, "", "审批中"],
        ["薛宅村", "王甲三", 2000, 800, "另行处理"],
    ]
    outcome = sent(tmp_path, "2022", "木棠镇2022年临时救助台账", header, *rows)
    counted = [(row["progress"], row["paid_yuan"]) for row in outcome.rows("benefit_payments")]
    assert counted == [("发放", 1500), ("申报", None)]
    assert outcome.marks == [("E5", "unknown_term")]


@pytest.mark.parametrize("title", ["木棠镇2022年1-6月农村低保金发放表", "木棠镇2022年上半年农村低保金发放表"])
def test_a_list_of_several_months_is_not_of_one(tmp_path, title):
    outcome = sent(tmp_path, "2022", title, DIBAO, ["薛宅村", "王甲一", 1, 300])
    assert (paid(outcome), told(outcome)) == ([("农村低保", None)], ["months_unknown"])


def test_the_line_that_is_told_says_for_how_many_months_all_are_paid(tmp_path):
    desk = Desk(tmp_path, period="2023")
    desk.csv("低保.csv", [["木棠镇农村低保发放花名册"], DIBAO, ["薛宅村", "王甲一", 2, 600]])
    [said] = [one["message_zh"] for one in desk.clean().findings if one["rule"] == "months_unknown"]
    assert said == (
        "“月保障金(元)”是按月的金额，没有写明发几个月，也没有发放的合计：1 行的发放金额不计；"
        "每行都发同样几个月的，由数据管理员在 delivery.yml 的 sheets 下写 "
        "- {file: 低保.csv, defaults: {发放期数: …}}，“…”要换成月数"
    )
    desk.write("delivery.yml", "sheets:\n  - {file: 低保.csv, defaults: {发放期数: 12}}\n")
    assert paid(desk.clean()) == [("农村低保", 7200)]
