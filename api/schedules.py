from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import date
from typing import Annotated, Any
from uuid import UUID

import orjson
from fastapi import APIRouter, Header, Query, Request
from fastapi.responses import Response

from api.dependencies import ALL_LANGUAGES, Day, PlatformDep
from api.identity import ActorDep, ChangingActorDep, OwnLanguageDep, PrivateRoute
from api.lists import Cursor, Fields, Limit, selected
from api.problems import blaming_one_of, problems
from api.shapes.schedules import (
    BatchOutcomeShape,
    CheckedScheduleShape,
    NewSchedule,
    OrderQuestion,
    OrderShape,
    ScheduleBatch,
    ScheduleListShape,
    ScheduleShape,
    WarningListShape,
    WholeSchedule,
    change_of,
    draft_of,
    edit_of,
    order_json,
    schedule_json,
    warning_json,
)
from api.versions import IfMatch, telling_current, version_from
from models.language import Language
from services.errors import Invalid
from services.idempotency import Answer
from services.plan_sentences import entry_name
from services.planned_days import days_felt, planned_days
from services.schedule_changes import Removal
from services.schedule_entries import Entry
from services.schedules import Outcome
from services.travel_time import Ways
from services.unit_of_work import Services

router = APIRouter(prefix="/v1/schedules", tags=["schedules"], route_class=PrivateRoute)

MOST_DAYS = 400

IdempotencyKey = Annotated[
    str | None,
    Header(
        min_length=1,
        max_length=200,
        pattern=r"^[\x21-\x7e]+$",
        description="the same key with the same request does nothing twice, and is answered the same for a day",
    ),
]


class TooManyDays(Invalid):
    code = "too_many_days"
    message = "Up to 400 days can be read at once."
    field = "to"


@router.get("", response_model=ScheduleListShape, responses=problems(401, 404, 422, 503))
async def list_schedules(
    actor: ActorDep,
    platform: PlatformDep,
    language: OwnLanguageDep,
    first: Annotated[Day, Query(alias="from")],
    last: Annotated[Day, Query(alias="to")],
    trip_id: UUID | None = None,
    limit: Limit = 24,
    cursor: Cursor = None,
    fields: Fields = None,
) -> Response:
    """The entries of these days in their order: of one trip, or all that one may see."""
    if not 0 <= (last - first).days < MOST_DAYS:
        raise TooManyDays
    async with platform.open_unit(actor) as services:
        page = await services.schedules.page(first, last, trip_id, limit=limit, cursor=cursor)
    items = selected([schedule_json(entry, language) for entry in page.items], fields, ScheduleShape)
    return _json({"items": items, "next_cursor": page.next_cursor})


@router.get("/check", response_model=WarningListShape, responses=problems(401, 404, 422, 503))
async def check_day(
    actor: ActorDep,
    platform: PlatformDep,
    language: OwnLanguageDep,
    date: Day,
    trip_id: UUID | None = None,
) -> Response:
    """What is wrong with the plan of a day: of one trip, or of all that one may see."""
    async with platform.open_unit(actor) as services:
        felt = await _felt(services, date, trip_id)
    warnings = _warnings(felt, date, platform.directions.ways(), language or Language.EN)
    return _json({"items": warnings, "next_cursor": None})


@router.get("/{schedule_id}", response_model=ScheduleShape, responses=problems(401, 404, 422, 503))
async def get_schedule(
    schedule_id: UUID, actor: ActorDep, platform: PlatformDep, language: OwnLanguageDep
) -> Response:
    """One entry; its ETag is its version and the language of its texts."""
    async with platform.open_unit(actor) as services:
        entry = await services.schedules.get(schedule_id)
    etag = f'"{entry.version}-{language or ALL_LANGUAGES}"'
    return _json(schedule_json(entry, language), headers={"ETag": etag})


