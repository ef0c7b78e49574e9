"""One entry as a page of its own: to make it, with what would be wrong said at once, and to change it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time
from uuid import UUID

from htpy import Element, Node, a, div, h1
from starlette.requests import Request
from starlette.responses import Response

from edge.assets import Assets
from services.calendar_days import FIRST_DAY, LAST_DAY
from services.imagined_entries import imagined, within_its_trip
from services.plan_sentences import entry_name
from services.planned_days import days_felt, days_with
from services.schedule_entries import Entry
from services.schedules import ScheduleNotFound
from services.suggested_times import with_suggested_times
from services.trips import TripSummary, next_first
from services.unit_of_work import Services
from ui.document import PageInfo, plain_document
from ui.explore import read_day, read_part
from ui.failures import shows_failures
from ui.formatters import clock
from ui.forms import own_path
from ui.html.frame import framed
from ui.html.icons import icon
from ui.html.schedule.dialog import EntryForm, entry_form
from ui.html.schedule.entry_read import entry_to_read
from ui.html.schedule.warnings import warning_list
from ui.schedule_choice import PATH, ScheduleChoice, View
from ui.sessions import traveller_of
from ui.visitor import Visitor, platform_of


@shows_failures
async def new_entry_page(request: Request) -> Response:
    """The form of a new entry; a place comes with a start and its usual stay, and with what stands against them."""
    traveller, visitor, params = traveller_of(request), Visitor.of(request), request.query_params
    day = read_part(params, "date", read_day) or visitor.today
    place_id, trip_id = params.get("place") or None, read_part(params, "trip", UUID)
    start, end = (read_part(params, name, _read_clock) for name in ("start", "end"))
    async with platform_of(request).open_unit(traveller.actor) as services:
        place = await services.places.get(place_id) if place_id else None
        others = await services.schedules.between(*days_felt(day, day))
        trips = await _trips(services, visitor)
    values = EntryForm(
        date=day.isoformat(),
        back=_back(request, day),
        trip_id=str(trip_id or ""),
        start_time=_written(start),
        end_time=_written(end),
    )
    if place is None:
        return _page(request, visitor, values, trips, None)
    fields = {"date": day, "place_id": place.id, "trip_id": trip_id, "start_time": start, "end_time": end}
    entry = within_its_trip(imagined(fields, place, None, traveller.user_id), trips)
    if start is None:
        entry = with_suggested_times(entry, [one for one in others if one.date == day], visitor.now)
    return _page(
        request,
        visitor,
        _filled(entry, values.back, visitor),
        trips,
        _warnings(request, entry, others, visitor),
    )


@shows_failures
async def entry_page(request: Request, schedule_id: str) -> Response:
    """The form of an entry that is there."""
    traveller, visitor = traveller_of(request), Visitor.of(request)
    try:
        wanted = UUID(schedule_id)
    except ValueError:
        raise ScheduleNotFound from None
    async with platform_of(request).open_unit(traveller.actor) as services:
        entry = await services.schedules.get(wanted)
        others = await services.schedules.between(*days_felt(entry.date, entry.date))
        trips = await _trips(services, visitor)
    values = replace(
        _filled(entry, _back(request, entry.date), visitor), id=str(entry.id), version=str(entry.version)
    )
    warnings = _warnings(request, entry, others, visitor)
    if entry.trip_id and entry.trip_id not in {trip.id for trip in trips}:
        title = entry_name(entry, visitor.language)
        return _framed(request, visitor, title, values.back, entry_to_read(entry, warnings, visitor))
    return _page(request, visitor, values, trips, warnings)


async def _trips(services: Services, visitor: Visitor) -> Sequence[TripSummary]:
    """The trips into which one may put entries, the next one first."""
    trips = await services.trips.between(FIRST_DAY, LAST_DAY)
    return next_first((trip for trip in trips if trip.role.may_edit), visitor.today)


def _read_clock(text: str) -> time:
    """Read a time such as 09:30.

    Raises:
        ValueError: it is none.
    """
    if len(text) != len("09:30"):
        raise ValueError(text)
    return time.fromisoformat(text)


def _written(moment: time | None) -> str:
    return clock(moment) if moment else ""


def _filled(entry: Entry, back: str, visitor: Visitor) -> EntryForm:
    return EntryForm(
        date=entry.date.isoformat(),
        back=back,
        place_id=entry.place_id or "",
        place_name=entry_name(entry, visitor.language),
        start_time=_written(entry.start_time),
        end_time=_written(entry.end_time),
        note=entry.note,
        trip_id=str(entry.trip_id or ""),
    )


def _back(request: Request, day: date) -> str:
    """Where the form leads once it is saved: to where one came from, else to the day."""
    usual = ScheduleChoice(View.DAY, day).address()
    return own_path(request.query_params.get("back"), usual)


def _warnings(request: Request, entry: Entry, others: Sequence[Entry], visitor: Visitor) -> Node:
    """What is wrong with the entry among the others of the days around, said before anything is saved."""
    days = days_with(entry, others, ways=platform_of(request).directions.ways())
    warnings = [problem for day in days for problem in day.problems if entry.id in problem.ids]
    if not warnings:
        return None
    return warning_list(warnings, {one.id: one for one in (*others, entry)}, None, visitor)


def _page(
    request: Request, visitor: Visitor, values: EntryForm, trips: Sequence[TripSummary], warnings: Node
) -> Response:
    title = visitor.t("Edit entry") if values.id else visitor.t("New entry")
    form = entry_form(values, trips, visitor, title=h1[title], warnings=warnings)
    return _framed(request, visitor, title, values.back, form)


def _framed(request: Request, visitor: Visitor, title: str, back: str, inside: Element) -> Response:
    assets: Assets = request.state.assets
    content = div(".entry-page")[a(".back", href=back)[icon("left"), visitor.t("Schedule")], inside]
    info = PageInfo(f"{title} · FFFF", title, indexed=False)
    body = framed(content, visitor, assets, current=PATH)
    return plain_document(request, visitor, info, body, styles=("schedule.css",))
