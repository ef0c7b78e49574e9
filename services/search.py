"""Search: from what was typed and chosen to the right places in the right order, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Text,
    all_,
    and_,
    bindparam,
    exists,
    false,
    func,
    literal,
    or_,
    select,
    true,
)
from sqlalchemy.ext.asyncio import AsyncSession

from models.language import Language
from models.place import PLACES
from models.region import Region
from models.theme import Theme
from services.errors import Invalid
from services.geography import Box, Point, box_around
from services.hangul import keystrokes
from services.overview import Overview
from services.places import SUMMARY, PlaceSummary, distance_to, summary, within
from services.search_orders import BadCursor, Cursor, Sort, sort_keys
from services.search_query import SearchQuery, understand
from services.search_readings import Reading, readings_of
from services.vocabulary import REGIONS, THEMES, region_words, theme_words

MAX_QUERY = 200
MAX_RADIUS_M = 100_000
_CIRCLES_M = (2_000, 6_000, 20_000, 60_000)
c = PLACES.c


class NothingToBeNear(Invalid):
    code = "near_required"
    message = "To sort by distance, say where you are: near=latitude,longitude."


@dataclass(frozen=True, slots=True)
class PlaceFilters:
    """What a list of places is narrowed to; distances are in metres."""

    region: Region | None = None
    themes: tuple[Theme, ...] = ()
    box: Box | None = None
    near: Point | None = None
    radius: int | None = None
    open_on: date | None = None


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


class Search:
    """Finds places that have not been withdrawn."""

    def __init__(self, session: AsyncSession, overview: Overview) -> None:
        self._session = session
        self._overview = overview

    async def places(
        self,
        typed: str = "",
        filters: PlaceFilters = PlaceFilters(),
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
        query = understand(typed)
        after = Cursor.read(cursor) if cursor else None
        narrowed = await self._narrowed(filters)
        if sort is Sort.DISTANCE and query.is_empty and filters.near:
            return await self._nearest(narrowed, filters, limit, after)
        readings = list(enumerate(readings_of(query)))
        if after and not (readings := readings[after.reading : after.reading + 1]):
            raise BadCursor
        for number, matches in readings:
            keys = sort_keys(sort, query, filters.near, language, matches)
            fitting = replace(matches, condition=and_(narrowed, matches.condition))
            total = await self._known_total(matches, filters)
            found = await self._page(fitting, keys, filters.near, limit, number, after, total)
            if found.items:
                return found
        return Found([], 0)

    async def suggest(self, typed: str, *, language: Language, limit: int = 5) -> Suggestions:
        """Return the best few places, regions and themes for a half-typed word."""
        query = understand(typed)
        if query.is_empty:
            return Suggestions()
        places: list[PlaceSummary] = []
        for matches in readings_of(query, by_meaning=False):
            if places := await self._first(matches, language, query, limit):
                break
        folded = query.phrase
        return Suggestions(
            places=places,
            regions=_beginning_with(folded, REGIONS, region_words(), limit),
            themes=_beginning_with(folded, THEMES, theme_words(), limit),
        )

    async def condition(self, typed: str, filters: PlaceFilters) -> ColumnElement[bool]:
        """Return what a place must fulfil to be among the results of `places`, for `services.clusters`."""
        query = understand(typed)
        narrowed = await self._narrowed(filters)
        if query.is_empty:
            return narrowed
        for matches in readings_of(query):
            fits = and_(narrowed, matches.condition)
            if (await self._session.execute(select(exists().where(fits)))).scalar_one():
                return fits
        return false()

    async def _narrowed(self, filters: PlaceFilters) -> ColumnElement[bool]:
        conditions: list[ColumnElement[bool]] = [c.withdrawn_at.is_(None)]
        if filters.region:
            conditions.append(c.region == filters.region)
        if filters.themes:
            conditions.append(c.themes.overlap(list(filters.themes)))
        if filters.box:
            conditions.append(within(filters.box))
        if filters.near and filters.radius:
            conditions += _circle(filters.near, filters.radius)
        if filters.open_on:
            conditions += _open_on(
                filters.open_on, await self._overview.closed_on(self._session, filters.open_on)
            )
        return and_(*conditions)

    async def _known_total(self, matches: Reading, filters: PlaceFilters) -> int | None:
        """Count from the overview where the reading and the filters say nothing of names or positions."""
        if matches.meanings is None or filters.box or (filters.near and filters.radius):
            return None
        meant_region, meant_themes = matches.meanings
        wanted = set(filters.themes)

        def fits(region: Region, themes: frozenset[Theme]) -> bool:
            return (
                filters.region in {None, region}
                and meant_region in {None, region}
                and meant_themes <= themes
                and (not wanted or not wanted.isdisjoint(themes))
            )

        return await self._overview.count(self._session, fits, filters.open_on)

    async def _page(  # noqa: PLR0917
        self,
        matches: Reading,
        keys: Sequence[ColumnElement[Any]],
        near: Point | None,
        limit: int,
        reading: int = 0,
        after: Cursor | None = None,
        known_total: int | None = None,
    ) -> Found:
        named = [key.label(f"key{number}") for number, key in enumerate(keys)]
        matched = select(c.id.label("id"), *named).where(matches.condition)
        if matches.is_broad:
            counting = select(func.count()).select_from(PLACES).where(matches.condition).scalar_subquery()
            total = counting if known_total is None else literal(known_total)
            ordered = list(keys)
            page = matched.add_columns(total.label("total"))
        else:
            together = matched.cte("matched")
            total = select(func.count()).select_from(together).scalar_subquery()
            ordered = [together.c[key.name] for key in named]
            page = select(together, total.label("total"))
        if after:
            page = page.where(after.after(ordered))
        chosen = page.order_by(*ordered).limit(limit + 1).subquery("chosen")
        query = (
            select(chosen.c.total, *(chosen.c[key.name] for key in named), *SUMMARY)
            .join_from(chosen, PLACES, c.id == chosen.c.id)
            .order_by(*(chosen.c[key.name] for key in named))
        )
        rows = (await self._session.execute(query)).all()
        if not rows:
            return Found([], 0)
        first_column = 1 + len(keys)
        items = [summary(row[first_column:], near) for row in rows[:limit]]
        more = len(rows) > limit and Cursor(reading, tuple(rows[limit - 1][1:first_column])).written()
        return Found(items, rows[0][0], more or None)

    async def _nearest(
        self, narrowed: ColumnElement[bool], filters: PlaceFilters, limit: int, after: Cursor | None
    ) -> Found:
        """Look in growing circles until one holds the whole page, instead of measuring the way to every place."""
        near = filters.near
        assert near is not None  # noqa: S101 (`places` has asked for it)
        keys = [distance_to(near), c.id]
        total = await self._known_total(Reading(true(), keys[0], meanings=(None, frozenset())), filters)
        if total is None:
            total = await self._session.scalar(select(func.count()).select_from(PLACES).where(narrowed)) or 0
        found = Found([], 0)
        for metres in (*_CIRCLES_M, None):
            circle = narrowed if metres is None else and_(narrowed, *_circle(near, metres))
            found = await self._page(Reading(circle, keys[0]), keys, near, limit, after=after)
            if found.next_cursor:
                break
        return replace(found, total=total)

    async def _first(
        self, matches: Reading, language: Language, query: SearchQuery, limit: int
    ) -> list[PlaceSummary]:
        keys = sort_keys(Sort.RELEVANCE, query, None, language, matches)
        best = (
            select(c.id.label("id"), *(key.label(f"key{n}") for n, key in enumerate(keys)))
            .where(c.withdrawn_at.is_(None), matches.condition)
            .order_by(*keys)
            .limit(limit)
            .subquery("best")
        )
        rows = await self._session.execute(
            select(*SUMMARY)
            .join_from(best, PLACES, c.id == best.c.id)
            .order_by(*(best.c[f"key{n}"] for n in range(len(keys))))
        )
        return [summary(row) for row in rows]


def _open_on(day: date, closed: frozenset[str]) -> list[ColumnElement[bool]]:
    """Places open that day, or not known to be closed, and not over or yet to come."""
    shut = bindparam("closed", sorted(closed), ARRAY(Text), unique=True)
    return [
        or_(c.opening_hours.is_(None), c.opening_hours != all_(shut)),
        or_(c.starts_on.is_(None), c.starts_on <= day),
        or_(c.ends_on.is_(None), c.ends_on >= day),
    ]


def _circle(centre: Point, metres: float) -> list[ColumnElement[bool]]:
    return [within(box_around(centre, metres)), distance_to(centre) <= metres]


def _beginning_with(phrase: str, terms: dict[Any, Any], words: dict[str, Any], limit: int) -> list[Any]:
    found = dict.fromkeys(key for word, key in words.items() if keystrokes(word).startswith(phrase))
    return [key for key in terms if key in found][:limit]
