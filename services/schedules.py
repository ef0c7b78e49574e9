"""A traveller's plans: entries of their own and of the trips they are in, changed by one step at a time that can be undone.

Two people who change different fields of one entry both keep theirs. Who changes the same field later wins, and is told
what the other had put there.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, Select, and_, delete, func, insert, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from models.language import Texts
from models.place import PLACES
from models.schedule import SCHEDULES
from models.user import USERS
from services.actor import Actor, user_of
from services.cursors import read_cursor, written_cursor
from services.edit_history import EditHistory, Remembered, Row
from services.errors import Conflict, Failure, NotFound, VersionConflict
from services.live import Touched
from services.places import PlaceNotFound, can_be_id
from services.schedule_changes import (
    FIELDS,
    FIELDS_THAT_GO_TOGETHER,
    MOST_POSITION,
    Change,
    Draft,
    Edit,
    Removal,
    checked,
)
from services.schedule_entries import Entry, entry, select_entries, visible_entries
from services.trip_access import (
    MayOnlyRead,
    Standing,
    TripNotFound,
    standing_in,
    standings,
    visible_trips,
)
from services.users import hold_user

c = SCHEDULES.c

MOST_CHANGES = 100
"""As many entries as one step may change."""
MOST_A_DAY = 100
MOST_OF_A_USER = 10_000
_APART = 1_000
"""What lies between the positions of entries that were added one after the other, so that others fit in."""


class ScheduleNotFound(NotFound):
    code = "schedule_not_found"
    message = "There is no such entry in your plans; someone may have removed it."


class FullDay(Conflict):
    code = "full_day"
    message = "A day holds up to 100 entries. Remove some, or choose another day."


class FullPlan(Conflict):
    code = "full_plan"
    message = "You have 10,000 entries, the most that can be kept. Remove some first."


class TooManyChanges(Conflict):
    code = "too_many_changes"
    message = "Up to 100 entries can be changed at once. Send them in smaller batches."


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one change: the entry as it is now, None once removed.

    `overwritten` holds what somebody else had put into the changed fields since the version that the change was made from.
    """

    id: UUID
    entry: Entry | None
    overwritten: Mapping[str, Any] = field(default_factory=dict[str, Any])


@dataclass(frozen=True, slots=True)
class EntryPage:
    """Some entries in the order of their days, and the cursor of the page that follows, if one does."""

    items: Sequence[Entry]
    next_cursor: str | None


