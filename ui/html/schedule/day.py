"""The day: its hours with the ways between the stops, its warnings, and its stops one after the other."""

import json
from itertools import pairwise

from htpy import Element, Node, a, button, div, form, fragment, h2, input, p, script, section, span
from markupsafe import Markup

from services.day_plan import DAY
from services.plan_sentences import entry_name
from services.plan_warnings import Move
from services.planned_days import PlannedDay, PlannedEntry
from services.travel_time import Leg, Mode
from ui.formatters import metres, minutes
from ui.html.day_words import holiday_names
from ui.html.icons import icon
from ui.html.map_links import leg_in_map_apps
from ui.html.schedule.content import ScheduleContent, theme_of
from ui.html.schedule.grid import Numbers, time_grid
from ui.html.schedule.stops import stop_list
from ui.html.schedule.warnings import warning_list, warnings_in_words, written_moves
from ui.visitor import Visitor

_LEAST_TO_ORDER = 3


def day(content: ScheduleContent, visitor: Visitor) -> Node:
    """The day's own part; its map stands beside it and outlives it."""
    (shown,) = content.days
    numbers = {one.entry.id: number for number, one in enumerate(shown.entries, 1)}
    return fragment[
        div(".day-main")[
            _holiday(shown, visitor),
            _warnings(shown, content, visitor),
            _tools(shown, content, visitor),
            time_grid(content, visitor, numbers, head=None, beside=_rail(shown, visitor)),
        ],
        stop_list(shown, numbers, visitor),
        _map_places(shown, numbers, visitor),
    ]


def _holiday(shown: PlannedDay, visitor: Visitor) -> Node:
    names = holiday_names(shown.holidays, visitor)
    text = visitor.t("Public holiday: {name}. Many places close or change their hours.")
    return names and p(".my-hint.day-holiday")[icon("calendar", size=18), text.format(name=names)]


def _warnings(shown: PlannedDay, content: ScheduleContent, visitor: Visitor) -> Node:
    if not shown.warnings:
        return None
    return section("#warnings.day-warnings", aria_labelledby="warnings-title")[
        h2("#warnings-title")[warnings_in_words(len(shown.warnings), visitor)],
        warning_list(
            shown.warnings, content.entries, content.chosen.address(), visitor, only_read=content.only_read
        ),
    ]


def _tools(shown: PlannedDay, content: ScheduleContent, visitor: Visitor) -> Node:
    return div(".day-tools")[
        content.is_editable and _changing_tools(shown, content, visitor),
        a(".secondary.to-map", href="#map")[icon("map", size=18), visitor.t("Map")],
    ]


def _changing_tools(shown: PlannedDay, content: ScheduleContent, visitor: Visitor) -> Node:
    return [
        form(method="post", action="/schedule/optimise")[
            input(type="hidden", name="date", value=shown.day.isoformat()),
            content.chosen.trip and input(type="hidden", name="trip", value=str(content.chosen.trip)),
            input(type="hidden", name="back", value=content.chosen.address()),
            button(
                ".secondary",
                data_testid="optimise-day",
                disabled=len(shown.entries) < _LEAST_TO_ORDER,
                title=visitor.t(
                    "The order with the least travel that respects opening hours and fixed times"
                ),
            )[icon("route", size=18), visitor.t("Optimise this day")],
        ],
        _set_times(shown, content, visitor),
    ]


def _set_times(shown: PlannedDay, content: ScheduleContent, visitor: Visitor) -> Node:
    """Turn the computed arrivals into times."""
    untimed = [
        one for one in shown.shelf if one.timed.arrives < DAY and one.entry.trip_id not in content.only_read
    ]
    if not untimed:
        return None
    text = written_moves(
        Move(one.entry.id, shown.day, one.timed.arrives, one.timed.leaves) for one in untimed
    )
    return form(method="post", action="/schedule/fix")[
        input(type="hidden", name="changes", value=text),
        input(type="hidden", name="back", value=content.chosen.address()),
        button(".secondary", data_testid="set-times", data_fix=text)[
            icon("clock", size=18), visitor.t("Keep the computed times")
        ],
    ]


