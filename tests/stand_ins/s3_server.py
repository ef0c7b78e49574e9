"""A bucket that speaks as much S3 as an object store of ours asks for: path style, ListObjectsV2, bulk delete, uploads in parts, ranges."""

import asyncio
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.serving import serving_in_a_thread

BUCKET = "pictures"
Fault = Literal["error", "refusal", "slow", "cut"]


@dataclass
class S3Server:
    """What the bucket holds, what it was asked, and the fault it has at the moment."""

    address: str = ""
    objects: dict[str, tuple[bytes, str]] = field(default_factory=dict)
    parts: dict[str, dict[int, bytes]] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    signatures: list[str] = field(default_factory=list)
    fault: Fault | None = None
    faults_left: int = 1_000_000
    page: int = 1000

    @classmethod
    @contextmanager
    def running(cls) -> "Iterator[S3Server]":
        server = cls()
        routes = [
            Route(f"/{BUCKET}", server.answer_bucket, methods=["GET", "POST"]),
            Route(f"/{BUCKET}/{{key:path}}", server.answer_object, methods=["GET", "PUT", "POST", "DELETE"]),
        ]
        with serving_in_a_thread(Starlette(routes=routes)) as address:
            server.address = address
            yield server

    async def answer_object(self, request: Request) -> Response:
        key = request.path_params["key"]
        content = await request.body()
        self._note(request)
        if fault := await self._fault(request):
            return fault
        if {"uploads", "uploadId"} & request.query_params.keys():
            return self._upload(request, key, content)
        if request.method == "PUT":
            self.objects[key] = (content, request.headers.get("content-type", ""))
            return Response(headers={"ETag": '"1"'})
        if request.method == "DELETE":
            self.objects.pop(key, None)
            return Response(status_code=204)
        return self._content(request, key)

    def _content(self, request: Request, key: str) -> Response:
        if key not in self.objects:
            return _error(404, "NoSuchKey")
        body, content_type = self.objects[key]
        headers = {"ETag": '"1"', "Last-Modified": "Mon, 23 Nov 2026 03:00:00 GMT"}
        if asked := re.fullmatch(r"bytes=(\d+)-(\d+)", request.headers.get("range", "")):
            start, last = int(asked[1]), min(int(asked[2]), len(body) - 1)
            headers["Content-Range"] = f"bytes {start}-{last}/{len(body)}"
            return Response(body[start : last + 1], 206, headers, content_type)
        return Response(body, media_type=content_type, headers=headers)

    def _upload(self, request: Request, key: str, content: bytes) -> Response:
        """An upload in parts: begun, sent part by part, and put together at its end."""
        if request.method == "PUT":
            self.parts[key][int(request.query_params["partNumber"])] = content
            return Response(headers={"ETag": '"1"'})
        if request.method == "DELETE":
            del self.parts[key]
            return Response(status_code=204)
        if "uploads" in request.query_params:
            self.parts[key] = {}
            self.types[key] = request.headers.get("content-type", "")
            return _xml(
                "<InitiateMultipartUploadResult><UploadId>1</UploadId></InitiateMultipartUploadResult>"
            )
        parts = self.parts.pop(key)
        self.objects[key] = (b"".join(parts[number] for number in sorted(parts)), self.types.pop(key))
        return _xml(
            "<CompleteMultipartUploadResult><ETag>&quot;1&quot;</ETag></CompleteMultipartUploadResult>"
        )

    async def answer_bucket(self, request: Request) -> Response:
        content = await request.body()
        self._note(request)
        if fault := await self._fault(request):
            return fault
        return self._delete(content) if request.method == "POST" else self._list(request)

    def _list(self, request: Request) -> Response:
        """ListObjectsV2; the continuation token is the last key of the page before."""
        assert request.query_params["list-type"] == "2"
        prefix, after = (
            request.query_params.get("prefix", ""),
            request.query_params.get("continuation-token", ""),
        )
        keys = sorted(key for key in self.objects if key.startswith(prefix) and key > after)
        shown, more = keys[: self.page], len(keys) > self.page
        contents = "".join(
            f"<Contents><Key>{escape(key)}</Key><LastModified>2026-11-23T03:00:00.000Z</LastModified>"
            f"<ETag>&quot;1&quot;</ETag><Size>{len(self.objects[key][0])}</Size></Contents>"
            for key in shown
        )
        token = f"<NextContinuationToken>{escape(shown[-1])}</NextContinuationToken>" if more else ""
        return _xml(
            f"<ListBucketResult><Name>{BUCKET}</Name><KeyCount>{len(shown)}</KeyCount>"
            f"<IsTruncated>{str(more).lower()}</IsTruncated>{contents}{token}</ListBucketResult>"
        )

    def _delete(self, content: bytes) -> Response:
        keys = [key.text or "" for key in ET.fromstring(content).iterfind("{*}Object/{*}Key")]
        for key in keys:
            self.objects.pop(key, None)
        gone = "".join(f"<Deleted><Key>{escape(key)}</Key></Deleted>" for key in keys)
        return _xml(f"<DeleteResult>{gone}</DeleteResult>")

    def _note(self, request: Request) -> None:
        self.asked.append(f"{request.method} {request.url.path}")
        self.signatures.append(request.headers.get("authorization", ""))

    async def _fault(self, request: Request) -> Response | None:
        if self.fault is None or self.faults_left == 0:
            return None
        self.faults_left -= 1
        while self.fault == "slow" and not await request.is_disconnected():
            await asyncio.sleep(0.02)
        if self.fault == "error":
            return _error(500, "InternalError")
        if self.fault == "refusal":
            return _error(403, f"SignatureDoesNotMatch: {self.signatures[-1]}")
        return _Cut()


class _Cut(Response):
    """Promises more than it sends, so that the server cuts the connection in the middle of the answer."""

    def __init__(self) -> None:
        super().__init__(b"half of it", headers={"Content-Length": "1000000", "ETag": '"1"'})


def _error(status: int, code: str) -> Response:
    return _xml(f"<Error><Code>{escape(code)}</Code></Error>", status)


def _xml(text: str, status: int = 200) -> Response:
    return Response(f'<?xml version="1.0" encoding="UTF-8"?>{text}', status, media_type="application/xml")
