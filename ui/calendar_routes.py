"""Plans as files to take along: a calendar for other programs, and JSON for one's own."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import orjson
from starlette.requests import Request
from starlette.responses import Response

from services.calendar_days import FIRST_DAY, LAST_DAY
from services.calendar_feeds import AHEAD, BACK
from services.calendar_files import CALENDAR_TYPE, calendar_file
from services.plan_sentences import entry_name
from services.schedule_entries import Entry
from ui.explore import read_day, read_part
from ui.failures import shows_failures
from ui.sessions import traveller_of
from ui.visitor import Visitor, platform_of, site_address

_PRIVATE = {"Cache-Control": "private, no-store"}


@dataclass(frozen=True, slots=True)
class _Chosen:
    """The entries of the days and the trip that an address names."""

    first: date
    last: date
    trip_title: str | None
    entries: Sequence[Entry]

    def headers(self, ending: str) -> dict[str, str]:
        name = f"ffff-{self.first}-{self.last}.{ending}"
        return {**_PRIVATE, "Content-Disposition": f'attachment; filename="{name}"'}


@shows_failures
async def export_ics(request: Request) -> Response:
    """The entries from `from` to `to`, of one `trip` or of everything, as a calendar file."""
    chosen, visitor = await _chosen(request), Visitor.of(request)
    body = await asyncio.to_thread(
        calendar_file,
        chosen.entries,
        name=chosen.trip_title or visitor.t("My plans in Korea"),
        language=visitor.language,
        site=site_address(request),
    )
    return Response(body, headers=chosen.headers("ics"), media_type=CALENDAR_TYPE)


@shows_failures
async def export_json(request: Request) -> Response:
    """The same as JSON, in the shape that /v1 gives schedules, with each place's name and position beside it."""
    chosen, visitor = await _chosen(request), Visitor.of(request)
    items = [_shape(entry, visitor) for entry in chosen.entries]
    content = {"from": chosen.first, "to": chosen.last, "time_zone": "Asia/Seoul", "items": items}
    body = orjson.dumps(content, option=orjson.OPT_INDENT_2)
    return Response(body, headers=chosen.headers("json"), media_type="application/json")


async def _chosen(request: Request) -> _Chosen:
    """Read which entries are meant; without days it is the whole trip, or else what a feed holds.

    Raises:
        UnreadableAddress: a day or the trip is none.
        TripNotFound: there is no such trip, or it is not the traveller's.
    """
    actor, visitor, params = traveller_of(request).actor, Visitor.of(request), request.query_params
    first, last = read_part(params, "from", read_day), read_part(params, "to", read_day)
    trip_id = read_part(params, "trip", UUID)
    async with platform_of(request).open_unit(actor) as services:
        if trip_id is None:
            first, last = first or visitor.today - BACK, last or visitor.today + AHEAD
            return _Chosen(first, last, None, await services.schedules.between(first, last))
        trip = await services.trips.get(trip_id)
        # What was put into a trip may lie beside its days, and belongs to it all the same.
        entries = await services.schedules.between(first or FIRST_DAY, last or LAST_DAY, trip_id)
    return _Chosen(first or trip.starts_on, last or trip.ends_on, trip.title, entries)


def _shape(entry: Entry, visitor: Visitor) -> dict[str, Any]:
    place = entry.place
    return {
        "id": entry.id,
        "trip_id": entry.trip_id,
        "place_id": entry.place_id,
        "place_name": entry_name(entry, visitor.language),
        "date": entry.date,
        "start_time": entry.start_time and entry.start_time.strftime("%H:%M"),
        "end_time": entry.end_time and entry.end_time.strftime("%H:%M"),
        "position": entry.position,
        "note": entry.note,
        "version": entry.version,
        "created_at": entry.created_at,
        "updated_at": entry.updated_at,
        "place": place and {"name": place.name, "address": place.address, "lat": place.lat, "lng": place.lng},
    }
