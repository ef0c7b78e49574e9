"""What holds for all places until the next import, kept in the process so that no question counts fifty thousand rows."""

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.place import PLACES
from models.region import Region
from models.theme import Theme
from services.opening_hours import DayState, state_on

c = PLACES.c

_DAYS_KEPT = 60


@dataclass(frozen=True, slots=True)
class Kind:
    """Places that are alike in everything a list can be narrowed to, and how many there are."""

    region: Region
    themes: frozenset[Theme]
    opening_hours: str | None
    starts_on: date | None
    ends_on: date | None
    count: int

    def is_on(self, day: date) -> bool:
        return (self.starts_on or day) <= day <= (self.ends_on or day)


@dataclass(slots=True)
class Overview:
    """Read once from the database when it is first needed, forgotten when places have been imported."""

    _kinds: list[Kind] | None = None
    _closed: dict[date, frozenset[str]] = field(default_factory=dict[date, frozenset[str]])

    def forget(self) -> None:
        self._kinds = None
        self._closed.clear()

    async def count(self, session: AsyncSession, fits: Callable[[Kind], bool]) -> int:
        """Count the places of the kinds that fit."""
        return sum(kind.count for kind in await self._all(session) if fits(kind))

    async def counts(self, session: AsyncSession) -> tuple[dict[Region, int], dict[Theme, int]]:
        """Count the places of every region and of every theme."""
        regions, themes = Counter[Region](), Counter[Theme]()
        for kind in await self._all(session):
            regions[kind.region] += kind.count
            for theme in kind.themes:
                themes[theme] += kind.count
        return {region: regions[region] for region in Region}, {theme: themes[theme] for theme in Theme}

    async def closed_on(self, session: AsyncSession, day: date) -> frozenset[str]:
        """Return the opening-hours expressions that mean closed on the day; they are evaluated in a thread."""
        closed = self._closed.get(day)
        if closed is None:
            expressions = {kind.opening_hours for kind in await self._all(session) if kind.opening_hours}
            closed = await asyncio.to_thread(_closed_on, day, expressions)
            if len(self._closed) >= _DAYS_KEPT:
                self._closed.pop(next(iter(self._closed)))
            self._closed[day] = closed
        return closed

    async def _all(self, session: AsyncSession) -> list[Kind]:
        if self._kinds is None:
            columns = (c.region, c.themes, c.opening_hours, c.starts_on, c.ends_on)
            query = select(*columns, func.count()).where(c.withdrawn_at.is_(None)).group_by(*columns)
            self._kinds = [
                Kind(Region(region), frozenset(map(Theme, themes)), hours, starts_on, ends_on, count)
                for region, themes, hours, starts_on, ends_on, count in await session.execute(query)
            ]
        return self._kinds


def _closed_on(day: date, expressions: set[str]) -> frozenset[str]:
    return frozenset(text for text in expressions if state_on(text, day) is DayState.CLOSED)
