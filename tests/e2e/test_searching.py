"""The search box of the home page and of the top bar: suggestions, choosing one, and searching without any."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.visiting import NARROW, WIDE, Visits, card_ids, handle, wait_until_ready

GYEONGBOKGUNG = "/places/gyeongbokgung"


def search_box(page: Page) -> Locator:
    return handle(page.locator("main"), "search-input")


def type_and_see_suggestions(page: Page, text: str) -> Locator:
    search_box(page).press_sequentially(text)
    expect(suggested(page, GYEONGBOKGUNG)).to_be_visible()
    return handle(page, "search-suggestion")


def suggested(page: Page, address: str) -> Locator:
    return handle(page, "search-suggestion").and_(page.locator(f'[href^="{address}"]'))


@pytest.mark.parametrize(
    ("typed", "language", "width"),
    [("경복", "ko", WIDE), ("ㄱㅂㄱ", "ko", NARROW), ("gyeongb", "en", WIDE), ("景福", "ja", NARROW)],
)
def test_typing_a_beginning_in_any_script_suggests_the_palace(
    visit: Visits, typed: str, language: str, width: int
) -> None:
    page = visit("/", language, width)
    suggestions = type_and_see_suggestions(page, typed)
    box, area = search_box(page).bounding_box(), suggestions.first.bounding_box()
    assert box
    assert area
    assert area["y"] >= box["y"] + box["height"]
    assert area["x"] >= 0
    assert area["x"] + area["width"] <= width


def test_the_arrow_keys_walk_the_suggestions_and_enter_opens_the_place(visit: Visits) -> None:
    page = visit()
    box = search_box(page)
    box.fill("gyeongb")
    suggestions = handle(page, "search-suggestion")
    expect(suggested(page, GYEONGBOKGUNG)).to_be_visible()
    count = suggestions.count()
    assert count > 1
    for number in range(count):
        box.press("ArrowDown")
        expect(suggestions.nth(number)).to_have_attribute("aria-selected", "true")
        expect(box).to_have_attribute(
            "aria-activedescendant", suggestions.nth(number).get_attribute("id") or ""
        )
        expect(page.locator("[role=option][aria-selected=true]")).to_have_count(1)
    box.press("ArrowDown")
    expect(page.locator("[role=option][aria-selected=true]")).to_have_count(0)
    box.press("ArrowUp")
    expect(suggestions.last).to_have_attribute("aria-selected", "true")
    expect(box).to_be_focused()
    while suggested(page, GYEONGBOKGUNG).get_attribute("aria-selected") != "true":
        box.press("ArrowUp")
    box.press("Enter")
    page.wait_for_url(f"**{GYEONGBOKGUNG}")
    expect(handle(page, "place-name")).to_have_text("Gyeongbokgung Palace")


def test_escape_closes_the_suggestions_and_leaves_what_was_typed(visit: Visits) -> None:
    page = visit("/", "ko")
    suggestions = type_and_see_suggestions(page, "경복")
    search_box(page).press("Escape")
    expect(suggestions.first).to_be_hidden()
    expect(search_box(page)).to_have_attribute("aria-expanded", "false")
    expect(search_box(page)).to_have_value("경복")
    expect(search_box(page)).to_be_focused()


def test_a_click_on_a_suggestion_opens_it(visit: Visits) -> None:
    page = visit("/", "ko")
    type_and_see_suggestions(page, "ㄱㅂㄱ")
    suggested(page, GYEONGBOKGUNG).click()
    page.wait_for_url(f"**{GYEONGBOKGUNG}")
    expect(handle(page, "place-name")).to_have_text("경복궁")


def test_leaving_the_box_closes_the_suggestions(visit: Visits) -> None:
    page = visit()
    suggestions = type_and_see_suggestions(page, "gyeongb")
    page.locator("h1").click()
    expect(suggestions.first).to_be_hidden()


def test_a_suggested_region_shows_its_places(visit: Visits) -> None:
    page = visit()
    search_box(page).press_sequentially("busan")
    suggested(page, "/?region=busan").click()
    page.wait_for_url("**/?region=busan*")
    wait_until_ready(page)
    expect(handle(page, "region-tile", region="busan")).to_have_attribute("aria-current", "true")


def test_the_box_is_a_combobox_with_a_listbox_for_screen_readers(visit: Visits) -> None:
    page = visit()
    box = page.get_by_role("combobox", name="Search places")
    expect(box).to_have_attribute("aria-autocomplete", "list")
    expect(box).to_have_attribute("aria-expanded", "false")
    suggestions = type_and_see_suggestions(page, "gyeongb")
    expect(box).to_have_attribute("aria-expanded", "true")
    controlled = page.locator(f"#{box.get_attribute('aria-controls')}")
    expect(controlled).to_have_role("listbox")
    expect(controlled).to_have_accessible_name("Search places")
    expect(controlled.get_by_role("option")).to_have_count(suggestions.count())


@pytest.mark.parametrize(("typed", "language"), [("부산 해변", "ko"), ("busan beach", "en")])
def test_enter_searches_for_what_was_typed(visit: Visits, typed: str, language: str) -> None:
    page = visit("/", language)
    search_box(page).fill(typed)
    search_box(page).press("Enter")
    page.wait_for_url(re.compile(r"\?.*q="))
    wait_until_ready(page)
    expect(page.locator("#results-title")).to_contain_text(typed)
    assert "haeundae-beach" in card_ids(page)
    expect(search_box(page)).to_have_value(typed)


def test_the_search_button_searches_within_the_choices_made_before(visit: Visits) -> None:
    page = visit("/?region=seoul")
    search_box(page).fill("palace")
    page.get_by_role("button", name="Search", exact=True).click()
    expect(page.locator("#results-title")).to_contain_text("palace")
    assert "region=seoul" in page.url
    assert card_ids(page)[0] in {"gyeongbokgung", "changdeokgung", "deoksugung"}


def test_the_top_bar_of_a_place_searches_too(visit: Visits) -> None:
    page = visit("/places/haeundae-beach", "ko")
    box = handle(page.locator("header"), "search-input")
    box.press_sequentially("경복")
    expect(handle(page, "search-suggestion").first).to_be_visible()
    box.press("ArrowDown")
    box.press("Enter")
    page.wait_for_url(f"**{GYEONGBOKGUNG}")
    page.go_back()
    wait_until_ready(page)
    box.fill("불국사")
    box.press("Enter")
    page.wait_for_url(re.compile(r"\?q="))
    assert card_ids(page)[0] == "bulguksa"
