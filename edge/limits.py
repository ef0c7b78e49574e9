from starlette.types import ASGIApp, Message, Receive, Scope, Send

from edge.http import header, send_answer

_MOST_BYTES = 256 * 1024
_TOO_LARGE = (
    b'{"title":"Too large","status":413,"code":"too_large","detail":"A request may be 256 KiB at most."}'
)


class BodyLimit:
    """Refuses request bodies beyond 256 KiB, whether announced or streamed."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        announced = header(scope["headers"], b"content-length") or b"0"
        if not announced.isdigit() or int(announced) > _MOST_BYTES:
            await _refuse(send)
            return
        received = 0

        async def counted() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            return message if received <= _MOST_BYTES else {"type": "http.disconnect"}

        async def unless_refused(message: Message) -> None:
            if received <= _MOST_BYTES:
                await send(message)

        await self._app(scope, counted, unless_refused)
        if received > _MOST_BYTES:
            await _refuse(send)


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


async def _refuse(send: Send) -> None:
    headers = [
        (b"content-type", b"application/problem+json"),
        (b"content-length", str(len(_TOO_LARGE)).encode()),
    ]
    await send_answer(send, 413, headers, _TOO_LARGE)
