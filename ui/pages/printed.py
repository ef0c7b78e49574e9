"""The schedule on paper: a day, a trip, or the days from one to another."""

import asyncio
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response

from services.calendar_days import FIRST_DAY, LAST_DAY
from services.days_to_read import days_to_read
from services.errors import Invalid
from services.planned_days import PlannedDay
from ui.document import PageInfo, plain_document
from ui.explore import read_day, read_part
from ui.failures import shows_failures
from ui.html.printed_days import Printed, printed_days
from ui.sessions import traveller_of
from ui.visitor import Visitor, platform_of

_MOST_DAYS = 60


class TooMuchPaper(Invalid):
    code = "too_many_days_to_print"
    message = "Up to 60 days can be printed at once, from the first day on. Choose fewer days."


@dataclass(frozen=True, slots=True)
class _Choice:
    """What is to be printed: one day, or from the first to the last, or without days a whole trip."""

    first: date | None
    last: date | None
    trip: UUID | None

    @classmethod
    def read(cls, params: QueryParams, today: date) -> "_Choice":
        """Read the choice from an address.

        Raises:
            UnreadableAddress: a known parameter has a value that is none of its own.
            TooMuchPaper
        """
        day, trip = read_part(params, "date", read_day), read_part(params, "trip", UUID)
        first, last = read_part(params, "from", read_day), read_part(params, "to", read_day)
        if day:
            return cls(day, day, trip)
        if not first and not last:
            return cls(None, None, trip) if trip else cls(today, today, None)
        first, last = first or last, last or first
        if first and last and not 0 <= (last - first).days < _MOST_DAYS:
            raise TooMuchPaper
        return cls(first, last, trip)

    def back(self, days: list[PlannedDay]) -> str:
        """Return the address of the schedule where this is shown."""
        single = self.first is not None and self.first == self.last
        shown = {"view": "day" if single else "week", "date": str(days[0].day)}
        return f"/schedule?{urlencode(shown | ({'trip': str(self.trip)} if self.trip else {}))}"


@shows_failures
async def printed_page(request: Request) -> Response:
    """Print what one has planned; of a trip the days on which there is something."""
    traveller = traveller_of(request)
    visitor = Visitor.of(request)
    choice = _Choice.read(request.query_params, visitor.today)
    async with platform_of(request).open_unit(traveller.actor) as services:
        trip = await services.trips.get(choice.trip) if choice.trip else None
        entries = await services.schedules.between(
            choice.first or FIRST_DAY, choice.last or LAST_DAY, choice.trip
        )
    if trip and not choice.first:
        days = days_to_read(entries, trip.starts_on, trip.ends_on)
    else:
        first, last = choice.first or visitor.today, choice.last or visitor.today
        days = days_to_read(entries, first, last)
    days = [day for day in days if day.entries] or list(days[:1])
    page = Printed(days, trip.title if trip else "", choice.back(days))
    body = await asyncio.to_thread(printed_days, page, visitor)
    title = trip.title if trip else visitor.t("Print")
    info = PageInfo(f"{title} · FFFF", title, indexed=False)
    return plain_document(request, visitor, info, body, styles=("day_map.css", "print.css"))
