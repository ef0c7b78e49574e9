from typing import Annotated, Any
from uuid import UUID

import orjson
from fastapi import APIRouter, Body, Query
from fastapi.responses import Response

from api.dependencies import Day, PlatformDep, SiteDep
from api.identity import ActorDep, ChangingActorDep, PrivateRoute
from api.lists import Cursor, Fields, Limit, selected
from api.problems import problems
from api.shapes.trips import (
    Joining,
    LinkListShape,
    LinkShape,
    NewInvitation,
    NewOwner,
    NewShare,
    NewTrip,
    RoleChange,
    TripChange,
    TripListShape,
    TripPersonListShape,
    TripPersonShape,
    TripShape,
    TripSummaryShape,
    link_shape,
    person_json,
    summary_json,
    trip_json,
)
from api.versions import IfMatch, telling_current, version_from
from services.trips import TripDetails

router = APIRouter(prefix="/v1/trips", tags=["trips"], route_class=PrivateRoute)

NewLink = Annotated[NewInvitation | NewShare, Body(discriminator="kind")]


@router.get("", response_model=TripListShape, responses=problems(401, 422, 503))
async def list_trips(
    actor: ActorDep,
    platform: PlatformDep,
    from_: Annotated[Day | None, Query(alias="from", description="leaves out those that end before")] = None,
    to: Annotated[Day | None, Query(description="leaves out those that start after")] = None,
    limit: Limit = 24,
    cursor: Cursor = None,
    fields: Fields = None,
) -> Response:
    """The trips one is in, the last to start first."""
    async with platform.open_unit(actor) as services:
        page = await services.trips.page(limit=limit, cursor=cursor, first=from_, last=to)
    items = selected([summary_json(trip) for trip in page.items], fields, TripSummaryShape)
    return _json({"items": items, "next_cursor": page.next_cursor})


@router.post("", status_code=201, response_model=TripShape, responses=problems(400, 401, 409, 422, 429, 503))
async def add_trip(body: NewTrip, actor: ChangingActorDep, platform: PlatformDep) -> Response:
    """Begin a trip of one's own."""
    async with platform.open_unit(actor) as services:
        added = await services.trips.add(body.title, body.starts_on, body.ends_on)
        trip = await services.trips.get(added.id)
    return _trip(trip, 201)


@router.post("/join", response_model=TripShape, responses=problems(400, 401, 404, 409, 422, 429, 503))
async def join_trip(body: Joining, actor: ChangingActorDep, platform: PlatformDep) -> Response:
    """Become a member by an invitation; who is one already loses nothing by it."""
    async with platform.open_unit(actor) as services:
        trip = await services.trips.get(await services.trip_links.join(body.token.get_secret_value()))
    return _trip(trip)


@router.get("/{trip_id}", response_model=TripShape, responses=problems(401, 404, 422, 503))
async def get_trip(trip_id: UUID, actor: ActorDep, platform: PlatformDep) -> Response:
    """A trip with everybody in it."""
    async with platform.open_unit(actor) as services:
        trip = await services.trips.get(trip_id)
    return _trip(trip)


@router.patch(
    "/{trip_id}", response_model=TripShape, responses=problems(400, 401, 403, 404, 412, 422, 429, 503)
)
async def change_trip(
    trip_id: UUID,
    body: TripChange,
    actor: ChangingActorDep,
    platform: PlatformDep,
    if_match: IfMatch = None,
) -> Response:
    """Change a trip, if it is still of the version that the change was made from."""
    version = version_from(body.version, if_match)
    with telling_current(trip_json):
        async with platform.open_unit(actor) as services:
            trip = await services.trips.change(
                trip_id, version, title=body.title, starts_on=body.starts_on, ends_on=body.ends_on
            )
    return _trip(trip)


@router.delete("/{trip_id}", status_code=204, responses=problems(401, 403, 404, 422, 429, 503))
async def delete_trip(trip_id: UUID, actor: ChangingActorDep, platform: PlatformDep) -> None:
    """Delete a trip of one's own with everything planned in it."""
    async with platform.open_unit(actor) as services:
        await services.trips.remove(trip_id)


