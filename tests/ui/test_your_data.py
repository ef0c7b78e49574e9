"""Taking one's data along and leaving, as a browser without scripts meets them."""

import re
import time
from collections.abc import Callable, Iterator
from io import BytesIO
from itertools import count
from zipfile import ZipFile

import httpx
import orjson
import pytest

from models.language import Language
from tests.html_page import Page
from tests.ui.test_session_forms import FOREIGN

GOOD = "three rivers and a hill"
NOBODYS = "00000000-0000-4000-8000-000000000000"
JSON = {"Accept": "application/json"}
_number = count(1)


@pytest.fixture
def newcomer(app_url: str) -> Iterator[Callable[..., httpx.Client]]:
    """Make travellers, each in a browser of their own that says where its forms come from."""
    browsers: list[httpx.Client] = []

    def make(name: str = "Minji", **headers: str) -> httpx.Client:
        number = next(_number)
        headers |= {"Origin": app_url, "X-Forwarded-For": f"198.51.100.{number}"}
        browser = httpx.Client(base_url=app_url, timeout=30, headers=headers)
        browsers.append(browser)
        email = f"data{number}@accounts.example"
        form = {"email": email, "password": GOOD, "display_name": name}
        assert browser.post("/register", data=form).status_code == 303
        return browser

    yield make
    for browser in browsers:
        browser.close()


@pytest.fixture
def browser(newcomer: Callable[..., httpx.Client]) -> httpx.Client:
    return newcomer()


def exported(browser: httpx.Client) -> str:
    """Begin an export, wait until it is packed, and return its address."""
    answer = browser.post("/mypage/export")
    assert answer.status_code == 303
    address = answer.headers["location"]
    for _ in range(500):
        said = browser.get(address, headers=JSON).json()
        if said["state"] != "under_way":
            break
        time.sleep(0.02)
    assert said["state"] == "ready"
    assert said["done"] == said["total"] == 1
    return address


def is_signed_in(browser: httpx.Client) -> bool:
    return bool(Page(browser.get("/about").text).testids("logout-button"))


@pytest.mark.parametrize("language", Language)
def test_the_page_is_there_in_every_language(
    newcomer: Callable[..., httpx.Client], language: Language
) -> None:
    page = Page(newcomer(**{"Accept-Language": language.value}).get("/mypage/data").text)
    assert page.one("html")["lang"] == language
    assert page.testids("export-data")
    assert page.testids("delete-account")
    assert page.meta("robots") == "noindex"


@pytest.mark.parametrize(
    "path", ["/mypage/data", f"/mypage/export/{NOBODYS}", f"/mypage/export/{NOBODYS}/download"]
)
def test_a_stranger_is_led_to_the_sign_in(http: httpx.Client, path: str) -> None:
    answer = http.get(path)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/login?next=%2Fmypage")


def test_the_zip_is_packed_and_fetched(browser: httpx.Client) -> None:
    address = exported(browser)
    page = Page(browser.get(address).text)
    assert page.one(data_testid="export-download")["href"] == f"{address}/download"
    answer = browser.get(f"{address}/download")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/zip"
    assert answer.headers["content-length"] == str(len(answer.content))
    assert re.fullmatch(r'attachment; filename="ffff-[\d-]{10}\.zip"', answer.headers["content-disposition"])
    assert answer.headers["cache-control"] == "no-store"
    archive = ZipFile(BytesIO(answer.content))
    said = orjson.loads(archive.read("data.json"))
    assert said["profile"]["display_name"] == "Minji"
    assert GOOD not in str(said)
    assert str(browser.cookies["session"]) not in str(said)


def test_a_script_is_told_how_far_it_is(browser: httpx.Client) -> None:
    said = browser.post("/mypage/export", headers=JSON)
    assert said.status_code == 200
    assert said.headers["cache-control"] == "no-store"
    assert set(said.json()) == {"id", "state", "done", "total"}


