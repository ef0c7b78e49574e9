"""What the opening hours of a place mean: at this moment, in the coming week, on a chosen day."""

from datetime import date, timedelta

from htpy import Element, Node, button, form, h2, input, label, p, section, span, table, tbody, td, th, tr

from models.place import Place
from services.calendar_days import FIRST_DAY, LAST_DAY
from services.opening_hours import (
    DayState,
    NowState,
    WeekDay,
    last_admission,
    spans_on,
    state_at,
    state_on,
    week_from,
)
from ui.formatters import clock, long_day, short_day, span_text, weekday
from ui.visitor import Visitor

_LONGEST_WAIT = timedelta(hours=24)


def open_now(place: Place, visitor: Visitor) -> Element:
    """What the opening hours mean at this moment in Korea."""
    now = state_at(place.opening_hours, visitor.now)
    return p(class_=["now", now.state.value], data_testid="open-state")[_now_sentence(now, visitor)]


def _now_sentence(now: NowState, visitor: Visitor) -> str:
    until = now.until
    if now.state is DayState.UNKNOWN:
        return visitor.t("We do not know the opening hours. Please check before you go.")
    if now.state is DayState.OPEN:
        if until is None or until - visitor.now > _LONGEST_WAIT:
            return visitor.t("Open now, 24 hours")
        return visitor.t("Open now until {time}").format(time=clock(until.time()))
    if until is None:
        return visitor.t("Closed now")
    if until.date() == visitor.today:
        return visitor.t("Closed now, opens today at {time}").format(time=clock(until.time()))
    template = visitor.t("Closed now, opens {day} at {time}")
    return template.format(day=short_day(until.date(), visitor), time=clock(until.time()))


def opening_hours(place: Place, day: date, visitor: Visitor) -> Element:
    return section(".hours", aria_labelledby="hours-title", data_testid="opening-hours")[
        h2("#hours-title")[visitor.t("Opening hours")],
        _week(place, day, visitor),
        _on_chosen_day(place, day, visitor),
    ]


def _week(place: Place, day: date, visitor: Visitor) -> Element:
    if place.opening_hours is None and place.hours_text:
        return p(".hours-text")[
            span(lang="ko")[place.hours_text],
            span(".note")[visitor.t("As the official source puts it; please check before you go.")],
        ]
    if place.opening_hours is None:
        return p[visitor.t("We do not know the opening hours. Please check before you go.")]
    week = week_from(place.opening_hours, visitor.today)
    if all(span_text(each) == "00:00–24:00" for one in week for each in one.spans) and all(
        one.spans for one in week
    ):
        return p[visitor.t("Open 24 hours, every day.")]
    return table(".week")[tbody[(_week_row(one, place, day, visitor) for one in week)]]


def _week_row(one: WeekDay, place: Place, day: date, visitor: Visitor) -> Element:
    last = last_admission(one.spans[-1], place.last_admission_minutes) if one.spans else None
    classes = {"picked": one.day == day, "closed": not one.spans}
    return tr(class_=classes)[
        th(scope="row")[
            weekday(one.day, visitor),
            one.day == visitor.today and [" ", span(".today")[visitor.t("today")]],
            one.holiday and [" ", span(".holiday")[visitor.t("public holiday")]],
        ],
        td[_hours_of(one) or visitor.t("Closed")],
        td(".last")[last and visitor.t("last entry {time}").format(time=clock(last))],
    ]


def _hours_of(one: WeekDay) -> list[Node]:
    """On a phone a day's hours go to the next line between two spans, never within one."""
    return [
        [", " if number else None, span(".time-span")[span_text(each)]]
        for number, each in enumerate(one.spans)
    ]


def _on_chosen_day(place: Place, day: date, visitor: Visitor) -> Element:
    """Ask about another day, and the answer for the chosen one."""
    return form(
        ".on-day",
        action=f"/places/{place.id}#hours-title",
        method="get",
        data_submit_on_change_form=True,
    )[
        label(".tool")[
            span[visitor.t("Going on")],
            input(
                type="date",
                name="on",
                value=day.isoformat(),
                min=FIRST_DAY.isoformat(),
                max=LAST_DAY.isoformat(),
                data_testid="open-on-date",
                data_submit_on_change=True,
            ),
        ],
        button(".secondary.only-without-scripts", type="submit")[visitor.t("Check")],
        p(class_=["answer", state_on(place.opening_hours, day).value.lower()], role="status")[
            _day_sentence(place, day, visitor)
        ],
    ]


def _day_sentence(place: Place, day: date, visitor: Visitor) -> str:
    when = long_day(day, visitor)
    state = state_on(place.opening_hours, day)
    if state is DayState.UNKNOWN:
        return visitor.t("We do not know the hours on {day}.").format(day=when)
    if state is DayState.CLOSED:
        return visitor.t("Closed on {day}.").format(day=when)
    spans = spans_on(place.opening_hours or "", day)
    hours = ", ".join(span_text(one) for one in spans)
    last = last_admission(spans[-1], place.last_admission_minutes)
    if last is None:
        return visitor.t("Open on {day}, {hours}.").format(day=when, hours=hours)
    return visitor.t("Open on {day}, {hours}. Last entry at {time}.").format(
        day=when, hours=hours, time=clock(last)
    )
