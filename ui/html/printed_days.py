"""Days on paper: one sheet each, with map, times, and names and addresses in Korean that a driver can read."""

from collections.abc import Sequence
from dataclasses import dataclass

from htpy import (
    Element,
    Node,
    a,
    button,
    div,
    footer,
    h1,
    h2,
    header,
    main,
    p,
    section,
    span,
    table,
    tbody,
    td,
    th,
    thead,
    tr,
)
from markupsafe import Markup

from services.plan_sentences import entry_name
from services.planned_days import PlannedDay, PlannedEntry
from services.schedule_entries import ScheduledPlace
from services.travel_time import Leg
from ui.formatters import days_between, long_day
from ui.html import rendered
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
from ui.visitor import Visitor

_MAP_SIZE = (720, 264)
_LINES = 3


@dataclass(frozen=True, slots=True)
class Printed:
    """What is to be printed, and where one came from; `title` is that of the trip, where it is one."""

    days: Sequence[PlannedDay]
    title: str
    back: str


def printed_days(page: Printed, visitor: Visitor) -> Markup:
    """Show every day as a sheet; the bar above them is not printed."""
    return rendered(
        [
            header(".print-bar")[
                a(".secondary", href=page.back)[visitor.t("Back to the schedule")],
                button(
                    ".primary.only-with-scripts", type="button", data_print=True, data_testid="print-button"
                )[visitor.t("Print")],
                p(".note")[visitor.t("Your browser's print dialogue also saves this as a PDF file.")],
            ],
            main("#main", tabindex="-1")[
                h1(".visually-hidden")[_heading(page, visitor)],
                [_sheet(day, page, visitor) for day in page.days],
            ],
            div("#toasts", role="status"),
        ]
    )


def _heading(page: Printed, visitor: Visitor) -> str:
    return page.title or days_between(page.days[0].day, page.days[-1].day, visitor)


def _sheet(day: PlannedDay, page: Printed, visitor: Visitor) -> Element:
    width, height = _MAP_SIZE
    heading = long_day(day.day, visitor)
    return section(".sheet", data_testid="printed-day")[
        header(".sheet-head")[
            h2[heading],
            page.title and p(".sheet-trip")[page.title],
            bool(day.holidays) and p(".sheet-holiday")[holiday_names(day.holidays, visitor)],
        ],
        day_map(
            stops_of(day, visitor),
            visitor,
            key=f"map-{day.day.isoformat()}",
            heading=heading,
            width=width,
            height=height,
        ),
        _table(day, visitor) if day.entries else p[visitor.t("Nothing planned on this day yet.")],
        div(".sheet-notes")[span[visitor.t("Notes")], [div(".rule") for _ in range(_LINES)]],
        footer(".sheet-foot")[
            span["FFFF"],
            span[visitor.t("Times are in Korean time; ~ marks computed ones. Travel times are estimates.")],
        ],
    ]


def _table(day: PlannedDay, visitor: Visitor) -> Element:
    return table(".sheet-stops")[
        thead[
            tr[
                th(scope="col")[span(".visually-hidden")[visitor.t("Number")]],
                th(scope="col")[visitor.t("Time")],
                th(scope="col")[visitor.t("Stop")],
                th(scope="col")[visitor.t("For the driver")],
            ]
        ],
        [_stop(position, one, day, visitor) for position, one in enumerate(day.entries, 1)],
    ]


def _stop(position: int, one: PlannedEntry, day: PlannedDay, visitor: Visitor) -> Element:
    """A stop and the way to it are never torn apart by the end of a page."""
    place, name = one.entry.place, entry_name(one.entry, visitor.language)
    return tbody[
        one.timed.leg and _way(one.timed.leg, visitor),
        tr(".sheet-stop", data_testid="printed-stop")[
            td(".sheet-number")[str(position)],
            td(".sheet-time")[one.timed.is_computed and "~", times_of(one), _night(one, visitor)],
            td[
                span(".sheet-name")[name],
                place and _facts(place, day, visitor),
                one.entry.note and p(".sheet-note")[one.entry.note],
            ],
            td(".sheet-korean", lang="ko")[place and _korean(place, name)],
        ],
    ]


def _way(leg: Leg, visitor: Visitor) -> Element:
    return tr(".sheet-way")[td(colspan="2"), td(colspan="2")[icon("arrow", size=12), way_words(leg, visitor)]]


def _night(one: PlannedEntry, visitor: Visitor) -> Node:
    return is_next_day(one) and span(".sheet-fact")[visitor.t("after midnight")]


def _facts(place: ScheduledPlace, day: PlannedDay, visitor: Visitor) -> Node:
    hours = hours_words(place, day.day, visitor)
    return hours and span(class_={"sheet-fact": True, "closed": is_closed(place, day.day)})[hours]


def _korean(place: ScheduledPlace, shown: str) -> Node:
    name = korean_name_of(place)
    return [
        name != shown and span(".sheet-korean-name")[name],
        span(".sheet-korean-address")[place.address.get("ko", "")],
        place.phone and span(".sheet-phone")[place.phone],
    ]
