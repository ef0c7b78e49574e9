"""A calendar file taken over: chosen, looked through, and then in one's plans.

Nothing is kept between the two steps: the file goes back and forth inside the form, and is read again as any other.
"""

import asyncio
import base64
import binascii
from urllib.parse import urlencode
from uuid import UUID

from htpy import Node
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from services.calendar_days import FIRST_DAY, LAST_DAY
from services.calendar_reading import CalendarRead, CalendarRefused, read_calendar
from services.errors import Failure, Unauthorized
from services.rate_limits import IMPORTS
from services.trip_access import TripNotFound
from ui.document import PageInfo, plain_document
from ui.failures import sentence_of, shows_failures, telling
from ui.forms import NoFile, check_origin, id_in, own_choices, own_upload
from ui.html.calendar_import import Looked, choose_file, look_through
from ui.html.frame import framed
from ui.sessions import traveller_of
from ui.visitor import Visitor, platform_of


class NoCalendarFile(CalendarRefused):
    code = "no_calendar_file"
    message = "We received no file. Please choose the .ics file that your calendar has exported."


@shows_failures
async def import_page(request: Request) -> Response:
    """Where one chooses a calendar file."""
    traveller_of(request)
    return _first_step(request, trip=request.query_params.get("trip", ""))


@shows_failures
async def look_into_calendar(request: Request) -> Response:
    """Show what is in the file."""
    check_origin(request)
    traveller_of(request)
    trip = ""
    try:
        upload = await own_upload(request, "calendar")
        trip = upload.fields.get("trip", "")
        return await _second_step(request, upload.content, trip)
    except Unauthorized:
        raise
    except NoFile:
        return _first_step(request, NoCalendarFile(), trip=trip)
    except Failure as failure:
        return _first_step(request, failure, trip=trip)


@shows_failures
async def take_calendar_over(request: Request) -> Response:
    """Make entries of what has been chosen, all or none, and lead to the first one's day."""
    check_origin(request)
    actor = traveller_of(request).actor
    form = await own_choices(request, "chosen")
    content, trip = _decoded(form.fields.get("file", "")), form.fields.get("trip", "")
    chosen = frozenset(form.chosen)
    try:
        read = await _read(request, content)
        async with platform_of(request).open_unit(actor) as services:
            candidates = await services.calendar_imports.candidates(read.found)
            wanted = [one for one in candidates if one.key in chosen]
            first = await services.calendar_imports.take_over(wanted, _trip_id(trip))
    except Unauthorized:
        raise
    except CalendarRefused as failure:
        return _first_step(request, failure, trip=trip)
    except Failure as failure:
        return await _second_step(request, content, trip, failure, chosen)
    query = {"view": "day", "date": str(first)} | ({"trip": trip} if trip else {})
    return RedirectResponse(f"/schedule?{urlencode(query)}", 303)


async def _read(request: Request, content: bytes) -> CalendarRead:
    platform, actor = platform_of(request), traveller_of(request).actor
    await platform.limits.spend(IMPORTS, str(actor.user_id))
    return await asyncio.to_thread(read_calendar, content, today=Visitor.of(request).today)


async def _second_step(
    request: Request,
    content: bytes,
    trip: str,
    failure: Failure | None = None,
    chosen: frozenset[str] | None = None,
) -> Response:
    read = await _read(request, content)
    async with platform_of(request).open_unit(traveller_of(request).actor) as services:
        candidates = await services.calendar_imports.candidates(read.found)
        trips = await services.trips.between(FIRST_DAY, LAST_DAY)
    visitor = Visitor.of(request)
    looked = Looked(
        read=read,
        candidates=candidates,
        chosen=frozenset(one.key for one in candidates if not one.is_there) if chosen is None else chosen,
        trips=[trip for trip in reversed(trips) if trip.role.may_edit],
        trip=trip,
        file=base64.b64encode(content).decode(),
        error=sentence_of(failure, visitor),
    )
    return _page(request, look_through(looked, visitor), failure)


def _first_step(request: Request, failure: Failure | None = None, *, trip: str) -> Response:
    visitor = Visitor.of(request)
    return _page(request, choose_file(visitor, trip=trip, error=sentence_of(failure, visitor)), failure)


def _page(request: Request, content: Node, failure: Failure | None) -> Response:
    visitor = Visitor.of(request)
    title = visitor.t("Import a calendar")
    page = framed(content, visitor, request.state.assets, current="/schedule")
    info = PageInfo(f"{title} · FFFF", title, indexed=False)
    return telling(failure, plain_document(request, visitor, info, page))


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""


def _trip_id(text: str) -> UUID | None:
    return id_in(text, TripNotFound) if text else None
