"""The orders of a list of places, as keys that all ascend, so that a page can follow any other by its last keys."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Float, Integer, String, Text, bindparam, case, func, tuple_

from models.language import Language
from models.place import PLACES
from services.cursors import BadCursor, cursor_parts, written_cursor
from services.search_filters import distance_from_here
from services.search_readings import Reading, holds

c = PLACES.c

_MOST_READINGS = 6
_LONGEST_TEXT = 300
_LARGEST_NUMBER = 1e9
_TYPES = {int: Integer, float: Float, str: String}


class Sort(StrEnum):
    """The orders of a list of places."""

    RELEVANCE = "relevance"
    RECOMMENDED = "recommended"
    LIKES = "likes"
    RATING = "rating"
    DISTANCE = "distance"
    NAME = "name"


def sort_keys(sort: Sort, language: Language, matches: Reading) -> list[ColumnElement[Any]]:
    """The keys of an order, every one ascending, the last one unique."""
    known = (-c.prominence, -c.likes_count, c.id)
    if sort is Sort.LIKES:
        return [-c.likes_count, -c.prominence, c.id]
    if sort is Sort.RATING:
        return [-func.coalesce(c.rating, 0), -c.rating_count, *known]
    if sort is Sort.NAME:
        own = func.coalesce(c.name[language.value].astext, c.name["en"].astext, "")
        return [func.lower(own, type_=Text()), c.id]
    if sort is Sort.DISTANCE:
        return [distance_from_here(), c.id]
    if sort is Sort.RELEVANCE and matches.rank is not None:
        own = func.lower(func.coalesce(c.name[language.value].astext, ""), type_=Text())
        in_own_language = case((holds(func.replace(own, " ", "", type_=Text()), "unspaced"), 0), else_=1)
        return [matches.rank, in_own_language, *known]
    return list(known)


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page ended: which reading of the query it came from, and the keys of its last place."""

    reading: int
    keys: tuple[Any, ...]

    def written(self) -> str:
        keys = [key if isinstance(key, str | int | float) else float(key) for key in self.keys]
        return written_cursor([self.reading, *keys])

    @classmethod
    def read(cls, text: str) -> "Cursor":
        """Read a cursor that came back from outside.

        Raises:
            BadCursor: it was not written here.
        """
        match cursor_parts(text):
            case [int(reading), *keys] if 0 <= reading < _MOST_READINGS and not isinstance(reading, bool):
                return cls(reading, tuple(keys))  # pyright: ignore[reportUnknownArgumentType]
            case _:
                raise BadCursor

    @property
    def kind(self) -> tuple[type, ...]:
        """The types of its keys; a condition is made once for all cursors of a kind."""
        return tuple(map(type, self.keys))

    def values(self, keys: Sequence[ColumnElement[Any]]) -> dict[str, Any]:
        """What the condition of this kind is filled with.

        Raises:
            BadCursor: the cursor belongs to another order than that of the keys.
        """
        if len(keys) != len(self.keys) or not all(map(_fits, self.keys, keys)):
            raise BadCursor
        return {f"after{number}": key for number, key in enumerate(self.keys)}


def after(kind: Sequence[type], keys: Sequence[ColumnElement[Any]]) -> ColumnElement[bool]:
    """What comes after a cursor of this kind in an order."""
    last = (bindparam(f"after{number}", type_=_TYPES[its]) for number, its in enumerate(kind))
    return tuple_(*keys) > tuple_(*last)


def _fits(value: Any, key: ColumnElement[Any]) -> bool:
    if isinstance(key.type, String):
        return isinstance(value, str) and len(value) <= _LONGEST_TEXT and "\0" not in value
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < _LARGEST_NUMBER
