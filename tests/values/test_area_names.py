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
