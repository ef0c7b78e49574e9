"""What Google Maps says, under its name: never beside a map of ours, never kept."""

from collections.abc import Sequence
from dataclasses import dataclass

from htpy import (
    Element,
    Node,
    a,
    div,
    figcaption,
    figure,
    h1,
    h2,
    img,
    li,
    nav,
    noscript,
    ol,
    p,
    section,
    ul,
)

from models.place import Place
from services.google_places import PHOTO_WIDTH, PHOTOS, AtGoogle
from services.places import PlaceSummary
from services.sources.google import GoogleUnavailable
from services.sources.google_answers import Credit, PhotoReference
from ui.formatters import mean, metres, minutes, number
from ui.html.icons import icon
from ui.html.near_row import near_row
from ui.visitor import Visitor


@dataclass(frozen=True, slots=True)
class LocatedAddress:
    """An address as Google writes it, and the places of ours that are nearest."""

    address: str
    near: Sequence[PlaceSummary]


def google_page(title: str, back: tuple[str, str], fragment: str, visitor: Visitor) -> Element:
    """The frame in which `assets/js/google.js` puts what Google says."""
    address, name = back
    return div(".google-page")[
        nav(".trail", aria_label=visitor.t("You are here"))[ol[li[a(href=address)[name]]]],
        p(".card-kicker")[visitor.t("On Google Maps")],
        h1[title],
        div(
            "#google",
            data_google=fragment,
            data_failed=visitor.t(GoogleUnavailable.message),
            aria_live="polite",
            data_testid="at-google",
        )[
            p(".note")[visitor.t("Asking Google Maps…")],
            noscript[a(href=fragment)[visitor.t("View without scripts")]],
        ],
    ]


def place_at_google(place: Place, told: AtGoogle, visitor: Visitor) -> Node:
    """Its rating, photos and hours with whom to name for them, and how old they are."""
    known = told.details
    return [
        _rating(told, visitor),
        bool(known.photos)
        and div(".google-photos")[
            (_photo(place, index, photo, visitor) for index, photo in enumerate(known.photos[:PHOTOS]))
        ],
        bool(known.hours)
        and section(".google-hours")[h2[visitor.t("Opening hours")], ul[(li[day] for day in known.hours)]],
        p(".note")[
            visitor.t("From Google Maps; we have not checked it."),
            bool(known.credits) and [" ", _names(known.credits)],
            told.minutes_old > 0
            and [" ", visitor.t("As of {time} ago.").format(time=minutes(told.minutes_old, visitor))],
        ],
        bool(known.address_at_google)
        and _to_google(known.address_at_google, ".secondary")[visitor.t("See it on Google Maps")],
    ]


def address_at_google(found: Sequence[LocatedAddress], visitor: Visitor) -> Node:
    """Where an address is, each with what is near it as a list."""
    return [
        *(
            section(".near")[
                h2[one.address],
                ol[(near_row(place, metres(place.distance_m or 0, visitor), visitor) for place in one.near)],
            ]
            for one in found
        ),
        p(".note")[visitor.t("The address is from Google Maps; we have not checked it.")],
    ]


def _rating(told: AtGoogle, visitor: Visitor) -> Node:
    if told.details.rating is None:
        return None
    rating, count = mean(told.details.rating, visitor), number(told.details.ratings, visitor)
    return p(".rating")[
        icon("star", size=16),
        visitor.t("{rating} from {count} ratings on Google").format(rating=rating, count=count),
    ]


def _photo(place: Place, index: int, photo: PhotoReference, visitor: Visitor) -> Element:
    """A photo through our own address: Google's would tell the key."""
    return figure[
        img(
            src=f"/places/{place.id}/google/{index}",
            alt=visitor.t("Photo of {name} on Google Maps").format(name=visitor.text(place.name)),
            width=str(PHOTO_WIDTH),
            height=str(PHOTO_WIDTH * 3 // 4),
        ),
        bool(photo.credits) and figcaption[_names(photo.credits)],
    ]


def _names(named: Sequence[Credit]) -> Node:
    for position, credit in enumerate(named):
        yield " · " if position else ""
        yield _to_google(credit.address)[credit.name] if credit.address else credit.name


def _to_google(address: str, look: str = "") -> Element:
    return a(look, href=address, target="_blank", rel="noopener noreferrer")
