"""Trips begun, and their pages. Each form leads back to its part, with a notice or with what is wrong."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import date
from uuid import UUID

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from edge.assets import Assets
from models.trip import LinkKind, TripRole
from services.errors import Failure, Invalid
from services.trip_access import TripNotFound
from services.trip_links import LinkNotFound, NotLinkDays
from services.trip_members import MemberNotFound
from services.trips import NotTripDays
from services.unit_of_work import Services
from ui.document import PageInfo, plain_document
from ui.failures import sentence_of, shows_failures, telling
from ui.forms import id_in, own_form
from ui.html.account_forms import Said
from ui.html.frame import framed
from ui.html.mypage import OVERVIEW
from ui.html.trip_forms import new_trip_form, schedule_of
from ui.html.trip_page import Part, TripPage, Typed, trip_page
from ui.sessions import changing, traveller_of
from ui.visitor import Visitor, platform_of, site_address

_Form = Callable[..., Awaitable[Response | None]]
_LONGEST_TYPED = 300


@shows_failures
async def new_trip_page(request: Request) -> Response:
    """The form by which a trip begins."""
    traveller_of(request)
    return _new_trip(request, Typed("", "", ""))


@shows_failures
async def add_trip(request: Request) -> Response:
    """Begin a trip, and go on to its schedule."""
    form = await own_form(request)
    traveller_of(request)
    typed = _typed(form)
    try:
        async with changing(request) as services:
            trip = await services.trips.add(form.get("title", ""), _day(typed.starts_on), _day(typed.ends_on))
    except Failure as failure:
        return _new_trip(request, typed, failure)
    return RedirectResponse(schedule_of(trip.id), 303)


@shows_failures
async def one_trip_page(request: Request, trip_id: str) -> Response:
    """A trip with a notice about what has been done just now."""
    return await _page(request, _trip_id(trip_id), said=_notice(request))


@shows_failures
async def to_trip(request: Request, trip_id: str) -> Response:
    """Lead to the trip whoever opens an address where only forms are answered."""
    traveller_of(request)
    return RedirectResponse(f"/trips/{_trip_id(trip_id)}", 303)


@shows_failures
async def change_trip(request: Request, trip_id: str) -> Response:
    """Keep title and days, if nobody else has changed them since the form was opened."""
    form = await own_form(request)
    typed = _typed(form)

    async def work(services: Services, trip: UUID) -> str:
        await services.trips.change(
            trip,
            _whole(form.get("version", ""), Invalid),
            title=form.get("title", ""),
            starts_on=_day(typed.starts_on),
            ends_on=_day(typed.ends_on),
        )
        return _back(trip, Part.ABOUT, "saved")

    return await _tried(request, trip_id, Part.ABOUT, work, typed=typed)


@shows_failures
async def invite(request: Request, trip_id: str) -> Response:
    """Make an invitation."""
    form = await own_form(request)

    async def work(services: Services, trip: UUID) -> str:
        days = _whole(form.get("days", ""), NotLinkDays)
        await services.trip_links.invite(trip, _role(form), days=days)
        return _back(trip, Part.INVITATIONS, "invited")

    return await _tried(request, trip_id, Part.INVITATIONS, work)


@shows_failures
async def share(request: Request, trip_id: str) -> Response:
    """Make a link by which anybody may read."""
    form = await own_form(request)

    async def work(services: Services, trip: UUID) -> str:
        await services.trip_links.share(
            trip,
            days=_whole(form["days"], NotLinkDays) if form.get("days") else None,
            with_notes="with_notes" in form,
            with_members="with_members" in form,
        )
        return _back(trip, Part.SHARES, "shared")

    return await _tried(request, trip_id, Part.SHARES, work)


@shows_failures
async def revoke_link(request: Request, trip_id: str, link_id: str) -> Response:
    """Let a link lead nowhere."""
    is_share = (await own_form(request)).get("kind") == LinkKind.SHARE
    part = Part.SHARES if is_share else Part.INVITATIONS

    async def work(services: Services, trip: UUID) -> str:
        await services.trip_links.revoke(trip, id_in(link_id, LinkNotFound))
        return _back(trip, part, "share-revoked" if is_share else "invitation-revoked")

    return await _tried(request, trip_id, part, work)


@shows_failures
async def change_role(request: Request, trip_id: str, user_id: str) -> Response:
    """Let a member do more or less."""
    form = await own_form(request)

    async def work(services: Services, trip: UUID) -> str:
        await services.trip_members.change_role(trip, id_in(user_id, MemberNotFound), _role(form))
        return _back(trip, Part.PEOPLE, "role")

    return await _tried(request, trip_id, Part.PEOPLE, work)


@shows_failures
async def remove_member(request: Request, trip_id: str, user_id: str) -> Response:
    """Remove a member, and with them all invitations."""
    await own_form(request)

    async def work(services: Services, trip: UUID) -> str:
        await services.trip_members.remove(trip, id_in(user_id, MemberNotFound))
        return _back(trip, Part.PEOPLE, "removed")

    return await _tried(request, trip_id, Part.PEOPLE, work)


@shows_failures
async def hand_over(request: Request, trip_id: str) -> Response:
    """Make an editor the owner."""
    form = await own_form(request)

    async def work(services: Services, trip: UUID) -> str:
        await services.trip_members.hand_over(trip, id_in(form.get("user_id", ""), MemberNotFound))
        return _back(trip, Part.PEOPLE, "handed-over")

    return await _tried(request, trip_id, Part.END, work)


@shows_failures
async def leave(request: Request, trip_id: str) -> Response:
    """Be in a trip no more."""
    await own_form(request)

    async def work(services: Services, trip: UUID) -> str:
        await services.trip_members.remove(trip, traveller_of(request).actor.user_id)
        return OVERVIEW

    return await _tried(request, trip_id, Part.END, work)


@shows_failures
async def delete_trip(request: Request, trip_id: str) -> Response:
    """Delete a trip with everything planned in it."""
    await own_form(request)

    async def work(services: Services, trip: UUID) -> str:
        await services.trips.remove(trip)
        return OVERVIEW

    return await _tried(request, trip_id, Part.END, work)


FORMS: Mapping[str, _Form] = {
    "/trips/{trip_id}/change": change_trip,
    "/trips/{trip_id}/invite": invite,
    "/trips/{trip_id}/share": share,
    "/trips/{trip_id}/links/{link_id}/revoke": revoke_link,
    "/trips/{trip_id}/members/{user_id}/role": change_role,
    "/trips/{trip_id}/members/{user_id}/remove": remove_member,
    "/trips/{trip_id}/hand-over": hand_over,
    "/trips/{trip_id}/leave": leave,
    "/trips/{trip_id}/delete": delete_trip,
}
"""What each form of a trip's page is answered by."""


