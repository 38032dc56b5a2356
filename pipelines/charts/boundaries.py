"""Outlines of townships, as the steward lays them beside the deliveries: `data/geo/<county>.geojson`.

None is shipped. GeoJSON is RFC 7946: longitudes and latitudes in degrees, a FeatureCollection of polygons.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AliasChoices, BaseModel, Field, ValidationError

from pipelines.common.notices import warn

_Longitude = Annotated[float, Field(ge=-180, le=180)]
_Latitude = Annotated[float, Field(ge=-90, le=90)]
_Position = tuple[_Longitude, _Latitude] | tuple[_Longitude, _Latitude, float]
_Ring = Annotated[list[_Position], Field(min_length=4)]


class _Polygon(BaseModel):
    type: Literal["Polygon"]
    coordinates: list[_Ring]


class _MultiPolygon(BaseModel):
    type: Literal["MultiPolygon"]
    coordinates: list[list[_Ring]]


class _Properties(BaseModel):
    name: str = Field(validation_alias=AliasChoices("name", "NAME", "Name", "名称", "乡镇"), min_length=1)


class _Feature(BaseModel):
    properties: _Properties
    geometry: Annotated[_Polygon | _MultiPolygon, Field(discriminator="type")]


class _Collection(BaseModel):
    type: Literal["FeatureCollection"]
    features: Annotated[list[_Feature], Field(min_length=1)]


@dataclass(frozen=True)
class Boundary:
    """The outline of a township: rings of (longitude, latitude), of islands and of holes alike."""

    name: str
    rings: tuple[tuple[tuple[float, float], ...], ...]

    @property
    def middle(self) -> tuple[float, float]:
        """Where its name is written: the middle of its longest ring's extent."""
        lons, lats = zip(*max(self.rings, key=len), strict=True)
        return (min(lons) + max(lons)) / 2, (min(lats) + max(lats)) / 2


def load_boundaries(folder: Path) -> dict[str, list[Boundary]]:
    """County → its townships' outlines; empty where there is no such folder.

    A file that cannot be used is named with what is wrong in it, and the county has no map: no figure waits for one.
    """
    found = {}
    for path in sorted(folder.glob("*.geojson")):
        try:
            collection = _Collection.model_validate(json.loads(path.read_bytes()))
        except (OSError, ValueError, RecursionError) as error:
            chinese, english = _fault(error)
            warn(
                f"{path} 不能画成地图：{chinese}。"
                "应为 GeoJSON（经纬度的 FeatureCollection，每个乡镇一个面，properties.name 是乡镇名）。",
                f"{path} cannot be drawn: {english}; expected GeoJSON, a FeatureCollection in degrees with a polygon for each "
                "township, its name in properties.name.",
            )
            continue
        found[path.stem] = [_boundary(feature) for feature in collection.features]
    return found


def _boundary(feature: _Feature) -> Boundary:
    shape = feature.geometry
    polygons = [shape.coordinates] if isinstance(shape, _Polygon) else shape.coordinates
    rings = (tuple((lon, lat) for lon, lat, *_ in ring) for polygon in polygons for ring in polygon)
    return Boundary(feature.properties.name, tuple(rings))


def _fault(error: Exception) -> tuple[str, str]:
    """What is wrong, in Chinese and in English, without the content that is wrong."""
    if isinstance(error, ValidationError):
        place = ".".join(str(part) for part in error.errors()[0]["loc"]) or "FeatureCollection"
        return f"“{place}”缺少或不对", f"{place} is missing or wrong"
    if isinstance(error, OSError):
        return "打不开", "it does not open"
    return "不是 JSON", "it is not JSON"
