"""A trip as those read it who have its link: day by day, with map, hours and ways, and nothing to operate but links."""

from collections.abc import Sequence
from dataclasses import dataclass

from htpy import (
    Element,
    Node,
    a,
    article,
    button,
    details,
    div,
    form,
    h1,
    h2,
    h3,
    header,
    li,
    nav,
    ol,
    p,
    section,
    span,
    summary,
    ul,
)
from markupsafe import Markup

from services.plan_sentences import entry_name
from services.planned_days import PlannedDay, PlannedEntry
from services.schedule_entries import ScheduledPlace
from services.travel_time import Leg
from services.trip_links import SharedTrip
from ui.formatters import days_between, listed, long_day, number, short_day
from ui.html.day_map import day_map, stops_of
from ui.html.day_words import (
    holiday_names,
    hours_words,
    is_closed,
    is_next_day,
    korean_name_of,
    times_of,
    way_words,
)
from ui.html.icons import icon
from ui.html.map_links import leg_in_map_apps, place_in_map_apps
from ui.html.place_facts import driver_card
from ui.visitor import Visitor

_FEW_DAYS = 3


@dataclass(frozen=True, slots=True)
class SharedPage:
    """What the page shows; `token` is part of its address."""

    token: str
    trip: SharedTrip
    days: Sequence[PlannedDay]


def shared_trip(page: SharedPage, visitor: Visitor) -> Element:
    """Show a whole trip to somebody who may only read it."""
    return article(".shared", data_testid="shared-trip")[
        _head(page, visitor),
        len(page.days) > _FEW_DAYS and _contents(page.days, visitor),
        [_day(day, visitor) for day in page.days],
    ]


def in_one_sentence(page: SharedPage, visitor: Visitor) -> str:
    """Say when and how much, for previews of the link."""
    return " · ".join(
        [days_between(page.trip.starts_on, page.trip.ends_on, visitor), _size(page.days, visitor)]
    )


def _head(page: SharedPage, visitor: Visitor) -> Element:
    people = [person.display_name for person in page.trip.people]
    return header(".shared-head")[
        p(".eyebrow")[visitor.t("A shared trip")],
        h1[page.trip.title],
        p(".shared-dates")[icon("calendar"), days_between(page.trip.starts_on, page.trip.ends_on, visitor)],
        p(".shared-size")[icon("pin"), _size(page.days, visitor)],
        people
        and p(".shared-people")[
            icon("person"), visitor.t("Travelling: {names}").format(names=listed(people, visitor))
        ],
        div(".actions")[_make_it_mine(page, visitor), _print_button(visitor)],
        p(".note")[
            visitor.t(
                "All times are in Korean time. Travel times are estimates; opening hours are for each day."
            )
        ],
    ]


def _size(days: Sequence[PlannedDay], visitor: Visitor) -> str:
    stops = sum(len(day.entries) for day in days)
    template = visitor.t("{n} stop") if stops == 1 else visitor.t("{n} stops")
    return template.format(n=number(stops, visitor))


def _make_it_mine(page: SharedPage, visitor: Visitor) -> Element:
    if visitor.user is None:
        return a(".primary", href=f"/login?next=/t/{page.token}", rel="nofollow", data_testid="copy-sign-in")[
            icon("copy"), visitor.t("Sign in to make it mine")
        ]
    return form(action=f"/t/{page.token}/copy", method="post")[
        button(".primary", type="submit", data_testid="make-it-mine")[icon("copy"), visitor.t("Make it mine")]
    ]


def _print_button(visitor: Visitor) -> Element:
    return button(".secondary.only-with-scripts", type="button", data_print=True, data_testid="print-button")[
        visitor.t("Print")
    ]


def _contents(days: Sequence[PlannedDay], visitor: Visitor) -> Element:
    return nav(".shared-contents", aria_label=visitor.t("Days of this trip"))[
        ul[(li[a(href=f"#{_key(day)}")[short_day(day.day, visitor)]] for day in days)]
    ]


def _key(day: PlannedDay) -> str:
    return f"day-{day.day.isoformat()}"


