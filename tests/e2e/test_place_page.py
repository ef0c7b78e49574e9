"""The page of a place: its names, when it is open, how to get there, and what can be done with it."""

import re
from datetime import date
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.visiting import HEIGHTS, NARROW, WIDE, Visits, handle

PALACE = "/places/gyeongbokgung"
A_TUESDAY, A_WEDNESDAY = "2027-03-09", "2027-03-10"
ADDRESS = "서울특별시 종로구 사직로 161"


def pick_day(page: Page, day: str) -> None:
    handle(page, "open-on-date").fill(day)
    handle(page, "open-on-date").dispatch_event("change")
    page.wait_for_url(re.compile(f"on={day}"))


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("ko", "경복궁"),
        ("en", "Gyeongbokgung Palace"),
        ("ja", "景福宮"),
        ("zh-Hans", "景福宫"),
        ("zh-Hant", "景福宮"),
    ],
)
def test_a_place_carries_its_name_in_the_visitors_language_and_in_korean(
    visit: Visits, language: str, name: str
) -> None:
    page = visit(PALACE, language)
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    expect(handle(page, "place-name")).to_have_text(name)
    expect(handle(page, "place-name-ko")).to_have_text("경복궁")
    expect(page).to_have_title(re.compile(re.escape(name)))
    page.locator(".names summary").click()
    expect(page.locator(".names dd")).to_have_text(
        ["경복궁", "Gyeongbokgung Palace", "景福宮", "景福宫", "景福宮"]
    )


@pytest.mark.parametrize(("language", "today"), [("en", "today"), ("ko", "오늘")])
def test_the_hours_of_the_week_begin_with_today_marked(visit: Visits, language: str, today: str) -> None:
    page = visit(PALACE, language)
    hours = handle(page, "opening-hours")
    expect(hours.locator("tr")).to_have_count(7)
    expect(hours.locator(".today")).to_have_text(today)
    expect(hours.locator("tr").first).to_contain_text(today)
    expect(handle(page.locator(".facts"), "open-state")).to_be_visible()


@pytest.mark.parametrize(
    ("language", "width", "closed", "opened"),
    [
        ("en", WIDE, "Closed on Tue", "09:00–18:00. Last entry at 17:00"),
        ("ko", NARROW, "쉬어요", "09:00–18:00에 열려 있어요. 입장은 17:00까지예요"),
    ],
)
def test_another_day_is_answered_without_a_reload(
    visit: Visits, language: str, width: int, closed: str, opened: str
) -> None:
    page = visit(PALACE, language, width)
    page.evaluate("window.same = true")
    answer = handle(page, "opening-hours").get_by_role("status")
    pick_day(page, A_TUESDAY)
    expect(answer).to_contain_text(closed)
    pick_day(page, A_WEDNESDAY)
    expect(answer).to_contain_text(opened)
    assert page.evaluate("window.same") is True
    again = visit(f"{PALACE}?on={A_TUESDAY}", language, width)
    expect(handle(again, "opening-hours").get_by_role("status")).to_contain_text(closed)
    expect(handle(again, "open-on-date")).to_have_value(A_TUESDAY)


def test_a_day_typed_by_keyboard_is_answered_once_its_year_is_whole(visit: Visits) -> None:
    page = visit(PALACE)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    handle(page, "open-on-date").focus()
    page.keyboard.type("03092027", delay=80)
    page.wait_for_url(re.compile(f"on={A_TUESDAY}"))
    expect(handle(page, "opening-hours").get_by_role("status")).to_contain_text("Closed on Tue")
    years = {int(year) for url in asked for year in re.findall(r"[?&]on=(\d+)-", url)}
    assert min(years) >= 1970


def test_the_ways_into_the_schedule_carry_the_chosen_day(visit: Visits) -> None:
    page = visit(PALACE)
    pick_day(page, A_TUESDAY)
    for testid in ("add-to-schedule", "fab"):
        expect(handle(page, testid)).to_have_attribute("href", re.compile(f"date={A_TUESDAY}$"))


def test_a_shared_date_stays_through_a_change_of_language(visit: Visits) -> None:
    page = visit(PALACE)
    pick_day(page, A_TUESDAY)
    handle(page, "language-select").select_option("ko")
    expect(handle(page, "opening-hours").get_by_role("status")).to_contain_text("쉬어요")
    assert date.fromisoformat(handle(page, "open-on-date").input_value()) == date.fromisoformat(A_TUESDAY)


