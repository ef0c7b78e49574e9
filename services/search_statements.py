"""The statements of search. Building one costs more than asking it, so each is built once for all questions of a kind."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Integer, Select, and_, bindparam, exists, func, select

from models.language import Language
from models.place import PLACES
from services.places import SUMMARY
from services.search_filters import FilterKind, narrowed
from services.search_orders import Sort, after, sort_keys
from services.search_query import QueryKind
from services.search_readings import readings_of

c = PLACES.c

_KEPT = 256


class Matching(NamedTuple):
    """What decides which places match: one reading of a query of a kind, and filters of a kind."""

    query: QueryKind
    reading: int
    filters: FilterKind


class Order(NamedTuple):
    """What decides their order; the language is that of the names."""

    sort: Sort
    language: Language


@lru_cache(maxsize=_KEPT)
def condition(matching: Matching) -> ColumnElement[bool]:
    """What a place fulfils that matches."""
    return and_(narrowed(matching.filters), readings_of(matching.query)[matching.reading].condition)


@lru_cache(maxsize=_KEPT)
def any_of(matching: Matching) -> Select[Any]:
    """Whether any place matches."""
    return select(exists().where(condition(matching)))


@lru_cache(maxsize=_KEPT)
def count_of(matching: Matching) -> Select[Any]:
    """How many places match."""
    return select(func.count()).select_from(PLACES).where(condition(matching))


@lru_cache(maxsize=_KEPT)
def keys_of(matching: Matching, order: Order) -> Sequence[ColumnElement[Any]]:
    """The keys of an order of what matches."""
    return sort_keys(order.sort, order.language, readings_of(matching.query)[matching.reading])


@lru_cache(maxsize=_KEPT)
def gathered_page(matching: Matching, order: Order, cursor: tuple[type, ...]) -> Select[Any]:
    """Rows of the total, the keys and the summary, out of all that matches."""
    keys = keys_of(matching, order)
    matched = _keyed(keys).where(condition(matching)).cte("matched")
    ordered = list(matched.c)
    total = select(func.count()).select_from(matched).scalar_subquery()
    page = select(matched, total.label("total")).order_by(*ordered)
    return _with_summaries(page.where(after(cursor, ordered)) if cursor else page, len(keys), "total")


@lru_cache(maxsize=_KEPT)
def walked_page(matching: Matching, order: Order, cursor: tuple[type, ...]) -> Select[Any]:
    """Rows of the keys and the summary, out of so much that walking in the order soon fills a page."""
    keys = keys_of(matching, order)
    page = _keyed(keys).where(condition(matching)).order_by(*keys)
    return _with_summaries(page.where(after(cursor, keys)) if cursor else page, len(keys))


@lru_cache(maxsize=_KEPT)
def best(query: QueryKind, reading: int, language: Language, *, beginning: bool = False) -> Select[Any]:
    """Rows of the keys and the summary of the best few, or only of those that meet the beginning of the reading."""
    matches = readings_of(query, by_meaning=False)[reading]
    keys = sort_keys(Sort.RELEVANCE, language, matches)
    fitting = matches.beginning if beginning and matches.beginning is not None else matches.condition
    return _with_summaries(_keyed(keys).where(narrowed(frozenset()), fitting).order_by(*keys), len(keys))


def _keyed(keys: Sequence[ColumnElement[Any]]) -> Select[Any]:
    return select(*(key.label(f"key{number}") for number, key in enumerate(keys)))


def _with_summaries(ordered: Select[Any], keys: int, *first: str) -> Select[Any]:
    """Read the summaries of no more places than a page shows: what is ordered is narrow, its last key the id."""
    chosen = ordered.limit(bindparam("limit", type_=Integer)).subquery("chosen")
    names = [f"key{number}" for number in range(keys)]
    return (
        select(*(chosen.c[name] for name in (*first, *names)), *SUMMARY)
        .join_from(chosen, PLACES, c.id == chosen.c[names[-1]])
        .order_by(*(chosen.c[name] for name in names))
    )
