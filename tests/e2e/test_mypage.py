"""My page as a traveller uses it: what follows them, what they end, and their places on the map."""

import re
from itertools import count

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.test_accessibility import EVERYDAY, OPPOSITE, violations
from tests.e2e.test_map import living_map
from tests.e2e.visiting import NARROW, WIDE, Visits, handle, wait_until_ready

GOOD, BETTER = "three rivers and a hill", "four lakes and a pine"
PAGES = ("/mypage", "/mypage/likes", "/mypage/settings")
in_both_languages = pytest.mark.parametrize("language", ["ko", "en"])
_number = count(1)


def newcomer(visit: Visits, language: str, width: int = WIDE, **kind: object) -> tuple[Page, str]:
    """Make an account through the form, and return its page of settings and its e-mail address."""
    email = f"minji{next(_number)}.{language}@example.com"
    page = visit("/register?next=/mypage/settings", language, width, **kind)
    handle(page, "display-name").fill("Minji")
    handle(page, "email").fill(email)
    handle(page, "password").fill(GOOD)
    handle(page, "submit").click()
    page.wait_for_url("**/mypage/settings")
    wait_until_ready(page)
    return page, email


def signed_in(visit: Visits, email: str, language: str, width: int) -> Page:
    """Sign in on another device."""
    page = visit("/login?next=/mypage/settings", language, width)
    handle(page, "email").fill(email)
    handle(page, "password").fill(GOOD)
    handle(page, "submit").click()
    page.wait_for_url("**/mypage/settings")
    wait_until_ready(page)
    return page


def demo(visit: Visits, path: str, language: str = "en", width: int = WIDE, **kind: object) -> Page:
    """Look around as the demo traveller, who has likes, visits and a trip."""
    page = visit(f"/login?next={path}", language, width, **kind)
    handle(page, "demo-login").click()
    page.wait_for_url(f"**{path}")
    if kind.get("java_script_enabled", True):
        wait_until_ready(page)
    return page


@in_both_languages
def test_a_new_name_stands_on_every_page(visit: Visits, language: str) -> None:
    page, _ = newcomer(visit, language)
    form = handle(page, "profile-form")
    handle(form, "display-name").fill("김민지")
    handle(form, "submit").click()
    expect(handle(page, "form-notice")).to_be_visible()
    page.goto(f"{visit.address}/mypage")
    expect(page.locator("h1")).to_contain_text("김민지")


@in_both_languages
def test_language_and_colours_follow_to_another_device(visit: Visits, language: str) -> None:
    page, email = newcomer(visit, language)
    phone = signed_in(visit, email, language, NARROW)
    form = handle(page, "profile-form")
    form.locator("[name=language]").select_option("ja")
    form.locator("[name=scheme][value=dark]").check(force=True)
    handle(form, "submit").click()
    expect(page.locator("html")).to_have_attribute("lang", "ja")
    phone.reload()
    expect(phone.locator("html")).to_have_attribute("lang", "ja")
    expect(phone.locator("html")).to_have_attribute("data-scheme", "dark")


@in_both_languages
def test_a_device_that_is_ended_can_do_nothing_more(visit: Visits, language: str) -> None:
    page, email = newcomer(visit, language)
    phone = signed_in(visit, email, language, NARROW)
    page.reload()
    expect(handle(page, "device")).to_have_count(2)
    handle(page, "end-device").click()
    expect(handle(page, "device")).to_have_count(1)
    handle(handle(phone, "profile-form"), "submit").click()
    phone.wait_for_url("**/login?next=**")


@in_both_languages
def test_a_wrong_password_is_told_beside_the_form_and_the_right_one_works(
    visit: Visits, language: str
) -> None:
    page, _ = newcomer(visit, language, NARROW)
    for present, outcome in (("not mine at all", "form-error"), (GOOD, "form-notice")):
        form = handle(page, "password-form")
        handle(form, "current-password").fill(present)
        handle(form, "new-password").fill(BETTER)
        handle(form, "submit").click()
        expect(page.locator("#password").locator(f"[data-testid={outcome}]")).to_be_visible()
    visit.forgive(lambda trouble: "422" in trouble and "/mypage/password" in trouble)


@in_both_languages
def test_a_token_is_shown_once_and_can_be_revoked(visit: Visits, language: str) -> None:
    page, _ = newcomer(visit, language)
    form = handle(page, "token-form")
    handle(form, "name").fill("my script")
    handle(form, "submit").click()
    expect(handle(page, "new-token")).to_contain_text("ffff_")
    page.goto(f"{visit.address}/mypage/settings")
    expect(handle(page, "new-token")).to_have_count(0)
    handle(page, "revoke-token").click()
    expect(handle(page, "api-token")).to_have_count(0)


