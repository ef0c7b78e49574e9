"""Links into the map apps."""

from collections.abc import Sequence

from htpy import Element, a, div

from services.travel_time import Mode
from ui.hand_over import MapLink, OnTheMap, links_along_leg, links_to_place


def place_in_map_apps(place: OnTheMap) -> Element:
    """Where Naver, Kakao and Google show a place."""
    return _links(links_to_place(place), "open-in")


def leg_in_map_apps(start: OnTheMap, end: OnTheMap, mode: Mode) -> Element:
    """Where Naver, Kakao and Google show the way from one place to the next."""
    return _links(links_along_leg(start, end, mode), "leg-in")


def _links(links: Sequence[MapLink], handle: str) -> Element:
    """Every link opens the website; `assets/js/app.js` tries the app first on a phone."""
    return div(".actions.small")[
        (
            a(
                ".secondary",
                href=link.web,
                target="_blank",
                rel="noopener noreferrer",
                data_app=link.scheme,
                data_testid=f"{handle}-{link.app}",
            )[link.name]
            for link in links
        )
    ]
