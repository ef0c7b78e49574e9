"""When one may be at a place on a day, in minutes from that day's midnight."""

from datetime import date, time, timedelta
from typing import NamedTuple

from services.day_plan import DAY, StopPlace
from services.opening_hours import DayState, Span, last_admission, spans_on, state_on


class Window(NamedTuple):
    """From when to when one may be there; `last_admission` is when the doors close, at the latest at closing."""

    opens: int
    closes: int
    last_admission: int


def windows_on(place: StopPlace, day: date) -> tuple[Window, ...] | None:
    """Return the windows of a day in order; none at all where hours are unknown, None where it is closed all day.

    A night of the day before counts until its end; what stays open over midnight is open until it closes.
    """
    if (place.starts_on and day < place.starts_on) or (place.ends_on and place.ends_on < day):
        return None
    if place.opening_hours is None or state_on(place.opening_hours, day) is DayState.UNKNOWN:
        return ()
    windows: list[Window] = []
    for offset in (-1, 0, 1):
        for span in spans_on(place.opening_hours, day + timedelta(days=offset)):
            window = _window(span, offset * DAY, place.last_admission)
            if windows and windows[-1].closes >= window.opens:
                window = window._replace(opens=windows.pop().opens)
            if window.closes > 0 and window.opens < DAY:
                windows.append(window)
    return tuple(windows) or None


def _window(span: Span, midnight: int, minutes_before_closing: int | None) -> Window:
    opens = midnight + _minute(span.opens)
    closes = midnight + _minute(span.closes) + DAY * span.past_midnight
    if last_admission(span, minutes_before_closing) is None or minutes_before_closing is None:
        return Window(opens, closes, closes)
    return Window(opens, closes, closes - minutes_before_closing)


def _minute(clock: time) -> int:
    return clock.hour * 60 + clock.minute
