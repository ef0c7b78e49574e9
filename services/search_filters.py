"""What a list of places is narrowed to; like the readings, conditions are made once for all filters of a kind."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ARRAY, ColumnElement, Date, Float, Integer, Text, all_, and_, bindparam, or_

from models.place import PLACES
from models.region import Region
from models.theme import Theme
from services.geography import Box, Point, box_around, tiles_of
from services.places import distance_to

FilterKind = frozenset[str]
"""The names of the filters that are there, whatever they ask for."""

c = PLACES.c


class Filled(NamedTuple):
    """A condition with what its parameters are filled with."""

    condition: ColumnElement[bool]
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class PlaceFilters:
    """What a list of places is narrowed to; distances are in metres."""

    region: Region | None = None
    themes: tuple[Theme, ...] = ()
    box: Box | None = None
    near: Point | None = None
    radius: int | None = None
    open_on: date | None = None

    @property
    def kind(self) -> FilterKind:
        there = {
            "region": self.region,
            "themes": self.themes,
            "box": self.box,
            "radius": self.near and self.radius,
            "open_on": self.open_on,
        }
        return frozenset(name for name, value in there.items() if value)

    def values(self, closed: Collection[str]) -> dict[str, Any]:
        """What the condition of this kind is filled with; `closed` are the opening hours that mean closed on the day."""
        values: dict[str, Any] = {}
        if self.region:
            values["region"] = self.region
        if self.themes:
            values["themes"] = list(self.themes)
        if self.box:
            values |= _tiles("box", self.box)
        if self.near:
            values |= {"lat": self.near.lat, "lng": self.near.lng}
            if self.radius:
                values |= {
                    "radius": float(self.radius),
                    **_tiles("circle", box_around(self.near, self.radius)),
                }
        if self.open_on:
            values |= {"day": self.open_on, "closed": sorted(closed)}
        return values


def narrowed(kind: FilterKind) -> ColumnElement[bool]:
    """What a place fulfils that filters of this kind let through; withdrawn places never do."""
    conditions: list[ColumnElement[bool]] = [c.withdrawn_at.is_(None)]
    if "region" in kind:
        conditions.append(c.region == bindparam("region", type_=c.region.type))
    if "themes" in kind:
        conditions.append(c.themes.overlap(bindparam("themes", type_=c.themes.type)))
    if "box" in kind:
        conditions.append(_in_tiles("box"))
    if "radius" in kind:
        conditions += [_in_tiles("circle"), distance_from_here() <= bindparam("radius", type_=Float)]
    if "open_on" in kind:
        conditions += _open_that_day()
    return and_(*conditions)


def distance_from_here() -> ColumnElement[float]:
    """The distance in metres from the point that `near` names."""
    return distance_to(bindparam("lat", type_=Float), bindparam("lng", type_=Float))


def _open_that_day() -> list[ColumnElement[bool]]:
    """Places open that day, or not known to be closed, and not over or yet to come."""
    day = bindparam("day", type_=Date)
    return [
        or_(c.opening_hours.is_(None), c.opening_hours != all_(bindparam("closed", type_=ARRAY(Text)))),
        or_(c.starts_on.is_(None), c.starts_on <= day),
        or_(c.ends_on.is_(None), c.ends_on >= day),
    ]


def _in_tiles(name: str) -> ColumnElement[bool]:
    left, top, right, bottom = (bindparam(f"{name}_{edge}", type_=Integer) for edge in _EDGES)
    return c.tile_x.between(left, right) & c.tile_y.between(top, bottom)


_EDGES = ("left", "top", "right", "bottom")


def _tiles(name: str, box: Box) -> dict[str, int]:
    return {f"{name}_{edge}": tile for edge, tile in zip(_EDGES, tiles_of(box), strict=True)}
