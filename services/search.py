"""Search: from what was typed and chosen to the right places in the right order, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Row, false
from sqlalchemy.ext.asyncio import AsyncSession

from models.language import Language
from models.region import Region
from models.theme import Theme
from services.errors import Invalid
from services.hangul import keystrokes
from services.overview import Overview
from services.places import SUMMARY, PlaceSummary, summary
from services.search_filters import Filled, PlaceFilters
from services.search_orders import BadCursor, Cursor, Sort
from services.search_query import SearchQuery, understand
from services.search_readings import readings_of, values_of
from services.search_statements import (
    Matching,
    Order,
    any_of,
    best,
    condition,
    count_of,
    gathered_page,
    keys_of,
    walked_page,
)
from services.vocabulary import REGIONS, THEMES, region_words, theme_words

MAX_QUERY = 200
MAX_RADIUS_M = 100_000
_UNNARROWED = PlaceFilters()
_CIRCLES_M = (2_000, 6_000, 20_000, 60_000)
_MANY = 1_000
"""So many matches that to read them in their order until a page is full costs less than to gather them all.

How well each of so many fits a theme would have to be worked out for all of them: they come as recommended.
"""

_BROAD = 6
"""Keystrokes of a word that is still likely to begin many names."""


class NothingToBeNear(Invalid):
    code = "near_required"
    message = "To sort by distance, say where you are: near=latitude,longitude."


@dataclass(frozen=True, slots=True)
class Found:
    """One page of places, how many there are in all, and where the next page begins."""

    items: list[PlaceSummary]
    total: int
    next_cursor: str | None = None


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What to offer while somebody types."""

    places: list[PlaceSummary] = field(default_factory=list[PlaceSummary])
    regions: list[Region] = field(default_factory=list[Region])
    themes: list[Theme] = field(default_factory=list[Theme])


@dataclass(frozen=True, slots=True)
class _Question:
    query: SearchQuery
    filters: PlaceFilters
    order: Order
    limit: int
    after: Cursor | None

    def matching(self, reading: int) -> Matching:
        return Matching(self.query.kind, reading, self.filters.kind)


