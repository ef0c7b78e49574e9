"""Links into the map apps: the right place, the right way, whatever a place is called."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.language import Texts
from services.travel_time import Mode
from tests.html_page import Page
from ui.hand_over import MapLink, OnTheMap, links_along_leg, links_to_place
from ui.html.map_links import leg_in_map_apps, place_in_map_apps


@dataclass(frozen=True)
class Spot:
    name: Texts
    lat: float
    lng: float


PALACE = Spot({"ko": "경복궁", "en": "Gyeongbokgung Palace"}, 37.5796, 126.977)
TOWER = Spot({"ko": "남산서울타워", "en": "N Seoul Tower"}, 37.5512, 126.9882)

spots = st.builds(
    Spot, st.fixed_dictionaries({"ko": st.text(max_size=30)}), st.floats(33, 38.6), st.floats(124.6, 131)
)


def by_app(links: Sequence[MapLink]) -> dict[str, MapLink]:
    return {link.app: link for link in links}


def test_a_place_is_shown_by_its_korean_name_where_it_is() -> None:
    links = by_app(links_to_place(PALACE))
    assert unquote(links["kakao"].web) == "https://map.kakao.com/link/map/경복궁,37.5796,126.977"
    assert unquote(links["naver"].web).startswith("https://map.naver.com/p/search/경복궁?c=126.977,37.5796,")
    assert links["google"].web.endswith("query=37.5796,126.977")
    assert links["kakao"].scheme == "kakaomap://look?p=37.5796,126.977"
    assert (links["naver"].scheme or "").startswith("nmap://place?lat=37.5796&lng=126.977&name=%EA%B2%BD")


@pytest.mark.parametrize(
    ("mode", "naver", "naver_web", "kakao", "kakao_web", "google"),
    [
        (Mode.FOOT, "walk", "walk", "FOOT", "walk", "walking"),
        (Mode.TRANSIT, "public", "transit", "PUBLICTRANSIT", "traffic", "transit"),
        (Mode.CAR, "car", "car", "CAR", "car", "driving"),
    ],
)
def test_a_leg_is_travelled_as_it_was_planned(
    mode: Mode, naver: str, naver_web: str, kakao: str, kakao_web: str, google: str
) -> None:
    links = by_app(links_along_leg(PALACE, TOWER, mode))
    assert links["kakao"].scheme == f"kakaomap://route?sp=37.5796,126.977&ep=37.5512,126.9882&by={kakao}"
    assert unquote(links["kakao"].web) == (
        f"https://map.kakao.com/link/by/{kakao_web}/경복궁,37.5796,126.977/남산서울타워,37.5512,126.9882"
    )
    scheme = urlsplit(links["naver"].scheme or "")
    assert (scheme.scheme, scheme.netloc, scheme.path) == ("nmap", "route", f"/{naver}")
    assert parse_qs(scheme.query) == {
        "slat": ["37.5796"],
        "slng": ["126.977"],
        "sname": ["경복궁"],
        "dlat": ["37.5512"],
        "dlng": ["126.9882"],
        "dname": ["남산서울타워"],
        "appname": ["FFFF"],
    }
    assert links["naver"].web.endswith(f"/-/{naver_web}")
    assert parse_qs(urlsplit(links["google"].web).query)["travelmode"] == [google]


def test_navers_website_gets_metres_of_its_own_map() -> None:
    """A point of Naver's address bar: 14092803.61, 4529703.18 is at 126.59781 east, 37.64718 north."""
    spot = Spot({"ko": "동산볼트"}, 37.6471786, 126.5978088)
    web = by_app(links_along_leg(spot, PALACE, Mode.TRANSIT))["naver"].web
    x, y, *_ = web.removeprefix("https://map.naver.com/p/directions/").split(",")
    assert float(x) == pytest.approx(14092803.6, abs=1)
    assert float(y) == pytest.approx(4529703.2, abs=1)


@given(start=spots, end=spots, mode=st.sampled_from(Mode))
def test_no_name_breaks_an_address(start: OnTheMap, end: OnTheMap, mode: Mode) -> None:
    links = by_app(links_along_leg(start, end, mode))
    for link in links.values():
        assert link.web.isascii()
        assert link.web.startswith("https://")
        assert (link.scheme or "").isascii()
    kakao = urlsplit(links["kakao"].web).path
    assert kakao.count("/") == 5
    assert [float(part.split(",")[1]) for part in kakao.split("/")[-2:]] == [start.lat, end.lat]
    naver = urlsplit(links["naver"].web).path.split("/")
    assert len(naver) == 7
    assert [point.count(",") for point in naver[3:5]] == [4, 4]


def test_links_are_operated_by_their_handles_and_tell_the_apps_nothing_of_us() -> None:
    page = Page(str(place_in_map_apps(PALACE)) + str(leg_in_map_apps(PALACE, TOWER, Mode.FOOT)))
    handles = [link["data-testid"] for link in page.all("a")]
    assert handles == [f"{kind}-in-{app}" for kind in ("open", "leg") for app in ("naver", "kakao", "google")]
    for link in page.all("a"):
        assert link["rel"] == "noopener noreferrer"
        assert link["href"].startswith("https://")
    assert {link.get("data-app") is None for link in page.all("a") if "google" in link["href"]} == {True}
