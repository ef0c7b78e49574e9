"""What Google says of a place, on its page: after the page, under Google's name, and never in its way."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from embedded.stand_ins.google import KEY, StandInGoogle
from tests.e2e.test_accessibility import EVERYDAY, OPPOSITE, violations
from tests.e2e.visiting import Visits, handle

MARKET = "/places/gwangjang-market"


@pytest.fixture
def silent(google: StandInGoogle) -> Iterator[StandInGoogle]:
    google.is_silent = True
    yield google
    google.is_silent = False


def test_rating_hours_and_photo_are_told_under_googles_name(visit: Visits) -> None:
    page = visit(MARKET)
    told = handle(page, "place-at-google")
    told.scroll_into_view_if_needed()
    expect(told).to_contain_text("On Google Maps")
    expect(told).to_contain_text("4.2 from 6,120 ratings on Google")
    expect(told.get_by_role("link", name="Jun & Friends")).to_have_attribute(
        "href", "https://maps.google.com/maps/contrib/104"
    )
    told.get_by_text("Opening hours").click()
    expect(told).to_contain_text("Monday: 9:00 AM – 6:00 PM")
    assert (
        told.locator("img").evaluate("async (img) => { await img.decode(); return img.naturalWidth; }") == 640
    )


def test_the_key_reaches_no_browser(visit: Visits) -> None:
    asked: list[str] = []
    page = visit(MARKET)
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    handle(page, "place-at-google").locator("img").evaluate("(img) => img.decode()")
    assert any(address.endswith("/google/0") for address in asked)
    assert not any(KEY in address or "google.com" in address for address in asked)
    assert KEY not in page.content()


@pytest.mark.parametrize(("language", "width", "scheme"), [EVERYDAY, OPPOSITE])
def test_it_keeps_every_rule_of_axe_and_moves_nothing(
    visit: Visits, language: str, width: int, scheme: str
) -> None:
    page = visit(MARKET, language, width, color_scheme=scheme)
    page.locator("#google").scroll_into_view_if_needed()
    expect(handle(page, "place-at-google")).to_be_visible()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_place_that_google_does_not_know_has_no_such_part(visit: Visits) -> None:
    page = visit("/")
    with page.expect_response("**/fragments/places/bulguksa/google") as answer:
        page.goto(f"{visit.address}/places/bulguksa")
        page.locator("#google").evaluate("(slot) => slot.scrollIntoView()")
    assert answer.value.status == 204
    expect(page.locator("#google")).to_be_empty()


def test_a_silent_google_keeps_nothing_of_the_page_waiting(visit: Visits, silent: StandInGoogle) -> None:
    page = visit("/places/changdeokgung")
    page.locator("#google").evaluate("(slot) => slot.scrollIntoView()")
    expect(handle(page, "place-name")).to_be_visible()
    expect(handle(page, "nearby-place").first).to_be_visible()
    handle(page, "driver-card-button").click()
    expect(handle(page, "driver-card")).to_be_visible()


def test_a_search_for_an_address_leads_to_what_is_near_it(visit: Visits) -> None:
    page = visit("/?q=88+Changgyeonggung-ro+Hotel+Moon")
    page.locator("[data-google]").evaluate("(slot) => slot.scrollIntoView()")
    located = handle(page, "located-by-google")
    expect(located).to_contain_text("서울특별시 종로구 창경궁로 88")
    located.get_by_role("link", name="Places near there").click()
    page.wait_for_url("**sort=distance**")
    expect(handle(page, "place-card").first).to_have_attribute("data-place-id", "gwangjang-market")
