"""Search: from what was typed and chosen to the right places in the right order.

What matches is ranked by how it stands in a name (whole, beginning, beginning of a word, inside), then by how well
known and how liked the place is. Only when nothing matches do the more forgiving readings get their turn: by sound
(Kyongbok for Gyeongbok), then by likeness of the keystrokes (경북궁 for 경복궁).
"""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

import orjson
from sqlalchemy import (
    ColumnElement,
    Integer,
    Text,
    and_,
    case,
    cast,
    exists,
    false,
    func,
    literal,
    or_,
    true,
    tuple_,
)
from sqlalchemy import literal_column as verbatim
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.language import Language
from models.place import Place
from models.region import Region
from models.theme import Theme
from services.errors import Invalid
from services.geography import Box, Point, box_around
from services.hangul import keystrokes
from services.opening_days import OpeningDays
from services.place_text import LINE
from services.places import SUMMARY, PlaceSummary, distance_to, summary, within
from services.search_query import SearchQuery, Word, understand
from services.vocabulary import REGIONS, THEMES, region_words, theme_words

MAX_QUERY = 200
MAX_RADIUS_M = 100_000
_LIKENESS = 0.42
"""Least word similarity of keystrokes; 경북궁 stands at 0.54 to 경복궁."""


class Sort(StrEnum):
    """The orders of a list of places."""

    RELEVANCE = "relevance"
    RECOMMENDED = "recommended"
    LIKES = "likes"
    RATING = "rating"
    DISTANCE = "distance"
    NAME = "name"


class BadCursor(Invalid):
    code = "bad_cursor"
    message = "This list has changed. Please start again from its first page."


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

    def __init__(self, session: AsyncSession, opening_days: OpeningDays) -> None:
        self._session = session
        self._opening_days = opening_days

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
        narrowed = await self._narrowed(filters)
        for matches in _readings(query):
            keys = _sort_keys(sort, query, filters.near, language, matches.rank)
            found = await self._page(
                and_(narrowed, matches.condition),
                keys,
                near=filters.near,
                limit=limit,
                cursor=cursor,
                counted_with_page=not query.is_empty,
            )
            if found.items or cursor:
                return found
        return Found([], 0)

    async def suggest(self, typed: str, *, language: Language, limit: int = 5) -> Suggestions:
        """Return the best few places, regions and themes for a half-typed word."""
        query = understand(typed)
        if query.is_empty:
            return Suggestions()
        places: list[PlaceSummary] = []
        for matches in _readings(query):
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
        for matches in _readings(query):
            fits = and_(narrowed, matches.condition)
            if (await self._session.execute(select(exists().where(fits)))).scalar_one():
                return fits
        return false()

    async def _narrowed(self, filters: PlaceFilters) -> ColumnElement[bool]:
        conditions: list[ColumnElement[bool]] = [col(Place.withdrawn_at).is_(None)]
        if filters.region:
            conditions.append(col(Place.region) == filters.region)
        if filters.themes:
            conditions.append(col(Place.themes).overlap(list(filters.themes)))
        if filters.box:
            conditions.append(within(filters.box))
        if filters.near and filters.radius:
            conditions += [
                within(box_around(filters.near, filters.radius)),
                distance_to(filters.near) <= filters.radius,
            ]
        if filters.open_on:
            conditions.append(await self._opening_days.open_on(self._session, filters.open_on))
        return and_(*conditions)

    async def _page(
        self,
        condition: ColumnElement[bool],
        keys: Sequence[ColumnElement[Any]],
        *,
        near: Point | None,
        limit: int,
        cursor: str | None,
        counted_with_page: bool,
    ) -> Found:
        named = [key.label(f"key{number}") for number, key in enumerate(keys)]
        matched = select(col(Place.id).label("id"), *named).where(condition)
        if counted_with_page:
            together = matched.cte("matched")
            total = select(func.count()).select_from(together).scalar_subquery()
            ordered = [together.c[key.name] for key in named]
            page = select(together, total.label("total"))
        else:
            total = select(func.count()).select_from(Place).where(condition).scalar_subquery()
            ordered = list(keys)
            page = matched.add_columns(total.label("total"))
        if cursor:
            page = page.where(tuple_(*ordered) > tuple_(*map(literal, _read_cursor(cursor, len(keys)))))
        chosen = page.order_by(*ordered).limit(limit + 1).subquery("chosen")
        distance = distance_to(near) if near else verbatim("NULL::float")
        query = (
            select(chosen.c.total, *(chosen.c[key.name] for key in named), *SUMMARY, distance)
            .join_from(chosen, Place, col(Place.id) == chosen.c.id)
            .order_by(*(chosen.c[key.name] for key in named))
        )
        rows = (await self._session.execute(query)).all()
        if not rows:
            return Found([], 0)
        first_column = 1 + len(keys)
        items = [summary(row[first_column:]) for row in rows[:limit]]
        more = _write_cursor(rows[limit - 1][1:first_column]) if len(rows) > limit else None
        return Found(items, rows[0][0], more)

    async def _first(
        self, matches: "_Reading", language: Language, query: SearchQuery, limit: int
    ) -> list[PlaceSummary]:
        keys = _sort_keys(Sort.RELEVANCE, query, None, language, matches.rank)
        best = (
            select(col(Place.id).label("id"), *(key.label(f"key{n}") for n, key in enumerate(keys)))
            .where(col(Place.withdrawn_at).is_(None), matches.condition)
            .order_by(*keys)
            .limit(limit)
            .subquery("best")
        )
        rows = await self._session.execute(
            select(*SUMMARY)
            .join_from(best, Place, col(Place.id) == best.c.id)
            .order_by(*(best.c[f"key{n}"] for n in range(len(keys))))
        )
        return [summary(row) for row in rows]


