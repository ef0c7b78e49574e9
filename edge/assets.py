"""Our own files and NiceGUI's, under addresses that change with their content, compressed once."""

import asyncio
import mimetypes
from collections.abc import Mapping
from hashlib import blake2b
from pathlib import Path
from posixpath import normpath

from starlette.types import ASGIApp, Receive, Scope, Send

from edge.compression import compressed
from edge.http import Headers, encoding_for, header, send_answer, whole_answer
from edge.packing import ServedFile, TightPacking

PREFIX = "/assets/"
_FOREVER = b"public, max-age=31536000, immutable"
_TYPES = {
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".css": "text/css",
    ".json": "application/json",
    ".woff2": "font/woff2",
}


class Assets:
    """Serves a folder at `/assets/NAME.HASH.EXT` from memory; `url` gives a file's address."""

    def __init__(self, folder: Path, *, subfolders: tuple[str, ...]) -> None:
        self._packing = TightPacking()
        self._files: dict[str, ServedFile] = {}
        self._urls: dict[str, str] = {}
        for path in sorted(
            path for sub in subfolders for path in (folder / sub).rglob("*") if path.is_file()
        ):
            self._add(path.relative_to(folder).as_posix(), path)

    def url(self, name: str) -> str:
        """Return the address of a file such as `css/app.css`."""
        return self._urls[name]

    def urls(self, prefix: str) -> Mapping[str, str]:
        """Return the addresses of all files whose names begin so, by name."""
        return {name: url for name, url in self._urls.items() if name.startswith(prefix)}

    async def compress_ahead(self) -> None:
        """Compress every file in a thread, so that no visitor waits for it."""
        for file in self._files.values():
            for encoding in (b"br", b"gzip"):
                await self._variant(file, encoding)

    async def answer(self, scope: Scope, send: Send) -> bool:
        """Answer a request for an asset; False when the path is not one of ours."""
        file = self._files.get(scope["path"])
        if file is None:
            return False
        await self.send(file, scope, send)
        return True

    async def send(self, file: ServedFile, scope: Scope, send: Send) -> None:
        """Answer with a file as small as the client can read it."""
        encoding = encoding_for(header(scope["headers"], b"accept-encoding"))
        body = await self._variant(file, encoding)
        headers: Headers = [
            (b"content-type", file.media_type),
            (b"content-length", str(len(body)).encode()),
            (b"cache-control", _FOREVER),
            (b"vary", b"accept-encoding"),
            (b"x-content-type-options", b"nosniff"),
        ]
        if body is not file.content:
            headers.append((b"content-encoding", encoding))
        await send_answer(send, 200, headers, body)

    async def _variant(self, file: ServedFile, encoding: bytes) -> bytes:
        worth_it = len(file.content) > 500 and not file.media_type.startswith(
            (b"image/png", b"image/webp", b"font/")
        )
        if not encoding or not worth_it:
            return file.content
        if encoding not in file.small:
            quick = await asyncio.to_thread(compressed, file.content, encoding, once=True)
            if file.small.setdefault(encoding, quick) is quick and encoding == b"br":
                self._packing.add(file)
        return file.small[encoding]

    def _add(self, name: str, path: Path) -> None:
        content = path.read_bytes()
        digest = blake2b(content, digest_size=5).hexdigest()
        stem, dot, ending = name.rpartition(".")
        url = f"{PREFIX}{stem}.{digest}{dot}{ending}"
        self._urls[name] = url
        self._files[url] = ServedFile(content, _media_type(path))


class StaticFiles:
    """Answers for assets before anything else is asked, and repeats NiceGUI's versioned files from memory."""

    def __init__(self, app: ASGIApp, assets: Assets) -> None:
        self._app = app
        self._assets = assets
        self._foreign: dict[str, ServedFile] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET":
            await self._app(scope, receive, send)
        elif scope["path"].startswith(PREFIX):
            if not await self._assets.answer(scope, send):
                await self._app(scope, receive, send)
        elif scope["path"].startswith("/_nicegui/"):
            await self._nicegui(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _nicegui(self, scope: Scope, receive: Receive, send: Send) -> None:
        path: str = scope["path"]
        if normpath(path) != path:  # one file has endlessly many such spellings, and each would be kept
            await self._app(scope, receive, send)
            return
        if path not in self._foreign:
            plain: Scope = {**scope, "headers": [], "query_string": b""}
            status, headers, body = await whole_answer(self._app, plain)
            if status != 200:
                await send_answer(send, status, headers, body)
                return
            self._foreign[path] = ServedFile(body, header(headers, b"content-type"))
        await self._assets.send(self._foreign[path], scope, send)


def _media_type(path: Path) -> bytes:
    return (
        _TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    ).encode()
