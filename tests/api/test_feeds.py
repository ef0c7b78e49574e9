"""Live calendars in /v1, and read by their secret addresses."""

import httpx
import pytest
from icalendar import Calendar

from services.platform import now_in_seoul
from tests.addresses import from_elsewhere
from tests.api.people import SignedIn
from tests.nasty_values import NASTY
from tests.problems import assert_problem


@pytest.fixture
def url(minji: SignedIn) -> str:
    """The address of Minji's calendar, in which one entry stands."""
    entry = {
        "date": str(now_in_seoul().date()),
        "place_id": "gyeongbokgung",
        "start_time": "09:30",
        "note": "Hanbok",
    }
    assert minji.http.post("/v1/schedules", json=entry).status_code == 201
    return minji.http.post("/v1/feeds", json={}).json()["url"]


def read(url: str, **headers: str) -> httpx.Response:
    """Read as a calendar program does, which has no session."""
    return httpx.get(url, headers=from_elsewhere() | headers, timeout=30)


def test_whoever_knows_the_address_reads_the_calendar(url: str) -> None:
    answer = read(url)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    assert answer.headers["cache-control"].startswith("private")
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert event["SUMMARY"] == "Gyeongbokgung Palace (경복궁)"
    assert event["COMMENT"] == "Hanbok"
    assert event["URL"].startswith(url.partition("/calendar/")[0] + "/schedule?view=day&date=")


def test_head_has_the_headers_and_no_body(url: str) -> None:
    answer = httpx.head(url, headers=from_elsewhere() | {"Accept-Encoding": "identity"}, timeout=30)
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"


def test_what_has_not_changed_is_not_sent_again(minji: SignedIn, url: str) -> None:
    etag = read(url).headers["etag"]
    for encoding in ("gzip", "identity"):
        same = read(url, **{"If-None-Match": etag, "Accept-Encoding": encoding})
        assert (same.status_code, same.content, same.headers["etag"]) == (304, b"", etag)
    minji.http.post("/v1/schedules", json={"date": str(now_in_seoul().date()), "place_name": "Lunch"})
    changed = read(url, **{"If-None-Match": etag})
    assert changed.status_code == 200
    assert changed.headers["etag"] != etag


def test_a_new_address_ends_the_old_one_and_a_revoked_one_is_gone(minji: SignedIn, url: str) -> None:
    made = minji.http.post("/v1/feeds", json={"trip_id": None})
    assert made.status_code == 201
    assert_problem(read(url), 404, "feed_not_found")
    assert read(made.json()["url"]).status_code == 200
    assert minji.http.get("/v1/feeds").json() == {"items": [made.json()], "next_cursor": None}
    assert minji.http.delete(f"/v1/feeds/{made.json()['id']}").status_code == 204
    assert_problem(read(made.json()["url"]), 404, "feed_not_found")
    assert_problem(minji.http.delete(f"/v1/feeds/{made.json()['id']}"), 404, "feed_not_found")
    assert minji.http.get("/v1/feeds").json()["items"] == []


def test_nobody_elses_feed_is_seen_or_revoked(minji: SignedIn, stranger: SignedIn, url: str) -> None:
    feed = minji.http.get("/v1/feeds").json()["items"][0]
    assert stranger.http.get("/v1/feeds").json()["items"] == []
    assert_problem(stranger.http.delete(f"/v1/feeds/{feed['id']}"), 404, "feed_not_found")
    assert read(url).status_code == 200


def test_a_strangers_trip_has_no_feed(stranger: SignedIn) -> None:
    answer = stranger.http.post("/v1/feeds", json={"trip_id": "00000000-0000-0000-0000-000000000001"})
    assert_problem(answer, 404, "trip_not_found")


def test_a_token_for_scripts_makes_no_secret_addresses(minji: SignedIn) -> None:
    script = {"Authorization": f"Bearer {minji.make_api_token()['token']}"}
    for method in ("GET", "POST"):
        answer = minji.http.request(method, "/v1/feeds", json={}, headers=script)
        assert_problem(answer, 403, "needs_sign_in")


@pytest.mark.parametrize("name", NASTY)
def test_a_token_that_was_not_made_here_leads_nowhere(http: httpx.Client, name: str) -> None:
    token = httpx.QueryParams({"t": NASTY[name]}) if "\udc80" not in NASTY[name] else "t=%80"
    answer = http.get(f"/calendar/{str(token)[2:]}.ics", headers=from_elsewhere())
    assert answer.status_code in {404, 422}
    assert "DTSTART" not in answer.text
