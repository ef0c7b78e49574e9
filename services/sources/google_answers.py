"""What Google Maps answers, as our types; a `pydantic.ValidationError` (a ValueError) where it cannot be read."""

from collections.abc import Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import BaseModel, Field, TypeAdapter

from services.geography import Point


@dataclass(frozen=True, slots=True)
class Route:
    """A way; `credit` must be shown with it."""

    minutes: int
    metres: int
    credit: str


@dataclass(frozen=True, slots=True)
class Located:
    """Where an address is."""

    place_id: str
    address: str
    point: Point


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """A place that was searched for; `rating` is of five, from so many `ratings`."""

    place_id: str
    name: str
    address: str
    point: Point
    rating: float | None
    ratings: int


@dataclass(frozen=True, slots=True)
class Credit:
    """Whom to name beside what is shown, with their page at Google where there is one."""

    name: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class PhotoReference:
    """A photo that can be asked for; its `credits` must be shown with it."""

    reference: str
    credits: tuple[Credit, ...]


@dataclass(frozen=True, slots=True)
class PlaceDetails:
    """A place as Google knows it; `hours` are the days of the week in words, from Monday on."""

    place_id: str
    name: str
    rating: float | None
    ratings: int
    hours: tuple[str, ...]
    photos: tuple[PhotoReference, ...]
    address_at_google: str
    credits: tuple[Credit, ...]


def route(routes: Any) -> Route | None:
    """Read the first of the ways; the time is that in traffic where Google tells it."""
    ways = _ROUTES.validate_python(routes)
    if not ways:
        return None
    seconds = sum((leg.duration_in_traffic or leg.duration).value for leg in ways[0].legs)
    metres = sum(leg.distance.value for leg in ways[0].legs)
    credit = " ".join(filter(None, (ways[0].copyrights, *ways[0].warnings)))
    return Route(max(1, round(seconds / 60)), metres, credit)


def located(results: Any) -> tuple[Located, ...]:
    return tuple(
        Located(one.place_id, one.formatted_address, one.geometry.location.point)
        for one in _ADDRESSES.validate_python(results)
    )


def places(body: Any) -> tuple[FoundPlace, ...]:
    return tuple(
        FoundPlace(
            one.place_id,
            one.name,
            one.formatted_address,
            one.geometry.location.point,
            one.rating,
            one.user_ratings_total,
        )
        for one in _Found.model_validate(body).results
    )


def details(body: Any) -> PlaceDetails:
    whole = _Known.model_validate(body)
    place = whole.result
    return PlaceDetails(
        place.place_id,
        place.name,
        place.rating,
        place.user_ratings_total,
        tuple(place.opening_hours.weekday_text if place.opening_hours else ()),
        tuple(PhotoReference(one.photo_reference, _credits(one.html_attributions)) for one in place.photos),
        _page_at_google(place.url),
        _credits(whole.html_attributions),
    )


def _credits(attributions: Sequence[str]) -> tuple[Credit, ...]:
    """Read the names out of pieces of HTML, none of which is ever shown as it comes."""
    read = (_Attribution.of(html) for html in attributions)
    return tuple(Credit(name, address) for name, address in read if name)


def _page_at_google(address: str) -> str:
    """Return an address that is one of Google's own pages, else nothing."""
    parts = urlsplit(address)
    host = parts.hostname or ""
    is_theirs = parts.scheme == "https" and (host == "google.com" or host.endswith(".google.com"))
    return address if is_theirs else ""


class _Attribution(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.address = ""

    @classmethod
    def of(cls, html: str) -> tuple[str, str]:
        reading = cls()
        reading.feed(html)
        reading.close()
        return " ".join(reading.text.split()), _page_at_google(reading.address)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 (HTMLParser's own)
        self.address = self.address or dict(attrs).get("href") or ""

    def handle_data(self, data: str) -> None:
        self.text += data


_Count = Annotated[int, Field(ge=0)]
_Stars = Annotated[float, Field(ge=1, le=5)]


class _Value(BaseModel):
    """Seconds or metres."""

    value: _Count


class _Leg(BaseModel):
    duration: _Value
    duration_in_traffic: _Value | None = None
    distance: _Value


class _Way(BaseModel):
    legs: Annotated[Sequence[_Leg], Field(min_length=1)]
    copyrights: str = ""
    warnings: Sequence[str] = ()


class _Location(BaseModel):
    lat: Annotated[float, Field(ge=-90, le=90)]
    lng: Annotated[float, Field(ge=-180, le=180)]

    @property
    def point(self) -> Point:
        return Point(self.lat, self.lng)


class _Geometry(BaseModel):
    location: _Location


class _Address(BaseModel):
    place_id: str
    formatted_address: str
    geometry: _Geometry


class _FoundPlace(BaseModel):
    place_id: str
    name: str
    formatted_address: str = ""
    geometry: _Geometry
    rating: _Stars | None = None
    user_ratings_total: _Count = 0


class _Found(BaseModel):
    results: Sequence[_FoundPlace]


class _Hours(BaseModel):
    weekday_text: Sequence[str] = ()


class _Photo(BaseModel):
    photo_reference: str
    html_attributions: Sequence[str] = ()


class _Place(BaseModel):
    place_id: str
    name: str
    rating: _Stars | None = None
    user_ratings_total: _Count = 0
    opening_hours: _Hours | None = None
    photos: Sequence[_Photo] = ()
    url: str = ""


class _Known(BaseModel):
    result: _Place
    html_attributions: Sequence[str] = ()


_ROUTES = TypeAdapter(Sequence[_Way])
_ADDRESSES = TypeAdapter(Sequence[_Address])
