"""Exports as rows: one under way at most for a traveller, and kept for a day once it is whole."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from models.export import EXPORTS
from services.actor import Actor, user_of
from services.errors import NotFound

c = EXPORTS.c

LIFETIME = timedelta(hours=24)
"""Counted from when an export is whole."""
_STILL_FOR = timedelta(minutes=10)
"""Nothing is packed for so long: the process that began has died."""


class ExportNotFound(NotFound):
    code = "export_not_found"
    message = "This download is no longer there. You can create a new one at any time."


class ExportState(StrEnum):
    """How far an export has come."""

    UNDER_WAY = "under_way"
    READY = "ready"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Export:
    """An export as its owner sees it; `done` of `total` files are packed."""

    id: UUID
    state: ExportState
    done: int
    total: int
    updated_at: datetime


class Exports:
    """The acting user's exports within one unit of work."""

    def __init__(self, session: AsyncSession, actor: Actor | None) -> None:
        self._session = session
        self._actor = actor

    async def begin(self) -> tuple[Export, bool]:
        """Begin an export, or return the one that is under way; also tells whether it is new."""
        user_id = user_of(self._actor)
        died = update(EXPORTS).where(c.user_id == user_id, _state() == ExportState.FAILED)
        await self._session.execute(died.values(failed=True))
        query = insert(EXPORTS).values(user_id=user_id).on_conflict_do_nothing().returning(c.id)
        begun = await self._session.scalar(query)
        export = await self.latest()
        if export is None:
            raise ExportNotFound
        return export, begun is not None

    async def get(self, export_id: UUID) -> Export:
        """Return one of the acting user's exports.

        Raises:
            ExportNotFound: it is over, or somebody else's.
        """
        export = await self._latest(c.id == export_id)
        if export is None:
            raise ExportNotFound
        return export

    async def latest(self) -> Export | None:
        """Return the acting user's newest export, if it is not over."""
        return await self._latest()

    async def packed(self, export_id: UUID, done: int, total: int) -> None:
        """Note how many files are packed.

        Raises:
            ExportNotFound: its owner has gone meanwhile.
        """
        await self._change(export_id, done=done, total=total)

    async def finish(self, export_id: UUID, object_key: str) -> None:
        """Note where the zip lies; raises as `packed` does."""
        await self._change(export_id, object_key=object_key)

    async def fail(self, export_id: UUID) -> None:
        """Note that nothing will come of it; raises as `packed` does."""
        await self._change(export_id, failed=True)

    async def _change(self, export_id: UUID, **values: object) -> None:
        own = update(EXPORTS).where(c.id == export_id, c.user_id == user_of(self._actor))
        changed = own.values(updated_at=func.now(), **values).returning(c.id)
        if await self._session.scalar(changed) is None:
            raise ExportNotFound

    async def _latest(self, *conditions: ColumnElement[bool]) -> Export | None:
        query = (
            select(c.id, _state(), c.done, c.total, c.updated_at)
            .where(c.user_id == user_of(self._actor), ~is_over(), *conditions)
            .order_by(c.created_at.desc())
            .limit(1)
        )
        row = (await self._session.execute(query)).one_or_none()
        return Export(row[0], ExportState(row[1]), *row[2:]) if row else None


def is_over() -> ColumnElement[bool]:
    """The condition on which an export is offered no more, and may be deleted."""
    return c.updated_at < func.now() - LIFETIME


def _state() -> ColumnElement[str]:
    has_died = and_(c.object_key.is_(None), c.updated_at < func.now() - _STILL_FOR)
    return case(
        (c.failed | has_died, ExportState.FAILED),
        (c.object_key.is_not(None), ExportState.READY),
        else_=ExportState.UNDER_WAY,
    )
