import time
from collections import OrderedDict
from dataclasses import dataclass
from hashlib import blake2b

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from edge.http import Headers, encoding_for, header

_MOST_BYTES = 48_000_000
_CACHEABLE = b"public, max-age="
_Key = tuple[bytes, bytes, bytes, bytes]


@dataclass(slots=True)
class _Recorded:
    headers: Headers
    not_modified: Headers
    body: bytes
    etag: bytes
    fresh_until: float


class RecordedAnswers:
    """Gives every /v1 GET an ETag, and repeats public answers from memory for as long as their max-age allows.

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
        if (
            scope["type"] != "http"
            or scope["method"] not in {"GET", "HEAD"}
            or not scope["path"].startswith(self._prefix)
        ):
            await self._app(scope, receive, send)
            return
        languages = encodings = matches = b""
        anonymous = True
        for name, value in scope["headers"]:
            if name == b"accept-encoding":
                encodings = value
            elif name == b"accept-language":
                languages = value
            elif name == b"if-none-match":
                matches = value
            elif name in {b"authorization", b"cookie"}:
                anonymous = False
        key = (scope["raw_path"], scope["query_string"], languages, encoding_for(encodings))
        if anonymous and (recorded := self._answers.get(key)) is not None:
            if recorded.fresh_until > time.monotonic():
                await _repeat(recorded, matches, send, head=scope["method"] == "HEAD")
                return
            self._drop(key)
        answer = await _listen(self._app, scope, receive)
        if answer is None:
            return
        status, headers, body = answer
        if status != 200:
            await send({"type": "http.response.start", "status": status, "headers": headers})
            await send({"type": "http.response.body", "body": body})
            return
        recorded = _record(headers, body)
        if anonymous and self._remember and scope["method"] == "GET" and recorded.fresh_until > 0:
            self._keep(key, recorded)
        await _repeat(recorded, matches, send, head=scope["method"] == "HEAD")

    def _keep(self, key: _Key, recorded: _Recorded) -> None:
        self._answers[key] = recorded
        self._bytes += len(recorded.body)
        while self._bytes > _MOST_BYTES:
            self._drop(next(iter(self._answers)))

    def _drop(self, key: _Key) -> None:
        if dropped := self._answers.pop(key, None):
            self._bytes -= len(dropped.body)


async def _listen(app: ASGIApp, scope: Scope, receive: Receive) -> tuple[int, Headers, bytes] | None:
    """Run the application and hold its whole answer back; None when it gave none."""
    status, headers, body = 0, Headers(), bytearray()

    async def collect(message: Message) -> None:
        nonlocal status, headers
        if message["type"] == "http.response.start":
            status, headers = message["status"], list(message["headers"])
        elif message["type"] == "http.response.body":
            body.extend(message.get("body", b""))

    try:
        await app(scope, receive, collect)
    except Exception:
        if not status:  # the application raises again after it has answered an unknown error
            raise
    return (status, headers, bytes(body)) if status else None


def _record(headers: Headers, body: bytes) -> _Recorded:
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


async def _repeat(recorded: _Recorded, matches: bytes, send: Send, *, head: bool) -> None:
    if matches and (matches == b"*" or recorded.etag in matches):
        await send({"type": "http.response.start", "status": 304, "headers": recorded.not_modified})
        await send({"type": "http.response.body", "body": b""})
        return
    await send({"type": "http.response.start", "status": 200, "headers": recorded.headers})
    await send({"type": "http.response.body", "body": b"" if head else recorded.body})
