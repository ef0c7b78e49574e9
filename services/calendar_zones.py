"""The time zones that a calendar file names: those of the world, Windows' names for them, and those it describes itself."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime, tzinfo
from functools import cache
from io import StringIO
from zoneinfo import ZoneInfo, available_timezones

from dateutil.tz import tzical
from icalendar import vRecur
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from services.calendar_repeats import is_calm

ZONE = "X-FFFF-ZONE"
"""The parameter that names a zone which only the file itself describes; such times are read as they stand."""

SEOUL = ZoneInfo("Asia/Seoul")
_DESCRIBING = ("BEGIN", "END", "TZID", "DTSTART", "RRULE", "RDATE", "TZOFFSETFROM", "TZOFFSETTO", "TZNAME")
_ZONED = re.compile(
    r'^((?:DTSTART|DTEND|EXDATE|RDATE|RECURRENCE-ID)\b[^:]*?);TZID=("[^"]*"|[^;:"]*)', re.IGNORECASE
)


class FileZones:
    """The zones of one file.

    They are found here and not by icalendar, which would keep what one traveller's file describes for those of others,
    and follow any rule in it however long that takes.
    """

    def __init__(self, described: Mapping[str, Iterable[str]]) -> None:
        self._described = described
        self._made: dict[str, tzinfo] = {}

    @classmethod
    def taken_out_of(cls, lines: Iterable[str]) -> "tuple[FileZones, list[str]]":
        """Return the zones and the lines without them, each time naming a zone of the world or `ZONE`."""
        described: dict[str, list[str]] = {}
        others: list[str] = []
        block: list[str] | None = None
        for line in lines:
            start = line.rstrip().upper()
            if start == "BEGIN:VTIMEZONE":
                block = []
            if block is None:
                others.append(_ZONED.sub(_known_zone, line))
                continue
            block.append(line)
            if start == "END:VTIMEZONE":
                described.setdefault(_id_in(block), block)
                block = None
        return cls(described), others

    def seoul_time(self, moment: datetime, zone: str | None) -> datetime:
        """Return a moment on Seoul's clock, without a zone; what has none is Seoul's already.

        Raises:
            ValueError, OverflowError: the moment or its zone is nonsense.
        """
        if moment.tzinfo is None and zone is not None:
            moment = moment.replace(tzinfo=self._zone(zone))
        return moment.astimezone(SEOUL).replace(tzinfo=None) if moment.tzinfo else moment

    def _zone(self, name: str) -> tzinfo:
        if name not in self._made:
            self._made[name] = _zone_of(name, self._described.get(name, ()))
        return self._made[name]


def _known_zone(match: re.Match[str]) -> str:
    before, name = match[1], match[2].strip('"')
    for known in (name, WINDOWS_TO_OLSON.get(name, ""), *_ends_of(name)):
        if known in _zones_of_the_world():
            return f"{before};TZID={known}"
    return f'{before};{ZONE}="{name}"'


def _ends_of(name: str) -> Iterable[str]:
    """`/freeassociation.sourceforge.net/Europe/Berlin` ends with what it means."""
    parts = name.strip("/").split("/")
    return ("/".join(parts[-number:]) for number in (3, 2, 1))


@cache
def _zones_of_the_world() -> frozenset[str]:
    return frozenset(available_timezones())


def _id_in(block: Iterable[str]) -> str:
    return next((line.partition(":")[2].strip() for line in block if line.upper().startswith("TZID")), "")


def _zone_of(name: str, block: Iterable[str]) -> tzinfo:
    """Read a description; where there is none, or one that repeats oddly, times are taken as Seoul's."""
    kept = [line for line in block if re.split(r"[:;]", line, maxsplit=1)[0].upper() in _DESCRIBING]
    rules = [line.partition(":")[2] for line in kept if line.upper().startswith("RRULE")]
    try:
        if not all(is_calm(vRecur.from_ical(rule)) and "FREQ=YEARLY" in rule.upper() for rule in rules):
            return SEOUL
        return tzical(StringIO("\n".join(kept))).get(name) or SEOUL
    except ValueError:
        return SEOUL
