from datetime import date
from uuid import UUID

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from edge.assets import Assets
from models.language import Language
from models.place import Place
from models.region import Region
from services.opening_hours import week_from
from services.places import PlaceNotFound, photos_of
from services.unit_of_work import Services
from services.vocabulary import REGIONS
from ui.components.place_map import place_map
from ui.document import PageInfo, send_document
from ui.explore import read_day, read_part
from ui.failures import shows_failures
from ui.html.frame import floating_action, framed
from ui.html.place import PlacePage, place_page
from ui.html.place_card import map_card
from ui.html.place_ratings import TravellersSay
from ui.kept_pages import KeptPage, kept_page
from ui.own_view import own_view
from ui.visitor import Visitor, platform_of, site_address

_KEPT_S = 30
_NEAR_M = 5_000
_RATINGS = 10
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@shows_failures
async def one_place_page(request: Request, place_id: str) -> Response | None:
    """One place: what it is, when it is open, how to get there and what is near."""
    visitor = Visitor.of(request)
    assets: Assets = request.state.assets
    day = read_part(request.query_params, "on", read_day) or visitor.today

    async def make(reader: Visitor) -> KeptPage:
        content = await _read(request, reader, place_id, day)
        fab = floating_action("/schedule", reader.t("Add to schedule"), "calendar-plus")
        body = framed(place_page(content, reader, assets), reader, assets, fab=fab)
        return KeptPage(_info(request, reader, content.place), body)

    kept = visitor.user is None
    page = await kept_page(request, visitor, _KEPT_S, make) if kept else await make(visitor)
    body = await own_view(request, visitor, page.body)
    send_document(request, visitor, page.info, body, scripts=("place.js",))
    place_map(request.state.settings)
    return None


@shows_failures
async def place_fragment(request: Request, place_id: str) -> Response:
    """The card that opens on the map of a page that is open already."""
    visitor = Visitor.of(request)
    day = read_part(request.query_params, "on", read_day) or visitor.today
    async with platform_of(request).open_unit() as services:
        (place,) = await services.places.several([place_id])
    if place is None:
        raise PlaceNotFound
    card = await own_view(request, visitor, map_card(place, day, visitor))
    return HTMLResponse(card, headers={"Cache-Control": "no-store"})


async def _read(request: Request, reader: Visitor, place_id: str, day: date) -> PlacePage:
    async with platform_of(request).open_unit(reader.user and reader.user.actor) as services:
        place = await services.places.get(place_id)
        near = await services.places.near(place, metres=_NEAR_M, limit=8)
        alike = await services.places.like(place)
        said = await _said(request, services, place_id)
    return PlacePage(place, near, alike, day, said)


async def _said(request: Request, services: Services, place_id: str) -> TravellersSay:
    before = read_part(request.query_params, "before", UUID)
    ratings = await services.ratings.of_place(place_id, limit=_RATINGS + 1, before=before)
    shown = ratings[:_RATINGS]
    return TravellersSay(
        ratings=shown,
        by_stars=await services.ratings.by_stars(place_id),
        mine=await services.ratings.mine(place_id) if services.actor else None,
        visited=bool(services.actor) and await services.visits.is_marked(place_id),
        later=before is not None,
        earlier=str(shown[-1].id) if len(ratings) > len(shown) else None,
        notice=request.query_params.get("notice", ""),
    )


def _info(request: Request, visitor: Visitor, place: Place) -> PageInfo:
    base = site_address(request)
    name = visitor.text(place.name)
    region = visitor.text(REGIONS[Region(place.region)].name)
    photos = photos_of(place.photos)
    return PageInfo(
        title=f"{name} · {region} · FFFF",
        description=visitor.text(place.description)[:300] or name,
        image=photos[0].url if photos else None,
        data=(_attraction(place, visitor, f"{base}/places/{place.id}"),),
    )


def _attraction(place: Place, visitor: Visitor, address: str) -> dict[str, object]:
    """The place as schema.org has it; opening hours for the coming seven days."""
    data: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "TouristAttraction",
        "name": visitor.text(place.name),
        "alternateName": sorted(set(place.name.values())),
        "description": visitor.text(place.description),
        "url": address,
        "geo": {"@type": "GeoCoordinates", "latitude": place.lat, "longitude": place.lng},
        "address": {
            "@type": "PostalAddress",
            "streetAddress": place.address.get(Language.KO, ""),
            "addressRegion": REGIONS[Region(place.region)].name[Language.KO],
            "addressCountry": "KR",
        },
        "isAccessibleForFree": bool(place.admission and place.admission.get("free")),
    }
    if place.phone:
        data["telephone"] = place.phone
    if photos := photos_of(place.photos):
        data["image"] = [photo.url for photo in photos]
    if place.rating is not None:
        data["aggregateRating"] = {
            "@type": "AggregateRating",
            "ratingValue": place.rating,
            "ratingCount": place.rating_count,
        }
    if place.opening_hours:
        data["openingHoursSpecification"] = [
            {
                "@type": "OpeningHoursSpecification",
                "dayOfWeek": f"https://schema.org/{_WEEKDAYS[day.day.weekday()]}",
                "opens": span.opens.strftime("%H:%M"),
                "closes": span.closes.strftime("%H:%M"),
                "validFrom": day.day.isoformat(),
                "validThrough": day.day.isoformat(),
            }
            for day in week_from(place.opening_hours, visitor.today)
            for span in day.spans
        ]
    return data
