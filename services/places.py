"""Places as a traveller meets them: one whole, several short, and what is near."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.language import Texts
from models.place import PLACES, Place
from models.region import Region
from models.theme import Theme
from services.errors import NotFound
from services.geography import EARTH_RADIUS_M, Box, Point, box_around, metres_between, tiles_of, walk_minutes
from services.overview import Overview

c = PLACES.c

SUMMARY = (
    c.id,
    c.name,
    c.region,
    c.themes,
    c.lat,
    c.lng,
    c.rating,
    c.rating_count,
    c.likes_count,
    c.photos,
    c.opening_hours,
    c.stay_minutes,
    c.starts_on,
    c.ends_on,
)
"""The columns of a summary, in the order of its fields."""


class PlaceNotFound(NotFound):
    code = "place_not_found"
    message = "We could not find that place."


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture at a foreign address, shown only with its credit and licence."""

    url: str
    credit: str
    licence: str
    source: str
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True, slots=True)
class PlaceSummary:
    """A place as it stands on a card, in a list or on a map."""

    id: str
    name: Texts
    region: Region
    themes: tuple[Theme, ...]
    lat: float
    lng: float
    rating: float | None
    rating_count: int
    likes: int
    photo: Photo | None
    opening_hours: str | None
    stay_minutes: int | None
    starts_on: date | None
    ends_on: date | None
    distance_m: int | None = None

    def __hash__(self) -> int:
        return hash((self.id, self.likes, self.rating_count, self.distance_m))

    @property
    def point(self) -> Point:
        return Point(self.lat, self.lng)


@dataclass(frozen=True, slots=True)
class NearbyPlace:
    """A place near another, with the straight distance in metres and the walk in minutes."""

    place: PlaceSummary
    distance_m: int
    walk_minutes: int


class Places:
    """The places that have not been withdrawn."""

    def __init__(self, session: AsyncSession, overview: Overview) -> None:
        self._session = session
        self._overview = overview

    async def get(self, place_id: str) -> Place:
        """Return a place with everything known about it.

        Raises:
            PlaceNotFound: there is none, or it has been withdrawn.
        """
        query = select(Place).where(c.id == place_id, c.withdrawn_at.is_(None))
        place = (await self._session.execute(query)).scalar_one_or_none() if can_be_id(place_id) else None
        if place is None:
            raise PlaceNotFound
        return place

    async def point(self, place_id: str | None) -> Point | None:
        """Return where a place is; None where none is named.

        Raises:
            PlaceNotFound
        """
        if not place_id:
            return None
        place = await self.get(place_id)
        return Point(place.lat, place.lng)

    async def several(self, place_ids: Sequence[str]) -> list[PlaceSummary | None]:
        """Return summaries in the order of the ids, None where there is no such place."""
        possible = [place_id for place_id in place_ids if can_be_id(place_id)]
        query = select(*SUMMARY).where(c.id.in_(possible), c.withdrawn_at.is_(None))
        found = {row[0]: summary(row) for row in await self._session.execute(query)}
        return [found.get(place_id) for place_id in place_ids]

    async def near(
        self, place: Place, *, metres: int = 1500, theme: Theme | None = None, limit: int = 12
    ) -> list[NearbyPlace]:
        """Return the places within a distance of this one, nearest first."""
        centre = Point(place.lat, place.lng)
        query = (
            select(*SUMMARY)
            .where(within(box_around(centre, metres)), c.id != place.id, c.withdrawn_at.is_(None))
            .order_by(distance_to(literal(centre.lat), literal(centre.lng)))
            .limit(limit)
        )
        if theme:
            query = query.where(c.themes.contains([theme]))
        neighbours = [summary(row) for row in await self._session.execute(query)]
        distances = [(neighbour, metres_between(centre, neighbour.point)) for neighbour in neighbours]
        return [NearbyPlace(other, round(m), walk_minutes(m)) for other, m in distances if m <= metres]

    async def like(self, place: Place, *, limit: int = 6) -> list[PlaceSummary]:
        """Return well-known places of the same main theme, those of the same region first."""
        query = (
            select(*SUMMARY)
            .where(
                c.themes.contains([place.themes[0]]),
                c.id != place.id,
                c.withdrawn_at.is_(None),
            )
            .order_by(c.region != place.region, c.prominence.desc(), c.id)
            .limit(limit)
        )
        return [summary(row) for row in await self._session.execute(query)]

    async def counts(self) -> tuple[dict[Region, int], dict[Theme, int]]:
        """Count the places of every region and of every theme."""
        return await self._overview.counts(self._session)

    async def all_ids(self) -> list[tuple[str, date]]:
        """Return every place's id with the day of its last change, for the site map."""
        query = select(c.id, c.updated_at).where(c.withdrawn_at.is_(None)).order_by(c.id)
        return [(place_id, changed.date()) for place_id, changed in await self._session.execute(query)]


def can_be_id(text: str) -> bool:
    """Tell what the database must not even be asked for: it has no NUL, and no id has other letters than these."""
    return text.isascii() and text.isprintable()


def summary(row: Sequence[Any], near: Point | None = None) -> PlaceSummary:
    """Turn the `SUMMARY` columns of a row into a summary, with its distance where there is a point to measure from."""
    (
        place_id,
        name,
        region,
        themes,
        lat,
        lng,
        rating,
        rating_count,
        likes,
        photos,
        hours,
        stay,
        starts,
        ends,
    ) = row
    return PlaceSummary(
        id=place_id,
        name=name,
        region=Region(region),
        themes=tuple(map(Theme, themes)),
        lat=lat,
        lng=lng,
        rating=rating,
        rating_count=rating_count,
        likes=likes,
        photo=photos_of(photos)[0] if photos else None,
        opening_hours=hours,
        stay_minutes=stay,
        starts_on=starts,
        ends_on=ends,
        distance_m=round(metres_between(near, Point(lat, lng))) if near else None,
    )


def summary_of(place: Place) -> PlaceSummary:
    """Return the summary of a place that is at hand whole."""
    return summary([getattr(place, column.name) for column in SUMMARY])


def photos_of(stored: Sequence[Mapping[str, Any]]) -> list[Photo]:
    """Read the photos as they are stored with a place."""
    return [
        Photo(
            url=photo["url"],
            credit=photo["credit"],
            licence=photo["licence"],
            source=photo.get("source", ""),
            width=photo.get("width"),
            height=photo.get("height"),
        )
        for photo in stored
    ]


def within(box: Box) -> ColumnElement[bool]:
    """Tell whether a place lies in the box, to the tile (30 m)."""
    left, top, right, bottom = tiles_of(box)
    return c.tile_x.between(left, right) & c.tile_y.between(top, bottom)


def distance_to(lat: ColumnElement[float], lng: ColumnElement[float]) -> ColumnElement[float]:
    """The distance of a place in metres, on a plane stretched at the middle latitude (within 0.1 % in Korea)."""
    north = func.radians(c.lat - lat)
    east = func.radians(c.lng - lng) * func.cos(func.radians((c.lat + lat) / 2))
    return EARTH_RADIUS_M * func.sqrt(north * north + east * east)
