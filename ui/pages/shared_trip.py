"""What a link to a trip shows to anybody: the page to read, its picture for previews, and a copy of one's own."""

import asyncio
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from edge.assets import Assets
from services.days_to_read import days_to_read
from services.rate_limits import CHANGES, SHARED_TRIPS, network
from services.shared_trips import SharedPlan
from ui.document import PageInfo, plain_document
from ui.failures import shows_failures
from ui.forms import own_form
from ui.html import rendered
from ui.html.frame import framed
from ui.html.shared_trip import SharedPage, in_one_sentence, shared_trip
from ui.sessions import caller_of, traveller_of
from ui.trip_card import Card, card_png
from ui.visitor import Visitor, platform_of

_KEPT_TO_ONESELF: Mapping[str, str] = {
    "Referrer-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow",
    "Cache-Control": "no-store",
}
"""The address is the secret: no other site learns of it, while our own forms can say where they come from."""


@shows_failures
async def shared_trip_page(request: Request, token: str) -> Response:
    """Read a trip, with or without an account."""
    visitor, plan = Visitor.of(request), await _read(request, token)
    page = SharedPage(token, plan.trip, days_to_read(plan.entries, plan.trip.starts_on, plan.trip.ends_on))
    content = await asyncio.to_thread(lambda: rendered(shared_trip(page, visitor)))
    info = PageInfo(
        f"{plan.trip.title} · FFFF",
        in_one_sentence(page, visitor),
        image=f"/t/{token}/card.png?lang={visitor.language}",
        indexed=False,
    )
    assets: Assets = request.state.assets
    response = plain_document(
        request, visitor, info, framed(content, visitor, assets), styles=("day_map.css", "shared.css")
    )
    response.headers.update(_KEPT_TO_ONESELF)
    return response


@shows_failures
async def shared_trip_card(request: Request, token: str) -> Response:
    """The picture that goes with the link in messages and networks."""
    visitor, plan = Visitor.of(request), await _read(request, token)
    card = Card.of(plan, visitor)
    headers = {**_KEPT_TO_ONESELF, "Cache-Control": "no-cache", "ETag": card.etag}
    if card.etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(await asyncio.to_thread(card_png, card), headers=headers, media_type="image/png")


@shows_failures
async def copy_shared_trip(request: Request, token: str) -> Response:
    """Make a trip of one's own of a shared one, and go there."""
    await own_form(request)
    traveller = traveller_of(request)
    platform = platform_of(request)
    await platform.limits.spend(CHANGES, str(traveller.session_id))
    async with platform.open_unit(traveller.actor) as services:
        trip = await services.shared_trips.copy(token)
    return RedirectResponse(f"/schedule?view=day&date={trip.starts_on}&trip={trip.id}", 303)


async def _read(request: Request, token: str) -> SharedPlan:
    platform = platform_of(request)
    await platform.limits.spend(SHARED_TRIPS, network(caller_of(request).address))
    async with platform.open_unit() as services:
        return await services.shared_trips.read(token)
