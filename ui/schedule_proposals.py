"""What is asked of the schedule page before anything is changed: how a day would be, and how it would be best."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from htpy import div
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from edge.assets import Assets
from services.calendar_days import FIRST_DAY, LAST_DAY
from services.imagined_entries import imagined, within_its_trip
from services.plan_sentences import entry_name, fix_label, warning_sentence
from services.plan_warnings import PlanWarning
from services.planned_days import PlannedDay, days_felt, days_with, planned_days
from services.rate_limits import CHANGES
from services.schedule_entries import Entry
from services.unit_of_work import Services
from ui.document import PageInfo, part_of_page, plain_document
from ui.failures import shows_failures, wants_json
from ui.forms import Choices, own_choices, own_form
from ui.html.frame import framed
from ui.html.schedule.proposal import Wishes, proposal
from ui.schedule_form import day_of, fields_of, id_of, ids_of, mode_of, trip_of
from ui.schedule_routes import way_back
from ui.sessions import traveller_of
from ui.visitor import Visitor, platform_of

_LIKES = 40
"""How many of the places one likes are offered as the ends of a day."""


@shows_failures
async def preview(request: Request) -> Response:
    """Tell what would be wrong with a day if an entry were made or changed so."""
    form, traveller, visitor = await own_form(request), traveller_of(request), Visitor.of(request)
    platform = platform_of(request)
    await platform.limits.spend(CHANGES, "preview", str(traveller.session_id))
    async with platform.open_unit(traveller.actor) as services:
        entry = await _imagined(services, form, traveller.user_id)
        felt = days_felt(entry.date, entry.date)
        others = await services.schedules.between(*felt, trip_of(form.get("trip", "")))
    mode, ways = mode_of(form.get("mode", "")), platform.directions.ways()
    warnings = _about(entry, *days_with(entry, others, mode, ways=ways))
    names = {one.id: entry_name(one, visitor.language) for one in (*others, entry)}
    return JSONResponse(
        {"warnings": [_warning(one, entry.id, names, visitor) for one in warnings]},
        headers={"Cache-Control": "no-store"},
    )


async def _imagined(services: Services, form: Mapping[str, str], user_id: UUID) -> Entry:
    present = await services.schedules.get(id_of(form["id"])) if form.get("id") else None
    fields = fields_of(form)
    if present is None:
        fields.setdefault("date", day_of(form.get("date", "")))
    place_id: str | None = fields.get("place_id")
    known = present is not None and place_id == present.place_id
    place = await services.places.get(place_id) if place_id and not known else None
    entry = imagined(fields, place, present, user_id)
    if entry.trip_id is None or entry.trip_days is not None:
        return entry
    return within_its_trip(entry, await services.trips.between(entry.date, entry.date))


def _about(entry: Entry, day: PlannedDay, morning: PlannedDay) -> Sequence[PlanWarning]:
    """Return what is wrong with the day, what is about the entry first, and what its night disturbs on the next one."""
    disturbs = any(entry.id in problem.ids for problem in morning.problems)
    disturbed = [warning for warning in morning.warnings if entry.id in warning.ids] if disturbs else []
    return sorted((*day.warnings, *disturbed), key=lambda warning: entry.id not in warning.ids)


def _warning(
    warning: PlanWarning, about: UUID, names: Mapping[UUID, str], visitor: Visitor
) -> dict[str, Any]:
    return {
        "code": warning.code,
        "sentence": warning_sentence(warning, names, visitor.language),
        "fix_label": warning.fix and fix_label(warning.fix, names, visitor.language),
        "own": about in warning.ids,
    }


@shows_failures
async def optimise(request: Request) -> Response:
    """Propose the best order of a day beside the present one, as a part of the page or as one of its own; changes nothing."""
    choices, traveller, visitor = (
        await own_choices(request, "fixed"),
        traveller_of(request),
        Visitor.of(request),
    )
    form, platform = choices.fields, platform_of(request)
    await platform.limits.spend(CHANGES, str(traveller.session_id))
    day, mode, trip = (
        day_of(form.get("date", "")),
        mode_of(form.get("mode", "")),
        trip_of(form.get("trip", "")),
    )
    async with platform.open_unit(traveller.actor) as services:
        entries = await services.schedules.between(day, day, trip)
        ends = (await services.places.point(form.get("start")), await services.places.point(form.get("end")))
        wishes = await _wishes(services, choices, entries, visitor)
    (planned,) = planned_days(entries, day, day, mode)
    order = await platform.day_orders.best(
        day, [one.entry.stop for one in planned.entries], mode, fixed=wishes.kept | wishes.held, ends=ends
    )
    content = proposal(planned, order, wishes, way_back(request, form), visitor)
    if wants_json(request):
        return part_of_page(content)
    info = PageInfo(f"{visitor.t('Schedule')} · FFFF", visitor.t("Schedule"), indexed=False)
    assets: Assets = request.state.assets
    body = framed(div(".proposal-page")[content], visitor, assets, current="/schedule")
    return plain_document(request, visitor, info, body, styles=("schedule.css", "schedule_moves.css"))


async def _wishes(services: Services, choices: Choices, entries: Sequence[Entry], visitor: Visitor) -> Wishes:
    form = choices.fields
    trips = await services.trips.between(FIRST_DAY, LAST_DAY)
    only_read = {trip.id for trip in trips if not trip.role.may_edit}
    return Wishes(
        kept=ids_of(" ".join(choices.chosen)),
        held=frozenset(entry.id for entry in entries if entry.trip_id in only_read),
        start=form.get("start", ""),
        end=form.get("end", ""),
        likes={place.id: visitor.text(place.name) for place in await services.my_likes.places(limit=_LIKES)},
        asked={name: form[name] for name in ("date", "trip", "mode", "back") if form.get(name)},
    )
