"""What Google knows of the ways between stops: asked in the background, and remembered for a few minutes.

Nobody waits for it: what is not known yet is estimated, and who wanted to know is told when there is something to read
again. Google's terms do not let its answers be kept, so each process holds them in memory alone, for at most ten minutes.
"""

import asyncio
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

from services.brief_memory import BriefMemory
from services.errors import Unavailable
from services.geography import Point
from services.planned_days import PlannedDay
from services.sources.circuit import CircuitState
from services.sources.google import GoogleMaps, GoogleRequestRefused
from services.travel_time import Leg, Mode, Ways, travel

_MOST_REMEMBERED = 20_000
_MOST_ASKED = 100


class _Way(NamedTuple):
    start: Point
    end: Point
    mode: Mode


@dataclass(frozen=True, slots=True)
class WantedLeg:
    """A way that one takes at a time, on Seoul's clock.

    What comes is remembered for the way alone: it is shown for another hour too while it is remembered.
    """

    start: Point
    end: Point
    mode: Mode
    departure: datetime


class Directions:
    """One per process; without Google it knows nothing and asks nobody."""

    def __init__(
        self, google: GoogleMaps | None = None, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._google = google
        self._answers = BriefMemory[_Way, Leg | None](_MOST_REMEMBERED, clock)
        self._asked: dict[_Way, asyncio.Task[bool]] = {}
        self._telling: set[asyncio.Task[None]] = set()

    @property
    def state(self) -> CircuitState | None:
        """Whether Google is being asked; None where there is no key for it."""
        return self._google and self._google.state

    def forget_old(self) -> None:
        self._answers.forget_old()

    def known(self, start: Point, end: Point, mode: Mode) -> Leg | None:
        """Return what Google has said of a way; None where it has not been asked, or knows none."""
        return self._known(_Way(start, end, mode))

    def ways(self) -> Ways:
        """Return how one gets from point to point by all that is known now, else by the estimate."""
        if not self._answers:
            return travel

        def way(start: Point, end: Point, mode: Mode | None) -> Leg:
            estimate = travel(start, end, mode)
            if estimate.crossing:
                return estimate
            return self._known(_Way(start, end, estimate.mode)) or estimate

        return way

    def want(self, legs: Iterable[WantedLeg], tell: Callable[[], None]) -> None:
        """Ask about what is not known, and call `tell` once when anything has come; returns at once."""
        if self._google is None:
            return
        asked = {task for leg in legs if (task := self._asking(self._google, leg))}
        if asked:
            telling = asyncio.create_task(_tell_when_known(asked, tell))
            self._telling.add(telling)
            telling.add_done_callback(self._telling.discard)

    async def close(self) -> None:
        for asking in self._asked.values():
            asking.cancel()
        await asyncio.gather(*self._telling)
        if self._google is not None:
            await self._google.close()

    def _known(self, way: _Way) -> Leg | None:
        answer = self._answers.get(way)
        return answer.value if answer else None

    def _asking(self, google: GoogleMaps, leg: WantedLeg) -> "asyncio.Task[bool] | None":
        way = _Way(leg.start, leg.end, leg.mode)
        if way in self._asked:
            return self._asked[way]
        if self._answers.get(way) or len(self._asked) >= _MOST_ASKED:
            return None
        task = self._asked[way] = asyncio.create_task(self._ask(google, way, leg.departure))
        task.add_done_callback(lambda _: self._asked.pop(way, None))
        return task

    async def _ask(self, google: GoogleMaps, way: _Way, departure: datetime) -> bool:
        """Tell whether Google knows a way, and remember it; that it knows none is remembered as well."""
        try:
            route = await google.way(*way, departure)
        except GoogleRequestRefused:
            route = None
        except Unavailable:
            return False
        leg = route and Leg(way.mode, route.minutes, route.metres, is_estimate=False, credit=route.credit)
        self._answers.put(way, leg)
        return leg is not None


def legs_of(planned: PlannedDay) -> Sequence[WantedLeg]:
    """Return the ways of a day that Google may know: those over land that take any time."""
    midnight = datetime.combine(planned.day, datetime.min.time())
    return [
        WantedLeg(
            before.entry.stop.place.point,
            after.entry.stop.place.point,
            leg.mode,
            midnight + timedelta(minutes=before.timed.leaves),
        )
        for before, after in pairwise(planned.entries)
        if before.entry.stop.place
        and after.entry.stop.place
        and (leg := after.timed.leg)
        and leg.minutes
        and not leg.crossing
    ]


async def _tell_when_known(asked: "set[asyncio.Task[bool]]", tell: Callable[[], None]) -> None:
    await asyncio.wait(asked)
    if any(not task.cancelled() and task.result() for task in asked):
        tell()
