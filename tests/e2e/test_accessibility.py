"""Every kind of page for people who do not see it, do not use a mouse, or read it large and dark."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.e2e.test_map import CENTRAL_SEOUL, living_map, markers_in_view
from tests.e2e.visiting import NARROW, WIDE, Visits, handle

PAGES = ("/", "/?region=busan", "/places/gyeongbokgung", "/about", "/privacy", "/login", "/no-such-page")
EVERYDAY, OPPOSITE = ("en", WIDE, "light"), ("ko", NARROW, "dark")
CROSSED = (("ko", WIDE, "dark"), ("en", NARROW, "light"), ("ja", NARROW, "dark"))


def violations(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [
        f"{violation['id']} ({violation['impact']}): {node['html'][:160]} {node.get('failureSummary', '')[:200]}"
        for violation in found
        for node in violation["nodes"]
    ]


def seen_by(visit: Visits, path: str, language: str, width: int, scheme: str) -> Page:
    page = visit(path, language, width, color_scheme=scheme)
    visit.forgive(lambda trouble: "404" in trouble and path in trouble)
    return page


@pytest.mark.parametrize(("language", "width", "scheme"), [EVERYDAY, OPPOSITE])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_keeps_every_rule_of_axe(
    visit: Visits, path: str, language: str, width: int, scheme: str
) -> None:
    assert violations(seen_by(visit, path, language, width, scheme)) == []


@pytest.mark.parametrize(("language", "width", "scheme"), CROSSED)
@pytest.mark.parametrize("path", ["/", "/places/gyeongbokgung"])
def test_the_great_pages_keep_them_in_other_languages_colours_and_widths(
    visit: Visits, path: str, language: str, width: int, scheme: str
) -> None:
    assert violations(seen_by(visit, path, language, width, scheme)) == []


@pytest.mark.parametrize(("language", "width", "scheme"), [EVERYDAY, OPPOSITE])
def test_open_suggestions_keep_them(visit: Visits, language: str, width: int, scheme: str) -> None:
    page = seen_by(visit, "/", language, width, scheme)
    box = handle(page.locator("main"), "search-input")
    box.press_sequentially("gyeong")
    expect(handle(page, "search-suggestion").first).to_be_visible()
    box.press("ArrowDown")
    assert violations(page) == []


@pytest.mark.parametrize(("language", "width", "scheme"), [EVERYDAY, OPPOSITE])
def test_an_open_driver_card_keeps_them(visit: Visits, language: str, width: int, scheme: str) -> None:
    page = seen_by(visit, "/places/gyeongbokgung", language, width, scheme)
    handle(page, "driver-card-button").click()
    expect(handle(page, "driver-card")).to_be_visible()
    assert violations(page) == []


@pytest.mark.parametrize(("language", "width", "scheme"), [EVERYDAY, OPPOSITE])
def test_an_open_card_on_the_map_and_a_way_back_keep_them(
    visit: Visits, language: str, width: int, scheme: str
) -> None:
    page = seen_by(visit, CENTRAL_SEOUL, language, width, scheme)
    living_map(page)
    markers_in_view(page).first.dispatch_event("click")
    heart = handle(handle(page, "map-card"), "like-button")
    heart.click()
    heart.click()
    expect(handle(page, "toast-action")).to_be_visible()
    assert violations(page) == []


@pytest.mark.parametrize(("language", "width", "scheme"), [EVERYDAY, OPPOSITE])
def test_every_choice_made_and_nothing_found_keep_them(
    visit: Visits, language: str, width: int, scheme: str
) -> None:
    page = seen_by(visit, "/?region=seoul&theme=heritage&open_on=2027-09-15", language, width, scheme)
    handle(page, "like-button").first.click()
    expect(handle(page, "toast")).to_be_visible()
    assert violations(page) == []
    assert violations(seen_by(visit, "/?q=qqzzqqzz", language, width, scheme)) == []
