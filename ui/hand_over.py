"""Where the map apps show a place, or the way from one place to the next.

Naver and Kakao know Korea's streets, Google often does not. Addresses are as Naver (guide.ncloud-docs.com, "URL Scheme for
integration of Maps app") and Kakao (apis.map.kakao.com, "URL Scheme" and "Map URL") document them; Naver documents none of
its website, so those are as its own address bar has them.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol
from urllib.parse import quote, urlencode

from models.language import Language, Texts
from services.travel_time import Mode

MapApp = Literal["naver", "kakao", "google"]

APP_NAMES: dict[MapApp, str] = {"naver": "Naver Map", "kakao": "KakaoMap", "google": "Google Maps"}


class OnTheMap(Protocol):
    """A place as these apps need to know it."""

    @property
    def name(self) -> Texts: ...
    @property
    def lat(self) -> float: ...
    @property
    def lng(self) -> float: ...


@dataclass(frozen=True, slots=True)
class MapLink:
    """The same in one of the map apps: `web` opens everywhere, `scheme` the app itself, where it is installed."""

    app: MapApp
    web: str
    scheme: str | None = None

    @property
    def name(self) -> str:
        return APP_NAMES[self.app]


def links_to_place(place: OnTheMap) -> Sequence[MapLink]:
    """Return where each app shows a place."""
    korean, here = _korean(place), _position(place)
    naver = {"lat": place.lat, "lng": place.lng, "name": korean, "appname": _SENDER}
    return (
        MapLink(
            "naver",
            f"https://map.naver.com/p/search/{_part(korean)}?c={place.lng},{place.lat},16,0,0,0,dh",
            f"nmap://place?{_query(naver)}",
        ),
        MapLink(
            "kakao",
            f"https://map.kakao.com/link/map/{_kakao_point(place)}",
            f"kakaomap://look?p={here}",
        ),
        MapLink("google", f"https://www.google.com/maps/search/?api=1&query={here}"),
    )


def links_along_leg(start: OnTheMap, end: OnTheMap, mode: Mode) -> Sequence[MapLink]:
    """Return where each app shows the way from one place to another."""
    words = _WORDS[mode]
    naver = {
        "slat": start.lat,
        "slng": start.lng,
        "sname": _korean(start),
        "dlat": end.lat,
        "dlng": end.lng,
        "dname": _korean(end),
        "appname": _SENDER,
    }
    google = {
        "api": 1,
        "origin": _position(start),
        "destination": _position(end),
        "travelmode": words.google,
    }
    return (
        MapLink(
            "naver",
            f"https://map.naver.com/p/directions/{_naver_point(start)}/{_naver_point(end)}/-/{words.naver_web}",
            f"nmap://route/{words.naver}?{_query(naver)}",
        ),
        MapLink(
            "kakao",
            f"https://map.kakao.com/link/by/{words.kakao_web}/{_kakao_point(start)}/{_kakao_point(end)}",
            f"kakaomap://route?sp={_position(start)}&ep={_position(end)}&by={words.kakao}",
        ),
        MapLink("google", f"https://www.google.com/maps/dir/?{urlencode(google, safe=',')}"),
    )


_SENDER = "FFFF"
"""Naver wants to know who calls its app."""


@dataclass(frozen=True, slots=True)
class _Words:
    """What a way of travelling is called in each app."""

    naver: str
    naver_web: str
    kakao: str
    kakao_web: str
    google: str


_WORDS = {
    Mode.FOOT: _Words("walk", "walk", "FOOT", "walk", "walking"),
    Mode.TRANSIT: _Words("public", "transit", "PUBLICTRANSIT", "traffic", "transit"),
    Mode.CAR: _Words("car", "car", "CAR", "car", "driving"),
}
_EQUATOR_M = 6_378_137.0


def _korean(place: OnTheMap) -> str:
    return place.name.get(Language.KO, "")


def _position(place: OnTheMap) -> str:
    return f"{place.lat},{place.lng}"


def _part(text: str) -> str:
    """Write a text as one part of a path."""
    return quote(text, safe="")


def _query(parameters: Mapping[str, object]) -> str:
    """Write spaces as %20, which the apps understand where they read a + as it stands."""
    return urlencode(parameters, quote_via=quote, safe="")


def _kakao_point(place: OnTheMap) -> str:
    """Kakao splits at commas and slashes even where they are escaped."""
    name = " ".join(_korean(place).replace(",", " ").replace("/", " ").split())
    return f"{_part(name)},{place.lat},{place.lng}"


def _naver_point(place: OnTheMap) -> str:
    """Naver's website counts in metres of the Web Mercator projection; names must not hold its commas."""
    x = math.radians(place.lng) * _EQUATOR_M
    y = math.asinh(math.tan(math.radians(place.lat))) * _EQUATOR_M
    return f"{x:.2f},{y:.2f},{_part(_korean(place).replace(',', ' '))},,"
