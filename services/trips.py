"""A traveller's journeys, each with its first and last day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.trip import TRIPS
from services.actor import Actor, user_of
from services.calendar_days import plannable
from services.errors import Invalid
from services.live import Touched
from services.plain_text import one_line

c = TRIPS.c

LONGEST_TITLE = 100


class NotATitle(Invalid):
    code = "invalid_title"
    message = "A trip needs a title of 1 to 100 characters that can be seen."


class NotTripDays(Invalid):
    code = "invalid_trip_days"
    message = "A trip ends on the day it starts or later, between 1970 and 2100."


@dataclass(frozen=True, slots=True)
class TripSummary:
    """A trip as its owner sees it in a list."""

    id: UUID
    title: str
    starts_on: date
    ends_on: date


class Trips:
    """The acting user's trips within one unit of work."""

    def __init__(self, session: AsyncSession, actor: Actor | None, touched: Touched) -> None:
        self._session = session
        self._actor = actor
        self._touched = touched

    async def add(self, title: str, starts_on: date, ends_on: date) -> TripSummary:
        """Add a trip.

        Raises:
            NotATitle, NotTripDays
        """
        title = one_line(title)
        if not title.strip("\u200d ") or len(title) > LONGEST_TITLE:
            raise NotATitle
        try:
            in_order = plannable(starts_on) <= plannable(ends_on)
        except ValueError:
            in_order = False
        if not in_order:
            raise NotTripDays
        values = {
            "user_id": user_of(self._actor),
            "title": title,
            "starts_on": starts_on,
            "ends_on": ends_on,
        }
        query = insert(TRIPS).values(values).returning(*_SUMMARY)
        return TripSummary(*(await self._session.execute(query)).one())

    async def coming(self, today: date) -> Sequence[TripSummary]:
        """Return the trips that have not ended by today, the next one first."""
        return await self._some(c.ends_on >= today, c.starts_on)

    async def past(self, today: date) -> Sequence[TripSummary]:
        """Return the trips that have ended before today, the last one first."""
        return await self._some(c.ends_on < today, c.starts_on.desc())

    async def _some(self, which: ColumnElement[bool], order: ColumnElement[date]) -> Sequence[TripSummary]:
        query = select(*_SUMMARY).where(c.user_id == user_of(self._actor), which).order_by(order, c.id)
        return [TripSummary(*row) for row in await self._session.execute(query)]


_SUMMARY = (c.id, c.title, c.starts_on, c.ends_on)
