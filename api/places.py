from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from api.dependencies import BoxText, FiltersDep, PlaceId, PlatformDep, SearchText, SiteDep
from api.identity import ReaderLanguageDep
from api.lists import Cursor, Fields, Limit, selected
from api.problems import problems
from api.shapes.places import (
    BatchShape,
    MarkersShape,
    NearbyListShape,
    PhotoListShape,
    PlaceListShape,
    PlaceShape,
    PlaceSummaryShape,
    SuggestionsShape,
    found_json,
    nearby_json,
    photo_json,
    place_json,
    suggestions_json,
    summary_json,
    traveller_photo_json,
)
from models.language import Language, text_in
from models.theme import Theme
from services.clusters import Marker
from services.places import photos_of
from services.platform import Platform, now_in_seoul
from services.search import PlaceFilters, Sort

router = APIRouter(prefix="/v1/places", tags=["places"], responses=problems(404, 422, 503))

_FRESH_S = 30
_TRAVELLERS_PHOTOS = 100


class PlaceBatch(BaseModel):
    """The places to look up at once."""

    model_config = ConfigDict(extra="forbid")
    ids: list[Annotated[str, Field(max_length=64)]] = Field(max_length=100)


@router.get("/search", response_model=PlaceListShape)
async def search_places(
    request: Request,
    platform: PlatformDep,
    language: ReaderLanguageDep,
    filters: FiltersDep,
    q: SearchText = "",
    sort: Sort = Sort.RELEVANCE,
    limit: Limit = 24,
    cursor: Cursor = None,
    fields: Fields = None,
) -> Response:
    """Places that fit a text and filters, in the order asked for."""

    async def make() -> bytes:
        async with platform.open_unit() as services:
            found = await services.search.places(
                q, filters, sort=sort, language=language or Language.EN, limit=limit, cursor=cursor
            )
        shape = found_json(found, language, now_in_seoul())
        return orjson.dumps({**shape, "items": selected(shape["items"], fields, PlaceSummaryShape)})

    return await _kept(request, platform, language, make)


@router.get("/suggest", response_model=SuggestionsShape)
async def suggest_places(
    request: Request, platform: PlatformDep, language: ReaderLanguageDep, q: SearchText = ""
) -> Response:
    """The best few places, regions and themes for a half-typed word."""

    async def make() -> bytes:
        async with platform.open_unit() as services:
            found = await services.search.suggest(q, language=language or Language.EN)
        return orjson.dumps(suggestions_json(found, language, now_in_seoul()))

    return await _kept(request, platform, language, make)


class GeoJson(JSONResponse):
    media_type = "application/geo+json"


@router.get("/clusters", response_model=MarkersShape, response_class=GeoJson)
async def place_clusters(
    request: Request,
    platform: PlatformDep,
    language: ReaderLanguageDep,
    filters: FiltersDep,
    bbox: Annotated[BoxText, Query(description="west,south,east,north in degrees")],  # noqa: ARG001 (required here)
    zoom: Annotated[int, Query(ge=0, le=20)],
    q: SearchText = "",
) -> Response:
    """Clusters and single places of a map's view, as a GeoJSON FeatureCollection."""

    async def make() -> bytes:
        assert filters.box is not None  # noqa: S101 (bbox is required here)
        narrowed = replace(filters, box=None)
        async with platform.open_unit() as services:
            everything = not q.strip() and narrowed == PlaceFilters()
            condition = None if everything else await services.search.condition(q, narrowed)
            markers = await services.clusters.within(filters.box, zoom, condition)
        features = [_feature(marker, language or Language.EN) for marker in markers]
        return orjson.dumps({"type": "FeatureCollection", "features": features})

    return await _kept(request, platform, language, make, media_type=GeoJson.media_type)


@router.post("/batch", response_model=BatchShape, responses=problems(400))
async def batch_places(body: PlaceBatch, platform: PlatformDep, language: ReaderLanguageDep) -> Response:
    """Summaries in the order of the ids; null where there is no such place."""
    async with platform.open_unit() as services:
        found = await services.places.several(body.ids)
    now = now_in_seoul()
    return _json({"items": [summary_json(place, language, now) if place else None for place in found]})


@router.get("/{place_id}", response_model=PlaceShape)
async def get_place(
    request: Request,
    place_id: PlaceId,
    platform: PlatformDep,
    language: ReaderLanguageDep,
    fields: Fields = None,
) -> Response:
    """Everything about a place."""

    async def make() -> bytes:
        async with platform.open_unit() as services:
            place = await services.places.get(place_id)
        return orjson.dumps(selected([place_json(place, language, now_in_seoul())], fields, PlaceShape)[0])

    return await _kept(request, platform, language, make)


@router.get("/{place_id}/photos", response_model=PhotoListShape)
async def place_photos(place_id: PlaceId, platform: PlatformDep, site: SiteDep) -> Response:
    """The pictures of a place, each with credit and licence: the official ones, then the newest 100 of travellers."""
    async with platform.open_unit() as services:
        place = await services.places.get(place_id)
        shown = await services.photos.of_place(place_id, limit=_TRAVELLERS_PHOTOS)
    official = [photo_json(photo) for photo in photos_of(place.photos)]
    items = official + [traveller_photo_json(photo, site) for photo in shown]
    return _json({"items": items, "next_cursor": None})


@router.get("/{place_id}/nearby", response_model=NearbyListShape)
async def nearby_places(
    request: Request,
    place_id: PlaceId,
    platform: PlatformDep,
    language: ReaderLanguageDep,
    radius: Annotated[int, Query(ge=50, le=20_000, description="metres")] = 1500,
    theme: Theme | None = None,
    limit: Limit = 12,
) -> Response:
    """Places within a distance, nearest first, with the walk in minutes (an estimate)."""

    async def make() -> bytes:
        async with platform.open_unit() as services:
            place = await services.places.get(place_id)
            near = await services.places.near(place, metres=radius, theme=theme, limit=limit)
        now = now_in_seoul()
        return orjson.dumps(
            {"items": [nearby_json(other, language, now) for other in near], "next_cursor": None}
        )

    return await _kept(request, platform, language, make)


async def _kept(
    request: Request,
    platform: Platform,
    language: Language | None,
    make: Callable[[], Awaitable[bytes]],
    *,
    media_type: str = "application/json",
) -> Response:
    """Answer from the cache; the same address in the same language is the same answer for half a minute."""
    key = f"{request.url.path}?{request.url.query}|{language}"
    body = await platform.cache.get_or_make(key, _FRESH_S, make)
    headers = {"Cache-Control": f"public, max-age={_FRESH_S}", "Vary": "Accept-Language, Authorization"}
    return Response(body, headers=headers, media_type=media_type)


def _json(value: object) -> Response:
    return Response(orjson.dumps(value), media_type="application/json")


def _feature(marker: Marker, language: Language) -> dict[str, Any]:
    properties: dict[str, Any] = {"count": marker.count}
    if marker.place_id and marker.name:
        properties |= {"id": marker.place_id, "name": text_in(marker.name, language), "theme": marker.theme}
    else:
        box = marker.box
        properties["bbox"] = [round(edge, 4) for edge in (box.west, box.south, box.east, box.north)]
    return {
        "type": "Feature",
        "geometry": {
            "type": "Point",
            "coordinates": [round(marker.point.lng, 5), round(marker.point.lat, 5)],
        },
        "properties": properties,
    }
