"""What the opening hours of a place mean on a day and at a moment.

Expressions are in the OpenStreetMap `opening_hours` syntax, read by `opening-hours-py`. Every date, time and
moment is naive and means the clock in Korea; an aware moment is turned to Asia/Seoul first. Public holidays
are those of `services.holidays_of_korea`. A comment alone (`Sa "ask"`) counts as open; where one has to ask,
write `Sa unknown "ask"`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from opening_hours import OpeningHours, State, validate

from services.holidays_of_korea import is_holiday


class DayState(StrEnum):
    """Whether a place is open; unknown where nobody wrote it down, or wrote what cannot be read."""

    OPEN = "open"
    CLOSED = "closed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Span:
    """An unbroken time of being open; `past_midnight` says that it closes on the following day.

    Midnight at the end of a day is 00:00 past midnight, so a day of 24 hours opens and closes at 00:00.
    """

    opens: time
    closes: time
    past_midnight: bool


@dataclass(frozen=True, slots=True)
class NowState:
    """Whether a place is open at a moment, and until when that lasts, where it changes within 14 days."""

    state: DayState
    until: datetime | None


@dataclass(frozen=True, slots=True)
class WeekDay:
    """One day of a place's week, as a table of opening hours shows it."""

    day: date
    spans: list[Span]
    state: DayState
    holiday: bool


@lru_cache(maxsize=4096)
def is_valid(expression: str) -> bool:
    """Tell whether an expression follows the syntax; an empty one does not."""
    try:
        return validate(expression)
    except UnicodeEncodeError:  # half a surrogate pair cannot cross into the library
        return False


def spans_on(expression: str, day: date) -> list[Span]:
    """Return the spans that begin on that day, in order; none where the hours are unknown or cannot be read.

    A night belongs whole to the day on which it begins: 18:00-02:00 is one span.
    """
    return [_span(stretch) for stretch in _day_of(expression, day) or () if stretch.known]


def state_on(expression: str | None, day: date) -> DayState:
    """Tell whether a place opens at all on that day.

    Unknown also stands for hours that say so themselves, as in `Sa unknown "ask"`.
    """
    stretches = None if expression is None else _day_of(expression, day)
    if stretches is None:
        return DayState.UNKNOWN
    if any(stretch.known for stretch in stretches):
        return DayState.OPEN
    return DayState.UNKNOWN if stretches else DayState.CLOSED


def is_closed_for_holiday(expression: str, day: date) -> bool:
    """Tell whether a place is closed on that day only because of a public holiday, on the day itself or beside it.

    So it is where the day would be open if no holiday came, or where a holiday is closed by its date alone and the
    same weekday is open in the four weeks before and after.
    """
    if state_on(expression, day) is not DayState.CLOSED:
        return False
    if any(stretch.known for stretch in _day_of(expression, day, with_holidays=False) or ()):
        return True
    weeks = [day + timedelta(weeks=offset) for offset in (-4, -3, -2, -1, 1, 2, 3, 4)]
    ordinary = [other for other in weeks if not is_holiday(other)]
    return is_holiday(day) and all(state_on(expression, other) is DayState.OPEN for other in ordinary)


def is_open_for_holiday(expression: str, day: date) -> bool:
    """Tell whether a place is open on that day only because it is a public holiday."""
    open_anyway = any(stretch.known for stretch in _day_of(expression, day, with_holidays=False) or ())
    return not open_anyway and state_on(expression, day) is DayState.OPEN


def state_at(expression: str | None, moment: datetime) -> NowState:
    """Tell whether a place is open at that moment, and until when, or when it opens next.

    Spans that touch count as one, so a place that is open day and night closes when the last such day ends.
    """
    now = moment.astimezone(_SEOUL).replace(tzinfo=None) if moment.tzinfo else moment
    if expression is None or not is_valid(expression):
        return NowState(DayState.UNKNOWN, None)
    horizon = now + timedelta(days=_HORIZON_DAYS)
    reached = now
    for opens, closes in _times_open(expression, now.date()):
        if opens > reached:
            break
        reached = max(reached, closes)
    if reached > now:
        return NowState(DayState.OPEN, reached if reached <= horizon else None)
    if _is_unknown_at(expression, now):
        return NowState(DayState.UNKNOWN, None)
    next_opens = next((opens for opens, _ in _times_open(expression, now.date()) if opens > now), None)
    return NowState(DayState.CLOSED, next_opens if next_opens and next_opens <= horizon else None)


