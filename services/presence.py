"""Who has a trip open at this moment, in all processes, and which entry each of them holds."""

import asyncio
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Self
from uuid import UUID

from services.live import Hint, Live, of_trip

_SAY_AGAIN_S = 20.0
_FORGET_AFTER_S = 50.0
_TOPIC = "presence"


@dataclass(frozen=True, slots=True)
class Guest:
    """One open page: whose it is, of which trips, and the entry that is being moved or edited on it."""

    page: str
    user_id: UUID
    name: str
    trips: frozenset[UUID]
    holds: UUID | None = None

    @property
    def told(self) -> dict[str, Any]:
        """The guest as a hint between processes carries it."""
        return {
            "page": self.page,
            "user_id": str(self.user_id),
            "name": self.name,
            "trips": sorted(map(str, self.trips)),
            "holds": str(self.holds) if self.holds else None,
        }

    @classmethod
    def of(cls, told: dict[str, Any]) -> Self:
        holds = told["holds"]
        return cls(
            told["page"],
            UUID(told["user_id"]),
            told["name"],
            frozenset(map(UUID, told["trips"])),
            UUID(holds) if holds else None,
        )


class Presence:
    """The pages that are open now; each process says again and again which are its own, and forgets silent ones."""

    def __init__(self, live: Live) -> None:
        self._live = live
        self._own: dict[str, Guest] = {}
        self._others: dict[str, tuple[float, Guest]] = {}
        self._stop = live.hear((_TOPIC,), self._hear)
        self._task: asyncio.Task[None] | None = None

    def open(self) -> None:
        self._live.tell((_TOPIC,), {"kind": "who"})
        self._task = asyncio.create_task(self._keep_saying())

    async def close(self) -> None:
        self._stop()
        for page in tuple(self._own):
            self.gone(page)
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def here(self, guest: Guest) -> None:
        """Say that a page is open, or that it now holds another entry or is of other trips."""
        before = self._own.get(guest.page)
        self._own[guest.page] = guest
        self._live.tell((_TOPIC,), {"kind": "here", "guest": guest.told})
        self._wake(guest.trips | (before.trips if before else frozenset[UUID]()))

    def gone(self, page: str) -> None:
        """Say that a page of this process is closed."""
        if guest := self._own.pop(page, None):
            self._live.tell((_TOPIC,), {"kind": "gone", "page": page})
            self._wake(guest.trips)

    def guests(self, trips: Iterable[UUID], *, but: str) -> Sequence[Guest]:
        """Return the other pages of these trips, by name."""
        wanted = frozenset(trips)
        heard = time.monotonic() - _FORGET_AFTER_S
        others = (guest for seen, guest in self._others.values() if seen > heard)
        guests = (guest for guest in (*self._own.values(), *others) if guest.page != but)
        return sorted((guest for guest in guests if guest.trips & wanted), key=lambda guest: guest.name)

    def _hear(self, hint: Hint) -> None:
        """Take in what another process says; what this one says itself it knows already."""
        if hint["kind"] == "who":
            self._say_again()
        elif hint["kind"] == "here":
            guest = Guest.of(hint["guest"])
            if guest.page not in self._own:
                known = self._others.get(guest.page)
                self._others[guest.page] = (time.monotonic(), guest)
                if not known or known[1] != guest:
                    self._wake(guest.trips | (known[1].trips if known else frozenset[UUID]()))
        elif hint["kind"] == "gone" and (known := self._others.pop(hint["page"], None)):
            self._wake(known[1].trips)

    def _wake(self, trips: Iterable[UUID]) -> None:
        """Let the pages of this process look who is here; the other processes wake their own."""
        self._live.tell_here(map(of_trip, trips), {"kind": "presence"})

    def _say_again(self) -> None:
        for guest in self._own.values():
            self._live.tell((_TOPIC,), {"kind": "here", "guest": guest.told})

    async def _keep_saying(self) -> None:
        while True:
            await asyncio.sleep(_SAY_AGAIN_S)
            self._say_again()
            silent = time.monotonic() - _FORGET_AFTER_S
            for page, (seen, guest) in tuple(self._others.items()):
                if seen < silent:
                    del self._others[page]
                    self._wake(guest.trips)
