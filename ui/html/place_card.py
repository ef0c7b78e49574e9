from datetime import date, datetime, time
from functools import lru_cache

from htpy import Element, Node, a, article, button, div, form, h3, li, p, span
from markupsafe import Markup

from edge.assets import Assets
from models.language import Language
from services.opening_hours import DayState, spans_on, state_on
from services.places import PlaceSummary
from services.vocabulary import REGIONS, THEMES
from ui.formatters import mean, metres, number, span_text
from ui.html import rendered
from ui.html.icons import icon
from ui.html.pictures import place_picture
from ui.html.stars import rating_in_words
from ui.visitor import Visitor


def place_card(
    place: PlaceSummary, day: date, visitor: Visitor, assets: Assets, *, testid: str = "place-card"
) -> Markup:
    """A place as a card: picture, names, where and what it is, and whether it is open on the day."""
    return _card(place, day, visitor.today, visitor.language, assets, testid)


@lru_cache(maxsize=4096)
def _card(
    place: PlaceSummary, day: date, today: date, language: Language, assets: Assets, testid: str
) -> Markup:
    """Draw a card once for all who read the same language on the same day; cards are most of a list's work."""
    visitor = Visitor(language, "auto", datetime.combine(today, time()))
    card = li[
        article(".place-card", data_testid=testid, data_place_id=place.id)[
            a(".card-link", href=f"/places/{place.id}")[
                place_picture(place, assets),
                div(".card-text")[
                    p(".card-kicker")[_kicker(place, visitor)],
                    h3(".card-name")[visitor.text(place.name)],
                    korean_name(place, visitor),
                    div(".card-facts")[
                        _open_badge(place, day, visitor), _rating(place, visitor), _distance(place, visitor)
                    ],
                ],
            ],
            like_button(place.id, visitor.text(place.name), place.likes, visitor),
        ]
    ]
    return rendered(card)


def map_card(place: PlaceSummary, day: date, visitor: Visitor) -> Markup:
    """A place as it opens on the map: what a card says of it, without the picture."""
    name = visitor.text(place.name)
    card = article(".map-card", data_testid="map-card", data_place_id=place.id, aria_label=name)[
        a(".map-card-link", href=f"/places/{place.id}")[
            p(".card-kicker")[_kicker(place, visitor)],
            p(".card-name")[name],
            korean_name(place, visitor),
        ],
        div(".map-card-facts")[
            div(".card-facts")[_open_badge(place, day, visitor), _rating(place, visitor)],
            like_button(place.id, name, place.likes, visitor),
        ],
    ]
    return rendered(card)


def korean_name(place: PlaceSummary, visitor: Visitor) -> Node:
    """The Korean name beside the reader's, for readers of other languages."""
    korean = place.name.get(Language.KO, "")
    return p(".card-korean", lang="ko")[korean] if visitor.language is not Language.KO and korean else None


def like_button(place_id: str, name: str, likes: int, visitor: Visitor) -> Element:
    """The heart with its count, as a stranger sees it; `ui.html.personal` makes it a visitor's own."""
    label = visitor.t("Like {name}").format(name=name)
    return form(".like", action=f"/likes/{place_id}", method="post")[
        button(
            ".like-button",
            data_testid="like-button",
            name="liked",
            value="true",
            data_like=place_id,
            aria_pressed="false",
            aria_label=label,
        )[
            icon("heart"),
            span(".like-count", data_testid="like-count", data_count=str(likes))[
                number(likes, visitor) if likes else ""
            ],
        ],
    ]


def _kicker(place: PlaceSummary, visitor: Visitor) -> str:
    return f"{visitor.text(REGIONS[place.region].name)} · {visitor.text(THEMES[place.themes[0]].name)}"


def _open_badge(place: PlaceSummary, day: date, visitor: Visitor) -> Node:
    state = state_on(place.opening_hours, day)
    if state is DayState.UNKNOWN or place.opening_hours is None:
        return None
    if state is DayState.CLOSED:
        text = visitor.t("Closed today") if day == visitor.today else visitor.t("Closed that day")
        return span(".badge.closed", data_testid="open-state")[text]
    spans = spans_on(place.opening_hours, day)
    hours = ", ".join(span_text(one) for one in spans[:2])
    all_day = hours == "00:00–24:00"
    template = visitor.t("Open all day") if all_day else visitor.t("Open {hours}")
    return span(".badge.open", data_testid="open-state")[template.format(hours=hours)]


def _rating(place: PlaceSummary, visitor: Visitor) -> Node:
    if place.rating is None:
        return None
    text = rating_in_words(place.rating, place.rating_count, visitor)
    return span(".rating", title=text)[icon("star", size=14), mean(place.rating, visitor)]


def _distance(place: PlaceSummary, visitor: Visitor) -> Node:
    return span(".distance")[metres(place.distance_m, visitor)] if place.distance_m is not None else None