def is_open_at(expression: str | None, moment: datetime) -> bool | None:
    """Tell only whether a place is open at that moment of Seoul's clock; None where that is not known."""
    if expression is None or not is_valid(expression):
        return None
    known = True
    for offset in (-1, 0):
        day = moment.date() + timedelta(days=offset)
        minute = moment.hour * 60 + moment.minute - offset * _DAY
        for stretch in _day_of(expression, day) or ():
            if stretch.begin <= minute < stretch.end:
                if stretch.known:
                    return True
                known = False
    return False if known else None


def week_from(expression: str | None, day: date) -> list[WeekDay]:
    """Return that day and the six after it."""
    days = [day + timedelta(days=offset) for offset in range(7)]
    return [
        WeekDay(
            day, spans_on(expression, day) if expression else [], state_on(expression, day), is_holiday(day)
        )
        for day in days
    ]


def last_admission(span: Span, minutes_before_closing: int | None) -> time | None:
    """Return when the doors stop letting people in.

    None where the place names no such time, or one that lies before it opens.
    """
    opens, closes = _minute_of(span.opens), _minute_of(span.closes) + _DAY * span.past_midnight
    if minutes_before_closing is None or not 0 <= minutes_before_closing < closes - opens:
        return None
    return _time_at(closes - minutes_before_closing)


class _Stretch(NamedTuple):
    """Hours that begin on a day, in minutes from its midnight; a night ends beyond 24 h.

    Not `known` are the hours in which the place may be open.
    """

    begin: int
    end: int
    known: bool


_DAY = 24 * 60
_HORIZON_DAYS = 14
_SEOUL = ZoneInfo("Asia/Seoul")


def _times_open(expression: str, today: date) -> Iterator[tuple[datetime, datetime]]:
    """Yield every span from the night before until beyond the horizon, by its beginning."""
    for offset in range(-1, _HORIZON_DAYS + 2):
        day = today + timedelta(days=offset)
        midnight = datetime.combine(day, time())
        for stretch in _day_of(expression, day) or ():
            if stretch.known:
                yield midnight + timedelta(minutes=stretch.begin), midnight + timedelta(minutes=stretch.end)


def _is_unknown_at(expression: str, now: datetime) -> bool:
    for offset in (-1, 0):
        day = now.date() + timedelta(days=offset)
        minute = (now - datetime.combine(day, time())) / timedelta(minutes=1)
        if any(stretch.begin <= minute < stretch.end for stretch in _day_of(expression, day) or ()):
            return True
    return False


@lru_cache(maxsize=16384)
def _day_of(expression: str, day: date, *, with_holidays: bool = True) -> tuple[_Stretch, ...] | None:
    """Return the hours that begin on that day, in order; None where the expression cannot be read."""
    if not is_valid(expression):
        return None
    named = _with_weekday_for_holidays(expression, day) if with_holidays else expression
    ranked = _ranked(_with_clock_times(named, day))
    if ranked is None:
        return None
    midnight = datetime.combine(day, time())
    stretches: list[_Stretch] = []
    for begins, ends, state, _ in ranked.hours.intervals(midnight, midnight.replace(hour=23, minute=59)):
        begin, end = ranked.minute_at(begins), ranked.minute_at(ends)
        if state == State.CLOSED or end <= begin:
            continue
        known = state == State.OPEN
        if stretches and (stretches[-1].end, stretches[-1].known) == (begin, known):
            begin = stretches.pop().begin
        stretches.append(_Stretch(begin, min(end, begin + _DAY), known))
    return tuple(stretches)


class _Ranked(NamedTuple):
    """An expression whose times are replaced by their ranks, and the times by rank, in minutes."""

    hours: OpeningHours
    minutes: tuple[int, ...]

    def minute_at(self, clock: datetime) -> int:
        rank = clock.hour * 60 + clock.minute
        return self.minutes[rank] if rank < len(self.minutes) else _DAY


