"""Language and colour scheme are plain form posts that set a cookie and lead back."""

import httpx
import pytest

from models.language import Language
from tests.html_page import Page

FOREIGN = [
    "https://evil.example",
    "null",
    "http://127.0.0.1",
    "http://127.0.0.1:1",
    "https://127.0.0.1.evil.example",
    "evil",
    "",
]
ELSEWHERE = [
    "//evil.example", "/\\evil.example", "https://evil.example", "http:evil.example", "javascript:alert(1)", "\\\\evil.example", "evil.example",
    "/\t/evil.example", "/\n/evil.example", "\x00/x", "/a\r\nSet-Cookie: x=y", "/‮x", "", " //evil.example", "/\x0b/evil.example", "///evil.example",
]  # fmt: skip
FORMS = [
    ("/session/language", {"language": "ja"}, "lang", "ja"),
    ("/session/scheme", {"scheme": "dark"}, "scheme", "dark"),
]
both_forms = pytest.mark.parametrize(("path", "fields", "cookie", "value"), FORMS)


@both_forms
def test_a_choice_is_kept_in_a_cookie_and_leads_back(
    http: httpx.Client, app_url: str, path: str, fields: dict[str, str], cookie: str, value: str
) -> None:
    answer = http.post(
        path, data={**fields, "back": "/places/gyeongbokgung?on=2026-12-02"}, headers={"Origin": app_url}
    )
    assert (answer.status_code, answer.headers["location"]) == (303, "/places/gyeongbokgung?on=2026-12-02")
    assert http.cookies[cookie] == value
    assert "samesite=lax" in answer.headers["set-cookie"].lower()


def test_a_chosen_language_stays_whatever_the_browser_prefers(http: httpx.Client, app_url: str) -> None:
    http.post("/session/language", data={"language": "ko"}, headers={"Origin": app_url})
    for path in ("/", "/places/gyeongbokgung", "/about", "/places/atlantis"):
        assert Page(http.get(path, headers={"Accept-Language": "ja"}).text).one("html")["lang"] == "ko"
    assert Page(http.get("/?lang=en").text).one("html")["lang"] == "en", "?lang= stands before the cookie"


@pytest.mark.parametrize("scheme", ["light", "dark", "auto"])
def test_a_chosen_scheme_stands_in_the_page_before_it_paints(
    http: httpx.Client, app_url: str, scheme: str
) -> None:
    http.post("/session/scheme", data={"scheme": scheme}, headers={"Origin": app_url})
    for path in ("/", "/about"):
        assert Page(http.get(path).text).one("html")["data-scheme"] == scheme


@both_forms
@pytest.mark.parametrize("origin", FOREIGN)
def test_a_form_of_another_site_changes_nothing(
    http: httpx.Client, path: str, fields: dict[str, str], cookie: str, value: str, origin: str
) -> None:
    answer = http.post(path, data=fields, headers={"Origin": origin})
    assert answer.status_code == 403
    assert Page(answer.text).testids("error-page")
    assert "set-cookie" not in answer.headers


@both_forms
def test_a_form_without_origin_needs_a_referer_of_ours(
    http: httpx.Client, app_url: str, path: str, fields: dict[str, str], cookie: str, value: str
) -> None:
    assert http.post(path, data=fields).status_code == 403
    assert http.post(path, data=fields, headers={"Referer": "https://evil.example/"}).status_code == 403
    assert http.post(path, data=fields, headers={"Referer": f"{app_url}/about"}).status_code == 303


@pytest.mark.parametrize(("path", "fields"), [form[:2] for form in FORMS])
@pytest.mark.parametrize("back", ELSEWHERE)
def test_no_form_leads_away_from_this_site(
    http: httpx.Client, app_url: str, path: str, fields: dict[str, str], back: str
) -> None:
    answer = http.post(path, data={**fields, "back": back}, headers={"Origin": app_url})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert "x" not in http.cookies


@pytest.mark.parametrize("language", ["fr", "", "EN", "ko\x00", "<script>"])
def test_a_language_we_do_not_speak_is_refused(http: httpx.Client, app_url: str, language: str) -> None:
    answer = http.post("/session/language", data={"language": language}, headers={"Origin": app_url})
    assert answer.status_code == 422
    assert Page(answer.text).testids("error-page")


def test_a_scheme_nobody_knows_is_the_systems_own(http: httpx.Client, app_url: str) -> None:
    http.post("/session/scheme", data={"scheme": "neon"}, headers={"Origin": app_url})
    assert http.cookies["scheme"] == "auto"


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"language=%ff", b"=" * 1000, b"language=ko&" * 5000])
@pytest.mark.parametrize(
    "kind",
    [
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "multipart/form-data; boundary=x",
        "application/json",
    ],
)
def test_a_form_that_is_none_is_refused(http: httpx.Client, app_url: str, content: bytes, kind: str) -> None:
    answer = http.post(
        "/session/language", content=content, headers={"Origin": app_url, "Content-Type": kind}
    )
    assert answer.status_code in {303, 400, 422}


@pytest.mark.parametrize("language", Language)
def test_the_page_offers_every_language_and_marks_its_own(http: httpx.Client, language: Language) -> None:
    page = Page(http.get(f"/?lang={language.value}").text)
    options = [option for option in page.all("option") if option.get("lang")]
    assert [option["value"] for option in options] == list(Language)
    assert [option["value"] for option in options if option.get("selected") is not None] == [language.value]
