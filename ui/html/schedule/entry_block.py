"""An entry of the schedule: a line in the month, a piece on the shelf, a block on the grid."""

from htpy import Element, Node, a, i, span

from services.day_plan import clock_of
from services.opening_hours import spans_on
from services.planned_days import PlannedEntry
from services.schedule_entries import Entry
from ui.formatters import clock
from ui.html.icons import icon
from ui.html.schedule.content import DAY_MINUTES, name_of, theme_of
from ui.html.schedule.lanes import Lane
from ui.visitor import Visitor


def entry_line(one: PlannedEntry, visitor: Visitor) -> Element:
    """A compact line: when and what."""
    entry = one.entry
    return a(".entry.line", **_handles(entry, visitor))[
        span(".entry-time")[clock(entry.start_time)] if entry.start_time else None,
        span(".entry-name")[name_of(entry, visitor)],
    ]


def entry_piece(one: PlannedEntry, number: int | None, visitor: Visitor, *, warned: bool = False) -> Element:
    """An entry that has no time of its own, with the time at which one would arrive."""
    entry = one.entry
    arrives = clock(clock_of(one.timed.arrives))
    return a(".entry.piece", **_handles(entry, visitor))[
        number and span(".entry-number")[str(number)],
        span(".entry-name")[name_of(entry, visitor)],
        span(".entry-time", title=visitor.t("Computed from the order of the day"))[
            visitor.t("about {time}").format(time=arrives)
        ],
        _marks(entry, visitor, warned=warned),
    ]


def entry_block(
    one: PlannedEntry, lane: Lane, number: int | None, visitor: Visitor, *, warned: bool = False
) -> Element:
    """A block as long as the entry lasts; what lies after midnight is shown on the following day."""
    entry, timed = one.entry, one.timed
    goes_on = timed.leaves > DAY_MINUTES
    shown = min(timed.leaves, DAY_MINUTES)
    return a(
        class_=["entry block", _size(shown - timed.arrives), {"goes-on": goes_on}],
        style=_where(timed.arrives, shown, lane),
        **_handles(entry, visitor),
    )[
        _open_bands(entry),
        span(".entry-text")[
            number and span(".entry-number")[str(number)],
            span(".entry-name")[name_of(entry, visitor)],
            span(".entry-time")[_times(one)],
            _marks(entry, visitor, warned=warned),
            entry.note and span(".entry-note")[entry.note[:120]],
        ],
        span(".resize", data_edge="start"),
        span(".resize", data_edge="end"),
    ]


def entry_tail(one: PlannedEntry, lane: Lane, visitor: Visitor) -> Element:
    """What of an entry lies after midnight, at the top of the following day."""
    entry, until = one.entry, one.timed.leaves - DAY_MINUTES
    return a(
        class_=["entry block tail", _size(until)],
        style=_where(0, until, lane),
        href=f"/schedule/entries/{entry.id}",
        data_continues=str(entry.id),
        data_theme=theme_of(entry),
    )[
        span(".entry-text")[
            span(".entry-name")[name_of(entry, visitor)],
            span(".entry-time")[visitor.t("until {time}").format(time=clock(clock_of(until)))],
        ]
    ]


def _times(one: PlannedEntry) -> str:
    return f"{clock(clock_of(one.timed.arrives))}–{clock(clock_of(one.timed.leaves))}"


def _size(minutes: int) -> dict[str, bool]:
    """Say how much fits into a block, so that its words leave out what does not."""
    return {"is-tiny": minutes < 30, "is-short": 30 <= minutes < 60, "is-long": minutes >= 90}


def _where(start: int, end: int, lane: Lane) -> str:
    place = f"--start:{start};--end:{end}"
    return place if lane.of == 1 else f"{place};--lane:{lane.number};--lanes:{lane.of}"


def _marks(entry: Entry, visitor: Visitor, *, warned: bool) -> Node:
    return [
        warned and span(".entry-warned")[icon("warning", size=14), _hidden(visitor.t("has a warning"))],
        entry.note and span(".entry-has-note")[icon("note", size=14), _hidden(visitor.t("has a note"))],
    ]


def _hidden(text: str) -> Element:
    return span(".visually-hidden")[text]


def _open_bands(entry: Entry) -> Node:
    """The hours in which the place is open that day, behind the block."""
    if entry.place is None or not entry.place.opening_hours:
        return None
    return [
        i(".open-band", style=f"--open:{opens};--close:{closes}")
        for span_ in spans_on(entry.place.opening_hours, entry.date)
        for opens, closes in [
            (
                span_.opens.hour * 60 + span_.opens.minute,
                DAY_MINUTES if span_.past_midnight else span_.closes.hour * 60 + span_.closes.minute,
            )
        ]
    ]


def _handles(entry: Entry, visitor: Visitor) -> dict[str, str | bool | None]:
    """What scripts and testers know an entry by."""
    return {
        "href": f"/schedule/entries/{entry.id}",
        "draggable": "false",
        "data_testid": "schedule-entry",
        "data_schedule_id": str(entry.id),
        "data_date": entry.date.isoformat(),
        "data_start": clock(entry.start_time) if entry.start_time else "",
        "data_end": clock(entry.end_time) if entry.end_time else "",
        "data_version": str(entry.version),
        "data_position": str(entry.position),
        "data_place_id": entry.place_id or "",
        "data_name": name_of(entry, visitor),
        "data_trip": str(entry.trip_id) if entry.trip_id else "",
        "data_theme": theme_of(entry),
        "data_note": entry.note or None,
    }
