"""What a traveller takes over from a calendar file: shown first, then made in one go."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.place import PLACES
from models.schedule import SCHEDULES
from services.actor import Actor, user_of
from services.calendar_reading import FoundEntry
from services.errors import Invalid
from services.geography import Point, metres_between
from services.hangul import fold, keystrokes
from services.live import Touched
from services.place_text import LINE
from services.places import can_be_id
from services.schedule_changes import Draft
from services.schedule_entries import Entry, entry, select_entries, visible_entries
from services.schedules import Schedules

_MOST_NAMES = 200
_FAR_M = 3_000
"""A place of the right name, but further than this from where the file says it is, is another one."""


class NothingChosen(Invalid):
    code = "nothing_chosen"
    message = "Nothing is selected yet. Choose what to import into your plans."


@dataclass(frozen=True, slots=True)
class MatchedPlace:
    """A place of ours that something in a file stands for."""

    id: str
    name: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something in a file that could be taken over; `is_there` where one's plans hold it already.

    `key` stays the same when the same file is read again.
    """

    key: str
    found: FoundEntry
    place: MatchedPlace | None
    is_there: bool

    def draft(self, trip_id: UUID | None) -> Draft:
        """Return it as a new entry; at a place it keeps its name where that is another one than the place's."""
        found, place = self.found, self.place
        says_more = found.is_named and fold(found.name) not in map(fold, place.name.values() if place else ())
        return Draft(
            date=found.date,
            place_id=place.id if place else None,
            place_name=found.name if says_more or not place else None,
            start_time=found.start_time,
            end_time=found.end_time,
            trip_id=trip_id,
            note=found.note,
        )


class CalendarImports:
    """Calendar files beside the acting user's plans, within one unit of work."""

    def __init__(self, session: AsyncSession, actor: Actor | None, touched: Touched) -> None:
        self._session = session
        self._actor = actor
        self._schedules = Schedules(session, actor, touched)

    async def candidates(self, found: Sequence[FoundEntry]) -> Sequence[Candidate]:
        """Return what of a file can be taken over, each thing once, with the places it stands for."""
        distinct = list(dict.fromkeys(found))
        places = await self._places(distinct)
        present = await self._present(distinct)
        matched = [(one, _place_for(one, places)) for one in distinct]
        return [Candidate(_key(one), one, place, _is_there(one, place, present)) for one, place in matched]

    async def take_over(self, chosen: Sequence[Candidate], trip_id: UUID | None) -> date:
        """Make entries of these, all or none, outside of trips or within one, and return the first one's day.

        Raises:
            NothingChosen
            TripNotFound, MayOnlyRead, FullDay, FullPlan: as `Schedules.apply` has them.
        """
        if not chosen:
            raise NothingChosen
        drafts = [candidate.draft(trip_id) for candidate in chosen]
        await self._schedules.add_all(drafts)
        return min(draft.date for draft in drafts)

    async def _present(self, found: Iterable[FoundEntry]) -> Sequence[Entry]:
        days = {one.date for one in found}
        ids = {one.own_id for one in found if one.own_id}
        query = select_entries().where(visible_entries(user_of(self._actor)))
        query = query.where(or_(SCHEDULES.c.date.in_(days), SCHEDULES.c.id.in_(ids)))
        return [entry(row) for row in await self._session.execute(query)]

    async def _places(self, found: Sequence[FoundEntry]) -> "Sequence[_NamedPlace]":
        """Return the places that these may stand for, the best known first."""
        p = PLACES.c
        ids = {one.place_id for one in found if one.place_id and can_be_id(one.place_id)}
        names = list(dict.fromkeys(name for one in found for name in _possible_names(one)))[:_MOST_NAMES]
        is_called = or_(p.id.in_(ids), *(p.search_names.like(f"%{LINE}{name}{LINE}%") for name in names))
        query = select(p.id, p.name, p.search_names, p.lat, p.lng).where(is_called, p.withdrawn_at.is_(None))
        query = query.order_by(p.prominence.desc(), func.length(p.id), p.id)
        return [_named_place(row) for row in await self._session.execute(query)]


@dataclass(frozen=True, slots=True)
class _NamedPlace:
    place: MatchedPlace
    called: frozenset[str]
    point: Point


def _named_place(row: Any) -> _NamedPlace:
    called = frozenset(row.search_names.split(LINE))
    return _NamedPlace(MatchedPlace(row.id, row.name), called, Point(row.lat, row.lng))


def _possible_names(found: FoundEntry) -> Sequence[str]:
    """What may be a place's name, as search has it: the title, where it is, and the beginning of that."""
    texts = (found.name, found.location, found.location.partition(",")[0])
    return [name for name in dict.fromkeys(map(keystrokes, texts)) if len(name) > 1]


def _place_for(found: FoundEntry, places: Sequence[_NamedPlace]) -> MatchedPlace | None:
    for one in places:
        if found.place_id == one.place.id:
            return one.place
    for name in _possible_names(found):
        for one in places:
            if name in one.called and _is_near(found.point, one.point):
                return one.place
    return None


def _is_near(said: Point | None, place: Point) -> bool:
    return said is None or metres_between(said, place) <= _FAR_M


def _is_there(found: FoundEntry, place: MatchedPlace | None, present: Iterable[Entry]) -> bool:
    return any(
        one.id == found.own_id
        or ((one.date, one.start_time) == (found.date, found.start_time) and _is_the_same(found, place, one))
        for one in present
    )


def _is_the_same(found: FoundEntry, place: MatchedPlace | None, other: Entry) -> bool:
    if place and place.id == other.place_id:
        return True
    names = [other.place_name or "", *(other.place.name.values() if other.place else ())]
    return fold(found.name) in {fold(name) for name in names if name}


def _key(found: FoundEntry) -> str:
    return blake2b(repr(found).encode(), digest_size=12).hexdigest()
