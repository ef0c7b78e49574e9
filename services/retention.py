"""What is kept no longer than it serves: a nightly job deletes the rest, and what a failed deletion has left behind."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Table, Uuid, delete, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from models.export import EXPORTS
from models.idempotency_key import IDEMPOTENCY_KEYS
from models.mailed_token import MAILED_TOKENS
from models.photo import PHOTOS
from models.refresh_token import REFRESH_TOKENS
from models.schedule import SCHEDULE_CHANGES
from models.session import SESSIONS
from models.trip import TRIP_LINKS
from models.user import USERS
from services import exports, object_keys
from services.database import Database
from services.object_keys import export_key, owner_in
from services.object_store import ObjectStore

_BATCH = 1000
_USED_TOKENS_FOR = timedelta(days=60)
"""As long as a session may rest; a stolen token that comes later finds nothing it could end."""
_ANSWERS_FOR = timedelta(days=1)
"""As long as a request may be repeated with its key."""
_UNDO_STEPS_FOR = timedelta(days=90)
_LOOSE_OBJECTS_FOR = timedelta(days=1)
"""An object is put before the row that refers to it."""
_OWNERS: dict[str, ColumnElement[Any]] = {
    object_keys.AVATARS: USERS.c.avatar,
    object_keys.PHOTOS: PHOTOS.c.id,
    object_keys.EXPORTS: EXPORTS.c.id,
}


@dataclass(frozen=True, slots=True)
class Swept:
    """What a sweep has deleted, in numbers."""

    sessions: int
    mailed_tokens: int
    refresh_tokens: int
    trip_links: int
    idempotency_keys: int
    schedule_changes: int
    exports: int
    objects: int


async def sweep(database: Database, objects: ObjectStore) -> Swept:
    """Delete what is over, a thousand at a time; a sweep that breaks off is finished by the next one.

    Raises:
        DatabaseUnavailable, ObjectStoreAway
    """
    used_long_ago = REFRESH_TOKENS.c.used_at < func.now() - _USED_TOKENS_FOR
    answered_long_ago = IDEMPOTENCY_KEYS.c.created_at < func.now() - _ANSWERS_FOR
    changed_long_ago = SCHEDULE_CHANGES.c.created_at < func.now() - _UNDO_STEPS_FOR
    return Swept(
        sessions=await _delete(database, SESSIONS, SESSIONS.c.expires_at < func.now()),
        mailed_tokens=await _delete(database, MAILED_TOKENS, MAILED_TOKENS.c.expires_at < func.now()),
        refresh_tokens=await _delete(database, REFRESH_TOKENS, used_long_ago),
        trip_links=await _delete(database, TRIP_LINKS, TRIP_LINKS.c.expires_at < func.now()),
        idempotency_keys=await _delete(database, IDEMPOTENCY_KEYS, answered_long_ago),
        schedule_changes=await _delete(database, SCHEDULE_CHANGES, changed_long_ago),
        exports=await _delete_exports(database, objects),
        objects=await _delete_loose_objects(database, objects),
    )


async def _delete(database: Database, table: Table, is_over: ColumnElement[bool]) -> int:
    key = table.primary_key.columns
    batch = select(*key).where(is_over).limit(_BATCH).with_for_update(skip_locked=True)
    total = 0
    while True:
        async with database.transaction() as session:
            gone = await session.execute(delete(table).where(tuple_(*key).in_(batch)).returning(*key))
            number = len(gone.all())
        total += number
        if number < _BATCH:
            return total


async def _delete_exports(database: Database, objects: ObjectStore) -> int:
    """The zips go before their rows, so that a store that fails leaves something to find them by."""
    total = 0
    while True:
        async with database.transaction() as session:
            query = select(EXPORTS.c.id).where(exports.is_over()).limit(_BATCH)
            over = (await session.scalars(query)).all()
        if not over:
            return total
        await objects.delete([export_key(export_id) for export_id in over])
        async with database.transaction() as session:
            await session.execute(delete(EXPORTS).where(EXPORTS.c.id.in_(over)))
        total += len(over)


async def _delete_loose_objects(database: Database, objects: ObjectStore) -> int:
    """Delete the objects that no row refers to, below the prefixes that are ours."""
    before, total = datetime.now(UTC) - _LOOSE_OBJECTS_FOR, 0
    for prefix, owner in _OWNERS.items():
        async for keys in objects.keys_older(prefix, before):
            async with database.transaction() as session:
                owners = await _known(session, owner, {owner_in(key) for key in keys})
            loose = [key for key in keys if owner_in(key) not in owners]
            await objects.delete(loose)
            total += len(loose)
    return total


async def _known(session: AsyncSession, owner: ColumnElement[Any], names: Collection[str]) -> Collection[str]:
    """Return those of the names that a row has."""
    wanted = filter(None, map(_uuid, names)) if isinstance(owner.type, Uuid) else names
    return {str(name) for name in await session.scalars(select(owner).where(owner.in_(wanted)))}


def _uuid(name: str) -> UUID | None:
    try:
        return UUID(name)
    except ValueError:
        return None
