"""Trips as pages: begun by a form, their settings, invitations answered; all of it without scripts."""

import re
from collections.abc import Callable, Iterator
from html import unescape
from itertools import count

import httpx
import pytest

from models.language import Language
from tests.addresses import from_elsewhere
from tests.html_page import Page

AUTUMN = {"title": "Autumn <leaves>", "starts_on": "2026-11-28", "ends_on": "2026-12-01"}
NOBODYS = "00000000-0000-0000-0000-000000000000"
_number = count(1)

NewBrowser = Callable[[str], httpx.Client]


@pytest.fixture
def new_browser(app_url: str) -> Iterator[NewBrowser]:
    """Make browsers in which a traveller of this name has just made an account."""
    browsers: list[httpx.Client] = []

    def make(name: str) -> httpx.Client:
        headers = {"Origin": app_url, "Referer": f"{app_url}/"} | from_elsewhere()
        browser = httpx.Client(base_url=app_url, timeout=30, headers=headers)
        browsers.append(browser)
        form = {"email": f"trips{next(_number)}@pages.example", "password": "three rivers and a hill"}
        assert browser.post("/register", data={**form, "display_name": name}).status_code == 303
        return browser

    yield make
    for browser in browsers:
        browser.close()


@pytest.fixture
def minji(new_browser: NewBrowser) -> httpx.Client:
    return new_browser("Minji")


@pytest.fixture
def trip(minji: httpx.Client) -> str:
    """The address of a trip of Minji's."""
    return made(minji)


def made(browser: httpx.Client, **fields: str) -> str:
    answer = browser.post("/trips/new", data=AUTUMN | fields)
    assert answer.status_code == 303, answer.text
    match = re.fullmatch(r"/schedule\?trip=([0-9a-f-]{36})", answer.headers["location"])
    assert match
    return f"/trips/{match[1]}"


def followed(browser: httpx.Client, answer: httpx.Response) -> Page:
    assert answer.status_code == 303, answer.text
    return opened(browser, answer.headers["location"])


def opened(browser: httpx.Client, address: str) -> Page:
    answer = browser.get(address)
    assert answer.status_code == 200, answer.text
    return Page(answer.text)


def said(answer: httpx.Response) -> str:
    """What the form that was sent says is wrong."""
    (error,) = Page(answer.text).testids("form-error")
    return error.text


def invited(browser: httpx.Client, trip: str, role: str) -> str:
    """Make an invitation and return where it leads."""
    page = followed(browser, browser.post(f"{trip}/invite", data={"role": role, "days": "7"}))
    return page.testids("invitation-link")[0]["href"]


def joined(
    new_browser: NewBrowser, owner: httpx.Client, trip: str, role: str, name: str = "Jun"
) -> httpx.Client:
    browser = new_browser(name)
    answer = browser.post(invited(owner, trip, role))
    assert (answer.status_code, answer.headers["location"]) == (
        303,
        trip.replace("/trips/", "/schedule?trip="),
    )
    return browser


def people(browser: httpx.Client, trip: str) -> list[str]:
    return [one["data-role"] for one in opened(browser, trip).testids("trip-person")]


def actions(browser: httpx.Client, trip: str, end: str) -> list[str]:
    return [form["action"] for form in opened(browser, trip).all("form") if form["action"].endswith(end)]


class TestANewTrip:
    def test_my_page_leads_to_the_form_and_then_to_the_trip(self, minji: httpx.Client) -> None:
        assert opened(minji, "/mypage").one(data_testid="new-trip")["href"] == "/trips/new"
        assert opened(minji, "/trips/new").testids("trip-form")
        trip = made(minji)
        page = opened(minji, "/mypage")
        assert page.one(data_testid="trip-page")["href"] == trip
        assert page.all("a", href=trip.replace("/trips/", "/schedule?trip="))
        assert page.one(data_testid="new-trip")

    @pytest.mark.parametrize(
        ("fields", "words"),
        [
            ({"title": " "}, "title"),
            ({"title": "x" * 101}, "title"),
            ({"ends_on": "2026-11-27"}, "on or after the day"),
            ({"starts_on": ""}, "on or after the day"),
            ({"starts_on": "28.11.2026"}, "on or after the day"),
            ({"ends_on": "9999-12-31"}, "on or after the day"),
        ],
    )
    def test_a_refusal_keeps_what_was_typed(
        self, minji: httpx.Client, fields: dict[str, str], words: str
    ) -> None:
        form = AUTUMN | fields
        answer = minji.post("/trips/new", data=form)
        assert answer.status_code == 422
        assert words in said(answer)
        page = Page(answer.text)
        for name, value in form.items():
            assert unescape(page.one("input", name=name).get("value") or "") == value
        assert opened(minji, "/mypage").testids("trip") == []


