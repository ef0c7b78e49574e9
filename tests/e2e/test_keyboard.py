"""The pages by keyboard alone."""

from typing import TypedDict

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.visiting import NARROW, WIDE, Visits, handle

MOST_STEPS = 260
FOCUSED = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  window.walked ??= [];
  const before = window.walked.at(-1);
  window.walked.push(element);
  const { x, y, width, height } = element.getBoundingClientRect();
  const spots = [[0.5, 0.5], [0.1, 0.5], [0.9, 0.5], [0.5, 0.1], [0.5, 0.9]];
  const uncovered = spots.some(([across, down]) => {
    const top = document.elementFromPoint(x + width * across, y + height * down);
    return top && (element.contains(top) || top.contains(element));
  });
  const style = getComputedStyle(element);
  const frame = element.closest(".search-box");
  const inFrame = frame && getComputedStyle(frame).borderColor !== getComputedStyle(document.querySelector(".top-bar")).borderBottomColor;
  return {
    name: `${element.localName}.${element.className} ${(element.getAttribute("aria-label") ?? element.textContent).trim().slice(0, 40)}`,
    follows: !before || before === element || Boolean(before.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING),
    same: before === element,
    again: before !== element && window.walked.indexOf(element) < window.walked.length - 1,
    marked: (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || Boolean(inFrame),
    uncovered,
    onMap: Boolean(element.closest("#map")),
  };
}"""


class Step(TypedDict):
    """One stop of the focus; a date field is stopped at several times, once for each of its parts."""

    name: str
    same: bool
    follows: bool
    again: bool
    marked: bool
    uncovered: bool
    onMap: bool


def walk(page: Page) -> list[Step]:
    """Press Tab until the focus leaves the page."""
    steps: list[Step] = []
    for _ in range(MOST_STEPS):
        page.keyboard.press("Tab")
        step: Step | None = page.evaluate(FOCUSED)
        if step is None or step["again"]:
            break
        if not step["same"]:
            steps.append(step)
    return steps


@pytest.mark.parametrize(
    ("path", "language", "words"),
    [
        ("/", "en", "Skip to content"),
        ("/places/gyeongbokgung", "ko", "본문으로 건너뛰기"),
        ("/login", "en", None),
    ],
)
def test_the_first_stop_is_a_link_past_the_top_bar(
    visit: Visits, path: str, language: str, words: str | None
) -> None:
    page = visit(path, language)
    page.keyboard.press("Tab")
    skip = page.locator(".skip-link")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    if words:
        expect(skip).to_have_text(words)
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


@pytest.mark.parametrize(
    ("path", "width"),
    [
        ("/?region=busan", WIDE),
        ("/?region=busan", NARROW),
        ("/places/gyeongbokgung", WIDE),
        ("/places/gyeongbokgung", NARROW),
    ],
)
def test_tab_walks_the_whole_page_in_reading_order_with_the_focus_in_sight(
    visit: Visits, path: str, width: int
) -> None:
    page = visit(path, "en", width)
    steps = walk(page)
    names = [step["name"] for step in steps]
    assert names[0].endswith("Skip to content")
    for stop in ("a.fab Add to schedule", "a. Privacy", "a. API"):
        assert stop in names, "the walk ends early"
    assert [step["name"] for step in steps if not step["follows"]] == []
    assert [step["name"] for step in steps if not step["marked"]] == []
    assert [step["name"] for step in steps if not step["uncovered"] and not step["onMap"]] == []


def test_choosing_by_keyboard_keeps_the_focus_where_it_was(visit: Visits) -> None:
    page = visit()
    chip = handle(page, "theme-chip", theme="coast")
    chip.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/?theme=coast")
    expect(chip).to_have_attribute("aria-current", "true")
    expect(chip).to_be_focused()
    order = handle(page, "sort-select")
    order.focus()
    page.keyboard.press("End")
    page.wait_for_url("**sort=name")
    page.wait_for_function("!document.querySelector('#results').hasAttribute('aria-busy')")
    expect(order).to_be_focused()


def test_the_driver_card_keeps_the_focus_while_it_is_open(visit: Visits) -> None:
    page = visit("/places/gyeongbokgung")
    handle(page, "driver-card-button").focus()
    page.keyboard.press("Enter")
    card = handle(page, "driver-card")
    expect(card).to_be_visible()
    for _ in range(3):
        page.keyboard.press("Tab")
        assert page.evaluate(
            "document.activeElement === document.body || document.activeElement.closest('dialog') !== null"
        )
    page.keyboard.press("Escape")
    expect(handle(page, "driver-card-button")).to_be_focused()
