import secrets

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_HEADERS = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"strict-origin-when-cross-origin"),
    (b"permissions-policy", b"geolocation=(self), camera=(), microphone=(), payment=()"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"x-frame-options", b"DENY"),
]
_HSTS = (b"strict-transport-security", b"max-age=63072000; includeSubDomains")


class SecurityHeaders:
    """Gives every request a trace id and a script nonce, and every answer those security headers that it has not set itself.

    Vue compiles NiceGUI's templates in the browser, hence 'unsafe-eval'; no inline script runs without the nonce.
    """

    def __init__(self, app: ASGIApp, *, image_origins: str = "https:") -> None:
        self._app = app
        self._policy = (
            "default-src 'self'; script-src 'self' 'nonce-{nonce}' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
            f"img-src 'self' data: blob: {image_origins}; font-src 'self' data:; connect-src 'self' ws: wss:; "
            "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        nonce = secrets.token_urlsafe(12)
        state = scope.setdefault("state", {})
        state["nonce"], state["trace_id"] = nonce, secrets.token_hex(8)

        async def add_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                stricter = {name for name, _ in message["headers"]}
                ours = [(name, value) for name, value in _HEADERS if name not in stricter]
                headers = message["headers"] = [*message["headers"], *ours]
                headers.append((b"content-security-policy", self._policy.format(nonce=nonce).encode()))
                if scope["scheme"] == "https":
                    headers.append(_HSTS)
            await send(message)

        await self._app(scope, receive, add_headers)
