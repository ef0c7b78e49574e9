"""What cannot be answered is told on the designed page, in the visitor's language."""

from urllib.parse import quote

import httpx
import pytest

from models.language import Language
from services.errors import Failure
from services.i18n import translator
from services.places import PlaceNotFound
from services.search_orders import BadCursor
from tests.html_page import Page
from tests.nasty_values import NASTY
from tests.problems import TRACES_OF_CODE
from ui.explore import UnreadableAddress
from ui.visitor import UnknownLanguage

UNREADABLE = [
    "region=atlantis", "theme=casinos", "bbox=1,2,3", "bbox=nan,1,2,3", "open_on=2026-02-30", "open_on=9999-12-31", "near=91,0", "sort=best",
    "q=" + "x" * 201,
]  # fmt: skip


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(
    ("path", "status", "kind"),
    [
        ("/places/atlantis", 404, PlaceNotFound),
        ("/places/gyeongbokgung?on=tomorrow", 422, UnreadableAddress),
        ("/?cursor=nonsense", 422, BadCursor),
        *((f"/?{query}", 422, UnreadableAddress) for query in UNREADABLE),
        *((f"/fragments/home?{query}", 422, UnreadableAddress) for query in UNREADABLE[:2]),
    ],
)
def test_a_failure_is_a_designed_page_in_the_visitors_language(
    http: httpx.Client, path: str, status: int, kind: type[Failure], language: Language
) -> None:
    page = error_page(http.get(path, headers={"Accept-Language": language.value}), status)
    assert page.one("html")["lang"] == language.value
    assert translator(language)(kind.message).split("{")[0] in page.testids("error-page")[0].text


@pytest.mark.parametrize("path", ["/", "/places/gyeongbokgung", "/about", "/login", "/fragments/home"])
@pytest.mark.parametrize("lang", ["fr", "", "EN", "*", "zh", "<script>"])
def test_a_language_we_do_not_speak_is_told(http: httpx.Client, path: str, lang: str) -> None:
    page = error_page(http.get(path, params={"lang": lang}), 422)
    assert UnknownLanguage.message in page.testids("error-page")[0].text


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(
    "path",
    [
        "/nothing",
        "/places",
        "/places/",
        "/places/a/b",
        "/.env",
        "/wp-admin.php",
        "/assets/css/app.css",
        "/assets/",
        "/socket.io",
    ],
)
def test_an_address_that_leads_nowhere_is_told(http: httpx.Client, path: str, language: Language) -> None:
    page = error_page(http.get(path, headers={"Accept-Language": language.value}), 404)
    assert page.one("html")["lang"] == language.value


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
@pytest.mark.parametrize("path", ["/", "/places/gyeongbokgung", "/about", "/fragments/home", "/robots.txt"])
def test_a_wrong_method_is_told(http: httpx.Client, method: str, path: str) -> None:
    answer = http.request(method, path)
    error_page(answer, 405)
    assert answer.headers["allow"] == "GET"


@pytest.mark.parametrize("path", ["/session/language", "/session/scheme"])
def test_a_form_that_is_asked_for_instead_of_sent_is_told(http: httpx.Client, path: str) -> None:
    answer = http.get(path)
    error_page(answer, 405)
    assert answer.headers["allow"] == "POST"


def test_a_form_that_is_cut_off_is_no_error_of_ours(http: httpx.Client, app_url: str) -> None:
    headers = {"Origin": app_url, "Content-Type": "application/x-www-form-urlencoded"}
    endless = (b"x" * 10_000 for _ in range(40))
    assert http.post("/session/language", content=endless, headers=headers).status_code == 413


def test_a_head_request_for_a_page_is_answered_without_a_body(http: httpx.Client) -> None:
    for path in ("/", "/places/gyeongbokgung", "/about", "/robots.txt", "/sitemap.xml", "/healthz"):
        answer = http.head(path)
        assert (answer.status_code, answer.content) == (200, b""), path


@pytest.mark.parametrize(
    "name", ["q", "region", "theme", "bbox", "near", "open_on", "sort", "cursor", "lang", "unknown"]
)
@pytest.mark.parametrize("path", ["/", "/fragments/home"])
def test_nasty_values_never_break_the_home_page(http: httpx.Client, path: str, name: str) -> None:
    for kind, value in NASTY.items():
        answer = http.get(f"{path}?{name}={encoded(value)}")
        assert answer.status_code in {200, 422}, kind
        assert_harmless(answer)


@pytest.mark.parametrize(
    "template", ["/places/gyeongbokgung?on={}", "/places/gyeongbokgung?lang={}", "/places/{}", "/{}"]
)
def test_nasty_values_never_break_the_place_page(http: httpx.Client, template: str) -> None:
    for kind, value in NASTY.items():
        answer = http.get(template.format(encoded(value)))
        assert answer.status_code in {200, 404, 405, 422} or answer.is_redirect, kind
        assert_harmless(answer)


def test_nasty_cookies_and_headers_are_ignored(http: httpx.Client) -> None:
    for value in ("<script>", "xx", "ko; scheme=evil", "a" * 3000):
        answer = http.get(
            "/about", headers={"Cookie": f"lang={value}; scheme={value}", "Accept-Language": value}
        )
        assert answer.status_code == 200
        assert_harmless(answer)


@pytest.mark.parametrize("host", ["evil.example", "x/<script>", "a b", "", "evil.example:99999", "[::1"])
def test_a_strange_host_header_breaks_nothing(http: httpx.Client, host: str) -> None:
    for path in ("/about", "/sitemap.xml", "/robots.txt", "/places/gyeongbokgung"):
        answer = http.get(path, headers={"Host": host})
        assert answer.status_code < 500
        assert "<script>" not in answer.headers.get("location", "")


def error_page(answer: httpx.Response, status: int) -> Page:
    assert answer.status_code == status, answer.text[:300]
    assert answer.headers["content-type"].startswith("text/html")
    assert_harmless(answer)
    page = Page(answer.text)
    assert len(page.testids("error-page")) == 1
    assert page.meta("robots") == "noindex"
    assert "/" in {link.get("href") for link in page.all("a")}
    return page


def assert_harmless(answer: httpx.Response) -> None:
    assert "<script>alert" not in answer.text
    assert "onerror=alert(1)>" not in answer.text
    assert not any(trace in answer.text for trace in ("Traceback (most recent", *TRACES_OF_CODE[1:4]))
    assert "set-cookie" not in answer.headers


def encoded(value: str) -> str:
    return quote(value.encode("utf-8", "surrogateescape"), safe="")
