"""The best order of a day, found in a process of its own, so that pages keep answering meanwhile."""

import asyncio
import contextlib
import pickle
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Collection, Sequence
from datetime import date
from pathlib import Path
from uuid import UUID

from services.day_order import DayOrder
from services.day_plan import Stop
from services.errors import Unavailable
from services.geography import Point
from services.order_questions import LENGTH_BYTES, Question, Refused
from services.travel_time import Mode

_ROOT = Path(__file__).parents[1]
_MOST_WAITING = 16


class DayOrdersBusy(Unavailable):
    code = "busy"
    message = "Many days are being optimised right now. Please try again in a moment."


class DayOrders:
    """One helping process, begun with the first question; it ends by itself when this one does."""

    def __init__(self) -> None:
        self._finder: Process | None = None
        self._turn = asyncio.Lock()
        self._waiting = 0

    async def best(
        self,
        day: date,
        stops: Sequence[Stop],
        mode: Mode | None = None,
        *,
        fixed: Collection[UUID] = (),
        ends: tuple[Point | None, Point | None] = (None, None),
    ) -> DayOrder:
        """Return the best order of a day, which begins and ends at the two `ends`.

        Raises:
            DayOrdersBusy: too many wait already, or the process has just gone.
            and what `best_order` raises.
        """
        if self._waiting >= _MOST_WAITING:
            raise DayOrdersBusy
        self._waiting += 1
        try:
            async with self._turn:
                answer = await self._ask(Question(day, tuple(stops), mode, frozenset(fixed), *ends))
        finally:
            self._waiting -= 1
        if isinstance(answer, Refused):
            raise answer.kind(**answer.values)
        return answer

    async def close(self) -> None:
        finder, self._finder = self._finder, None
        if finder:
            with contextlib.suppress(ProcessLookupError):
                finder.kill()
            await finder.wait()

    async def _ask(self, question: Question) -> DayOrder | Refused:
        try:
            finder = await self._running()
            if finder.stdin is None or finder.stdout is None:
                raise DayOrdersBusy
            asked = pickle.dumps(question)
            finder.stdin.write(len(asked).to_bytes(LENGTH_BYTES) + asked)
            await finder.stdin.drain()
            length = int.from_bytes(await finder.stdout.readexactly(LENGTH_BYTES))
            return pickle.loads(await finder.stdout.readexactly(length))  # noqa: S301 (our own process has written it)
        except (asyncio.IncompleteReadError, ConnectionError) as error:
            await self.close()
            raise DayOrdersBusy from error
        except asyncio.CancelledError:  # what it still answers is for nobody
            await self.close()
            raise

    async def _running(self) -> Process:
        if self._finder is None or self._finder.returncode is not None:
            self._finder = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "services.order_finder", stdin=PIPE, stdout=PIPE, cwd=_ROOT
            )
        return self._finder
