"""Plans that are read: by a link without an account or a script, on a phone, in the dark, and on paper."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.test_accessibility import violations
from tests.e2e.visiting import NARROW, WIDE, Visits, handle
from tests.shared_plans import FIRST_DAY, SEOUL_DAY, Planner, a_planner

TEN_STOPS = (
    "gyeongbokgung", "changdeokgung", "bukchon-hanok-village", "n-seoul-tower", "myeongdong", "gwangjang-market",
    "national-museum-of-korea", "dongdaemun-design-plaza", "jogyesa", "naksan-park",
)  # fmt: skip
WIDTH_ON_PAPER, HEIGHT_ON_PAPER = 703, 1040
"""What is left of A4 between the margins, in pixels of CSS."""


@pytest.fixture(scope="module")
def minji(live_server: str) -> Iterator[Planner]:
    planner = a_planner(live_server)
    yield planner
    planner.http.close()


@pytest.fixture(scope="module")
def address(minji: Planner) -> str:
    return minji.shared_seoul()


def printed(visit: Visits, planner: Planner, query: str, **kind: object) -> Page:
    """Open the print view as the planner."""
    window = visit.window("en", WIDE, **kind)
    window.add_cookies([{"name": "session", "value": planner.http.cookies["session"], "url": visit.address}])
    return visit(f"/schedule/print?{query}", "en", WIDE, **kind)


def pages_of(page: Page) -> int:
    """How many pages the browser makes of it on A4."""
    return len(re.findall(rb"/Type\s*/Page[^s]", page.pdf(prefer_css_page_size=True)))


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_a_shared_trip_is_read_without_scripts(visit: Visits, address: str, width: int) -> None:
    page = visit(address, "en", width, java_script_enabled=False)
    expect(page.get_by_role("heading", level=1)).to_have_text("Winter in Seoul")
    expect(handle(page, "shared-stop")).to_have_count(4)
    expect(handle(page, "day-map")).to_be_visible()
    expect(handle(page, "print-button")).to_be_hidden()
    chip = handle(page, "travel-chip").first
    chip.locator("summary").click()
    expect(handle(chip, "leg-in-naver")).to_be_visible()
    handle(page, "shared-stop").first.get_by_role("link", name="Gyeongbokgung Palace").click()
    expect(handle(page, "place-name")).to_be_visible()


def test_a_signed_in_reader_makes_it_theirs_without_scripts(
    visit: Visits, address: str, live_server: str
) -> None:
    jisoo = a_planner(live_server, "Jisoo")
    window = visit.window("en", WIDE, java_script_enabled=False)
    window.add_cookies([{"name": "session", "value": jisoo.http.cookies["session"], "url": visit.address}])
    page = visit(address, "en", WIDE, java_script_enabled=False)
    handle(page, "make-it-mine").click()
    page.wait_for_url("**/schedule?**")
    (trip,) = jisoo.call("GET", "/v1/trips")["items"]
    assert trip["id"] in page.url
    jisoo.http.close()


@pytest.mark.parametrize(
    ("language", "width", "scheme"), [("en", WIDE, "light"), ("ko", NARROW, "dark"), ("ja", NARROW, "light")]
)
def test_a_shared_trip_keeps_every_rule_of_axe_and_fits(
    visit: Visits, address: str, language: str, width: int, scheme: str
) -> None:
    page = visit(address, language, width, color_scheme=scheme)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_language_is_chosen_although_no_other_site_learns_the_address(visit: Visits, address: str) -> None:
    page = visit(address)
    handle(page, "language-select").select_option("ko")
    expect(page.locator("html")).to_have_attribute("lang", "ko")
    expect(page).to_have_url(f"{visit.address}{address}")


def test_a_stop_is_held_up_to_a_driver(visit: Visits, address: str) -> None:
    page = visit(address, "en", NARROW)
    stop = handle(page, "shared-stop").first
    handle(stop, "driver-card-button").click()
    expect(handle(stop, "driver-card")).to_contain_text("경복궁")
    expect(handle(stop, "driver-card")).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(handle(stop, "driver-card")).to_be_hidden()


def test_names_on_the_drawn_map_cover_neither_pins_nor_each_other(visit: Visits, minji: Planner) -> None:
    """Measured as the browser draws them, with the fonts of this machine."""
    trip = minji.trip("Ten", FIRST_DAY, FIRST_DAY)
    minji.plan(trip, FIRST_DAY, *({"place_id": place} for place in TEN_STOPS))
    shared = f"/t/{minji.share(trip)['token']}"
    for language in ("en", "ko"):
        page = visit(shared, language)
        overlaps = page.evaluate("""() => {
          const boxes = [...document.querySelectorAll(".day-map .pin circle, .day-map .names text")].map((e) => [e, e.getBoundingClientRect()]);
          const meet = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 3 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 3;
          return boxes.flatMap(([e, a], i) => boxes.slice(i + 1).filter(([o, b]) => (e.tagName === "text" || o.tagName === "text") && meet(a, b)).map(([o]) => [e.textContent, o.textContent]));
        }""")
        assert overlaps == []


def test_a_day_of_ten_stops_fits_on_two_pages(visit: Visits, minji: Planner) -> None:
    trip = minji.trip("Ten on paper", FIRST_DAY, FIRST_DAY)
    minji.plan(
        trip,
        FIRST_DAY,
        *({"place_id": place, "note": "Two lines of notes that\nare needed here"} for place in TEN_STOPS),
    )
    page = printed(visit, minji, f"date={FIRST_DAY}&trip={trip}")
    assert pages_of(page) <= 2


def test_a_trip_has_a_page_for_each_day_and_nothing_is_cut(visit: Visits, minji: Planner) -> None:
    trip = minji.trip("Three on paper", FIRST_DAY, "2026-12-03")
    for day in (FIRST_DAY, "2026-12-02", "2026-12-03"):
        minji.plan(trip, day, *SEOUL_DAY)
    page = printed(visit, minji, f"trip={trip}")
    assert pages_of(page) == 3
    page.emulate_media(media="print")
    page.set_viewport_size({"width": WIDTH_ON_PAPER, "height": HEIGHT_ON_PAPER})
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDTH_ON_PAPER
    expect(handle(page, "print-button")).to_be_hidden()
    cut = page.evaluate(
        "[...document.querySelectorAll('.sheet *')].filter((e) => e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).overflow === 'hidden' && !e.matches('svg, .visually-hidden')).length"
    )
    assert cut == 0


def test_the_print_view_is_there_without_scripts_and_keeps_every_rule_of_axe(
    visit: Visits, minji: Planner
) -> None:
    trip = minji.trip("For axe", FIRST_DAY, FIRST_DAY)
    minji.plan(trip, FIRST_DAY, *SEOUL_DAY)
    page = printed(visit, minji, f"trip={trip}")
    assert violations(page) == []
    page.evaluate("window.print = () => (window.printed = true)")
    handle(page, "print-button").click()
    assert page.evaluate("window.printed") is True
    plain = printed(visit, minji, f"trip={trip}", java_script_enabled=False)
    expect(handle(plain, "printed-stop")).to_have_count(4)
    expect(handle(plain, "print-button")).to_be_hidden()


def test_a_phone_opens_the_app_and_else_the_website(visit: Visits, address: str) -> None:
    phone = "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36"
    page = visit(address, "en", NARROW, user_agent=phone)
    link = handle(page, "open-in-kakao").first
    assert (link.get_attribute("data-app") or "").startswith("kakaomap://look?p=")
    with page.expect_request(lambda request: request.url.startswith("https://map.kakao.com/")):
        link.click()
    page.close()
    visit.forgive(lambda trouble: "kakaomap" in trouble or "ERR_" in trouble)
