"""A still map's view: which part of Korea it shows, where a point stands in it, and which land lies in it."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import orjson

from models.language import Texts
from services.geography import EARTH_RADIUS_M, Point

_GEO = Path(__file__).parent.parent / "assets" / "geo"
_NEAREST_M_PER_UNIT = 4.0
"""As near as a view may come: beyond that the coast of our files would look like folded paper."""
_FULLER = 2
"""How many zooms earlier than on a living map a name is worth showing: nobody can zoom into a still one."""
_BEYOND = 12.0
"""How far outside of the view land is drawn, so that no border runs along its edge."""


class Spot(NamedTuple):
    """A point of a view, in its units, from its upper left corner."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Land:
    """A region or a neighbour, as rings of a view; `is_korea` tells which."""

    id: str
    is_korea: bool
    rings: Sequence[Sequence[Spot]]


@dataclass(frozen=True, slots=True)
class MapName:
    """A name on the map, worth showing from a zoom of web maps on."""

    kind: str
    min_zoom: int
    point: Point
    name: Texts


@dataclass(frozen=True, slots=True)
class MapView:
    """A window onto the Web Mercator world; `scale` is how many units wide the whole world would be."""

    width: float
    height: float
    scale: float
    left: float
    top: float

    @classmethod
    def around(
        cls,
        points: Sequence[Point],
        width: float,
        height: float,
        margin: float,
        *,
        nearest: float = _NEAREST_M_PER_UNIT,
    ) -> "MapView":
        """Return the nearest view in which all points keep the margin from its edges; there must be one at least.

        `nearest` is how many metres a unit has at least.
        """
        world = [_mercator(point.lng, point.lat) for point in points]
        west, east = min(x for x, _ in world), max(x for x, _ in world)
        north, south = min(y for _, y in world), max(y for _, y in world)
        middle_lat = math.radians(sum(point.lat for point in points) / len(points))
        scale = 2 * math.pi * EARTH_RADIUS_M * math.cos(middle_lat) / nearest
        if east > west:
            scale = min(scale, (width - 2 * margin) / (east - west))
        if south > north:
            scale = min(scale, (height - 2 * margin) / (south - north))
        left = (west + east) / 2 * scale - width / 2
        return cls(width, height, scale, left, (north + south) / 2 * scale - height / 2)

    def at(self, point: Point) -> Spot:
        return self._spot(*_mercator(point.lng, point.lat))

    def point_at(self, spot: Spot) -> Point:
        x, y = (spot.x + self.left) / self.scale, (spot.y + self.top) / self.scale
        return Point(math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * y)))), x * 360 - 180)

    @property
    def zoom(self) -> float:
        """The zoom at which web maps, whose world is 256 wide at zoom 0, are as near."""
        return math.log2(self.scale / 256)

    @property
    def metres_per_unit(self) -> float:
        """How far a unit is, in the middle of the view."""
        y = math.pi * (1 - 2 * (self.top + self.height / 2) / self.scale)
        return 2 * math.pi * EARTH_RADIUS_M / math.cosh(y) / self.scale

    def land(self) -> Iterator[Land]:
        """Yield the land in view, neighbours first."""
        low, high = -_BEYOND, (self.width + _BEYOND, self.height + _BEYOND)
        for shape in _shapes():
            near = (ring for ring in shape.rings if self._meets(ring.box))
            rings = [_thinned(_clipped([self._spot(*at) for at in ring.corners], low, high)) for ring in near]
            if found := [ring for ring in rings if len(ring) > 2]:
                yield Land(shape.id, shape.is_korea, found)

    def names(self) -> list[MapName]:
        """Return the names in view, the most important first."""
        return [name for name in _names() if name.min_zoom <= self.zoom + _FULLER and self._holds(name.point)]

    def _spot(self, x: float, y: float) -> Spot:
        return Spot(x * self.scale - self.left, y * self.scale - self.top)

    def _meets(self, box: tuple[float, float, float, float]) -> bool:
        (left, top), (right, bottom) = self._spot(*box[:2]), self._spot(*box[2:])
        return (
            left < self.width + _BEYOND
            and right > -_BEYOND
            and top < self.height + _BEYOND
            and bottom > -_BEYOND
        )

    def _holds(self, point: Point) -> bool:
        x, y = self.at(point)
        return 0 <= x <= self.width and 0 <= y <= self.height


@dataclass(frozen=True, slots=True)
class _Ring:
    """A coast or border; `box` is its least and greatest x and y."""

    corners: Sequence[tuple[float, float]]
    box: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class _Shape:
    id: str
    is_korea: bool
    rings: Sequence[_Ring]


@cache
def _shapes() -> Sequence[_Shape]:
    features = orjson.loads((_GEO / "korea.json").read_bytes())["features"]
    return [
        _Shape(
            feature["properties"]["id"],
            feature["properties"]["kind"] == "province",
            [_ring(ring) for polygon in feature["geometry"]["coordinates"] for ring in polygon],
        )
        for feature in features
    ]


def _ring(corners: Iterable[tuple[float, float]]) -> _Ring:
    projected = [_mercator(lng, lat) for lng, lat in corners]
    xs, ys = zip(*projected, strict=True)
    return _Ring(projected, (min(xs), min(ys), max(xs), max(ys)))


@cache
def _names() -> Sequence[MapName]:
    labels = orjson.loads((_GEO / "labels.json").read_bytes())
    names = [
        MapName(one["kind"], one["min_zoom"], Point(one["lat"], one["lng"]), one["name"]) for one in labels
    ]
    return sorted(names, key=lambda name: name.min_zoom)


def _mercator(lng: float, lat: float) -> tuple[float, float]:
    """Project onto a world that is 1 wide and 1 high."""
    return (lng + 180) / 360, 0.5 - math.asinh(math.tan(math.radians(lat))) / (2 * math.pi)


def _clipped(ring: list[Spot], low: float, high: tuple[float, float]) -> list[Spot]:
    """Cut a ring at the four edges, one after the other (Sutherland and Hodgman)."""
    for axis in (0, 1):
        for limit, sign in ((low, 1), (high[axis], -1)):
            ring = list(_cut(ring, axis, limit, sign))
    return ring


def _cut(ring: Sequence[Spot], axis: int, limit: float, sign: int) -> Iterator[Spot]:
    for start, end in pairwise([*ring[-1:], *ring]):
        before, after = (start[axis] - limit) * sign, (end[axis] - limit) * sign
        if (before < 0) != (after < 0):
            share = before / (before - after)
            yield Spot(start.x + (end.x - start.x) * share, start.y + (end.y - start.y) * share)
        if after >= 0:
            yield end


def _thinned(ring: Sequence[Spot]) -> list[Spot]:
    """Leave out corners that nobody could tell from the one before."""
    kept: list[Spot] = []
    for corner in ring:
        if not kept or math.dist(corner, kept[-1]) >= 0.8:
            kept.append(corner)
    return kept
