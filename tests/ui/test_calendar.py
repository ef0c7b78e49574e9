"""Calendars on pages: the live address in the settings, files to take along, and files taken over."""

import base64
from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from uuid import uuid4

import httpx
import pytest
from icalendar import Calendar

from services.calendar_reading import MOST_BYTES
from services.platform import now_in_seoul
from tests.addresses import from_elsewhere
from tests.html_page import Page

_number = count(1)
TODAY = now_in_seoul().date()
DAY = f"{TODAY:%Y%m%d}"
NASTY = '"><script>alert(1)</script>'


def newcomer(app_url: str) -> httpx.Client:
    browser = httpx.Client(base_url=app_url, timeout=60, headers={"Origin": app_url} | from_elsewhere())
    fields = {"email": f"calendar{next(_number)}@calendars.example", "password": "three rivers and a hill"}
    assert browser.post("/register", data={**fields, "display_name": "Minji"}).status_code == 303
    return browser


@pytest.fixture
def browser(app_url: str) -> Iterator[httpx.Client]:
    browser = newcomer(app_url)
    yield browser
    browser.close()


@pytest.fixture
def stranger(app_url: str) -> Iterator[httpx.Client]:
    browser = newcomer(app_url)
    yield browser
    browser.close()


def a_file(*events: str) -> bytes:
    bodies = "".join(
        f"BEGIN:VEVENT\r\nUID:{n}\r\n{event}\r\nEND:VEVENT\r\n" for n, event in enumerate(events)
    )
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{bodies}END:VCALENDAR\r\n".encode()


FLIGHT = f"SUMMARY:Flight KE123\r\nDTSTART:{DAY}T100000Z\r\nDTEND:{DAY}T113000Z"
PALACE = f"SUMMARY:경복궁\r\nDTSTART;VALUE=DATE:{DAY}"
CANCELLED = f"SUMMARY:Party\r\nDTSTART:{DAY}T100000\r\nSTATUS:CANCELLED"


def upload(browser: httpx.Client, data: bytes, **fields: str) -> httpx.Response:
    return browser.post(
        "/schedule/import", data=fields, files={"calendar": ("my.ics", data, "text/calendar")}
    )


def confirm(browser: httpx.Client, page: Page, **changes: str | list[str]) -> httpx.Response:
    """Send the form of the second step as it stands, some of it changed."""
    ticked = [box["value"] for box in page.all("input", name="chosen") if "checked" in box.attributes]
    fields = {"file": page.one("input", name="file")["value"], "chosen": ticked, "trip": ""} | changes
    parts = [
        (name, (None, one))
        for name, value in fields.items()
        for one in ([value] if isinstance(value, str) else value)
    ]
    return browser.post("/schedule/import/confirm", files=parts)


def exported(browser: httpx.Client, query: str = "") -> list[tuple[str, str, str | None]]:
    items = browser.get(f"/schedule/export.json{query}").json()["items"]
    return [(item["place_name"], item["date"], item["start_time"]) for item in items]


class TestTheLiveAddress:
    def test_it_is_made_shown_changed_and_revoked_in_the_settings(self, browser: httpx.Client) -> None:
        assert Page(browser.get("/mypage/settings").text).testids("feed-url") == []
        answer = browser.post("/mypage/feeds")
        assert answer.headers["location"] == "/mypage/settings?notice=feed#calendar"
        page = Page(browser.get("/mypage/settings?notice=feed").text)
        first = page.testids("feed-url")[0].text
        assert page.all("button", data_copy=first)
        assert page.testids("feed-webcal")[0]["href"] == "webcal://" + first.partition("://")[2]
        assert "your calendar is at this address" in page.testids("form-notice")[0].text
        assert httpx.get(first).status_code == 200
        browser.post("/mypage/feeds")
        assert httpx.get(first).status_code == 200
        browser.post("/mypage/feeds", data={"another": "true"})
        page = Page(browser.get("/mypage/settings").text)
        second = page.testids("feed-url")[0].text
        assert httpx.get(first).status_code == 404
        assert httpx.get(second).status_code == 200
        revoke = next(form["action"] for form in page.all("form") if form["action"].endswith("/revoke"))
        assert browser.post(revoke).status_code == 303
        assert httpx.get(second).status_code == 404
        assert Page(browser.get("/mypage/settings").text).testids("feed-url") == []

    def test_nobody_else_revokes_it(self, browser: httpx.Client, stranger: httpx.Client) -> None:
        browser.post("/mypage/feeds")
        page = Page(browser.get("/mypage/settings").text)
        revoke = next(form["action"] for form in page.all("form") if form["action"].endswith("/revoke"))
        answer = stranger.post(revoke)
        assert answer.status_code == 404
        assert Page(answer.text).testids("form-error")
        assert httpx.get(page.testids("feed-url")[0].text).status_code == 200

    @pytest.mark.parametrize("trip", ["00000000-0000-4000-8000-000000000000", "nonsense"])
    def test_a_trip_that_is_not_ones_own_has_none(self, browser: httpx.Client, trip: str) -> None:
        assert browser.post("/mypage/feeds", data={"trip": trip}).status_code == 404


