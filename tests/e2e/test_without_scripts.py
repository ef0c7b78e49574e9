"""Everything can be read and chosen with JavaScript switched off: links, forms and buttons do it all."""

import re
import uuid

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.visiting import NARROW, WIDE, Visits, card_ids, handle

A_TUESDAY = "2027-03-09"


def read(visit: Visits, path: str = "/", language: str = "en", width: int = WIDE) -> Page:
    return visit(path, language, width, java_script_enabled=False)


@pytest.mark.parametrize(
    ("language", "width", "name"), [("en", WIDE, "Gyeongbokgung Palace"), ("ko", NARROW, "경복궁")]
)
def test_the_cards_are_there_and_lead_to_their_places(
    visit: Visits, language: str, width: int, name: str
) -> None:
    page = read(visit, "/", language, width)
    assert len(card_ids(page)) == 24
    page.get_by_role("link", name=name).first.click()
    expect(handle(page, "place-name")).to_have_text(name)
    expect(handle(page, "opening-hours").locator("tr")).to_have_count(7)
    expect(page.locator(".description")).to_be_visible()
    expect(page.locator(".map-still")).to_be_attached()


def test_the_search_form_finds(visit: Visits) -> None:
    page = read(visit, "/", "ko")
    box = handle(page.locator("main"), "search-input")
    box.fill("불국사")
    box.press("Enter")
    page.wait_for_url(re.compile(r"\?q="))
    assert card_ids(page)[0] == "bulguksa"


def test_themes_and_regions_are_links_that_add_up(visit: Visits) -> None:
    page = read(visit)
    handle(page, "theme-chip", theme="temples").click()
    page.wait_for_url(re.compile(r"/\?theme=temples#explore$"))
    handle(page, "region-tile", region="busan").click()
    page.wait_for_url(re.compile(r"/\?region=busan&theme=temples#explore$"))
    assert "haedong-yonggungsa" in card_ids(page)
    page.get_by_role("link", name="Clear all").click()
    page.wait_for_url(re.compile(r"/#explore$"))
    assert len(card_ids(page)) == 24


def test_day_and_order_are_sent_by_a_button(visit: Visits) -> None:
    page = read(visit, "/?region=seoul")
    handle(page, "open-on-date").fill(A_TUESDAY)
    handle(page, "sort-select").select_option("name")
    button = page.locator(".tools button")
    expect(button).to_be_visible()
    button.click()
    page.wait_for_url(re.compile("sort=name"))
    assert "region=seoul" in page.url
    assert f"open_on={A_TUESDAY}" in page.url
    assert "gyeongbokgung" not in card_ids(page)
    names = page.locator("#cards .card-name").all_text_contents()
    assert names == sorted(names, key=str.casefold)


def test_more_places_are_on_a_page_of_their_own(visit: Visits) -> None:
    page = read(visit)
    first = card_ids(page)
    handle(page, "load-more").click()
    page.wait_for_url(re.compile("cursor="))
    assert not set(first) & set(card_ids(page))


def test_another_day_of_a_place_is_answered_after_a_button(visit: Visits) -> None:
    page = read(visit, "/places/gyeongbokgung")
    handle(page, "open-on-date").fill(A_TUESDAY)
    page.get_by_role("button", name="Check").click()
    expect(handle(page, "opening-hours")).to_contain_text("Closed on Tue")


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_the_language_and_the_colours_change_by_buttons(visit: Visits, width: int) -> None:
    page = read(visit, "/?region=busan", "en", width)
    handle(page, "language-select").select_option("ko")
    page.get_by_role("button", name="Change").click()
    expect(page.locator("html")).to_have_attribute("lang", "ko")
    page.wait_for_url(re.compile(r"/\?region=busan$"))
    handle(page, "theme-toggle").click()
    expect(page.locator("html")).to_have_attribute("data-scheme", "dark")
    page.wait_for_url(re.compile(r"/\?region=busan$"))
    handle(page, "theme-toggle").click()
    expect(page.locator("html")).not_to_have_attribute("data-scheme", "dark")


def test_a_heart_leads_to_signing_in(visit: Visits) -> None:
    page = read(visit, "/places/gyeongbokgung")
    handle(page.locator(".place-main"), "like-button").click()
    page.wait_for_url(re.compile(r"/login\?next=%2Fplaces%2Fgyeongbokgung$"))


def test_a_signed_in_traveller_gives_a_heart_and_takes_it_back(visit: Visits) -> None:
    page = read(visit, "/?region=seoul")
    page.request.post(
        f"{visit.address}/register",
        headers={"Origin": visit.address},
        form={
            "email": f"{uuid.uuid4()}@example.com",
            "password": "a quiet palace garden",
            "display_name": "Minji",
        },
    )
    heart = handle(handle(page, "place-card", place_id="gyeongbokgung"), "like-button")
    for pressed in ("true", "false"):
        heart.click()
        page.wait_for_url(re.compile(r"/\?region=seoul$"))
        expect(heart).to_have_attribute("aria-pressed", pressed)
