"""A traveller takes their data along and leaves, in a real browser; and one looks around as the demo traveller."""

import json
import re
from itertools import count
from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.test_accessibility import violations
from tests.e2e.visiting import NARROW, WIDE, Visits, handle, wait_until_ready

GOOD = "three rivers and a hill"
_number = count(1)
BOTH = [("en", WIDE, "light"), ("ko", NARROW, "dark")]
in_both_languages = pytest.mark.parametrize(("language", "width", "scheme"), BOTH)


def registered(visit: Visits, language: str, width: int, scheme: str = "light", **kind: bool) -> Page:
    """Make an account, and open its data."""
    page = visit("/register?next=/mypage/data", language, width, color_scheme=scheme, **kind)
    handle(page, "display-name").fill("민지 Minji")
    handle(page, "email").fill(f"data{next(_number)}.{language}@browser.example")
    handle(page, "password").fill(GOOD)
    handle(page, "submit").click()
    expect(page).to_have_url(re.compile("/mypage/data$"))
    return page


@in_both_languages
def test_all_data_is_packed_before_ones_eyes_and_fetched(
    visit: Visits, tmp_path: Path, language: str, width: int, scheme: str
) -> None:
    page = registered(visit, language, width, scheme)
    wait_until_ready(page)
    assert violations(page) == []
    handle(page, "export-data").click()
    expect(handle(page, "export-download")).to_be_visible()
    expect(page).to_have_url(re.compile("/mypage/data$"))
    expect(handle(page, "export-progress")).to_be_hidden()
    assert violations(page) == []
    with page.expect_download() as download:
        handle(page, "export-download").click()
    assert download.value.suggested_filename.endswith(".zip")
    download.value.save_as(tmp_path / "data.zip")
    with ZipFile(tmp_path / "data.zip") as archive:
        assert archive.testzip() is None
        said = json.loads(archive.read("data.json"))
    assert said["profile"]["display_name"] == "민지 Minji"
    assert said["profile"]["lang"] == language
    page.reload()
    expect(handle(page, "export-download")).to_be_visible()


def test_progress_is_shown_while_it_is_packed(visit: Visits) -> None:
    """The server's answers are slowed down here, so that there is something to see."""
    page = registered(visit, "en", WIDE)
    wait_until_ready(page)
    said = [
        {"state": "under_way", "done": 0, "total": 0},
        {"state": "under_way", "done": 3, "total": 8},
        {"state": "failed", "done": 3, "total": 8},
    ]
    export_id = "00000000-0000-4000-8000-000000000000"
    page.route("**/mypage/export**", lambda route: route.fulfill(json={"id": export_id, **said.pop(0)}))
    handle(page, "export-data").click()
    expect(handle(page, "export-progress")).to_have_attribute("value", "3")
    expect(handle(page, "export-progress")).to_have_attribute("max", "8")
    expect(page.get_by_text("3 of 8 files are packed.")).to_be_visible()
    assert violations(page) == []
    expect(handle(page, "export-failed")).to_be_visible()
    expect(handle(page, "export-progress")).to_be_hidden()


def test_without_scripts_a_page_tells_how_far_it_is(visit: Visits) -> None:
    page = registered(visit, "en", WIDE, java_script_enabled=False)
    handle(page, "export-data").click()
    expect(page).to_have_url(re.compile("/mypage/export/"))
    while handle(page, "export-progress").is_visible():
        page.get_by_role("link", name="See how far it is").click()
    expect(handle(page, "export-download")).to_be_visible()


@in_both_languages
def test_an_account_is_deleted_at_once_by_its_password_only(
    visit: Visits, language: str, width: int, scheme: str
) -> None:
    page = registered(visit, language, width, scheme)
    form = handle(page, "delete-account")
    handle(form, "password").fill("not my password")
    handle(form, "submit").click()
    expect(handle(page, "form-error")).to_be_visible()
    wait_until_ready(page)
    assert violations(page) == []
    handle(form, "password").fill(GOOD)
    handle(form, "submit").click()
    expect(page.locator(".message h1")).to_be_visible()
    assert violations(page) == []
    assert [cookie["name"] for cookie in page.context.cookies() if "session" in cookie["name"]] == []
    page.goto(f"{visit.address}/mypage/data")
    expect(page).to_have_url(re.compile("/login"))
    visit.forgive(lambda trouble: "422" in trouble and "/mypage/delete" in trouble)


@in_both_languages
def test_one_looks_around_as_the_demo_traveller(
    visit: Visits, language: str, width: int, scheme: str
) -> None:
    page = visit("/login?next=/mypage/data", language, width, color_scheme=scheme)
    assert violations(page) == []
    handle(page, "demo-login").click()
    expect(page).to_have_url(re.compile("/mypage/data$"))
    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(handle(page, "export-data")).to_be_visible()
    expect(handle(page, "delete-account")).to_have_count(0)


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_privacy_page_is_read_to_its_end(visit: Visits, language: str) -> None:
    page = visit("/privacy", language, NARROW)
    expect(page.locator(".prose h2")).to_have_count(5)
    assert violations(page) == []