class Schedules:
    """The acting user's plans within one unit of work."""

    def __init__(self, session: AsyncSession, actor: Actor | None, touched: Touched) -> None:
        self._session = session
        self._actor = actor
        self._touched = touched
        self._history = EditHistory(session, actor)

    async def between(self, first: date, last: date, trip_id: UUID | None = None) -> Sequence[Entry]:
        """Return the entries from the first to the last day, of one trip or of all that one may see.

        Raises:
            TripNotFound: there is no such trip, or it is not the acting user's.
        """
        return await self._some(await self._within(first, last, trip_id))

    async def page(
        self,
        first: date,
        last: date,
        trip_id: UUID | None = None,
        *,
        limit: int,
        cursor: str | None = None,
    ) -> EntryPage:
        """Return at most `limit` of these entries, from the one after the cursor.

        Raises:
            TripNotFound: there is no such trip, or it is not the acting user's.
            BadCursor: the cursor was not written here.
        """
        query = await self._within(first, last, trip_id)
        if cursor is not None:
            after = read_cursor(cursor, date.fromisoformat, _position, UUID)
            query = query.where(tuple_(c.date, c.position, c.id) > tuple_(*after))
        found = await self._some(query.limit(limit + 1))
        shown_last = found[limit - 1] if len(found) > limit else None
        keys = shown_last and [shown_last.date, shown_last.position, shown_last.id]
        return EntryPage(found[:limit], written_cursor(keys) if keys else None)

    async def get(self, schedule_id: UUID) -> Entry:
        """Return one entry.

        Raises:
            ScheduleNotFound: there is none, or it is a stranger's.
        """
        for found in await self._some(select_entries().where(c.id == schedule_id, self._visible())):
            return found
        raise ScheduleNotFound

    async def trips(self) -> frozenset[UUID]:
        """Return the ids of the trips of which one may see the entries."""
        return frozenset((await self._session.scalars(visible_trips(user_of(self._actor)))).all())

    async def add(self, draft: Draft) -> Entry:
        """Make one entry; raises what `apply` raises."""
        (outcome,) = await self.apply([draft])
        if outcome.entry is None:
            raise ScheduleNotFound
        return outcome.entry

    async def apply(self, changes: Sequence[Change], *, strict: bool = False) -> Sequence[Outcome]:
        """Make all of these changes, or none, as one step that can be undone.

        `strict` refuses a change that was made from another version than the present one, where it names one.

        Raises:
            ScheduleNotFound, TripNotFound, PlaceNotFound: what a change speaks of is not there for the acting user.
            MayOnlyRead: the trip may be read but not changed.
            VersionConflict: strict, and the entry has changed; carries it as it is now.
            FullDay, FullPlan, TooManyChanges, and what `schedule_changes.checked` raises.
        """
        if len(changes) > MOST_CHANGES:
            raise TooManyChanges
        user_id = await hold_user(self._session, self._actor)
        present = await self._hold([change.id for change in changes if not isinstance(change, Draft)])
        reach = await self._reach(changes, present)
        stored = await self._read_before(changes) if strict else dict[UUID, Entry]()
        room = await self._room(user_id) if any(isinstance(change, Draft) for change in changes) else 0
        step: list[Remembered] = []
        lost: list[Mapping[str, Any]] = []
        for number, asked in enumerate(changes):
            try:
                reach.check(asked, present)
                change = reach.without_known_name(asked)
                if isinstance(change, Draft) and room < 1:
                    raise FullPlan
                made, others = await self._make(change, user_id, present, stored, strict=strict)
            except Failure as failure:
                failure.number = number
                raise
            present[made.schedule_id] = made.after
            room -= _is_of(user_id, made.after) - _is_of(user_id, made.before)
            step.append(made)
            lost.append(others)
        await self._check_room(user_id, step)
        await self._history.remember(step)
        return await self._outcomes(
            [(made.schedule_id, others) for made, others in zip(step, lost, strict=True)]
        )

    async def add_all(self, drafts: Sequence[Draft]) -> None:
        """Add as many entries as there are, in as many steps as that takes.

        Raises:
            TripNotFound, PlaceNotFound, MayOnlyRead, FullDay, FullPlan: as `apply` does; nothing is then kept.
        """
        for first in range(0, len(drafts), MOST_CHANGES):
            await self.apply(drafts[first : first + MOST_CHANGES])

    async def undo(self) -> Sequence[Outcome]:
        """Take back the acting user's last step, but for what others have changed since; empty when there is none.

        `overwritten` of an outcome holds the fields that were left as others have made them.
        """
        return await self._turn_back(await self._history.last_done(), undone=True)

    async def redo(self) -> Sequence[Outcome]:
        """Make the step again that was undone last, but for what others have changed since; empty when there is none."""
        return await self._turn_back(await self._history.last_undone(), undone=False)

    async def can_undo_and_redo(self) -> tuple[bool, bool]:
        """Tell whether there is a step to undo, and one to make again."""
        return await self._history.has_done(), await self._history.has_undone()

    # --- reading ----------------------------------------------------------------------------------------------------

    async def _some(self, query: Select[Any]) -> Sequence[Entry]:
        return [entry(row) for row in await self._session.execute(query)]

    async def _within(self, first: date, last: date, trip_id: UUID | None) -> Select[Any]:
        query = select_entries().where(c.date.between(first, last))
        if trip_id is None:
            return query.where(self._visible())
        user_id = user_of(self._actor)
        await standing_in(self._session, user_id, trip_id)
        return query.where(c.trip_id == trip_id, c.trip_id.in_(visible_trips(user_id)))

    def _visible(self) -> ColumnElement[bool]:
        return visible_entries(user_of(self._actor))

    async def _outcomes(self, changed: Sequence[tuple[UUID, Mapping[str, Any]]]) -> Sequence[Outcome]:
        ids = [schedule_id for schedule_id, _ in changed]
        found = {one.id: one for one in await self._some(select_entries().where(c.id.in_(ids)))}
        return [Outcome(schedule_id, found.get(schedule_id), lost) for schedule_id, lost in changed]

    # --- checking ---------------------------------------------------------------------------------------------------

    async def _hold(self, ids: Sequence[UUID]) -> dict[UUID, Row | None]:
        """Lock these entries, in one order, so that no two travellers wait in a circle; a stranger's are not among them."""
        if not ids:
            return {}
        query = select(SCHEDULES).where(c.id.in_(ids), self._visible()).order_by(c.id).with_for_update()
        return {row["id"]: dict(row) for row in (await self._session.execute(query)).mappings()}

    async def _read_before(self, changes: Sequence[Change]) -> Mapping[UUID, Entry]:
        """Read what more than one change speaks of, as a refusal must tell it: without what will be taken back."""
        spoken_of = Counter(change.id for change in changes if not isinstance(change, Draft))
        twice = [one for one, times in spoken_of.items() if times > 1]
        if not twice:
            return {}
        query = select_entries().where(c.id.in_(twice), self._visible())
        return {one.id: one for one in await self._some(query)}

    async def _reach(self, changes: Sequence[Change], present: Mapping[UUID, Row | None]) -> "_Reach":
        """Find out which of the trips and places that these changes speak of are there for the acting user."""
        named = [_named(change) for change in changes]
        places = {fields["place_id"] for fields in named if fields.get("place_id") is not None}
        trips = await self._standings((*named, *present.values()))
        return _Reach(trips, await self._places_of(places))

    async def _standings(self, rows: Iterable[Row | None]) -> Mapping[UUID, Standing]:
        """Return what the acting user may do in the trips that these rows name."""
        trips = {row["trip_id"] for row in rows if row and row.get("trip_id")}
        return await standings(self._session, user_of(self._actor), trips)

    async def _places_of(self, places: Collection[str]) -> Mapping[str, Texts]:
        """Return the names of those of these places that there are."""
        possible = [one for one in places if can_be_id(one)]
        if not possible:
            return {}
        query = select(PLACES.c.id, PLACES.c.name).where(PLACES.c.id.in_(possible))
        return {row.id: row.name for row in await self._session.execute(query)}

    async def _room(self, user_id: UUID) -> int:
        """Return how many entries the acting user may still make."""
        made = await self._session.scalar(select(func.count()).where(c.user_id == user_id))
        return MOST_OF_A_USER - (made or 0)

    async def _check_room(self, user_id: UUID, step: Sequence[Remembered]) -> None:
        """See that no day to which an entry has come is overfull."""
        come = {
            (one.after["trip_id"], one.after["date"])
            for one in step
            if one.after
            and (
                not one.before
                or (one.before["trip_id"], one.before["date"]) != (one.after["trip_id"], one.after["date"])
            )
        }
        for trip_id, day in sorted(come, key=str):
            # Others may be adding to the same day of a trip; one's own days are held with the user.
            if trip_id is not None:
                await self._session.execute(select(func.pg_advisory_xact_lock(_lock_of(trip_id, day))))
            number = await self._session.scalar(
                select(func.count()).where(_scope(user_id, trip_id), c.date == day)
            )
            if number is not None and number > MOST_A_DAY:
                raise FullDay

    # --- changing ---------------------------------------------------------------------------------------------------

    async def _make(
        self,
        change: Change,
        user_id: UUID,
        present: Mapping[UUID, Row | None],
        stored: Mapping[UUID, Entry],
        *,
        strict: bool,
    ) -> tuple[Remembered, Mapping[str, Any]]:
        match change:
            case Draft():
                return await self._add(change, user_id), {}
            case Edit():
                before = await self._allowed(change, present, stored, strict=strict)
                return await self._edit(before, change.fields, change.version)
            case Removal():
                before = await self._allowed(change, present, stored, strict=strict)
                return await self._remove(before), {}

    async def _allowed(
        self,
        change: Edit | Removal,
        present: Mapping[UUID, Row | None],
        stored: Mapping[UUID, Entry],
        *,
        strict: bool,
    ) -> Row:
        before = present.get(change.id)
        if before is None:
            raise ScheduleNotFound
        if strict and change.version is not None and change.version != before["version"]:
            raise VersionConflict(current=stored.get(change.id) or await self.get(change.id))
        return before

    async def _add(self, draft: Draft, user_id: UUID) -> Remembered:
        fields = checked({name: getattr(draft, name) for name in FIELDS})
        if fields["position"] is None:
            fields["position"] = await self._next_position(user_id, draft.trip_id, draft.date)
        new_id = uuid4()
        whole: Row = {"id": new_id, "user_id": user_id, "version": 1, "field_versions": {}, **fields}
        await self._session.execute(insert(SCHEDULES).values(dict(whole)))
        self._touched.schedule(user_id, draft.trip_id)
        return Remembered(new_id, None, whole)

    async def _edit(
        self, before: Row, wanted: Mapping[str, Any], version: int | None
    ) -> tuple[Remembered, Mapping[str, Any]]:
        """Change the fields that differ; tell which of them somebody else has changed since the version.

        An entry that is taken out of a trip belongs to who takes it: nobody writes into the plans of another.
        """
        after = checked({name: before[name] for name in FIELDS} | dict(wanted))
        owner = before["user_id"] if after["trip_id"] or not before["trip_id"] else user_of(self._actor)
        moves = any(after[name] != before[name] for name in ("date", "trip_id"))
        if after["position"] is None or (moves and "position" not in wanted):
            after["position"] = await self._next_position(owner, after["trip_id"], after["date"])
        changed = {name: after[name] for name in FIELDS if after[name] != before[name]}
        seen = before["version"] if version is None else version
        changed_at: dict[str, int] = before["field_versions"]
        lost = {name: before[name] for name in changed if changed_at.get(name, 1) > seen}
        if not changed:
            return Remembered(before["id"], before, before), {}
        now = before["version"] + 1
        values = changed | {
            "user_id": owner,
            "version": now,
            "field_versions": {**changed_at, **dict.fromkeys(changed, now)},
        }
        await self._session.execute(
            update(SCHEDULES).where(c.id == before["id"]).values(**values, updated_at=func.clock_timestamp())
        )
        self._touched.schedule(before["user_id"], before["trip_id"])
        self._touched.schedule(owner, after["trip_id"])
        return Remembered(before["id"], before, {**before, **values}), lost

    async def _remove(self, before: Row) -> Remembered:
        await self._session.execute(delete(SCHEDULES).where(c.id == before["id"]))
        self._touched.schedule(before["user_id"], before["trip_id"])
        return Remembered(before["id"], before, None)

    async def _put_back(self, whole: Row) -> Row:
        """Make an entry again that was removed, as it was, in a new version; whose author has left becomes one's own."""
        version = whole["version"] + 1
        if await self._session.scalar(select(USERS.c.id).where(USERS.c.id == whole["user_id"])) is None:
            whole = {**whole, "user_id": user_of(self._actor)}
        values = dict(whole) | {"version": version, "field_versions": dict.fromkeys(FIELDS, version)}
        await self._session.execute(insert(SCHEDULES).values(values))
        self._touched.schedule(whole["user_id"], whole["trip_id"])
        return values

    async def _next_position(self, user_id: UUID, trip_id: UUID | None, day: date) -> int:
        """Return the position behind everything on a day."""
        query = select(func.max(c.position)).where(_scope(user_id, trip_id), c.date == day)
        return min((await self._session.scalar(query) or 0) + _APART, MOST_POSITION)

    # --- undoing ----------------------------------------------------------------------------------------------------

    async def _turn_back(self, step: Sequence[Remembered], *, undone: bool) -> Sequence[Outcome]:
        """Go from one side of each remembered change to the other, the last one first when undoing."""
        await hold_user(self._session, self._actor)
        sides = [side for one in step for side in (one.before, one.after)]
        reach = _Reach(await self._standings(sides), {})
        for side in filter(None, sides):
            reach.check_trip(side["trip_id"])
        present = await self._hold([one.schedule_id for one in step])
        turned = [
            await self._turn(one if undone else one.reversed(), present)
            for one in (reversed(step) if undone else step)
        ]
        await self._history.mark(step, undone=undone)
        return await self._outcomes(turned)

    async def _turn(self, one: Remembered, present: dict[UUID, Row | None]) -> tuple[UUID, Mapping[str, Any]]:
        """Make `before` of what is `after`; `present` holds what others may have made of it since."""
        now = present.get(one.schedule_id)
        if one.before is None:
            if now is not None:
                await self._history.learn(one, now)
                present[one.schedule_id] = (await self._remove(now)).after
            return one.schedule_id, {}
        if one.after is None:
            if now is None:
                present[one.schedule_id] = await self._put_back(one.before)
            return one.schedule_id, {}
        if now is None:
            return one.schedule_id, {}
        own, others = _sides_to_put_back(one.before, one.after, now)
        if own:
            present[one.schedule_id] = (await self._edit(now, own, None))[0].after
        return one.schedule_id, others


