"""What travellers say about a place, and the visitor's own word."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from htpy import (
    Element,
    Node,
    a,
    button,
    details,
    div,
    fieldset,
    form,
    h2,
    h3,
    input,
    label,
    legend,
    li,
    ol,
    p,
    rect,
    section,
    span,
    summary,
    svg,
    textarea,
    time,
    ul,
)

from models.place import Place
from services.platform import SEOUL
from services.ratings import LONGEST_COMMENT, MOST_STARS, OwnRating, ShownRating
from services.reports import LONGEST_REASON
from ui.formatters import mean, medium_day, number
from ui.html.account_forms import form_notes
from ui.html.frame import avatar
from ui.html.icons import icon
from ui.html.stars import five_stars, rating_in_words, stars_in_words
from ui.visitor import Visitor


@dataclass(frozen=True, slots=True)
class TravellersSay:
    """The ratings of a place as one visitor meets them; `mine` and `visited` are a signed-in visitor's own.

    `later` tells that there are ratings newer than those shown, `earlier` is the id after which older ones follow.
    """

    ratings: Sequence[ShownRating]
    by_stars: Mapping[int, int]
    mine: OwnRating | None = None
    visited: bool = False
    later: bool = False
    earlier: str | None = None
    notice: str = ""


def place_ratings(place: Place, said: TravellersSay, visitor: Visitor) -> Element:
    """Mean, distribution and one's own rating on one side, everybody's words on the other."""
    return section("#ratings.ratings", aria_labelledby="ratings-title")[
        h2("#ratings-title")[visitor.t("Travellers say")],
        div(".ratings-columns")[
            div(".ratings-side")[
                form_notes(notice=_notices(visitor).get(said.notice, "")) if visitor.user else None,
                _summary(place, said.by_stars, visitor),
                _own(place, said, visitor) if visitor.user else _invitation(place, visitor),
            ],
            div(".ratings-list")[_list(place, said, visitor)],
        ],
    ]


def _notices(visitor: Visitor) -> Mapping[str, str]:
    """What is said after a form of this section has been sent, by the word that stands in the address."""
    return {
        "rated": visitor.t("Thank you. Everyone can see your rating now."),
        "rating-removed": visitor.t("Your rating has been removed."),
        "visited": visitor.t("Saved to the places you have been."),
        "not-visited": visitor.t("This place is no longer marked as visited."),
        "reported": visitor.t("Thank you. We look at everything travellers report."),
    }


def _summary(place: Place, by_stars: Mapping[int, int], visitor: Visitor) -> Node:
    if place.rating is None:
        return None
    return div(".rating-summary")[
        div(".rating-mean")[
            span(".rating-number", aria_hidden="true")[mean(place.rating, visitor)],
            span[
                five_stars(place.rating, size=20),
                span(".visually-hidden")[rating_in_words(place.rating, place.rating_count, visitor)],
                span(".note", aria_hidden="true")[_number_of_ratings(place.rating_count, visitor)],
            ],
        ],
        ul(".rating-bars")[(_bar(stars, by_stars[stars], place.rating_count, visitor) for stars in by_stars)],
    ]


def _number_of_ratings(count: int, visitor: Visitor) -> str:
    if count == 1:
        return visitor.t("One rating")
    return visitor.t("{n} ratings").format(n=number(count, visitor))


def _bar(stars: int, count: int, total: int, visitor: Visitor) -> Element:
    return li[
        span(".visually-hidden")[f"{stars_in_words(stars, visitor)}: {number(count, visitor)}"],
        span(".bar-stars", aria_hidden="true")[str(stars), icon("star", size=14)],
        svg(".bar", viewBox="0 0 100 8", preserveAspectRatio="none", aria_hidden="true")[
            rect(width=f"{100 * count / total:.1f}", height="8") if count else None
        ],
        span(".bar-count", aria_hidden="true")[number(count, visitor)],
    ]


def _invitation(place: Place, visitor: Visitor) -> Element:
    way_in = urlencode({"next": f"/places/{place.id}#ratings"})
    return div(".rate")[
        h3[visitor.t("Have you been here?")],
        p[visitor.t("Sign in to rate this place and to keep track of where you have been.")],
        a(".secondary", href=f"/login?{way_in}", data_testid="rating-sign-in")[
            icon("person"), visitor.t("Sign in")
        ],
    ]


def _own(place: Place, said: TravellersSay, visitor: Visitor) -> Element:
    return div(".rate")[
        _visited_button(place, visitor, visited=said.visited),
        _rating_form(place, said.mine, visitor),
    ]


def _visited_button(place: Place, visitor: Visitor, *, visited: bool) -> Element:
    return form(action=f"/places/{place.id}/visited", method="post")[
        button(
            ".visited-button.secondary",
            type="submit",
            name="visited",
            value="false" if visited else "true",
            aria_pressed="true" if visited else "false",
            data_testid="visited-button",
        )[icon("check" if visited else "pin"), visitor.t("I have been here")]
    ]


def _rating_form(place: Place, mine: OwnRating | None, visitor: Visitor) -> Element:
    address = f"/places/{place.id}/rating"
    return form("#your-rating.rating-form", action=address, method="post", data_testid="rating-form")[
        mine
        and mine.is_hidden
        and p(".form-error")[
            icon("close", size=18),
            span[
                visitor.t(
                    "Travellers have reported your rating. Others cannot see it until we have reviewed it."
                )
            ],
        ],
        _star_choice(mine.stars if mine else None, visitor),
        label(".field")[
            span(".field-name")[visitor.t("In a line, if you like")],
            textarea(name="comment", maxlength=str(LONGEST_COMMENT), rows="3", data_testid="rating-comment")[
                mine.comment if mine else ""
            ],
        ],
        div(".actions")[
            button(".primary", type="submit", data_testid="rating-submit")[
                visitor.t("Change my rating") if mine else visitor.t("Rate this place")
            ],
            mine
            and button(
                ".quiet",
                type="submit",
                formaction=f"{address}/remove",
                formnovalidate=True,
                data_testid="remove-rating",
            )[visitor.t("Remove")],
        ],
    ]


def _star_choice(chosen: int | None, visitor: Visitor) -> Element:
    words = (
        visitor.t("1 star: not for me"),
        visitor.t("2 stars: could be better"),
        visitor.t("3 stars: good"),
        visitor.t("4 stars: very good"),
        visitor.t("5 stars: unforgettable"),
    )
    return fieldset(".star-choice", data_testid="rating-stars")[
        legend[visitor.t("Your rating")],
        div(".star-row")[
            (
                label[
                    input(
                        type="radio", name="stars", value=str(stars), required=True, checked=stars == chosen
                    ),
                    icon("star", size=42),
                    span(".star-word")[words[stars - 1]],
                ]
                for stars in range(1, MOST_STARS + 1)
            ),
            span(".star-hint", aria_hidden="true")[visitor.t("Choose one to five stars")],
        ],
    ]


def _list(place: Place, said: TravellersSay, visitor: Visitor) -> Node:
    here = f"/places/{place.id}"
    if not said.ratings and not said.later:
        return div(".no-ratings")[
            five_stars(0, size=40),
            h3[visitor.t("Nobody has rated this place yet")],
            p[visitor.t("If you know this place, a line from you helps the next traveller.")],
        ]
    return [
        ol[(_rating(one, visitor) for one in said.ratings)],
        (said.later or said.earlier)
        and div(".actions.small")[
            said.later and a(".secondary", href=f"{here}#ratings")[visitor.t("The newest ratings")],
            said.earlier
            and a(".secondary", href=f"{here}?{urlencode({'before': said.earlier})}#ratings", rel="nofollow")[
                visitor.t("Earlier ratings")
            ],
        ],
    ]


def _rating(one: ShownRating, visitor: Visitor) -> Element:
    return li(".rating-item", data_testid="rating", data_rating_id=str(one.id), data_stars=str(one.stars))[
        avatar(one.author, one.avatar, size=40),
        div(".rating-said")[
            div(".rating-head")[
                span(".rating-author")[one.author],
                one.is_mine and span(".badge.open")[visitor.t("Yours")],
                span(".rating-day.note")[_day(one, visitor)],
            ],
            div(".rating-stars")[
                five_stars(one.stars, size=17),
                span(".visually-hidden")[stars_in_words(one.stars, visitor)],
            ],
            one.comment and p(".rating-comment", dir="auto")[one.comment],
            a(".quiet", href="#your-rating")[visitor.t("Change or remove")]
            if one.is_mine
            else _report(one, visitor),
        ],
    ]


def _day(one: ShownRating, visitor: Visitor) -> Node:
    changed = _in_korea(one.updated_at).date() != _in_korea(one.created_at).date()
    given = time(datetime=one.created_at.isoformat())[medium_day(_in_korea(one.created_at).date(), visitor)]
    if not changed:
        return given
    day = medium_day(_in_korea(one.updated_at).date(), visitor)
    return [given, " · ", visitor.t("changed {day}").format(day=day)]


def _in_korea(moment: datetime) -> datetime:
    return moment.astimezone(SEOUL)


def _report(one: ShownRating, visitor: Visitor) -> Element:
    title = visitor.t("Report the rating by {name}").format(name=one.author)
    return details(".report")[
        summary(data_testid="report-rating", aria_label=title)[visitor.t("Report")],
        form(action=f"/ratings/{one.id}/report", method="post")[
            label(".field")[
                span(".field-name")[visitor.t("What is wrong with it? (optional)")],
                input(type="text", name="reason", maxlength=str(LONGEST_REASON), autocomplete="off"),
            ],
            button(".secondary", type="submit", data_testid="report-submit")[visitor.t("Report this rating")],
        ],
    ]
