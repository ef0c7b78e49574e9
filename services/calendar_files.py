"""Schedules as calendar files (RFC 5545 and 7986), for other calendars to read and for us to read back.

What a calendar file has no words for stands in properties of our own:

- `X-FFFF-PLACE` is the id of the place, `X-FFFF-NAME` the name that somebody has given to the entry,
- `X-FFFF-OPEN-END` marks an end that nobody has chosen: a calendar must show some length,
- `X-FFFF-POSITION` is where an entry without times stands among those of its day. Calendars sort what lasts all day by
  its title, so where a day has several such entries their titles begin with that number; nothing else keeps the order.

The note alone is the `COMMENT`; the `DESCRIPTION` also says what helps on the way.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time, timedelta
from functools import cache
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, vText

from models.language import Language, text_in
from services.schedule_entries import Entry, ScheduledPlace
from services.vocabulary import THEMES

CALENDAR_TYPE = "text/calendar; charset=utf-8"
UID_DOMAIN = "@ffff"
PLACE, NAME, POSITION, OPEN_END = "X-FFFF-PLACE", "X-FFFF-NAME", "X-FFFF-POSITION", "X-FFFF-OPEN-END"

_SEOUL = ZoneInfo("Asia/Seoul")
_READ_AGAIN_AFTER = timedelta(hours=1)
_SEOULS_CLOCK = """\
BEGIN:VTIMEZONE
TZID:Asia/Seoul
X-LIC-LOCATION:Asia/Seoul
BEGIN:STANDARD
DTSTART:19700101T000000
TZNAME:KST
TZOFFSETFROM:+0900
TZOFFSETTO:+0900
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19870510T020000
RDATE:19880508T020000
TZNAME:KDT
TZOFFSETFROM:+0900
TZOFFSETTO:+1000
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19871011T030000
RDATE:19881009T030000
TZNAME:KST
TZOFFSETFROM:+1000
TZOFFSETTO:+0900
END:STANDARD
END:VTIMEZONE
"""
"""Every change since 1970, by the IANA time zone database; `Timezone.from_tzid` puts summer's beginning an hour late."""


def calendar_file(entries: Sequence[Entry], *, name: str, language: Language, site: str) -> bytes:
    """Write a calendar of entries, which stand in the order of their days; `site` begins the addresses that lead back.

    The same entries give the same bytes.
    """
    calendar = _empty_calendar(name)
    for entry, number in _numbered(entries):
        calendar.add_component(_event(entry, number, language, site))
    return calendar.to_ical(sorted=False)


def _empty_calendar(name: str) -> Calendar:
    calendar, name = Calendar(), _written(name)
    calendar.add("prodid", "-//FFFF//Schedules//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", vText(name))
    calendar.add("x-wr-calname", vText(name))
    calendar.add("x-wr-timezone", "Asia/Seoul")
    calendar.add("refresh-interval", _READ_AGAIN_AFTER, {"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    calendar.add_component(_clock_of_seoul())
    return calendar


@cache
def _clock_of_seoul() -> Timezone:
    return Timezone.from_ical(_SEOULS_CLOCK)  # pyright: ignore[reportReturnType]


def _numbered(entries: Sequence[Entry]) -> Iterator[tuple[Entry, str]]:
    """Give each entry what its title begins with: a number for those without times where their day has several."""
    on_day = Counter(entry.date for entry in entries if entry.start_time is None)
    so_far: Counter[object] = Counter()
    for entry in entries:
        if entry.start_time is not None or on_day[entry.date] == 1:
            yield entry, ""
            continue
        so_far[entry.date] += 1
        width = len(str(on_day[entry.date]))
        yield entry, f"{so_far[entry.date]:0{width}}. "


def _event(entry: Entry, number: str, language: Language, site: str) -> Event:
    event = Event()
    event.add("uid", f"{entry.id}{UID_DOMAIN}")
    event.add("sequence", entry.version)
    event.add("dtstamp", entry.updated_at.astimezone(UTC))
    event.add("created", entry.created_at.astimezone(UTC))
    event.add("last-modified", entry.updated_at.astimezone(UTC))
    _add_times(event, entry)
    event.add("summary", _written(number + _title(entry, language)))
    event.add("url", _address(entry, site))
    if entry.place:
        _add_place(event, entry.place, language)
    if entry.place_name:
        event.add(NAME, vText(_written(entry.place_name)), {"VALUE": "TEXT"})
    if number:
        event.add(POSITION, str(int(number.removesuffix(". "))))
    if entry.note:
        event.add("comment", _written(entry.note))
    event.add("description", _written("\n\n".join(_described(entry, site))))
    return event


def _add_times(event: Event, entry: Entry) -> None:
    if entry.start_time is None:
        event.add("dtstart", entry.date)
        event.add("dtend", entry.date + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
        return
    stop, midnight = entry.stop, datetime.combine(entry.date, time())
    event.add("dtstart", (midnight + timedelta(minutes=stop.start or 0)).replace(tzinfo=_SEOUL))
    event.add("dtend", (midnight + timedelta(minutes=stop.leaves or 0)).replace(tzinfo=_SEOUL))
    event.add("transp", "OPAQUE")
    if entry.end_time is None:
        event.add(OPEN_END, "TRUE")


def _add_place(event: Event, place: ScheduledPlace, language: Language) -> None:
    event.add(PLACE, place.id)
    korean, own = text_in(place.address, Language.KO), text_in(place.address, language)
    if korean or own:
        event.add("location", _written(_with_korean(own, korean)))
    event.add("geo", (place.lat, place.lng))
    if place.themes:
        event.add("categories", [_written(text_in(THEMES[place.themes[0]].name, language))])


def _title(entry: Entry, language: Language) -> str:
    if entry.place is None or entry.place_name:
        return entry.place_name or ""
    return _with_korean(text_in(entry.place.name, language), text_in(entry.place.name, Language.KO))


def _described(entry: Entry, site: str) -> Iterator[str]:
    if entry.note:
        yield entry.note
    if entry.place:
        yield "\n".join(filter(None, (entry.place.name.get("ko"), entry.place.address.get("ko"))))
    yield _address(entry, site)


def _with_korean(own: str, korean: str) -> str:
    return own if korean in {"", own} else f"{own} ({korean})"


def _address(entry: Entry, site: str) -> str:
    query = {"view": "day", "date": str(entry.date)} | ({"trip": str(entry.trip_id)} if entry.trip_id else {})
    return f"{site}/schedule?{urlencode(query)}"


def _written(text: str) -> str:
    """Return text as calendar files can hold it: of the control characters only tabs and ends of lines."""
    lines = "\n".join(text.splitlines())
    return "".join(char for char in lines if char in "\n\t" or unicodedata.category(char) != "Cc")
