"""Hearts of signed-in travellers, and those that come along when one signs in."""

import re
import uuid

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.test_map import CENTRAL_SEOUL, living_map, markers_in_view
from tests.e2e.visiting import NARROW, WIDE, Visits, handle, wait_until_ready

PALACE, TOWER = "gyeongbokgung", "n-seoul-tower"
both_languages = pytest.mark.parametrize("language", ["ko", "en"])


_NEAREST_TO_THE_MIDDLE = """(markers) => {
  const map = document.getElementById("map").getBoundingClientRect();
  const distance = (marker) => {
    const box = marker.getBoundingClientRect();
    return Math.hypot(box.x - map.x - map.width / 2, box.y - map.y - map.height / 2);
  };
  return markers.sort((one, other) => distance(one) - distance(other))[0].dataset.placeId;
}"""


def sign_up(visit: Visits, language: str = "en", width: int = WIDE) -> None:
    """Give a window a traveller who has just made an account."""
    answer = visit.window(language, width).request.post(
        f"{visit.address}/register",
        headers={"Origin": visit.address},
        form={
            "email": f"{uuid.uuid4()}@example.com",
            "password": "a quiet palace garden",
            "display_name": "Minji",
        },
    )
    assert answer.ok


def heart_of(page: Page | Locator, place_id: str = PALACE) -> Locator:
    return handle(page, "like-button", like=place_id).first


def expect_heart(page: Page | Locator, *, liked: bool, count: int, place_id: str = PALACE) -> None:
    heart = heart_of(page, place_id)
    expect(heart).to_have_attribute("aria-pressed", str(liked).lower())
    expect(handle(heart, "like-count")).to_have_text(str(count) if count else "")


def settled(page: Page, place_id: str = PALACE):
    """Wait until the server has answered to what happens in the block."""
    return page.expect_response(lambda answer: answer.url.endswith(f"/likes/{place_id}"))


def others(page: Page, place_id: str = PALACE) -> int:
    """How many others like a place."""
    return int(handle(heart_of(page, place_id), "like-count").get_attribute("data-count") or "0")


def reload(page: Page) -> None:
    page.reload(wait_until="commit")
    wait_until_ready(page)


@both_languages
@pytest.mark.parametrize("path", ["/", f"/places/{PALACE}"])
def test_a_heart_turns_at_once_stays_after_a_reload_and_goes_with_a_way_back(
    visit: Visits, language: str, path: str
) -> None:
    sign_up(visit, language)
    page = visit(path, language)
    before = others(page)
    with settled(page):
        heart_of(page).click()
        expect_heart(page, liked=True, count=before + 1)
    expect(handle(page, "toast")).to_have_count(0)
    reload(page)
    expect_heart(page, liked=True, count=before + 1)
    with settled(page):
        heart_of(page).click()
        expect_heart(page, liked=False, count=before)
    with settled(page):
        handle(page, "toast-action").click()
    expect_heart(page, liked=True, count=before + 1)
    expect(heart_of(page)).to_be_focused()
    reload(page)
    expect_heart(page, liked=True, count=before + 1)
    with settled(page):
        heart_of(page).press("Enter")
    reload(page)
    expect_heart(page, liked=False, count=before)


@both_languages
def test_hearts_of_a_stranger_come_along_and_are_then_in_the_account(visit: Visits, language: str) -> None:
    page = visit("/", language)
    for place_id in (PALACE, TOWER):
        heart_of(page, place_id).click()
        expect(heart_of(page, place_id)).to_have_attribute("aria-pressed", "true")
    handle(page, "toast").get_by_role("link").click()
    page.wait_for_url(re.compile(r"/login\?next="))
    page.locator("a[href^='/register']").first.click()
    wait_until_ready(page)
    handle(page, "email").fill(f"{uuid.uuid4()}@example.com")
    handle(page, "password").fill("a quiet palace garden")
    handle(page, "display-name").fill("Minji")
    handle(page, "submit").click()
    expect(handle(page, "toast")).to_contain_text("2")
    assert page.evaluate("localStorage.getItem('ffff.likes')") is None
    for place_id in (PALACE, TOWER):
        expect(heart_of(page, place_id)).to_have_attribute("aria-pressed", "true")
    reload(page)
    expect(handle(page, "toast")).to_have_count(0)
    for place_id in (PALACE, TOWER):
        expect(heart_of(page, place_id)).to_have_attribute("aria-pressed", "true")
        with settled(page, place_id):
            heart_of(page, place_id).click()


def test_hearts_stay_in_the_browser_until_the_server_has_them(visit: Visits) -> None:
    page = visit()
    heart_of(page).click()
    sign_up(visit)
    page.route("**/likes/carried", lambda route: route.abort())
    with page.expect_event("requestfailed"):
        reload(page)
    visit.forgive(lambda trouble: "ERR_FAILED" in trouble)
    assert page.evaluate("localStorage.getItem('ffff.likes')") == f'["{PALACE}"]'
    page.unroute("**/likes/carried")
    reload(page)
    expect(heart_of(page)).to_have_attribute("aria-pressed", "true")
    page.wait_for_function("localStorage.getItem('ffff.likes') === null")
    with settled(page):
        heart_of(page).click()


