from htpy import Element
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from models.place import Place
from services.errors import Unavailable
from services.google_places import NotAtGoogle, content_type_of
from services.rate_limits import AT_GOOGLE, network
from ui.failures import shows_failures
from ui.html import rendered
from ui.html.place_at_google import located_by_google, place_at_google
from ui.sessions import caller_of
from ui.visitor import Visitor, platform_of

LONGEST_ADDRESS = 200
_ADDRESSES = 3
_NEVER_KEPT = {"Cache-Control": "no-store"}


@shows_failures
async def google_fragment(request: Request, place_id: str) -> Response:
    """What Google says of a place, for its page that is open already; nothing where it says nothing."""
    visitor, place = Visitor.of(request), await _place(request, place_id)
    try:
        told = await platform_of(request).google_places.about(place, visitor.language)
    except (NotAtGoogle, Unavailable):
        return _told(None)
    return _told(place_at_google(place, told, visitor))


@shows_failures
async def located_fragment(request: Request) -> Response:
    """Where Google says that an address is, for a search of ours that has found nothing."""
    visitor, platform = Visitor.of(request), platform_of(request)
    words = " ".join(request.query_params.get("q", "").split())[:LONGEST_ADDRESS]
    await platform.limits.spend(AT_GOOGLE, network(caller_of(request).address))
    try:
        found = await platform.google_places.located(words, visitor.language) if words else ()
    except Unavailable:
        found = ()
    return _told(located_by_google(found[:_ADDRESSES], visitor) if found else None)


@shows_failures
async def google_photo(request: Request, place_id: str, number: str) -> Response:
    """One of Google's photos of a place, fetched with the key that no browser sees."""
    visitor, place = Visitor.of(request), await _place(request, place_id)
    if not (number.isdecimal() and len(number) == 1):
        raise NotAtGoogle
    picture = await platform_of(request).google_places.photo(place, visitor.language, int(number))
    return Response(
        picture, headers={"Cache-Control": "private, max-age=600"}, media_type=content_type_of(picture)
    )


def _told(content: Element | None) -> Response:
    if content is None:
        return Response(status_code=204, headers=_NEVER_KEPT)
    return HTMLResponse(rendered(content), headers=_NEVER_KEPT)


async def _place(request: Request, place_id: str) -> Place:
    platform = platform_of(request)
    await platform.limits.spend(AT_GOOGLE, network(caller_of(request).address))
    async with platform.open_unit() as services:
        return await services.places.get(place_id)
