"""Packing a traveller's data into a zip: begun by a click, done in the background, fetched in parts."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import orjson
import structlog

from services.accounts import OpenUnit
from services.actor import Actor, user_of
from services.errors import Failure
from services.exports import Export, ExportNotFound, ExportState
from services.object_keys import avatar_key, export_key, photo_key
from services.object_store import NoSuchObject, ObjectStore, ObjectStoreAway
from services.rate_limits import EXPORTS, RateLimits
from services.your_data import Everything

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class PackedData:
    """A zip with its size in bytes."""

    size: int
    parts: AsyncIterator[bytes]


class Packing:
    """One per process."""

    def __init__(self, *, open_unit: OpenUnit, objects: ObjectStore, limits: RateLimits) -> None:
        self._open_unit = open_unit
        self._objects = objects
        self._limits = limits
        self._under_way: dict[asyncio.Task[None], tuple[Actor, UUID]] = {}

    async def close(self) -> None:
        """Give up what is being packed; its owners are told so."""
        given_up = dict(self._under_way)
        for task in given_up:
            task.cancel()
        await asyncio.gather(*given_up, return_exceptions=True)
        for task, export in given_up.items():
            if task.cancelled():
                await self._fail(*export)

    async def begin(self, actor: Actor) -> Export:
        """Begin to pack the acting user's data; while that is being done already, return how far it is.

        Raises:
            TooMany: there have been too many in the last hour.
        """
        async with self._open_unit(actor) as services:
            latest = await services.exports.latest()
        if latest and latest.state is ExportState.UNDER_WAY:
            return latest
        await self._limits.spend(EXPORTS, str(user_of(actor)))
        async with self._open_unit(actor) as services:
            export, is_new = await services.exports.begin()
        if is_new:
            task = asyncio.create_task(self._pack(actor, export.id))
            self._under_way[task] = actor, export.id
            task.add_done_callback(self._under_way.pop)
        return export

    async def fetch(self, actor: Actor, export_id: UUID) -> PackedData:
        """Return the zip of one of the acting user's exports.

        Raises:
            ExportNotFound: it is not whole, is over, or is somebody else's.
        """
        async with self._open_unit(actor) as services:
            export = await services.exports.get(export_id)
        if export.state is not ExportState.READY:
            raise ExportNotFound
        try:
            return PackedData(*await self._objects.get_in_parts(export_key(export_id)))
        except NoSuchObject:
            raise ExportNotFound from None

    async def _pack(self, actor: Actor, export_id: UUID) -> None:
        try:
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder, "data.zip")
                await self._write(path, actor, export_id)
                await self._objects.put_file(export_key(export_id), path, "application/zip")
            async with self._open_unit(actor) as services:
                await services.exports.finish(export_id, export_key(export_id))
        except ExportNotFound:  # the account has been deleted meanwhile, and nothing may be left
            with suppress(ObjectStoreAway):
                await self._objects.delete([export_key(export_id)])
        except Failure as failure:
            log.warning("export_failed", code=failure.code)
            await self._fail(actor, export_id)
        except Exception:
            log.exception("export_failed")
            await self._fail(actor, export_id)

    async def _write(self, path: Path, actor: Actor, export_id: UUID) -> None:
        """Write the zip, one picture in memory at a time; what the store has lost is named in it."""
        async with self._open_unit(actor) as services:
            everything = await services.your_data.everything()
        pictures = _pictures(everything)
        missing: list[str] = []
        await _add(path, "data.json", orjson.dumps(everything, option=orjson.OPT_INDENT_2))
        for done, (name, key) in enumerate(pictures, start=1):
            async with self._open_unit(actor) as services:
                await services.exports.packed(export_id, done, 1 + len(pictures))
            try:
                await _add(path, name, await self._objects.get(key))
            except NoSuchObject:
                missing.append(name)
        if missing:
            await _add(path, "missing.txt", "\n".join(missing).encode())
        async with self._open_unit(actor) as services:
            await services.exports.packed(export_id, 1 + len(pictures), 1 + len(pictures))

    async def _fail(self, actor: Actor, export_id: UUID) -> None:
        try:
            async with self._open_unit(actor) as services:
                await services.exports.fail(export_id)
        except Failure as failure:  # after ten minutes without progress it counts as failed anyway
            log.warning("export_failed", code=failure.code)


def _pictures(everything: Everything) -> Sequence[tuple[str, str]]:
    """Return the names in the zip and the keys in the store."""
    avatar = everything.profile.avatar
    photos = [(f"photos/{photo.id}.webp", photo_key(photo.id)) for photo in everything.photos]
    return [("avatar.webp", avatar_key(avatar)), *photos] if avatar else photos


async def _add(path: Path, name: str, content: bytes) -> None:
    """Add a file to the zip beside the event loop; pictures are compressed already."""

    def write() -> None:
        with ZipFile(path, "a", ZIP_STORED if name.endswith(".webp") else ZIP_DEFLATED) as archive:
            archive.writestr(name, content)

    await asyncio.to_thread(write)
