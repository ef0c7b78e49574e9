"""The two steps in which a calendar file is taken over: choose the file, look through what is in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from htpy import (
    Element,
    Node,
    a,
    button,
    div,
    form,
    h1,
    input,
    label,
    li,
    option,
    p,
    select,
    small,
    span,
    table,
    tbody,
    td,
    th,
    thead,
    tr,
    ul,
)

from services.calendar_imports import Candidate
from services.calendar_reading import MOST_EVENTS, CalendarRead, FoundEntry, SkippedFor
from services.trips import TripSummary
from ui.formatters import clock, medium_day, number, short_day
from ui.html.account_forms import form_notes
from ui.visitor import Visitor

IMPORT, CONFIRM = "/schedule/import", "/schedule/import/confirm"


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found in a file, what of it is chosen, and where it is to go; `file` is its text in base64."""

    read: CalendarRead
    candidates: Sequence[Candidate]
    chosen: frozenset[str]
    trips: Sequence[TripSummary]
    trip: str
    file: str
    error: str = ""


def choose_file(visitor: Visitor, *, trip: str = "", error: str = "") -> Element:
    """The first step."""
    t = visitor.t
    return div(".data-page.calendar-import")[
        h1[t("Import a calendar")],
        p[
            t(
                "Flights, hotels and meetings from another calendar: export it there as an .ics file and choose "
                "it here. You will see what is in it before anything is saved."
            )
        ],
        form(action=IMPORT, method="post", enctype="multipart/form-data", data_testid="import-form")[
            form_notes(error),
            input(type="hidden", name="trip", value=trip) if trip else None,
            label(".field.file-field")[
                span(".field-name")[t("Calendar file")],
                input(
                    type="file",
                    name="calendar",
                    accept=".ics,text/calendar",
                    required=True,
                    data_testid="import-file",
                    aria_describedby="calendar-hint",
                ),
                small(id="calendar-hint")[
                    t("An .ics file of up to 1 MB. Times in other time zones are converted to Seoul time.")
                ],
            ],
            button(".primary", type="submit", data_testid="submit")[t("Preview it")],
        ],
        p(".form-aside")[a(href="/schedule")[t("Back to the schedule")]],
    ]


def look_through(looked: Looked, visitor: Visitor) -> Element:
    """The second step."""
    t = visitor.t
    return div(".data-page.calendar-import")[
        h1[t("What is in this calendar")],
        looked.read.was_cut
        and p(".note", data_testid="import-cut")[
            t(
                "This file holds more than can be imported at once; these are {n}, the upcoming ones first."
            ).format(n=number(min(MOST_EVENTS, len(looked.candidates)), visitor))
        ],
        form(action=CONFIRM, method="post", enctype="multipart/form-data", data_testid="import-confirm")[
            form_notes(looked.error),
            input(type="hidden", name="file", value=looked.file),
            _candidates(looked, visitor)
            if looked.candidates
            else p[t("Nothing in it fits into a schedule.")],
            [
                _target(looked, visitor),
                button(".primary", type="submit", data_testid="submit")[t("Import selected")],
            ]
            if looked.candidates
            else None,
        ],
        _skipped(looked, visitor) if looked.read.skipped else None,
        p(".form-aside")[a(href=IMPORT)[t("Choose another file")]],
    ]


def _candidates(looked: Looked, visitor: Visitor) -> Element:
    t = visitor.t
    return div(
        ".calendar-import-list", role="region", tabindex="0", aria_label=t("What is in this calendar")
    )[
        table[
            thead[
                tr[
                    th(scope="col")[span(".visually-hidden")[t("Chosen")]],
                    th(scope="col")[t("Date")],
                    th(scope="col")[t("Time")],
                    th(scope="col")[t("What")],
                ]
            ],
            tbody[(_candidate(one, one.key in looked.chosen, visitor) for one in looked.candidates)],
        ]
    ]


def _candidate(one: Candidate, is_chosen: bool, visitor: Visitor) -> Element:  # noqa: FBT001 (a state, told by its caller's own words)
    found = one.found
    day = short_day if found.date.year == visitor.today.year else medium_day
    return tr(
        data_testid="import-entry", data_date=str(found.date), data_known="true" if one.is_there else "false"
    )[
        td[input(type="checkbox", name="chosen", value=one.key, id=f"e-{one.key}", checked=is_chosen)],
        td[day(found.date, visitor)],
        td[_times(found, visitor)],
        td[
            label(for_=f"e-{one.key}")[_name(one, visitor)],
            one.is_there and span(".badge.open")[visitor.t("Already in your plans")],
        ],
    ]


def _name(one: Candidate, visitor: Visitor) -> Node:
    if one.place is None:
        return one.found.name
    place = visitor.text(dict(one.place.name))
    if one.draft(None).place_name is None:
        return place
    return [one.found.name, " ", span(".note")[place]]


def _times(found: FoundEntry, visitor: Visitor) -> str:
    if found.start_time is None:
        return visitor.t("No time")
    return clock(found.start_time) + (f"–{clock(found.end_time)}" if found.end_time else "")


def _target(looked: Looked, visitor: Visitor) -> Element:
    return label(".field")[
        span(".field-name")[visitor.t("Import into")],
        select(name="trip", data_testid="import-target")[
            option(value="", selected=not looked.trip)[visitor.t("My own plan")],
            (
                option(value=str(trip.id), selected=str(trip.id) == looked.trip)[trip.title]
                for trip in looked.trips
            ),
        ],
    ]


def _skipped(looked: Looked, visitor: Visitor) -> Element:
    reasons = _reasons(visitor)
    return div(".calendar-import-skipped")[
        p[visitor.t("Left out: {n}").format(n=number(len(looked.read.skipped), visitor))],
        ul[
            (
                li(data_testid="import-skipped", data_reason=one.reason.value)[
                    one.name or visitor.t("Without a name"), " – ", reasons[one.reason]
                ]
                for one in looked.read.skipped[:_MOST_SKIPPED]
            )
        ],
    ]


_MOST_SKIPPED = 50


def _reasons(visitor: Visitor) -> Mapping[SkippedFor, str]:
    t = visitor.t
    return {
        SkippedFor.UNREADABLE: t("its times cannot be read"),
        SkippedFor.NO_NAME: t("it has no name"),
        SkippedFor.CANCELLED: t("it has been cancelled"),
        SkippedFor.TOO_FAR: t("its day is not between 1970 and 2100"),
        SkippedFor.REPEATS_ODDLY: t("it repeats several times a day or by a rule that we do not support"),
        SkippedFor.NOT_NOW: t("it repeats, but not within the last year or the next two"),
    }
