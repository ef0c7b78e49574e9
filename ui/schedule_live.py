"""The living side of an open schedule: it hears that there is something to read again, and shows who else is there."""

import asyncio
import contextlib
import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any
from uuid import UUID

from nicegui import Client, background_tasks, ui
from nicegui.events import GenericEventArguments
from starlette.requests import Request

from services.database import DatabaseUnavailable
from services.live import Hint, of_trip, of_user
from services.platform import Platform
from services.presence import Guest
from services.sessions import Traveller
from ui.sessions import session_token
from ui.visitor import platform_of

_TOGETHER_S = 0.05
"""Hints within this time are told as one."""
_COLOURS = 6


async def attend(request: Request, traveller: Traveller) -> None:
    """Let the page that is being made hear of changes, and let others see that it is open, as long as it is."""
    client = ui.context.client
    page = OpenSchedule(platform_of(request), client, session_token(request) or "", traveller)
    await page.begin()
    ui.on("schedule-holds", page.hold)
    client.on_connect(page.come)
    client.on_disconnect(page.go)
    client.on_delete(page.end)


class OpenSchedule:
    """One open page. Whoever signs out meanwhile hears and says nothing more on it."""

    def __init__(self, platform: Platform, client: Client, token: str, traveller: Traveller) -> None:
        self._platform = platform
        self._client = client
        self._token = token
        self._traveller = traveller
        self._trips: frozenset[UUID] = frozenset()
        self._holds: UUID | None = None
        self._stop_hearing: Callable[[], None] = lambda: None
        self._has_changed = False
        self._is_waiting = False
        self._has_ended = False

    async def begin(self) -> None:
        """Hear of one's own entries and of the trips one is in."""
        self._hear_of(await self._visible_trips())

    def come(self) -> None:
        """The browser is connected, for the first time or again."""
        if not self._has_ended:
            self._be_here()
            self._soon()

    def go(self) -> None:
        """The browser is gone, perhaps for a moment: what it misses is told when it comes again."""
        self._has_changed = True
        self._platform.presence.gone(self._client.id)

    def end(self) -> None:
        self._has_ended = True
        self._stop_hearing()
        self._platform.presence.gone(self._client.id)

    async def hold(self, event: GenericEventArguments) -> None:
        """Show others which entry is being moved or edited here, or with null that none is."""
        held = _id(event.args)
        if held != self._holds and await self._is_signed_in():
            self._holds = held
            self._be_here()

    # --- hearing ------------------------------------------------------------------------------------------------------

    def _hear(self, hint: Hint) -> None:
        self._has_changed |= hint["kind"] == "changed"
        self._soon()

    def _soon(self) -> None:
        if not self._is_waiting:
            self._is_waiting = True
            background_tasks.create(self._tell_soon(), name="schedule hints")

    async def _tell_soon(self) -> None:
        await asyncio.sleep(_TOGETHER_S)
        self._is_waiting = False
        if self._has_ended or not self._client.has_socket_connection:
            return
        has_changed, self._has_changed = self._has_changed, False
        with contextlib.suppress(DatabaseUnavailable):
            if not await self._is_signed_in():
                return
            if has_changed:
                self._follow(await self._visible_trips())
        if has_changed:
            self._dispatch("schedule-changed", None)
        self._show_guests()

    def _follow(self, trips: frozenset[UUID]) -> None:
        """Hear of other trips when one has come into some or is in others no more."""
        if trips != self._trips:
            self._hear_of(trips)
            self._be_here()

    def _hear_of(self, trips: frozenset[UUID]) -> None:
        self._stop_hearing()
        self._trips = trips
        topics = (of_user(self._traveller.user_id), *map(of_trip, trips))
        self._stop_hearing = self._platform.live.hear(topics, self._hear)

    async def _is_signed_in(self) -> bool:
        async with self._platform.open_unit() as services:
            traveller = await services.sessions.traveller(self._token)
        if traveller is None or traveller.session_id != self._traveller.session_id:
            self.end()
            self._dispatch("schedule-changed", None)  # Reading again, it is led to signing in.
            return False
        return True

    async def _visible_trips(self) -> frozenset[UUID]:
        async with self._platform.open_unit(self._traveller.actor) as services:
            return await services.schedules.trips()

    # --- presence -----------------------------------------------------------------------------------------------------

    def _be_here(self) -> None:
        self._platform.presence.here(
            Guest(
                self._client.id,
                self._traveller.user_id,
                self._traveller.display_name,
                self._trips,
                self._holds,
            )
        )

    def _show_guests(self) -> None:
        guests = self._platform.presence.guests(self._trips, but=self._client.id)
        others = [guest for guest in guests if guest.user_id != self._traveller.user_id]
        self._dispatch("schedule-presence", _people(others))

    def _dispatch(self, event: str, detail: Any) -> None:
        options = json.dumps({"detail": detail})
        self._client.run_javascript(f"window.dispatchEvent(new CustomEvent({json.dumps(event)}, {options}))")


def _people(guests: Sequence[Guest]) -> Iterable[dict[str, Any]]:
    """Return each person once, however many pages they have open, with the entries that they hold."""
    people: dict[UUID, dict[str, Any]] = {}
    for guest in guests:
        person = people.setdefault(
            guest.user_id, {"name": guest.name, "colour": guest.user_id.int % _COLOURS, "holds": []}
        )
        if guest.holds:
            person["holds"].append(str(guest.holds))
    return list(people.values())


def _id(held: object) -> UUID | None:
    with contextlib.suppress(ValueError):
        return UUID(held) if isinstance(held, str) else None
    return None