class TestATrip:
    @pytest.fixture
    def trip(self, browser: httpx.Client) -> str:
        fields = {"title": "Busan", "starts_on": str(TODAY), "ends_on": str(TODAY)}
        return browser.post("/trips/new", data=fields).headers["location"].partition("trip=")[2]

    def test_it_takes_a_file_over_and_has_a_live_calendar_of_its_own(
        self, browser: httpx.Client, trip: str
    ) -> None:
        page = Page(browser.get(f"/trips/{trip}").text)
        assert page.testids("import-ics")[0]["href"] == f"/schedule/import?trip={trip}"
        chosen = Page(browser.get(f"/schedule/import?trip={trip}").text).one("input", name="trip")["value"]
        looked = Page(upload(browser, a_file(FLIGHT), trip=chosen).text)
        assert looked.one("option", value=trip).get("selected") is not None
        answer = confirm(browser, looked, trip=trip)
        assert answer.headers["location"] == f"/schedule?view=day&date={TODAY}&trip={trip}"
        confirm(browser, Page(upload(browser, a_file(PALACE)).text))
        browser.post("/mypage/feeds", data={"trip": trip})
        feed = httpx.get(Page(browser.get("/mypage/settings").text).testids("feed-url")[0].text)
        calendar = Calendar.from_ical(feed.content)
        assert calendar["X-WR-CALNAME"] == "Busan"
        assert [str(event["SUMMARY"]) for event in calendar.walk("VEVENT")] == ["Flight KE123"]
        assert [name for name, *_ in exported(browser, f"?trip={trip}")] == ["Flight KE123"]

    def test_its_files_are_named_by_its_days_and_hold_all_of_it(self, browser: httpx.Client) -> None:
        first, last = TODAY + timedelta(days=900), TODAY + timedelta(days=903)
        fields = {"title": "Jeju", "starts_on": str(first), "ends_on": str(last)}
        trip = browser.post("/trips/new", data=fields).headers["location"].partition("trip=")[2]
        for day, name in ((first, "Ferry"), (last + timedelta(days=1), "Home")):
            fields = {"date": str(day), "place_name": name, "trip_id": trip}
            assert browser.post("/schedule/entries", data=fields).status_code == 303
        for ending in ("ics", "json"):
            answer = browser.get(f"/schedule/export.{ending}?trip={trip}")
            name = f"ffff-{first}-{last}.{ending}"
            assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'
        assert [name for name, *_ in exported(browser, f"?trip={trip}")] == ["Ferry", "Home"]

    def test_a_stranger_gets_nothing_of_it(self, stranger: httpx.Client, trip: str) -> None:
        for path in ("export.ics", "export.json"):
            assert stranger.get(f"/schedule/{path}?trip={trip}").status_code == 404
        assert stranger.post("/mypage/feeds", data={"trip": trip}).status_code == 404
        looked = Page(upload(stranger, a_file(FLIGHT), trip=trip).text)
        assert looked.all("option", value=trip) == []
        assert confirm(stranger, looked, trip=trip).status_code == 404


class TestFilesToTakeAlong:
    def test_the_days_between_two_come_as_a_calendar(self, browser: httpx.Client) -> None:
        confirm(browser, Page(upload(browser, a_file(FLIGHT, PALACE)).text))
        answer = browser.get(f"/schedule/export.ics?from={TODAY}&to={TODAY}")
        assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
        assert answer.headers["content-disposition"] == f'attachment; filename="ffff-{TODAY}-{TODAY}.ics"'
        titles = {str(event["SUMMARY"]) for event in Calendar.from_ical(answer.content).walk("VEVENT")}
        assert titles == {"Flight KE123", "Gyeongbokgung Palace (경복궁)"}
        later = browser.get("/schedule/export.ics?from=2099-01-01&to=2099-01-02")
        assert Calendar.from_ical(later.content).walk("VEVENT") == []

    @pytest.mark.parametrize(
        "query", ["from=x", "to=2026-02-30", "from=1969-12-31", "trip=nonsense", "from=%00"]
    )
    def test_an_address_that_says_nothing_is_refused(self, browser: httpx.Client, query: str) -> None:
        for ending in ("ics", "json"):
            assert browser.get(f"/schedule/export.{ending}?{query}").status_code == 422

    def test_a_strangers_trip_is_not_found(self, browser: httpx.Client) -> None:
        assert browser.get(f"/schedule/export.ics?trip={uuid4()}").status_code == 404

    def test_one_has_to_sign_in(self, http: httpx.Client) -> None:
        for path in ("export.ics", "export.json", "import"):
            answer = http.get(f"/schedule/{path}")
            assert answer.headers["location"].startswith("/login?next=%2Fschedule%2F")