@router.post(
    "",
    status_code=201,
    response_model=CheckedScheduleShape,
    responses=problems(400, 401, 403, 404, 409, 422, 429, 503),
)
async def add_schedule(
    request: Request,
    body: NewSchedule,
    actor: ChangingActorDep,
    platform: PlatformDep,
    language: OwnLanguageDep,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Add an entry. What is unwise about it is told as warnings, never refused."""
    async with platform.open_unit(actor) as services:

        async def add() -> Answer:
            entry = await services.schedules.add(draft_of(body))
            felt = await _felt(services, entry.date, entry.trip_id)
            return Answer(201, _checked(entry, felt, platform.directions.ways(), language))

        answer = await services.idempotency.once(idempotency_key, await _asked(request), add)
    return _json(answer.body, answer.status)


@router.put(
    "/{schedule_id}",
    response_model=CheckedScheduleShape,
    responses=problems(400, 401, 403, 404, 409, 412, 422, 429, 503),
)
async def change_schedule(
    schedule_id: UUID,
    body: WholeSchedule,
    actor: ChangingActorDep,
    platform: PlatformDep,
    language: OwnLanguageDep,
    if_match: IfMatch = None,
) -> Response:
    """Put the whole entry. Made from an old version it is refused, and the answer carries the `current` one."""
    made_from = version_from(body.version, if_match)
    with _showing_current(language):
        async with platform.open_unit(actor) as services:
            change = edit_of(schedule_id, body, made_from)
            (outcome,) = await services.schedules.apply([change], strict=True)
            entry = _entry(outcome)
            felt = await _felt(services, entry.date, entry.trip_id)
    answer = _checked(entry, felt, platform.directions.ways(), language)
    return _json(answer, headers=_etag(entry))


@router.delete("/{schedule_id}", status_code=204, responses=problems(401, 403, 404, 412, 422, 429, 503))
async def remove_schedule(
    schedule_id: UUID,
    actor: ChangingActorDep,
    platform: PlatformDep,
    language: OwnLanguageDep,
    if_match: IfMatch = None,
) -> None:
    """Remove an entry."""
    version = version_from(None, if_match) if if_match else None
    with _showing_current(language):
        async with platform.open_unit(actor) as services:
            await services.schedules.apply([Removal(schedule_id, version)], strict=True)


@router.post(
    "/batch",
    response_model=BatchOutcomeShape,
    responses=problems(400, 401, 403, 404, 409, 412, 422, 429, 503),
)
async def change_several(
    request: Request,
    body: ScheduleBatch,
    actor: ChangingActorDep,
    platform: PlatformDep,
    language: OwnLanguageDep,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Make up to 100 changes, all or none; a failure names the change at fault."""
    with _showing_current(language), blaming_one_of("changes"):
        async with platform.open_unit(actor) as services:

            async def change() -> Answer:
                outcomes = await services.schedules.apply(list(map(change_of, body.changes)), strict=True)
                items = [one.entry and schedule_json(one.entry, language) for one in outcomes]
                return Answer(200, {"items": items})

            answer = await services.idempotency.once(idempotency_key, await _asked(request), change)
    return _json(answer.body, answer.status)


@router.post(
    "/optimise",
    response_model=OrderShape,
    responses=problems(400, 401, 404, 422, 429, 503),
)
async def put_in_order(body: OrderQuestion, actor: ChangingActorDep, platform: PlatformDep) -> Response:
    """Propose the best order of a day, with times and why it is better. Nothing is changed."""
    async with platform.open_unit(actor) as services:
        entries = await services.schedules.between(body.date, body.date, body.trip_id)
        ends = (await services.places.point(body.start), await services.places.point(body.end))
    (planned,) = planned_days(entries, body.date, body.date, body.mode)
    stops = [one.entry.stop for one in planned.entries]
    order = await platform.day_orders.best(body.date, stops, body.mode, fixed=body.fixed, ends=ends)
    return _json(order_json(order, body.date))


async def _felt(services: Services, day: date, trip_id: UUID | None) -> Sequence[Entry]:
    """Read what must be known to tell what is wrong with a day."""
    return await services.schedules.between(*days_felt(day, day), trip_id)


def _checked(entry: Entry, felt: Sequence[Entry], ways: Ways, language: Language | None) -> dict[str, Any]:
    warnings = _warnings(felt, entry.date, ways, language or Language.EN)
    return {**schedule_json(entry, language), "warnings": warnings}


def _warnings(felt: Sequence[Entry], day: date, ways: Ways, language: Language) -> Sequence[dict[str, Any]]:
    names = {entry.id: entry_name(entry, language) for entry in felt}
    (planned,) = planned_days(felt, day, day, ways=ways)
    return [warning_json(warning, names, language) for warning in planned.warnings]


def _entry(outcome: Outcome) -> Entry:
    if outcome.entry is None:
        raise RuntimeError("an entry that was put is gone")
    return outcome.entry


def _showing_current(language: Language | None) -> AbstractContextManager[None]:
    return telling_current(lambda entry: schedule_json(entry, language))


async def _asked(request: Request) -> bytes:
    """What a repeated request must repeat: where it goes and what it says."""
    return request.url.path.encode() + b"\n" + await request.body()


def _etag(entry: Entry) -> dict[str, str]:
    return {"ETag": f'"{entry.version}"'}


def _json(body: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    return Response(orjson.dumps(body), status, headers, "application/json")