@router.post(
    "/{trip_id}/owner",
    response_model=TripShape,
    responses=problems(400, 401, 403, 404, 409, 422, 429, 503),
)
async def hand_trip_over(
    trip_id: UUID, body: NewOwner, actor: ChangingActorDep, platform: PlatformDep
) -> Response:
    """Hand a trip of one's own over to an editor, and become an editor of it."""
    async with platform.open_unit(actor) as services:
        await services.trip_members.hand_over(trip_id, body.user_id)
        trip = await services.trips.get(trip_id)
    return _trip(trip)


@router.get("/{trip_id}/members", response_model=TripPersonListShape, responses=problems(401, 404, 422, 503))
async def list_members(trip_id: UUID, actor: ActorDep, platform: PlatformDep) -> Response:
    """Everybody in a trip, the owner first."""
    async with platform.open_unit(actor) as services:
        people = await services.trip_members.all(trip_id)
    return _json({"items": [person_json(one) for one in people], "next_cursor": None})


@router.patch(
    "/{trip_id}/members/{user_id}",
    response_model=TripPersonShape,
    responses=problems(400, 401, 403, 404, 422, 429, 503),
)
async def change_member(
    trip_id: UUID, user_id: UUID, body: RoleChange, actor: ChangingActorDep, platform: PlatformDep
) -> Response:
    """Let a member do more or less in a trip of one's own."""
    async with platform.open_unit(actor) as services:
        person = await services.trip_members.change_role(trip_id, user_id, body.role)
    return _json(person_json(person))


@router.delete(
    "/{trip_id}/members/{user_id}",
    status_code=204,
    responses=problems(401, 403, 404, 409, 422, 429, 503),
)
async def remove_member(trip_id: UUID, user_id: UUID, actor: ChangingActorDep, platform: PlatformDep) -> None:
    """Remove a member, which revokes all invitations, or leave with one's own id; what they planned stays."""
    async with platform.open_unit(actor) as services:
        await services.trip_members.remove(trip_id, user_id)


@router.get("/{trip_id}/links", responses=problems(401, 403, 404, 422, 503))
async def list_links(trip_id: UUID, actor: ActorDep, platform: PlatformDep, site: SiteDep) -> LinkListShape:
    """The links of a trip that have not expired, newest first."""
    async with platform.open_unit(actor) as services:
        links = await services.trip_links.all(trip_id)
    return LinkListShape(items=[link_shape(link, site) for link in links])


@router.post("/{trip_id}/links", status_code=201, responses=problems(400, 401, 403, 404, 409, 422, 429, 503))
async def add_link(
    trip_id: UUID, body: NewLink, actor: ChangingActorDep, platform: PlatformDep, site: SiteDep
) -> LinkShape:
    """Make a link by which people join (`invitation`), or by which anybody may read (`share`)."""
    async with platform.open_unit(actor) as services:
        match body:
            case NewInvitation():
                link = await services.trip_links.invite(trip_id, body.role, days=body.days)
            case NewShare():
                link = await services.trip_links.share(
                    trip_id, days=body.days, with_notes=body.with_notes, with_members=body.with_members
                )
    return link_shape(link, site)


@router.delete(
    "/{trip_id}/links/{link_id}", status_code=204, responses=problems(401, 403, 404, 422, 429, 503)
)
async def revoke_link(trip_id: UUID, link_id: UUID, actor: ChangingActorDep, platform: PlatformDep) -> None:
    """Revoke a link; it leads nowhere from now on."""
    async with platform.open_unit(actor) as services:
        await services.trip_links.revoke(trip_id, link_id)


def _trip(trip: TripDetails, status: int = 200) -> Response:
    return _json(trip_json(trip), status)


def _json(content: dict[str, Any], status: int = 200) -> Response:
    return Response(orjson.dumps(content), status, media_type="application/json")
