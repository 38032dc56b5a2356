"""A place has one name, however it is written."""

import pytest

from pipelines.rules import InvalidValue
from pipelines.values.context import ParseContext
from pipelines.values.parse import parse
from tests.support.values import column


def test_places():
    area = {"county": "儋州市", "township": "木棠镇", "village": None}

    def named(level, text):
        return parse(column("area", level), text, ParseContext(areas=area))

    for text in (
        "薛宅",
        "薛宅村",
        "薛宅村委会",
        "薛宅村民委员会",
        "薛宅行政村",
        "薛 宅\u3000村",
        "薛宅村村委会",
    ):
        assert named("village", text) == "薛宅村", text
    for text in ("城东社区", "城东社区居委会", "城东居委会", "城东社区居民委员会", "城東社區"):
        assert named("village", text) == "城东社区", text
    for text in ("白音嘎查", "白音嘎查村", "白音嘎查委员会"):
        assert named("village", text) == "白音嘎查", text
    assert named("township", "木棠") == named("township", "木棠鎮") == "木棠镇"
    assert named("county", "儋州") == "儋州市"
    village = ParseContext(areas=area | {"village": "新村"})
    for text, name in (("新村", "新村"), ("儋州市木棠镇新村", "新村"), ("红旗新村", "红旗新村")):
        assert parse(column("area", "village"), text, village) == name
    for text in ("***", "xx村", "某村"):
        with pytest.raises(InvalidValue, match="masked_value"):
            named("village", text)
    with pytest.raises(InvalidValue, match="not_a_place_name"):
        named("village", "12")


AREAS = {"county": "儋州市", "township": "木棠镇", "village": None}
WIDER = column("area", "village").model_copy(update={"may_be_wider": True})


@pytest.mark.parametrize(
    "text",
    ["薛宅村（贫困村）", "薛宅村(深度贫困村)", "薛宅村(非贫困村)", "薛宅村(已出列村)", "薛宅村(省定贫困村)"],
)
def test_what_a_village_is_may_stand_behind_its_name(text):
    assert parse(column("area", "village"), text, ParseContext(areas=AREAS)) == "薛宅村"


@pytest.mark.parametrize(
    "text",
    [
        "薛宅村、长老村",
        "薛宅,长老",
        "薛宅村 长老村",
        "薛宅村和长老村",
        "薛宅村等3个村",
        "各村",
        "15个贫困村",
        "镇本级",
    ],
)
@pytest.mark.parametrize(
    ("kind", "broken"), [(WIDER, "wider_place"), (column("area", "village"), "not_a_place_name")]
)
def test_several_villages_are_a_wider_place_where_the_register_has_such_rows(text, kind, broken):
    with pytest.raises(InvalidValue, match=broken):
        parse(kind, text, ParseContext(areas=AREAS))


@pytest.mark.parametrize("text", ["薛宅村(含长老村)", "12", "木棠镇扶贫资金台账", "2018年12月完工"])
def test_what_is_no_place_is_not_a_wider_one(text):
    with pytest.raises(InvalidValue, match="not_a_place_name"):
        parse(WIDER, text, ParseContext(areas=AREAS))


def test_a_village_by_itself_has_no_rows_of_several_villages():
    with pytest.raises(InvalidValue, match="not_a_place_name"):
        parse(WIDER, "薛宅村、长老村", ParseContext(areas=AREAS | {"village": "薛宅村"}))


@pytest.mark.parametrize("text", ["和平村", "太和村", "与山村", "新村 村委"])
def test_a_name_with_the_letter_for_and_is_one_place(text):
    assert parse(WIDER, text, ParseContext(areas=AREAS)) == text.removesuffix(" 村委")


@pytest.mark.parametrize(
    "text", ["水电费", "镇区", "同上", "供水工程", "永兴合作社", "中央", "石桥村服务中心"]
)
def test_what_names_something_else_is_no_village(text):
    with pytest.raises(InvalidValue, match="not_a_place_name"):
        parse(column("area", "village"), text, ParseContext(areas=AREAS))


@pytest.mark.parametrize(
    ("text", "name"), [("中心", "中心村"), ("百户", "百户村"), ("工程村", "工程村"), ("金桥", "金桥村")]
)
def test_a_name_without_its_suffix_is_of_a_village(text, name):
    assert parse(column("area", "village"), text, ParseContext(areas=AREAS)) == name
