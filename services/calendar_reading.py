"""Calendar files of other programs, read as what could stand in a schedule.

What a traveller expects of it:

- times of other zones become Seoul's, times without a zone are Seoul's already, seconds are left out,
- what lasts all day is an entry without times on each of its days, a fortnight at most: so a hotel stands on every night,
- what lasts longer than a day begins at its time and stands without times on the days that follow,
- what repeats is there each time from a year ago to two years ahead,
- of more than 500 entries those to come are kept first, the next one before all others.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, cast
from uuid import UUID

from icalendar import Calendar, Event, vGeo

from models.schedule import LONGEST_NAME, LONGEST_NOTE
from services.calendar_days import plannable
from services.calendar_files import NAME, OPEN_END, PLACE, POSITION, UID_DOMAIN
from services.calendar_repeats import RepeatedEvents, TooOften, repeats
from services.calendar_zones import ZONE, FileZones
from services.errors import Invalid
from services.geography import Point
from services.plain_text import one_line, several_lines

MOST_BYTES = 1_000_000
MOST_EVENTS = 500
MOST_DAYS = 14
_DAY = timedelta(days=1)
_BACK, _AHEAD = timedelta(days=366), timedelta(days=731)
_FOREIGN_NONSENSE = (ArithmeticError, AttributeError, LookupError, OSError, TypeError, ValueError)
"""What icalendar, dateutil and recurring_ical_events raise for files that are not as they should be."""


class CalendarRefused(Invalid):
    code = "calendar_refused"
    message = "We cannot read this file as a calendar. Please choose an .ics file of up to 1 MB."


class CalendarTooLarge(CalendarRefused):
    code = "calendar_too_large"
    message = "This calendar is larger than 1 MB. Please export a shorter period from your calendar."


class NoEvents(CalendarRefused):
    code = "calendar_empty"
    message = "There is nothing in this calendar that fits into a schedule."


class SkippedFor(StrEnum):
    """Why something of a file is left out."""

    UNREADABLE = "unreadable"
    NO_NAME = "no_name"
    CANCELLED = "cancelled"
    TOO_FAR = "too_far"
    REPEATS_ODDLY = "repeats_oddly"
    NOT_NOW = "not_now"
    """It repeats, but neither in the last year nor in the next two."""


@dataclass(frozen=True, slots=True)
class FoundEntry:
    """What could become an entry; an end that is not after its start is on the following day.

    `own_id` is there where we have written the file ourselves, `place_id` where it says which place of ours is meant;
    `is_named` tells whether the name is more than that place's own.
    """

    name: str
    date: date
    start_time: time | None = None
    end_time: time | None = None
    note: str = ""
    location: str = ""
    point: Point | None = None
    own_id: UUID | None = None
    place_id: str | None = None
    is_named: bool = True


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something that is left out, by its name where it has one."""

    name: str
    reason: SkippedFor


@dataclass(frozen=True, slots=True)
class CalendarRead:
    """What a file holds, in the order of its days; `was_cut` where there was more than is taken at once."""

    found: Sequence[FoundEntry]
    skipped: Sequence[Skipped]
    was_cut: bool


class _Left(Exception):
    def __init__(self, reason: SkippedFor) -> None:
        self.reason = reason
        super().__init__(reason)


def read_calendar(data: bytes, *, today: date) -> CalendarRead:
    """Read a file; it takes some seconds of one processor at most, so do it beside the event loop.

    Raises:
        CalendarRefused: it is no calendar, too large, or there is nothing in it.
    """
    if len(data) > MOST_BYTES:
        raise CalendarTooLarge
    zones, events = _parsed(data)
    repeated = RepeatedEvents(today - _BACK, today + _AHEAD)
    found: list[FoundEntry] = []
    skipped: list[Skipped] = []
    for parts in _series(events):
        try:
            found += _read(parts, zones, repeated)
        except _Left as left:
            skipped.append(Skipped(_name(parts[0]), left.reason))
    if not found and not skipped:
        raise NoEvents
    found.sort(key=lambda entry: (entry.date < today, abs(entry.date - today)))
    kept = sorted(found[:MOST_EVENTS], key=lambda entry: entry.date)
    return CalendarRead(kept, skipped[:MOST_EVENTS], was_cut=len(found) > len(kept) or repeated.ran_out)


