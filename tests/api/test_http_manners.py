"""ETags, HEAD, compression and security headers of /v1."""

import gzip
import re
import socket

import brotli
import httpx
import pytest

from tests.problems import assert_problem

GETS = [
    "/v1/places/search?q=palace",
    "/v1/places/suggest?q=pa",
    "/v1/places/clusters?bbox=124,33,132,39&zoom=7",
    "/v1/places/gyeongbokgung",
    "/v1/places/gyeongbokgung/photos",
    "/v1/places/gyeongbokgung/nearby",
    "/v1/regions",
    "/v1/themes",
    "/v1/openapi.json",
]
everywhere = pytest.mark.parametrize("path", GETS)


@everywhere
def test_an_answer_that_has_not_changed_is_not_sent_again(http: httpx.Client, path: str) -> None:
    first = http.get(path)
    again = http.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert "content-length" not in again.headers or again.headers["content-length"] == "0"
    for header in ("*", f'"other", {first.headers["etag"]}'):
        assert http.get(path, headers={"If-None-Match": header}).status_code == 304
    other = http.get(path, headers={"If-None-Match": '"other"'})
    assert (other.status_code, other.content) == (200, first.content)


@everywhere
def test_an_answer_with_a_cookie_or_a_token_has_an_etag_too(http: httpx.Client, path: str) -> None:
    first = http.get(path, headers={"Cookie": "lang=ko", "Authorization": "Bearer x"})
    assert first.status_code == 200
    again = http.get(path, headers={"Cookie": "lang=ko", "If-None-Match": first.headers["etag"]})
    assert again.status_code == 304


@everywhere
@pytest.mark.parametrize("encoding", ["identity", "br"])
def test_head_answers_like_get_without_a_body(http: httpx.Client, path: str, encoding: str) -> None:
    got = http.get(path, headers={"Accept-Encoding": encoding})
    head = http.head(path, headers={"Accept-Encoding": encoding})
    assert (head.status_code, head.content) == (200, b"")
    for name in ("content-type", "content-length", "etag"):
        assert head.headers[name] == got.headers[name], name


@pytest.mark.parametrize("path", [path for path in GETS if "photos" not in path])
def test_brotli_and_gzip_say_the_same_as_plain_text(http: httpx.Client, path: str) -> None:
    plain = raw(http, path, "identity")
    small = raw(http, path, "gzip, br")
    smaller = raw(http, path, "gzip")
    assert "content-encoding" not in plain[0]
    assert "accept-encoding" in plain[0]["vary"].lower()
    if len(plain[1]) > 1000:
        assert (small[0]["content-encoding"], smaller[0]["content-encoding"]) == ("br", "gzip")
        assert brotli.decompress(small[1]) == gzip.decompress(smaller[1]) == plain[1]
        assert len(small[1]) < len(plain[1])


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("", None),
        ("identity", None),
        ("gzip;q=0", None),
        ("br;q=0, gzip", "gzip"),
        ("br;q=0.5", "br"),
        ("zstd", None),
    ],
)
def test_only_an_accepted_encoding_is_used(http: httpx.Client, accepted: str, encoding: str | None) -> None:
    headers, _ = raw(http, "/v1/places/gyeongbokgung", accepted)
    assert headers.get("content-encoding") == encoding


@pytest.mark.parametrize(
    "path",
    [*GETS, "/v1/places/atlantis", "/", "/places/gyeongbokgung", "/places/atlantis", "/about", "/healthz"],
)
def test_every_answer_has_its_security_headers(http: httpx.Client, path: str) -> None:
    headers = http.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"]
    assert "geolocation=(self)" in headers["permissions-policy"]
    policy = headers["content-security-policy"]
    for part in (
        "default-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "form-action 'self'",
    ):
        assert part in policy
    script_policy = re.search("script-src ([^;]*)", policy)
    assert script_policy
    assert "'unsafe-inline'" not in script_policy[1]


@pytest.mark.parametrize("path", ["/", "/places/gyeongbokgung", "/about", "/places/atlantis"])
def test_the_nonce_of_scripts_differs_for_every_request(http: httpx.Client, path: str) -> None:
    nonces = set()
    for _ in range(3):
        answer = http.get(path)
        nonce = re.search("'nonce-([^']+)'", answer.headers["content-security-policy"])
        assert nonce
        assert f'nonce="{nonce[1]}"' in answer.text
        nonces.add(nonce[1])
    assert len(nonces) == 3


def test_the_server_does_not_say_what_it_is(http: httpx.Client) -> None:
    assert "server" not in http.get("/v1/regions").headers


def test_an_answer_over_https_asks_to_stay_there(http: httpx.Client) -> None:
    over_https = http.get("/v1/regions?over=https", headers={"X-Forwarded-Proto": "https", "Cookie": "a=b"})
    assert over_https.headers["strict-transport-security"]
    assert "strict-transport-security" not in http.get("/v1/regions?over=http").headers


@pytest.mark.parametrize(
    "path",
    [
        "/v1",
        "/v1/",
        "/v1/nothing",
        "/v1/places",
        "/v1/places/",
        "/v1/places/a/b",
        "/v1/%00",
        "/v1//places",
        "/v1/places/gyeongbokgung/",
    ],
)
def test_an_unknown_address_is_a_problem_of_404(http: httpx.Client, path: str) -> None:
    assert_problem(http.get(path), 404)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/v1/places/search"), ("DELETE", "/v1/places/gyeongbokgung"), ("PUT", "/v1/places/batch"),
        ("GET", "/v1/places/batch"), ("PATCH", "/v1/regions"), ("POST", "/v1/places/gyeongbokgung/nearby"),
    ],
)  # fmt: skip
def test_a_wrong_method_is_a_problem(http: httpx.Client, method: str, path: str) -> None:
    assert_problem(http.request(method, path), {404, 405})


