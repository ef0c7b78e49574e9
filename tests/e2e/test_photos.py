"""Showing a photo of a place and a picture beside one's name, in a browser with scripts and without."""

import re
from itertools import count
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.drawings import picture, picture_from_seoul
from tests.e2e.test_accessibility import violations
from tests.e2e.visiting import NARROW, WIDE, Visits, handle, wait_until_ready

GOOD = "three rivers and a hill"
EVERYDAY, OPPOSITE = ("en", WIDE, "light"), ("ko", NARROW, "dark")
LOADED = "image => image.complete && image.naturalWidth > 0"
_number = count(1)


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "trip.jpg"
    path.write_bytes(picture_from_seoul(2000, 1500))
    return path


def come_in(visit: Visits, place: str, name: str, language: str, width: int, **kind: object) -> Page:
    """Follow the invitation on the page of a place, and be there as a traveller."""
    page = visit(f"/places/{place}", language, width, **kind)
    handle(page, "photo-sign-in").click()
    page.locator('.form-aside a[href^="/register"]').click()
    handle(page, "display-name").fill(name)
    handle(page, "email").fill(f"photographer{next(_number)}@e2e.example")
    handle(page, "password").fill(GOOD)
    handle(page, "submit").click()
    expect(page).to_have_url(re.compile(f"/places/{place}#photos$"))
    if kind.get("java_script_enabled", True):
        wait_until_ready(page)
    return page


def show(page: Page, photo: Path) -> None:
    handle(page, "photo-file").set_input_files(photo)
    handle(page, "photo-consent").check()
    handle(page, "photo-submit").click()
    expect(page).to_have_url(re.compile("notice=photo-added"), timeout=20_000)
    expect(handle(page, "traveller-photo")).to_have_count(1)


def expect_loaded(page: Page, image: str) -> None:
    picture = page.locator(image).first
    picture.scroll_into_view_if_needed()
    page.wait_for_function(LOADED, arg=picture.element_handle())


@pytest.mark.parametrize(
    ("language", "width", "scheme", "place"), [(*EVERYDAY, "tongdosa"), (*OPPOSITE, "haeinsa")]
)
def test_a_traveller_shows_a_photo_sees_it_and_removes_it(
    visit: Visits, photo: Path, language: str, width: int, scheme: str, place: str
) -> None:
    page = come_in(visit, place, "Minji", language, width, color_scheme=scheme)
    expect(page.locator(".no-photos")).to_be_visible()
    handle(page, "photo-file").set_input_files(photo)
    expect(page.locator(".upload-preview")).to_be_visible()
    assert violations(page) == []
    handle(page, "photo-consent").check()
    handle(page, "photo-submit").click()

    expect(page).to_have_url(re.compile("notice=photo-added"), timeout=20_000)
    expect(handle(page, "form-notice")).to_be_visible()
    wait_until_ready(page)
    expect(handle(page, "traveller-photo")).to_contain_text("© Minji")
    expect_loaded(page, "[data-testid=traveller-photo] img")
    assert violations(page) == []

    handle(page, "remove-photo").click()
    expect(handle(page, "traveller-photo")).to_have_count(0)
    expect(page.locator(".no-photos")).to_be_visible()


@pytest.mark.parametrize(
    ("language", "width", "scheme", "place"), [(*EVERYDAY, "beopjusa"), (*OPPOSITE, "woljeongsa")]
)
def test_another_traveller_reports_it(
    visit: Visits, photo: Path, language: str, width: int, scheme: str, place: str
) -> None:
    show(come_in(visit, place, "Minji", language, width, color_scheme=scheme), photo)
    visit.window(language, width, color_scheme=scheme).clear_cookies()
    page = visit(f"/places/{place}?as=stranger", language, width, color_scheme=scheme)
    expect(handle(page, "remove-photo")).to_have_count(0)
    handle(page, "report-photo").click()
    assert violations(page) == []
    page = come_in(visit, place, "Jun", language, width, color_scheme=scheme)
    handle(page, "report-photo").click()
    handle(page, "report-photo-submit").click()
    expect(handle(page, "form-notice")).to_be_visible()


def test_the_room_for_a_photo_is_there_before_it_is(visit: Visits, photo: Path) -> None:
    page = come_in(visit, "ojukheon", "Minji", "en", WIDE)
    show(page, photo)
    page.goto(f"{visit.address}/places/ojukheon/photos")
    expect_loaded(page, "[data-testid=traveller-photo] img")
    assert page.evaluate("window.layoutShift") < 0.02, page.evaluate("window.shifted")
    assert violations(page) == []


