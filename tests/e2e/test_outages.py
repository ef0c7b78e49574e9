"""Addresses that lead nowhere, and a server that goes away and comes back."""

import signal
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.e2e.serve_process import ServeProcess
from tests.e2e.visiting import NARROW, WIDE, Visits, handle, open_ready


@pytest.fixture(scope="module")
def own_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServeProcess]:
    serving = ServeProcess(tmp_path_factory.mktemp("outage") / "data")
    serving.start()
    yield serving
    serving.stop()


@pytest.mark.parametrize(
    ("language", "width", "title", "way_home"),
    [("en", WIDE, "This path ends here", "Go to the home page"), ("ko", NARROW, "길이 여기서 끝나요", None)],
)
@pytest.mark.parametrize("path", ["/no-such-page", "/places/no-such-place", "/places/%EC%97%86%EC%9D%8C"])
def test_an_address_that_leads_nowhere_shows_a_designed_page_with_a_way_home(
    visit: Visits, path: str, language: str, width: int, title: str, way_home: str | None
) -> None:
    page = visit(path, language, width)
    visit.forgive(lambda trouble: "404" in trouble)
    error = handle(page, "error-page")
    expect(error.get_by_role("heading", level=1)).to_have_text(title)
    assert error.locator("img").evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    expect(page.locator("html")).to_have_attribute("lang", language)
    link = error.locator('a[href="/"]')
    if way_home:
        expect(link).to_have_text(way_home)
    link.click()
    expect(handle(page, "place-card").first).to_be_visible()


@pytest.mark.parametrize(
    "path", ["/?region=atlantis", "/?open_on=yesterday", "/?lang=xx", "/places/gyeongbokgung?on=x"]
)
def test_an_unreadable_address_is_explained_in_the_visitors_language(visit: Visits, path: str) -> None:
    page = visit(path, "ko")
    visit.forgive(lambda trouble: "422" in trouble)
    expect(handle(page, "error-page")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "ko")
    assert "Traceback" not in page.content()


@pytest.mark.parametrize(
    ("path", "language", "words"), [("/", "en", "Connection lost"), ("/places/gyeongbokgung", "ko", "연결")]
)
def test_a_page_says_that_the_server_is_gone_and_comes_back_with_it(
    visits: Visits, own_server: ServeProcess, path: str, language: str, words: str
) -> None:
    page = visits.window(language).new_page()
    open_ready(page, own_server.address + path)
    popup = page.locator("#popup")
    expect(popup).to_be_hidden()
    own_server.signal(signal.SIGTERM)
    expect(popup).to_be_visible(timeout=20_000)
    expect(popup).to_contain_text(words)
    with page.expect_navigation(timeout=60_000):
        own_server.start()
    page.wait_for_function("document.documentElement.dataset.ready === 'true'", timeout=60_000)
    expect(popup).to_be_hidden()
    expect(page.locator("h1")).to_be_visible()
    handle(page, "like-button").first.click()
    expect(handle(page, "like-button").first).to_have_attribute("aria-pressed", "true")
    page.close()
