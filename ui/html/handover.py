"""Handing over to the map apps that find their way in Korea: addresses on the web, and in the app where there is one.

Naver's app addresses are those of its URL scheme (guide.ncloud-docs.com, "maps-url-scheme"), KakaoMap's those of its
map.kakao.com/link addresses, which open the app by themselves where it is installed.
"""

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from services.travel_time import Mode

_NAVER_WEB = {Mode.FOOT: "walk", Mode.TRANSIT: "transit", Mode.CAR: "car"}
_NAVER_APP = {Mode.FOOT: "walk", Mode.TRANSIT: "public", Mode.CAR: "car"}
_KAKAO = {Mode.FOOT: "walk", Mode.TRANSIT: "traffic", Mode.CAR: "car"}


@dataclass(frozen=True, slots=True)
class Spot:
    """A place as the map apps want it: its Korean name and where it is."""

    name: str
    lat: float
    lng: float


@dataclass(frozen=True, slots=True)
class MapLink:
    """Where an app shows something: on the web for everybody, in the app for phones that have it."""

    key: str
    name: str
    web: str
    app: str | None = None


def map_links(spot: Spot) -> tuple[MapLink, ...]:
    """Return where one place is shown."""
    name = quote(spot.name, safe="")
    point = {"lat": spot.lat, "lng": spot.lng}
    return (
        MapLink(
            "naver",
            "Naver Map",
            f"https://map.naver.com/p/search/{name}?c={spot.lng},{spot.lat},16,0,0,0,dh",
            _naver_app("place", {**point, "name": spot.name}),
        ),
        MapLink(
            "kakao", "KakaoMap", f"https://map.kakao.com/link/map/{_kakao_name(spot)},{spot.lat},{spot.lng}"
        ),
        MapLink(
            "google",
            "Google Maps",
            f"https://www.google.com/maps/search/?api=1&query={spot.lat},{spot.lng}",
        ),
    )


def route_links(start: Spot, end: Spot, mode: Mode) -> tuple[MapLink, ...]:
    """Return where the way from one place to another is shown."""
    naver = "/".join(f"{one.lng},{one.lat},{quote(one.name, safe='')},," for one in (start, end))
    kakao = "/".join(f"{_kakao_name(one)},{one.lat},{one.lng}" for one in (start, end))
    ends = {
        "slat": start.lat,
        "slng": start.lng,
        "sname": start.name,
        "dlat": end.lat,
        "dlng": end.lng,
        "dname": end.name,
    }
    return (
        MapLink(
            "naver",
            "Naver Map",
            f"https://map.naver.com/p/directions/{naver}/-/{_NAVER_WEB[mode]}",
            _naver_app(f"route/{_NAVER_APP[mode]}", ends),
        ),
        MapLink("kakao", "KakaoMap", f"https://map.kakao.com/link/by/{_KAKAO[mode]}/{kakao}"),
    )


def _naver_app(action: str, values: dict[str, str | float]) -> str:
    return f"nmap://{action}?{urlencode({**values, 'appname': 'ffff'}, quote_via=quote)}"


def _kakao_name(spot: Spot) -> str:
    """KakaoMap takes a comma or a slash for the end of a name, even where it is escaped."""
    return quote(spot.name.replace(",", " ").replace("/", " "), safe="")