class Search:
    """Finds places that have not been withdrawn."""

    def __init__(self, session: AsyncSession, overview: Overview) -> None:
        self._session = session
        self._overview = overview

    async def places(
        self,
        typed: str = "",
        filters: PlaceFilters = _UNNARROWED,
        *,
        sort: Sort = Sort.RELEVANCE,
        language: Language = Language.EN,
        limit: int = 24,
        cursor: str | None = None,
    ) -> Found:
        """Return one page of the places that fit.

        Raises:
            BadCursor: the cursor belongs to another list.
            NothingToBeNear: sorting by distance without a point to measure from.
        """
        if sort is Sort.DISTANCE and filters.near is None:
            raise NothingToBeNear
        after = Cursor.read(cursor) if cursor else None
        question = _Question(understand(typed), filters, Order(sort, language), limit, after)
        readings = range(len(readings_of(question.query.kind)))
        if after and not (readings := readings[after.reading : after.reading + 1]):
            raise BadCursor
        for reading in readings:
            total = await self._known_total(question, reading)
            if sort is Sort.DISTANCE and total is not None:
                found = await self._nearest(question, reading, total)
            else:
                found = await self._page(question, reading, total)
            if found.items:
                return found
        return Found([], 0)

    async def suggest(self, typed: str, *, language: Language, limit: int = 5) -> Suggestions:
        """Return the best few places, regions and themes for a half-typed word."""
        query = understand(typed)
        if query.is_empty:
            return Suggestions()
        return Suggestions(
            places=await self._best(query, language, limit),
            regions=_beginning_with(query.phrase, REGIONS, region_words(), limit),
            themes=_beginning_with(query.phrase, THEMES, theme_words(), limit),
        )

    async def condition(self, typed: str, filters: PlaceFilters) -> Filled:
        """Return what a place fulfils that is among the results of `places`, for `services.clusters`."""
        query = understand(typed)
        values = await self._values(query, filters)
        for reading in range(len(readings_of(query.kind))):
            matching = Matching(query.kind, reading, filters.kind)
            if query.is_empty or (await self._session.execute(any_of(matching), values)).scalar_one():
                return Filled(condition(matching), values)
        return Filled(false(), {})

    async def _known_total(self, question: _Question, reading: int) -> int | None:
        """Count what matches where the overview knows it, or the index of positions tells that it is much."""
        query, filters = question.query, question.filters
        if not readings_of(query.kind)[reading].is_by_meaning:
            return None
        matching = question.matching(reading)
        if matching.filters & {"box", "radius"}:
            values = await self._values(query, filters)
            count: int = (await self._session.execute(count_of(matching), values)).scalar_one()
            return count if count > _MANY else None
        meant_regions = {word.region for word in query.words if word.region}
        meant_themes = {word.theme for word in query.words if word.theme}
        wanted = set(filters.themes)

        def fits(region: Region, themes: frozenset[Theme]) -> bool:
            return (
                filters.region in {None, region}
                and meant_regions <= {region}
                and meant_themes <= themes
                and (not wanted or not wanted.isdisjoint(themes))
            )

        return await self._overview.count(self._session, fits, filters.open_on)

    async def _page(self, question: _Question, reading: int, total: int | None) -> Found:
        matching, order, after = question.matching(reading), question.order, question.after
        if order.sort is Sort.RELEVANCE and total is not None and total > _MANY:
            order = order._replace(sort=Sort.RECOMMENDED)
        keys = keys_of(matching, order)
        values = await self._values(question.query, question.filters)
        values["limit"] = question.limit + 1
        if after:
            values |= after.values(keys)
        page = gathered_page if total is None else walked_page
        statement = page(matching, order, after.kind if after else ())
        rows = (await self._session.execute(statement, values)).all()
        if not rows:
            return Found([], 0)
        shown = rows[: question.limit]
        return Found(
            items=[summary(row[-len(SUMMARY) :], question.filters.near) for row in shown],
            total=rows[0].total if page is gathered_page else total or 0,
            next_cursor=Cursor(reading, tuple(shown[-1][-len(SUMMARY) - len(keys) : -len(SUMMARY)])).written()
            if len(rows) > len(shown)
            else None,
        )

    async def _nearest(self, question: _Question, reading: int, total: int) -> Found:
        """Look in growing circles until one holds the whole page, instead of measuring the way to every place."""
        filters = question.filters
        found = Found([], 0)
        for metres in (*_CIRCLES_M, None):
            if metres is None or (filters.radius and metres >= filters.radius):
                return await self._page(question, reading, total)
            circle = replace(question, filters=replace(filters, radius=metres))
            found = await self._page(circle, reading, total)
            if found.next_cursor:
                break
        return found

    async def _best(self, query: SearchQuery, language: Language, limit: int) -> list[PlaceSummary]:
        values = {**values_of(query), "limit": limit}
        rows: Sequence[Row[Any]] = []
        for number, reading in enumerate(readings_of(query.kind, by_meaning=False)):
            if reading.beginning is not None and len(query.joined) <= _BROAD:
                statement = best(query.kind, number, language, beginning=True)
                rows = (await self._session.execute(statement, values)).all()
            if len(rows) < limit:
                statement = best(query.kind, number, language)
                rows = (await self._session.execute(statement, values)).all()
            if rows:
                break
        return [summary(row[-len(SUMMARY) :]) for row in rows]

    async def _values(self, query: SearchQuery, filters: PlaceFilters) -> dict[str, Any]:
        day = filters.open_on
        closed = await self._overview.closed_on(self._session, day) if day else ()
        return {**values_of(query), **filters.values(closed)}


def _beginning_with(phrase: str, terms: dict[Any, Any], words: dict[str, Any], limit: int) -> list[Any]:
    found = dict.fromkeys(key for word, key in words.items() if keystrokes(word).startswith(phrase))
    return [key for key in terms if key in found][:limit]
