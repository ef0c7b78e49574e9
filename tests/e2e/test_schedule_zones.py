"""The same days wherever the browser is: Korea's, across midnight and the ends of months."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from tests.e2e.planning import at, changed, drag, entry, expect_entry, planner, spot_of
from tests.e2e.visiting import Visits, handle

LAST, FIRST = "2027-03-31", "2027-04-01"


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Australia/Sydney", "Asia/Seoul"])
def test_a_browser_anywhere_sees_and_plans_koreas_days(visit: Visits, zone: str) -> None:
    minji = planner(visit, timezone_id=zone)
    late, early = (
        minji.plan(day=LAST, start="23:00", end="01:00"),
        minji.plan(day=FIRST, start="00:30", end="01:30"),
    )
    page = minji.open(day=LAST)
    assert [page.locator(".grid-column").nth(column).get_attribute("data-day") for column in (0, 6)] == [
        "2027-03-29",
        "2027-04-04",
    ]
    expect_entry(page, late, LAST, "23:00", "01:00")
    expect_entry(page, early, FIRST, "00:30", "01:30")
    expect(page.locator(f".grid-column[data-day='{FIRST}'] [data-continues='{late}']")).to_have_count(1)
    start = at(page, FIRST, 75)
    with changed(page):
        drag(page, start, spot_of(page, LAST, 75))
    expect_entry(page, early, LAST, "00:30", "01:30")
    entry(page, early).focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    expect(page.locator("[aria-live=assertive]")).to_contain_text("April 1")
    with changed(page):
        page.keyboard.press("Enter")
    expect_entry(page, early, FIRST, "00:30", "01:30")
    page.keyboard.press("m")
    expect(handle(page, "day-cell", date=FIRST).locator(f"[data-schedule-id='{early}']")).to_have_count(1)


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Australia/Sydney"])
def test_today_is_koreas_today(visit: Visits, zone: str) -> None:
    minji = planner(visit, timezone_id=zone)
    seoul = minji.open("month", "2027-03-10").locator("#schedule").get_attribute("data-today") or ""
    page = minji.open("month", seoul)
    expect(handle(page, "day-cell", date=seoul)).to_have_attribute("aria-current", "date")
    tomorrow = (date.fromisoformat(seoul) + timedelta(days=1)).isoformat()
    page.keyboard.press("n")
    expect(handle(page, "schedule-date")).to_have_value(seoul)
    page.keyboard.press("Escape")
    handle(page, "day-cell", date=seoul).focus()
    page.keyboard.press("ArrowRight")
    expect(handle(page, "day-cell", date=tomorrow)).to_be_focused()
