"""Whether a place lets one in and lets one stay, as long as a plan wants to be there.

Hours that nobody knows never count against a plan.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from services.day_plan import DAY, StopPlace, clock_of
from services.opening_hours import DayState, is_closed_for_holiday, is_open_at, spans_on, state_on
from services.plan_warnings import Code

MORNING = 9 * 60
"""When a day begins of which nothing else says when."""


@dataclass(frozen=True, slots=True)
class Window:
    """An unbroken time of being open, in minutes from the day's midnight; nights reach over it on either side.

    `admits_until` is the last minute at which one is let in.
    """

    opens: int
    closes: int
    admits_until: int


@dataclass(frozen=True, slots=True)
class Trouble:
    """What stands against a visit; `time` or `day` says when it would be different, `minutes` by how much."""

    code: Code
    at: int | date
    minutes: int | None = None
    is_coming: bool = False

    @property
    def values(self) -> dict[str, object]:
        """What the sentence about it needs."""
        values: dict[str, object] = (
            {"day": self.at} if isinstance(self.at, date) else {"time": clock_of(self.at)}
        )
        if self.minutes is not None:
            values["minutes"] = self.minutes
        return values | ({"is_coming": True} if self.is_coming else {})


def windows_on(place: StopPlace, day: date) -> tuple[Window, ...]:
    """Return when a place is known to be open from the night before until the end of the next day, in order."""
    if place.opening_hours is None:
        return ()
    return _windows(place.opening_hours, place.last_admission, day)


def troubles(place: StopPlace, day: date, arrives: int, leaves: int) -> list[Trouble]:
    """Return what stands against being there from one minute of a day to another.

    A day on which the place is closed is all that is said of that day. Who comes too late is told so once: by the last
    admission where the place names one, else by its closing.
    """
    if (outside := _outside_of_event(place, day)) or place.opening_hours is None:
        return [outside] if outside else []
    if _is_within_hours(place, place.opening_hours, day, arrives, leaves):
        return []
    now = next((window for window in windows_on(place, day) if window.opens <= arrives < window.closes), None)
    if now is None:
        return list(_before_a_closed_door(place, place.opening_hours, day, arrives, leaves))
    if arrives > now.admits_until:
        return [Trouble(Code.AFTER_LAST_ADMISSION, now.admits_until, arrives - now.admits_until)]
    return list(_sent_away(place.opening_hours, day, now, leaves))


def takes_visitors(place: StopPlace, day: date) -> bool:
    """Tell whether one may send somebody to a place on a day: not where its hours are known, but not those of the day."""
    if _outside_of_event(place, day):
        return False
    return place.opening_hours is None or state_on(place.opening_hours, day) is DayState.OPEN


def begins_visit(place: StopPlace | None, day: date) -> int:
    """Return when one comes to a place with which a day begins: when it opens, at 09:00 at the earliest."""
    todays = [window for window in windows_on(place, day) if 0 <= window.opens < DAY] if place else []
    usual = next((max(MORNING, window.opens) for window in todays if window.closes > MORNING), None)
    return usual or (todays[0].opens if todays else MORNING)


def _outside_of_event(place: StopPlace, day: date) -> Trouble | None:
    if place.starts_on and day < place.starts_on:
        return Trouble(Code.EVENT_OVER, place.starts_on, is_coming=True)
    if place.ends_on and day > place.ends_on:
        return Trouble(Code.EVENT_OVER, place.ends_on)
    return None


def _is_within_hours(place: StopPlace, hours: str, day: date, arrives: int, leaves: int) -> bool:
    """Tell whether the day's own hours allow for a visit, which spares the look at the days beside it."""
    return any(
        opens <= arrives <= _admits_until(opens, closes, place.last_admission) and leaves <= closes
        for opens, closes in _times(hours, day)
    )


def _before_a_closed_door(
    place: StopPlace, hours: str, day: date, arrives: int, leaves: int
) -> Iterator[Trouble]:
    state = state_on(hours, day)
    if state is DayState.CLOSED:
        yield Trouble(Code.HOLIDAY if is_closed_for_holiday(hours, day) else Code.CLOSED_THAT_DAY, day)
    if state is not DayState.OPEN or _may_be_open(hours, day, arrives):
        return
    todays = [window for window in windows_on(place, day) if window.opens < DAY]
    if opening := next((window for window in todays if window.opens > arrives), None):
        yield Trouble(Code.NOT_OPEN_YET, opening.opens, opening.opens - arrives)
        yield from _sent_away(hours, day, opening, leaves)
        return
    closed = todays[-1]
    if closed.admits_until < closed.closes:
        yield Trouble(Code.AFTER_LAST_ADMISSION, closed.admits_until, arrives - closed.admits_until)
    else:
        yield Trouble(Code.CLOSES_BEFORE_YOU_LEAVE, closed.closes, leaves - closed.closes)


def _sent_away(hours: str, day: date, window: Window, leaves: int) -> Iterator[Trouble]:
    if leaves > window.closes and not _may_be_open(hours, day, window.closes):
        yield Trouble(Code.CLOSES_BEFORE_YOU_LEAVE, window.closes, leaves - window.closes)


def _may_be_open(hours: str, day: date, minute: int) -> bool:
    """Tell whether nobody knows if a place is open at that minute."""
    return is_open_at(hours, datetime.combine(day, time()) + timedelta(minutes=minute)) is None


@lru_cache(maxsize=16384)
def _windows(hours: str, last_admission: int | None, day: date) -> tuple[Window, ...]:
    joined: list[tuple[int, int]] = []
    for offset in (-1, 0, 1):
        for opens, closes in _times(hours, day + timedelta(days=offset)):
            begin, end = opens + offset * DAY, closes + offset * DAY
            if joined and begin <= joined[-1][1]:
                begin, end = joined[-1][0], max(end, joined.pop()[1])
            joined.append((begin, end))
    return tuple(
        Window(opens, closes, _admits_until(opens, closes, last_admission)) for opens, closes in joined
    )


@lru_cache(maxsize=16384)
def _times(hours: str, day: date) -> tuple[tuple[int, int], ...]:
    """Return the minutes of opening and closing of the spans that begin on a day."""
    return tuple(
        (
            span.opens.hour * 60 + span.opens.minute,
            span.closes.hour * 60 + span.closes.minute + span.past_midnight * DAY,
        )
        for span in spans_on(hours, day)
    )


def _admits_until(opens: int, closes: int, last_admission: int | None) -> int:
    """Return the last admission, or the closing where the place names none, or one from before it opens."""
    known = last_admission is not None and 0 <= last_admission < closes - opens
    return closes - last_admission if known and last_admission else closes
