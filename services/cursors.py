"""Where a page of a list ended, as text that comes back with the question for the next one."""

import base64
from collections.abc import Callable, Sequence
from typing import Any

import orjson

from services.errors import Invalid


class BadCursor(Invalid):
    code = "bad_cursor"
    message = "This list has changed. Please start again from its first page."
    field = "cursor"


def written_cursor(parts: Sequence[Any]) -> str:
    """Write what JSON can hold, days, moments and ids among them."""
    return base64.urlsafe_b64encode(orjson.dumps(list(parts))).decode().rstrip("=")


def cursor_parts(cursor: str) -> Any:
    """Return the JSON that a cursor holds.

    Raises:
        BadCursor: it was not written here.
    """
    try:
        return orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except ValueError as error:
        raise BadCursor from error


def read_cursor(cursor: str, *readers: Callable[[Any], Any]) -> tuple[Any, ...]:
    """Return the parts of a cursor, each made of its JSON by one of the readers.

    Raises:
        BadCursor: it was not written here, or for another list.
    """
    parts = cursor_parts(cursor)
    try:
        return tuple(read(part) for read, part in zip(readers, parts, strict=True))
    except (ValueError, TypeError, AttributeError, OverflowError) as error:
        raise BadCursor from error