def _sides_to_put_back(before: Row, after: Row, now: Row) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what of a change can be put back, and what others have made of the rest since."""
    own: dict[str, Any] = {}
    others: dict[str, Any] = {}
    for fields in FIELDS_THAT_GO_TOGETHER:
        if all(before[name] == after[name] for name in fields):
            continue
        touched = {name: now[name] for name in fields if now[name] not in (before[name], after[name])}
        if touched:
            others |= touched
        else:
            own |= {name: before[name] for name in fields}
    return own, others


def _position(part: Any) -> int:
    """Read a position out of a cursor.

    Raises:
        ValueError: it is none.
    """
    if not isinstance(part, int) or not 0 <= part <= MOST_POSITION:
        raise ValueError(part)
    return part


def _lock_of(trip_id: UUID, day: date) -> ColumnElement[int]:
    return func.hashtextextended(f"{trip_id} {day}", 0)


def _scope(user_id: UUID, trip_id: UUID | None) -> ColumnElement[bool]:
    """The entries that share their days: those of one trip, or one's own outside of trips."""
    return c.trip_id == trip_id if trip_id else and_(c.trip_id.is_(None), c.user_id == user_id)


def _is_of(user_id: UUID, row: Row | None) -> bool:
    """Tell whether an entry is there and was made by a user."""
    return row is not None and row["user_id"] == user_id


