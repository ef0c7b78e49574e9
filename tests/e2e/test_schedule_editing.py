"""Entries made, changed and removed on the schedule page, by mouse and by keys."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.planning import (
    BEACH,
    PALACE,
    THURSDAY,
    TOWER,
    TUESDAY,
    WEDNESDAY,
    at,
    changed,
    drag,
    entry,
    expect_entry,
    planner,
    spot_of,
)
from tests.e2e.test_accessibility import violations
from tests.e2e.visiting import NARROW, WIDE, Visits, handle, wait_until_ready


def dialog(page: Page):
    return handle(page, "schedule-dialog")


def expect_times(page: Page, day: str, start: str, end: str) -> None:
    expect(dialog(page)).to_be_visible()
    expect(handle(page, "schedule-date")).to_have_value(day)
    expect(handle(page, "schedule-start")).to_have_value(start)
    expect(handle(page, "schedule-end")).to_have_value(end)


def save(page: Page) -> None:
    with changed(page):
        handle(page, "schedule-save").click()
    expect(dialog(page)).to_be_hidden()


def test_a_click_into_free_time_makes_an_entry_at_a_place_that_is_suggested(visit: Visits) -> None:
    page = planner(visit).open()
    spot = at(page, WEDNESDAY, 10 * 60 + 5)
    page.mouse.click(spot.x, spot.y)
    expect_times(page, WEDNESDAY, "10:00", "11:00")
    expect(handle(page, "schedule-place")).to_be_focused()
    page.keyboard.type("gyeongbok")
    suggestion = handle(page, "search-suggestion", place_id=PALACE)
    expect(suggestion).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(handle(page, "schedule-place")).to_have_value("Gyeongbokgung Palace")
    handle(page, "schedule-note").fill("before the crowds")
    save(page)
    made = handle(page, "schedule-entry")
    expect(made).to_have_count(1)
    expect(made).to_have_attribute("data-place-id", PALACE)
    expect(made).to_have_attribute("data-start", "10:00")
    expect(made).to_be_focused()
    page.keyboard.press("Enter")
    expect(dialog(page)).to_be_visible()
    handle(page, "schedule-place").focus()
    expect(suggestion).to_be_hidden()


def test_escape_closes_the_suggestions_and_not_the_dialog_while_others_are_on_their_way(
    visit: Visits,
) -> None:
    page = planner(visit).open()
    page.keyboard.press("n")
    handle(page, "schedule-place").fill("gyeongbok")
    suggestion = handle(page, "search-suggestion", place_id=PALACE)
    expect(suggestion).to_be_visible()
    page.route("**/v1/places/suggest?**", lambda _: None)
    handle(page, "schedule-place").press("u")
    page.keyboard.press("Escape")
    expect(suggestion).to_be_hidden()
    expect(dialog(page)).to_be_visible()


def test_dragging_over_free_time_makes_an_entry_of_that_length_with_a_name_of_its_own(visit: Visits) -> None:
    page = planner(visit).open("day")
    start = at(page, WEDNESDAY, 12 * 60)
    drag(page, start, spot_of(page, WEDNESDAY, 13 * 60 + 20))
    expect_times(page, WEDNESDAY, "12:00", "13:30")
    handle(page, "schedule-place").fill("Lunch with Joon")
    page.keyboard.press("Enter")
    made = handle(page, "schedule-entry")
    expect(made).to_have_attribute("data-name", "Lunch with Joon")
    expect(made).to_have_attribute("data-end", "13:30")


def test_the_dialog_warns_while_one_types_and_says_what_cannot_be(visit: Visits) -> None:
    minji = planner(visit)
    minji.plan(start="10:00", end="12:00")
    page = minji.open()
    page.keyboard.press("n")
    expect(dialog(page)).to_be_visible()
    handle(page, "schedule-place").fill("Tea")
    handle(page, "schedule-start").fill("11:00")
    handle(page, "schedule-end").fill("11:30")
    expect(page.locator("[data-dialog-warnings] [data-code=overlap]")).to_be_visible()
    handle(page, "schedule-start").fill("11:30")
    handle(page, "schedule-save").click()
    expect(handle(page, "form-error")).to_be_visible()
    expect(handle(page, "schedule-end")).to_be_focused()
    visit.forgive(lambda trouble: "422" in trouble)
    handle(page, "schedule-end").fill("00:30")
    expect(page.locator("[data-dialog-warnings]")).to_contain_text("following day")
    save(page)
    expect(handle(page, "toast")).to_contain_text("00:30")


def test_an_entry_is_changed_and_deleted_and_comes_back(visit: Visits) -> None:
    minji = planner(visit)
    one = minji.plan(start="10:00", end="12:00")
    page = minji.open()
    entry(page, one).click()
    expect_times(page, WEDNESDAY, "10:00", "12:00")
    expect(handle(page, "schedule-place")).to_have_value("Gyeongbokgung Palace")
    handle(page, "schedule-date").fill(THURSDAY)
    save(page)
    expect_entry(page, one, THURSDAY, "10:00", "12:00")
    assert minji.now(one)["place_id"] == PALACE
    entry(page, one).press("Enter")
    with changed(page):
        handle(page, "schedule-delete").click()
    expect(entry(page, one)).to_have_count(0)
    with changed(page, "/undo"):
        handle(page, "toast-action").click()
    expect_entry(page, one, THURSDAY, "10:00", "12:00")
    entry(page, one).focus()
    with changed(page):
        page.keyboard.press("Delete")
    expect(entry(page, one)).to_have_count(0)
    page.reload(wait_until="commit")
    wait_until_ready(page)
    with changed(page, "/undo"):
        handle(page, "undo").click()
    expect_entry(page, one, THURSDAY, "10:00", "12:00")
    with changed(page, "/undo"):
        page.keyboard.press("Control+z")
    with changed(page, "/redo"):
        page.keyboard.press("Control+Shift+z")
    expect(entry(page, one)).to_have_count(1)


def test_a_warning_is_gone_after_a_tap_on_its_fix_and_back_after_undo(visit: Visits) -> None:
    minji = planner(visit)
    minji.plan(day=TUESDAY, start="10:00", end="12:00")
    page = minji.open("day", TUESDAY)
    warning = handle(page, "warning", code="closed_that_day")
    expect(warning).to_be_visible()
    with changed(page, "/fix"):
        handle(warning, "warning-fix").click()
    expect(warning).to_have_count(0)
    with changed(page, "/undo"):
        handle(page, "undo").click()
    expect(warning).to_be_visible()


def test_the_month_is_walked_by_keys_and_a_day_opened(visit: Visits) -> None:
    page = planner(visit).open("month", "2027-03-31")
    cell = lambda day: handle(page, "day-cell", date=day)  # noqa: E731
    cell("2027-03-31").focus()
    for key, day in [("ArrowUp", "2027-03-24"), ("Home", "2027-03-22"), ("End", "2027-03-28"), ("ArrowRight", "2027-03-29"), ("ArrowDown", "2027-04-05")]:  # fmt: skip
        page.keyboard.press(key)
        expect(cell(day)).to_be_focused()
    page.wait_for_url("**date=2027-04-05*")
    page.keyboard.press("w")
    page.wait_for_url("**view=week*")
    page.go_back()
    expect(handle(page, "month-calendar")).to_be_visible()
    page.keyboard.press("n")
    expect(handle(page, "schedule-date")).to_have_value("2027-04-05")


def test_shortcuts_of_one_letter_can_be_switched_off_and_stay_so(visit: Visits) -> None:
    page = planner(visit).open("month")
    more = page.locator("details[data-menu] summary")
    more.click()
    expect(page.locator(".menu-letters dt")).to_have_text(["N", "T", "M", "W", "D"])
    handle(page, "letters-switch").uncheck()
    page.keyboard.press("Escape")
    for key in "wdn":
        page.keyboard.press(key)
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-ready", "true")
    page.keyboard.press("w")
    page.keyboard.press("n")
    expect(dialog(page)).to_be_hidden()
    assert "view=month" in page.url
    more.click()
    expect(handle(page, "letters-switch")).not_to_be_checked()
    handle(page, "letters-switch").check()
    page.keyboard.press("Escape")
    page.keyboard.press("w")
    page.wait_for_url("**view=week*")
    expect(page.locator(".planner")).to_have_class("planner of-week")


def test_steps_and_views_go_without_a_reload_and_back_again(visit: Visits) -> None:
    page = planner(visit).open("week")
    page.evaluate("window.stays = true")
    page.locator("a[data-step='1']").click()
    expect(page.locator("#schedule")).to_have_attribute("data-first", "2027-03-15")
    handle(page, "view-month").click()
    expect(handle(page, "month-calendar")).to_be_visible()
    page.go_back()
    expect(page.locator("#schedule")).to_have_attribute("data-first", "2027-03-15")
    page.go_back()
    expect(page.locator("#schedule")).to_have_attribute("data-first", "2027-03-08")
    assert page.evaluate("window.stays")


def test_a_failure_puts_it_back_and_says_so(visit: Visits) -> None:
    minji = planner(visit)
    one = minji.plan(start="10:00", end="11:00")
    page = minji.open()
    page.route("**/schedule/entries/*", lambda route: route.abort())
    start = at(page, WEDNESDAY, 10 * 60 + 30)
    drag(page, start, spot_of(page, THURSDAY, 10 * 60 + 30))
    expect(handle(page, "toast")).not_to_be_empty()
    expect(page.locator(f".grid-column[data-day='{WEDNESDAY}'] [data-schedule-id='{one}']")).to_have_count(1)
    visit.forgive(lambda trouble: "ERR_FAILED" in trouble)


def test_the_best_order_is_shown_accepted_and_undone(visit: Visits) -> None:
    minji = planner(visit)
    places = {"haeundae-beach": "09:00", PALACE: "11:00", "gamcheon-culture-village": "13:00"}
    ids = [minji.plan(place, start=start, end=start.replace(":00", ":45")) for place, start in places.items()]
    page = minji.open("day")
    handle(page, "optimise-day").click()
    expect(handle(page, "proposal")).to_be_visible(timeout=30_000)
    with changed(page, "/fix"):
        handle(page, "optimise-accept").click()
    expect(handle(page, "proposal")).to_be_hidden()
    assert minji.when(ids[2]) != (WEDNESDAY, "13:00", "13:45")
    with changed(page, "/undo"):
        handle(page, "toast-action").click()
    for one, start in zip(ids, places.values(), strict=True):
        expect_entry(page, one, WEDNESDAY, start, start.replace(":00", ":45"))


def test_another_order_is_asked_for_in_the_dialog(visit: Visits) -> None:
    minji = planner(visit)
    places = {"haeundae-beach": "09:00", PALACE: "11:00", "gamcheon-culture-village": "13:00"}
    ids = [minji.plan(place, start=start, end=start.replace(":00", ":45")) for place, start in places.items()]
    page = minji.open("day")
    handle(page, "optimise-day").click()
    page.locator(".proposal-wishes summary").click()
    page.locator(f".proposal-wishes input[value='{ids[1]}']").check()
    handle(page, "optimise-start").select_option("haeundae-beach")
    handle(page, "optimise-again").click()
    expect(page.locator(f".proposal-wishes input[value='{ids[1]}']")).to_be_checked()
    expect(handle(page, "optimise-start")).to_have_value("haeundae-beach")
    expect(handle(page, "proposal")).to_be_visible()
    page.keyboard.press("Escape")
    expect(handle(page, "proposal")).to_be_hidden()
    assert minji.when(ids[1]) == (WEDNESDAY, "11:00", "11:45")


@pytest.mark.parametrize("view", ["month", "week", "day"])
def test_a_new_entry_is_made_by_touch_on_a_phone(visit: Visits, view: str) -> None:
    page = planner(visit, width=NARROW, has_touch=True).open(view)
    handle(page, "fab").tap()
    expect(handle(page, "schedule-date")).to_have_value(WEDNESDAY)
    handle(page, "schedule-place").fill("Market")
    handle(page, "schedule-save").tap()
    expect(handle(page, "schedule-entry").first).to_have_attribute("data-name", re.compile("Market"))


@pytest.mark.parametrize(("width", "scheme"), [(WIDE, "light"), (NARROW, "dark")])
def test_what_opens_keeps_every_rule_of_axe(visit: Visits, width: int, scheme: str) -> None:
    minji = planner(visit, width=width, color_scheme=scheme)
    palace = minji.plan(start="09:00", end="12:00")
    minji.plan(TOWER, start="11:00", end="12:00")
    minji.plan(BEACH)
    page = minji.open("day")
    handle(page, "optimise-day").click()
    expect(handle(page, "proposal")).to_be_visible(timeout=30_000)
    assert violations(page) == []
    page.keyboard.press("Escape")
    entry(page, palace).press("Enter")
    expect(page.locator("[data-dialog-warnings] [data-code]").first).to_be_visible()
    handle(page, "schedule-place").press_sequentially("gyeong")
    expect(handle(page, "search-suggestion").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    assert violations(page) == []
