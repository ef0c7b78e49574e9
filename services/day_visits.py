"""Whether a place lets one in and lets one stay, as long as a plan wants to be there.

Hours that nobody knows never count against a plan.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from services.day_plan import DAY, StopPlace, clock_of
from services.opening_hours import DayState, is_closed_for_holiday, is_open_at, state_on
from services.opening_windows import Window, takes_place_on, windows_around, windows_beginning
from services.plan_warnings import Code

MORNING = 9 * 60
"""When a day begins of which nothing else says when."""


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


def troubles(place: StopPlace, day: date, arrives: int, leaves: int) -> list[Trouble]:
    """Return what stands against being there from one minute of a day to another.

    A day on which the place is closed is all that is said of that day. Who comes too late is told so once: by the last
    admission where the place names one, else by its closing.
    """
    if (outside := _outside_of_event(place, day)) or place.opening_hours is None:
        return [outside] if outside else []
    if _is_within_hours(place, place.opening_hours, day, arrives, leaves):
        return []
    now = next(
        (window for window in windows_around(place, day) if window.opens <= arrives < window.closes), None
    )
    if now is None:
        return list(_before_a_closed_door(place, place.opening_hours, day, arrives, leaves))
    if arrives > now.admits_until:
        return [Trouble(Code.AFTER_LAST_ADMISSION, now.admits_until, arrives - now.admits_until)]
    return list(_sent_away(place.opening_hours, day, now, leaves))


def takes_visitors(place: StopPlace, day: date) -> bool:
    """Tell whether one may send somebody to a place on a day: not where its hours are known, but not those of the day."""
    if not takes_place_on(place, day):
        return False
    return place.opening_hours is None or state_on(place.opening_hours, day) is DayState.OPEN


def begins_visit(place: StopPlace | None, day: date) -> int:
    """Return when one comes to a place with which a day begins: when it opens, at 09:00 at the earliest."""
    todays = [window for window in windows_around(place, day) if 0 <= window.opens < DAY] if place else []
    usual = next((max(MORNING, window.opens) for window in todays if window.closes > MORNING), None)
    return usual or (todays[0].opens if todays else MORNING)


def _outside_of_event(place: StopPlace, day: date) -> Trouble | None:
    if place.starts_on and day < place.starts_on:
        return Trouble(Code.EVENT_OVER, place.starts_on, is_coming=True)
    if place.ends_on and day > place.ends_on:
        return Trouble(Code.EVENT_OVER, place.ends_on)
    return None


def _is_within_hours(place: StopPlace, hours: str, day: date, arrives: int, leaves: int) -> bool:
    """Tell whether the day's own hours allow for a visit."""
    return any(
        window.opens <= arrives <= window.admits_until and leaves <= window.closes
        for window in windows_beginning(hours, place.last_admission, day)
    )


def _before_a_closed_door(
    place: StopPlace, hours: str, day: date, arrives: int, leaves: int
) -> Iterator[Trouble]:
    state = state_on(hours, day)
    if state is DayState.CLOSED:
        yield Trouble(Code.HOLIDAY if is_closed_for_holiday(hours, day) else Code.CLOSED_THAT_DAY, day)
    if state is not DayState.OPEN or _may_be_open(hours, day, arrives):
        return
    todays = [window for window in windows_around(place, day) if window.opens < DAY]
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