def _named(change: Change) -> Mapping[str, Any]:
    """What a change says of a trip, of a place and of its name."""
    match change:
        case Draft():
            return {
                "trip_id": change.trip_id,
                "place_id": change.place_id,
                "place_name": change.place_name,
            }
        case Edit():
            return change.fields
        case Removal():
            return {}


@dataclass(frozen=True, slots=True)
class _Reach:
    """What the acting user may do in the trips that changes speak of, and which of their places there are."""

    trips: Mapping[UUID, Standing]
    places: Mapping[str, Texts]

    def check(self, change: Change, present: Mapping[UUID, Row | None]) -> None:
        """See that a change stays within reach.

        Raises:
            TripNotFound, MayOnlyRead, PlaceNotFound
        """
        named = _named(change)
        before = None if isinstance(change, Draft) else present.get(change.id)
        for row in filter(None, (named, before)):
            self.check_trip(row.get("trip_id"))
        if named.get("place_id") is not None and named["place_id"] not in self.places:
            raise PlaceNotFound

    def without_known_name(self, change: Change) -> Change:
        """Leave out a name that the place has anyway: who puts back what was read names it in their own language."""
        named = _named(change)
        known = self.places.get(named.get("place_id") or "", {})
        if named.get("place_name") not in known.values():
            return change
        match change:
            case Draft():
                return replace(change, place_name=None)
            case Edit():
                return replace(change, fields={**change.fields, "place_name": None})
            case Removal():
                return change

    def check_trip(self, trip_id: UUID | None) -> None:
        if trip_id is None:
            return
        standing = self.trips.get(trip_id)
        if standing is None:
            raise TripNotFound
        if not standing.may_edit:
            raise MayOnlyRead
