"""Pictures and other files by key: in a folder, or in a bucket that speaks S3."""

import asyncio
import re
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Self
from urllib.parse import unquote, urlsplit

import structlog
from obstore.exceptions import BaseError
from obstore.store import LocalStore, S3Store

from services.errors import Invalid, NotFound, Unavailable

log = structlog.get_logger()

_KEY = re.compile(r"(?=.{1,512}\Z)\w[\w.-]*(/\w[\w.-]*)*", re.ASCII)
_RETRIES = 2
_PART = 5 * 1024 * 1024
"""Bytes; no store takes smaller parts."""


class InvalidKey(Invalid):
    code = "invalid_key"
    message = "That is not the address of a file."


class NoSuchObject(NotFound):
    code = "no_such_file"
    message = "We could not find that file."


class ObjectStoreAway(Unavailable):
    code = "object_store_away"
    message = "Pictures are not available right now. Please try again in a moment."


class ObjectStore:
    """Bytes by key; keys are words of ASCII letters, digits, `_`, `-` and `.`, separated by slashes.

    Every method raises InvalidKey for any other key, and ObjectStoreAway when the store fails or takes too long.
    """

    def __init__(self, store: LocalStore | S3Store, patience_s: float) -> None:
        self._store = store
        self._patience_s = patience_s

    @classmethod
    def at(cls, address: str, *, patience_s: float = 30) -> Self:
        """Use a folder (its path or `file://`), or `s3://bucket/prefix` with the AWS_* settings of the environment.

        Raises:
            ValueError: The address is neither, or holds a password.
            OSError: The folder cannot be made.
        """
        parts = urlsplit(address)
        if parts.scheme == "s3" and parts.hostname and "@" not in parts.netloc:
            return cls(_bucket(address, patience_s), patience_s)
        if parts.scheme == "file" and not parts.netloc:
            return cls(_folder(unquote(parts.path)), patience_s)
        if "://" not in address:
            return cls(_folder(address), patience_s)
        raise ValueError(
            "The object store is a folder, file:///folder or s3://bucket/prefix, without a password."
        )

    async def put(self, key: str, content: bytes, content_type: str) -> None:
        """Keep the bytes under the key, in place of those that were there."""
        described = None if isinstance(self._store, LocalStore) else {"Content-Type": content_type}
        async with self._answering("put"):
            await self._store.put_async(_valid(key), content, attributes=described, use_multipart=False)

    async def get(self, key: str) -> bytes:
        """Return what is kept under the key.

        Raises:
            NoSuchObject: Nothing is.
        """
        async with self._answering("get"):
            try:
                result = await self._store.get_async(_valid(key))
                return bytes(await result.bytes_async())
            except FileNotFoundError:
                raise NoSuchObject from None

    async def put_file(self, key: str, file: Path, content_type: str) -> None:
        """Keep the content of a file under the key; what is large goes in parts, so that little is in memory."""
        described = None if isinstance(self._store, LocalStore) else {"Content-Type": content_type}
        parts = 1 + (await asyncio.to_thread(file.stat)).st_size // _PART
        async with self._answering("put", patience_s=self._patience_s * parts):
            await self._store.put_async(
                _valid(key), file, attributes=described, chunk_size=_PART, max_concurrency=1
            )

    async def get_in_parts(self, key: str) -> tuple[int, AsyncIterator[bytes]]:
        """Return the size in bytes of what is kept under the key, and its parts, each fetched when it is asked for.

        Raises:
            NoSuchObject: Nothing is.
        """
        async with self._answering("get"):
            try:
                size = (await self._store.head_async(_valid(key)))["size"]
            except FileNotFoundError:
                raise NoSuchObject from None
        return size, self._parts(key, size)

    async def _parts(self, key: str, size: int) -> AsyncGenerator[bytes]:
        for start in range(0, size, _PART):
            async with self._answering("get"):
                part = bytes(
                    await self._store.get_range_async(key, start=start, end=min(start + _PART, size))
                )
            yield part

    async def delete(self, keys: Sequence[str]) -> None:
        """Forget what is kept under the keys; some may be gone already."""
        doomed = [_valid(key) for key in keys]
        async with self._answering("delete"):
            try:
                await self._store.delete_async(doomed)
            except FileNotFoundError:  # a folder minds what is gone and leaves the rest
                for key in doomed:
                    with suppress(FileNotFoundError):
                        await self._store.delete_async(key)

    async def keys_below(self, prefix: str) -> list[str]:
        """Return the keys that begin with the prefix and a slash, in their order."""
        async with self._answering("list"):
            chunks = self._store.list(_valid(prefix), chunk_size=1000)
            return sorted([entry["path"] async for chunk in chunks for entry in chunk])

    async def keys_older(self, prefix: str, than: datetime) -> AsyncGenerator[list[str]]:
        """Yield, up to a thousand at a time, the keys below the prefix whose content was put there before then."""
        listing = aiter(self._store.list(_valid(prefix), chunk_size=1000))
        while True:
            async with self._answering("list"):
                chunk = await anext(listing, None)
            if chunk is None:
                return
            yield [entry["path"] for entry in chunk if entry["last_modified"] < than]

    @asynccontextmanager
    async def _answering(self, doing: str, *, patience_s: float | None = None) -> AsyncGenerator[None]:
        """Turn what the store raises into a failure; its words stay out of the log, as they may quote a signature."""
        try:
            async with asyncio.timeout(patience_s or self._patience_s):
                yield
        except (BaseError, OSError) as error:
            log.warning("object_store_away", doing=doing, reason=type(error).__name__)
            raise ObjectStoreAway from None


def _folder(path: str) -> LocalStore:
    return LocalStore(Path(path).absolute(), mkdir=True, automatic_cleanup=True)


def _bucket(address: str, patience_s: float) -> S3Store:
    """Retries end, and a single request gives up, before the caller's patience does; http is for who names it."""
    patience = timedelta(seconds=patience_s)
    return S3Store.from_url(
        address,
        client_options={"allow_http": True, "connect_timeout": patience / 5, "timeout": patience},
        retry_config={"max_retries": _RETRIES, "retry_timeout": patience},
    )


def _valid(key: str) -> str:
    if not _KEY.fullmatch(key):
        raise InvalidKey
    return key
