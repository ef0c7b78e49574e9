"""Saying how a place was, with the mouse, with the keyboard and without scripts, in Korean and English."""

import re
from itertools import count

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.test_accessibility import violations
from tests.e2e.visiting import NARROW, WIDE, Visits, handle

GOOD = "three rivers and a hill"
_number = count(1)
EVERYDAY, OPPOSITE = ("en", WIDE, "light"), ("ko", NARROW, "dark")


def register(page: Page, name: str) -> None:
    """Make an account on the page that has just led to the sign-in page, and come back."""
    page.locator('.form-aside a[href^="/register"]').click()
    handle(page, "display-name").fill(name)
    handle(page, "email").fill(f"visitor{next(_number)}@e2e.example")
    handle(page, "password").fill(GOOD)
    handle(page, "submit").click()


def come_in(visit: Visits, place: str, name: str, language: str, width: int, **kind: object) -> Page:
    """Follow the invitation on the page of a place, and be there as a traveller."""
    page = visit(f"/places/{place}", language, width, **kind)
    handle(page, "rating-sign-in").click()
    register(page, name)
    expect(page).to_have_url(re.compile(f"/places/{place}#ratings$"))
    expect(handle(page, "rating-form")).to_be_visible()
    return page


@pytest.mark.parametrize(
    ("language", "width", "scheme", "place"), [(*EVERYDAY, "tongdosa"), (*OPPOSITE, "haeinsa")]
)
def test_a_traveller_rates_changes_and_removes(
    visit: Visits, language: str, width: int, scheme: str, place: str
) -> None:
    page = come_in(visit, place, "Minji", language, width, color_scheme=scheme)
    expect(page.locator(".no-ratings")).to_be_visible()
    assert violations(page) == []

    handle(page, "rating-stars").get_by_role("radio").nth(3).check()
    handle(page, "rating-comment").fill("해 질 무렵이 가장 아름답습니다. <b>Go!</b>")
    handle(page, "rating-submit").click()
    expect(handle(page, "form-notice")).to_be_in_viewport()
    expect(handle(page, "rating")).to_have_count(1)
    expect(handle(page, "rating")).to_contain_text("<b>Go!</b>")
    expect(handle(page, "rating")).to_have_attribute("data-stars", "4")
    expect(page.locator(".place-title .rating")).to_contain_text("4.0")
    assert violations(page) == []

    handle(page, "rating-stars").get_by_role("radio").nth(0).check()
    handle(page, "rating-submit").click()
    expect(handle(page, "rating")).to_have_attribute("data-stars", "1")

    handle(page, "remove-rating").click()
    expect(handle(page, "rating")).to_have_count(0)
    expect(page.locator(".no-ratings")).to_be_visible()


def test_the_stars_are_chosen_with_the_keyboard(visit: Visits) -> None:
    page = come_in(visit, "beopjusa", "Jun", "en", WIDE)
    stars = handle(page, "rating-stars").get_by_role("radio")
    handle(page, "visited-button").focus()
    page.keyboard.press("Tab")
    expect(stars.nth(0)).to_be_focused()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    expect(stars.nth(3)).to_be_checked()
    expect(page.get_by_role("radio", name="4 stars")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.type("Quiet.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(handle(page, "rating")).to_have_attribute("data-stars", "4")


def test_nothing_is_sent_before_a_star_is_chosen(visit: Visits) -> None:
    page = come_in(visit, "ojukheon", "Jun", "en", NARROW)
    handle(page, "rating-submit").click()
    assert handle(page, "rating-stars").locator(":invalid").count() == 5
    expect(handle(page, "rating")).to_have_count(0)
    expect(page).to_have_url(re.compile("#ratings$"))


@pytest.mark.parametrize(("language", "width"), [("en", NARROW), ("ko", WIDE)])
def test_every_star_is_big_enough_for_a_finger(visit: Visits, language: str, width: int) -> None:
    page = come_in(visit, "woljeongsa", "Jun", language, width)
    for star in handle(page, "rating-stars").get_by_role("radio").all():
        box = star.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 44
        star.click()
        expect(star).to_be_checked()


@pytest.mark.parametrize(
    ("language", "width", "place"), [("en", WIDE, "museum-san"), ("ko", NARROW, "haeundae-beach")]
)
def test_all_of_it_works_without_scripts(visit: Visits, language: str, width: int, place: str) -> None:
    page = come_in(visit, place, "Soo", language, width, java_script_enabled=False)
    handle(page, "rating-stars").get_by_role("radio").nth(4).check()
    handle(page, "rating-submit").click()
    expect(handle(page, "rating")).to_have_attribute("data-stars", "5")
    handle(page, "visited-button").click()
    expect(handle(page, "visited-button")).to_have_attribute("aria-pressed", "true")
    handle(page, "visited-button").click()
    expect(handle(page, "visited-button")).to_have_attribute("aria-pressed", "false")
    handle(page, "remove-rating").click()
    expect(handle(page, "rating")).to_have_count(0)


@pytest.mark.parametrize(
    ("language", "width", "scheme", "place"), [(*EVERYDAY, "daereungwon"), (*OPPOSITE, "seokguram")]
)
def test_a_rating_of_somebody_else_can_be_reported(
    visit: Visits, language: str, width: int, scheme: str, place: str
) -> None:
    author = come_in(visit, place, "Author", language, width, color_scheme=scheme)
    handle(author, "rating-stars").get_by_role("radio").nth(1).check()
    handle(author, "rating-submit").click()
    expect(handle(author, "rating")).to_have_count(1)
    author.context.clear_cookies()

    page = visit(f"/places/{place}?as=a-stranger", language, width, color_scheme=scheme)
    handle(page, "report-rating").click()
    assert violations(page) == []
    handle(page, "report-submit").click()
    register(page, "Reader")
    expect(handle(page, "rating-form")).to_be_visible()
    handle(page, "report-rating").click()
    page.locator('[name="reason"]').fill("It is rude.")
    handle(page, "report-submit").click()
    expect(handle(page, "form-notice")).to_be_in_viewport()
    assert violations(page) == []
