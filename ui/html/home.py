"""The home page, part by part in reading order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlencode

from htpy import (
    Element,
    Node,
    a,
    button,
    div,
    form,
    fragment,
    h1,
    h2,
    img,
    input,
    label,
    li,
    nav,
    ol,
    option,
    p,
    section,
    select,
    span,
    ul,
)
from markupsafe import Markup

from edge.assets import Assets
from models.region import Region
from models.theme import Theme
from services.calendar_days import FIRST_DAY, LAST_DAY
from services.festivals import Festival
from services.holidays_of_korea import Holiday
from services.search import Found, Sort
from services.vocabulary import REGIONS, THEMES
from ui.explore import Exploration
from ui.formatters import long_day, number, short_day
from ui.html import rendered
from ui.html.festivals import festivals_note
from ui.html.icons import icon
from ui.html.map_frame import map_frame
from ui.html.place_card import place_card
from ui.visitor import Visitor


@dataclass(frozen=True, slots=True)
class Home:
    """What the home page shows."""

    chosen: Exploration
    found: Found
    regions: Mapping[Region, int]
    themes: Mapping[Theme, int]
    holidays: Sequence[Holiday]
    festivals: Sequence[Festival] = ()
    asks_google: bool = False


def home(page: Home, visitor: Visitor, assets: Assets) -> Node:
    """The whole page between top bar and footer."""
    return fragment[
        hero(page, visitor, assets),
        div("#explore.explore")[
            region_grid(page, visitor, assets),
            results(page, visitor, assets),
        ],
    ]


def hero(page: Home, visitor: Visitor, assets: Assets) -> Element:
    scenery = Markup("--hero-light: url({}); --hero-dark: url({})").format(
        assets.url("illustrations/hero.svg"), assets.url("illustrations/hero-dark.svg")
    )
    return section(".hero", style=scenery)[
        div(".hero-inner")[
            h1[visitor.t("Korea, at the right hour")],
            p(".hero-line")[
                visitor.t("Find a place in any script, see when it is open, and plan the day around it.")
            ],
            search_box(page.chosen, visitor),
            theme_chips(page, visitor),
        ]
    ]


def search_box(chosen: Exploration, visitor: Visitor) -> Element:
    """The search box; it works as a plain form and offers suggestions where scripts run."""
    kept = [
        (name, value) for name, value in chosen.parameters() if name not in {"q", "cursor", "sort", "bbox"}
    ]
    return form(".search-box", action="/#results", method="get", role="search")[
        icon("search", size=24),
        input(
            "#search-input",
            type="search",
            name="q",
            value=chosen.q,
            maxlength="200",
            autocomplete="off",
            placeholder=visitor.t("Gyeongbokgung, 경복궁, ㄱㅂㄱ, 景福宮"),
            aria_label=visitor.t("Search places"),
            data_testid="search-input",
            data_suggest=True,
        ),
        (input(type="hidden", name=name, value=value) for name, value in kept),
        button(".primary", type="submit")[visitor.t("Search")],
    ]


def theme_chips(page: Home, visitor: Visitor) -> Element:
    return nav(".chips", aria_label=visitor.t("Themes"))[
        ul[
            (
                li[
                    a(
                        ".chip",
                        href=page.chosen.with_theme_toggled(theme).address() + "#explore",
                        data_testid="theme-chip",
                        data_theme=theme.value,
                        data_explore=True,
                        aria_current="true" if theme in page.chosen.themes else None,
                        style=f"--theme: var(--theme-{theme})",
                    )[visitor.text(term.name)]
                ]
                for theme, term in THEMES.items()
            )
        ]
    ]


def region_grid(page: Home, visitor: Visitor, assets: Assets) -> Element:
    return section(".regions", aria_labelledby="regions-title")[
        h2("#regions-title")[visitor.t("Where to")],
        ul(".region-grid")[
            li[_all_korea(page, visitor, assets)],
            (rendered(li[_region_tile(region, page, visitor, assets)]) for region in Region),
        ],
    ]


def _all_korea(page: Home, visitor: Visitor, assets: Assets) -> Element:
    return a(
        ".region-tile.all-korea",
        href=page.chosen.changed(region=None, bbox=None).address() + "#explore",
        data_explore=True,
        aria_current="true" if page.chosen.region is None else None,
    )[
        _tile(
            assets.url("geo/korea.svg"),
            visitor.t("All Korea"),
            _places(sum(page.regions.values()), visitor),
        )
    ]


def _region_tile(region: Region, page: Home, visitor: Visitor, assets: Assets) -> Element:
    return a(
        ".region-tile",
        href=page.chosen.changed(region=region, bbox=None).address() + "#explore",
        data_testid="region-tile",
        data_region=region.value,
        data_explore=True,
        aria_current="true" if page.chosen.region is region else None,
    )[
        _tile(
            assets.url(f"illustrations/regions/{region}.svg"),
            visitor.text(REGIONS[region].name),
            _places(page.regions[region], visitor),
        )
    ]


@lru_cache(maxsize=256)
def _tile(picture: str, name: str, count: str) -> Markup:
    """Draw what is in a tile once, wherever it leads: the addresses change with every choice."""
    return rendered(
        [
            img(src=picture, alt="", width="160", height="120", loading="lazy", decoding="async"),
            span(".region-name")[name],
            span(".region-count")[count],
        ]
    )


def results(page: Home, visitor: Visitor, assets: Assets) -> Element:
    """The part that changes with the choices: heading, tools, cards and the map beside them."""
    return section("#results.results", aria_labelledby="results-title")[
        div(".results-list")[
            div(".results-head")[
                h2("#results-title", aria_live="polite")[_heading(page, visitor)],
                a(".secondary.to-map", href="#map")[icon("map"), visitor.t("Map")],
                _tools(page.chosen, visitor),
            ],
            _chosen_filters(page.chosen, visitor),
            _holidays(page, visitor),
            festivals_note(visitor.t("Festivals around this time:"), page.festivals, visitor),
            _cards(page, visitor, assets) if page.found.items else _nothing(page, visitor, assets),
        ],
        map_frame(visitor, assets, _map_query(page.chosen)),
    ]


def _cards(page: Home, visitor: Visitor, assets: Assets) -> Node:
    day = page.chosen.open_on or visitor.today
    return fragment[
        ol("#cards.card-grid")[(place_card(place, day, visitor, assets) for place in page.found.items)],
        _more(page, visitor),
    ]


def _more(page: Home, visitor: Visitor) -> Node:
    if not page.found.next_cursor:
        return None
    address = page.chosen.changed(cursor=page.found.next_cursor).address()
    return a(".more.secondary", href=address, data_testid="load-more", data_more=True, rel="next")[
        visitor.t("Show more places")
    ]


def _heading(page: Home, visitor: Visitor) -> str:
    count = _places(page.found.total, visitor)
    where = page.chosen.region and visitor.text(REGIONS[page.chosen.region].name)
    if page.chosen.q:
        return visitor.t("{count} for “{q}”").format(count=count, q=page.chosen.q)
    return visitor.t("{count} in {where}").format(count=count, where=where) if where else count


def _tools(chosen: Exploration, visitor: Visitor) -> Element:
    """Sort and date: a plain form, sent as soon as something is chosen where scripts run."""
    kept = [(name, value) for name, value in chosen.parameters() if name not in {"sort", "open_on", "cursor"}]
    orders = _orders(visitor)
    if chosen.q:
        orders = {Sort.RELEVANCE: visitor.t("Best match"), **orders}
    if chosen.near is None:
        orders[Sort.DISTANCE] = visitor.t("Nearest to me")
    return form(".tools", action="/#explore", method="get", data_tools=True)[
        (input(type="hidden", name=name, value=value) for name, value in kept),
        label(".tool")[
            span[visitor.t("Open on")],
            input(
                type="date",
                name="open_on",
                value=chosen.open_on.isoformat() if chosen.open_on else "",
                min=FIRST_DAY.isoformat(),
                max=LAST_DAY.isoformat(),
                data_testid="open-on-date",
            ),
        ],
        label(".tool")[
            span[visitor.t("Sort by")],
            select(name="sort", data_testid="sort-select")[
                (
                    option(value=sort.value, selected=sort is chosen.sort)[text]
                    for sort, text in orders.items()
                )
            ],
        ],
        button(".secondary.only-without-scripts", type="submit")[visitor.t("Apply")],
    ]


def _orders(visitor: Visitor) -> dict[Sort, str]:
    return {
        Sort.RECOMMENDED: visitor.t("Recommended"),
        Sort.LIKES: visitor.t("Most liked"),
        Sort.RATING: visitor.t("Best rated"),
        Sort.DISTANCE: visitor.t("Nearest"),
        Sort.NAME: visitor.t("Name"),
    }


def _chosen_filters(chosen: Exploration, visitor: Visitor) -> Node:
    """Each choice as a chip that takes it back."""
    if not chosen.is_narrowed:
        return None
    taken: list[tuple[str, Exploration]] = []
    if chosen.q:
        taken.append(
            (visitor.t("“{words}”").format(words=chosen.q), chosen.changed(q="", sort=Sort.RECOMMENDED))
        )
    if chosen.region:
        taken.append((visitor.text(REGIONS[chosen.region].name), chosen.changed(region=None)))
    taken += [(visitor.text(THEMES[theme].name), chosen.with_theme_toggled(theme)) for theme in chosen.themes]
    if chosen.open_on:
        text = visitor.t("Open on {day}").format(day=long_day(chosen.open_on, visitor))
        taken.append((text, chosen.changed(open_on=None)))
    if chosen.bbox:
        taken.append((visitor.t("This part of the map"), chosen.changed(bbox=None)))
    return ul(".chosen", aria_label=visitor.t("Chosen"))[
        (
            li[
                a(
                    ".chosen-chip",
                    href=without.address() + "#explore",
                    data_explore=True,
                    aria_label=visitor.t("Remove {choice}").format(choice=text),
                )[text, icon("close", size=14)]
            ]
            for text, without in taken
        ),
        len(taken) > 1
        and li[a(".chosen-chip.clear", href="/#explore", data_explore=True)[visitor.t("Clear all")]],
    ]


def _holidays(page: Home, visitor: Visitor) -> Node:
    if not page.holidays:
        return None
    return div(".holidays", role="note")[
        icon("calendar", size=18),
        span(".holidays-lead")[visitor.t("Public holidays nearby: many places change their hours.")],
        ul[
            (
                li[span(".holiday-day")[short_day(holiday.day, visitor)], " ", visitor.t(holiday.name_en)]
                for holiday in page.holidays
            )
        ],
    ]


def _nothing(page: Home, visitor: Visitor, assets: Assets) -> Element:
    return div(".empty")[
        img(src=assets.url("illustrations/empty.svg"), alt="", width="320", height="240"),
        p(".empty-title")[visitor.t("No place matches all of that")],
        p[
            visitor.t(
                "Try fewer words, another region or another day. Names work in Korean, English, Japanese and Chinese, and so do initial consonants such as ㄱㅂㄱ."
            )
        ],
        a(".secondary", href="/#explore", data_explore=True)[visitor.t("Show all places")],
        page.asks_google
        and bool(page.chosen.q)
        and a(".quiet", href=f"/located?{urlencode({'q': page.chosen.q})}", data_testid="ask-google")[
            visitor.t("Look for this address on Google Maps")
        ],
    ]


def _map_query(chosen: Exploration) -> str:
    return urlencode(
        [
            (name, value)
            for name, value in chosen.parameters()
            if name not in {"sort", "cursor", "near", "bbox"}
        ]
    )


def _places(count: int, visitor: Visitor) -> str:
    template = visitor.t("{n} place") if count == 1 else visitor.t("{n} places")
    return template.format(n=number(count, visitor))
