"""A trip as anybody reads it who has its link, and as they make one of their own of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy.ext.asyncio import AsyncSession

from models.schedule import SCHEDULES
from services.schedule_changes import Draft
from services.schedule_entries import Entry, entry, select_entries
from services.schedules import Schedules
from services.trip_links import SharedTrip, TripLinks
from services.trips import Trips, TripSummary


@dataclass(frozen=True, slots=True)
class SharedPlan:
    """A shared trip with its entries by day and position; their notes are empty where the link leaves them out."""

    trip: SharedTrip
    entries: Sequence[Entry]


class SharedTrips:
    """The trips that links lead to, within one unit of work; who acts needs no part in them."""

    def __init__(self, session: AsyncSession, links: TripLinks, trips: Trips, schedules: Schedules) -> None:
        self._session = session
        self._links = links
        self._trips = trips
        self._schedules = schedules

    async def read(self, token: str) -> SharedPlan:
        """Return what a link leads to.

        Raises:
            LinkNotFound: it has expired, was revoked, or was not made here.
        """
        shared = await self._links.shared(token)
        query = select_entries().where(SCHEDULES.c.trip_id == shared.trip_id)
        entries = [entry(row) for row in await self._session.execute(query)]
        if not shared.with_notes:
            entries = [replace(one, note="") for one in entries]
        return SharedPlan(shared, entries)

    async def copy(self, token: str) -> TripSummary:
        """Make a trip of the acting user's own of it, with all of its entries and those notes that the link shows.

        Raises:
            LinkNotFound: it has expired, was revoked, or was not made here.
            TooManyTrips, FullPlan: the acting user has no room for it.
        """
        plan = await self.read(token)
        trip = await self._trips.add(plan.trip.title, plan.trip.starts_on, plan.trip.ends_on)
        drafts = [
            Draft(
                date=one.date,
                place_id=one.place_id,
                place_name=one.place_name,
                start_time=one.start_time,
                end_time=one.end_time,
                trip_id=trip.id,
                note=one.note,
                position=one.position,
            )
            for one in plan.entries
        ]
        await self._schedules.add_all(drafts)
        return trip