@pytest.mark.parametrize(("width", "language"), [(WIDE, "en"), (NARROW, "ko")])
def test_the_driver_card_shows_the_way_in_large_hangul_and_closes_again(
    visit: Visits, width: int, language: str
) -> None:
    page = visit(PALACE, language, width)
    opener, card = handle(page, "driver-card-button"), handle(page, "driver-card")
    expect(card).to_be_hidden()
    opener.click()
    expect(card).to_be_visible()
    expect(card.locator("[lang=ko]")).to_contain_text("경복궁")
    expect(card.locator("[lang=ko]")).to_contain_text(ADDRESS)
    size = card.locator(".driver-name").evaluate("name => parseFloat(getComputedStyle(name).fontSize)")
    assert size >= (64 if width == WIDE else 36)
    assert card.bounding_box() == {"x": 0, "y": 0, "width": width, "height": HEIGHTS[width]}
    assert card.evaluate("card => card.scrollHeight <= card.clientHeight")
    expect(card.get_by_role("button")).to_be_in_viewport(ratio=1)
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    expect(opener).to_be_focused()
    opener.press("Enter")
    expect(card.get_by_role("button")).to_be_focused()
    card.get_by_role("button").click()
    expect(card).to_be_hidden()
    expect(opener).to_be_focused()


@pytest.mark.parametrize(
    ("language", "button", "done"),
    [("en", "Copy address", "Address copied"), ("ko", None, "주소를 복사했어요")],
)
def test_the_korean_address_goes_to_the_clipboard(
    visit: Visits, language: str, button: str | None, done: str
) -> None:
    page = visit(PALACE, language, permissions=["clipboard-read", "clipboard-write"])
    copier = page.locator("[data-copy]")
    if button:
        expect(copier).to_have_text(button)
    copier.click()
    expect(handle(page, "toast")).to_have_text(done)
    assert page.evaluate("navigator.clipboard.readText()") == ADDRESS


def test_sharing_copies_the_canonical_address(visit: Visits) -> None:
    page = visit(f"{PALACE}?on={A_TUESDAY}&lang=ko", permissions=["clipboard-read", "clipboard-write"])
    page.locator("[data-share]").click()
    expect(handle(page, "toast")).to_have_text("링크를 복사했어요")
    assert page.evaluate("navigator.clipboard.readText()") == f"{visit.address}{PALACE}"


def test_map_apps_open_at_the_place(visit: Visits) -> None:
    page = visit(PALACE)
    expected = {
        "open-in-naver": ("map.naver.com", "126.97672,37.57603"),
        "open-in-kakao": ("map.kakao.com", "37.57603,126.97672"),
        "open-in-google": ("www.google.com", "37.57603,126.97672"),
    }
    for testid, (host, coordinates) in expected.items():
        link = handle(page, testid)
        address = link.get_attribute("href") or ""
        assert urlsplit(address).scheme == "https"
        assert urlsplit(address).hostname == host
        assert coordinates in unquote(address)
        expect(link).to_have_attribute("rel", re.compile("noopener"))
    for testid in ("open-in-naver", "open-in-kakao"):
        assert "경복궁" in unquote(handle(page, testid).get_attribute("href") or "")


def test_the_pin_of_the_place_covers_no_label_of_the_walking_rings(visit: Visits) -> None:
    page = visit(PALACE)
    handle(page, "map").scroll_into_view_if_needed()
    labels = page.locator(".map-label.ring span")
    expect(labels).to_have_count(2)
    pin = page.locator(".map-pin.here").bounding_box()
    assert pin
    for label in labels.all():
        box = label.bounding_box()
        assert box
        assert box["y"] >= pin["y"] + pin["height"]


def test_what_is_near_leads_on_with_distance_and_walk(visit: Visits) -> None:
    page = visit(PALACE)
    near = handle(page, "nearby-place")
    assert near.count() >= 3
    distances = [float(n) for n in re.findall(r"([\d.]+) km", " ".join(near.all_text_contents()))]
    assert distances == sorted(distances)
    expect(near.first).to_contain_text("min")
    place_id = near.first.get_attribute("data-place-id")
    near.first.get_by_role("link").click()
    page.wait_for_url(f"**/places/{place_id}")
    expect(handle(page, "place-name")).to_be_visible()


@pytest.mark.parametrize(("testid", "width"), [("add-to-schedule", WIDE), ("fab", NARROW)])
def test_planning_leads_to_signing_in_and_knows_the_way_back(visit: Visits, testid: str, width: int) -> None:
    page = visit(PALACE, "ko", width)
    handle(page, testid).click()
    page.wait_for_url(re.compile(r"/login\?next=%2Fschedule"))
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_a_place_without_known_hours_says_so(visit: Visits) -> None:
    page = visit("/places/jagalchi-market")
    expect(handle(page.locator(".facts"), "open-state")).to_contain_text("do not know")


def test_a_failed_photo_uncovers_the_poster_and_takes_its_credit_along(visit: Visits) -> None:
    page = visit(PALACE)
    gallery = page.locator(".gallery")
    expect(gallery.locator("img.photo")).to_have_count(0)
    expect(gallery.locator("figcaption")).to_have_count(0)
    posters = gallery.locator("img.poster")
    assert posters.count() >= 2
    for poster in posters.all():
        assert poster.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