def test_an_export_is_not_there_for_anybody_else(newcomer: Callable[..., httpx.Client]) -> None:
    owner, stranger = newcomer(), newcomer()
    address = exported(owner)
    for path in (address, f"{address}/download"):
        answer = stranger.get(path)
        assert answer.status_code == 404
        assert Page(answer.text).testids("error-page")
        asked_by_script = stranger.get(path, headers=JSON)
        assert asked_by_script.status_code == 404
        assert asked_by_script.json()["code"] == "export_not_found"
    assert owner.get(address).status_code == 200


@pytest.mark.parametrize("nasty", [NOBODYS, "x", "%00", "1" * 5000, "..%2f..%2fsecret_key", "%F0%9F%98%80"])
def test_an_export_that_is_none_is_not_found(browser: httpx.Client, nasty: str) -> None:
    for path in (f"/mypage/export/{nasty}", f"/mypage/export/{nasty}/download"):
        assert browser.get(path).status_code == 404


def test_the_seventh_export_in_an_hour_is_told_to_wait(browser: httpx.Client) -> None:
    for _ in range(6):
        exported(browser)
    answer = browser.post("/mypage/export")
    assert answer.status_code == 429
    assert 0 < int(answer.headers["retry-after"]) <= 3600
    assert Page(answer.text).testids("form-error")


@pytest.mark.parametrize("path", ["/mypage/export", "/mypage/delete"])
@pytest.mark.parametrize("origin", FOREIGN)
def test_a_form_of_another_site_changes_nothing(browser: httpx.Client, path: str, origin: str) -> None:
    answer = browser.post(path, data={"password": GOOD}, headers={"Origin": origin})
    assert answer.status_code == 403
    assert is_signed_in(browser)
    assert Page(browser.get("/mypage/data").text).one(data_when="ready").get("hidden") is not None


def test_who_leaves_is_signed_out_everywhere_at_once(browser: httpx.Client, app_url: str) -> None:
    elsewhere = httpx.Cookies(browser.cookies)
    answer = browser.post("/mypage/delete", data={"password": GOOD})
    assert answer.status_code == 200
    page = Page(answer.text)
    assert page.one("h1").text == "Your account has been deleted"
    assert page.testids("login-link")
    assert not page.testids("logout-button")
    assert "session" not in browser.cookies
    with httpx.Client(base_url=app_url, cookies=elsewhere) as other_device:
        assert not is_signed_in(other_device)
        assert other_device.get("/mypage/data").status_code == 303
        assert other_device.post("/mypage/export", headers={"Origin": app_url}).status_code == 303


@pytest.mark.parametrize(
    "proof", [{"password": "wrong"}, {}, {"email": "x@example.com"}, {"password": "x" * 20_000}]
)
def test_who_does_not_know_the_password_stays(browser: httpx.Client, proof: dict[str, str]) -> None:
    answer = browser.post("/mypage/delete", data=proof)
    assert answer.status_code == 422
    page = Page(answer.text)
    assert page.one(data_testid="form-error").text == "This is not your current password."
    assert is_signed_in(browser)


def test_guessing_the_password_of_an_open_device_is_stopped(browser: httpx.Client) -> None:
    answers = [browser.post("/mypage/delete", data={"password": "wrong"}).status_code for _ in range(11)]
    assert answers == [422] * 10 + [429]


def test_where_there_is_no_demo_nobody_becomes_it(http: httpx.Client, app_url: str) -> None:
    assert not Page(http.get("/login").text).testids("demo-login")
    answer = http.post("/session/demo", headers={"Origin": app_url})
    assert answer.status_code == 404
    assert "session" not in http.cookies


@pytest.mark.parametrize("language", Language)
def test_the_privacy_page_tells_how_long_things_are_kept(http: httpx.Client, language: Language) -> None:
    page = Page(http.get("/privacy", headers={"Accept-Language": language.value}).text)
    for figure in ("60", "30", "24"):
        assert figure in page.one("main").text
