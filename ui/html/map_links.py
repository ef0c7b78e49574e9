"""Links into the map apps."""

from collections.abc import Sequence

from htpy import Element, Node, a, div

from services.travel_time import Mode
from ui.hand_over import MapLink, OnTheMap, links_along_leg, links_to_place


def place_in_map_apps(place: OnTheMap) -> Element:
    """Where Naver, Kakao and Google show a place."""
    return _links(links_to_place(place), "open-in")


def leg_in_map_apps(start: OnTheMap, end: OnTheMap, mode: Mode) -> Element:
    """Where Naver, Kakao and Google show the way from one place to the next."""
    return _links(links_along_leg(start, end, mode), "leg-in")


def korean_map_links(place: OnTheMap) -> Node:
    """Where Naver and Kakao, which know Korea's streets, show a place; as plain links in a row."""
    return [_link(link, "open-in", ".quiet") for link in links_to_place(place) if link.app != "google"]


def _links(links: Sequence[MapLink], handle: str) -> Element:
    return div(".actions.small")[(_link(link, handle, ".secondary") for link in links)]


def _link(link: MapLink, handle: str, look: str) -> Element:
    """A link that opens the website; `assets/js/app.js` tries the app first on a phone."""
    return a(
        look,
        href=link.web,
        target="_blank",
        rel="noopener noreferrer",
        data_app=link.scheme,
        data_testid=f"{handle}-{link.app}",
        lang="en",
    )[link.name]
