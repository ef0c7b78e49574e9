"""Yearly festivals around the days that somebody asks about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.place import PLACES
from models.theme import Theme
from services.places import SUMMARY, PlaceSummary, summary

c = PLACES.c


@dataclass(frozen=True, slots=True)
class Festival:
    """A festival on at some time of the days asked about; `months` where only its usual months are known for them."""

    place: PlaceSummary
    months: Sequence[int] = ()


class Festivals:
    """Festivals within one unit of work."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def between(self, first: date, last: date, *, limit: int) -> Sequence[Festival]:
        """Return what is on between two days: first those whose dates are known, by these, then those usual in their months.

        A festival whose next dates nobody has named yet counts by its usual months, not by its past dates.
        """
        on = and_(c.starts_on <= last, c.ends_on >= first)
        usual = and_(
            or_(c.ends_on.is_(None), c.ends_on < first), c.usual_months.overlap(_months(first, last))
        )
        query = (
            select(on.label("is_on"), c.usual_months, *SUMMARY)
            .where(c.themes.contains([Theme.FESTIVALS]), c.withdrawn_at.is_(None), or_(on, usual))
            .order_by(on.desc().nulls_last(), c.starts_on, c.prominence.desc(), c.id)
            .limit(limit)
        )
        rows = await self._session.execute(query)
        return [
            Festival(summary(row[2:]), () if is_on else months) for row in rows for is_on, months in [row[:2]]
        ]


def _months(first: date, last: date) -> list[int]:
    """Return the months that the days from the first to the last touch."""
    days = min((last - first).days, 366)
    return sorted({(first + timedelta(days=day)).month for day in range(days + 1)})
