"""A traveller's journeys, each with its first and last day: their own, and those they travel along."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, insert, literal, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from models.trip import TRIP_MEMBERS, TRIPS
from services.actor import Actor, user_of
from services.calendar_days import plannable
from services.cursors import read_cursor, written_cursor
from services.errors import Conflict, Invalid, VersionConflict
from services.live import Touched
from services.plain_text import one_line
from services.trip_access import Standing, TripNotFound, hold_as_owner, hold_to_edit, select_visible
from services.trip_members import TripPerson, people_of
from services.users import hold_user

c = TRIPS.c

LONGEST_TITLE = 100
_MOST = 500


class NotATitle(Invalid):
    code = "invalid_title"
    message = "A trip needs a title of 1 to 100 visible characters."
    field = "title"


class NotTripDays(Invalid):
    code = "invalid_trip_days"
    message = "A trip must end on or after the day it starts, between 1970 and 2100."
    field = "ends_on"


class TooManyTrips(Conflict):
    code = "too_many_trips"
    message = "You already have {most} trips. Delete one that you no longer need."


@dataclass(frozen=True, slots=True)
class TripSummary:
    """A trip as somebody in it sees it in a list; `people` counts everybody in it, the owner too."""

    id: UUID
    title: str
    starts_on: date
    ends_on: date
    version: int
    role: Standing
    people: int


def next_first(trips: Iterable[TripSummary], today: date) -> list[TripSummary]:
    """Put those first that are not over, by their beginning."""
    return sorted(trips, key=lambda trip: (trip.ends_on < today, trip.starts_on))


@dataclass(frozen=True, slots=True)
class TripDetails:
    """A trip as somebody in it sees it: `role` is what they may do, `members` are all but the owner."""

    id: UUID
    title: str
    starts_on: date
    ends_on: date
    version: int
    role: Standing
    owner: TripPerson
    members: Sequence[TripPerson]

    @property
    def people(self) -> int:
        return 1 + len(self.members)


@dataclass(frozen=True, slots=True)
class TripPage:
    """Some of the trips, and the cursor of the page that follows, if one does."""

    items: Sequence[TripSummary]
    next_cursor: str | None


class Trips:
    """The acting user's trips within one unit of work."""

    def __init__(self, session: AsyncSession, actor: Actor | None, touched: Touched) -> None:
        self._session = session
        self._actor = actor
        self._touched = touched

    async def add(self, title: str, starts_on: date, ends_on: date) -> TripSummary:
        """Add a trip.

        Raises:
            NotATitle, NotTripDays, TooManyTrips
        """
        user_id = await hold_user(self._session, self._actor)
        title = _readable(title)
        _in_order(starts_on, ends_on)
        own = select(func.count()).select_from(TRIPS).where(c.user_id == user_id)
        if (await self._session.scalar(own) or 0) >= _MOST:
            raise TooManyTrips(most=_MOST)
        values = {"user_id": user_id, "title": title, "starts_on": starts_on, "ends_on": ends_on}
        trip_id = (await self._session.scalars(insert(TRIPS).values(values).returning(c.id))).one()
        self._touched.user(user_id)
        return TripSummary(trip_id, title, starts_on, ends_on, 1, Standing.OWNER, 1)

    async def get(self, trip_id: UUID) -> TripDetails:
        """Return a trip with everybody in it.

        Raises:
            TripNotFound: there is none, or the acting user is not in it.
        """
        query = select_visible(user_of(self._actor), *_DETAILS).where(c.id == trip_id)
        row = (await self._session.execute(query)).one_or_none()
        if row is None:
            raise TripNotFound
        role, *about = row
        owner, *members = await people_of(self._session, trip_id)
        return TripDetails(*about, role=Standing(role), owner=owner, members=members)

    async def change(
        self,
        trip_id: UUID,
        version: int,
        *,
        title: str | None = None,
        starts_on: date | None = None,
        ends_on: date | None = None,
    ) -> TripDetails:
        """Change what is given of a trip, if it is still of this version.

        Raises:
            TripNotFound, MayOnlyRead, NotATitle, NotTripDays
            VersionConflict: it is of another version; `current` is the trip as it stands.
        """
        await hold_to_edit(self._session, user_of(self._actor), trip_id)
        trip = await self.get(trip_id)
        if trip.version != version:
            raise VersionConflict(current=trip)
        title = trip.title if title is None else _readable(title)
        starts_on, ends_on = starts_on or trip.starts_on, ends_on or trip.ends_on
        _in_order(starts_on, ends_on)
        values = {"title": title, "starts_on": starts_on, "ends_on": ends_on, "version": version + 1}
        await self._session.execute(update(TRIPS).where(c.id == trip_id).values(values))
        self._touched.trip(trip_id)
        return await self.get(trip_id)

    async def remove(self, trip_id: UUID) -> None:
        """Delete a trip of the acting user's with everything planned in it.

        Raises:
            TripNotFound, NotTheOwner
        """
        await hold_as_owner(self._session, user_of(self._actor), trip_id)
        for person in await people_of(self._session, trip_id):
            self._touched.user(person.user_id)
        await self._session.execute(delete(TRIPS).where(c.id == trip_id))
        self._touched.trip(trip_id)

    async def coming(self, today: date) -> Sequence[TripSummary]:
        """Return the trips that have not ended by today, the next one first."""
        return await self._some(c.ends_on >= today, order=(c.starts_on, c.id))

    async def past(self, today: date) -> Sequence[TripSummary]:
        """Return the trips that have ended before today, the last one first."""
        return await self._some(c.ends_on < today, order=(c.starts_on.desc(), c.id))

    async def between(self, first: date, last: date) -> Sequence[TripSummary]:
        """Return the trips of which at least one day is among these, in the order in which they start."""
        return await self._some(c.starts_on <= last, c.ends_on >= first, order=(c.starts_on, c.id))

    async def page(
        self, *, limit: int, cursor: str | None = None, first: date | None = None, last: date | None = None
    ) -> TripPage:
        """Return trips from the one after the cursor, the last to start first.

        `first` and `last` leave out those that have no day from the one to the other.

        Raises:
            BadCursor: the cursor was not written here.
        """
        which: list[ColumnElement[bool]] = []
        if first is not None:
            which.append(c.ends_on >= first)
        if last is not None:
            which.append(c.starts_on <= last)
        if cursor is not None:
            which.append(
                tuple_(c.starts_on, c.id)
                < tuple_(*map(literal, read_cursor(cursor, date.fromisoformat, UUID)))
            )
        trips = await self._some(*which, order=(c.starts_on.desc(), c.id.desc()), limit=limit + 1)
        shown_last = trips[limit - 1] if len(trips) > limit else None
        cursor = written_cursor([shown_last.starts_on, shown_last.id]) if shown_last else None
        return TripPage(trips[:limit], cursor)

    async def _some(
        self,
        *which: ColumnElement[bool],
        order: tuple[ColumnElement[date], ColumnElement[UUID]],
        limit: int | None = None,
    ) -> Sequence[TripSummary]:
        query = select_visible(user_of(self._actor), *_SUMMARY).where(*which).order_by(*order).limit(limit)
        rows = await self._session.execute(query)
        return [TripSummary(*about, role=Standing(role), people=people) for role, *about, people in rows]


_others = select(func.count()).where(TRIP_MEMBERS.c.trip_id == c.id).correlate(TRIPS).scalar_subquery()
_DETAILS = (c.id, c.title, c.starts_on, c.ends_on, c.version)
_SUMMARY = (*_DETAILS, _others + 1)


def _readable(title: str) -> str:
    title = one_line(title)
    if not title.strip("\u200d ") or len(title) > LONGEST_TITLE:
        raise NotATitle
    return title


def _in_order(starts_on: date, ends_on: date) -> None:
    try:
        in_order = plannable(starts_on) <= plannable(ends_on)
    except ValueError:
        in_order = False
    if not in_order:
        raise NotTripDays
