from starlette.types import ASGIApp, Message, Receive, Scope, Send

from edge.http import send_answer

_MOST_BYTES = 256 * 1024


class BodyLimit:
    """Refuses request bodies beyond 256 KiB, whether announced or streamed, and answers HEAD wherever GET answers."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if scope["method"] == "HEAD":
            scope, send = {**scope, "method": "GET"}, _without_body(send)
        announced = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
        if not announced.isdigit() or int(announced) > _MOST_BYTES:
            await _refuse(send)
            return
        received, refused = 0, False

        async def counted() -> Message:
            nonlocal received, refused
            message = await receive()
            received += len(message.get("body", b""))
            if received > _MOST_BYTES:
                refused = True
                return {"type": "http.disconnect"}
            return message

        await self._app(scope, counted, send)
        if refused:
            await _refuse(send)


def _without_body(send: Send) -> Send:
    async def bare(message: Message) -> None:
        await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

    return bare


async def _refuse(send: Send) -> None:
    body = (
        b'{"title":"Too large","status":413,"code":"too_large","detail":"A request may be 256 KiB at most."}'
    )
    headers = [(b"content-type", b"application/problem+json"), (b"content-length", str(len(body)).encode())]
    await send_answer(send, 413, headers, body)
