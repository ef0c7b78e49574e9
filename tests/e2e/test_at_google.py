"""What Google says, on pages of its own: after the page, under Google's name, and beside no map of ours."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from embedded.stand_ins.google import KEY, StandInGoogle
from tests.e2e.test_accessibility import EVERYDAY, OPPOSITE, violations
from tests.e2e.visiting import Visits, handle

MARKET = "/places/gwangjang-market"


@pytest.fixture
def silent(google: StandInGoogle) -> Iterator[StandInGoogle]:
    google.is_silent = True
    yield google
    google.is_silent = False


def at_google(page: Page) -> None:
    expect(handle(page, "at-google")).to_contain_text("4.2")


def test_the_page_of_a_place_leads_to_its_rating_hours_and_photo_under_googles_name(visit: Visits) -> None:
    page = visit(MARKET)
    handle(page, "ask-google").click()
    page.wait_for_url(f"**{MARKET}/google")
    told = handle(page, "at-google")
    expect(page.locator("main")).to_contain_text("On Google Maps")
    expect(told).to_contain_text("4.2 from 6,120 ratings on Google")
    expect(told).to_contain_text("Monday: 9:00 AM – 6:00 PM")
    expect(told.get_by_role("link", name="Jun & Friends")).to_have_attribute(
        "href", "https://maps.google.com/maps/contrib/104"
    )
    assert (
        told.locator("img").evaluate("async (img) => { await img.decode(); return img.naturalWidth; }") == 640
    )
    assert handle(page, "map").count() == 0, "its terms forbid its content beside a map that is not its own"


def test_the_key_reaches_no_browser(visit: Visits) -> None:
    asked: list[str] = []
    page = visit("/about")
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{visit.address}{MARKET}/google")
    at_google(page)
    handle(page, "at-google").locator("img").evaluate("(img) => img.decode()")
    assert any(address.endswith("/google/0") for address in asked)
    assert not any(KEY in address or "google.com" in address for address in asked)
    assert KEY not in page.content()


@pytest.mark.parametrize(("language", "width", "scheme"), [EVERYDAY, OPPOSITE])
@pytest.mark.parametrize("path", [f"{MARKET}/google", "/located?q=Moonlight+Hotel"])
def test_what_it_says_keeps_every_rule_of_axe_and_fits(
    visit: Visits, path: str, language: str, width: int, scheme: str
) -> None:
    page = visit(path, language, width, color_scheme=scheme)
    expect(handle(page, "at-google").locator("a").first).to_be_visible()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_place_that_google_does_not_know_is_said_to_be_so(visit: Visits) -> None:
    page = visit("/places/bulguksa/google")
    expect(handle(page, "at-google")).to_have_text("Google Maps does not know this place.")


def test_the_page_is_there_while_google_says_nothing_and_then_says_that(
    visit: Visits, silent: StandInGoogle
) -> None:
    page = visit("/places/changdeokgung/google")
    expect(page.get_by_role("heading", name="Changdeokgung")).to_be_visible()
    expect(handle(page, "at-google")).to_contain_text("Asking Google Maps")
    expect(handle(page, "at-google")).to_contain_text("Google Maps is not responding")


def test_a_search_for_an_address_leads_to_what_is_near_it(visit: Visits) -> None:
    page = visit("/?q=88+Changgyeonggung-ro+Hotel+Moon")
    handle(page, "ask-google").click()
    located = handle(page, "at-google")
    expect(located).to_contain_text("서울특별시 종로구 창경궁로 88")
    near = handle(located, "nearby-place")
    expect(near.first).to_have_attribute("data-place-id", "gwangjang-market")
    near.first.get_by_role("link").click()
    page.wait_for_url(f"**{MARKET}")
