"""How long it takes from one place of Korea to another: an estimate from distance alone, and it says so.

Constants are fitted to the published times of `tests/unit/travel_pairs.py`; `docs/travel-time.md` names the errors.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from math import inf
from typing import NamedTuple

from services.geography import Point, metres_between, walk_minutes
from services.islands import Crossing, Island, island_at

__all__ = ["Crossing", "Leg", "Mode", "Ways", "travel"]

SHORT_WALK = 20
"""Minutes that one walks rather than wait for a bus."""


class Mode(StrEnum):
    """How one gets from stop to stop."""

    FOOT = "foot"
    TRANSIT = "transit"
    CAR = "car"


@dataclass(frozen=True, slots=True)
class Leg:
    """The way from one stop to the next; `metres` is the straight line, or the way's own length where it is known.

    Over the sea `mode` says how one gets to the port or the airport and on from there. Whoever knows the way is named
    by `credit`, which must be shown with it.
    """

    mode: Mode
    minutes: int
    metres: int
    crossing: Crossing | None = None
    is_estimate: bool = True
    credit: str = ""


Ways = Callable[[Point, Point, Mode | None], Leg]
"""How one gets from point to point: `travel`, or what knows better."""


@lru_cache(maxsize=65536)
def travel(start: Point, end: Point, mode: Mode | None = None) -> Leg:
    """Estimate the way between two points; without a mode on foot where that is a short walk, else by transit.

    Who asks for transit walks where that is as quick, and who asks to walk over the sea gets transit.
    """
    metres = metres_between(start, end)
    from_ground, to_ground = _ground(start), _ground(end)
    if from_ground.island is not to_ground.island:
        by = Mode.CAR if mode is Mode.CAR else Mode.TRANSIT
        minutes, crossing = _over_sea(start, end, by)
        return Leg(by, minutes, round(metres), crossing)
    if mode is Mode.CAR:
        return Leg(mode, _whole(metres, _ride(_CAR, metres, from_ground, to_ground)), round(metres))
    on_foot = _whole(metres, walk_minutes(metres))
    if mode is Mode.FOOT or (mode is None and on_foot <= SHORT_WALK):
        return Leg(Mode.FOOT, on_foot, round(metres))
    by_transit = _whole(metres, _ride(_TRANSIT, metres, from_ground, to_ground))
    if on_foot <= by_transit:
        return Leg(Mode.FOOT, on_foot, round(metres))
    return Leg(Mode.TRANSIT, by_transit, round(metres))


class _Ground(NamedTuple):
    """What a point stands on."""

    island: Island | None
    is_city: bool


class _Bands(NamedTuple):
    """Minutes of a ride by straight distance.

    `overhead` is the walk to a stop, waiting and changing, or getting out of and into a car park. `speeds` are minutes
    per kilometre, each up to that kilometre; they fall with distance, as longer ways are on faster roads and rails.
    Each end in a city costs `city` minutes per kilometre more, for the first ten.
    """

    overhead: float
    speeds: Sequence[tuple[float, float]]
    city: float


_CAR = _Bands(6, ((1, 4.0), (20, 1.25), (60, 1.05), (inf, 0.71)), city=0.42)
_TRANSIT = _Bands(10.5, ((1, 7.0), (5, 2.5), (20, 1.95), (60, 0.7), (inf, 0.33)), city=0)

_CITY_KM = 10
_CITIES = (
    (Point(37.55, 126.99), 20_000),
    (Point(37.46, 126.68), 10_000),
    (Point(37.27, 127.02), 8_000),
    (Point(35.16, 129.06), 14_000),
    (Point(35.87, 128.60), 9_000),
    (Point(36.35, 127.38), 8_000),
    (Point(35.155, 126.88), 8_000),
    (Point(35.54, 129.32), 7_000),
)
"""Seoul, Incheon, Suwon, Busan, Daegu, Daejeon, Gwangju and Ulsan, and how far their streets are full, in metres."""

_SAME_SPOT_METRES = 30


@lru_cache(maxsize=16384)
def _ground(point: Point) -> _Ground:
    is_city = any(metres_between(point, centre) <= radius for centre, radius in _CITIES)
    return _Ground(island_at(point), is_city)


def _whole(metres: float, minutes: float) -> int:
    return 0 if metres < _SAME_SPOT_METRES else max(1, round(minutes))


def _ride(bands: _Bands, metres: float, start: _Ground, end: _Ground) -> float:
    km = metres / 1000
    minutes = bands.overhead
    passed = 0.0
    for until, per_km in bands.speeds:
        minutes += (min(km, until) - passed) * per_km
        if km <= until:
            break
        passed = until
    cities = start.is_city + end.is_city
    return minutes + cities * bands.city * min(km, _CITY_KM)


def _over_sea(start: Point, end: Point, mode: Mode) -> tuple[int, Crossing]:
    """Return the minutes over the quickest gates, and the longest of the crossings."""
    down, up = _way_to_mainland(_ground(start).island), _way_to_mainland(_ground(end).island)
    while down and up and down[-1] is up[-1]:
        down, up = down[:-1], up[:-1]
    reached: dict[Point, tuple[int, int, Crossing]] = {start: (0, 0, Crossing.FERRY)}
    for island in down:
        reached = _crossed(
            reached, [(p.far, p.near, p.minutes, p.boarding, p.crossing) for p in island.passages], mode
        )
    for island in reversed(up):
        reached = _crossed(
            reached, [(p.near, p.far, p.minutes, p.boarding, p.crossing) for p in island.passages], mode
        )
    minutes, _, crossing = min(
        (so_far + _on_land(gate, end, mode), longest, crossing)
        for gate, (so_far, longest, crossing) in reached.items()
    )
    return minutes, crossing


_Ways = dict[Point, tuple[int, int, Crossing]]
"""By gate: the minutes up to it, the longest crossing of the way in minutes, and what it was."""


def _crossed(
    reached: _Ways, passages: Sequence[tuple[Point, Point, int, int, Crossing]], mode: Mode
) -> _Ways:
    """Take every passage from wherever one can be, and keep the quickest way to each gate beyond."""
    beyond: _Ways = {}
    for embark, disembark, minutes, boarding, crossing in passages:
        for gate, (so_far, longest, before) in reached.items():
            total = so_far + _on_land(gate, embark, mode) + boarding + minutes
            if disembark not in beyond or total < beyond[disembark][0]:
                kind = crossing if minutes > longest else before
                beyond[disembark] = total, max(minutes, longest), kind
    return beyond


def _on_land(start: Point, end: Point, mode: Mode) -> int:
    """Return the minutes to or from a gate, which need not lie within the box of its island."""
    metres = metres_between(start, end)
    ride = _ride(_CAR if mode is Mode.CAR else _TRANSIT, metres, _ground(start), _ground(end))
    return _whole(metres, ride if mode is Mode.CAR else min(ride, walk_minutes(metres)))


def _way_to_mainland(island: Island | None) -> list[Island]:
    way: list[Island] = []
    while island:
        way.append(island)
        island = island.parent
    return way