class TestTheSettings:
    def test_title_and_days_are_saved(self, minji: httpx.Client, trip: str) -> None:
        form = {**AUTUMN, "title": "Winter", "ends_on": "2026-12-02", "version": "1"}
        page = followed(minji, minji.post(f"{trip}/change", data=form))
        assert page.testids("form-notice")
        assert page.one("h1").text == "Winter"
        assert page.one("input", name="ends_on")["value"] == "2026-12-02"
        assert page.one("input", name="version")["value"] == "2"
        assert page.one(data_testid="open-schedule")["href"] == trip.replace("/trips/", "/schedule?trip=")

    def test_what_somebody_else_has_changed_meanwhile_is_shown_and_what_was_typed_is_kept(
        self, new_browser: NewBrowser, minji: httpx.Client, trip: str
    ) -> None:
        jun = joined(new_browser, minji, trip, "editor")
        assert (
            jun.post(f"{trip}/change", data={**AUTUMN, "title": "Jun's", "version": "1"}).status_code == 303
        )
        mine = {**AUTUMN, "title": "Minji's", "version": "1"}
        answer = minji.post(f"{trip}/change", data=mine)
        assert answer.status_code == 412
        assert "in the meantime" in said(answer)
        page = Page(answer.text)
        assert "“Jun's”" in page.one("section", id="about").text
        assert page.one("input", name="title")["value"] == "Minji's"
        again = {**mine, "version": page.one("input", name="version")["value"]}
        assert followed(minji, minji.post(f"{trip}/change", data=again)).one("h1").text == "Minji's"

    @pytest.mark.parametrize(
        "fields",
        [
            {"version": ""},
            {"version": "x"},
            {"version": "-1"},
            {"version": "9" * 99},
            {"title": ""},
            {"ends_on": "x"},
        ],
    )
    def test_nonsense_changes_nothing(self, minji: httpx.Client, trip: str, fields: dict[str, str]) -> None:
        answer = minji.post(f"{trip}/change", data={**AUTUMN, "version": "1", **fields})
        assert answer.status_code == 422
        assert said(answer)
        assert opened(minji, trip).one("h1").text == AUTUMN["title"]

    def test_whatever_is_said_in_a_title_is_only_text(self, minji: httpx.Client) -> None:
        trip = made(minji, title='"><script>alert(1)</script>')
        for address in (trip, "/mypage", invited(minji, trip, "reader")):
            assert "<script>alert" not in minji.get(address).text

    def test_an_address_of_a_form_leads_to_the_page(self, minji: httpx.Client, trip: str) -> None:
        for way in ("change", "invite", "share", "hand-over", "leave", "delete", f"links/{NOBODYS}/revoke"):
            answer = minji.get(f"{trip}/{way}")
            assert (answer.status_code, answer.headers["location"]) == (303, trip)

    @pytest.mark.parametrize("language", Language)
    def test_it_speaks_every_language(self, minji: httpx.Client, trip: str, language: Language) -> None:
        assert minji.get(f"{trip}?lang={language}").status_code == 200
        assert minji.get(f"/trips/new?lang={language}").status_code == 200

    @pytest.mark.parametrize("nonsense", ["x", "0", "%00", "é", "1" * 3000, NOBODYS])
    def test_a_trip_that_is_none_is_not_found(self, minji: httpx.Client, nonsense: str) -> None:
        assert minji.get(f"/trips/{nonsense}").status_code == 404
        assert minji.post(f"/trips/{nonsense}/delete").status_code == 404
        assert minji.post(f"/trips/{nonsense}/change", data={**AUTUMN, "version": "1"}).status_code == 404


