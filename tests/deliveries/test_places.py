"""Names of places that are known, present and former."""

from datetime import date

import pytest

from pipelines.common.errors import UserError
from pipelines.deliveries.intake import take_in
from pipelines.deliveries.places import FormerName, Place, Places, known_places

RENAMED = Place(
    county="临江县", township="贞山镇", formerly=(FormerName(name="贞山乡", until=date(2017, 6, 30)),)
)


def test_units_are_places_beside_those_of_the_list():
    area = {"county": "临江县", "township": "柳河镇", "village": None}
    places = known_places([RENAMED], [area, {"county": "临江县", "township": None, "village": None}])
    assert places.names("township") == ["柳河镇", "贞山镇"]


def test_places_of_other_counties_are_left_out():
    other = Place(county="他县", township="石桥镇")
    anywhere = Place(township="城关镇")
    assert Places((RENAMED, other, anywhere)).of("临江县", None).names("township") == ["城关镇", "贞山镇"]


def test_a_former_name_means_the_present_place_on_any_day():
    for day in (date(2016, 12, 31), date(2020, 12, 31)):
        assert Places((RENAMED,)).former_names("township", day) == {"贞山乡": "贞山镇"}


def test_a_name_that_another_place_has_today_is_the_former_one_only_till_then():
    places = Places((RENAMED, Place(county="临江县", township="贞山乡")))
    assert places.former_names("township", date(2016, 12, 31)) == {"贞山乡": "贞山镇"}
    assert places.former_names("township", date(2018, 12, 31)) == {}


def test_an_invalid_list_is_named_by_file_and_entry(tmp_path):
    raw = tmp_path / "raw"
    (raw / "柳河镇" / "2018").mkdir(parents=True)
    (raw / "柳河镇" / "2018" / "a.csv").write_text("x")
    (raw / "places.yml").write_text("- {township: 贞山镇, formerly: [{name: 贞山镇}]}\n", encoding="utf-8")
    with pytest.raises(
        UserError, match=r"places\.yml: line 1: entry 1: .*the present name is among the former ones"
    ):
        take_in(raw)
