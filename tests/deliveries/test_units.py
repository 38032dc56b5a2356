"""A unit by the name of its folder."""

import pytest

from pipelines.common.errors import UserError
from pipelines.deliveries.units import find_unit


def test_a_unit_is_known_before_it_delivers_anything(tmp_path):
    (tmp_path / "木棠镇").mkdir()
    (tmp_path / "木棠镇" / "unit.yml").write_text("county: 儋州市\ntownship: 木棠镇\n", encoding="utf-8")
    (tmp_path / "places.yml").write_text("[]", encoding="utf-8")
    unit = find_unit(tmp_path, "木棠镇")
    assert (unit.name, unit.area) == ("木棠镇", {"county": "儋州市", "township": "木棠镇", "village": None})
    with pytest.raises(UserError) as refused:
        find_unit(tmp_path, "某镇")
    assert [*refused.value.sentences] == [
        f"{tmp_path} 中没有单位“某镇”；可写 木棠镇。",
        f"{tmp_path} has no unit 某镇; expected one of 木棠镇.",
    ]
    with pytest.raises(UserError, match="no unit 某镇"):
        find_unit(tmp_path / "nowhere", "某镇")