def test_without_scripts_one_shows_a_photo_as_well(visit: Visits, photo: Path) -> None:
    page = come_in(visit, "beomeosa", "Minji", "ko", NARROW, java_script_enabled=False)
    show(page, photo)
    expect(handle(page, "form-notice")).to_be_visible()
    handle(page, "remove-photo").click()
    expect(handle(page, "traveller-photo")).to_have_count(0)


@pytest.mark.parametrize("scripts", [True, False])
def test_what_is_no_picture_is_told_in_the_form(visit: Visits, tmp_path: Path, *, scripts: bool) -> None:
    page = come_in(visit, "taejongdae", "Minji", "en", WIDE, java_script_enabled=scripts)
    text = tmp_path / "diary.jpg"
    text.write_text("Dear diary")
    handle(page, "photo-file").set_input_files(text)
    handle(page, "photo-consent").check()
    handle(page, "photo-submit").click()
    expect(handle(page, "form-error")).to_contain_text("cannot read that as a picture")
    expect(handle(page, "photo-submit")).to_be_enabled()
    visit.forgive(lambda trouble: "422" in trouble)
    assert not scripts or violations(page) == []


def test_a_file_that_is_too_large_is_not_even_sent(visit: Visits, tmp_path: Path) -> None:
    page = come_in(visit, "biff-square", "Minji", "en", NARROW)
    large = tmp_path / "large.jpg"
    large.write_bytes(picture() + bytes(10_000_000))
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))
    handle(page, "photo-file").set_input_files(large)
    expect(handle(page, "form-error")).to_contain_text("10 MB")
    expect(handle(page, "photo-file")).to_have_value("")
    assert "POST" not in sent


def test_nothing_is_sent_without_consent(visit: Visits, photo: Path) -> None:
    page = come_in(visit, "museum-san", "Minji", "en", WIDE)
    handle(page, "photo-file").set_input_files(photo)
    handle(page, "photo-submit").click()
    expect(page.locator("[data-testid=photo-consent]:invalid")).to_have_count(1)
    expect(handle(page, "traveller-photo")).to_have_count(0)


def test_a_connection_that_breaks_is_told_in_the_form(visit: Visits, photo: Path) -> None:
    page = come_in(visit, "bulguksa", "Minji", "en", WIDE)
    page.route("**/photos", lambda route: route.abort())
    handle(page, "photo-file").set_input_files(photo)
    handle(page, "photo-consent").check()
    handle(page, "photo-submit").click()
    expect(handle(page, "form-error")).to_contain_text("could not be uploaded")
    expect(handle(page, "photo-submit")).to_be_enabled()
    visit.forgive(lambda trouble: "ERR_FAILED" in trouble)


def test_a_photo_that_was_removed_meanwhile_leaves_no_hole(visit: Visits, photo: Path) -> None:
    page = come_in(visit, "naejangsan", "Minji", "en", WIDE)
    show(page, photo)
    page.route("**/media/photos/**", lambda route: route.fulfill(status=404))
    page.goto(f"{visit.address}/places/naejangsan/photos")
    page.mouse.wheel(0, 600)
    expect(handle(page, "traveller-photo")).to_have_count(0)
    visit.forgive(lambda trouble: "404" in trouble)


@pytest.mark.parametrize(("language", "width", "scheme"), [EVERYDAY, OPPOSITE])
def test_a_traveller_chooses_a_picture_of_themselves_and_removes_it(
    visit: Visits, photo: Path, language: str, width: int, scheme: str
) -> None:
    page = come_in(visit, "gyeongbokgung", "Minji", language, width, color_scheme=scheme)
    page.goto(f"{visit.address}/mypage/avatar")
    wait_until_ready(page)
    expect(page.locator("img.avatar")).to_have_count(0)
    handle(page, "avatar-file").set_input_files(photo)
    expect(page.locator(".upload-preview")).to_be_visible()
    handle(page, "avatar-submit").click()
    expect(page).to_have_url(re.compile("notice=avatar-changed"), timeout=20_000)
    expect(handle(page, "form-notice")).to_be_visible()
    wait_until_ready(page)
    expect_loaded(page, ".avatar-now img.avatar")
    assert violations(page) == []
    handle(page, "remove-avatar").click()
    expect(page.locator("img.avatar")).to_have_count(0)
