"""The schedule: month, week and day of one's plans. Nothing of it is kept for anybody else."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from edge.assets import Assets
from services.actor import Actor
from services.calendar_days import FIRST_DAY, LAST_DAY
from services.directions import legs_of
from services.live import of_user
from services.planned_days import days_felt, planned_days
from services.schedule_entries import Entry
from services.sessions import Traveller
from services.trips import TripSummary, next_first
from services.unit_of_work import Services
from ui.components.place_map import place_map
from ui.document import PageInfo, part_of_page, send_document
from ui.failures import shows_failures
from ui.html.frame import floating_action, framed
from ui.html.schedule.content import Coming, ScheduleContent
from ui.html.schedule.month import new_entry_address
from ui.html.schedule.page import schedule, schedule_page
from ui.html.schedule.toolbar import when
from ui.schedule_choice import PATH, ScheduleChoice, View
from ui.schedule_live import attend
from ui.sessions import traveller_of
from ui.visitor import Visitor, platform_of

_LIKES = 12


@shows_failures
async def schedule_view(request: Request) -> Response | None:
    """One's plans in a month, a week or a day."""
    traveller, visitor = traveller_of(request), Visitor.of(request)
    assets: Assets = request.state.assets
    content = await _read(request, traveller.actor, visitor)
    chosen = content.chosen
    address = new_entry_address(content.day_of_new_entry(visitor.today), chosen)
    fab = content.is_editable and floating_action(address, visitor.t("New entry"), "plus")
    body = framed(schedule_page(content, visitor, assets), visitor, assets, current=PATH, fab=fab)
    info = PageInfo(
        f"{when(chosen, visitor)} · {visitor.t('Schedule')} · FFFF",
        visitor.t("Schedule"),
        indexed=False,
    )
    send_document(
        request,
        visitor,
        info,
        body,
        scripts=("time_grid.js", "schedule.js"),
        styles=("schedule.css", "schedule_moves.css"),
    )
    await attend(request, traveller)
    _want_ways(request, traveller, content)
    if chosen.view is View.DAY:
        place_map(request.state.settings)
    return None


@shows_failures
async def schedule_fragment(request: Request) -> Response:
    """The part of the page that a change draws anew."""
    traveller, visitor = traveller_of(request), Visitor.of(request)
    assets: Assets = request.state.assets
    content = await _read(request, traveller.actor, visitor)
    _want_ways(request, traveller, content)
    return part_of_page(schedule(content, visitor, assets))


async def _read(request: Request, actor: Actor, visitor: Visitor) -> ScheduleContent:
    platform = platform_of(request)
    async with platform.open_unit(actor) as services:
        trips = await services.trips.between(FIRST_DAY, LAST_DAY)
        chosen = ScheduleChoice.read(request.query_params, visitor.today, trips)
        entries = await services.schedules.between(*days_felt(chosen.first, chosen.last), chosen.trip)
        likes = await services.my_likes.places(limit=_LIKES)
        can_undo, can_redo = await services.schedules.can_undo_and_redo()
        is_empty = not any(chosen.first <= entry.date <= chosen.last for entry in entries)
        coming = await _coming(services, chosen, trips, visitor.today) if is_empty else None
    eve, ways = chosen.first - timedelta(days=1), platform.directions.ways()
    (before,) = planned_days(entries, eve, eve, ways=ways)
    days = planned_days(entries, chosen.first, chosen.last, ways=ways)
    in_order = next_first(trips, visitor.today)
    return ScheduleContent(chosen, days, before, in_order, likes, coming, can_undo, can_redo)


async def _coming(
    services: Services, chosen: ScheduleChoice, trips: Sequence[TripSummary], today: date
) -> Coming | None:
    """Find what is planned next: after the days shown, else from today on."""
    for first in sorted({max(today, chosen.last + timedelta(days=1)), today}, reverse=True):
        plans = [
            Coming(trip.starts_on, trip)
            for trip in trips
            if chosen.trip in {None, trip.id} and trip.starts_on >= first
        ]
        if entry := await _first_entry(services, first, chosen.trip):
            plans.insert(0, Coming(entry.date, entry))
        if plans:
            return min(plans, key=lambda plan: plan.day)
    return None


async def _first_entry(services: Services, first: date, trip: UUID | None) -> Entry | None:
    """Return the entry to which one comes first, on this day or the next one for which anything is planned."""
    found = (await services.schedules.page(first, LAST_DAY, trip, limit=1)).items
    if not found:
        return None
    day = found[0].date
    (planned,) = planned_days(await services.schedules.between(day, day, trip), day, day)
    return planned.entries[0].entry


def _want_ways(request: Request, traveller: Traveller, content: ScheduleContent) -> None:
    """Have the ways of the day that is shown asked for; the traveller's open pages read again when one has come."""
    if content.chosen.view is View.DAY:
        platform, topics = platform_of(request), [of_user(traveller.user_id)]
        legs = [leg for day in content.days for leg in legs_of(day)]
        platform.directions.want(legs, lambda: platform.live.tell(topics, {"kind": "changed"}))
