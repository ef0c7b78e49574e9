"""What Google Maps answers, as our types; a `pydantic.ValidationError` (a ValueError) where it cannot be read."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

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
class PhotoReference:
    """A photo that can be asked for; `credits` are pieces of HTML that must be shown with it."""

    reference: str
    credits: tuple[str, ...]


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
    credits: tuple[str, ...]


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
        tuple(PhotoReference(one.photo_reference, tuple(one.html_attributions)) for one in place.photos),
        place.url,
        tuple(whole.html_attributions),
    )


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
