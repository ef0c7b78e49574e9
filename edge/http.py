"""Small things the ASGI layers share."""

from collections.abc import Iterable

Headers = list[tuple[bytes, bytes]]


def header(headers: Iterable[tuple[bytes, bytes]], name: bytes) -> bytes:
    """Return the first value of a header, empty when there is none; `name` is lower case."""
    for key, value in headers:
        if key == name:
            return value
    return b""


def encoding_for(accepted: bytes) -> bytes:
    """Choose br, gzip or nothing for an Accept-Encoding header."""
    if b"br" in accepted and b"br;q=0" not in accepted:
        return b"br"
    return b"gzip" if b"gzip" in accepted and b"gzip;q=0" not in accepted else b""
