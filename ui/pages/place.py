from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from edge.assets import Assets
from models.language import Language
from models.place import Place
from models.region import Region
from services.object_keys import photo_key
from services.opening_hours import week_from
from services.photos import ShownPhoto
from services.places import PlaceNotFound, photos_of
from services.ratings import ShownRating
from services.unit_of_work import Services
from services.vocabulary import REGIONS
from ui.components.place_map import place_map
from ui.document import PageInfo, part_of_page, send_document
from ui.explore import read_day, read_part
from ui.failures import shows_failures
from ui.html.frame import floating_action, framed
from ui.html.place import PlacePage, place_page
from ui.html.place_card import map_card
from ui.html.place_photos import TravellersShow
from ui.html.place_ratings import TravellersSay
from ui.kept_pages import KeptPage, kept_page
from ui.own_view import own_view
from ui.visitor import Visitor, platform_of, site_address

_KEPT_S = 30
_NEAR_M = 5_000
_FESTIVALS_WITHIN_M = 30_000
_FESTIVALS_AHEAD = timedelta(days=60)
_RATINGS = 10
_PHOTOS = 8
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@shows_failures
async def one_place_page(request: Request, place_id: str) -> Response | None:
    """One place: what it is, when it is open, how to get there and what is near."""
    visitor = Visitor.of(request)
    assets: Assets = request.state.assets
    day = read_part(request.query_params, "on", read_day) or visitor.today

    async def make(reader: Visitor) -> KeptPage:
        content = await _read(request, reader, place_id, day)
        fab = floating_action(
            f"/schedule/entries/new?place={content.place.id}&date={day}",
            reader.t("Add to schedule"),
            "calendar-plus",
        )
        body = framed(place_page(content, reader, assets), reader, assets, fab=fab)
        return KeptPage(_info(request, reader, content), body)

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
    return part_of_page(card)


async def _read(request: Request, reader: Visitor, place_id: str, day: date) -> PlacePage:
    async with platform_of(request).open_unit(reader.user and reader.user.actor) as services:
        place = await services.places.get(place_id)
        near = await services.places.near(place, metres=_NEAR_M, limit=8)
        festivals = await services.festivals.near(
            place, day, day + _FESTIVALS_AHEAD, metres=_FESTIVALS_WITHIN_M, limit=4
        )
        alike = await services.places.like(place)
        photos = await services.photos.of_place(place_id, limit=_PHOTOS + 1)
        said = await _said(request, services, place)
    shown = TravellersShow.first(_PHOTOS, photos, notice=request.query_params.get("notice", ""))
    return PlacePage(
        place, near, festivals, alike, day, shown, said, platform_of(request).google_places.is_asked
    )


async def _said(request: Request, services: Services, place: Place) -> TravellersSay:
    before = read_part(request.query_params, "before", UUID)
    ratings: Sequence[ShownRating] = []
    by_stars: Mapping[int, int] = {}
    if place.rating_count:
        ratings = await services.ratings.of_place(place.id, limit=_RATINGS + 1, before=before)
        by_stars = await services.ratings.by_stars(place.id)
    shown = ratings[:_RATINGS]
    return TravellersSay(
        ratings=shown,
        by_stars=by_stars,
        mine=await services.ratings.mine(place.id) if services.actor else None,
        visited=bool(services.actor) and await services.visits.is_marked(place.id),
        later=before is not None and bool(place.rating_count),
        earlier=str(shown[-1].id) if len(ratings) > len(shown) else None,
        notice=request.query_params.get("notice", ""),
    )


def _info(request: Request, visitor: Visitor, page: PlacePage) -> PageInfo:
    place, base = page.place, site_address(request)
    name = visitor.text(place.name)
    region = visitor.text(REGIONS[Region(place.region)].name)
    photos = photos_of(place.photos)
    return PageInfo(
        title=f"{name} · {region} · FFFF",
        description=visitor.text(place.description)[:300] or name,
        image=photos[0].url if photos else None,
        data=(_attraction(place, page.shown.photos, visitor, base),),
    )


def _attraction(place: Place, shown: Sequence[ShownPhoto], visitor: Visitor, base: str) -> dict[str, object]:
    """The place as schema.org has it; opening hours for the coming seven days."""
    data: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "TouristAttraction",
        "name": visitor.text(place.name),
        "alternateName": sorted(set(place.name.values())),
        "description": visitor.text(place.description),
        "url": f"{base}/places/{place.id}",
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
    pictures = [_credited(photo, base) for photo in shown if not photo.is_hidden]
    if images := [*(photo.url for photo in photos_of(place.photos)), *pictures]:
        data["image"] = images
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


def _credited(photo: ShownPhoto, base: str) -> dict[str, object]:
    """A traveller's picture as schema.org has it."""
    return {
        "@type": "ImageObject",
        "contentUrl": f"{base}/media/{photo_key(photo.id)}",
        "width": photo.width,
        "height": photo.height,
        "creditText": photo.credit,
        "creator": {"@type": "Person", "name": photo.credit},
    }