@lru_cache(maxsize=4096)
def _ranked(expression: str) -> _Ranked | None:
    """Write the nth time of an expression as the nth minute of the day, so that no night leaves its day.

    The library lets the next day's rule cut a night off at midnight ("Th 17:00-01:00; Fr 17:00-03:00"), and
    keeps the small hours of a night that another rule cancels. How rules combine depends on the order of
    their times alone, which ranks keep.
    """
    ranges = [_minutes_of(found) for found in _TIMES.finditer(expression) if found["begins"]]
    minutes = tuple(sorted({0, *(minute for ends in ranges for minute in ends)}))
    if len(minutes) >= _DAY:
        return None
    clock = {minute: f"{rank // 60:02}:{rank % 60:02}" for rank, minute in enumerate(minutes)}

    def in_ranks(found: re.Match[str]) -> str:
        return "-".join(clock[minute] for minute in _minutes_of(found)) if found["begins"] else found[0]

    text = _TIMES.sub(in_ranks, expression)
    return _Ranked(OpeningHours(text), minutes) if validate(text) else None


def _minutes_of(times: re.Match[str]) -> list[int]:
    """Return the begin and, unless it is open-ended, the end, which a night has beyond 24 h."""
    begin = _minute_of_clock(times["begins"])
    if times["ends"] is None:
        return [begin]
    end = _minute_of_clock(times["ends"])
    return [begin, end if end > begin else end + _DAY]


def _with_weekday_for_holidays(expression: str, day: date) -> str:
    """Name the weekday where an expression says PH and the day is one, else leave a PH that never comes.

    The library's own calendar of Korea leaves out holidays that fall on a weekend.
    """

    def weekday(found: re.Match[str]) -> str:
        days_after = int("".join((found["days"] or "0").split()))
        comes = found["holiday"] and is_holiday(day - timedelta(days=days_after))
        return _WEEKDAYS[day.weekday()] if comes else found[0]

    return _HOLIDAY.sub(weekday, expression) if "PH" in expression else expression


def _with_clock_times(expression: str, day: date) -> str:
    """Replace sunrise and its like by the clock of that day in the middle of Korea.

    Elsewhere in the country that is right to a quarter of an hour.
    """

    def clock(found: re.Match[str]) -> str:
        if not (event := found["event"] or found["shifted"]):
            return found[0]
        shift = _minute_of_clock(found["by"]) if found["by"] else 0
        minute = _sun_on(day.timetuple().tm_yday)[event] + (-shift if found["sign"] == "-" else shift)
        return f"{_time_at(minute):%H:%M}"

    return _SUN.sub(clock, expression) if _SUN_EVENT.search(expression) else expression


@lru_cache(maxsize=366)
def _sun_on(day_of_year: int) -> dict[str, int]:
    day = datetime(2024, 1, 1, tzinfo=_SEOUL) + timedelta(days=day_of_year - 1)
    hours = "dawn-sunrise, sunset-dusk"
    sun = OpeningHours(hours, timezone=_SEOUL, coords=_MIDDLE_OF_KOREA, auto_country=False)
    changes = [_minute_of(begins.time()) for begins, *_ in sun.intervals(day, day + timedelta(days=1))]
    return dict(zip(("dawn", "sunrise", "sunset", "dusk"), changes[1:], strict=True))


_MIDDLE_OF_KOREA = (36.3, 127.8)
_WEEKDAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_COMMENT = r'"[^"]*"'
_CLOCK = r"\d{1,2}:\d\d"
_EVENT = "dawn|sunrise|sunset|dusk"
_SUN_EVENT = re.compile(_EVENT)

# Each finds comments too, only to leave them as they are.
_TIMES = re.compile(rf"{_COMMENT}|(?<![/\d])(?P<begins>{_CLOCK})(?:\s*-\s*(?P<ends>{_CLOCK}))?")
_HOLIDAY = re.compile(rf"{_COMMENT}|\b(?P<holiday>PH)\b(?:\s*(?P<days>[+-]\s*\d{{1,3}})\s*days?)?")
_SUN = re.compile(
    rf"{_COMMENT}|\(\s*(?P<shifted>{_EVENT})\s*(?P<sign>[+-])\s*(?P<by>{_CLOCK})\s*\)|(?P<event>{_EVENT})"
)


def _span(stretch: _Stretch) -> Span:
    return Span(_time_at(stretch.begin), _time_at(stretch.end), past_midnight=stretch.end >= _DAY)


def _minute_of_clock(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


def _minute_of(clock: time) -> int:
    return clock.hour * 60 + clock.minute


def _time_at(minute: int) -> time:
    return time(*divmod(minute % _DAY, 60))