@both_languages
def test_two_tabs_show_the_same_heart(visit: Visits, language: str) -> None:
    sign_up(visit, language)
    list_of_places, place = visit("/", language), visit(f"/places/{PALACE}", language)
    before = others(place)
    heart_of(place).click()
    expect_heart(list_of_places, liked=True, count=before + 1)
    heart_of(list_of_places).click()
    expect_heart(place, liked=False, count=before)


def test_two_tabs_of_a_stranger_show_the_same_heart(visit: Visits) -> None:
    list_of_places, place = visit(), visit(f"/places/{PALACE}")
    heart_of(place).click()
    expect(heart_of(list_of_places)).to_have_attribute("aria-pressed", "true")
    heart_of(list_of_places).click()
    expect(heart_of(place)).to_have_attribute("aria-pressed", "false")


@both_languages
def test_a_server_that_cannot_be_reached_puts_the_heart_back_and_says_so(
    visit: Visits, language: str
) -> None:
    sign_up(visit, language)
    page = visit("/", language)
    before = others(page)
    page.route(f"**/likes/{PALACE}", lambda route: route.abort())
    heart_of(page).click()
    expect(handle(page, "toast")).not_to_be_empty()
    expect_heart(page, liked=False, count=before)
    page.unroute(f"**/likes/{PALACE}")
    with settled(page):
        heart_of(page).click()
    expect_heart(page, liked=True, count=before + 1)
    page.route(f"**/likes/{PALACE}", lambda route: route.abort())
    heart_of(page).click()
    expect_heart(page, liked=True, count=before + 1)
    expect(handle(page, "toast-action")).to_have_count(0)
    page.unroute(f"**/likes/{PALACE}")
    with settled(page):
        heart_of(page).click()
    visit.forgive(lambda trouble: "ERR_FAILED" in trouble)


@pytest.mark.parametrize("clicks", [4, 5])
def test_clicks_in_quick_succession_end_as_the_last_one_wished(visit: Visits, clicks: int) -> None:
    liked = clicks % 2 == 1
    sign_up(visit)
    page = visit(f"/places/{PALACE}")
    before = others(page)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/likes/" in request.url else None)
    heart_of(page).evaluate(
        "(heart, clicks) => { for (let click = 0; click < clicks; click++) heart.click(); }", clicks
    )
    page.wait_for_load_state("networkidle")
    assert len(asked) < clicks
    expect_heart(page, liked=liked, count=before + liked)
    reload(page)
    expect_heart(page, liked=liked, count=before + liked)
    if liked:
        with settled(page):
            heart_of(page).click()


def test_a_click_after_signing_out_elsewhere_is_kept_in_the_browser(visit: Visits) -> None:
    sign_up(visit)
    page = visit()
    visit.window().clear_cookies()
    heart_of(page).click()
    expect(handle(page, "toast").get_by_role("link")).to_have_attribute("href", re.compile("^/login"))
    expect(heart_of(page)).to_have_attribute("aria-pressed", "true")
    visit.forgive(lambda trouble: "401" in trouble)
    reload(page)
    expect(heart_of(page)).to_have_attribute("aria-pressed", "true")


def test_hearts_come_with_cards_that_come_without_a_reload(visit: Visits) -> None:
    sign_up(visit)
    page = visit()
    before = others(page)
    with settled(page):
        heart_of(page).click()
    handle(page, "region-tile", region="seoul").click()
    page.wait_for_url("**region=seoul")
    page.wait_for_function("!document.querySelector('#results').hasAttribute('aria-busy')")
    expect_heart(page, liked=True, count=before + 1)
    with settled(page):
        heart_of(page).click()


@both_languages
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_a_marker_opens_a_card_whose_heart_is_the_one_in_the_list(
    visit: Visits, language: str, width: int
) -> None:
    sign_up(visit, language, width)
    page = visit(CENTRAL_SEOUL, language, width)
    living_map(page)
    place_id = markers_in_view(page).evaluate_all(_NEAREST_TO_THE_MIDDLE)
    handle(page, "map-marker", place_id=place_id).dispatch_event("click")
    card = handle(page, "map-card", place_id=place_id)
    expect(card).to_be_visible()
    page.wait_for_timeout(500)  # the map moves until the card is in sight
    heart = handle(card, "like-button")
    with settled(page, place_id):
        heart.click()
    expect(heart).to_have_attribute("aria-pressed", "true")
    for same in handle(page, "like-button", like=place_id).all():
        expect(same).to_have_attribute("aria-pressed", "true")
    reload(page)
    living_map(page)
    handle(page, "map-marker", place_id=place_id).dispatch_event("click")
    expect(heart).to_have_attribute("aria-pressed", "true")
    page.wait_for_timeout(500)
    with settled(page, place_id):
        heart.click()
    with settled(page, place_id):
        handle(page, "toast-action").click()
    expect(heart).to_have_attribute("aria-pressed", "true")
    with settled(page, place_id):
        heart.click()
    card.get_by_role("link").click()
    page.wait_for_url(f"**/places/{place_id}")


def test_the_heart_on_the_map_works_by_keyboard_and_escape_leads_back(visit: Visits) -> None:
    page = visit(CENTRAL_SEOUL)
    living_map(page)
    marker = markers_in_view(page).first
    place_id = marker.get_attribute("data-place-id") or ""
    marker.focus()
    page.keyboard.press("Enter")
    card = handle(page, "map-card", place_id=place_id)
    expect(card.get_by_role("link")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(handle(card, "like-button")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)
    expect(handle(page, "map-marker", place_id=place_id)).to_be_focused()
