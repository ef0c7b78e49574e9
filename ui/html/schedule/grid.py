"""The time grid of a week or a day: its hours, its columns, and the entries in them side by side where they overlap."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from htpy import Element, Node, a, div, i, span
from markupsafe import Markup

from services.day_plan import DAY
from services.planned_days import PlannedDay, PlannedEntry
from ui.formatters import clock, long_day, short_weekday
from ui.html import rendered
from ui.html.icons import icon
from ui.html.schedule.content import ScheduleContent, theme_of
from ui.html.schedule.day_names import holiday_label, is_plannable, kind_of
from ui.html.schedule.entry_block import entry_block, entry_piece, entry_tail
from ui.html.schedule.lanes import Lane, lanes
from ui.html.schedule.trip_bands import band_link, bands
from ui.schedule_choice import View
from ui.visitor import Visitor

_FIRST_SEEN = 7 * 60 + 30
_LEAST_SHOWN = 20
"""Minutes that even the shortest block covers on the screen."""

Numbers = Mapping[UUID, int]


class Piece(NamedTuple):
    """What stands in a column: an entry of the day, or the rest of one of the day before."""

    one: PlannedEntry
    is_tail: bool

    @property
    def span(self) -> tuple[int, int]:
        start = 0 if self.is_tail else self.one.timed.arrives
        end = self.one.timed.leaves - (DAY if self.is_tail else 0)
        return start, min(max(end, start + _LEAST_SHOWN), DAY)


def time_grid(
    content: ScheduleContent, visitor: Visitor, numbers: Numbers, *, head: Node, beside: Node = None
) -> Element:
    """The grid from midnight to midnight, scrolled to the morning; `head` are the cells above its columns."""
    first, now = _first_seen(content), _minute_of_now(visitor)
    return div(class_=["time-grid", f"of-{content.chosen.view}"], style=f"--days:{len(content.days)}")[
        div(".grid-scroll", tabindex="0", role="region", aria_label=visitor.t("Hours of the day"))[
            i(".first-seen", style=f"--at:{first}", data_minute=str(first)),
            div(".grid-head")[head, _trip_row(content, visitor), _shelf_row(content, visitor, numbers)],
            div(".grid-body")[
                div(".grid-hours", aria_hidden="true")[
                    (span(style=f"--at:{hour * 60}")[f"{hour:02}:00"] for hour in range(1, 24)),
                    _is_now_shown(content, visitor)
                    and span(".now-label", style=f"--at:{now}", data_now=True)[clock(visitor.now.time())],
                ],
                (_column(day, content, visitor, numbers) for day in content.days),
                beside,
            ],
        ],
    ]


def column_head(day: PlannedDay, content: ScheduleContent, visitor: Visitor, further: Node) -> Element:
    """Above a column: its day, which opens it, and why it is a holiday."""
    there = content.chosen.changed(view=View.DAY, day=day.day).address()
    text = [span[short_weekday(day.day, visitor)], span(".column-number")[str(day.day.day)]]
    return div(class_=["column-head", kind_of(day, visitor)])[
        a(".column-day", href=there, aria_label=long_day(day.day, visitor), data_open_day=True)[text]
        if is_plannable(day.day)
        else span(".column-day")[text],
        holiday_label(day, visitor),
        further,
    ]


def _is_now_shown(content: ScheduleContent, visitor: Visitor) -> bool:
    return any(day.day == visitor.today for day in content.days)


def _minute_of_now(visitor: Visitor) -> int:
    return visitor.now.hour * 60 + visitor.now.minute


def _first_seen(content: ScheduleContent) -> int:
    """Return the minute at which the grid begins to be seen: half past seven, or shortly before the first entry."""
    starts = [one.timed.arrives for day in content.days for one in day.timed]
    return max(0, min([_FIRST_SEEN, *(start - 30 for start in starts)]))


def _trip_row(content: ScheduleContent, visitor: Visitor) -> Node:
    found = bands(content.shown_trips, content.days[0].day, content.days[-1].day)
    if not found:
        return None
    height = max(band.line + 1 for band in found)
    return div(".trip-row", style=f"--bands:{height}")[(band_link(band, visitor) for band in found)]


def _shelf_row(content: ScheduleContent, visitor: Visitor, numbers: Numbers) -> Node:
    return [
        div(".grid-corner.shelf-name", title=visitor.t("Entries without a time, in their order"))[
            icon("list", size=16), span(".visually-hidden")[visitor.t("Without a time")]
        ],
        (_shelf(day, content, visitor, numbers) for day in content.days),
    ]


def _shelf(day: PlannedDay, content: ScheduleContent, visitor: Visitor, numbers: Numbers) -> Element:
    return div(
        ".shelf",
        data_testid="shelf",
        data_day=day.day.isoformat(),
        role="group",
        aria_label=visitor.t("Without a time, {day}").format(day=long_day(day.day, visitor)),
    )[
        (
            entry_piece(one, numbers.get(one.entry.id), visitor, warned=one.entry.id in content.warned)
            for one in day.shelf
        )
    ]


def _column(day: PlannedDay, content: ScheduleContent, visitor: Visitor, numbers: Numbers) -> Markup:
    pieces = [
        *(Piece(one, is_tail=True) for one in content.nights_before(day.day)),
        *(Piece(one, is_tail=False) for one in day.timed),
    ]
    column = div(
        class_=["grid-column", kind_of(day, visitor)],
        data_day=day.day.isoformat(),
        role="group",
        aria_label=long_day(day.day, visitor),
    )[
        (
            entry_tail(piece.one, lane, visitor)
            if piece.is_tail
            else entry_block(
                piece.one,
                lane,
                numbers.get(piece.one.entry.id),
                visitor,
                warned=piece.one.entry.id in content.warned,
            )
            for piece, lane in _side_by_side(pieces)
        ),
        _ghosts(day) if content.chosen.view is View.DAY else None,
        day.day == visitor.today and div(".now-line", style=f"--at:{_minute_of_now(visitor)}", data_now=True),
    ]
    return rendered(column)


def _side_by_side(pieces: Sequence[Piece]) -> list[tuple[Piece, Lane]]:
    return list(zip(pieces, lanes([piece.span for piece in pieces]), strict=True))


def _ghosts(day: PlannedDay) -> Node:
    """Where the entries without a time would come to stand."""
    return [
        i(
            ".ghost",
            style=f"--start:{one.timed.arrives};--end:{min(one.timed.leaves, DAY)}",
            data_theme=theme_of(one.entry),
        )
        for one in day.shelf
        if one.timed.arrives < DAY
    ]