def _day(day: PlannedDay, visitor: Visitor) -> Element:
    heading = long_day(day.day, visitor)
    drawing = day_map(stops_of(day, visitor), visitor, key=f"map-{day.day.isoformat()}", heading=heading)
    return section(
        ".shared-day", id=_key(day), aria_labelledby=f"{_key(day)}-title", data_testid="shared-day"
    )[
        header[
            h2(id=f"{_key(day)}-title")[heading],
            bool(day.holidays) and p(".shared-holiday")[holiday_names(day.holidays, visitor)],
        ],
        div(class_=["shared-parts", drawing and "with-map"])[
            ol(".shared-stops")[_stops(day, visitor)]
            if day.entries
            else p(".note")[visitor.t("Nothing planned on this day yet.")],
            drawing and div(".shared-map")[drawing],
        ],
    ]


def _stops(day: PlannedDay, visitor: Visitor) -> list[Node]:
    before: ScheduledPlace | None = None
    shown: list[Node] = []
    for position, one in enumerate(day.entries, 1):
        shown.append(
            li(".shared-stop", data_testid="shared-stop", value=str(position))[
                one.timed.leg
                and before
                and one.entry.place
                and _way(before, one.entry.place, one.timed.leg, visitor),
                _stop(one, position, day, visitor),
            ]
        )
        before = one.entry.place
    return shown


def _way(start: ScheduledPlace, end: ScheduledPlace, leg: Leg, visitor: Visitor) -> Element:
    """How one gets here, and who shows the way; opens without a script."""
    return details(".shared-way", data_testid="travel-chip")[
        summary[icon("walk" if leg.mode.value == "foot" else "arrow", size=16), way_words(leg, visitor)],
        leg_in_map_apps(start, end, leg.mode),
    ]


def _stop(one: PlannedEntry, position: int, day: PlannedDay, visitor: Visitor) -> Element:
    place, note = one.entry.place, one.entry.note
    theme = f"theme-{place.themes[0]}" if place and place.themes else None
    return div(".shared-card")[
        span(class_=["shared-number", theme], aria_hidden="true")[str(position)],
        div(".shared-text")[
            _time(one, visitor),
            h3[_name(one, visitor)],
            place and _about(place, day, visitor),
            note and p(".shared-note")[_lines(note)],
            place and _getting_there(one, place, visitor),
        ],
    ]


def _getting_there(one: PlannedEntry, place: ScheduledPlace, visitor: Visitor) -> Node:
    """What one needs at the door of a taxi, and where map apps show the place."""
    card = f"driver-{one.entry.id}"
    return [
        div(".shared-links")[
            button(
                ".secondary.only-with-scripts",
                type="button",
                data_testid="driver-card-button",
                data_opens=card,
            )[icon("car", size=16), visitor.t("Show to driver")],
            place_in_map_apps(place),
        ],
        driver_card(place.name, place.address, visitor, phone=place.phone, card_id=card),
    ]


def _time(one: PlannedEntry, visitor: Visitor) -> Element:
    return p(class_={"shared-time": True, "computed": one.timed.is_computed})[
        times_of(one),
        is_next_day(one) and span(".note")[visitor.t("after midnight")],
        one.timed.is_computed
        and span(".note", title=visitor.t("Computed from the order of the day"))[visitor.t("computed")],
    ]


def _name(one: PlannedEntry, visitor: Visitor) -> Node:
    place, name = one.entry.place, entry_name(one.entry, visitor.language)
    if place is None or place.is_withdrawn:
        return name
    return a(href=f"/places/{place.id}")[name]


def _about(place: ScheduledPlace, day: PlannedDay, visitor: Visitor) -> Node:
    korean, hours = korean_name_of(place), hours_words(place, day.day, visitor)
    own, in_korea = visitor.text(place.address), place.address.get("ko", "")
    return [
        korean != visitor.text(place.name) and p(".shared-korean", lang="ko")[korean],
        own and p(".shared-address")[own],
        in_korea and in_korea != own and p(".shared-address", lang="ko")[in_korea],
        hours
        and p(class_={"shared-hours": True, "closed": is_closed(place, day.day)})[
            icon("clock", size=16), hours
        ],
    ]


def _lines(note: str) -> Markup:
    return Markup("<br>").join(note.splitlines())
