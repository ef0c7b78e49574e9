"""Yearly festivals around the days that somebody asks about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.place import PLACES, Place
from models.region import Region
from models.theme import Theme
from services.geography import Point, box_around
from services.places import SUMMARY, PlaceSummary, summary, within

c = PLACES.c


@dataclass(frozen=True, slots=True)
class Festival:
    """A festival on at some time of the days asked about; `months` where only its usual months are known for them."""

    place: PlaceSummary
    months: Sequence[int] = ()


class Festivals:
    """Festivals within one unit of work."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def between(
        self, first: date, last: date, *, limit: int, region: Region | None = None
    ) -> Sequence[Festival]:
        """Return what is on between two days, in all regions or in one.

        First come those whose dates are known, by these, then those usual in their months.
        A festival whose next dates nobody has named yet counts by its usual months, not by its past dates.
        """
        query = _between(first, last).limit(limit)
        return await self._read(query.where(c.region == region) if region else query)

    async def near(
        self, place: Place, first: date, last: date, *, metres: int, limit: int
    ) -> Sequence[Festival]:
        """Return those between two days within a distance of a place, in the same order, each with its distance."""
        centre = Point(place.lat, place.lng)
        query = _between(first, last).where(within(box_around(centre, metres)), c.id != place.id)
        found = await self._read(query, centre)
        return [one for one in found if (one.place.distance_m or 0) <= metres][:limit]

    async def _read(self, query: Select[*tuple[Any, ...]], centre: Point | None = None) -> Sequence[Festival]:
        rows = await self._session.execute(query)
        return [
            Festival(summary(row[2:], centre), () if is_on else months)
            for row in rows
            for is_on, months in [row[:2]]
        ]


def _between(first: date, last: date) -> Select[*tuple[Any, ...]]:
    on = and_(c.starts_on <= last, c.ends_on >= first)
    usual = and_(or_(c.ends_on.is_(None), c.ends_on < first), c.usual_months.overlap(_months(first, last)))
    return (
        select(on.label("is_on"), c.usual_months, *SUMMARY)
        .where(c.themes.contains([Theme.FESTIVALS]), c.withdrawn_at.is_(None), or_(on, usual))
        .order_by(on.desc().nulls_last(), c.starts_on, c.prominence.desc(), c.id)
    )


def _months(first: date, last: date) -> list[int]:
    """Return the months that the days from the first to the last touch."""
    days = min((last - first).days, 366)
    return sorted({(first + timedelta(days=day)).month for day in range(days + 1)})