@dataclass(frozen=True, slots=True)
class _Reading:
    """One way to understand a query: which places it means, and how well each fits (smaller is better)."""

    condition: ColumnElement[bool]
    rank: ColumnElement[Any]


def _readings(query: SearchQuery) -> list[_Reading]:
    """The readings of a query, strictest first."""
    if query.is_empty:
        return [_Reading(true(), verbatim("0"))]
    readings = [_as_written(query)]
    if query.initials:
        readings.insert(0, _as_initials(query.initials))
    if any(word.heard for word in query.words):
        readings.append(_as_heard(query.words))
    if len(query.joined) > 3:
        readings.append(_as_similar(query))
    return readings


def _as_written(query: SearchQuery) -> _Reading:
    names = col(Place.search_names)
    if len(query.joined) == 1:
        begins = names.contains(LINE + query.phrase, autoescape=True)
        return _Reading(begins, verbatim("0"))
    spellings = dict.fromkeys((query.phrase, query.joined))
    as_name = or_(*(names.contains(spelling, autoescape=True) for spelling in spellings))
    by_words = and_(*(_written(word) for word in query.words))
    return _Reading(or_(as_name, by_words) if query.words else as_name, _standing(names, list(spellings)))


def _standing(names: ColumnElement[str], spellings: list[str]) -> ColumnElement[int]:
    """How a spelling stands in a name: whole 0, at its beginning 1, at a word's beginning 2, inside 3, elsewhere 4."""
    forms = ((LINE, LINE), (LINE, ""), (" ", ""), ("", ""))
    return case(
        *(
            (
                or_(*(names.contains(before + s + after, autoescape=True) for s in spellings)),
                literal(rank, Integer),
            )
            for rank, (before, after) in enumerate(forms)
        ),
        else_=literal(len(forms), Integer),
    )


def _written(word: Word) -> ColumnElement[bool]:
    return or_(*_meanings(word), col(Place.search_text).contains(word.typed, autoescape=True))


def _meanings(word: Word) -> list[ColumnElement[bool]]:
    meanings: list[ColumnElement[bool]] = []
    if word.region:
        meanings.append(col(Place.region) == word.region)
    if word.theme:
        meanings.append(col(Place.themes).contains([word.theme]))
    return meanings


def _as_initials(initials: str) -> _Reading:
    column = col(Place.search_initials)
    begins = or_(*(column.contains(before + initials, autoescape=True) for before in (LINE, " ")))
    condition = column.contains(initials, autoescape=True) if len(initials) > 2 else begins
    return _Reading(condition, _standing(column, [initials]))


def _as_heard(words: Sequence[Word]) -> _Reading:
    sounds = col(Place.search_sounds)
    heard = [word for word in words if word.heard]
    conditions = [
        or_(
            *_meanings(word),
            sounds.contains(word.heard, autoescape=True),
            col(Place.search_text).contains(word.typed, autoescape=True),
        )
        if word.heard
        else _written(word)
        for word in words
    ]
    return _Reading(
        and_(*conditions), _standing(sounds, [" ".join(word.heard for word in heard), heard[0].heard])
    )


def _as_similar(query: SearchQuery) -> _Reading:
    """Word similarity by the trigram index; `<%` obeys the threshold set with the database's connections."""
    names = col(Place.search_names)
    spelling = literal(query.phrase, Text)
    likeness = func.word_similarity(spelling, names)
    return _Reading(
        and_(spelling.bool_op("<%")(names), likeness >= _LIKENESS), func.round(cast(-likeness * 100, Integer))
    )


def _sort_keys(
    sort: Sort, query: SearchQuery, near: Point | None, language: Language, rank: ColumnElement[Any]
) -> list[ColumnElement[Any]]:
    """The keys of an order, every one ascending, the last one unique."""
    known = (-col(Place.prominence), -col(Place.likes_count), col(Place.id))
    if sort is Sort.LIKES:
        return [-col(Place.likes_count), -col(Place.prominence), col(Place.id)]
    if sort is Sort.RATING:
        return [-func.coalesce(Place.rating, 0), -col(Place.rating_count), *known]
    if sort is Sort.NAME:
        own = func.coalesce(col(Place.name)[language.value].astext, col(Place.name)["en"].astext, "")
        return [func.lower(own), col(Place.id)]
    if sort is Sort.DISTANCE and near:
        return [distance_to(near), col(Place.id)]
    if sort is Sort.RELEVANCE and not query.is_empty:
        return [rank, *known]
    return list(known)


def _beginning_with(phrase: str, terms: dict[Any, Any], words: dict[str, Any], limit: int) -> list[Any]:
    found = dict.fromkeys(key for word, key in words.items() if keystrokes(word).startswith(phrase))
    return [key for key in terms if key in found][:limit]


def _write_cursor(keys: Sequence[Any]) -> str:
    return base64.urlsafe_b64encode(orjson.dumps([_plain(key) for key in keys])).decode().rstrip("=")


def _plain(key: Any) -> Any:
    return key if isinstance(key, str | int | float) else float(key)


def _read_cursor(cursor: str, length: int) -> list[Any]:
    try:
        keys: Any = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError) as error:
        raise BadCursor from error
    if not isinstance(keys, list) or len(keys) != length:  # pyright: ignore[reportUnknownArgumentType]
        raise BadCursor
    return keys  # pyright: ignore[reportUnknownVariableType]
