"""Two people in one trip, each with a browser of their own: changes appear, nothing is lost, and each sees the other."""

import json
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from playwright.sync_api import Page, expect
from sqlalchemy.engine import make_url

from tests.e2e.planning import (
    THURSDAY,
    WEDNESDAY,
    Planner,
    a_trip_of,
    at,
    changed,
    drag,
    entry,
    expect_entry,
    frame,
    planner,
    spot_of,
)
from tests.e2e.visiting import Visits, handle


@pytest.fixture
def database(
    live_server: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator["psycopg.Connection[Any]"]:
    """The database of the live server."""
    (state,) = tmp_path_factory.getbasetemp().glob("live[0-9]*/data/state.json")
    url = make_url(json.loads(state.read_text())["database_url"])
    plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as connection:
        yield connection


@pytest.fixture
def both(visit: Visits, database: "psycopg.Connection[Any]") -> tuple[Planner, Planner, str]:
    """Minji and Joon in one trip."""
    minji, joon = planner(visit, "Minji"), planner(visit, "Joon", "en", 1280)
    return minji, joon, a_trip_of(database, minji, joon)


def open_dialog(page: Page, schedule_id: str) -> None:
    entry(page, schedule_id).click()
    expect(handle(page, "schedule-dialog")).to_be_visible()


def test_a_change_appears_for_the_other_who_loses_nothing_of_what_is_typed(
    both: tuple[Planner, Planner, str],
) -> None:
    minji, joon, trip = both
    one = minji.plan(start="10:00", end="12:00", trip_id=trip)
    ours, theirs = minji.open(), joon.open()
    open_dialog(theirs, one)
    handle(theirs, "schedule-note").fill("bring wat")
    handle(theirs, "schedule-note").focus()
    with changed(ours):
        drag(ours, at(ours, WEDNESDAY, 11 * 60), spot_of(ours, THURSDAY, 11 * 60))
    expect_entry(theirs, one, THURSDAY, "10:00", "12:00")
    expect(handle(theirs, "schedule-date")).to_have_value(THURSDAY)
    theirs.keyboard.press("End")
    theirs.keyboard.type("er")
    expect(handle(theirs, "schedule-note")).to_have_value("bring water")
    expect(handle(theirs, "form-error")).to_be_visible()
    with changed(theirs):
        handle(theirs, "schedule-save").click()
    expect(entry(theirs, one)).to_be_focused()
    expect(handle(theirs, "toast")).to_have_count(0)
    expect(entry(ours, one)).to_have_attribute("data-note", "bring water")
    now = minji.now(one)
    assert (now["date"], now["note"]) == (THURSDAY, "bring water"), "different fields are both kept"


def test_the_same_field_gives_the_later_one_a_notice_with_the_other_value_one_tap_away(
    both: tuple[Planner, Planner, str],
) -> None:
    minji, joon, trip = both
    one = minji.plan(start="10:00", end="11:00", trip_id=trip)
    theirs = joon.open()
    open_dialog(theirs, one)
    handle(theirs, "schedule-start").fill("15:00")
    handle(theirs, "schedule-end").fill("16:00")
    minji.post(f"entries/{one}", version="1", date=WEDNESDAY, start_time="13:00", end_time="14:00")
    expect_entry(theirs, one, WEDNESDAY, "13:00", "14:00")
    expect(handle(theirs, "schedule-start")).to_have_value("15:00")
    with changed(theirs):
        handle(theirs, "schedule-save").click()
    expect(handle(theirs, "toast")).to_contain_text("13:00–14:00")
    expect_entry(theirs, one, WEDNESDAY, "15:00", "16:00")
    with changed(theirs):
        handle(theirs, "toast-action").click()
    expect_entry(theirs, one, WEDNESDAY, "13:00", "14:00")


def test_an_entry_that_the_other_removes_while_it_is_edited_can_be_made_again(
    visit: Visits, both: tuple[Planner, Planner, str]
) -> None:
    minji, joon, trip = both
    one = minji.plan(start="10:00", end="11:00", trip_id=trip)
    theirs = joon.open()
    open_dialog(theirs, one)
    handle(theirs, "schedule-note").fill("bring water")
    minji.post(f"entries/{one}/remove")
    expect(handle(theirs, "form-error")).to_contain_text("removed")
    visit.forgive(lambda trouble: "404" in trouble)
    with changed(theirs):
        handle(theirs, "schedule-save").click()
    made = handle(theirs, "schedule-entry")
    expect(made).to_have_attribute("data-note", "bring water")
    expect(made).to_have_attribute("data-trip", trip)


def test_each_sees_who_is_here_and_what_the_other_holds(both: tuple[Planner, Planner, str]) -> None:
    minji, joon, trip = both
    one = minji.plan(start="10:00", end="11:00", trip_id=trip)
    ours, theirs = minji.open(), joon.open()
    expect(handle(ours, "guest")).to_contain_text("Joon")
    expect(handle(theirs, "guest")).to_contain_text("Minji")
    open_dialog(theirs, one)
    expect(entry(ours, one)).to_have_attribute("data-held-by", "Joon")
    theirs.keyboard.press("Escape")
    expect(entry(ours, one)).not_to_have_attribute("data-held-by", "Joon")
    start = at(theirs, WEDNESDAY, 10 * 60 + 30)
    theirs.mouse.move(start.x, start.y)
    theirs.mouse.down()
    theirs.mouse.move(start.x, start.y + 60, steps=3)
    expect(entry(ours, one)).to_have_attribute("data-held-by", "Joon")
    with changed(theirs):
        theirs.mouse.up()
    expect(entry(ours, one)).not_to_have_attribute("data-held-by", "Joon")
    theirs.close()
    expect(handle(ours, "guest")).to_have_count(0)


def test_what_is_in_the_hand_stays_there_while_others_change_things(
    both: tuple[Planner, Planner, str],
) -> None:
    minji, joon, trip = both
    one, two = (
        minji.plan(start=start, end=end, trip_id=trip)
        for start, end in (("10:00", "11:00"), ("14:00", "15:00"))
    )
    theirs = joon.open()
    start = at(theirs, WEDNESDAY, 10 * 60 + 30)
    theirs.mouse.move(start.x, start.y)
    theirs.mouse.down()
    theirs.mouse.move(start.x, start.y + 20, steps=3)
    minji.post(f"entries/{two}", version="1", date=THURSDAY, start_time="14:00", end_time="15:00")
    there = spot_of(theirs, THURSDAY, 10 * 60 + 30)
    theirs.mouse.move(there.x, there.y, steps=3)
    expect(theirs.locator(".drag-ghost")).to_contain_text("10:00")
    with changed(theirs):
        theirs.mouse.up()
    expect_entry(theirs, one, THURSDAY, "10:00", "11:00")
    expect_entry(theirs, two, THURSDAY, "14:00", "15:00")


def test_an_entry_that_both_move_tells_the_later_one_where_the_other_had_put_it(
    both: tuple[Planner, Planner, str],
) -> None:
    minji, joon, trip = both
    one = minji.plan(start="10:00", end="11:00", trip_id=trip)
    theirs = joon.open()
    start = at(theirs, WEDNESDAY, 10 * 60 + 30)
    theirs.mouse.move(start.x, start.y)
    theirs.mouse.down()
    theirs.mouse.move(start.x, start.y + 20, steps=3)
    minji.post(f"entries/{one}", version="1", date=THURSDAY, start_time="13:00", end_time="14:00")
    there = spot_of(theirs, WEDNESDAY, 12 * 60 + 30)
    theirs.mouse.move(there.x, there.y, steps=3)
    frame(theirs)
    with changed(theirs):
        theirs.mouse.up()
    expect(handle(theirs, "toast")).to_contain_text("13:00–14:00")
    expect(handle(theirs, "toast")).to_contain_text("March 11")
    assert joon.when(one) == (WEDNESDAY, "12:00", "13:00")
    with changed(theirs):
        handle(theirs, "toast-action").click()
    expect_entry(theirs, one, THURSDAY, "13:00", "14:00")


@pytest.mark.parametrize("choice", ["all plans", "the trip"])
def test_who_leaves_the_trip_elsewhere_sees_no_more_of_it_on_an_open_page(
    visit: Visits, both: tuple[Planner, Planner, str], choice: str
) -> None:
    minji, joon, trip = both
    one = minji.plan(start="10:00", end="11:00", trip_id=trip)
    page = joon.open()
    if choice == "the trip":
        handle(page, "trip-select").select_option(trip)
        page.wait_for_url(f"**trip={trip}*")
    expect(entry(page, one)).to_be_visible()
    left = joon.request.post(f"{visit.address}/trips/{trip}/leave", headers={"Origin": visit.address})
    assert left.ok
    expect(entry(page, one)).to_have_count(0)
    expect(page.locator(f"[value='{trip}'], [href*='{trip}']")).to_have_count(0)
    expect(handle(page, "guest")).to_have_count(0)
    minji.plan(start="14:00", end="15:00", trip_id=trip)
    page.wait_for_timeout(500)
    expect(handle(page, "schedule-entry")).to_have_count(0)
    assert trip not in page.locator("body").inner_html()
    visit.forgive(lambda trouble: "404" in trouble)


def test_what_one_may_only_read_stays_where_it_is_among_ones_own_plans(
    visit: Visits, database: "psycopg.Connection[Any]"
) -> None:
    minji, joon = planner(visit, "Minji"), planner(visit, "Joon", "en", 1280)
    trip = a_trip_of(database, minji, joon, role="reader")
    one = minji.plan(start="10:00", end="12:00", trip_id=trip)
    own = joon.plan(start="14:00", end="15:00")
    page = joon.open()
    drag(page, at(page, WEDNESDAY, 11 * 60), spot_of(page, THURSDAY, 11 * 60))
    expect(handle(page, "toast")).to_have_count(0)
    expect_entry(page, one, WEDNESDAY, "10:00", "12:00")
    with changed(page):
        drag(page, at(page, WEDNESDAY, 14 * 60 + 30), spot_of(page, THURSDAY, 14 * 60 + 30))
    expect_entry(page, own, THURSDAY, "14:00", "15:00")
    entry(page, one).click()
    expect(handle(page, "entry-read")).to_be_visible()


def test_who_signs_out_elsewhere_is_led_to_signing_in_by_the_next_change(
    visit: Visits, both: tuple[Planner, Planner, str]
) -> None:
    minji, joon, trip = both
    page = joon.open()
    joon.window.clear_cookies()
    minji.plan(start="10:00", end="11:00", trip_id=trip)
    page.wait_for_url("**/login?next=*")
    visit.forgive(lambda trouble: "401" in trouble)
