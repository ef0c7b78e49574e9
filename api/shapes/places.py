"""The shapes of places in /v1. Texts are strings, or objects by language tag when `lang=*`."""

from datetime import date, datetime, time
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from models.language import Language, Texts, text_in
from models.place import Place, Season, Setting
from models.region import Region
from models.theme import Theme
from services.object_keys import photo_key
from services.opening_hours import DayState, is_open_at, last_admission, week_from
from services.photos import LICENCE, ShownPhoto
from services.places import NearbyPlace, Photo, PlaceSummary, photos_of, summary_of
from services.search import Found, Suggestions
from services.vocabulary import REGIONS, THEMES

LocalText = str | dict[str, str]
Clock = Annotated[str, Field(pattern=r"^\d\d:\d\d$", description="Asia/Seoul", examples=["09:00"])]


class PhotoShape(BaseModel):
    url: str
    width: int | None
    height: int | None
    credit: str
    licence: str
    source: str


class PlaceSummaryShape(BaseModel):
    id: str
    name: LocalText
    name_ko: str
    region: Region
    themes: list[Theme]
    lat: float
    lng: float
    rating: float | None
    rating_count: int
    likes: int
    photo: PhotoShape | None
    open_now: bool | None = Field(description="null when the opening hours are not known")
    distance_m: int | None = Field(default=None, description="only where a point was given")


class PlaceListShape(BaseModel):
    items: list[PlaceSummaryShape]
    total: int
    next_cursor: str | None


class OpeningDayShape(BaseModel):
    date: date
    state: DayState
    holiday: bool
    spans: list["OpeningSpanShape"]


class OpeningSpanShape(BaseModel):
    opens: Clock
    closes: Clock
    last_admission: Clock | None


class PlaceShape(PlaceSummaryShape):
    names: dict[str, str]
    aliases: dict[str, list[str]]
    address: LocalText
    address_ko: str
    description: LocalText
    opening_hours: str | None = Field(description="OpenStreetMap opening_hours syntax")
    hours_text: str | None = Field(
        description="as an official source writes them, where that cannot be read for sure"
    )
    opening_week: list[OpeningDayShape]
    last_admission_minutes: int | None = Field(description="minutes before closing")
    stay_minutes: int | None
    admission: dict[str, Any] | None
    phone: str | None
    website: str | None
    photos: list[PhotoShape]
    starts_on: date | None
    ends_on: date | None
    usual_months: list[int] = Field(description="the months of a yearly festival")
    setting: Setting | None
    seasons: list[Season] = Field(description="when it is at its best; empty for all year")
    getting_there: LocalText
    facts: dict[str, Any] = Field(description="where each fact comes from, and when it was checked")
    source: str
    source_ids: dict[str, Any]
    updated_at: datetime


class NearbyShape(PlaceSummaryShape):
    walk_minutes: int


class NearbyListShape(BaseModel):
    items: list[NearbyShape]
    next_cursor: None = None


class PhotoListShape(BaseModel):
    items: list[PhotoShape]
    next_cursor: None = None


class BatchShape(BaseModel):
    items: list[PlaceSummaryShape | None]


class TermShape(BaseModel):
    id: str
    name: dict[str, str]
    count: int


class TermListShape(BaseModel):
    items: list[TermShape]
    next_cursor: None = None


class SuggestedTermShape(BaseModel):
    id: str
    name: LocalText


class SuggestionsShape(BaseModel):
    places: list[PlaceSummaryShape]
    regions: list[SuggestedTermShape]
    themes: list[SuggestedTermShape]


class MarkerPointShape(BaseModel):
    type: Literal["Point"]
    coordinates: tuple[float, float] = Field(description="longitude, latitude")


class MarkerPropertiesShape(BaseModel):
    count: int = Field(description="how many places stand here")
    bbox: tuple[float, float, float, float] | None = Field(
        default=None, description="west, south, east, north of a cluster"
    )
    id: str | None = Field(default=None, description="of a single place, as are name and theme")
    name: str | None = None
    theme: Theme | None = None


class MarkerShape(BaseModel):
    type: Literal["Feature"]
    geometry: MarkerPointShape
    properties: MarkerPropertiesShape


