"""Choosing on the home page: themes, regions, day and order, without reloads and with addresses that last."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.visiting import NARROW, WIDE, Visits, card_ids, handle, wait_until_ready

A_TUESDAY, A_WEDNESDAY = "2027-03-09", "2027-03-10"


def remember_this_document(page: Page) -> None:
    page.evaluate("window.same = true")


def is_same_document(page: Page) -> bool:
    return page.evaluate("window.same === true")


def choose(page: Page, testid: str, **data: str) -> None:
    handle(page, testid, **data).click()
    settled(page)


def settled(page: Page) -> None:
    page.wait_for_function("!document.querySelector('#results').hasAttribute('aria-busy')")


def total(page: Page) -> int:
    found = re.search(r"\d+", page.locator("#results-title").text_content())
    assert found
    return int(found[0])


def all_places(page: Page) -> int:
    return int(re.sub(r"\D", "", page.locator(".all-korea .region-count").text_content()))


@pytest.mark.parametrize(("language", "width"), [("ko", WIDE), ("en", NARROW)])
def test_one_theme_and_then_another_narrow_the_cards_without_a_reload(
    visit: Visits, language: str, width: int
) -> None:
    page = visit("/", language, width)
    remember_this_document(page)
    choose(page, "theme-chip", theme="coast")
    expect(page).to_have_url(re.compile(r"/\?theme=coast$"))
    expect(handle(page, "theme-chip", theme="coast")).to_have_attribute("aria-current", "true")
    by_the_sea = total(page)
    choose(page, "theme-chip", theme="trails")
    expect(page).to_have_url(re.compile(r"/\?theme=coast&theme=trails$"))
    expect(page.locator("[data-testid=theme-chip][aria-current]")).to_have_count(2)
    assert 0 < total(page) != by_the_sea
    choose(page, "theme-chip", theme="coast")
    choose(page, "theme-chip", theme="trails")
    expect(page).to_have_url(re.compile(r"/$"))
    expect(page.locator("[data-testid=theme-chip][aria-current]")).to_have_count(0)
    assert is_same_document(page)


def test_back_forward_reload_and_a_shared_address_show_the_same_cards(visit: Visits) -> None:
    page = visit()
    everything = card_ids(page)
    choose(page, "theme-chip", theme="temples")
    temples = card_ids(page)
    choose(page, "region-tile", region="busan")
    in_busan = card_ids(page)
    assert everything != temples != in_busan
    page.go_back()
    expect(page).to_have_url(re.compile(r"/\?theme=temples$"))
    page.wait_for_function(
        "document.querySelectorAll('.region-tile[data-region][aria-current]').length === 0"
    )
    assert card_ids(page) == temples
    page.go_back()
    page.wait_for_function("document.querySelectorAll('.chip[aria-current]').length === 0")
    assert card_ids(page) == everything
    page.go_forward()
    page.go_forward()
    page.wait_for_function(
        "document.querySelectorAll('.region-tile[data-region][aria-current]').length === 1"
    )
    assert card_ids(page) == in_busan
    page.reload(wait_until="commit")
    wait_until_ready(page)
    assert card_ids(page) == in_busan
    friend = visit(page.url.removeprefix(visit.address), "ko")
    assert card_ids(friend) == in_busan


def test_the_last_choice_wins_when_the_answer_to_an_earlier_one_comes_late(visit: Visits) -> None:
    page = visit()
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(re.compile(r"/fragments/home\?theme=coast"), hold)
    with page.expect_request(re.compile(r"/fragments/home\?theme=coast")):
        handle(page, "theme-chip", theme="coast").click()
    choose(page, "region-tile", region="gwangju")
    expect(handle(page, "region-tile", region="gwangju")).to_have_attribute("aria-current", "true")
    shown = card_ids(page)
    with page.expect_response(re.compile(r"/fragments/home\?theme=coast")):
        held[0].continue_()
    page.wait_for_timeout(200)
    expect(page).to_have_url(re.compile(r"/\?region=gwangju$"))
    assert card_ids(page) == shown


def test_coming_back_from_a_place_shows_the_choices_again(visit: Visits) -> None:
    page = visit()
    choose(page, "region-tile", region="jeju")
    shown = card_ids(page)
    handle(page, "place-card").first.click()
    page.wait_for_url(f"**/places/{shown[0]}")
    page.go_back()
    page.wait_for_url("**/?region=jeju")
    assert card_ids(page) == shown


@pytest.mark.parametrize(("language", "width", "name"), [("ko", NARROW, "부산"), ("en", WIDE, "Busan")])
def test_a_region_tile_shows_the_places_of_the_region(
    visit: Visits, language: str, width: int, name: str
) -> None:
    page = visit("/", language, width)
    remember_this_document(page)
    choose(page, "region-tile", region="busan")
    expect(page).to_have_url(re.compile(r"\?region=busan$"))
    expect(handle(page, "region-tile", region="busan")).to_have_attribute("aria-current", "true")
    expect(page.locator("#results-title")).to_contain_text(name)
    for kicker in page.locator("#cards .card-kicker").all_text_contents():
        assert kicker.startswith(name)
    assert (
        handle(page, "region-tile", region="busan")
        .locator(".region-count")
        .text_content()
        .startswith(str(total(page)))
    )
    page.locator(".all-korea").click()
    settled(page)
    expect(page).to_have_url(re.compile(r"/$"))
    assert is_same_document(page)


def test_choosing_an_order_sorts_the_cards(visit: Visits) -> None:
    page = visit("/?region=gangwon")
    remember_this_document(page)
    handle(page, "sort-select").select_option("name")
    expect(page).to_have_url(re.compile(r"region=gangwon&sort=name$"))
    settled(page)
    names = page.locator("#cards .card-name").all_text_contents()
    assert names == sorted(names, key=str.casefold)
    expect(handle(page, "sort-select")).to_have_value("name")
    assert is_same_document(page)


def test_the_nearest_come_first_once_the_visitor_says_where_they_are(visit: Visits) -> None:
    in_busan = {"latitude": 35.1587, "longitude": 129.1604}
    page = visit("/", geolocation=in_busan, permissions=["geolocation"])
    handle(page, "sort-select").select_option("distance")
    expect(page).to_have_url(re.compile("sort=distance"))
    settled(page)
    assert card_ids(page)[0] == "haeundae-beach"
    expect(page.locator("#cards .distance").first).to_contain_text("m")


def test_a_visitor_who_does_not_tell_where_they_are_is_told_so_and_keeps_the_order(visit: Visits) -> None:
    page = visit("/", permissions=[])
    before = card_ids(page)
    handle(page, "sort-select").select_option("distance")
    expect(handle(page, "toast")).to_contain_text("where you are")
    expect(handle(page, "sort-select")).to_have_value("recommended")
    assert card_ids(page) == before


@pytest.mark.parametrize(("language", "width"), [("en", WIDE), ("ko", NARROW)])
def test_a_day_leaves_the_places_open_then_and_the_cards_tell_the_hours_of_that_day(
    visit: Visits, language: str, width: int
) -> None:
    page = visit("/?region=seoul", language, width)
    assert "gyeongbokgung" in card_ids(page)
    pick_day(page, A_TUESDAY)
    assert "gyeongbokgung" not in card_ids(page)
    expect(page.locator("#cards .badge.closed")).to_have_count(0)
    pick_day(page, A_WEDNESDAY)
    assert "gyeongbokgung" in card_ids(page)
    card = handle(page, "place-card", place_id="gyeongbokgung")
    expect(handle(card, "open-state")).to_contain_text("09:00–18:00")


def test_a_day_typed_by_keyboard_is_followed_once_its_year_is_whole(visit: Visits) -> None:
    page = visit()
    remember_this_document(page)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    handle(page, "open-on-date").focus()
    page.keyboard.type("03092027", delay=80)
    page.wait_for_url(re.compile(f"open_on={A_TUESDAY}"))
    settled(page)
    days = {day for url in asked for day in re.findall(r"open_on=([^&]+)", url)}
    assert days == {A_TUESDAY}
    assert is_same_document(page)


def pick_day(page: Page, day: str) -> None:
    handle(page, "open-on-date").fill(day)
    handle(page, "open-on-date").dispatch_event("change")
    page.wait_for_url(re.compile(f"open_on={day}"))
    settled(page)


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_a_choice_above_the_results_brings_them_into_view_and_going_back_does_not(
    visit: Visits, width: int, motion: str
) -> None:
    page = visit(width=width, reduced_motion=motion)
    title = page.locator("#results-title")
    expect(title).not_to_be_in_viewport()
    handle(page, "region-tile", region="busan").evaluate("tile => tile.click()")
    expect(title).to_contain_text("Busan")
    expect(title).to_be_in_viewport(ratio=1)
    page.wait_for_timeout(600)  # a smooth way ends
    page.go_back()
    expect(title).not_to_contain_text("Busan")
    page.wait_for_timeout(600)
    expect(title).not_to_be_in_viewport()


def test_results_in_view_and_a_search_on_the_map_leave_the_page_where_it_is(visit: Visits) -> None:
    page = visit()
    page.locator("#results-title").evaluate("title => scrollBy(0, title.getBoundingClientRect().top - 300)")
    before = page.evaluate("scrollY")
    handle(page, "sort-select").select_option("name")
    page.wait_for_url(re.compile("sort=name"))
    settled(page)
    assert page.evaluate("scrollY") == before
    expect(page.locator(".map-still")).to_have_count(0)
    page.evaluate("scrollTo(0, 0)")
    handle(page, "search-this-area").dispatch_event("click")
    page.wait_for_url(re.compile("bbox="))
    settled(page)
    assert page.evaluate("scrollY") == 0


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_a_search_arrives_at_its_results(visit: Visits, width: int) -> None:
    page = visit(width=width)
    search = handle(page.locator("main"), "search-input")
    search.fill("temple")
    search.press("Enter")
    page.wait_for_url(re.compile("q=temple"))
    wait_until_ready(page)
    expect(page.locator("#results-title")).to_be_in_viewport()


def test_more_places_are_appended_until_all_are_there(visit: Visits) -> None:
    page = visit()
    remember_this_document(page)
    first = card_ids(page)
    more = handle(page, "load-more")
    while more.count():
        before = len(card_ids(page))
        more.scroll_into_view_if_needed()
        page.wait_for_timeout(300)  # cards take their own height as they come into view
        more.click()
        page.wait_for_function(f"document.querySelectorAll('#cards > li').length > {before}")
        expect(handle(page, "place-card").nth(before).locator("a.card-link")).to_be_focused()
    shown = card_ids(page)
    assert shown[: len(first)] == first
    assert len(shown) == len(set(shown)) == total(page) == all_places(page) >= 85
    assert is_same_document(page)


@pytest.mark.parametrize(("language", "clear"), [("en", "Clear all"), ("ko", "모두 지우기")])
def test_each_choice_can_be_taken_back_and_all_at_once(visit: Visits, language: str, clear: str) -> None:
    page = visit("/?q=temple&region=gyeongbuk&theme=temples", language)
    chips = page.locator(".chosen-chip:not(.clear)")
    expect(chips).to_have_count(3)
    chips.nth(1).click()
    settled(page)
    expect(chips).to_have_count(2)
    expect(page).to_have_url(re.compile(r"\?q=temple&theme=temples$"))
    page.get_by_role("link", name=clear).click()
    settled(page)
    expect(page).to_have_url(re.compile(r"/$"))
    expect(handle(page.locator("main"), "search-input")).to_have_value("")
    assert total(page) == all_places(page)


@pytest.mark.parametrize(
    ("language", "sentence", "way_out"),
    [("en", "No place matches all of that", "Show all places"), ("ko", "조건에 모두 맞는 곳이 없어요", None)],
)
def test_nothing_found_says_so_and_shows_a_way_out(
    visit: Visits, language: str, sentence: str, way_out: str | None
) -> None:
    page = visit("/?q=qqzzqqzz", language)
    expect(page.get_by_text(sentence)).to_be_visible()
    assert card_ids(page) == []
    link = page.locator(".empty a[data-explore]")
    if way_out:
        expect(link).to_have_text(way_out)
    link.click()
    page.wait_for_selector("#cards [data-testid=place-card]")
    expect(page).to_have_url(re.compile(r"/$"))


@pytest.mark.parametrize(
    ("day", "language", "name"),
    [("2027-09-14", "ko", "추석"), ("2027-09-14", "en", "Chuseok"), ("2027-02-05", "en", "Seollal")],
)
def test_near_a_great_holiday_the_list_warns_of_other_hours(
    visit: Visits, day: str, language: str, name: str
) -> None:
    page = visit(f"/?open_on={day}", language)
    expect(page.get_by_role("note").filter(has_text=name)).to_be_visible()


def test_a_card_leads_to_its_place_with_its_picture_and_its_korean_name(visit: Visits) -> None:
    page = visit()
    card = handle(page, "place-card", place_id="gyeongbokgung")
    expect(card.locator(".card-korean")).to_have_text("경복궁")
    card.scroll_into_view_if_needed()
    expect(card.locator("img.photo")).to_have_count(0)
    assert card.locator("img.poster").evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    card.click(position={"x": 60, "y": 60})
    page.wait_for_url("**/places/gyeongbokgung")
