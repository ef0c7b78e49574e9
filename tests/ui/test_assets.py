"""Our files and NiceGUI's: addresses that change with the content, kept for ever, compressed once."""

import re
import socket
import time
from pathlib import Path
from urllib.parse import quote

import brotli
import httpx
import nicegui
import pytest

HASHED = re.compile(r"/assets/[\w/-]+\.[0-9a-f]{10}\.\w+")


@pytest.fixture
def addresses(http: httpx.Client) -> list[str]:
    pages = http.get("/").text + http.get("/places/gyeongbokgung").text
    found = sorted(set(HASHED.findall(pages)))
    assert len(found) > 20
    return found


def test_every_asset_of_a_page_is_there_for_ever(http: httpx.Client, addresses: list[str]) -> None:
    for address in addresses:
        answer = http.get(address)
        assert answer.status_code == 200, address
        assert "immutable" in answer.headers["cache-control"]
        assert "max-age=31536000" in answer.headers["cache-control"]
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_an_asset_is_what_its_ending_says(http: httpx.Client, addresses: list[str]) -> None:
    kinds = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml", "json": "application/json"}
    for address in addresses:
        kind = http.get(address).headers["content-type"]
        assert kind.startswith(kinds[address.rpartition(".")[2]]), address


def test_assets_come_compressed_and_are_the_same_when_unpacked(
    http: httpx.Client, addresses: list[str]
) -> None:
    for address in [one for one in addresses if one.endswith((".css", ".js", ".json"))]:
        plain = http.get(address, headers={"Accept-Encoding": "identity"})
        if len(plain.content) <= 500:
            assert "content-encoding" not in http.get(address).headers, "it is not worth it"
            continue
        with http.stream("GET", address, headers={"Accept-Encoding": "br"}) as answer:
            small = b"".join(answer.iter_raw())
            assert answer.headers["content-encoding"] == "br"
            assert answer.headers["vary"] == "accept-encoding"
        assert brotli.decompress(small) == plain.content
        assert len(small) < len(plain.content)


def test_a_file_becomes_as_small_as_it_gets_once_there_is_time(http: httpx.Client) -> None:
    style = next(one for one in HASHED.findall(http.get("/").text) if "/css/app." in one)
    smallest = brotli.compress(http.get(style).content, quality=11)
    deadline = time.monotonic() + 60
    while raw(http, style) != smallest:
        assert time.monotonic() < deadline, "it stays as large as it was at first"
        time.sleep(0.1)


def raw(http: httpx.Client, address: str) -> bytes:
    with http.stream("GET", address, headers={"Accept-Encoding": "br"}) as answer:
        return b"".join(answer.iter_raw())


def test_head_of_an_asset_has_its_length_and_no_body(http: httpx.Client, addresses: list[str]) -> None:
    for address in addresses[:5]:
        head = http.head(address, headers={"Accept-Encoding": "identity"})
        got = http.get(address, headers={"Accept-Encoding": "identity"})
        assert head.content == b""
        assert head.headers["content-length"] == got.headers["content-length"]


def test_another_hash_is_not_found(http: httpx.Client, addresses: list[str]) -> None:
    for address in addresses[:5]:
        stale = re.sub(r"\.[0-9a-f]{10}\.", ".0123456789.", address)
        assert http.get(stale).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/assets/../main.py", "/assets/..%2fmain.py", "/assets/%2e%2e/%2e%2e/etc/passwd", "/assets//etc/passwd", "/assets/css/../../settings.py",
        "/assets/catalogue/seoul.toml", "/assets/css/app.css", "/assets/geo/build.py", "/assets/css/", "/assets/\x00", "/assets/css/app.%00.css",
        "/_nicegui/../main.py", "/_nicegui/..%2f..%2fmain.py", "/_nicegui/3.18.0/static/../../../main.py", "/_nicegui/3.18.0/components/../../x",
        "/_nicegui/3.18.0/static/nothing.js", "/main.py", "/..%2fmain.py", "/static/..%2f..%2fmain.py",
    ],
)  # fmt: skip
def test_no_path_leads_to_another_file(app_url: str, path: str) -> None:
    host, port = app_url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=10) as line:
        line.sendall(
            f"GET {quote(path, safe='/%.')} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode()
        )
        answer = b"".join(iter(lambda: line.recv(65536), b""))
    assert answer.split(b" ")[1] in {b"400", b"404"}
    for secret in (b"def build_app", b"root:", b"[[place]]", b"BaseSettings"):
        assert secret not in answer


def test_the_files_of_nicegui_are_kept_for_ever_too(http: httpx.Client) -> None:
    address = re.search(r"/_nicegui/[^\"']+/static/nicegui\.js", http.get("/").text)
    assert address
    for _ in range(2):
        answer = http.get(address[0])
        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"]
        assert answer.headers["content-encoding"] == "br"


def test_readers_who_leave_at_once_do_not_spoil_a_file_for_the_next(app_url: str, http: httpx.Client) -> None:
    host, port = app_url.removeprefix("http://").split(":")
    path = "static/utils/json.js"
    address = f"/_nicegui/{nicegui.__version__}/{path}"
    for _ in range(100):
        with socket.create_connection((host, int(port)), timeout=10) as line:
            line.sendall(f"GET {address} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
    assert http.get(address).content == (Path(nicegui.__file__).parent / path).read_bytes()


def test_a_browser_that_asks_for_the_old_icon_is_sent_to_the_real_one(http: httpx.Client) -> None:
    answer = http.get("/favicon.ico", follow_redirects=True)
    assert answer.headers["content-type"] == "image/svg+xml"
