"""A traveller's trips: those to come with the days until then, and those that are over."""

from collections.abc import Sequence
from datetime import date

from htpy import Element, Node, a, div, h3, img, li, p, section, span, ul

from edge.assets import Assets
from services.trips import TripSummary
from ui.formatters import days_between, month, number
from ui.html.icons import icon
from ui.html.trip_forms import NEW_TRIP, schedule_of
from ui.visitor import Visitor


def trip_lists(
    coming: Sequence[TripSummary], past: Sequence[TripSummary], visitor: Visitor, assets: Assets
) -> Element:
    """Both lists, or what stands here as long as there is no trip at all."""
    if not coming and not past:
        return _no_trips(visitor, assets)
    return div(".trip-lists")[
        _trip_list(visitor.t("Upcoming"), coming, visitor),
        _trip_list(visitor.t("Past"), past, visitor) if past else None,
    ]


def new_trip_link(visitor: Visitor) -> Element:
    """Where a trip begins."""
    return a(".primary", href=NEW_TRIP, data_testid="new-trip")[icon("calendar-plus"), visitor.t("New trip")]


def _trip_list(title: str, trips: Sequence[TripSummary], visitor: Visitor) -> Element:
    return section(".trip-list", aria_label=title)[
        h3[title],
        ul[(_trip(trip, visitor) for trip in trips)]
        if trips
        else p(".note")[visitor.t("No trip is planned right now.")],
    ]


def _trip(trip: TripSummary, visitor: Visitor) -> Element:
    return li(class_=["trip", trip.ends_on < visitor.today and "over"], data_testid="trip")[
        span(".trip-leaf", aria_hidden="true")[
            span[month(trip.starts_on, visitor)], span(".trip-day")[str(trip.starts_on.day)]
        ],
        div(".trip-words")[
            p(".trip-title")[a(href=schedule_of(trip.id))[trip.title]],
            p(".trip-days")[days_between(trip.starts_on, trip.ends_on, visitor), _with_others(trip, visitor)],
        ],
        _when(trip, visitor.today, visitor),
        a(
            ".quiet",
            href=f"/trips/{trip.id}",
            data_testid="trip-page",
            aria_label=visitor.t("Days, travellers and links of {trip}").format(trip=trip.title),
        )[visitor.t("Details")],
    ]


def _with_others(trip: TripSummary, visitor: Visitor) -> str:
    if trip.people == 1:
        return ""
    return " · " + visitor.t("{n} travellers").format(n=number(trip.people, visitor))


def _when(trip: TripSummary, today: date, visitor: Visitor) -> Node:
    if trip.ends_on < today:
        return None
    until = (trip.starts_on - today).days
    if until > 1:
        text = visitor.t("In {n} days").format(n=number(until, visitor))
    elif until == 1:
        text = visitor.t("Tomorrow")
    else:
        length = (trip.ends_on - trip.starts_on).days + 1
        text = visitor.t("Day {n} of {all}").format(n=1 - until, all=length)
    return span(".badge.open")[text]


def _no_trips(visitor: Visitor, assets: Assets) -> Element:
    return div(".my-empty")[
        img(src=assets.url("illustrations/themes/trails.svg"), alt="", width="640", height="480"),
        div[
            p(".my-empty-title")[visitor.t("No trip yet")],
            p[visitor.t("Trips you plan in the schedule appear here with their dates.")],
            new_trip_link(visitor),
        ],
    ]
