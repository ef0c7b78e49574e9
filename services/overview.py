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
    starts_on: date | None
    ends_on: date | None
    count: int

    def is_on(self, day: date) -> bool:
        return (self.starts_on or day) <= day <= (self.ends_on or day)


@dataclass(slots=True)
class Overview:
    """Read once from the database when it is first needed, forgotten when places have been imported."""

    _kinds: dict[str | None, list[Kind]] | None = None
    _by_theme: Counter[tuple[Region, frozenset[Theme]]] = field(
        default_factory=Counter[tuple[Region, frozenset[Theme]]]
    )
    _dated: list[tuple[str | None, Kind]] = field(default_factory=list[tuple[str | None, Kind]])
    _closed: dict[date, frozenset[str]] = field(default_factory=dict[date, frozenset[str]])

    def forget(self) -> None:
        self._kinds = None
        self._closed.clear()

    async def count(
        self, session: AsyncSession, fits: Callable[[Region, frozenset[Theme]], bool], day: date | None
    ) -> int:
        """Count the places whose region and themes fit and, where a day is given, that are not closed or over then."""
        kinds = await self._all(session)
        total = sum(count for (region, themes), count in self._by_theme.items() if fits(region, themes))
        if day is None:
            return total
        closed = await self.closed_on(session, day)
        away = (kind for hours in closed for kind in kinds.get(hours, ()))
        over = (kind for hours, kind in self._dated if hours not in closed and not kind.is_on(day))
        return total - sum(kind.count for kind in (*away, *over) if fits(kind.region, kind.themes))

    async def counts(self, session: AsyncSession) -> tuple[dict[Region, int], dict[Theme, int]]:
        """Count the places of every region and of every theme."""
        regions, themes = Counter[Region](), Counter[Theme]()
        await self._all(session)
        for (region, its_themes), count in self._by_theme.items():
            regions[region] += count
            for theme in its_themes:
                themes[theme] += count
        return {region: regions[region] for region in Region}, {theme: themes[theme] for theme in Theme}

    async def closed_on(self, session: AsyncSession, day: date) -> frozenset[str]:
        """Return the opening-hours expressions that mean closed on the day; they are evaluated in a thread."""
        closed = self._closed.get(day)
        if closed is None:
            expressions = {hours for hours in await self._all(session) if hours}
            closed = await asyncio.to_thread(_closed_on, day, expressions)
            if len(self._closed) >= _DAYS_KEPT:
                self._closed.pop(next(iter(self._closed)))
            self._closed[day] = closed
        return closed

    async def _all(self, session: AsyncSession) -> dict[str | None, list[Kind]]:
        """Read the kinds once, gathered by their opening hours."""
        if self._kinds is None:
            columns = (c.region, c.themes, c.opening_hours, c.starts_on, c.ends_on)
            query = select(*columns, func.count()).where(c.withdrawn_at.is_(None)).group_by(*columns)
            kinds: dict[str | None, list[Kind]] = {}
            by_theme = Counter[tuple[Region, frozenset[Theme]]]()
            for region, themes, hours, starts_on, ends_on, count in await session.execute(query):
                kind = Kind(Region(region), frozenset(map(Theme, themes)), starts_on, ends_on, count)
                kinds.setdefault(hours, []).append(kind)
                by_theme[kind.region, kind.themes] += count
            self._kinds, self._by_theme = kinds, by_theme
            self._dated = [
                (hours, kind)
                for hours, group in kinds.items()
                for kind in group
                if kind.starts_on or kind.ends_on
            ]
        return self._kinds


def _closed_on(day: date, expressions: set[str]) -> frozenset[str]:
    return frozenset(text for text in expressions if state_on(text, day) is DayState.CLOSED)
