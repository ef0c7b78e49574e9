"""Which places are open on a day, without evaluating fifty thousand of them for each question."""

import asyncio
from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.place import PLACES
from services.opening_hours import DayState, state_on

c = PLACES.c

_DAYS_KEPT = 60


class OpeningDays:
    """Knows, for each day asked for, which opening-hours expressions mean closed.

    Places share their expressions: a few thousand distinct ones stand for all places, and each is evaluated once a
    day asked for, in a thread.
    """

    def __init__(self) -> None:
        self._closed: dict[date, list[str]] = {}

    async def open_on(self, session: AsyncSession, day: date) -> ColumnElement[bool]:
        """Return the condition for places open that day, or not known to be closed, and not over or yet to come."""
        closed = self._closed.get(day)
        if closed is None:
            query = select(c.opening_hours).where(c.opening_hours.is_not(None)).distinct()
            expressions = list(await session.scalars(query))
            closed = await asyncio.to_thread(_closed_on, day, expressions)
            self._remember(day, closed)
        return and_(
            or_(c.opening_hours.is_(None), c.opening_hours.not_in(closed)),
            or_(c.starts_on.is_(None), c.starts_on <= day),
            or_(c.ends_on.is_(None), c.ends_on >= day),
        )

    def forget(self) -> None:
        """Start anew after the places have changed."""
        self._closed.clear()

    def _remember(self, day: date, closed: list[str]) -> None:
        if len(self._closed) >= _DAYS_KEPT:
            self._closed.pop(next(iter(self._closed)))
        self._closed[day] = closed


def _closed_on(day: date, expressions: list[str]) -> list[str]:
    return [text for text in expressions if state_on(text, day) is DayState.CLOSED]
