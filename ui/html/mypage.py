"""My page: what its parts have around them, and the overview."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from htpy import Element, Node, a, button, div, form, h1, h2, header, img, nav, ol, p, section, span

from edge.assets import Assets
from models.region import Region
from services.places import PlaceSummary
from services.sessions import Traveller
from services.trips import TripSummary
from ui.formatters import number
from ui.html.frame import avatar
from ui.html.icons import icon
from ui.html.place_card import place_card
from ui.html.region_map import region_map
from ui.html.trips import new_trip_link, trip_lists
from ui.visitor import Visitor

OVERVIEW, LIKES, SETTINGS = "/mypage", "/mypage/likes", "/mypage/settings"


def my_frame(
    traveller: Traveller, current: str, title: str, lead: str, visitor: Visitor, *content: Node
) -> Element:
    """Who one is, the way out, and the ways between the parts of my page; `current` is the address of this one."""
    return div(".my")[
        header(".my-head")[
            avatar(traveller.display_name, traveller.avatar, size=72),
            div(".my-who")[h1[title], lead and p(".my-lead")[lead]],
            form(action="/session/end", method="post")[
                button(".secondary", type="submit", data_testid="logout-button")[
                    icon("sign-out"), span[visitor.t("Sign out")]
                ]
            ],
        ],
        nav(".my-tabs", aria_label=visitor.t("My page"))[
            (
                a(href=address, aria_current="page" if address == current else None)[text]
                for address, text in _tabs(visitor).items()
            )
        ],
        content,
    ]


def _tabs(visitor: Visitor) -> dict[str, str]:
    return {
        OVERVIEW: visitor.t("Overview"),
        LIKES: visitor.t("Likes"),
        SETTINGS: visitor.t("Settings"),
    }


@dataclass(frozen=True, slots=True)
class Overview:
    """What the overview shows."""

    newest: Sequence[PlaceSummary]
    likes: int
    coming: Sequence[TripSummary]
    past: Sequence[TripSummary]
    visited: Mapping[Region, int]


def overview(page: Overview, traveller: Traveller, visitor: Visitor, assets: Assets) -> Element:
    """The newest likes, the trips, and where one has been."""
    title = visitor.t("Hello, {name}").format(name=traveller.display_name)
    return my_frame(
        traveller,
        OVERVIEW,
        title,
        _lead(page, visitor),
        visitor,
        None if traveller.is_verified else _unverified(visitor),
        _likes(page, visitor, assets),
        _trips(page, visitor, assets),
        _visited(page, visitor),
    )


def _lead(page: Overview, visitor: Visitor) -> str:
    parts = [
        _count(page.likes, visitor.t("{n} like"), visitor.t("{n} likes"), visitor),
        _count(len(page.coming), visitor.t("{n} upcoming trip"), visitor.t("{n} upcoming trips"), visitor),
        _count(
            sum(page.visited.values()),
            visitor.t("{n} place visited"),
            visitor.t("{n} places visited"),
            visitor,
        ),
    ]
    return " · ".join(filter(None, parts)) or visitor.t("Your likes, trips and visits come together here.")


def _count(count: int, one: str, several: str, visitor: Visitor) -> str:
    return (one if count == 1 else several).format(n=number(count, visitor)) if count else ""


def _unverified(visitor: Visitor) -> Element:
    return p(".my-hint")[
        icon("mail", size=18),
        span[
            visitor.t("Your e-mail address is not confirmed yet."),
            " ",
            a(href=f"{SETTINGS}#email")[visitor.t("Check it")],
        ],
    ]


def _likes(page: Overview, visitor: Visitor, assets: Assets) -> Element:
    return section(".my-part", aria_labelledby="my-likes")[
        div(".my-part-head")[
            h2("#my-likes")[visitor.t("Places you like")],
            page.likes > 0 and a(href=LIKES)[visitor.t("See them all, with a map"), icon("arrow", size=18)],
        ],
        ol(".card-grid.my-newest")[
            (place_card(place, visitor.today, visitor, assets, testid="liked-place") for place in page.newest)
        ]
        if page.newest
        else no_likes(visitor, assets),
    ]


def no_likes(visitor: Visitor, assets: Assets) -> Element:
    """What stands in the place of the likes as long as there are none."""
    return div(".my-empty")[
        img(src=assets.url("illustrations/themes/heritage.svg"), alt="", width="640", height="480"),
        div[
            p(".my-empty-title")[visitor.t("No likes yet")],
            p[visitor.t("Tap a place's heart to see it here, in a list and on a map.")],
            a(".primary", href="/")[visitor.t("Explore places")],
        ],
    ]


def _trips(page: Overview, visitor: Visitor, assets: Assets) -> Element:
    return section(".my-part", aria_labelledby="my-trips")[
        div(".my-part-head")[
            h2("#my-trips")[visitor.t("Trips")],
            new_trip_link(visitor) if page.coming or page.past else None,
        ],
        trip_lists(page.coming, page.past, visitor, assets),
    ]


def _visited(page: Overview, visitor: Visitor) -> Element:
    return section(".my-part", aria_labelledby="my-regions", data_testid="visited-map")[
        h2("#my-regions")[visitor.t("Where you have been")],
        None
        if page.visited
        else p(".my-part-lead")[
            visitor.t("Mark a place as visited on its page, and its region is coloured in here.")
        ],
        region_map(page.visited, visitor),
    ]
