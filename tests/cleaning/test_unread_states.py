"""A column that nothing reads may say that a row does not count: it is told."""

import pytest

from tests.support.desk import Desk, person

PAID = ("行政村", "姓名", "身份证号", "发放金额(元)")


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path)


def told(desk: Desk, header: str, *texts: str) -> list[str]:
    rows = [
        ("石桥村", f"王甲{number}", person(4 * number)[6], "300", text)
        for number, text in enumerate(texts, start=1)
    ]
    desk.csv("高龄津贴发放表.csv", [(*PAID, header), *rows])
    outcome = desk.clean()
    assert len(outcome.rows("benefit_payments")) == len(texts)
    return [one["message_zh"] for one in outcome.findings if one["rule"] == "unread_state"]


@pytest.mark.parametrize(
    ("header", "texts", "words"),
    [
        ("健在与否", ("健在", "2018年6月去世", "健在"), "去世"),
        ("是否在册", ("是", "否（整户迁出）", "是"), "迁出"),
        ("到课", ("全勤", "报名未参加", "全勤"), "未参加"),
        ("目前", ("在外", "已返乡未就业", "在岗"), "返乡"),
    ],
)
def test_words_of_an_unread_column_that_take_a_row_back_are_told(desk, header, texts, words):
    [said] = told(desk, header, *texts)
    assert said == f"列“{header}”没有读取，第3行这一列写有“{words}”，而这些行照常计入"


@pytest.mark.parametrize(
    ("header", "texts"),
    [
        ("致贫原因", ("因病", "户主去世", "因学")),
        ("走访记录", ("健康", "2018年6月去世的老伴李乙二生前由本人照料", "健康")),
        ("参保", ("未参加", "未参加", "已参加")),
        ("性别", ("男", "女", "男")),
    ],
)
def test_words_of_something_else_are_not(desk, header, texts):
    assert told(desk, header, *texts) == []
