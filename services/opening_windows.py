"""When one may be at a place, in minutes from a day's midnight."""

from datetime import date, time, timedelta
from functools import lru_cache
from typing import NamedTuple

from services.day_plan import DAY, StopPlace
from services.opening_hours import DayState, spans_on, state_on


class Window(NamedTuple):
    """An unbroken time of being open, in minutes from the day's midnight; nights reach over it on either side.

    `admits_until` is the last minute at which one is let in.
    """

    opens: int
    closes: int
    admits_until: int


def windows_of_day(place: StopPlace, day: date) -> tuple[Window, ...] | None:
    """Return the windows that touch a day; none at all where hours are unknown, None where it is closed all day.

    A night of the day before counts until its end; what stays open over midnight is open until it closes.
    """
    if not takes_place_on(place, day):
        return None
    if place.opening_hours is None or state_on(place.opening_hours, day) is DayState.UNKNOWN:
        return ()
    return tuple(one for one in windows_around(place, day) if one.closes > 0 and one.opens < DAY) or None


def windows_around(place: StopPlace, day: date) -> tuple[Window, ...]:
    """Return when a place is known to be open from the night before until the end of the next day, in order."""
    if place.opening_hours is None:
        return ()
    return _windows_around(place.opening_hours, place.last_admission, day)


@lru_cache(maxsize=16384)
def windows_beginning(hours: str, last_admission: int | None, day: date) -> tuple[Window, ...]:
    """Return the windows that begin on a day by the day's own hours, which spares the look at the days beside it."""
    return tuple(
        _window(_minute(span.opens), _minute(span.closes) + span.past_midnight * DAY, last_admission)
        for span in spans_on(hours, day)
    )


def takes_place_on(place: StopPlace, day: date) -> bool:
    """Tell whether a day is one of an event's; what is no event always takes place."""
    return not ((place.starts_on and day < place.starts_on) or (place.ends_on and place.ends_on < day))


@lru_cache(maxsize=16384)
def _windows_around(hours: str, last_admission: int | None, day: date) -> tuple[Window, ...]:
    joined: list[tuple[int, int]] = []
    for offset in (-1, 0, 1):
        for window in windows_beginning(hours, last_admission, day + timedelta(days=offset)):
            begin, end = window.opens + offset * DAY, window.closes + offset * DAY
            if joined and begin <= joined[-1][1]:
                begin, end = joined[-1][0], max(end, joined.pop()[1])
            joined.append((begin, end))
    return tuple(_window(opens, closes, last_admission) for opens, closes in joined)


def _window(opens: int, closes: int, last_admission: int | None) -> Window:
    """Return the window, with the closing as its last admission where the place names none or one from before it opens."""
    is_known = last_admission is not None and 0 <= last_admission < closes - opens
    return Window(opens, closes, closes - last_admission if is_known and last_admission else closes)


def _minute(clock: time) -> int:
    return clock.hour * 60 + clock.minute