@pytest.mark.parametrize("method", ["OPTIONS", "TRACE", "BREW"])
def test_a_method_nobody_knows_is_refused(http: httpx.Client, method: str) -> None:
    answer = http.request(method, "/v1/places/search")
    assert 400 <= answer.status_code < 500


class TestBodies:
    def test_an_announced_body_over_256_kib_is_refused(self, http: httpx.Client) -> None:
        answer = http.post("/v1/places/batch", content=b'{"ids": ["' + b"x" * 300_000 + b'"]}')
        assert_problem_of_size(answer)

    def test_a_streamed_body_over_256_kib_is_refused(self, http: httpx.Client) -> None:
        answer = http.post("/v1/places/batch", content=(b"x" * 10_000 for _ in range(40)))
        assert_problem_of_size(answer)

    def test_a_page_tells_the_size_in_a_plain_sentence(self, http: httpx.Client) -> None:
        answer = http.post("/session/language", content=b"x" * 300_000, headers={"Accept": "text/html"})
        assert answer.status_code == 413
        assert answer.headers["content-type"] == "text/plain; charset=utf-8"
        assert answer.text == "A request may be 256 KiB at most."

    @pytest.mark.parametrize("path", ["/places/gyeongbokgung/photos", "/mypage/avatar"])
    def test_a_picture_may_be_larger_but_not_endless(self, http: httpx.Client, path: str) -> None:
        assert http.post(path, content=b"x" * 12_000_000).status_code != 413
        assert http.post(path, content=(b"x" * 100_000 for _ in range(120))).status_code != 413
        refused = http.post(path, content=b"x" * 13_000_000)
        assert_problem_of_size(refused)
        assert refused.json()["detail"] == "A request may be 12 MiB at most."

    @pytest.mark.parametrize(
        "path",
        ["/places/gyeongbokgung/photos/", "/places/a/b/photos", "/v1/places/gyeongbokgung/photos", "/mypage"],
    )
    def test_only_the_very_address_of_pictures_takes_larger_bodies(
        self, http: httpx.Client, path: str
    ) -> None:
        assert_problem_of_size(http.post(path, content=b"x" * 300_000))

    def test_a_body_just_below_is_read(self, http: httpx.Client) -> None:
        body = b'{"ids": ["gyeongbokgung"]' + b" " * 260_000 + b"}"
        assert (
            http.post(
                "/v1/places/batch", content=body, headers={"Content-Type": "application/json"}
            ).status_code
            == 200
        )

    @pytest.mark.parametrize("length", ["-1", "abc", "1e9", "99999999999999999999"])
    def test_a_length_that_is_none_is_refused(self, app_url: str, length: str) -> None:
        host, port = app_url.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port)), timeout=10) as line:
            line.sendall(
                f"POST /v1/places/batch HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\n\r\n".encode()
            )
            assert line.recv(100).split(b" ")[1] in {b"400", b"413"}

    @pytest.mark.parametrize(
        "body",
        [
            b"", b"{", b"null", b"[]", b'"x"', b"{}", b'{"ids": "x"}', b'{"ids": [1]}', b'{"ids": [null]}', b'{"ids": ["x"], "more": 1}',
            b'{"ids": [' + b",".join([b'"x"'] * 101) + b"]}", b'{"ids": ["' + b"x" * 65 + b'"]}', b"\xff\xfe", b"[" * 5000, b'{"ids":["\\ud800"]}',
        ],
    )  # fmt: skip
    def test_a_batch_that_cannot_be_read_is_a_problem(self, http: httpx.Client, body: bytes) -> None:
        answer = http.post("/v1/places/batch", content=body, headers={"Content-Type": "application/json"})
        assert_problem(answer, {400, 422})

    def test_an_unknown_field_is_named(self, http: httpx.Client) -> None:
        answer = http.post("/v1/places/batch", json={"ids": [], "colour": "red"})
        problem = assert_problem(answer, 422, "invalid")
        assert [error["field"] for error in problem["errors"]] == ["colour"]

    @pytest.mark.parametrize("place_id", ["\x00", "‮", "경복궁", "'; DROP TABLE places; --", "\n"])
    def test_strange_ids_are_no_places(self, http: httpx.Client, place_id: str) -> None:
        answer = http.post("/v1/places/batch", json={"ids": [place_id, "gyeongbokgung"]})
        assert answer.status_code < 500
        if answer.status_code == 200:
            assert answer.json()["items"][0] is None
        else:
            assert_problem(answer, 422)


def assert_problem_of_size(answer: httpx.Response) -> None:
    problem = assert_problem(answer, 413, "too_large")
    assert problem["type"] == "/v1/problems/too_large"
    assert answer.headers["cache-control"] == "no-store"


def raw(http: httpx.Client, path: str, accepted: str) -> tuple[httpx.Headers, bytes]:
    with http.stream("GET", path, headers={"Accept-Encoding": accepted}) as answer:
        return answer.headers, b"".join(answer.iter_raw())
