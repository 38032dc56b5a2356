"""What holds of all kinds of cells: blanks, quotes, flags."""

import pytest

from pipelines.registers.columns import SQL_TYPES, Column
from pipelines.rules.violation import InvalidValue
from pipelines.values.context import ParseContext
from pipelines.values.parse import parse
from tests.support.values import column, rule, value


@pytest.mark.parametrize("quote", "'’‘`´′＇")
def test_a_quote_before_a_number_makes_it_no_text(quote):
    assert value("money", f"{quote}300", money_unit="元") == "300"
    assert value("text", f"{quote}道路") == "道路"


@pytest.mark.parametrize("kind", sorted(set(SQL_TYPES) - {"flag"}))
@pytest.mark.parametrize("blank", ["", "-", "——", "/", "N/A", "NULL"])
def test_blanks_are_not_values(kind, blank):
    assert value(kind, blank) is None


def test_flags():
    for text in ("是", "有", "√", "1", "Y", "yes", "ＹＥＳ", " 是 ", "TRUE", "达标", "合格"):
        assert value("flag", text) == "true", text
    for text in ("否", "无", "×", "0", "N", "no", "FALSE", "没有", "不达标", "不合格"):
        assert value("flag", text) == "false", text
    for text in ("-", "", "/", "未填"):
        assert value("flag", text) is None, text
    for text in ("是否", "2", "不详", "部分", "#N/A"):
        rule("flag", text)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("已消除", "true"),
        ("风险已消除", "true"),
        ("消除", "true"),
        ("未消除", "false"),
        ("风险尚未消除", "false"),
        ("拟消除", "false"),
        ("☑是 □否", "true"),
        ("□是 ☑否", "false"),
        ("☐已消除 ☑未消除", "false"),
    ],
)
def test_a_flag_is_answered_by_the_verb_of_its_question(text, answer):
    asked = column("flag").model_copy(update={"title": "风险是否消除"})
    assert parse(asked, text, ParseContext()) == answer


def test_another_verb_answers_no_question():
    asked = column("flag").model_copy(update={"title": "风险是否消除"})
    for text in ("已搬迁", "□是 □否√", "☑是 ☑否"):
        with pytest.raises(InvalidValue):
            parse(asked, text, ParseContext())


@pytest.mark.parametrize(
    "text", ["富民专业合作社", "富民专业 合作社", "富民專業合作社", "富民\u3000专业合作社"]
)
def test_a_name_of_an_organisation_is_one_however_it_is_typed(text):
    name = column("text").model_copy(update={"is_name": True})
    assert parse(name, text, ParseContext()) == "富民专业合作社"
    assert parse(column("text"), text, ParseContext()) == text


@pytest.mark.parametrize(
    ("text", "answer"), [("2018年12月", "true"), ("2019-05-12", "true"), ("未入住", "false"), ("/", None)]
)
def test_a_day_answers_whether_it_happened_where_the_column_says_so(text, answer):
    fields = {"name": "x", "type": "flag", "title": "是否入住", "description": "A flag.", "is_dated": True}
    assert parse(Column.model_validate(fields), text, ParseContext()) == answer
    if answer == "true":
        assert rule("flag", text) == "not_a_flag"