async def _tried(
    request: Request,
    trip_id: str,
    part: Part,
    work: Callable[[Services, UUID], Awaitable[str]],
    *,
    typed: Typed | None = None,
) -> Response:
    """Do the work of a form and go where it leads; where it fails, show the page with what is wrong beside the form."""
    traveller_of(request)
    trip = _trip_id(trip_id)
    try:
        async with changing(request) as services:
            address = await work(services, trip)
    except Failure as failure:
        said = Said(part, error=sentence_of(failure, Visitor.of(request)))
        return telling(failure, await _page(request, trip, said=said, typed=typed))
    return RedirectResponse(address, 303)


async def _page(
    request: Request, trip_id: UUID, *, said: Said | None = None, typed: Typed | None = None
) -> Response:
    actor, visitor = traveller_of(request).actor, Visitor.of(request)
    async with platform_of(request).open_unit(actor) as services:
        trip = await services.trips.get(trip_id)
        links = await services.trip_links.all(trip_id) if trip.role.may_edit else ()
    page = TripPage(
        trip=trip,
        own_id=actor.user_id,
        links=links,
        site=site_address(request),
        said=said,
        typed=typed,
    )
    visitor = replace(visitor, path=page.address, query=())
    body = framed(trip_page(page, visitor), visitor, request.state.assets, current=OVERVIEW)
    info = PageInfo(f"{trip.title} · FFFF", trip.title, indexed=False)
    return plain_document(request, visitor, info, body)


def _new_trip(request: Request, typed: Typed, failure: Failure | None = None) -> Response:
    visitor = Visitor.of(request)
    assets: Assets = request.state.assets
    error = sentence_of(failure, visitor)
    content = new_trip_form(typed.title, typed.starts_on, typed.ends_on, error, visitor, assets)
    info = PageInfo(f"{visitor.t('A new trip')} · FFFF", visitor.t("A new trip"), indexed=False)
    body = framed(content, visitor, assets, current=OVERVIEW)
    return telling(failure, plain_document(request, visitor, info, body))


def _back(trip_id: UUID, part: Part, notice: str) -> str:
    return f"/trips/{trip_id}?notice={notice}#{part}"


def _notice(request: Request) -> Said | None:
    t = Visitor.of(request).t
    notices = {
        "saved": (Part.ABOUT, t("The trip has been saved.")),
        "role": (Part.PEOPLE, t("The change is in effect.")),
        "removed": (Part.PEOPLE, t("They are no longer in the trip, and all invitations have been revoked.")),
        "handed-over": (Part.PEOPLE, t("The trip has a new owner, and you are now an editor.")),
        "invited": (Part.INVITATIONS, t("Here is your invitation. Copy it and send it.")),
        "shared": (Part.SHARES, t("Here is your link. Copy it and send it.")),
        "invitation-revoked": (Part.INVITATIONS, t("The link no longer works.")),
        "share-revoked": (Part.SHARES, t("The link no longer works.")),
    }
    part, notice = notices.get(request.query_params.get("notice", ""), (None, ""))
    return Said(part, notice=notice) if part else None


def _typed(form: Mapping[str, str]) -> Typed:
    return Typed(*(form.get(name, "")[:_LONGEST_TYPED] for name in ("title", "starts_on", "ends_on")))


def _trip_id(text: str) -> UUID:
    return id_in(text, TripNotFound)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NotTripDays from None


def _whole(text: str, otherwise: type[Invalid]) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise otherwise
    return int(text)


def _role(form: Mapping[str, str]) -> TripRole:
    role = form.get("role")
    if role not in set(TripRole):
        raise Invalid
    return TripRole(role)
