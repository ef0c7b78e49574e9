import time
from collections import OrderedDict
from dataclasses import dataclass
from hashlib import blake2b

from starlette.types import ASGIApp, Receive, Scope, Send

from edge.http import Headers, encoding_for, header, send_answer, whole_answer

MOST_BYTES = 48_000_000
_EACH = 1_000
"""Bytes that an answer takes beside what it says."""
_CACHEABLE = b"public, max-age="
_SESSION = b"session"
"""What the name of the session cookie holds, be it `session` or `__Host-session`; other cookies are no identity."""

_Key = tuple[str, bytes, bytes, bytes, bytes]


@dataclass(slots=True)
class _Recorded:
    headers: Headers
    not_modified: Headers
    body: bytes
    etag: bytes
    fresh_until: float


class RecordedAnswers:
    """Gives every /v1 GET an ETag where it has none, and repeats public answers from memory while they are fresh.

    A repeated answer costs no routing, no validation and no compression. Requests that carry an identity are never
    answered from memory, and `forget` drops everything when places have changed.
    """

    def __init__(self, app: ASGIApp, *, prefix: str = "/v1/", remember: bool = True) -> None:
        self._app = app
        self._prefix = prefix
        self._remember = remember
        self._answers: OrderedDict[_Key, _Recorded] = OrderedDict()
        self._bytes = 0

    def forget(self) -> None:
        self._answers.clear()
        self._bytes = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET" or not scope["path"].startswith(self._prefix):
            await self._app(scope, receive, send)
            return
        asked = _asked(scope)
        recorded = self._answers.get(asked.key) if asked.anonymous else None
        if recorded is None or recorded.fresh_until < time.monotonic():
            status, headers, body = await whole_answer(self._app, scope)
            if status != 200:
                await send_answer(send, status, headers, body)
                return
            recorded = _record(headers, body)
            if asked.anonymous and self._remember and recorded.fresh_until:
                self._keep(asked.key, recorded)
        if asked.matches and (asked.matches == b"*" or recorded.etag in asked.matches):
            await send_answer(send, 304, recorded.not_modified, b"")
        else:
            await send_answer(send, 200, recorded.headers, recorded.body)

    def _keep(self, key: _Key, recorded: _Recorded) -> None:
        self._drop(key)
        self._answers[key] = recorded
        self._bytes += _size(key, recorded)
        while self._bytes > MOST_BYTES:
            self._drop(next(iter(self._answers)))

    def _drop(self, key: _Key) -> None:
        if dropped := self._answers.pop(key, None):
            self._bytes -= _size(key, dropped)


def _size(key: _Key, recorded: _Recorded) -> int:
    """Return about how many bytes an answer takes with what was asked for it."""
    headers = sum(len(name) + len(value) for name, value in recorded.headers)
    return _EACH + sum(map(len, key)) + 2 * headers + len(recorded.body)


@dataclass(slots=True)
class _Asked:
    key: _Key
    matches: bytes
    anonymous: bool


def _asked(scope: Scope) -> _Asked:
    """Read in one pass what the answer depends on: address, languages, encoding, and whether anybody is signed in.

    The scheme is part of the address, because only answers over https ask to stay there.
    """
    languages = encodings = matches = b""
    anonymous = True
    for name, value in scope["headers"]:
        if name == b"accept-encoding":
            encodings = value
        elif name == b"accept-language":
            languages = value
        elif name == b"if-none-match":
            matches = value
        elif name == b"authorization" or (name == b"cookie" and _SESSION in value):
            anonymous = False
    encoding = encoding_for(encodings)
    key = (scope["scheme"], scope["raw_path"], scope["query_string"], languages, encoding)
    return _Asked(key, matches, anonymous)


def _record(headers: Headers, body: bytes) -> _Recorded:
    etag = header(headers, b"etag")
    if not etag:
        etag = b'W/"' + blake2b(body, digest_size=12).hexdigest().encode() + b'"'
        headers = [*headers, (b"etag", etag)]
    control = header(headers, b"cache-control")
    seconds = int(control.removeprefix(_CACHEABLE).split(b",")[0]) if control.startswith(_CACHEABLE) else 0
    kept = {b"etag", b"cache-control", b"vary", b"content-security-policy", b"x-content-type-options"}
    return _Recorded(
        headers=headers,
        not_modified=[(name, value) for name, value in headers if name in kept],
        body=body,
        etag=etag,
        fresh_until=time.monotonic() + seconds if seconds else 0.0,
    )