def _parsed(data: bytes) -> tuple[FileZones, Sequence[Event]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CalendarRefused from None
    unfolded = re.sub(r"\r?\n[ \t]", "", text).replace("\r\n", "\n").replace("\r", "\n")
    if not unfolded.lstrip().upper().startswith("BEGIN:VCALENDAR"):
        raise CalendarRefused
    zones, lines = FileZones.taken_out_of(unfolded.split("\n"))
    try:
        calendars = Calendar.from_ical("\r\n".join(lines), multiple=True)
        return zones, [event for calendar in calendars for event in calendar.walk("VEVENT")]  # pyright: ignore[reportReturnType]
    except (*_FOREIGN_NONSENSE, RecursionError):
        raise CalendarRefused from None


def _series(events: Sequence[Event]) -> Iterator[Sequence[Event]]:
    """Put together what repeats under one UID; everything else is for itself."""
    together: dict[str, list[Event]] = {}
    for event in events:
        if repeats(event) and (uid := _text(event, "UID")):
            together.setdefault(uid, []).append(event)
    for event in events:
        uid = _text(event, "UID")
        if not repeats(event) or not uid:
            yield [event]
        elif parts := together.pop(uid, None):
            yield parts


def _read(parts: Sequence[Event], zones: FileZones, repeated: RepeatedEvents) -> Sequence[FoundEntry]:
    if not repeats(parts[0]):
        return _entries(parts[0], zones, _zone(parts[0]))
    try:
        events = repeated.of(parts)
    except TooOften:
        raise _Left(SkippedFor.REPEATS_ODDLY) from None
    except _FOREIGN_NONSENSE:
        raise _Left(SkippedFor.UNREADABLE) from None
    if not events and not repeated.ran_out:
        raise _Left(SkippedFor.NOT_NOW)
    zone = _zone(parts[0])
    taking_place = [event for event in events if not _is_cancelled(event)]
    if events and not taking_place:
        raise _Left(SkippedFor.CANCELLED)
    return [entry for event in taking_place for entry in _entries(event, zones, zone)]


def _entries(event: Event, zones: FileZones, zone: str | None) -> Sequence[FoundEntry]:
    """Return the entries of one event, one for each day that it goes on.

    Raises:
        _Left: it cannot be read, or cannot stand in a schedule.
    """
    if _is_cancelled(event):
        raise _Left(SkippedFor.CANCELLED)
    if not (name := _name(event)):
        raise _Left(SkippedFor.NO_NAME)
    try:
        starts, ends = event.start, event.end
        if isinstance(starts, datetime) and isinstance(ends, datetime):
            starts, ends = zones.seoul_time(starts, zone), zones.seoul_time(ends, zone)
    except _FOREIGN_NONSENSE:
        raise _Left(SkippedFor.UNREADABLE) from None
    first = FoundEntry(
        name=name,
        date=_day(starts),
        note=_note(event),
        location=one_line(_text(event, "LOCATION"))[:LONGEST_NAME],
        point=_point(event),
        own_id=_own_id(event),
        place_id=_text(event, PLACE) or None,
        is_named=PLACE not in event or NAME in event,
    )
    return [one for one in _day_by_day(first, event, starts, ends) if _is_plannable(one.date)]


def _day_by_day(first: FoundEntry, event: Event, starts: date, ends: date) -> Iterator[FoundEntry]:
    if not _is_plannable(first.date):
        raise _Left(SkippedFor.TOO_FAR)
    if not isinstance(starts, datetime) or not isinstance(ends, datetime):
        number = max(1, min((_day(ends) - first.date).days, MOST_DAYS))
        yield from _on_days(first, number)
        return
    begins, closes = _to_the_minute(starts), _to_the_minute(ends)
    timed = replace(first, start_time=begins.time())
    if closes - begins > _DAY:
        last = (closes - timedelta(minutes=1)).date()
        yield timed
        yield from list(_on_days(first, min((last - first.date).days + 1, MOST_DAYS)))[1:]
    elif begins < closes < begins + _DAY and OPEN_END not in event:
        yield replace(timed, end_time=closes.time())
    else:
        yield timed


def _on_days(first: FoundEntry, number: int) -> Iterator[FoundEntry]:
    for day in range(min(number, (date.max - first.date).days + 1)):
        yield replace(first, date=first.date + timedelta(days=day))


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _to_the_minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def _is_plannable(day: date) -> bool:
    try:
        return plannable(day) == day
    except ValueError:
        return False


def _is_cancelled(event: Event) -> bool:
    return _text(event, "STATUS").upper() == "CANCELLED"


def _name(event: Event) -> str:
    """Its name as we have written it, else what others call it, else where it is."""
    summary = _text(event, "SUMMARY")
    if POSITION in event:
        summary = re.sub(r"^\d+\. ", "", summary)
    names = map(one_line, (_text(event, NAME), summary, _text(event, "LOCATION")))
    return next((name[:LONGEST_NAME] for name in names if name.strip("\u200d ")), "")


def _note(event: Event) -> str:
    is_ours = _own_id(event) is not None
    return several_lines(_text(event, "COMMENT" if is_ours else "DESCRIPTION"))[:LONGEST_NOTE].strip()


def _own_id(event: Event) -> UUID | None:
    uid = _text(event, "UID")
    if not uid.endswith(UID_DOMAIN):
        return None
    try:
        return UUID(uid.removesuffix(UID_DOMAIN))
    except ValueError:
        return None


def _point(event: Event) -> Point | None:
    geo = event.get("GEO")
    if not isinstance(geo, vGeo) or abs(geo.latitude) > 90 or abs(geo.longitude) > 180:
        return None
    return Point(geo.latitude, geo.longitude)


def _zone(event: Event) -> str | None:
    params: dict[str, str] = getattr(event.get("DTSTART"), "params", {})
    return params.get(ZONE)


def _text(event: Event, name: str) -> str:
    """Return a property's text, of several the first."""
    value: Any = event.get(name)
    if isinstance(value, list):
        value = cast("list[Any]", value)[0]
    return "" if value is None else str(value)