class TestInvitations:
    def test_one_is_told_who_invites_to_what_and_joins(
        self, new_browser: NewBrowser, minji: httpx.Client, trip: str
    ) -> None:
        link, jun = invited(minji, trip, "editor"), new_browser("Jun")
        page = opened(jun, link)
        assert page.one("h1").text == "Minji invites you to a trip"
        assert page.one(data_testid="trip-title").text == AUTUMN["title"]
        assert people(minji, trip) == ["owner"], "looking is not joining"
        answer = jun.post(page.one(data_testid="join-form")["action"])
        assert answer.headers["location"] == trip.replace("/trips/", "/schedule?trip=")
        assert people(jun, trip) == ["owner", "editor"]
        assert not opened(jun, link).testids("join-form"), "there is nothing left to join"
        assert jun.post(link).status_code == 303

    def test_who_is_not_signed_in_signs_in_and_comes_back(
        self, app_url: str, minji: httpx.Client, trip: str
    ) -> None:
        link = invited(minji, trip, "reader")
        with httpx.Client(base_url=app_url, timeout=30) as nobody:
            answer = nobody.get(link)
        assert answer.status_code == 303
        assert answer.headers["location"] == f"/login?next={link.replace('/', '%2F')}"

    def test_a_revoked_one_leads_nowhere(
        self, new_browser: NewBrowser, minji: httpx.Client, trip: str
    ) -> None:
        link, jun = invited(minji, trip, "editor"), new_browser("Jun")
        (action,) = actions(minji, trip, "/revoke")
        page = followed(minji, minji.post(action, data={"kind": "invitation"}))
        assert page.testids("form-notice")
        assert page.testids("invitation-link") == []
        for answer in (jun.get(link), jun.post(link)):
            assert answer.status_code == 404
            assert "no longer works" in answer.text
        assert minji.post(action).status_code == 404

    @pytest.mark.parametrize(
        ("way", "form"),
        [
            ("invite", {"role": "owner", "days": "7"}),
            ("invite", {"role": "editor", "days": "x"}),
            ("invite", {"role": "editor"}),
            ("invite", {}),
            ("share", {"days": "366"}),
            ("share", {"days": "-1"}),
        ],
    )
    def test_nonsense_makes_no_link(
        self, minji: httpx.Client, trip: str, way: str, form: dict[str, str]
    ) -> None:
        answer = minji.post(f"{trip}/{way}", data=form)
        assert answer.status_code == 422
        assert said(answer)
        assert actions(minji, trip, "/revoke") == []


def test_a_link_to_read_says_what_it_shows_and_can_be_revoked(minji: httpx.Client, trip: str) -> None:
    assert opened(minji, trip).one(data_testid="share-trip")
    page = followed(minji, minji.post(f"{trip}/share", data={"days": "", "with_notes": "true"}))
    assert page.one(data_testid="share-link")["href"].startswith("/t/")
    assert "with notes · works until you revoke it" in page.one("section", id="shares").text
    assert page.all("button", data_copy=page.one(data_testid="share-link").text)
    (action,) = actions(minji, trip, "/revoke")
    page = followed(minji, minji.post(action, data={"kind": "share"}))
    assert page.testids("share-link") == []


