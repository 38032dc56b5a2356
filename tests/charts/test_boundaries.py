"""Outlines of townships are read from GeoJSON, and what cannot be drawn is named without stopping anything."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipelines.charts.boundaries import Boundary, load_boundaries
from tests.support.maps import SQUARE, collection, feature


def written(folder: Path, content: object, name: str = "甲县") -> Path:
    (folder / f"{name}.geojson").write_text(json.dumps(content), encoding="utf-8")
    return folder


def points(ring: list[list[float]]) -> tuple[tuple[float, float], ...]:
    return tuple((lon, lat) for lon, lat in ring)


def test_each_file_is_a_county(tmp_path: Path) -> None:
    written(tmp_path, collection(feature("东镇", SQUARE)))
    written(tmp_path, collection(feature("西镇", SQUARE)), "乙县")
    found = load_boundaries(tmp_path)
    assert {county: [one.name for one in townships] for county, townships in found.items()} == {
        "甲县": ["东镇"], "乙县": ["西镇"],
    }  # fmt: skip


def test_a_township_of_several_parts_with_heights_and_a_hole(tmp_path: Path) -> None:
    high = [[lon, lat, 120.5] for lon, lat in SQUARE]
    hole = [[100.25, 30.25], [100.75, 30.25], [100.5, 30.75], [100.25, 30.25]]
    shape = {"type": "MultiPolygon", "coordinates": [[high, hole], [SQUARE]]}
    content = collection({"type": "Feature", "properties": {"NAME": "东镇"}, "geometry": shape})
    [[township]] = load_boundaries(written(tmp_path, content)).values()
    assert township.rings == (points(SQUARE), points(hole), points(SQUARE))
    assert township.middle == (100.5, 30.5)


def test_without_a_folder_there_are_none(tmp_path: Path) -> None:
    assert load_boundaries(tmp_path / "geo") == {}


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("{", "不是 JSON"),
        ("[" * 100_000, "不是 JSON"),
        (json.dumps(collection()), "“features”缺少或不对"),
        (json.dumps(collection(feature("", SQUARE))), "“features.0.properties.name”缺少或不对"),
        (json.dumps(collection(feature("东镇", SQUARE[:2]))), "coordinates.0”缺少或不对"),
        # metres of a projection
        (json.dumps(collection(feature("东镇", [[500_000, 3_300_000]] * 4))), "缺少或不对"),
    ],
)
def test_what_cannot_be_drawn_is_named_and_the_rest_is(tmp_path: Path, content: str, told: str) -> None:
    (tmp_path / "甲县.geojson").write_text(content, encoding="utf-8")
    written(tmp_path, collection(feature("西镇", SQUARE)), "乙县")
    with pytest.warns(UserWarning, match="甲县.geojson 不能画成地图") as warned:
        found = load_boundaries(tmp_path)
    assert found == {"乙县": [Boundary("西镇", (points(SQUARE),))]}
    assert told in str(warned[0].message)
