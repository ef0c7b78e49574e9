"""The page of one place, part by part in reading order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from htpy import (
    Element,
    Node,
    a,
    button,
    dd,
    details,
    div,
    dl,
    dt,
    fragment,
    h1,
    h2,
    h3,
    img,
    li,
    nav,
    ol,
    p,
    section,
    span,
    summary,
)

from edge.assets import Assets
from models.language import Language, Texts
from models.place import Place
from models.region import Region
from models.theme import Theme
from services.festivals import Festival
from services.places import NearbyPlace, PlaceSummary, photos_of
from services.vocabulary import REGIONS, THEMES
from ui.formatters import metres, minutes
from ui.html.festivals import festival_days
from ui.html.frame import LANGUAGE_NAMES
from ui.html.icons import icon
from ui.html.map_frame import map_frame
from ui.html.near_row import near_row
from ui.html.pictures import credited_photo
from ui.html.place_card import like_button, place_card
from ui.html.place_facts import driver_card, facts, getting_there, provenance
from ui.html.place_hours import opening_hours
from ui.html.place_photos import TravellersShow, place_photos
from ui.html.place_ratings import TravellersSay, place_ratings
from ui.html.stars import rating_in_words
from ui.visitor import Visitor

_LONGEST_WALK_MINUTES = 60


@dataclass(frozen=True, slots=True)
class PlacePage:
    """What the page of a place shows; `day` is the chosen day, today when none is."""

    place: Place
    near: Sequence[NearbyPlace]
    festivals: Sequence[Festival]
    alike: Sequence[PlaceSummary]
    day: date
    shown: TravellersShow
    said: TravellersSay
    asks_google: bool = False


def place_page(page: PlacePage, visitor: Visitor, assets: Assets) -> Node:
    """The whole page between top bar and footer."""
    place = page.place
    return div(".place")[
        _trail(place, visitor),
        _gallery(place, visitor, assets),
        div(".place-columns")[
            div(".place-main")[
                _title(place, visitor),
                _actions(place, page.day, visitor),
                _description(place, visitor),
                opening_hours(place, page.day, visitor),
                _names(place, visitor),
            ],
            div(".place-side")[
                facts(place, visitor),
                getting_there(place, visitor),
                provenance(place, visitor),
                page.asks_google
                and a(".to-google", href=f"/places/{place.id}/google", data_testid="ask-google")[
                    visitor.t("What Google Maps says"), icon("arrow", size=18)
                ],
            ],
        ],
        place_photos(place, page.shown, visitor),
        place_ratings(place, page.said, visitor),
        _surroundings(page, visitor, assets),
        _alike(page, visitor, assets),
        driver_card(place.name, place.address, visitor, phone=place.phone),
    ]


def _trail(place: Place, visitor: Visitor) -> Element:
    theme = Theme(place.themes[0])
    return nav(".trail", aria_label=visitor.t("You are here"))[
        ol[
            li[a(href="/")[visitor.t("Explore")]],
            li[a(href=f"/?region={place.region}#explore")[visitor.text(REGIONS[Region(place.region)].name)]],
            li[a(href=f"/?theme={theme}#explore")[visitor.text(THEMES[theme].name)]],
        ]
    ]


def _gallery(place: Place, visitor: Visitor, assets: Assets) -> Element:
    """The photos over the poster of the theme; where there are fewer than two, the poster of the region joins them."""
    theme = assets.url(f"illustrations/themes/{place.themes[0]}.svg")
    region = assets.url(f"illustrations/regions/{place.region}.svg")
    photos = photos_of(place.photos)
    alt = visitor.text(place.name)
    return div(".gallery")[
        (credited_photo(photo, theme, alt=alt, eager=number == 0) for number, photo in enumerate(photos)),
        (
            span(".picture")[img(".poster", src=address, alt="", width="640", height="480")]
            for address in (theme, region)[len(photos) :]
        ),
    ]


def _title(place: Place, visitor: Visitor) -> Element:
    korean = place.name.get(Language.KO, "")
    return div(".place-title")[
        p(".card-kicker")[
            " · ".join(
                [
                    visitor.text(REGIONS[Region(place.region)].name),
                    *(visitor.text(THEMES[Theme(t)].name) for t in place.themes),
                ]
            )
        ],
        h1(data_testid="place-name")[visitor.text(place.name)],
        p(".place-korean", lang="ko", data_testid="place-name-ko")[korean]
        if visitor.language is not Language.KO
        else fragment[
            p(".place-korean", lang="en")[place.name.get(Language.EN, "")],
            span(".visually-hidden", lang="ko", data_testid="place-name-ko")[korean],
        ],
        place.rating is not None
        and p[
            a(".rating", href="#ratings")[
                icon("star", size=16), rating_in_words(place.rating, place.rating_count, visitor)
            ]
        ],
    ]


def _actions(place: Place, day: date, visitor: Visitor) -> Element:
    return div(".actions")[
        a(
            ".primary",
            href=f"/schedule/entries/new?place={place.id}&date={day}",
            data_testid="add-to-schedule",
        )[icon("calendar-plus"), visitor.t("Add to schedule")],
        button(".secondary", type="button", data_testid="driver-card-button", data_opens="driver-card")[
            icon("car"), visitor.t("Show to driver")
        ],
        button(".secondary", type="button", data_share=True, data_done=visitor.t("Link copied"))[
            icon("share"), visitor.t("Share")
        ],
        like_button(place.id, visitor.text(place.name), place.likes_count, visitor),
    ]


def _description(place: Place, visitor: Visitor) -> Node:
    text = visitor.text(place.description)
    return text and p(".description", lang=_language_of(text, place.description))[text]


def _language_of(text: str, texts: Texts) -> str | None:
    return next((tag for tag, other in texts.items() if other == text), None)


def _names(place: Place, visitor: Visitor) -> Element:
    return details(".names")[
        summary[visitor.t("The name in five languages")],
        dl[
            (
                div[dt[LANGUAGE_NAMES[language]], dd(lang=language.value)[place.name[language]]]
                for language in Language
                if place.name.get(language)
            )
        ],
    ]


def _surroundings(page: PlacePage, visitor: Visitor, assets: Assets) -> Element:
    place = page.place
    here = {
        "lat": str(place.lat),
        "lng": str(place.lng),
        "name": visitor.text(place.name),
        "place": place.id,
        "theme": place.themes[0],
    }
    return section(".surroundings", aria_labelledby="near-title")[
        div(".near")[
            h2("#near-title")[visitor.t("Near here")],
            ol[(_near(one, visitor) for one in page.near)]
            if page.near
            else p(".note")[visitor.t("None of our other places is within five kilometres.")],
            p(".note")[visitor.t("Walking times are estimates.")] if page.near else None,
            _festivals(page.festivals, visitor),
        ],
        map_frame(visitor, assets, data=here, tools=False),
    ]


def _near(one: NearbyPlace, visitor: Visitor) -> Element:
    walk = minutes(one.walk_minutes, visitor) if one.walk_minutes <= _LONGEST_WALK_MINUTES else None
    said = [walk and [icon("walk", size=16), walk, " · "], metres(one.distance_m, visitor)]
    return near_row(one.place, said, visitor)


def _festivals(festivals: Sequence[Festival], visitor: Visitor) -> Node:
    """What is on near here in the weeks after the day."""
    if not festivals:
        return None
    return fragment[
        h3[visitor.t("Festivals near here")],
        ol[(_festival(one, visitor) for one in festivals)],
    ]


def _festival(one: Festival, visitor: Visitor) -> Element:
    said = [festival_days(one, visitor), " · ", metres(one.place.distance_m or 0, visitor)]
    return near_row(one.place, said, visitor, handle="nearby-festival")


def _alike(page: PlacePage, visitor: Visitor, assets: Assets) -> Node:
    if not page.alike:
        return None
    return section(".alike", aria_labelledby="alike-title")[
        h2("#alike-title")[visitor.t("Places like this one")],
        ol(".card-grid")[(place_card(one, page.day, visitor, assets) for one in page.alike)],
    ]
