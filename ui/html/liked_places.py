"""The places one likes, as cards beside a map, narrowed by region and theme."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from htpy import (
    Element,
    Node,
    a,
    button,
    div,
    form,
    fragment,
    h2,
    img,
    input,
    label,
    li,
    nav,
    ol,
    option,
    p,
    script,
    section,
    select,
    span,
    ul,
)
from markupsafe import Markup

from edge.assets import Assets
from services.my_likes import LikedCounts, LikedPoint, LikedSort
from services.places import PlaceSummary
from services.sessions import Traveller
from services.vocabulary import REGIONS, THEMES
from ui.formatters import number
from ui.html.icons import icon
from ui.html.map_frame import map_frame
from ui.html.mypage import LIKES, my_frame, no_likes
from ui.html.place_card import place_card
from ui.liked import LikedChoice
from ui.visitor import Visitor


@dataclass(frozen=True, slots=True)
class LikedPage:
    """What the page of the liked places shows."""

    chosen: LikedChoice
    places: Sequence[PlaceSummary]
    points: Sequence[LikedPoint]
    counts: LikedCounts


def liked_places(page: LikedPage, traveller: Traveller, visitor: Visitor, assets: Assets) -> Element:
    """The whole page between top bar and footer."""
    has_some = page.counts.everything > 0
    lead = visitor.t("Places you unlike fade, and stay here until you leave this page.")
    return my_frame(
        traveller,
        LIKES,
        visitor.t("Places you like"),
        lead if has_some else "",
        visitor,
        _results(page, visitor, assets) if has_some else no_likes(visitor, assets),
    )


def _results(page: LikedPage, visitor: Visitor, assets: Assets) -> Node:
    return fragment[
        _themes(page, visitor),
        section(".results.my-results", aria_labelledby="results-title")[
            div(".results-list")[
                div(".results-head")[
                    h2("#results-title")[_places(page.counts.chosen, visitor)],
                    a(".secondary.to-map", href="#map")[icon("map"), visitor.t("Map")],
                    _tools(page, visitor),
                ],
                _cards(page, visitor, assets) if page.places else _nothing(visitor, assets),
            ],
            map_frame(visitor, assets, tools=False),
        ],
        _points(page.points, visitor),
    ]


def _themes(page: LikedPage, visitor: Visitor) -> Node:
    offered = [theme for theme in THEMES if page.counts.themes.get(theme) or theme is page.chosen.theme]
    return nav(".my-chips", aria_label=visitor.t("Themes"))[
        ul[
            (
                li[
                    a(
                        ".chip",
                        href=page.chosen.changed(
                            theme=None if theme is page.chosen.theme else theme
                        ).address(),
                        data_testid="theme-chip",
                        data_theme=theme.value,
                        aria_current="true" if theme is page.chosen.theme else None,
                        style=f"--theme: var(--theme-{theme})",
                    )[
                        visitor.text(THEMES[theme].name),
                        span(".chip-count")[number(page.counts.themes.get(theme, 0), visitor)],
                    ]
                ]
                for theme in offered
            )
        ]
    ]


def _tools(page: LikedPage, visitor: Visitor) -> Element:
    """Region and order: a plain form, sent as soon as something is chosen where scripts run."""
    chosen, regions = page.chosen, page.counts.regions
    return form(".tools", action=LIKES, method="get")[
        chosen.theme and input(type="hidden", name="theme", value=chosen.theme.value),
        label(".tool")[
            span[visitor.t("Region")],
            select(name="region", data_testid="region-select", data_submit_on_change=True)[
                option(value="")[visitor.t("All Korea")],
                (
                    option(value=region.value, selected=region is chosen.region)[
                        f"{visitor.text(term.name)} ({number(regions.get(region, 0), visitor)})"
                    ]
                    for region, term in REGIONS.items()
                    if regions.get(region) or region is chosen.region
                ),
            ],
        ],
        label(".tool")[
            span[visitor.t("Sort by")],
            select(name="sort", data_testid="sort-select", data_submit_on_change=True)[
                (
                    option(value=sort.value, selected=sort is chosen.sort)[text]
                    for sort, text in _orders(visitor).items()
                )
            ],
        ],
        button(".secondary.only-without-scripts", type="submit")[visitor.t("Apply")],
    ]


def _orders(visitor: Visitor) -> dict[LikedSort, str]:
    return {
        LikedSort.NEWEST: visitor.t("Recently liked"),
        LikedSort.NAME: visitor.t("Name"),
        LikedSort.RATING: visitor.t("Best rated"),
        LikedSort.LIKES: visitor.t("Most liked"),
    }


def _cards(page: LikedPage, visitor: Visitor, assets: Assets) -> Node:
    more = page.chosen.more() if page.counts.chosen > len(page.places) else None
    return fragment[
        ol("#cards.card-grid")[
            (place_card(place, visitor.today, visitor, assets, testid="liked-place") for place in page.places)
        ],
        more
        and a(".more.secondary", href=more.address(), data_testid="load-more")[visitor.t("Show more places")],
    ]


def _nothing(visitor: Visitor, assets: Assets) -> Element:
    return div(".empty")[
        img(src=assets.url("illustrations/empty.svg"), alt="", width="320", height="240"),
        p(".empty-title")[visitor.t("You have liked no place of this kind")],
        a(".secondary", href=LIKES)[visitor.t("Show all places you like")],
    ]


def _points(points: Sequence[LikedPoint], visitor: Visitor) -> Element:
    """The markers, as `assets/js/map.js` reads them, with nothing in them that could end the script early."""
    features = [
        {
            "geometry": {"coordinates": [point.lng, point.lat]},
            "properties": {
                "id": point.id,
                "name": visitor.text(point.name),
                "theme": point.theme,
            },
        }
        for point in points
    ]
    text = json.dumps(features, ensure_ascii=False).replace("<", "\\u003c")
    return script("#map-places", type="application/json")[Markup(text)]  # noqa: S704 (no "<" is left)


def _places(count: int, visitor: Visitor) -> str:
    template = visitor.t("{n} place") if count == 1 else visitor.t("{n} places")
    return template.format(n=number(count, visitor))
