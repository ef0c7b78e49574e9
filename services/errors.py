"""The failures a caller is meant to meet, as one tree.

Failure
├── Invalid        422  the request cannot be understood
├── Unauthorized   401  nobody is signed in, or what was shown proves nothing
├── Forbidden      403  whoever asks may not do this
├── NotFound       404  there is no such thing, or it is not the caller's
├── Conflict       409  it contradicts what is there
├── VersionConflict 412 it was made from a state that is no longer the present one; `current` is what is there now
├── TooMany        429  too often; `retry_after_s` says when again, `limit` how many are allowed
└── Unavailable    503  something this answer needs is away
"""

from typing import ClassVar


class Failure(Exception):
    """An expected failure: its kind carries the HTTP status, its class a stable code and an English sentence.

    `field` names what of a form or a body is at fault, where one field is; `number` which of several things that came
    together.
    """

    status: ClassVar[int] = 500
    title: ClassVar[str] = "Something went wrong"
    code: ClassVar[str] = "failure"
    message: ClassVar[str] = "Something went wrong."
    field: str | None = None
    number: int | None = None

    def __init__(self, **values: object) -> None:
        self.values = values
        super().__init__(self.message.format(**values))


class Invalid(Failure):
    status = 422
    title = "We cannot read that"
    code = "invalid"
    message = "Part of the request cannot be read."


class Unauthorized(Failure):
    status = 401
    title = "Sign in first"
    code = "sign_in_needed"
    message = "Please sign in first."


class Forbidden(Failure):
    status = 403
    title = "Not allowed"
    code = "forbidden"
    message = "You are not allowed to do this."


class NotFound(Failure):
    status = 404
    title = "Not found"
    code = "not_found"
    message = "We could not find that."


class Conflict(Failure):
    status = 409
    title = "That is not possible"
    code = "conflict"
    message = "This conflicts with what is already there."


class VersionConflict(Failure):
    status = 412
    title = "Changed in the meantime"
    code = "version_conflict"
    message = "Someone has changed this in the meantime. Reload it and repeat your change."

    def __init__(self, *, current: object) -> None:
        self.current = current
        super().__init__()


class TooMany(Failure):
    status = 429
    title = "Too many attempts"
    code = "too_many_requests"
    message = "Too many attempts. Try again in {seconds} s."

    def __init__(self, *, retry_after_s: int, limit: int) -> None:
        self.retry_after_s = retry_after_s
        self.limit = limit
        super().__init__(seconds=retry_after_s)


class Unavailable(Failure):
    status = 503
    title = "Not available right now"
    code = "unavailable"
    message = "This is not available right now. Please try again in a moment."