@in_both_languages
def test_a_phone_has_a_way_out_too(visit: Visits, language: str) -> None:
    page, _ = newcomer(visit, language, NARROW)
    handle(page.locator("main"), "logout-button").click()
    page.wait_for_url(f"{visit.address}/")
    page.goto(f"{visit.address}/mypage")
    page.wait_for_url("**/login?next=**")


@in_both_languages
def test_liked_places_are_narrowed_on_list_and_map_and_back_again(visit: Visits, language: str) -> None:
    page = demo(visit, "/mypage/likes", language)
    everything = handle(page, "liked-place").count()
    wait_for_places_on_map(page, everything)
    handle(page, "region-select").select_option("jeju")
    page.wait_for_url("**region=jeju**")
    expect(handle(page, "liked-place")).to_have_count(2)
    expect(handle(page, "map-marker")).to_have_count(2)
    handle(page, "theme-chip").first.click()
    page.wait_for_url("**theme=**")
    page.go_back()
    page.go_back()
    expect(handle(page, "liked-place")).to_have_count(everything)


def wait_for_places_on_map(page: Page, number: int) -> None:
    """Wait until a map shows so many places, alone or in clusters."""
    page.wait_for_function(
        """(number) => number === [...document.querySelectorAll("[data-testid=map-marker], [data-testid=map-cluster]")]
          .reduce((sum, one) => sum + Number(one.textContent || 1), 0)""",
        arg=number,
    )


def test_liked_places_close_together_are_a_cluster_that_opens(visit: Visits) -> None:
    page = demo(visit, "/mypage/likes")
    palace = handle(page, "map-marker", place_id="gyeongbokgung")
    expect(handle(page, "map-cluster").first).to_be_visible()
    expect(palace).to_have_count(0)
    handle(page, "liked-place", place_id="gyeongbokgung").hover()
    seoul = page.locator("[data-testid=map-cluster].lit")
    expect(seoul).to_have_count(1)
    seoul.click()
    expect(palace).to_be_attached()
    wait_for_places_on_map(page, handle(page, "liked-place").count())


def test_cards_and_markers_light_each_other(visit: Visits) -> None:
    page = demo(visit, "/mypage/likes?region=jeju")
    living_map(page)
    marker = handle(page, "map-marker", place_id="hallasan")
    card = handle(page, "liked-place", place_id="hallasan")
    expect(marker).to_be_attached()
    card.hover()
    expect(marker).to_have_class(re.compile(r"\blit\b"))
    marker.hover(force=True)
    expect(card).to_have_class(re.compile(r"\blit\b"))


@in_both_languages
def test_a_heart_taken_back_leaves_its_card_until_one_goes_on(visit: Visits, language: str) -> None:
    page, _ = newcomer(visit, language)
    page.goto(f"{visit.address}/places/gyeongbokgung")
    wait_until_ready(page)
    with page.expect_response("**/likes/gyeongbokgung"):
        handle(page, "like-button", like="gyeongbokgung").first.click()
    page.goto(f"{visit.address}/mypage/likes")
    wait_until_ready(page)
    card, heart = handle(page, "liked-place"), handle(page, "like-button")
    for pressed in ("false", "true", "false"):
        with page.expect_response("**/likes/gyeongbokgung"):
            heart.click()
        expect(heart).to_have_attribute("aria-pressed", pressed)
        expect(card).to_be_visible()
    assert violations(page) == []
    page.reload()
    expect(card).to_have_count(0)


def test_my_page_works_without_scripts(visit: Visits) -> None:
    page = demo(visit, "/mypage/likes", java_script_enabled=False)
    handle(page, "region-select").select_option("jeju")
    page.locator(".tools button").click()
    page.wait_for_url("**region=jeju**")
    expect(handle(page, "liked-place")).to_have_count(2)
    page.goto(f"{visit.address}/mypage/settings")
    handle(handle(page, "profile-form"), "submit").click()
    expect(handle(page, "form-notice")).to_be_visible()


@pytest.mark.parametrize(("language", "width", "scheme"), [EVERYDAY, OPPOSITE])
@pytest.mark.parametrize("path", PAGES)
def test_a_full_page_keeps_every_rule_of_axe(
    visit: Visits, path: str, language: str, width: int, scheme: str
) -> None:
    page = demo(visit, path, language, width, color_scheme=scheme)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize(("language", "width", "scheme"), [EVERYDAY, OPPOSITE])
def test_empty_pages_and_a_page_with_notices_keep_them(
    visit: Visits, language: str, width: int, scheme: str
) -> None:
    page, _ = newcomer(visit, language, width, color_scheme=scheme)
    handle(handle(page, "token-form"), "name").fill("script")
    handle(handle(page, "token-form"), "submit").click()
    expect(handle(page, "new-token")).to_be_visible()
    wait_until_ready(page)
    assert violations(page) == []
    for path in PAGES:
        page.goto(f"{visit.address}{path}")
        wait_until_ready(page)
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
