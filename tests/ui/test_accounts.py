"""The pages by which one comes into an account, as a browser without scripts meets them."""

import re
from collections.abc import Iterator
from itertools import count

import httpx
import pytest

from models.language import Language
from tests.addresses import from_elsewhere
from tests.heard_log import HeardLog
from tests.html_page import Page
from tests.ui.test_session_forms import ELSEWHERE, FOREIGN

GOOD = "three rivers and a hill"
_number = count(1)
PAGES = ("/login", "/register", "/forgot", "/reset", "/verify")


@pytest.fixture
def email() -> str:
    return f"traveller{next(_number)}@accounts.example"


@pytest.fixture
def browser(app_url: str) -> Iterator[httpx.Client]:
    """A browser: it keeps cookies and says where its forms come from."""
    with httpx.Client(base_url=app_url, timeout=30, headers={"Origin": app_url} | from_elsewhere()) as client:
        yield client


def register(browser: httpx.Client, email: str, **fields: str) -> httpx.Response:
    return browser.post(
        "/register", data={"email": email, "password": GOOD, "display_name": "Minji", **fields}
    )


def is_signed_in(browser: httpx.Client) -> bool:
    return bool(Page(browser.get("/about").text).testids("logout-button"))


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("path", PAGES)
def test_every_form_opens_in_every_language(http: httpx.Client, path: str, language: Language) -> None:
    page = Page(http.get(path, headers={"Accept-Language": language.value}).text)
    assert page.one("html")["lang"] == language
    assert page.testids("submit")
    assert page.meta("robots") == "noindex"


def test_registering_signs_in_and_leads_to_where_one_was_going(browser: httpx.Client, email: str) -> None:
    answer = register(browser, email, next="/places/gyeongbokgung?on=2026-12-02")
    assert (answer.status_code, answer.headers["location"]) == (303, "/places/gyeongbokgung?on=2026-12-02")
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert is_signed_in(browser)


def test_over_https_the_cookie_is_bound_to_the_host_and_to_https(app_url: str, email: str) -> None:
    host = app_url.removeprefix("http://")
    secure = {"X-Forwarded-Proto": "https", "Origin": f"https://{host}"} | from_elsewhere()
    answer = httpx.post(
        f"{app_url}/register",
        data={"email": email, "password": GOOD, "display_name": "Minji"},
        headers=secure,
    )
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-session=")
    assert "Secure" in cookie
    assert "Path=/" in cookie
    assert "Domain" not in cookie


def test_signing_out_ends_the_session_itself_and_not_only_the_cookie(
    browser: httpx.Client, email: str
) -> None:
    register(browser, email)
    token = browser.cookies["session"]
    assert browser.post("/session/end").headers["location"] == "/"
    assert "session" not in browser.cookies
    browser.cookies.set("session", token)
    assert not is_signed_in(browser)


def test_signing_in_gives_a_new_session_and_ends_the_one_the_browser_brought(
    app_url: str, browser: httpx.Client, email: str
) -> None:
    register(browser, email)
    planted = browser.cookies["session"]
    answer = browser.post("/login", data={"email": email, "password": GOOD})
    assert answer.status_code == 303
    assert browser.cookies["session"] != planted
    with httpx.Client(base_url=app_url, cookies={"session": planted}) as attacker:
        assert not is_signed_in(attacker)


def test_a_session_nobody_has_is_nobody(app_url: str) -> None:
    for token in ("", "x", "x" * 5000, "%00", "' OR 1=1 --"):
        with httpx.Client(base_url=app_url, headers={"Cookie": f"session={token}"}) as client:
            assert client.get("/about").status_code == 200
            assert not is_signed_in(client)


def test_a_wrong_password_and_an_unknown_address_get_the_same_page(browser: httpx.Client, email: str) -> None:
    register(browser, email)
    browser.cookies.clear()
    pages = []
    for address in (email, "nobody@accounts.example"):
        answer = browser.post("/login", data={"email": address, "password": "not the password"})
        assert answer.status_code == 401
        assert Page(answer.text).testids("form-error")[0].text
        pages.append(re.sub(r'nonce="[^"]+"', "", answer.text.replace(address, "")))
    assert pages[0] == pages[1]


def test_a_form_that_is_refused_keeps_what_was_typed_but_never_the_password(
    browser: httpx.Client, email: str
) -> None:
    answer = register(browser, email, password="password1", next="/places/gyeongbokgung")
    page = Page(answer.text)
    assert answer.status_code == 422
    assert page.one("input", data_testid="email")["value"] == email
    assert page.one("input", data_testid="display-name")["value"] == "Minji"
    assert page.one("input", name="next")["value"] == "/places/gyeongbokgung"
    assert "password1" not in answer.text


def test_an_address_that_is_taken_is_told_so(browser: httpx.Client, email: str) -> None:
    register(browser, email)
    browser.cookies.clear()
    answer = register(browser, email.upper())
    assert answer.status_code == 409
    assert Page(answer.text).testids("form-error")


def test_guessing_is_stopped_with_the_seconds_to_wait(browser: httpx.Client, email: str) -> None:
    for _ in range(12):
        answer = browser.post("/login", data={"email": email, "password": "a guess of mine"})
        if answer.status_code == 429:
            break
    assert answer.status_code == 429
    assert 0 < int(answer.headers["retry-after"]) <= 300
    assert answer.headers["retry-after"] in Page(answer.text).testids("form-error")[0].text


