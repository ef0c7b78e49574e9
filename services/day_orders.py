"""The best order of a day, found in a process of its own, so that pages keep answering meanwhile."""

import asyncio
import multiprocessing
import os
import signal
import threading
from collections.abc import Collection, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from datetime import date
from uuid import UUID

from services.day_order import DayOrder, best_order
from services.day_plan import Stop
from services.errors import Unavailable
from services.geography import Point
from services.travel_time import Mode

_MOST_WAITING = 16


class DayOrdersBusy(Unavailable):
    code = "busy"
    message = "Many days are being ordered right now. Please try again in a moment."


class DayOrders:
    """One helping process, begun with the first question."""

    def __init__(self) -> None:
        self._process: ProcessPoolExecutor | None = None
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
        """Return the best order of a day, which begins and ends at the two `ends`; raises what `best_order` raises.

        Raises:
            DayOrdersBusy: too many wait already, or the process has just gone.
        """
        if self._waiting >= _MOST_WAITING:
            raise DayOrdersBusy
        self._waiting += 1
        try:
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(
                self._running(), _best, day, tuple(stops), mode, frozenset(fixed), ends
            )
        except BrokenProcessPool as error:
            self.close()
            raise DayOrdersBusy from error
        finally:
            self._waiting -= 1

    def close(self) -> None:
        if self._process:
            self._process.shutdown(wait=False, cancel_futures=True)
            self._process = None

    def _running(self) -> ProcessPoolExecutor:
        if self._process is None:
            self._process = ProcessPoolExecutor(
                1, multiprocessing.get_context("spawn"), initializer=_stay_with_parent
            )
        return self._process


def _best(
    day: date,
    stops: Sequence[Stop],
    mode: Mode | None,
    fixed: Collection[UUID],
    ends: tuple[Point | None, Point | None],
) -> DayOrder:
    start, end = ends
    return best_order(day, stops, mode, fixed=fixed, start=start, end=end)


def _stay_with_parent() -> None:
    """Leave Ctrl-C to the parent, and end with it however it ends: nobody else would tell this process to."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def follow() -> None:
        parent.join()
        os._exit(0)

    threading.Thread(target=follow, daemon=True).start()
