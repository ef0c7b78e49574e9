"""Above the schedule: which part of the calendar it is, whose plan, and what can be done with all of it."""

from urllib.parse import urlencode

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
    form,
    h1,
    header,
    input,
    kbd,
    label,
    nav,
    option,
    select,
    span,
    summary,
)

from ui.formatters import days_between, long_day, whole_month
from ui.html.icons import icon
from ui.html.schedule.content import ScheduleContent
from ui.schedule_choice import PATH, ScheduleChoice, View
from ui.visitor import Visitor


def toolbar(content: ScheduleContent, visitor: Visitor) -> Element:
    """Title and steps, the three views, the trip, undo and redo, and what leaves the page."""
    chosen = content.chosen
    return header(".planner-bar")[
        div(".planner-when")[
            h1[when(chosen, visitor)],
            nav(".planner-steps", aria_label=visitor.t("Earlier and later"))[
                _step(chosen, -1, visitor), _today(chosen, visitor), _step(chosen, 1, visitor)
            ],
        ],
        _views(chosen, visitor),
        div(".planner-what")[
            _trip_choice(content, visitor),
            _undo_and_redo(content, visitor) if content.is_editable else None,
            _further(content, visitor),
        ],
        div(".presence", data_presence=True, aria_live="polite"),
    ]


def when(chosen: ScheduleChoice, visitor: Visitor) -> str:
    """December 2026; Nov 30 – Dec 6, 2026; Tuesday, December 1."""
    match chosen.view:
        case View.MONTH:
            return whole_month(chosen.day, visitor)
        case View.WEEK:
            return days_between(chosen.first, chosen.last, visitor)
        case View.DAY:
            return long_day(chosen.day, visitor)


def _step(chosen: ScheduleChoice, by: int, visitor: Visitor) -> Node:
    words = {
        (View.MONTH, -1): visitor.t("Previous month"),
        (View.MONTH, 1): visitor.t("Next month"),
        (View.WEEK, -1): visitor.t("Previous week"),
        (View.WEEK, 1): visitor.t("Next week"),
        (View.DAY, -1): visitor.t("Previous day"),
        (View.DAY, 1): visitor.t("Next day"),
    }[chosen.view, by]
    there = chosen.step(by)
    sign = icon("left" if by < 0 else "right")
    if there is None:
        return span(".icon-button", aria_disabled="true")[sign]
    return a(".icon-button", href=there.address(), aria_label=words, title=words, data_step=str(by))[sign]


def _today(chosen: ScheduleChoice, visitor: Visitor) -> Element:
    return a(
        ".secondary",
        href=chosen.changed(day=visitor.today).address(),
        data_today_link=True,
        aria_current="date" if chosen.first <= visitor.today <= chosen.last else None,
    )[visitor.t("Today")]


def _views(chosen: ScheduleChoice, visitor: Visitor) -> Element:
    names = {View.MONTH: visitor.t("Month"), View.WEEK: visitor.t("Week"), View.DAY: visitor.t("Day")}
    return nav(".planner-views", aria_label=visitor.t("View"))[
        (
            a(
                href=chosen.changed(view=view).address(),
                data_testid=f"view-{view}",
                aria_current="page" if view is chosen.view else None,
            )[name]
            for view, name in names.items()
        )
    ]


def _trip_choice(content: ScheduleContent, visitor: Visitor) -> Element:
    chosen = content.chosen
    return form(".planner-trip", action=PATH, method="get")[
        input(type="hidden", name="view", value=chosen.view.value),
        input(type="hidden", name="near", value=chosen.day.isoformat()),
        label[
            span(".visually-hidden")[visitor.t("Trip")],
            select(name="trip", data_testid="trip-select", data_submit_on_change=True)[
                option(value="")[visitor.t("All my plans")],
                (
                    option(value=str(trip.id), selected=trip.id == chosen.trip)[trip.title]
                    for trip in content.trips
                ),
            ],
        ],
        button(".secondary.only-without-scripts", type="submit")[visitor.t("Show")],
    ]


def _undo_and_redo(content: ScheduleContent, visitor: Visitor) -> Node:
    kinds = (
        ("undo", visitor.t("Undo"), content.can_undo),
        ("redo", visitor.t("Redo"), content.can_redo),
    )
    return div(".planner-undo")[
        (
            form(method="post", action=f"/schedule/{name}")[
                input(type="hidden", name="back", value=content.chosen.address()),
                button(
                    ".icon-button",
                    type="submit",
                    data_testid=name,
                    disabled=not possible,
                    aria_label=words,
                    title=words,
                )[icon(name)],
            ]
            for name, words, possible in kinds
        )
    ]


def _further(content: ScheduleContent, visitor: Visitor) -> Element:
    """What one does seldom: behind three dots."""
    return details(".planner-more", data_menu=True)[
        summary(".icon-button", aria_label=visitor.t("More"), title=visitor.t("More"))[icon("dots")],
        div(".menu")[
            a(href="/trips/new", data_testid="new-trip")[icon("plus"), visitor.t("New trip")],
            content.trip
            and a(href=f"/trips/{content.trip.id}", data_testid="share-trip")[
                icon("people"), visitor.t("People and sharing")
            ],
            a(
                href=_export(content),
                data_testid="export-ics",
                download=True,
            )[icon("download"), visitor.t("Calendar file (ICS)")],
            content.is_editable
            and a(href=_with_trip("/schedule/import", {}, content.chosen), data_testid="import-ics")[
                icon("up"), visitor.t("Import a calendar file")
            ],
            a(href=_print(content), data_testid="print-day")[icon("print"), visitor.t("Print")],
            _letters(content, visitor),
        ],
    ]


def _letters(content: ScheduleContent, visitor: Visitor) -> Element:
    """What single letters do, and the switch that keeps them from it; the script remembers how it stands."""
    keys = {
        "N": content.is_editable and visitor.t("New entry"),
        "T": visitor.t("Today"),
        "M": visitor.t("Month"),
        "W": visitor.t("Week"),
        "D": visitor.t("Day"),
    }
    return div(".menu-letters")[
        label[
            input(type="checkbox", checked=True, data_letters=True, data_testid="letters-switch"),
            span[visitor.t("Single-letter shortcuts")],
        ],
        dl[(div[dt[kbd[key]], dd[words]] for key, words in keys.items() if words)],
    ]


def _export(content: ScheduleContent) -> str:
    """Return the address of a calendar file: of the whole trip where one is chosen, else of the days shown."""
    chosen, trip = content.chosen, content.trip
    first, last = (trip.starts_on, trip.ends_on) if trip else (chosen.first, chosen.last)
    return _with_trip("/schedule/export.ics", {"from": first.isoformat(), "to": last.isoformat()}, chosen)


def _print(content: ScheduleContent) -> str:
    """Return the address of the print: of the day shown, else of the whole trip, else of the days shown."""
    chosen = content.chosen
    if chosen.view is View.DAY:
        days = {"date": chosen.day.isoformat()}
    elif content.trip:
        days = dict[str, str]()
    else:
        days = {"from": chosen.first.isoformat(), "to": chosen.last.isoformat()}
    return _with_trip("/schedule/print", days, chosen)


def _with_trip(path: str, values: dict[str, str], chosen: ScheduleChoice) -> str:
    trip = {"trip": str(chosen.trip)} if chosen.trip else {}
    return f"{path}?{query}" if (query := urlencode(values | trip)) else path
