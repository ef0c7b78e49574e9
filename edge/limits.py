from collections.abc import Mapping

import orjson
from starlette.routing import compile_path
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from edge.http import Headers, header, send_answer

KIB = 1024
MIB = 1024 * KIB


class BodyLimit:
    """Refuses request bodies beyond a limit, whether announced or streamed.

    `larger` gives some addresses, written as routes write them, a limit of their own; limits are in bytes.
    """

    def __init__(self, app: ASGIApp, *, most_bytes: int, larger: Mapping[str, int]) -> None:
        self._app = app
        self._most_bytes = most_bytes
        self._larger = [(compile_path(path)[0], most_bytes) for path, most_bytes in larger.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        most_bytes = self._limit_of(scope["path"])
        announced = header(scope["headers"], b"content-length") or b"0"
        if not announced.isdigit() or int(announced) > most_bytes:
            await _refuse(scope, send, most_bytes)
            return
        received = 0

        async def counted() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            return message if received <= most_bytes else {"type": "http.disconnect"}

        async def unless_refused(message: Message) -> None:
            if received <= most_bytes:
                await send(message)

        await self._app(scope, counted, unless_refused)
        if received > most_bytes:
            await _refuse(scope, send, most_bytes)

    def _limit_of(self, path: str) -> int:
        return next((most for pattern, most in self._larger if pattern.match(path)), self._most_bytes)


class HeadAsGet:
    """Answers HEAD wherever GET answers, with the same headers and no body."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self._app(scope, receive, send)
            return

        async def without_body(message: Message) -> None:
            await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

        await self._app({**scope, "method": "GET"}, receive, without_body)


async def _refuse(scope: Scope, send: Send, most_bytes: int) -> None:
    sentence = f"A request may be {_size(most_bytes)} at most."
    problem = {
        "type": "/v1/problems/too_large",
        "title": "Too large",
        "status": 413,
        "detail": sentence,
        "code": "too_large",
        "trace_id": scope["state"]["trace_id"],
    }
    kind, body = b"application/problem+json", orjson.dumps(problem)
    if b"text/html" in header(scope["headers"], b"accept"):
        kind, body = b"text/plain; charset=utf-8", sentence.encode()
    headers: Headers = [
        (b"content-type", kind),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
    ]
    await send_answer(send, 413, headers, body)


def _size(count: int) -> str:
    return f"{count // MIB} MiB" if count >= MIB else f"{count // KIB} KiB"
