"""The steps a traveller has made on their plans, so that they can be undone and made again, also after a reload."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any, Self
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, delete, exists, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models.schedule import SCHEDULE_CHANGES
from services.actor import Actor, user_of
from services.trip_access import editable_trips

c = SCHEDULE_CHANGES.c

MOST_STEPS = 50

Row = Mapping[str, Any]
"""An entry's row of the table `schedules`, by column."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """One entry before and after a change: None where it was not there. `id` is that of the remembered change."""

    schedule_id: UUID
    before: Row | None
    after: Row | None
    id: int = 0

    def reversed(self) -> Self:
        return replace(self, before=self.after, after=self.before)


class EditHistory:
    """The acting user's steps within one unit of work."""

    def __init__(self, session: AsyncSession, actor: Actor | None) -> None:
        self._session = session
        self._actor = actor

    async def remember(self, changes: Sequence[Remembered]) -> None:
        """Keep these changes as one step; what had been undone before it cannot be made again any more."""
        changes = [one for one in changes if one.before != one.after]
        if not changes:
            return
        user_id, step = user_of(self._actor), uuid4()
        await self._session.execute(
            select(func.pg_advisory_xact_lock(func.hashtextextended(str(user_id), 0)))
        )
        await self._session.execute(delete(SCHEDULE_CHANGES).where(c.user_id == user_id, c.undone))
        rows = [
            {
                "user_id": user_id,
                "trip_id": (one.after or one.before or {})["trip_id"],
                "schedule_id": one.schedule_id,
                "step": step,
                "before": one.before and dict(one.before),
                "after": one.after and dict(one.after),
            }
            for one in changes
        ]
        await self._session.execute(insert(SCHEDULE_CHANGES), rows)
        await self._forget_old(user_id)

    async def clear(self) -> None:
        """Forget every step."""
        await self._session.execute(delete(SCHEDULE_CHANGES).where(c.user_id == user_of(self._actor)))

    async def last_done(self) -> Sequence[Remembered]:
        """Return the changes of the last step that has not been undone, in their order; none when there is no such step."""
        return await self._step(~c.undone, newest=True)

    async def last_undone(self) -> Sequence[Remembered]:
        """Return the changes of the step that was undone last; none when there is no such step."""
        return await self._step(c.undone, newest=False)

    async def has_done(self) -> bool:
        return await self._has(~c.undone)

    async def has_undone(self) -> bool:
        return await self._has(c.undone)

    async def mark(self, step: Sequence[Remembered], *, undone: bool) -> None:
        """Note that a step is undone, or made again."""
        ids = [one.id for one in step]
        await self._session.execute(update(SCHEDULE_CHANGES).where(c.id.in_(ids)).values(undone=undone))

    async def learn(self, one: Remembered, now: Row) -> None:
        """Keep what an entry has become meanwhile, so that making it again brings that back."""
        for side in (c.before, c.after):
            known = update(SCHEDULE_CHANGES).where(c.id == one.id, side.isnot(None))
            await self._session.execute(known.values({side: dict(now)}))

    async def _step(self, which: ColumnElement[bool], *, newest: bool) -> Sequence[Remembered]:
        mine = (c.user_id == user_of(self._actor), which, self._in_reach())
        latest = select(c.step).where(*mine).order_by(c.id.desc() if newest else c.id.asc()).limit(1)
        query = select(c.schedule_id, c.before, c.after, c.id).where(
            *mine, c.step == latest.scalar_subquery()
        )
        rows = await self._session.execute(query.order_by(c.id).with_for_update())
        return [
            Remembered(schedule_id, _read(before), _read(after), change_id)
            for schedule_id, before, after, change_id in rows
        ]

    def _in_reach(self) -> ColumnElement[bool]:
        """Steps in trips that one may change no more stay as they are."""
        return or_(c.trip_id.is_(None), c.trip_id.in_(editable_trips(user_of(self._actor))))

    async def _has(self, which: ColumnElement[bool]) -> bool:
        query = select(exists().where(c.user_id == user_of(self._actor), which, self._in_reach()))
        return bool(await self._session.scalar(query))

    async def _forget_old(self, user_id: UUID) -> None:
        old = (
            select(c.step)
            .where(c.user_id == user_id)
            .group_by(c.step)
            .order_by(func.max(c.id).desc())
            .offset(MOST_STEPS)
        )
        await self._session.execute(delete(SCHEDULE_CHANGES).where(c.user_id == user_id, c.step.in_(old)))


def _read(row: Row | None) -> Row | None:
    """Turn JSON back into the values of an entry's columns."""
    if row is None:
        return None
    return {
        name: _READERS[name](value) if name in _READERS and value else value for name, value in row.items()
    }


_READERS: Mapping[str, Callable[[str], Any]] = {
    "id": UUID,
    "user_id": UUID,
    "trip_id": UUID,
    "date": date.fromisoformat,
    "start_time": time.fromisoformat,
    "end_time": time.fromisoformat,
    "created_at": datetime.fromisoformat,
    "updated_at": datetime.fromisoformat,
}
