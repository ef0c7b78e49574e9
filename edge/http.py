"""Small things the ASGI layers share."""

import asyncio
import re
from collections.abc import Iterable

from starlette.types import ASGIApp, Message, Scope, Send

Headers = list[tuple[bytes, bytes]]


def header(headers: Iterable[tuple[bytes, bytes]], name: bytes) -> bytes:
    """Return the first value of a header, empty when there is none; `name` is lower case."""
    for key, value in headers:
        if key == name:
            return value
    return b""


def encoding_for(accepted: bytes) -> bytes:
    """Choose br, gzip or nothing for an Accept-Encoding header."""
    if accepted.startswith(b"gzip, deflate, br"):  # every browser
        return b"br"
    offered = {part.strip().partition(b";")[0].strip(): part for part in accepted.split(b",")}
    for encoding in (b"br", b"gzip"):
        if encoding in offered and not _REFUSED.search(offered[encoding]):
            return encoding
    return b""


_REFUSED = re.compile(rb"q\s*=\s*0(\.0*)?\s*$")


async def whole_answer(app: ASGIApp, scope: Scope) -> tuple[int, Headers, bytes]:
    """Run an application and hold its answer to a GET back until it is whole, whether or not its reader stays."""
    status, headers, body = 0, Headers(), bytearray()
    asked = False

    async def receive() -> Message:
        nonlocal asked
        if (
            asked
        ):  # and never that the reader has gone: others get this answer too, and must not get half of it
            await asyncio.Future()
        asked = True
        return {"type": "http.request", "body": b"", "more_body": False}

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
    return status, headers, bytes(body)


async def send_answer(send: Send, status: int, headers: Headers, body: bytes) -> None:
    """Send an answer in one piece."""
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
