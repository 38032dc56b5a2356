"""A vocabulary's synonyms are found however they are typed."""

import pytest

from pipelines.reading.normalise import normalise
from pipelines.reading.vocabularies import terms_at, terms_in, terms_of
from tests.support.desk import Desk
from tests.support.ledgers import amounts


def test_synonyms_are_found_as_they_are_compared():
    terms = terms_of("relations")
    assert terms[normalise("戶 主")] == "户主"
    assert terms[normalise("本人或户主")] == "户主"
    assert "家长" not in terms


@pytest.mark.parametrize(
    ("written", "programme"),
    [
        ("2021年受灾人员冬春生活救助资金", "冬春救助"),
        ("春冬救助", "冬春救助"),
        ("临时救助金", "临时救助"),
        ("事实无人抚养儿童基本生活补贴", "事实无人抚养儿童补贴"),
        ("孤儿基本生活费", "孤儿基本生活费"),
        ("禁牧补助", "草原补奖"),
        ("某乡2022年春季学期“雨露计划”职业教育补助发放表", "雨露计划"),
        ("公益林补偿", "生态补偿"),
    ],
)
def test_programmes_of_two_rules_are_two_terms(written, programme):
    """Relief of disasters is of the emergency offices, 临时救助 of civil affairs; an orphan is no child whose parents live."""
    assert terms_in(normalise(written), terms_of("benefit_programmes")) == {programme}


def test_the_names_of_a_units_own_places_are_terms_of_its_levels():
    places = {"prefecture": "焦作市", "county": "孟州市", "township": None}
    terms = terms_at("fund_level", places)
    assert (terms["焦作市"], terms["孟州市"], terms["省级"]) == ("市级", "县级", "省级")
    assert "焦作市" not in terms_of("fund_level")
    assert terms_at("relations", places) == terms_of("relations")


def test_money_of_the_prefecture_and_of_the_county_is_of_their_levels_and_that_of_another_city_of_none(
    tmp_path,
):
    desk = Desk(tmp_path, "孟州市")
    desk.write("../unit.yml", "prefecture: 焦作市\ncounty: 孟州市\n")
    rows = [["省级", 1], ["焦作市", 20], ["孟州市", 300], ["洛阳市", 4000]]
    desk.csv("2018年扶贫资金来源.csv", [["来源", "金额(元)"], *rows])
    outcome = desk.clean()
    assert amounts(outcome, "planned_yuan", "fund_level") == [
        (1, "省级"),
        (20, "市级"),
        (300, "县级"),
        (4000, None),
    ]
