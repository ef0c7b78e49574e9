"""The orders of a list of places, as keys that all ascend, so that a page can follow any other by its last keys."""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import orjson
from sqlalchemy import ColumnElement, String, Text, case, func, literal, tuple_

from models.language import Language
from models.place import PLACES
from services.errors import Invalid
from services.geography import Point
from services.places import distance_to
from services.search_query import SearchQuery
from services.search_readings import Reading

c = PLACES.c

_MOST_READINGS = 6
_LONGEST_TEXT = 300
_LARGEST_NUMBER = 1e9


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
    field = "cursor"


def sort_keys(
    sort: Sort, query: SearchQuery, near: Point | None, language: Language, matches: Reading
) -> list[ColumnElement[Any]]:
    """The keys of an order, every one ascending, the last one unique."""
    known = (-c.prominence, -c.likes_count, c.id)
    if sort is Sort.LIKES:
        return [-c.likes_count, -c.prominence, c.id]
    if sort is Sort.RATING:
        return [-func.coalesce(c.rating, 0), -c.rating_count, *known]
    if sort is Sort.NAME:
        own = func.coalesce(c.name[language.value].astext, c.name["en"].astext, "")
        return [func.lower(own, type_=Text()), c.id]
    if sort is Sort.DISTANCE and near:
        return [distance_to(near), c.id]
    if sort is Sort.RELEVANCE and not matches.is_broad:
        own = func.lower(func.coalesce(c.name[language.value].astext, ""))
        in_own_language = case((own.contains(query.folded, autoescape=True), 0), else_=1)
        return [matches.rank, in_own_language, *known]
    return list(known)


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page ended: which reading of the query it came from, and the keys of its last place."""

    reading: int
    keys: tuple[Any, ...]

    def written(self) -> str:
        keys = [key if isinstance(key, str | int | float) else float(key) for key in self.keys]
        return base64.urlsafe_b64encode(orjson.dumps([self.reading, *keys])).decode().rstrip("=")

    @classmethod
    def read(cls, text: str) -> "Cursor":
        """Read a cursor that came back from outside.

        Raises:
            BadCursor: it was not written here.
        """
        try:
            parts: Any = orjson.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        except (binascii.Error, ValueError) as error:
            raise BadCursor from error
        match parts:
            case [int(reading), *keys] if 0 <= reading < _MOST_READINGS and not isinstance(reading, bool):
                return cls(reading, tuple(keys))  # pyright: ignore[reportUnknownArgumentType]
            case _:
                raise BadCursor

    def after(self, keys: Sequence[ColumnElement[Any]]) -> ColumnElement[bool]:
        """Return the condition for what comes after this cursor in an order.

        Raises:
            BadCursor: the cursor belongs to another order.
        """
        if len(keys) != len(self.keys) or not all(map(_fits, self.keys, keys)):
            raise BadCursor
        return tuple_(*keys) > tuple_(*map(literal, self.keys))


def _fits(value: Any, key: ColumnElement[Any]) -> bool:
    if isinstance(key.type, String):
        return isinstance(value, str) and len(value) <= _LONGEST_TEXT and "\0" not in value
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < _LARGEST_NUMBER