class TestFilesTakenOver:
    def test_one_sees_first_what_is_in_the_file(self, browser: httpx.Client) -> None:
        page = Page(upload(browser, a_file(FLIGHT, PALACE, CANCELLED)).text)
        rows = page.testids("import-entry")
        assert {row["data-known"] for row in rows} == {"false"}
        assert any("19:00–20:30" in row.text and "Flight KE123" in row.text for row in rows)
        assert any("Gyeongbokgung Palace" in row.text for row in rows)
        assert [one["data-reason"] for one in page.testids("import-skipped")] == ["cancelled"]
        assert exported(browser) == []

    def test_what_is_chosen_is_taken_over_and_the_first_day_shown(self, browser: httpx.Client) -> None:
        page = Page(upload(browser, a_file(FLIGHT, PALACE)).text)
        answer = confirm(browser, page)
        assert answer.headers["location"] == f"/schedule?view=day&date={TODAY}"
        assert sorted(exported(browser)) == [
            ("Flight KE123", str(TODAY), "19:00"),
            ("Gyeongbokgung Palace", str(TODAY), None),
        ]

    def test_the_same_file_again_is_recognised_and_not_chosen(self, browser: httpx.Client) -> None:
        confirm(browser, Page(upload(browser, a_file(FLIGHT, PALACE)).text))
        page = Page(upload(browser, a_file(FLIGHT, PALACE)).text)
        assert {row["data-known"] for row in page.testids("import-entry")} == {"true"}
        assert not [box for box in page.all("input", name="chosen") if "checked" in box.attributes]
        answer = confirm(browser, page)
        assert answer.status_code == 422
        assert "Nothing is selected" in Page(answer.text).testids("form-error")[0].text
        assert len(exported(browser)) == 2

    def test_only_what_is_ticked_is_made(self, browser: httpx.Client) -> None:
        page = Page(upload(browser, a_file(FLIGHT, PALACE)).text)
        first = page.all("input", name="chosen")[0]["value"]
        assert confirm(browser, page, chosen=[first, "made up"]).status_code == 303
        assert len(exported(browser)) == 1

    def test_nothing_is_made_where_one_of_them_has_no_room(self, browser: httpx.Client) -> None:
        many = [f"SUMMARY:Stop {n}\r\nDTSTART;VALUE=DATE:{DAY}" for n in range(101)]
        answer = confirm(browser, Page(upload(browser, a_file(*many)).text))
        assert answer.status_code == 409
        assert exported(browser) == []

    @pytest.mark.parametrize("trip", ["00000000-0000-4000-8000-000000000000", "nonsense"])
    def test_a_strangers_trip_takes_nothing(self, browser: httpx.Client, trip: str) -> None:
        answer = confirm(browser, Page(upload(browser, a_file(FLIGHT)).text), trip=trip)
        assert answer.status_code == 404
        assert exported(browser) == []

    @pytest.mark.parametrize(
        ("data", "sentence"),
        [
            (b"", "We received no file"),
            (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "cannot read this file as a calendar"),
            (b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "nothing in this calendar"),
            (b"BEGIN:VCALENDAR\r\n" + b"x" * MOST_BYTES, "larger than 1 MB"),
        ],
    )
    def test_what_cannot_be_read_is_said_beside_the_form(
        self, browser: httpx.Client, data: bytes, sentence: str
    ) -> None:
        answer = upload(browser, data)
        assert answer.status_code == 422
        assert sentence in Page(answer.text).testids("form-error")[0].text

    def test_a_file_as_large_as_is_allowed_goes_both_ways(self, browser: httpx.Client) -> None:
        data = a_file(FLIGHT, "X-PADDING:" + "x" * (MOST_BYTES - 400))
        answer = confirm(browser, Page(upload(browser, data).text))
        assert answer.status_code == 303, answer.text[:300]

    @pytest.mark.parametrize("file", ["", "###", "궁", base64.b64encode(b"nonsense").decode()])
    def test_a_file_that_was_changed_on_its_way_is_refused(self, browser: httpx.Client, file: str) -> None:
        page = Page(upload(browser, a_file(FLIGHT)).text)
        assert confirm(browser, page, file=file).status_code == 422
        assert exported(browser) == []

    def test_another_site_cannot_send_one(self, browser: httpx.Client) -> None:
        page = Page(upload(browser, a_file(FLIGHT)).text)
        browser.headers["Origin"] = "https://elsewhere.example"
        assert upload(browser, a_file(FLIGHT)).status_code == 403
        assert confirm(browser, page).status_code == 403

    def test_nothing_in_a_file_becomes_part_of_the_page(self, browser: httpx.Client) -> None:
        nasty = f"SUMMARY:{NASTY}\r\nLOCATION:{NASTY}\r\nDESCRIPTION:{NASTY}\r\nDTSTART:{DAY}T100000Z"
        page = upload(browser, a_file(nasty, f"{nasty}\r\nSTATUS:CANCELLED"), trip=NASTY).text
        assert "<script>alert" not in page
