"""The failures a caller is meant to meet, as one tree.

Failure
├── Invalid        422  the request cannot be understood
├── NotFound       404  there is no such thing, or it is not the caller's
└── Unavailable    503  something this answer needs is away
"""

from typing import ClassVar


class Failure(Exception):
    """An expected failure: its kind carries the HTTP status, its class a stable code and an English sentence."""

    status: ClassVar[int] = 500
    title: ClassVar[str] = "Something went wrong"
    code: ClassVar[str] = "failure"
    message: ClassVar[str] = "Something went wrong."

    def __init__(self, **values: object) -> None:
        self.values = values
        super().__init__(self.message.format(**values))


class Invalid(Failure):
    status = 422
    title = "That cannot be read"
    code = "invalid"
    message = "Part of the request cannot be read."


class NotFound(Failure):
    status = 404
    title = "Not found"
    code = "not_found"
    message = "We could not find that."


class Unavailable(Failure):
    status = 503
    title = "Not available right now"
    code = "unavailable"
    message = "This is not available right now. Please try again in a moment."
