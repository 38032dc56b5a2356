"""A cell of codes is a term of its vocabulary, or is refused with the terms that it may mean."""

import pytest

from pipelines.reading.vocabularies import own_places, terms_at, terms_of
from pipelines.registers.loading import load_vocabulary
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
    assert fault.value.violation.zh == "不在规定的选项内，最接近的是 缺资金，可填：因病、因残、缺资金"


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


LEVELS = {  # as the ledgers of counties have them: reference, funds
    "中央": "中央 中央资金 中央财政",
    "省级": "省级 省级资金 自治区级 自治区资金",
    "市级": "市级 市级资金 州级 盟级 州财政",
    "县级": "县级 县级资金 县本级 区级 旗县级 县财政资金",
    "其他": "乡镇自筹 社会帮扶 东西部协作 定点帮扶 群众自筹",
}
STATUSES = {
    "已脱贫": "脱贫不享受政策 稳定脱贫 巩固脱贫 已脱贫(享受政策) 继续享受政策 不再享受政策",
    "未脱贫": "未脱贫 未脱贫(兜底)",
    "预脱贫": "预脱贫",
    "返贫": "返贫",
}
CATEGORIES = {
    "产业": "产业发展 产业",
    "就业": "就业项目 公益岗位",
    "乡村建设行动": "乡村建设行动",
    "易地搬迁后扶": "易地搬迁后扶",
    "巩固三保障成果": "巩固三保障成果",
    "乡村治理和精神文明建设": "乡村治理和精神文明建设",
    "项目管理费": "项目管理费",
    "医疗补助": "健康",
    "教育补助": "教育",
}


@pytest.mark.parametrize(
    ("vocabulary", "term", "text"),
    [
        (vocabulary, term, text)
        for vocabulary, terms in (
            ("fund_level", LEVELS), ("exit_status", STATUSES), ("fund_category", CATEGORIES)
        )
        for term, texts in terms.items()
        for text in texts.split()
    ],
)  # fmt: skip
def test_words_that_are_really_used(vocabulary, term, text):
    assert value(f"code({vocabulary})", text, terms=terms_of(vocabulary)) == term


@pytest.mark.parametrize(
    ("vocabulary", "text"),
    [
        ("fund_level", "整合资金"),
        ("exit_status", "享受政策"),
        ("exit_status", "贫困户"),
        ("exit_status", "脱贫监测"),
    ],
)
def test_words_that_may_mean_two_terms_are_given_none(vocabulary, text):
    assert rule(f"code({vocabulary})", text, terms=terms_of(vocabulary)) == "unknown_term"


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("溪口县", "县内"),
        ("云江市溪口县大坪镇", "县内"),
        ("北省云江市溪口县", "县内"),
        ("云江市平川县", "市内县外"),
        ("北省云江市", "市内县外"),
        ("省外", "省外"),
    ],
)
def test_a_place_is_as_far_as_the_narrowest_own_place_that_it_names(text, region):
    assert _region(text) == region


@pytest.mark.parametrize("text", ["南海市溪口县", "某省某市", "大溪口县"])
def test_a_place_that_names_no_own_one_is_not_told(text):
    with pytest.raises(InvalidValue, match="unknown_term"):
        _region(text)


def _region(text):
    places = {"county": "溪口县", "prefecture": "云江市"}
    terms, own = terms_at("work_region", places), own_places("work_region", places)
    by_place = column("code(work_region)").model_copy(update={"by_place": True})
    return parse(by_place, text, ParseContext(terms=terms, own_places=own))


def test_a_number_in_the_place_of_a_term_is_called_a_code():
    with pytest.raises(InvalidValue) as refused:
        value("code(exit_status)", "07", terms=STATES)
    assert "“07”像是系统代码" in refused.value.violation.sentences[0]
