"""The area of a unit is what unit.yml states, or else what the ending of its name decides."""

from pathlib import Path

import pytest

from pipelines.deliveries.delivery import Delivery
from pipelines.deliveries.period import Period


def delivery(folder: Path, unit: str) -> Delivery:
    return Delivery(unit, Period.parse("2018"), folder / unit / "2018", ())


@pytest.mark.parametrize(
    ("unit", "level", "name"),
    [
        ("木棠镇", "township", "木棠镇"),
        ("某街道", "township", "某街道"),
        ("薛宅村", "village", "薛宅村"),
        ("某社区", "village", "某社区"),
        ("某开发区", "township", "某开发区"),
        ("肃州区", "county", "肃州区"),
        ("泸西县", "county", "泸西县"),
        ("某镇(报告004)", "township", "某镇"),
    ],
)
def test_the_ending_of_a_name_decides_its_level(tmp_path: Path, unit: str, level: str, name: str) -> None:
    area = delivery(tmp_path, unit).area
    assert {key: value for key, value in area.items() if value} == {level: name}


def test_an_office_is_of_no_level(tmp_path: Path) -> None:
    assert delivery(tmp_path, "扶贫办").area == {"county": None, "township": None, "village": None}


def test_what_is_stated_goes_before_the_name(tmp_path: Path) -> None:
    (tmp_path / "木棠镇").mkdir()
    (tmp_path / "木棠镇" / "unit.yml").write_text("county: 儋州市\ntownship: 某镇\n", encoding="utf-8")
    assert delivery(tmp_path, "木棠镇").area == {"county": "儋州市", "township": "某镇", "village": None}
    assert delivery(tmp_path, "木棠镇").name == "木棠镇/2018"