# --- the ways between the stops -------------------------------------------------------------------------------------


def _rail(shown: PlannedDay, visitor: Visitor) -> Element:
    return div(".travel-rail")[
        (
            _way(before, after, after.timed.leg, visitor)
            for before, after in pairwise(shown.entries)
            if after.timed.leg
        )
    ]


def _way(before: PlannedEntry, after: PlannedEntry, leg: Leg, visitor: Visitor) -> Node:
    """The minutes of a way where they lie between two stops; what does not fit is drawn as too tight."""
    start = min(before.timed.leaves, DAY)
    gap = after.timed.arrives - before.timed.leaves
    end = min(start + leg.minutes, DAY)
    target = f"way-{after.entry.id}"
    mode = leg.crossing.value if leg.crossing else leg.mode.value
    words = mode_words(leg, visitor)
    return div(
        class_=["way", {"is-tight": gap < leg.minutes}], style=f"--start:{start};--end:{max(end, start)}"
    )[
        button(
            ".travel-chip",
            type="button",
            popovertarget=target,
            data_testid="travel-chip",
            data_minutes=str(leg.minutes),
            data_mode=mode,
            title=_whose(leg, visitor).format(mode=words),
        )[
            icon(mode_icon(leg), size=16),
            span[_length(leg, visitor)],
            span(".visually-hidden")[words],
        ],
        div(".way-sheet", id=target, popover=True)[_way_details(before, after, leg, visitor)],
    ]


def _way_details(before: PlannedEntry, after: PlannedEntry, leg: Leg, visitor: Visitor) -> Node:
    start, end = before.entry.place, after.entry.place
    return [
        p(".way-ends")[
            entry_name(before.entry, visitor.language),
            icon("arrow", size=16),
            entry_name(after.entry, visitor.language),
        ],
        p[
            f"{mode_words(leg, visitor)}: {_length(leg, visitor)}, {metres(leg.metres, visitor)} ",
            leg.is_estimate and visitor.t("as the crow flies"),
        ],
        p(".note")[
            visitor.t("Estimated from the distance. For the exact route, open a map app:")
            if leg.is_estimate
            else leg.credit
        ],
        start and end and leg_in_map_apps(start, end, leg.mode),
    ]


def _length(leg: Leg, visitor: Visitor) -> str:
    length = minutes(leg.minutes, visitor)
    text = visitor.t("about {time}") if leg.is_estimate else visitor.t("{time} by Google")
    return text.format(time=length)


def _whose(leg: Leg, visitor: Visitor) -> str:
    return visitor.t("{mode}, an estimate") if leg.is_estimate else visitor.t("{mode}, by Google")


def mode_icon(leg: Leg) -> str:
    return (
        leg.crossing.value
        if leg.crossing
        else {Mode.FOOT: "walk", Mode.TRANSIT: "transit", Mode.CAR: "car"}[leg.mode]
    )


def mode_words(leg: Leg, visitor: Visitor) -> str:
    words = {
        "foot": visitor.t("On foot"),
        "transit": visitor.t("By transit"),
        "car": visitor.t("By car"),
        "flight": visitor.t("By plane"),
        "ferry": visitor.t("By ferry"),
    }
    return words[leg.crossing.value if leg.crossing else leg.mode.value]


# --- for the map ----------------------------------------------------------------------------------------------------


def _map_places(shown: PlannedDay, numbers: Numbers, visitor: Visitor) -> Element:
    """The stops in their order, as `assets/js/day_map.js` reads them."""
    features = [
        {
            "geometry": {"coordinates": [one.entry.place.lng, one.entry.place.lat]},
            "properties": {
                "id": one.entry.place.id,
                "name": entry_name(one.entry, visitor.language),
                "theme": theme_of(one.entry),
                "number": numbers[one.entry.id],
            },
        }
        for one in shown.entries
        if one.entry.place
    ]
    text = json.dumps(features, ensure_ascii=False).replace("<", "\\u003c")
    return script("#map-places", type="application/json")[Markup(text)]  # noqa: S704 (no "<" is left)
