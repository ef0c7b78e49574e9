"""The orders of a list of places, as keys that all ascend, so that a page can follow any other by its last keys."""

import base64
import binascii
from collections.abc import Sequence
from enum import StrEnum
from typing import Any

import orjson
from sqlalchemy import ColumnElement, case, func

from models.language import Language
from models.place import PLACES
from services.errors import Invalid
from services.geography import Point
from services.places import distance_to
from services.search_query import SearchQuery

c = PLACES.c


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


def sort_keys(
    sort: Sort, query: SearchQuery, near: Point | None, language: Language, rank: ColumnElement[Any]
) -> list[ColumnElement[Any]]:
    """The keys of an order, every one ascending, the last one unique."""
    known = (-c.prominence, -c.likes_count, c.id)
    if sort is Sort.LIKES:
        return [-c.likes_count, -c.prominence, c.id]
    if sort is Sort.RATING:
        return [-func.coalesce(c.rating, 0), -c.rating_count, *known]
    if sort is Sort.NAME:
        own = func.coalesce(c.name[language.value].astext, c.name["en"].astext, "")
        return [func.lower(own), c.id]
    if sort is Sort.DISTANCE and near:
        return [distance_to(near), c.id]
    if sort is Sort.RELEVANCE and not query.is_empty:
        own = func.lower(func.coalesce(c.name[language.value].astext, ""))
        in_own_language = case((own.contains(query.phrase, autoescape=True), 0), else_=1)
        return [rank, in_own_language, *known]
    return list(known)


def write_cursor(keys: Sequence[Any]) -> str:
    return base64.urlsafe_b64encode(orjson.dumps([_plain(key) for key in keys])).decode().rstrip("=")


def _plain(key: Any) -> Any:
    return key if isinstance(key, str | int | float) else float(key)


def read_cursor(cursor: str, length: int) -> list[Any]:
    try:
        keys: Any = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError) as error:
        raise BadCursor from error
    if not isinstance(keys, list) or len(keys) != length:  # pyright: ignore[reportUnknownArgumentType]
        raise BadCursor
    return keys  # pyright: ignore[reportUnknownVariableType]
