import gzip

import brotli
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from edge.http import Headers, encoding_for, header, send_answer

_WORTH_IT = 700
_TEXT = (
    b"text/",
    b"application/json",
    b"application/problem+json",
    b"application/geo+json",
    b"image/svg+xml",
    b"application/xml",
)


class Compression:
    """Compresses text answers with brotli or gzip once they are whole; what is compressed already passes through."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        encoding = encoding_for(header(scope["headers"], b"accept-encoding"))
        start: Message | None = None
        body = bytearray()

        async def compress(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start" and _compressible(message["headers"]):
                start = message
            elif start is None:
                await send(message)
            else:
                body.extend(message.get("body", b""))
                if not message.get("more_body"):
                    await _send_whole(start, bytes(body), encoding, send)

        await self._app(scope, receive, compress)


def compressed(body: bytes, encoding: bytes, *, once: bool = False) -> bytes:
    """Compress a body; `once` spends more time, for what is served more often than compressed."""
    if encoding == b"br":
        return bytes(brotli.compress(body, quality=9 if once else 4))  # pyright: ignore[reportUnknownArgumentType]
    return gzip.compress(body, compresslevel=9 if once else 5, mtime=0)


async def _send_whole(start: Message, body: bytes, encoding: bytes, send: Send) -> None:
    headers: Headers = [pair for pair in start["headers"] if pair[0] != b"content-length"]
    headers.append((b"vary", b"accept-encoding"))
    if encoding and len(body) >= _WORTH_IT:
        body = compressed(body, encoding)
        headers.append((b"content-encoding", encoding))
    headers.append((b"content-length", str(len(body)).encode()))
    await send_answer(send, start["status"], headers, body)


def _compressible(headers: Headers) -> bool:
    kind = header(headers, b"content-type")
    return kind.startswith(_TEXT) and not header(headers, b"content-encoding")
