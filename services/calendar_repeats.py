"""What repeats in a calendar file, followed within bounds: a rule may stand for more moments than there is time for."""

import time
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import chain
from typing import Any, cast

import recurring_ical_events
from icalendar import Calendar, Event

_MOST_SECONDS = 2.0
_MOST_PARTS = 400
_MOST_DATES = 1000
_FREQUENCIES = {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}
_WITHIN_A_DAY = {"BYHOUR", "BYMINUTE", "BYSECOND"}
_SELDOM = {"BYYEARDAY", "BYWEEKNO", "BYEASTER"}


class TooOften(ValueError):
    """It repeats within a day, or by a rule that may never match and would be followed to the year 9999."""


class RepeatedEvents:
    """Follows the rules of one file for two seconds of processor time at most.

    `ran_out` tells whether that was too little.
    """

    def __init__(self, first: date, last: date) -> None:
        self._first = first
        self._last = last
        self._ends = time.thread_time() + _MOST_SECONDS
        self.ran_out = False

    def of(self, parts: Sequence[Event]) -> Sequence[Event]:
        """Return the events that the parts with one UID stand for, from the first to the last day of the window.

        Raises:
            TooOften
            ValueError and others of the libraries' kind: a rule is nonsense.
        """
        if time.thread_time() > self._ends:
            self.ran_out = True
            return []
        _check(parts)
        calendar = Calendar()
        for part in parts:
            calendar.add_component(part)
        return recurring_ical_events.of(calendar).between(self._first, self._last)  # pyright: ignore[reportReturnType]


def is_calm(rule: Mapping[str, Any]) -> bool:
    """Tell whether a rule can be followed: at most once a day, and never for long without a match."""
    names = {name.upper() for name in rule}
    frequency = str(_first(rule, "FREQ")).upper()
    interval = _first(rule, "INTERVAL")
    if frequency not in _FREQUENCIES or names & (_WITHIN_A_DAY | _SELDOM):
        return False
    if interval is not None and int(interval) < 1:
        return False
    if frequency in {"YEARLY", "MONTHLY"}:  # some ten thousand tries until the year 9999
        return True
    narrowed = names & {"BYMONTHDAY", "BYSETPOS"}
    if interval not in {None, 1}:
        narrowed |= names & ({"BYMONTH", "BYDAY"} if frequency == "DAILY" else {"BYMONTH"})
    return not narrowed


def repeats(event: Event) -> bool:
    """Tell whether an event is one of several that belong together."""
    return any(name in event for name in ("RRULE", "RDATE", "RECURRENCE-ID"))


def _check(parts: Sequence[Event]) -> None:
    rules = chain.from_iterable(_all(part, "RRULE") for part in parts)
    dates = sum(len(getattr(each, "dts", ())) for part in parts for each in _dates(part))
    if len(parts) > _MOST_PARTS or dates > _MOST_DATES or not all(map(is_calm, rules)):
        raise TooOften


def _dates(part: Event) -> Sequence[Any]:
    return [*_all(part, "RDATE"), *_all(part, "EXDATE")]


def _all(part: Event, name: str) -> Sequence[Any]:
    value: Any = part.get(name)
    if value is None:
        return []
    return cast("list[Any]", value) if isinstance(value, list) else [value]


def _first(rule: Mapping[str, Any], name: str) -> Any:
    values: Any = rule.get(name)
    return cast("list[Any]", values)[0] if isinstance(values, list) else values
