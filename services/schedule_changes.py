"""What can be done to a schedule: new entries, changes of some fields, removals; and what of that is refused."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any
from uuid import UUID

from models.schedule import LONGEST_NAME, LONGEST_NOTE
from services.calendar_days import plannable
from services.errors import Invalid
from services.plain_text import one_line, several_lines

FIELDS_THAT_GO_TOGETHER = (
    ("trip_id",),
    ("place_id", "place_name"),
    ("date",),
    ("start_time", "end_time"),
    ("position",),
    ("note",),
)
"""What of an entry can be changed, by what makes sense only as a whole: half a place or half a time may be none."""

FIELDS = tuple(name for fields in FIELDS_THAT_GO_TOGETHER for name in fields)

MOST_POSITION = 1_000_000


class NotSomewhere(Invalid):
    code = "schedule_needs_a_place"
    message = "Choose a place, or give the entry a name of 1 to 200 characters."
    field = "place_name"


class NotAPlannableDay(Invalid):
    code = "invalid_date"
    message = "Choose a day between 1970 and 2100."
    field = "date"


class EndWithoutStart(Invalid):
    code = "end_without_start"
    message = "An entry with an end time needs a start time too."
    field = "start_time"


class NoLength(Invalid):
    code = "no_length"
    message = "An entry cannot end the minute it starts. Choose a later end."
    field = "end_time"


class NotATime(Invalid):
    code = "invalid_time"
    message = "Write a time as hours and minutes, like 09:30."
    field = "start_time"


class TooLongNote(Invalid):
    code = "note_too_long"
    message = "A note can have up to 2,000 characters."
    field = "note"


class NotAPosition(Invalid):
    code = "invalid_position"
    message = "A position is a number from 0 to 1,000,000."
    field = "position"


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry to be made; without a position it comes last on its day."""

    date: date
    place_id: str | None = None
    place_name: str | None = None
    start_time: time | None = None
    end_time: time | None = None
    trip_id: UUID | None = None
    note: str = ""
    position: int | None = None


@dataclass(frozen=True, slots=True)
class Edit:
    """Some fields of an entry to be changed, as seen at a version; without one, whatever it is now."""

    id: UUID
    fields: Mapping[str, Any]
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Removal:
    """An entry to be removed."""

    id: UUID
    version: int | None = None


Change = Draft | Edit | Removal


def checked(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a whole entry as they are kept.

    Raises:
        NotSomewhere, NotAPlannableDay, EndWithoutStart, NoLength, NotATime, TooLongNote, NotAPosition
    """
    fields = dict(values)
    fields["place_name"] = one_line(fields.get("place_name") or "") or None
    fields["note"] = several_lines(fields.get("note") or "")
    _check_where(fields)
    _check_when(fields)
    if len(fields["note"]) > LONGEST_NOTE:
        raise TooLongNote
    position = fields.get("position")
    if position is not None and not 0 <= position <= MOST_POSITION:
        raise NotAPosition
    return fields


def _check_where(fields: Mapping[str, Any]) -> None:
    name: str | None = fields["place_name"]
    if name is not None and (len(name) > LONGEST_NAME or not name.strip("\u200d ")):
        raise NotSomewhere
    if name is None and not fields.get("place_id"):
        raise NotSomewhere


def _check_when(fields: Mapping[str, Any]) -> None:
    try:
        plannable(fields["date"])
    except ValueError:
        raise NotAPlannableDay from None
    start, end = fields.get("start_time"), fields.get("end_time")
    if end is not None and start is None:
        raise EndWithoutStart
    if start is not None and start == end:
        raise NoLength
    for clock in (start, end):
        if clock is not None and (clock.second or clock.microsecond or clock.tzinfo):
            raise NotATime
