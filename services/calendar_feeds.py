"""Live calendars: secret addresses under which other programs read one's plans, until they are revoked.

The secret in an address is made from the feed's id, see `services.address_tokens`: a new address means a new id.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, delete, exists, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from models.calendar_feed import CALENDAR_FEEDS
from models.language import Language
from models.schedule import SCHEDULES
from models.trip import TRIP_MEMBERS, TRIPS
from models.user import USERS
from services.actor import Actor, user_of
from services.errors import NotFound
from services.schedule_entries import Entry, entry, select_entries, visible_entries
from services.trip_access import TripNotFound, visible_trips
from services.users import hold_user

c = CALENDAR_FEEDS.c

BACK, AHEAD = timedelta(days=366), timedelta(days=731)
"""How far a feed, and a file for which nobody has chosen days, reaches from today."""


class FeedNotFound(NotFound):
    code = "feed_not_found"
    message = "There is no calendar at this address; it may have been revoked."


@dataclass(frozen=True, slots=True)
class CalendarFeed:
    """A feed of the acting user: of one trip, or of everything where there is none."""

    id: UUID
    trip_id: UUID | None
    trip_title: str | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class FeedContent:
    """What a feed holds today, in the language of whose feed it is."""

    language: Language
    trip_title: str | None
    entries: Sequence[Entry]


class CalendarFeeds:
    """The feeds of the acting user within one unit of work, and for `content` those of anybody."""

    def __init__(self, session: AsyncSession, actor: Actor | None) -> None:
        self._session = session
        self._actor = actor

    async def mine(self) -> Sequence[CalendarFeed]:
        """Return the feed of everything first, then those of trips by the trips' days; left trips have none."""
        query = self._own().order_by(c.trip_id.isnot(None), TRIPS.c.starts_on, c.id)
        return [CalendarFeed(*row) for row in await self._session.execute(query)]

    async def begin(self, trip_id: UUID | None = None) -> CalendarFeed:
        """Return the address of a trip, or of everything, and make one where there is none.

        Raises:
            TripNotFound: there is no such trip, or it is not the acting user's.
        """
        found = await self._session.execute(self._own().where(c.trip_id.is_not_distinct_from(trip_id)))
        row = found.one_or_none()
        return CalendarFeed(*row) if row else await self.renew(trip_id)

    async def renew(self, trip_id: UUID | None = None) -> CalendarFeed:
        """Make an address for a trip, or for everything; the one there was before leads nowhere any more.

        Raises:
            TripNotFound: there is no such trip, or it is not the acting user's.
        """
        user_id = await hold_user(self._session, self._actor)
        if trip_id is not None:
            trips = visible_trips(user_id).subquery()
            if not (await self._session.scalars(select(trips.c.id).where(trips.c.id == trip_id))).first():
                raise TripNotFound
        of_this = and_(c.user_id == user_id, c.trip_id.is_not_distinct_from(trip_id))
        await self._session.execute(delete(CALENDAR_FEEDS).where(of_this))
        values = {"user_id": user_id, "trip_id": trip_id}
        new = insert(CALENDAR_FEEDS).values(values).returning(c.id)
        feed_id = (await self._session.execute(new)).scalar_one()
        return CalendarFeed(*(await self._session.execute(self._own().where(c.id == feed_id))).one())

    async def revoke(self, feed_id: UUID) -> None:
        """Let an address lead nowhere.

        Raises:
            FeedNotFound: it does so already, or is somebody else's.
        """
        query = delete(CALENDAR_FEEDS).where(c.id == feed_id, c.user_id == user_of(self._actor))
        if (await self._session.execute(query.returning(c.id))).one_or_none() is None:
            raise FeedNotFound

    async def content(self, feed_id: UUID, today: date) -> FeedContent:
        """Return what a feed holds, whoever asks: its entries from a year ago to two years ahead.

        Raises:
            FeedNotFound: it has been revoked, or it is of a trip that its owner has left.
        """
        query = (
            select(c.user_id, c.trip_id, USERS.c.lang, TRIPS.c.title)
            .join_from(CALENDAR_FEEDS, USERS, USERS.c.id == c.user_id)
            .outerjoin(TRIPS, TRIPS.c.id == c.trip_id)
            .where(c.id == feed_id, or_(c.trip_id.is_(None), TRIPS.c.user_id == c.user_id, _travels_along()))
        )
        feed = (await self._session.execute(query)).one_or_none()
        if feed is None:
            raise FeedNotFound
        entries = select_entries().where(SCHEDULES.c.date.between(today - BACK, today + AHEAD))
        if feed.trip_id is None:
            entries = entries.where(visible_entries(feed.user_id))
        else:
            entries = entries.where(SCHEDULES.c.trip_id == feed.trip_id)
        found = [entry(row) for row in await self._session.execute(entries)]
        return FeedContent(Language(feed.lang), feed.title, found)

    def _own(self) -> Select[*tuple[Any, ...]]:
        user_id = user_of(self._actor)
        return (
            select(c.id, c.trip_id, TRIPS.c.title, c.created_at)
            .outerjoin_from(CALENDAR_FEEDS, TRIPS, TRIPS.c.id == c.trip_id)
            .where(c.user_id == user_id, or_(c.trip_id.is_(None), c.trip_id.in_(visible_trips(user_id))))
        )


def _travels_along() -> ColumnElement[bool]:
    m = TRIP_MEMBERS.c
    return exists().where(m.trip_id == c.trip_id, m.user_id == c.user_id).correlate(CALENDAR_FEEDS)
