"""Hearts, language and colour scheme: chosen once, there on the next page and after a reload."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.visiting import NARROW, WIDE, Visits, handle, wait_until_ready

TITLES = {
    "ko": "때맞춰 만나는 한국",
    "en": "Korea, at the right hour",
}


def reload(page: Page) -> None:
    page.reload(wait_until="commit")
    wait_until_ready(page)


def background(page: Page) -> str:
    return page.evaluate("getComputedStyle(document.body).backgroundColor")


@pytest.mark.parametrize(
    ("language", "kept"),
    [("en", "Saved in this browser. Sign in"), ("ko", "이 브라우저에 저장했어요. 로그인")],
)
def test_a_heart_turns_at_once_says_where_it_is_kept_and_survives_a_reload(
    visit: Visits, language: str, kept: str
) -> None:
    page = visit("/", language)
    card = handle(page, "place-card", place_id="n-seoul-tower")
    heart = handle(card, "like-button")
    expect(heart).to_have_attribute("aria-pressed", "false")
    heart.click()
    expect(heart).to_have_attribute("aria-pressed", "true")
    expect(handle(card, "like-count")).to_have_text("1")
    expect(handle(page, "toast")).to_have_text(kept)
    expect(page.get_by_role("status").filter(has=handle(page, "toast"))).to_be_visible()
    reload(page)
    expect(heart).to_have_attribute("aria-pressed", "true")
    place = visit("/places/n-seoul-tower", language)
    on_its_page = handle(place.locator(".place-main"), "like-button")
    expect(on_its_page).to_have_attribute("aria-pressed", "true")
    on_its_page.click()
    expect(on_its_page).to_have_attribute("aria-pressed", "false")
    reload(page)
    expect(heart).to_have_attribute("aria-pressed", "false")
    expect(handle(card, "like-count")).to_be_hidden()


def test_a_heart_does_not_open_the_card_it_lies_on(visit: Visits) -> None:
    page = visit("/", width=NARROW)
    handle(page, "like-button").first.click()
    expect(page).to_have_url(re.compile(r"/$"))


def test_hearts_stay_on_cards_that_come_without_a_reload(visit: Visits) -> None:
    page = visit()
    handle(handle(page, "place-card", place_id="gyeongbokgung"), "like-button").click()
    handle(page, "region-tile", region="seoul").click()
    page.wait_for_url("**region=seoul")
    expect(handle(handle(page, "place-card", place_id="gyeongbokgung"), "like-button")).to_have_attribute(
        "aria-pressed", "true"
    )


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_another_language_changes_the_page_keeps_the_address_and_stays_chosen(
    visit: Visits, width: int
) -> None:
    page = visit("/?region=busan&sort=name", "en", width)
    expect(page.locator("h1")).to_have_text(TITLES["en"])
    handle(page, "language-select").select_option("ko")
    expect(page.locator("h1")).to_have_text(TITLES["ko"])
    expect(page.locator("html")).to_have_attribute("lang", "ko")
    expect(page).to_have_url(re.compile(r"/\?region=busan&sort=name$"))
    wait_until_ready(page)
    handle(page, "place-card").first.click()
    page.wait_for_url("**/places/*")
    expect(page.locator("html")).to_have_attribute("lang", "ko")
    expect(handle(page, "language-select")).to_have_value("ko")


def test_a_language_named_in_the_address_gives_way_to_the_one_chosen_from_the_list(visit: Visits) -> None:
    page = visit("/places/gyeongbokgung?lang=ja&on=2027-03-09")
    expect(handle(page, "place-name")).to_have_text("景福宮")
    handle(page, "language-select").select_option("zh-Hans")
    expect(handle(page, "place-name")).to_have_text("景福宫")
    expect(page).to_have_url(re.compile(r"/places/gyeongbokgung\?on=2027-03-09$"))


def test_the_language_changes_after_choices_that_came_without_a_reload(visit: Visits) -> None:
    page = visit()
    handle(page, "region-tile", region="jeju").click()
    page.wait_for_url("**/?region=jeju")
    page.wait_for_function("!document.querySelector('#results').hasAttribute('aria-busy')")
    handle(page, "language-select").select_option("ko")
    expect(page.locator("h1")).to_have_text(TITLES["ko"])
    expect(page).to_have_url(re.compile(r"/\?region=jeju$"))


@pytest.mark.parametrize(
    ("path", "width"), [("/", WIDE), ("/places/gyeongbokgung", NARROW), ("/about", WIDE)]
)
def test_the_toggle_turns_dark_at_once_and_the_server_sends_the_next_page_dark(
    visit: Visits, path: str, width: int
) -> None:
    page = visit(path, width=width)
    light = background(page)
    with page.expect_response("**/session/scheme"):
        handle(page, "theme-toggle").click()
    assert background(page) != light
    expect(page.locator("html")).to_have_attribute("data-scheme", "dark")
    dark = background(page)
    answer = page.request.get(visit.address + path)
    assert 'data-scheme="dark"' in answer.text()[:200]
    reload(page)
    assert background(page) == dark
    with page.expect_response("**/session/scheme"):
        handle(page, "theme-toggle").click()
    assert background(page) == light
    reload(page)
    assert background(page) == light


def test_who_chose_nothing_follows_the_machine_and_can_leave_it(visit: Visits) -> None:
    page = visit("/", color_scheme="dark")
    expect(page.locator("html")).to_have_attribute("data-scheme", "auto")
    dark = background(page)
    with page.expect_response("**/session/scheme"):
        handle(page, "theme-toggle").click()
    expect(page.locator("html")).to_have_attribute("data-scheme", "light")
    assert background(page) != dark
