"""What Google says of a place, under its name and apart from what is ours: never on our map, never kept."""

from collections.abc import Sequence

from htpy import Element, Node, a, details, div, figcaption, figure, h2, img, li, p, section, summary, ul

from models.place import Place
from services.google_places import PHOTO_WIDTH, PHOTOS, AtGoogle
from services.search import Sort
from services.sources.google_answers import Credit, Located, PhotoReference
from ui.explore import Exploration
from ui.formatters import mean, minutes, number
from ui.html.icons import icon
from ui.visitor import Visitor


def place_at_google(place: Place, told: AtGoogle, visitor: Visitor) -> Element:
    """Its rating, photos and hours with whom to name for them, and how old they are."""
    known = told.details
    return section(".google", aria_labelledby="google-title", data_testid="place-at-google")[
        h2("#google-title")[visitor.t("On Google Maps")],
        _rating(told, visitor),
        bool(known.photos)
        and div(".google-photos")[
            (_photo(place, index, photo, visitor) for index, photo in enumerate(known.photos[:PHOTOS]))
        ],
        bool(known.hours)
        and details(".google-hours")[
            summary[visitor.t("Opening hours")], ul[(li[day] for day in known.hours)]
        ],
        p(".note")[
            visitor.t("From Google Maps; we have not checked it."),
            bool(known.credits) and [" ", _names(known.credits)],
            told.minutes_old > 0
            and [" ", visitor.t("As of {time} ago.").format(time=minutes(told.minutes_old, visitor))],
        ],
        bool(known.address_at_google)
        and _to_google(known.address_at_google)[visitor.t("See it on Google Maps")],
    ]


def located_by_google(found: Sequence[Located], visitor: Visitor) -> Element:
    """Where an address is, each with a way to what is near it."""
    return section(".google", aria_labelledby="google-title", data_testid="located-by-google")[
        h2("#google-title")[visitor.t("On Google Maps")],
        ul(".google-addresses")[
            (
                li[
                    one.address,
                    a(".secondary", href=_near(one), data_explore=True)[
                        icon("pin", size=16), visitor.t("Places near there")
                    ],
                ]
                for one in found
            )
        ],
    ]


def _near(located: Located) -> str:
    return Exploration(sort=Sort.DISTANCE, near=located.point).address()


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
            alt=visitor.t("Photo on Google Maps of {name}").format(name=visitor.text(place.name)),
            width=str(PHOTO_WIDTH),
            height=str(PHOTO_WIDTH * 3 // 4),
            loading="lazy",
        ),
        bool(photo.credits) and figcaption[_names(photo.credits)],
    ]


def _names(named: Sequence[Credit]) -> Node:
    for position, credit in enumerate(named):
        yield " · " if position else ""
        yield _to_google(credit.address)[credit.name] if credit.address else credit.name


def _to_google(address: str) -> Element:
    return a(href=address, target="_blank", rel="noopener noreferrer")