class MarkersShape(BaseModel):
    type: Literal["FeatureCollection"]
    features: list[MarkerShape]


def local(texts: Texts, language: Language | None) -> LocalText:
    """Return the text in one language, or all of them."""
    return texts if language is None else text_in(texts, language)


def photo_json(photo: Photo) -> dict[str, Any]:
    return {
        "url": photo.url,
        "width": photo.width,
        "height": photo.height,
        "credit": photo.credit,
        "licence": photo.licence,
        "source": photo.source,
    }


def traveller_photo_json(photo: ShownPhoto, site: str) -> dict[str, Any]:
    """A picture by a traveller; `site` is where we stand for the world outside."""
    return {
        "url": f"{site}/media/{photo_key(photo.id)}",
        "width": photo.width,
        "height": photo.height,
        "credit": photo.credit,
        "licence": LICENCE,
        "source": "traveller",
    }


def summary_json(place: PlaceSummary, language: Language | None, now: datetime) -> dict[str, Any]:
    """The summary of a place as JSON; `now` is Korea's wall clock."""
    shape: dict[str, Any] = {
        "id": place.id,
        "name": local(place.name, language),
        "name_ko": place.name.get(Language.KO, ""),
        "region": place.region,
        "themes": place.themes,
        "lat": place.lat,
        "lng": place.lng,
        "rating": place.rating,
        "rating_count": place.rating_count,
        "likes": place.likes,
        "photo": photo_json(place.photo) if place.photo else None,
        "open_now": is_open_at(place.opening_hours, now),
    }
    if place.distance_m is not None:
        shape["distance_m"] = place.distance_m
    return shape


def found_json(found: Found, language: Language | None, now: datetime) -> dict[str, Any]:
    return {
        "items": [summary_json(place, language, now) for place in found.items],
        "total": found.total,
        "next_cursor": found.next_cursor,
    }


def suggestions_json(found: Suggestions, language: Language | None, now: datetime) -> dict[str, Any]:
    return {
        "places": [summary_json(place, language, now) for place in found.places],
        "regions": [{"id": key, "name": local(REGIONS[key].name, language)} for key in found.regions],
        "themes": [{"id": key, "name": local(THEMES[key].name, language)} for key in found.themes],
    }


def nearby_json(nearby: NearbyPlace, language: Language | None, now: datetime) -> dict[str, Any]:
    return {
        **summary_json(nearby.place, language, now),
        "distance_m": nearby.distance_m,
        "walk_minutes": nearby.walk_minutes,
    }


def place_json(place: Place, language: Language | None, now: datetime) -> dict[str, Any]:
    """Everything about a place as JSON; the week begins today."""
    photos = [photo_json(photo) for photo in photos_of(place.photos)]
    return {
        **summary_json(summary_of(place), language, now),
        "names": place.name,
        "aliases": place.aliases,
        "address": local(place.address, language),
        "address_ko": place.address.get(Language.KO, ""),
        "description": local(place.description, language),
        "opening_hours": place.opening_hours,
        "hours_text": place.hours_text,
        "opening_week": _week_json(place, now.date()),
        "last_admission_minutes": place.last_admission_minutes,
        "stay_minutes": place.stay_minutes,
        "admission": place.admission,
        "phone": place.phone,
        "website": place.website,
        "photos": photos,
        "starts_on": place.starts_on,
        "ends_on": place.ends_on,
        "usual_months": place.usual_months,
        "setting": place.setting,
        "seasons": place.seasons,
        "getting_there": local(place.getting_there, language),
        "facts": place.facts,
        "source": place.source,
        "source_ids": place.source_ids,
        "updated_at": place.updated_at,
    }


def _week_json(place: Place, today: date) -> list[dict[str, Any]]:
    if place.opening_hours is None:
        return []
    return [
        {
            "date": day.day,
            "state": day.state,
            "holiday": day.holiday,
            "spans": [
                {
                    "opens": _clock(span.opens),
                    "closes": _clock(span.closes),
                    "last_admission": _clock(last_admission(span, place.last_admission_minutes)),
                }
                for span in day.spans
            ],
        }
        for day in week_from(place.opening_hours, today)
    ]


def _clock(moment: time | None) -> str | None:
    return moment.strftime("%H:%M") if moment else None
