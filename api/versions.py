"""From which version a change was made, and what is answered where that is not the present one."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Annotated, Any

from fastapi import Header

from services.errors import Invalid, VersionConflict

IfMatch = Annotated[
    str | None,
    Header(
        max_length=100,
        description="the version that the change was made from, in quotes; instead of `version` in the body",
        examples=['"3"'],
    ),
]


class VersionNeeded(Invalid):
    code = "version_needed"
    message = 'Say which version the change is based on: as “version”, or as If-Match: "3".'
    field = "version"


def version_from(version: int | None, if_match: str | None) -> int:
    """Return the version that a change was made from; what stands in the body goes before the header.

    The header may be an ETag that names a language after the version: the change goes for all of them.

    Raises:
        VersionNeeded: neither says one.
    """
    if version is not None:
        return version
    said = (if_match or "").strip().removeprefix("W/").strip('"').partition("-")[0]
    if not said.isascii() or not said.isdigit():
        raise VersionNeeded
    return int(said)


@contextmanager
def telling_current(as_json: Callable[[Any], dict[str, Any]]) -> Generator[None]:
    """Let the answer to a version conflict carry how it stands now, as JSON."""
    try:
        yield
    except VersionConflict as conflict:
        conflict.current = as_json(conflict.current)
        raise
