"""Passwords: which ones we take, and their bcrypt hashes, made and compared off the event loop."""

import asyncio
import os
import re
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TypeVar

import bcrypt

from services.errors import Invalid, Unavailable

SHORTEST = 8
LONGEST_BYTES = 72
"""bcrypt reads no further; a longer password would be cut in silence."""

_UNREADABLE = re.compile("[\0\ud800-\udfff]")
_MOST_WAITING = 64
_T = TypeVar("_T")


class WeakPassword(Invalid):
    code = "weak_password"
    message = "This password is not strong enough."
    field = "password"


class TooShort(WeakPassword):
    message = "A password needs at least 8 characters."


class TooLong(WeakPassword):
    message = "A password can be up to 72 bytes long; this one is {length}. A Hangul syllable takes three."


class Unreadable(WeakPassword):
    message = "This password contains a character that cannot be stored. Choose another one."


class Common(WeakPassword):
    message = (
        "Many people use this password, so it is the first to be guessed. Choose one that only you would"
        " think of."
    )


class OwnName(WeakPassword):
    message = "A password must not be your e-mail address or your name."


class Busy(Unavailable):
    code = "busy"
    message = "Many people are signing in right now. Please try again in a moment."


def check_password(password: str, *own: str) -> None:
    """Refuse a password that is too short, too long, common, or one of the user's `own` words.

    Raises:
        WeakPassword: with the reason as its sentence.
    """
    if len(password) < SHORTEST:
        raise TooShort
    length = len(password.encode("utf-8", "surrogatepass"))
    if length > LONGEST_BYTES:
        raise TooLong(length=length)
    if _UNREADABLE.search(password):
        raise Unreadable
    plain = password.casefold()
    if plain in {word.casefold() for address in own for word in (address, address.partition("@")[0])}:
        raise OwnName
    if plain in _common() or len(set(plain)) == 1:
        raise Common


class Passwords:
    """Hashes on threads of their own: half the processors at most, so that pages keep answering meanwhile."""

    def __init__(self, *, cost: int = 12) -> None:
        self._cost = cost
        self._threads = ThreadPoolExecutor(
            max(1, (os.cpu_count() or 2) // 2), "bcrypt", initializer=_step_back
        )
        self._waiting = 0
        self._nobodys = bcrypt.hashpw(b"nobody's", bcrypt.gensalt(cost))

    async def hash(self, password: str) -> str:
        hashed = await self._run(bcrypt.hashpw, password.encode(), bcrypt.gensalt(self._cost))
        return hashed.decode()

    async def matches(self, password: str, password_hash: str | None) -> bool:
        """Compare, in the same time when there is no account or no password to compare with."""
        given = password.encode("utf-8", "surrogatepass")
        possible = password_hash is not None and len(given) <= LONGEST_BYTES and b"\0" not in given
        kept = password_hash.encode() if possible and password_hash else self._nobodys
        equal = await self._run(bcrypt.checkpw, given if possible else b"somebody's", kept)
        return equal and possible

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def _run(self, work: Callable[[bytes, bytes], _T], first: bytes, second: bytes) -> _T:
        if self._waiting >= _MOST_WAITING:
            raise Busy
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work, first, second)
        finally:
            self._waiting -= 1


def _step_back() -> None:
    """Let pages go first: Linux gives each thread a priority of its own."""
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 15)


@cache
def _common() -> frozenset[str]:
    """The passwords that people choose most, from the frequency lists of zxcvbn."""
    from zxcvbn.frequency_lists import FREQUENCY_LISTS  # noqa: PLC0415 (read when the first password is chosen)

    return frozenset(word for word in FREQUENCY_LISTS["passwords"] if len(word) >= SHORTEST)
