"""Entries moved on the schedule: by mouse, by finger and by keys; on the page at once, on the server in the end."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.planning import (
    BEACH,
    PALACE,
    THURSDAY,
    TOWER,
    TUESDAY,
    WEDNESDAY,
    Finger,
    Spot,
    at,
    centre,
    changed,
    drag,
    entry,
    expect_entry,
    frame,
    planner,
    spot_of,
)
from tests.e2e.visiting import NARROW, Visits, handle


def shelf(page: Page, day: str):
    return handle(page, "shelf", day=day)


def expect_order(page: Page, day: str, *ids: str) -> None:
    pieces = shelf(page, day).locator("[data-schedule-id]")
    expect(pieces).to_have_count(len(ids))
    for piece, schedule_id in zip(pieces.all(), ids, strict=True):
        expect(piece).to_have_attribute("data-schedule-id", schedule_id)


class TestByMouse:
    def test_within_a_day_across_days_and_with_an_edge(self, visit: Visits) -> None:
        minji = planner(visit)
        one = minji.plan(start="10:00", end="12:00")
        page = minji.open()
        with changed(page):
            drag(page, at(page, WEDNESDAY, 11 * 60), spot_of(page, WEDNESDAY, 12 * 60 + 35))
        expect_entry(page, one, WEDNESDAY, "11:30", "13:30")
        with changed(page):
            drag(page, at(page, WEDNESDAY, 12 * 60), spot_of(page, THURSDAY, 12 * 60))
        expect_entry(page, one, THURSDAY, "11:30", "13:30")
        at(page, THURSDAY, 12 * 60)
        with changed(page):
            drag(page, centre(entry(page, one).locator("[data-edge=end]")), spot_of(page, THURSDAY, 15 * 60))
        expect_entry(page, one, THURSDAY, "11:30", "15:00")
        with changed(page):
            drag(
                page,
                centre(entry(page, one).locator("[data-edge=start]")),
                spot_of(page, THURSDAY, 9 * 60 + 15),
            )
        expect_entry(page, one, THURSDAY, "09:15", "15:00")
        assert minji.when(one) == (THURSDAY, "09:15", "15:00")

    def test_the_warnings_of_a_spot_are_seen_before_letting_go(self, visit: Visits) -> None:
        minji = planner(visit)
        one = minji.plan(start="10:00", end="12:00")
        page = minji.open()
        start = at(page, WEDNESDAY, 11 * 60)
        there = spot_of(page, TUESDAY, 11 * 60)
        page.mouse.move(start.x, start.y)
        page.mouse.down()
        page.mouse.move(there.x, there.y, steps=3)
        expect(page.locator(".drag-ghost [data-code=closed_that_day]")).to_be_visible()
        page.keyboard.press("Escape")
        page.mouse.up()
        expect(page.locator(".drag-ghost")).to_have_count(0)
        expect(handle(page, "schedule-dialog")).to_be_hidden()
        assert minji.when(one) == (WEDNESDAY, "10:00", "12:00")

    def test_from_the_shelf_onto_the_grid_and_back_in_order(self, visit: Visits) -> None:
        minji = planner(visit)
        one, two, three = (minji.plan(place) for place in (PALACE, TOWER, BEACH))
        page = minji.open()
        expect_order(page, WEDNESDAY, one, two, three)
        first = centre(entry(page, one))
        with changed(page):
            drag(page, centre(entry(page, three)), Spot(first.x, first.y - 6))
        expect_order(page, WEDNESDAY, three, one, two)
        with changed(page):
            drag(page, centre(entry(page, one)), at(page, WEDNESDAY, 14 * 60))
        expect_entry(page, one, WEDNESDAY, "14:00")
        with changed(page):
            drag(page, spot_of(page, WEDNESDAY, 14 * 60 + 10), centre(shelf(page, THURSDAY)))
        expect_entry(page, one, THURSDAY)
        expect_order(page, THURSDAY, one)
        expect_order(page, WEDNESDAY, three, two)

    def test_a_like_becomes_an_entry(self, visit: Visits) -> None:
        minji = planner(visit)
        headers = {"Origin": visit.address}
        minji.request.post(f"{visit.address}/likes/{PALACE}", headers=headers, form={"liked": "true"})
        page = minji.open()
        start = centre(page.locator(f".like-chip[data-place-id='{PALACE}']"))
        there = at(page, THURSDAY, 10 * 60)
        with changed(page):
            drag(page, start, there)
        made = handle(page, "schedule-entry")
        expect(made).to_have_attribute("data-place-id", PALACE)
        expect(made).to_have_attribute("data-start", "10:00")
        minji.request.post(f"{visit.address}/likes/{PALACE}", headers=headers, form={"liked": "false"})

    def test_held_at_the_edge_the_page_turns_and_the_entry_comes_along(self, visit: Visits) -> None:
        minji = planner(visit)
        one = minji.plan(start="10:00", end="12:00")
        page = minji.open()
        start = at(page, WEDNESDAY, 11 * 60)
        box = page.locator(".time-grid").bounding_box()
        assert box
        page.mouse.move(start.x, start.y)
        page.mouse.down()
        page.mouse.move(box["x"] + box["width"] - 4, start.y, steps=3)
        expect(page.locator("#schedule")).to_have_attribute("data-first", "2027-03-15")
        frame(page)
        there = spot_of(page, "2027-03-17", 11 * 60)
        page.mouse.move(there.x, there.y, steps=3)
        frame(page)
        with changed(page):
            page.mouse.up()
        expect_entry(page, one, "2027-03-17", "10:00", "12:00")

    def test_from_day_to_day_of_the_month_it_keeps_its_times(self, visit: Visits) -> None:
        minji = planner(visit)
        one, two = minji.plan(start="22:00", end="01:30"), minji.plan(TOWER)
        page = minji.open("month")
        for schedule_id in (one, two):
            with changed(page):
                drag(
                    page,
                    centre(entry(page, schedule_id)),
                    centre(handle(page, "day-cell", date="2027-03-23")),
                )
            expect(entry(page, schedule_id)).to_have_attribute("data-date", "2027-03-23")
        assert minji.when(one) == ("2027-03-23", "22:00", "01:30")
        assert minji.when(two) == ("2027-03-23", None, None)


class TestByFinger:
    def test_a_long_press_picks_up_and_a_swipe_scrolls(self, visit: Visits) -> None:
        minji = planner(visit, width=NARROW, has_touch=True)
        one = minji.plan(start="10:00", end="12:00")
        page = minji.open("day")
        start = at(page, WEDNESDAY, 11 * 60)
        finger = Finger(page)
        finger.press(start)
        finger.move(*(Spot(start.x, start.y - step) for step in (15, 40, 70)))
        finger.lift()
        assert minji.when(one) == (WEDNESDAY, "10:00", "12:00")
        start = at(page, WEDNESDAY, 11 * 60)
        finger.press(start)
        expect(page.locator(".drag-ghost")).to_be_visible()
        down = spot_of(page, WEDNESDAY, 12 * 60)
        finger.move(Spot(start.x, start.y + 20), down)
        with changed(page):
            finger.lift()
        expect_entry(page, one, WEDNESDAY, "11:00", "13:00")
        expect(handle(page, "schedule-dialog")).to_be_hidden()

    def test_what_is_in_the_hand_stays_within_the_window(self, visit: Visits) -> None:
        minji = planner(visit, width=NARROW, has_touch=True)
        minji.plan(day=TUESDAY, start="10:00", end="12:00")
        page = minji.open("day", TUESDAY)
        finger = Finger(page)
        page.locator(".grid-scroll").evaluate("(grid) => grid.scrollIntoView()")
        finger.press(at(page, TUESDAY, 11 * 60))
        ghost = page.locator(".drag-ghost")
        expect(ghost).to_be_visible()
        there = spot_of(page, TUESDAY, 12 * 60)
        finger.move(Spot(there.x + 20, there.y), there)
        expect(ghost.locator("[data-code=closed_that_day]")).to_be_visible()
        box = ghost.bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= NARROW
        finger.lift()

    def test_from_the_shelf_onto_the_grid(self, visit: Visits) -> None:
        minji = planner(visit, width=NARROW, has_touch=True)
        one = minji.plan()
        page = minji.open("day")
        there, finger = at(page, WEDNESDAY, 10 * 60), Finger(page)
        finger.press(centre(entry(page, one)))
        expect(page.locator(".drag-ghost")).to_be_visible()
        finger.move(Spot(there.x, there.y - 30), there)
        with changed(page):
            finger.lift()
        expect_entry(page, one, WEDNESDAY, "10:00")


class TestByKeys:
    def test_picked_up_moved_stretched_and_put_down(self, visit: Visits) -> None:
        minji = planner(visit)
        one = minji.plan(start="10:00", end="11:00")
        page = minji.open()
        says = page.locator("[aria-live=assertive]")
        entry(page, one).focus()
        page.keyboard.press("Space")
        expect(says).to_contain_text("Gyeongbokgung Palace")
        for key in ("ArrowDown", "ArrowDown", "ArrowRight", "Shift+ArrowDown"):
            page.keyboard.press(key)
        expect(page.locator(f".grid-column[data-day='{THURSDAY}'] .drop-mark")).to_be_visible()
        with changed(page):
            page.keyboard.press("Enter")
        expect_entry(page, one, THURSDAY, "10:30", "11:45")
        expect(entry(page, one)).to_be_focused()
        page.keyboard.press("Space")
        page.keyboard.press("ArrowLeft")
        page.keyboard.press("Escape")
        expect(entry(page, one)).to_be_focused()
        assert minji.when(one) == (THURSDAY, "10:30", "11:45")

    def test_what_is_wrong_there_is_said(self, visit: Visits) -> None:
        minji = planner(visit)
        one = minji.plan(start="10:00", end="11:00")
        page = minji.open()
        entry(page, one).focus()
        page.keyboard.press("Space")
        page.keyboard.press("ArrowLeft")
        expect(page.locator("[aria-live=assertive]")).to_contain_text("closed")
        page.keyboard.press("Escape")

    def test_to_the_shelf_and_onto_the_grid(self, visit: Visits) -> None:
        minji = planner(visit)
        one = minji.plan(start="10:00", end="11:00")
        page = minji.open()
        for keys, start in ((["s"], ""), (["ArrowDown"], "09:00")):
            entry(page, one).focus()
            page.keyboard.press("Space")
            for key in keys:
                page.keyboard.press(key)
            with changed(page):
                page.keyboard.press("Enter")
            expect(entry(page, one)).to_have_attribute("data-start", start)

    def test_into_another_week(self, visit: Visits) -> None:
        minji = planner(visit)
        one = minji.plan(day="2027-03-14", start="10:00", end="11:00")
        page = minji.open(day="2027-03-14")
        entry(page, one).focus()
        page.keyboard.press("Control+Enter")
        page.keyboard.press("ArrowRight")
        expect(page.locator(".grid-column[data-day='2027-03-15'] .drop-mark")).to_be_visible()
        with changed(page):
            page.keyboard.press("Enter")
        expect_entry(page, one, "2027-03-15", "10:00", "11:00")

    @pytest.mark.parametrize(("key", "day"), [("ArrowDown", "2027-03-17"), ("ArrowLeft", TUESDAY)])
    def test_from_day_to_day_of_the_month(self, visit: Visits, key: str, day: str) -> None:
        minji = planner(visit)
        one = minji.plan(start="10:00", end="11:00")
        page = minji.open("month")
        entry(page, one).focus()
        page.keyboard.press("Space")
        page.keyboard.press(key)
        with changed(page):
            page.keyboard.press("Enter")
        expect_entry(page, one, day, "10:00", "11:00")
