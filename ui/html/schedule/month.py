"""The month: a grid of weeks, and on a phone a small calendar above the list of its days."""

from collections.abc import Sequence
from datetime import date

from htpy import Element, Node, a, div, fragment, nav, span
from markupsafe import Markup

from services.planned_days import PlannedDay
from ui.formatters import long_day, number, short_weekday, weekday, whole_month
from ui.html import rendered
from ui.html.day_words import holiday_names
from ui.html.icons import icon
from ui.html.schedule.content import ScheduleContent, theme_of
from ui.html.schedule.day_names import holiday_label, is_plannable, kind_of, weekday_kind
from ui.html.schedule.entry_block import entry_line
from ui.html.schedule.trip_bands import Band, band_link, bands
from ui.html.schedule.warnings import warning_count, warnings_in_words
from ui.schedule_choice import ScheduleChoice, View
from ui.visitor import Visitor

_LINES = 3
_DOTS = 3
_ADD = Markup(
    '<a class="day-add" href="{address}" tabindex="-1" data-add="{day}">{sign}<span class="visually-hidden">{text}</span></a>'
)
_DOT = Markup('<i data-theme="{}"></i>')


def month(content: ScheduleContent, visitor: Visitor) -> Node:
    """Six weeks at most; the days before and after the month are shown, but paler."""
    weeks = [content.days[start : start + 7] for start in range(0, len(content.days), 7)]
    title = whole_month(content.chosen.day, visitor)
    return fragment[
        _small_month(weeks, content, visitor),
        div(
            "#month.month-grid",
            role="grid",
            aria_label=title,
            style=f"--weeks:{len(weeks)}",
            data_testid="month-calendar",
        )[
            div(".month-head", role="row")[(_weekday(day.day, visitor) for day in weeks[0])],
            (_week(week, content, visitor) for week in weeks),
        ],
    ]


def _weekday(day: date, visitor: Visitor) -> Element:
    return span(role="columnheader", class_=weekday_kind(day), aria_label=weekday(day, visitor))[
        short_weekday(day, visitor)
    ]


def _week(week: Sequence[PlannedDay], content: ScheduleContent, visitor: Visitor) -> Element:
    found = bands(content.shown_trips, week[0].day, week[-1].day)
    height = max((band.line + 1 for band in found), default=0)
    return div(".month-week", role="row", style=f"--bands:{height}" if height else None)[
        (
            _day(day, [band for band in found if band.column == column], content, visitor)
            for column, day in enumerate(week)
        )
    ]


def _day(day: PlannedDay, begun: Sequence[Band], content: ScheduleContent, visitor: Visitor) -> Markup:
    chosen = content.chosen
    there = chosen.changed(view=View.DAY, day=day.day).address()
    iso = day.day.isoformat()
    more = len(day.entries) - _LINES
    cell = div(
        id=f"d{iso}",
        class_=[
            "month-day",
            kind_of(day, visitor),
            {
                "is-other": day.day.month != chosen.day.month,
                "is-chosen": day.day == chosen.day,
                "is-free": not day.entries,
            },
        ],
        role="gridcell",
        tabindex="0" if day.day == chosen.day else "-1",
        aria_current="date" if day.day == visitor.today else None,
        data_testid="day-cell",
        data_date=iso,
        data_day=iso,
    )[
        div(".month-day-head")[
            _number(day.day, there, visitor),
            holiday_label(day, visitor),
            warning_count(day, there, visitor),
        ],
        (band_link(band, visitor) for band in begun),
        div(".month-entries")[
            (entry_line(one, visitor) for one in day.entries),
            more > 0
            and a(".more-entries", href=there)[visitor.t("{n} more").format(n=number(more, visitor))],
        ]
        if day.entries
        else None,
        is_plannable(day.day) and _add(day.day, content, visitor),
    ]
    return rendered(cell)


def _add(day: date, content: ScheduleContent, visitor: Visitor) -> Node:
    text = visitor.t("New entry on {day}").format(day=long_day(day, visitor))
    address = new_entry_address(day, content.chosen)
    return content.is_editable and _ADD.format(
        address=address, day=day, sign=icon("plus", size=16), text=text
    )


def _number(day: date, there: str, visitor: Visitor) -> Element:
    """The number of a day, which opens it; the weekday stands with it where the list has no columns."""
    text = [span(".day-weekday", aria_hidden="true")[short_weekday(day, visitor)], str(day.day)]
    if not is_plannable(day):
        return span(".day-number")[text]
    return a(".day-number", href=there, aria_label=long_day(day, visitor), data_open_day=True)[text]


def new_entry_address(day: date, chosen: ScheduleChoice) -> str:
    """Return where an entry is made for a day."""
    return f"/schedule/entries/new?date={day}" + (f"&trip={chosen.trip}" if chosen.trip else "")


def _small_month(
    weeks: Sequence[Sequence[PlannedDay]], content: ScheduleContent, visitor: Visitor
) -> Element:
    """For a phone: days with dots, each leading down to its place in the list."""
    return nav(".small-month", aria_label=visitor.t("Days of the month"))[
        (
            span(class_=["small-weekday", weekday_kind(day.day)], aria_hidden="true")[
                short_weekday(day.day, visitor)
            ]
            for day in weeks[0]
        ),
        (_small_day(day, content, visitor) for week in weeks for day in week),
    ]


def _small_day(day: PlannedDay, content: ScheduleContent, visitor: Visitor) -> Element:
    month_of = content.chosen.day.month
    if day.day.month != month_of:
        return span(".small-day.is-other", aria_hidden="true")[str(day.day.day)]
    dots = [_DOT.format(theme_of(one.entry)) for one in day.entries[:_DOTS]]
    on_trip = any(trip.starts_on <= day.day <= trip.ends_on for trip in content.shown_trips)
    return a(
        href=f"#d{day.day}",
        class_=[
            "small-day",
            kind_of(day, visitor),
            {"on-trip": on_trip, "is-warned": bool(day.problems)},
        ],
        aria_label=_in_words(day, visitor),
    )[str(day.day.day), dots and span(".dots")[dots]]


def _in_words(day: PlannedDay, visitor: Visitor) -> str:
    count = len(day.entries)
    template = visitor.t("{n} entry") if count == 1 else visitor.t("{n} entries")
    parts = [
        long_day(day.day, visitor),
        holiday_names(day.holidays, visitor),
        template.format(n=number(count, visitor)) if count else "",
        warnings_in_words(len(day.problems), visitor) if day.problems else "",
    ]
    return ", ".join(part for part in parts if part)
