"""How the schedule looks in a browser: within its width, by the rules of axe, still while it loads, and beside its map."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.planning import BEACH, PALACE, TOWER, WEDNESDAY, Planner, planner
from tests.e2e.test_accessibility import violations
from tests.e2e.visiting import NARROW, WIDE, Visits, handle

VIEWS = ("month", "week", "day")
LIT = re.compile(r"\blit\b")


def with_a_day(visit: Visits, language: str = "en", width: int = WIDE, scheme: str = "light") -> Planner:
    """A traveller with a day that has everything: times, none, an overlap, a warning, a night and a note."""
    minji = planner(visit, "Minji", language, width, color_scheme=scheme)
    minji.plan(PALACE, start="10:00", end="11:30", note="Enter by the south gate")
    minji.plan("gwangjang-market", start="11:00", end="12:30")
    minji.plan(TOWER, start="18:00", end="20:00")
    minji.plan("", place_name="Norebang", start="22:30", end="01:30")
    minji.plan("bukchon-hanok-village")
    return minji


@pytest.mark.parametrize(
    ("language", "width", "scheme"), [("en", WIDE, "light"), ("ko", NARROW, "dark"), ("ja", NARROW, "light")]
)
@pytest.mark.parametrize("view", VIEWS)
def test_a_view_keeps_every_rule_of_axe_and_its_width(
    visit: Visits, view: str, language: str, width: int, scheme: str
) -> None:
    page = with_a_day(visit, language, width, scheme).open(view)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("view", VIEWS)
def test_nothing_jumps_while_a_view_loads(visit: Visits, view: str, width: int) -> None:
    page = with_a_day(visit, width=width).open(view)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("window.layoutShift") < 0.02, page.evaluate("window.shifted")


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_the_grid_opens_at_the_first_entry_of_the_morning(visit: Visits, width: int) -> None:
    page = with_a_day(visit, width=width).open("week")
    scroll, first = page.locator(".grid-scroll"), handle(page, "schedule-entry", name="Gyeongbokgung Palace")
    expect(first).to_be_in_viewport()
    assert scroll.evaluate("(grid) => grid.scrollTop") > 200


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("view", ["week", "day"])
def test_a_night_that_goes_on_is_named_where_the_morning_is_seen(
    visit: Visits, view: str, width: int
) -> None:
    minji = planner(visit, width=width)
    minji.plan("", place_name="Night bus", day="2027-03-09", start="22:00", end="11:00")
    page = minji.open(view)
    tail = page.get_by_role("link", name="Night bus until 11:00")
    tail.evaluate("(tail) => tail.scrollIntoView({ block: 'nearest', inline: 'center' })")
    page.locator(".grid-scroll").evaluate(
        "(grid) => { grid.scrollTop = grid.querySelector('.first-seen').offsetTop; }"
    )
    name, head = tail.locator(".entry-name"), page.locator(".grid-head")
    expect(name).to_be_in_viewport(ratio=1)
    shown, above = name.bounding_box(), head.bounding_box()
    assert shown
    assert above
    assert shown["y"] >= above["y"] + above["height"]


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_the_sheet_to_be_printed_fills_its_width(visit: Visits, width: int) -> None:
    page = with_a_day(visit, width=width).open()
    page.goto(f"{visit.address}/schedule/print?date={WEDNESDAY}")
    widths = {
        name: page.locator(name).first.bounding_box() for name in (".sheet-head", ".rule", ".sheet-stops")
    }
    assert len({round(box["width"]) for box in widths.values() if box}) == 1


def test_the_button_for_a_new_entry_follows_the_days_shown(visit: Visits) -> None:
    page = planner(visit).open("month")
    page.locator("[data-step='1']").click()
    expect(page.locator("#schedule")).to_have_attribute("data-date", "2027-04-10")
    handle(page, "fab").click()
    expect(handle(page, "schedule-date")).to_have_value("2027-04-10")


def test_an_entry_and_its_marker_light_each_other(visit: Visits) -> None:
    page = with_a_day(visit).open("day")
    markers = handle(page.locator("#map"), "map-marker")
    expect(markers).to_have_count(4)
    marker = page.locator(f'#map [data-place-id="{TOWER}"]')
    expect(marker).to_have_text("3")
    entry = page.locator(f'.grid-column [data-place-id="{TOWER}"]')
    entry.scroll_into_view_if_needed()
    entry.hover()
    expect(marker).to_have_class(LIT)
    page.mouse.move(0, 0)
    marker.hover(force=True)
    expect(entry).to_have_class(LIT)


def test_the_map_follows_when_the_day_changes(visit: Visits) -> None:
    minji = with_a_day(visit)
    page = minji.open("day")
    markers = handle(page.locator("#map"), "map-marker")
    expect(markers).to_have_count(4)
    minji.plan(BEACH, start="14:00", end="15:00")
    expect(markers).to_have_count(5)
    expect(page.locator(f'#map [data-place-id="{BEACH}"]')).to_have_text("3")


def test_a_travel_chip_opens_the_way_with_links_into_the_map_apps(visit: Visits) -> None:
    page = with_a_day(visit).open("day")
    handle(page, "travel-chip").first.click()
    expect(handle(page, "leg-in-naver").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(handle(page, "leg-in-naver").first).to_be_hidden()


def test_on_a_phone_the_small_month_leads_to_its_days(visit: Visits) -> None:
    page = with_a_day(visit, width=NARROW).open("month")
    day = handle(page, "day-cell", date=WEDNESDAY)
    page.locator(f'.small-day[href="#d{WEDNESDAY}"]').click()
    expect(handle(day, "schedule-entry").first).to_be_in_viewport()
