"""The schedule: month, week and day of one's plans. Nothing of it is kept for anybody else."""

from datetime import timedelta

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from edge.assets import Assets
from services.actor import Actor
from services.planned_days import planned_days
from ui.components.place_map import place_map
from ui.document import PageInfo, send_document
from ui.failures import shows_failures
from ui.html import rendered
from ui.html.frame import floating_action, framed
from ui.html.schedule.content import ScheduleContent
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
    fab = floating_action(new_entry_address(chosen.day, chosen), visitor.t("New entry"), "plus")
    body = framed(schedule_page(content, visitor, assets), visitor, assets, current=PATH, fab=fab)
    info = PageInfo(
        f"{when(chosen, visitor)} · {visitor.t('Schedule')} · FFFF", visitor.t("Schedule"), indexed=False
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
    if chosen.view is View.DAY:
        place_map(request.state.settings)
    return None


@shows_failures
async def schedule_fragment(request: Request) -> Response:
    """The part of the page that a change draws anew."""
    traveller, visitor = traveller_of(request), Visitor.of(request)
    assets: Assets = request.state.assets
    content = await _read(request, traveller.actor, visitor)
    html = rendered(schedule(content, visitor, assets))
    return HTMLResponse(html, headers={"Cache-Control": "no-store"})


async def _read(request: Request, actor: Actor, visitor: Visitor) -> ScheduleContent:
    chosen = ScheduleChoice.read(request.query_params, visitor.today)
    eve = chosen.first - timedelta(days=1)
    async with platform_of(request).open_unit(actor) as services:
        entries = await services.schedules.between(eve, chosen.last, chosen.trip)
        coming = await services.trips.coming(visitor.today)
        past = await services.trips.past(visitor.today)
        likes = await services.my_likes.places(limit=_LIKES)
        can_undo, can_redo = await services.schedules.can_undo_and_redo()
    before, *days = planned_days(entries, eve, chosen.last)
    return ScheduleContent(chosen, days, before, [*coming, *past], likes, can_undo, can_redo)
