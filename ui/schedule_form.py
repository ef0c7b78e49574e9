"""Reading what the forms and scripts of the schedule page send."""

import re
from collections.abc import Mapping
from datetime import date, time
from typing import Any, TypeVar
from uuid import UUID

import orjson

from services.calendar_days import plannable
from services.errors import Failure, Invalid
from services.schedule_changes import Draft, Edit, NotAPlannableDay, NotAPosition, NotATime, Removal
from services.schedules import MOST_CHANGES, ScheduleNotFound, TooManyChanges
from services.travel_time import Mode
from services.trip_access import TripNotFound

_CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER = re.compile(r"[0-9]{1,9}")
_F = TypeVar("_F", bound=Failure)


class NotMoves(Invalid):
    code = "invalid_changes"
    message = "These changes cannot be read, so nothing was changed."
    field = "changes"


class NotAMode(Invalid):
    code = "invalid_mode"
    message = "Choose how you get around: on foot, by transit or by car."
    field = "mode"


class NotAVersion(Invalid):
    code = "invalid_version"
    message = "The version of an entry is a whole number."
    field = "version"


def draft_of(form: Mapping[str, str]) -> Draft:
    """Read a new entry.

    Raises:
        NotAPlannableDay, NotATime, NotAPosition, TripNotFound
    """
    fields: dict[str, Any] = {"date": day_of(form.get("date", ""))}
    return Draft(**(fields | fields_of(form)))


def edit_of(schedule_id: str, form: Mapping[str, str]) -> Edit:
    """Read a change of the fields that the form has.

    Raises:
        ScheduleNotFound, NotAVersion, and what `draft_of` raises.
    """
    return Edit(id_of(schedule_id), fields_of(form), version_of(form))


def removal_of(schedule_id: str, form: Mapping[str, str]) -> Removal:
    """Read a removal.

    Raises:
        ScheduleNotFound, NotAVersion
    """
    return Removal(id_of(schedule_id), version_of(form))


def fields_of(form: Mapping[str, str]) -> dict[str, Any]:
    """Read the fields of an entry that the form has; an empty one is None.

    Raises:
        NotAPlannableDay, NotATime, NotAPosition, TripNotFound
    """
    fields = _where(form)
    if "date" in form:
        fields["date"] = day_of(form["date"])
    for name in ("start_time", "end_time"):
        if name in form:
            fields[name] = clock_of(form[name], name)
    if "trip_id" in form:
        fields["trip_id"] = trip_of(form["trip_id"])
    if "note" in form:
        fields["note"] = form["note"]
    if form.get("position"):
        fields["position"] = _whole(form["position"], NotAPosition)
    return fields


def _where(form: Mapping[str, str]) -> dict[str, Any]:
    """Read the place, or the free name: where only the text was changed, the place chosen before is no longer meant."""
    if "place_id" not in form and "place_name" not in form:
        return {}
    name = form.get("place_name", "")
    renamed = "place_shown" in form and name.strip() != form["place_shown"].strip()
    if (place_id := form.get("place_id")) and not renamed:
        return {"place_id": place_id, "place_name": None}
    return {"place_id": None, "place_name": name}


def moves_of(text: str) -> list[Edit]:
    """Read where entries are to go: JSON of `[{id, date, start, end}]`, each perhaps with `version` and `position`.

    Raises:
        NotMoves, TooManyChanges, ScheduleNotFound, and what `draft_of` raises.
    """
    try:
        moves: list[dict[str, Any]] = orjson.loads(text)
        if not isinstance(moves, list) or not moves:  # pyright: ignore[reportUnnecessaryIsInstance] (it may be any JSON)
            raise NotMoves
        if len(moves) > MOST_CHANGES:
            raise TooManyChanges
        return [_move(one) for one in moves]
    except (orjson.JSONDecodeError, KeyError, TypeError, AttributeError) as error:
        raise NotMoves from error


def _move(one: dict[str, Any]) -> Edit:
    fields: dict[str, Any] = {
        "date": day_of(one["date"]),
        "start_time": clock_of(one["start"] or "", "start_time"),
        "end_time": clock_of(one["end"] or "", "end_time"),
    }
    if one.get("position") is not None:
        fields["position"] = _whole(str(one["position"]), NotAPosition)
    version = one.get("version")
    return Edit(id_of(one["id"]), fields, None if version is None else _whole(str(version), NotAVersion))


def day_of(text: str) -> date:
    """Read a day.

    Raises:
        NotAPlannableDay
    """
    try:
        if _DAY.fullmatch(text):
            return plannable(date.fromisoformat(text))
    except ValueError:
        pass
    raise NotAPlannableDay


def clock_of(text: str, field: str) -> time | None:
    """Read a time of the form `field`, None where it is empty.

    Raises:
        NotATime
    """
    if not text:
        return None
    if not _CLOCK.fullmatch(text):
        raise _at(field, NotATime())
    return time.fromisoformat(text)


def trip_of(text: str) -> UUID | None:
    """Read the id of a trip, None where it is empty.

    Raises:
        TripNotFound
    """
    try:
        return UUID(text) if text else None
    except ValueError:
        raise TripNotFound from None


def id_of(text: str) -> UUID:
    """Read the id of an entry.

    Raises:
        ScheduleNotFound
    """
    try:
        return UUID(text)
    except ValueError:
        raise ScheduleNotFound from None


def ids_of(text: str) -> frozenset[UUID]:
    """Read ids with spaces between them.

    Raises:
        ScheduleNotFound
    """
    return frozenset(map(id_of, text.split()))


def mode_of(text: str) -> Mode | None:
    """Read how one gets around, None where nothing was chosen.

    Raises:
        NotAMode
    """
    if not text:
        return None
    if text not in set(Mode):
        raise NotAMode
    return Mode(text)


def version_of(form: Mapping[str, str]) -> int | None:
    """Read the version that a change was made from.

    Raises:
        NotAVersion
    """
    text = form.get("version")
    return _whole(text, NotAVersion) if text else None


def _whole(text: str, failure: type[Failure]) -> int:
    if not _NUMBER.fullmatch(text):
        raise failure
    return int(text)


def _at(field: str, failure: _F) -> _F:
    failure.field = field
    return failure
