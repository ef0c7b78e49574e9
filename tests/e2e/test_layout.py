"""What is seen first, whether it stays where it is, and whether it fits."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.visiting import NARROW, WIDE, Visits, card_ids, handle, open_ready

PAGES = (
    "/",
    "/?q=qqzzqqzz",
    "/?region=gyeongbuk&theme=heritage&theme=temples&open_on=2027-09-15",
    "/places/gyeongbokgung",
    "/places/baengnyeongdo-dumujin",
    "/about",
    "/privacy",
    "/login",
    "/register",
    "/forgot",
    "/no-such-page",
)
SMALL_TARGETS = """() => [...document.querySelectorAll("a, button, input:not([type=hidden]), select, summary, [tabindex='0']")]
  .filter((element) => element.checkVisibility({ visibilityProperty: true }) && !element.closest("p"))
  .map((element) => [element.getBoundingClientRect(), element])
  .filter(([box]) => box.width > 2 && (box.width < 24 || box.height < 24))
  .map(([box, element]) => `${element.outerHTML.slice(0, 120)}: ${box.width} x ${box.height}`)"""


@pytest.mark.parametrize("language", ["ko", "en", "ja", "zh-Hans", "zh-Hant"])
def test_nothing_is_wider_than_a_small_phone(visit: Visits, language: str) -> None:
    page = visit("/about", language, NARROW)
    too_wide = {}
    for path in PAGES:
        open_ready(page, visit.address + path)
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > NARROW:
            too_wide[path] = width
    visit.forgive(lambda trouble: "404" in trouble)
    assert too_wide == {}


@pytest.mark.parametrize(
    ("path", "width"), [("/", NARROW), ("/places/gyeongbokgung", NARROW), ("/?region=jeju", WIDE)]
)
def test_everything_to_press_is_large_enough_for_a_finger(visit: Visits, path: str, width: int) -> None:
    page = visit(path, "en", width)
    expect(page.locator("#map .leaflet-control-zoom")).to_be_attached()
    assert page.evaluate(SMALL_TARGETS) == []


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_the_action_button_covers_no_link_at_the_end_of_a_page(visit: Visits, width: int) -> None:
    page = visit("/places/gyeongbokgung", "en", width)
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    button = handle(page, "fab").bounding_box()
    assert button
    for link in page.locator(".footer a").all():
        box = link.bounding_box()
        assert box
        apart = box["x"] + box["width"] <= button["x"] or box["y"] + box["height"] <= button["y"]
        assert apart, link.inner_text()


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("path", ["/", "/places/gyeongbokgung"])
def test_nothing_jumps_while_the_page_comes_alive(visit: Visits, path: str, width: int) -> None:
    page = visit(path, "en", width)
    page.wait_for_timeout(500)
    assert page.evaluate("window.layoutShift") < 0.02, page.evaluate("window.shifted")


def test_the_living_map_does_not_move_what_is_around_it(visit: Visits) -> None:
    page = visit("/", "en", NARROW)
    handle(page, "map").scroll_into_view_if_needed()
    page.wait_for_timeout(500)
    assert page.evaluate("window.layoutShift") < 0.02, page.evaluate("window.shifted")


def before_any_script(visit: Visits, path: str, language: str) -> Page:
    page = visit.window(language).new_page()
    visit.pages.append(page)
    page.route("**/assets/js/**", lambda route: route.abort())
    page.route("**/_nicegui/**", lambda route: route.abort())
    page.goto(visit.address + path, wait_until="load")
    return page


@pytest.mark.parametrize(("language", "name"), [("en", "Gyeongbokgung Palace"), ("ko", "경복궁")])
def test_the_first_paint_has_real_content_before_any_script_runs(
    visit: Visits, language: str, name: str
) -> None:
    page = before_any_script(visit, "/", language)
    assert len(card_ids(page)) == 24
    expect(handle(page, "place-card", place_id="gyeongbokgung")).to_contain_text(name)
    page.wait_for_function("performance.getEntriesByName('first-contentful-paint').length === 1")
    page = before_any_script(visit, "/places/gyeongbokgung", language)
    expect(handle(page, "place-name")).to_have_text(name)
    expect(handle(page, "opening-hours")).to_be_visible()
    expect(page.locator("html")).not_to_have_attribute("data-ready", "true")


def test_nothing_of_niceguis_own_looks_reaches_the_page(visit: Visits) -> None:
    early = before_any_script(visit, "/about", "en")
    looks = "getComputedStyle(document.querySelector('h1')).font + getComputedStyle(document.body).background"
    still = before_any_script(visit, "/places/gyeongbokgung", "en").evaluate(looks)
    assert visit("/places/gyeongbokgung").evaluate(looks) == still
    assert early.evaluate(looks)
