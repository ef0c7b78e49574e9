"""Positions: Web Mercator tiles, distances, and which region a point lies in."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

import orjson

from models.region import Region

TILE_ZOOM = 20
"""The zoom whose tile numbers are stored with each place; one tile is about 30 m wide in Korea."""

_TILES = 2**TILE_ZOOM
EARTH_RADIUS_M = 6_371_008.8
_WALKING_METRES_PER_MINUTE = 67.0
_STREET_DETOUR = 1.3
_BOUNDARIES = Path(__file__).parent.parent / "assets" / "geo" / "boundaries.json"


class Point(NamedTuple):
    """A position in degrees."""

    lat: float
    lng: float

    @classmethod
    def read(cls, text: str) -> "Point":
        """Read `latitude,longitude`.

        Raises:
            ValueError: the text is no such point; says what it must be.
        """
        numbers = _numbers(text)
        if len(numbers) != 2 or not (-85 <= numbers[0] <= 85 and -180 <= numbers[1] <= 180):
            raise ValueError("must be latitude,longitude in degrees")
        return cls(*numbers)


@dataclass(frozen=True, slots=True)
class Box:
    """A box in degrees; west is less than east, south less than north."""

    west: float
    south: float
    east: float
    north: float

    @classmethod
    def read(cls, text: str) -> "Box":
        """Read `west,south,east,north`.

        Raises:
            ValueError: the text is no such box; says what it must be.
        """
        numbers = _numbers(text)
        if len(numbers) != 4:
            raise ValueError("must be west,south,east,north in degrees")
        west, south, east, north = numbers
        if not (-180 <= west < east <= 180 and -85 <= south < north <= 85):
            raise ValueError("must have west below east and south below north, in degrees")
        return cls(west, south, east, north)


def tile_at(point: Point) -> tuple[int, int]:
    """Return the column and row of the Web Mercator tile at `TILE_ZOOM` that holds the point."""
    sine = math.sin(math.radians(point.lat))
    x = (point.lng + 180) / 360
    y = 0.5 - math.log((1 + sine) / (1 - sine)) / (4 * math.pi)
    return min(_TILES - 1, max(0, int(x * _TILES))), min(_TILES - 1, max(0, int(y * _TILES)))


def tiles_of(box: Box) -> tuple[int, int, int, int]:
    """Return the first column, the first row, the last column and the last row of the tiles that meet the box."""
    left, top = tile_at(Point(box.north, box.west))
    right, bottom = tile_at(Point(box.south, box.east))
    return left, top, right, bottom


def point_of_tile(x: float, y: float) -> Point:
    """Return the position of a (fractional) tile column and row at `TILE_ZOOM`."""
    lng = x / _TILES * 360 - 180
    lat = math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * y / _TILES))))
    return Point(lat, lng)


def metres_between(a: Point, b: Point) -> float:
    """Great-circle distance by the haversine formula."""
    half_lat = math.radians(b.lat - a.lat) / 2
    half_lng = math.radians(b.lng - a.lng) / 2
    chord = (
        math.sin(half_lat) ** 2
        + math.cos(math.radians(a.lat)) * math.cos(math.radians(b.lat)) * math.sin(half_lng) ** 2
    )
    return 2 * EARTH_RADIUS_M * math.asin(math.sqrt(chord))


def walk_minutes(metres: float) -> int:
    """Estimate a walk: 4 km/h along streets that are 1.3 times as long as the straight line, at least a minute."""
    return max(1, round(metres * _STREET_DETOUR / _WALKING_METRES_PER_MINUTE))


def box_around(point: Point, metres: float) -> Box:
    """Return the smallest box that holds the circle."""
    lat = math.degrees(metres / EARTH_RADIUS_M)
    lng = lat / math.cos(math.radians(point.lat))
    return Box(point.lng - lng, point.lat - lat, point.lng + lng, point.lat + lat)


def lies_in(point: Point, region: Region) -> bool:
    """Tell whether a point lies in the region or within about four kilometres of it, as our boundaries are coarse."""
    return any(
        _inside(point, rings[0]) and not any(_inside(point, hole) for hole in rings[1:])
        for rings in _boundaries()[region]
    )


def _numbers(text: str) -> list[float]:
    """Read numbers separated by commas; none at all when one of them is not a number."""
    try:
        numbers = [float(part) for part in text.split(",")]
    except ValueError:
        return []
    return numbers if all(map(math.isfinite, numbers)) else []


Ring = Sequence[Sequence[float]]


def _inside(point: Point, ring: Ring) -> bool:
    """Count the crossings of a ray to the east (W. R. Franklin's test)."""
    inside = False
    previous = ring[-1]
    for corner in ring:
        (x1, y1), (x2, y2) = previous, corner
        if (y1 > point.lat) != (y2 > point.lat) and point.lng < (x2 - x1) * (point.lat - y1) / (y2 - y1) + x1:
            inside = not inside
        previous = corner
    return inside


@cache
def _boundaries() -> dict[Region, list[list[Ring]]]:
    stored: dict[str, list[list[Ring]]] = orjson.loads(_BOUNDARIES.read_bytes())
    return {Region(key): polygons for key, polygons in stored.items()}
