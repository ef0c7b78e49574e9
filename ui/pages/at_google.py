"""What Google Maps says, on pages of its own: its terms forbid it beside a map that is not Google's.

The pages come at once; what Google says is fetched by them afterwards, through our server, which alone has the key.
"""

from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from models.place import Place
from services.errors import NotFound, Unavailable
from services.geography import Point
from services.google_places import NotAtGoogle, content_type_of
from services.places import PlaceSummary
from services.plain_text import one_line
from services.rate_limits import AT_GOOGLE, network
from services.search import Sort
from services.search_filters import PlaceFilters
from ui.document import PageInfo, part_of_page, plain_document
from ui.failures import sentence_of, shows_failures
from ui.html.at_google import LocatedAddress, address_at_google, google_page, place_at_google
from ui.html.frame import framed
from ui.sessions import caller_of
from ui.visitor import Visitor, platform_of

_LONGEST_ADDRESS = 200
_ADDRESSES = 3
_NEAR = 6


@shows_failures
async def place_page(request: Request, place_id: str) -> Response:
    """The frame in which Google's part of a place appears."""
    visitor, place = Visitor.of(request), await _place(request, place_id)
    name = visitor.text(place.name)
    back = (f"/places/{place.id}", name)
    return _page(request, visitor, name, back, f"/fragments/places/{place.id}/google")


@shows_failures
async def address_page(request: Request) -> Response:
    """The frame in which appears where an address is and what is near it."""
    visitor, words = Visitor.of(request), _words(request)
    back = (f"/?{urlencode({'q': words})}#explore" if words else "/", visitor.t("Explore"))
    return _page(request, visitor, words, back, f"/fragments/located?{urlencode({'q': words})}")


@shows_failures
async def place_fragment(request: Request, place_id: str) -> Response:
    """What Google says of a place, or why it says nothing."""
    visitor, place = Visitor.of(request), await _place(request, place_id)
    await _spend(request)
    try:
        told = await platform_of(request).google_places.about(place, visitor.language)
    except (NotFound, Unavailable) as failure:
        return part_of_page(sentence_of(failure, visitor))
    return part_of_page(place_at_google(place, told, visitor))


@shows_failures
async def address_fragment(request: Request) -> Response:
    """Where Google says that an address is, with our places near it."""
    visitor, platform, words = Visitor.of(request), platform_of(request), _words(request)
    await _spend(request)
    try:
        found = await platform.google_places.located(words, visitor.language) if words else ()
    except Unavailable as failure:
        return part_of_page(sentence_of(failure, visitor))
    if not found:
        return part_of_page(visitor.t("Google Maps does not know this address."))
    addresses = [LocatedAddress(one.address, await _near(request, one.point)) for one in found[:_ADDRESSES]]
    return part_of_page(address_at_google(addresses, visitor))


@shows_failures
async def photo(request: Request, place_id: str, number: str) -> Response:
    """One of Google's photos of a place, fetched with the key that no browser sees."""
    visitor, place = Visitor.of(request), await _place(request, place_id)
    if not (number.isdecimal() and len(number) == 1):
        raise NotAtGoogle
    await _spend(request)
    picture = await platform_of(request).google_places.photo(place, visitor.language, int(number))
    kept = {"Cache-Control": "private, max-age=600"}
    return Response(picture, headers=kept, media_type=content_type_of(picture))


def _page(request: Request, visitor: Visitor, title: str, back: tuple[str, str], fragment: str) -> Response:
    if not platform_of(request).google_places.is_asked:
        raise NotAtGoogle
    heading = visitor.t("On Google Maps")
    info = PageInfo(f"{title} · {heading} · FFFF", heading, indexed=False)
    body = framed(google_page(title, back, fragment, visitor), visitor, request.state.assets)
    return plain_document(request, visitor, info, body, scripts=("google.js",))


def _words(request: Request) -> str:
    return one_line(request.query_params.get("q", ""))[:_LONGEST_ADDRESS]


async def _spend(request: Request) -> None:
    await platform_of(request).limits.spend(AT_GOOGLE, network(caller_of(request).address))


async def _place(request: Request, place_id: str) -> Place:
    async with platform_of(request).open_unit() as services:
        return await services.places.get(place_id)


async def _near(request: Request, point: Point) -> list[PlaceSummary]:
    async with platform_of(request).open_unit() as services:
        found = await services.search.places("", PlaceFilters(near=point), sort=Sort.DISTANCE, limit=_NEAR)
    return list(found.items)
