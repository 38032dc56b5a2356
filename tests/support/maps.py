"""GeoJSON of invented townships."""

from __future__ import annotations

SQUARE = [[100.0, 30.0], [101.0, 30.0], [101.0, 31.0], [100.0, 31.0], [100.0, 30.0]]


def feature(name: str, ring: list[list[float]]) -> dict:
    return {
        "type": "Feature",
        "properties": {"name": name},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def collection(*features: dict) -> dict:
    return {"type": "FeatureCollection", "features": [*features]}


def shifted(east: float) -> list[list[float]]:
    """The square that many degrees further east."""
    return [[lon + east, lat] for lon, lat in SQUARE]