@pytest.mark.parametrize("following", ELSEWHERE)
def test_signing_in_never_leads_to_another_site(browser: httpx.Client, email: str, following: str) -> None:
    assert register(browser, email, next=following).headers["location"] == "/"
    assert browser.get("/login", params={"next": following}).headers["location"] == "/"


@pytest.mark.parametrize("origin", [*FOREIGN[:4], None])
@pytest.mark.parametrize("path", [*PAGES, "/session/end"])
def test_a_form_of_another_site_does_nothing(app_url: str, path: str, origin: str | None) -> None:
    headers = {"Origin": origin} if origin else {}
    fields = {"email": "csrf@accounts.example", "password": GOOD, "display_name": "Mallory", "token": "x"}
    answer = httpx.post(f"{app_url}{path}", data=fields, headers=headers)
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


def test_what_needs_an_account_leads_to_signing_in_and_back(browser: httpx.Client, email: str) -> None:
    answer = browser.get("/schedule?date=2026-12-01")
    assert answer.headers["location"] == "/login?next=%2Fschedule%3Fdate%3D2026-12-01"
    register(browser, email)
    assert browser.get("/schedule?date=2026-12-01").status_code == 200


def test_who_is_signed_in_need_not_sign_in(browser: httpx.Client, email: str) -> None:
    register(browser, email)
    for path in ("/login", "/register"):
        assert browser.get(f"{path}?next=/about").headers["location"] == "/about"


def test_language_and_scheme_follow_the_account_to_another_device(
    app_url: str, browser: httpx.Client, email: str
) -> None:
    register(browser, email)
    browser.post("/session/language", data={"language": "ja"})
    browser.post("/session/scheme", data={"scheme": "dark"})
    with httpx.Client(base_url=app_url, headers={"Origin": app_url, "Accept-Language": "ko"}) as other:
        other.post("/login", data={"email": email, "password": GOOD})
        for path in ("/", "/places/gyeongbokgung", "/about"):
            html = Page(other.get(path).text).one("html")
            assert (html["lang"], html["data-scheme"]) == ("ja", "dark")


def test_a_page_kept_for_everybody_shows_nobodys_name(
    browser: httpx.Client, http: httpx.Client, email: str
) -> None:
    register(browser, email, display_name="Nobody Elses Business")
    for path in ("/", "/places/gyeongbokgung", "/?region=jeju", "/fragments/home"):
        mine = browser.get(path).text
        assert ("Nobody Elses Business" in mine) == (path != "/fragments/home")
        assert "Nobody Elses Business" not in http.get(path).text
        assert "Nobody Elses Business" in browser.get(path).text or path == "/fragments/home"


def test_a_name_with_html_in_it_stays_text(browser: httpx.Client, email: str) -> None:
    register(browser, email, display_name='"><script>alert(1)</script>')
    for path in ("/", "/about", "/places/gyeongbokgung"):
        assert "<script>alert(1)" not in browser.get(path).text


def test_forgetting_answers_alike_whether_there_is_an_account_or_not(
    browser: httpx.Client, email: str
) -> None:
    register(browser, email)
    browser.cookies.clear()
    answers = [browser.post("/forgot", data={"email": one}) for one in (email, "nobody2@accounts.example")]
    assert {answer.status_code for answer in answers} == {200}
    texts = {re.sub(r'nonce="[^"]+"', "", answer.text) for answer in answers}
    assert len(texts) == 1


@pytest.mark.parametrize("token", ["", "x", "\0", "x" * 9000, "\ud7ff", "<script>"])
def test_a_link_that_is_none_says_so(browser: httpx.Client, token: str) -> None:
    assert browser.get("/reset", params={"token": token}).status_code == 422
    for path in ("/reset", "/verify"):
        answer = browser.post(path, data={"token": token, "password": GOOD})
        assert answer.status_code == 422
        assert Page(answer.text).testids("form-error")


@pytest.mark.parametrize("nasty", ["\0", "x" * 20_000, "\u202e", "a\r\nb", "' OR 1=1", "<b>", "😀" * 30])
@pytest.mark.parametrize("field", ["email", "password", "display_name", "next"])
@pytest.mark.parametrize("path", ["/login", "/register", "/forgot"])
def test_nonsense_in_a_field_gets_a_sentence(
    browser: httpx.Client, email: str, path: str, field: str, nasty: str
) -> None:
    fields = {"email": email, "password": GOOD, "display_name": "Minji", "next": "/"} | {field: nasty}
    assert browser.post(path, data=fields).status_code in {200, 303, 401, 413, 422, 429}


def test_no_password_and_no_token_reaches_the_log(browser: httpx.Client, email: str, log: HeardLog) -> None:
    register(browser, email)
    session = browser.cookies["session"]
    browser.get("/")
    browser.cookies.clear()
    browser.post("/login", data={"email": email, "password": "my wrong password"})
    browser.post("/reset", data={"token": "my reset token", "password": GOOD})
    heard = " ".join([*map(str, log.events), *(record.getMessage() for record in log.handler.records)])
    for secret in (GOOD, session, "my wrong password", "my reset token", email):
        assert secret not in heard
