"""A cell of codes is a term of its vocabulary, or is refused with the terms that it may mean."""

import pytest

from pipelines.registers.contract import load_vocabulary
from pipelines.rules import InvalidValue
from pipelines.values.context import ParseContext
from pipelines.values.parse import parse
from tests.support.values import column, full_width, rule, spaced, value


@pytest.mark.parametrize("vocabulary", ["relations", "exit_status", "fund_level", "poverty_cause", "health"])
def test_every_synonym_is_its_term_however_it_is_typed(vocabulary):
    from pipelines.reading.normalise import normalise

    synonyms = load_vocabulary(vocabulary)
    terms = {normalise(synonym): term for synonym, term in synonyms.items()}
    for synonym, term in synonyms.items():
        for typed in (synonym, full_width(synonym), spaced(synonym), synonym[:1] + "\u3000" + synonym[1:]):
            assert value(f"code({vocabulary})", typed, terms=terms) == term
    assert rule(f"code({vocabulary})", "查无此项", terms=terms) == "unknown_term"


CAUSES = {"因病": "因病", "病": "因病", "因残": "因残", "残": "因残", "缺资金": "缺资金", "未填写": "未填写"}


@pytest.mark.parametrize("text", ["因病、因残", "因病,因残", "因病 因残", "病和残", "因病\n因残", "因病"])
def test_of_several_terms_the_first_is_the_main_one(text):
    causes = column("code(poverty_cause)").model_copy(update={"many": True})
    assert parse(causes, text, ParseContext(terms=CAUSES)) == "因病"


@pytest.mark.parametrize("text", ["因病、因懒", "、"])
def test_several_terms_of_which_one_is_unknown_are_refused(text):
    causes = column("code(poverty_cause)").model_copy(update={"many": True})
    with pytest.raises(InvalidValue, match="unknown_term"):
        parse(causes, text, ParseContext(terms=CAUSES))


def test_several_terms_are_refused_where_one_is_allowed():
    assert rule("code(poverty_cause)", "因病、因残", terms=CAUSES) == "unknown_term"


def test_an_unknown_term_is_reported_with_the_nearest_and_the_options():
    with pytest.raises(InvalidValue) as fault:
        parse(column("code(poverty_cause)"), "缺少资金", ParseContext(terms=CAUSES))
    assert fault.value.violation.zh == "不在规定的选项内,最接近的是 缺资金,可填:因病、因残、缺资金"


STATES = {"未脱贫": "未脱贫", "贫困户": "未脱贫", "已脱贫": "已脱贫", "脱贫户": "已脱贫", "返贫": "返贫"}


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("未脱贫（兜底）", "未脱贫"),
        ("已脱贫(享受政策)", "已脱贫"),
        ("脱贫户(2017年)", "已脱贫"),
        ("已脱贫（脱贫户）", "已脱贫"),
    ],
)
def test_a_qualifier_in_brackets_leaves_the_term(text, term):
    assert value("code(exit_status)", text, terms=STATES) == term


@pytest.mark.parametrize(
    "text", ["贫困户(已脱贫)", "已脱贫(返贫)", "未脱贫(拟退出)", "已脱贫（不享受）", "查无(兜底)"]
)
def test_a_qualifier_that_changes_the_term_leaves_it_open(text):
    assert rule("code(exit_status)", text, terms=STATES) == "unknown_term"


@pytest.mark.parametrize(
    "text", ["死亡", "2019年5月死亡", "死亡(2019.5)", "2019-05-12因病死亡", "于2019年死亡"]
)
def test_a_date_may_stand_with_the_term_where_the_column_says_so(text):
    terms = {"死亡": "死亡", "因病死亡": "死亡"}
    dated = column("code(member_change)").model_copy(update={"is_dated": True})
    assert parse(dated, text, ParseContext(terms=terms)) == "死亡"


@pytest.mark.parametrize("text", ["2019年5月死亡", "2019年5月", "5月死亡"])
def test_a_date_is_no_part_of_a_term_elsewhere(text):
    assert rule("code(member_change)", text, terms={"死亡": "死亡"}) == "unknown_term"
