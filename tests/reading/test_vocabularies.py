"""A vocabulary's synonyms are found however they are typed."""

from pipelines.reading.normalise import normalise
from pipelines.reading.vocabularies import terms_at, terms_of
from tests.support.desk import Desk
from tests.support.ledgers import amounts


def test_synonyms_are_found_as_they_are_compared():
    terms = terms_of("relations")
    assert terms[normalise("戶 主")] == "户主"
    assert terms[normalise("本人或户主")] == "户主"
    assert "家长" not in terms


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