class TestMembers:
    def test_an_editor_plans_along_but_decides_about_nobody(
        self, new_browser: NewBrowser, minji: httpx.Client, trip: str
    ) -> None:
        joined(new_browser, minji, trip, "reader", "Sora")
        jun = joined(new_browser, minji, trip, "editor")
        page = opened(jun, trip)
        assert page.testids("trip-form")
        assert len(page.testids("invitation-link")) == 2
        assert page.testids("change-role") == page.testids("remove-member") == []
        assert page.testids("delete-trip") == page.testids("hand-over-form") == []
        for action in (actions(minji, trip, "/role")[0], actions(minji, trip, "/remove")[0]):
            answer = jun.post(action, data={"role": "reader"})
            assert answer.status_code == 403
            assert said(answer)
        assert jun.post(f"{trip}/delete").status_code == 403
        assert people(minji, trip) == ["owner", "reader", "editor"]

    def test_a_reader_sees_who_is_in_it_and_no_links(
        self, new_browser: NewBrowser, minji: httpx.Client, trip: str
    ) -> None:
        jun = joined(new_browser, minji, trip, "reader")
        page = opened(jun, trip)
        assert len(page.testids("trip-person")) == 2
        for handle in ("trip-form", "invitation-link", "share-trip", "invite", "delete-trip"):
            assert page.testids(handle) == []
        for way, form in (
            ("change", {**AUTUMN, "version": "1"}),
            ("invite", {"role": "editor", "days": "7"}),
        ):
            assert jun.post(f"{trip}/{way}", data=form).status_code == 403

    def test_a_reader_finds_nothing_that_would_change_the_plan(
        self, new_browser: NewBrowser, minji: httpx.Client, trip: str
    ) -> None:
        trip_id, day = trip.removeprefix("/trips/"), AUTUMN["starts_on"]
        plan = {"date": day, "trip_id": trip_id, "place_id": "gyeongbokgung", "note": "bring water"}
        times = {"start_time": "10:00", "end_time": "12:00"}
        script = {"Accept": "application/json"}
        made = minji.post("/schedule/entries", data=plan | times, headers=script).json()["schedule"]
        minji.post("/schedule/entries", data=plan | times, headers=script)
        minji.post("/schedule/entries", data=plan, headers=script)
        jun = joined(new_browser, minji, trip, "reader")
        jun.post("/likes/gyeongbokgung", data={"liked": "true"})
        views = [
            f"/schedule?view={view}&trip={trip_id}&date={date}"
            for view in ("month", "week", "day")
            for date in (day, "2031-05-05")
        ]
        for address in (*views, f"/schedule/entries/{made['id']}", trip):
            answer = jun.get(address)
            assert answer.status_code == 200
            page = Page(re.sub("<dialog.*?</dialog>", "", answer.text, flags=re.DOTALL))
            posted = {one["action"] for one in page.all("form") if one.get("method") == "post"}
            assert not {one for one in posted if one.startswith(("/schedule", "/trips"))} - {f"{trip}/leave"}
            led = {one["href"] for one in page.all("a") if one.get("href")}
            assert not {one for one in led if one.startswith(("/schedule/entries/new", "/schedule/import"))}
            for handle in (
                "undo",
                "redo",
                "optimise-day",
                "set-times",
                "warning-fix",
                "schedule-save",
                "fab",
            ):
                assert page.testids(handle) == [], (address, handle)
        page = opened(jun, f"/schedule/entries/{made['id']}")
        assert "bring water" in page.testids("entry-read")[0].text
        assert opened(minji, f"/schedule/entries/{made['id']}").testids("schedule-save")

    def test_the_owner_changes_roles_and_removes(
        self, new_browser: NewBrowser, minji: httpx.Client, trip: str
    ) -> None:
        jun = joined(new_browser, minji, trip, "reader")
        (action,) = actions(minji, trip, "/role")
        page = followed(minji, minji.post(action, data={"role": "editor"}))
        assert [one["data-role"] for one in page.testids("trip-person")] == ["owner", "editor"]
        (action,) = actions(minji, trip, "/remove")
        page = followed(minji, minji.post(action))
        assert len(page.testids("trip-person")) == 1
        assert page.testids("invitation-link") == []
        assert jun.get(trip).status_code == 404
        assert minji.post(action).status_code == 404

    def test_one_leaves_by_oneself(self, new_browser: NewBrowser, minji: httpx.Client, trip: str) -> None:
        jun = joined(new_browser, minji, trip, "editor")
        page = followed(jun, jun.post(f"{trip}/leave"))
        assert page.testids("trip") == []
        assert people(minji, trip) == ["owner"]
        answer = minji.post(f"{trip}/leave")
        assert answer.status_code == 409
        assert said(answer)

    def test_a_trip_is_handed_over_to_an_editor(
        self, new_browser: NewBrowser, minji: httpx.Client, trip: str
    ) -> None:
        assert not opened(minji, trip).testids("hand-over-form")
        jun = joined(new_browser, minji, trip, "editor")
        joined(new_browser, minji, trip, "reader", "Sora")
        page = opened(minji, trip)
        (choice,) = [one for one in page.all("option") if one.text == "Jun"]
        assert not [one for one in page.all("option") if one.text == "Sora"]
        page = followed(minji, minji.post(f"{trip}/hand-over", data={"user_id": choice["value"]}))
        assert page.testids("form-notice")
        assert page.testids("leave-trip")
        assert opened(jun, trip).testids("delete-trip")


def test_a_deleted_trip_is_gone(new_browser: NewBrowser, minji: httpx.Client, trip: str) -> None:
    jun = joined(new_browser, minji, trip, "editor")
    page = followed(minji, minji.post(f"{trip}/delete"))
    assert page.testids("trip") == []
    assert minji.get(trip).status_code == jun.get(trip).status_code == 404
