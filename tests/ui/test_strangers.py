"""Nobody gets in where they don't belong: every address that is posted to or holds something of one's own, tried by others.

A new address has to be put into one of these tables; until then a test fails.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

import httpx
import pytest

from tests.addresses import from_elsewhere
from tests.drawings import picture
from ui.sitemap import FORMS, LIVE_PAGES, READING_PAGES

PASSWORD = "four words of the owner"
PLACE = "changgyeonggung"
"""A place of which no other test reads what travellers leave at places."""
NOBODYS = "00000000-0000-0000-0000-000000000000"
_number = count(1)

FOR_EVERYBODY = {
    "/", "/places/{place_id}", "/about", "/privacy", "/login", "/register", "/register/email", "/auth/{provider}", "/auth/{provider}/callback",
    "/forgot", "/reset", "/verify", "/places/{place_id}/photos", "/fragments/home", "/fragments/places/{place_id}",
    "/places/{place_id}/google", "/places/{place_id}/google/{number}", "/located", "/fragments/places/{place_id}/google", "/fragments/located",
    "/t/{token}", "/t/{token}/card.png",
}  # fmt: skip
OWN_PAGES = {
    "/trips/new", "/trips/{trip_id}", "/join/{token}",
    "/schedule", "/fragments/schedule", "/schedule/entries/new", "/schedule/entries/{schedule_id}", "/schedule/print", "/mypage", "/mypage/likes", "/mypage/settings", "/mypage/data", "/mypage/avatar", "/mypage/export/{export_id}",
    "/mypage/export/{export_id}/download", "/schedule/export.ics", "/schedule/export.json",
}  # fmt: skip
WAYS_IN = {"/login", "/register", "/register/email", "/forgot", "/reset", "/verify"}
OWN_FORMS: dict[str, dict[str, str]] = {
    "/mypage/profile": {"display_name": "Mallory was here", "language": "ja", "scheme": "dark"},
    "/mypage/password": {"current_password": PASSWORD, "new_password": "mallory's own words", "password": "mallory's own words"},
    "/mypage/verification": {},
    "/mypage/devices/end-others": {},
    "/mypage/devices/{device_id}/end": {},
    "/mypage/tokens": {"name": "Mallory's"},
    "/mypage/tokens/{token_id}/revoke": {},
    "/mypage/feeds": {},
    "/mypage/feeds/{feed_id}/revoke": {},
    "/schedule/import": {},
    "/schedule/import/confirm": {"chosen": "x"},
    "/mypage/identities/{provider}/unlink": {},
    "/trips/new": {"title": "Mallory's", "starts_on": "2026-11-28", "ends_on": "2026-11-28"},
    "/trips/{trip_id}/change": {"title": "Mallory's", "starts_on": "2026-11-28", "ends_on": "2026-11-28", "version": "1"},
    "/trips/{trip_id}/invite": {"role": "editor", "days": "7"},
    "/trips/{trip_id}/share": {"days": ""},
    "/trips/{trip_id}/links/{link_id}/revoke": {},
    "/trips/{trip_id}/members/{user_id}/role": {"role": "reader"},
    "/trips/{trip_id}/members/{user_id}/remove": {},
    "/trips/{trip_id}/hand-over": {"user_id": NOBODYS},
    "/trips/{trip_id}/leave": {},
    "/trips/{trip_id}/delete": {},
    "/join/{token}": {},
    "/mypage/export": {},
    "/mypage/delete": {"password": PASSWORD},
    "/places/{place_id}/rating": {"stars": "1", "comment": "Mallory"},
    "/places/{place_id}/rating/remove": {},
    "/places/{place_id}/visited": {"visited": "false"},
    "/ratings/{rating_id}/report": {"reason": "x"},
    "/likes/carried": {"ids": PLACE},
    "/likes/{place_id}": {"liked": "false"},
    "/places/{place_id}/photos": {"consent": "true"},
    "/photos/{photo_id}/remove": {},
    "/photos/{photo_id}/report": {"reason": "x"},
    "/mypage/avatar": {},
    "/mypage/avatar/remove": {},
    "/t/{token}/copy": {},
    "/schedule/entries": {"date": "2027-03-10", "place_id": PLACE},
    "/schedule/entries/{schedule_id}": {"note": "Mallory was here"},
    "/schedule/entries/{schedule_id}/remove": {},
    "/schedule/fix": {"changes": "[]"},
    "/schedule/undo": {},
    "/schedule/redo": {},
    "/schedule/preview": {"date": "2027-03-10", "place_id": PLACE},
    "/schedule/optimise": {"date": "2027-03-10"},
}  # fmt: skip
OWN_CALLS: list[tuple[str, str, dict[str, Any] | None]] = [
    ("GET", "/v1/users/me", None),
    ("PATCH", "/v1/users/me", {"display_name": "Mallory"}),
    ("PATCH", "/v1/users/me/password", {"current_password": PASSWORD, "new_password": "mallory's own words"}),
    ("GET", "/v1/users/me/export", None),
    ("GET", "/v1/users/me/sessions", None),
    ("DELETE", "/v1/users/me/sessions", None),
    ("DELETE", "/v1/users/me/sessions/{session_id}", None),
    ("GET", "/v1/users/me/tokens", None),
    ("POST", "/v1/users/me/tokens", {"name": "x"}),
    ("DELETE", "/v1/users/me/tokens/{token_id}", None),
    ("GET", "/v1/feeds", None),
    ("POST", "/v1/feeds", {}),
    ("DELETE", "/v1/feeds/{feed_id}", None),
    ("GET", "/v1/likes", None),
    ("GET", "/v1/likes/{place_id}", None),
    ("POST", "/v1/likes/{place_id}", None),
    ("DELETE", "/v1/likes/{place_id}", None),
    ("GET", "/v1/schedules", None),
    ("POST", "/v1/schedules", {"date": "2026-12-01", "place_name": "Mallory was here"}),
    ("GET", "/v1/schedules/{schedule_id}", None),
    (
        "PUT",
        "/v1/schedules/{schedule_id}",
        {"date": "2026-12-01", "place_name": "Mallory was here", "version": 1},
    ),
    ("DELETE", "/v1/schedules/{schedule_id}", None),
    ("GET", "/v1/schedules/check", None),
    ("POST", "/v1/schedules/optimise", {"date": "2026-12-01"}),
    ("POST", "/v1/schedules/batch", {"changes": [{"op": "delete", "id": "{schedule_id}"}]}),
    ("GET", "/v1/trips", None),
    ("POST", "/v1/trips", {"title": "Mallory's", "starts_on": "2026-11-28", "ends_on": "2026-11-28"}),
    ("POST", "/v1/trips/join", {"token": "A" * 43}),
    ("GET", "/v1/trips/{trip_id}", None),
    ("PATCH", "/v1/trips/{trip_id}", {"title": "Mallory's", "version": 1}),
    ("DELETE", "/v1/trips/{trip_id}", None),
    ("POST", "/v1/trips/{trip_id}/owner", {"user_id": NOBODYS}),
    ("GET", "/v1/trips/{trip_id}/members", None),
    ("PATCH", "/v1/trips/{trip_id}/members/{user_id}", {"role": "reader"}),
    ("DELETE", "/v1/trips/{trip_id}/members/{user_id}", None),
    ("GET", "/v1/trips/{trip_id}/links", None),
    ("POST", "/v1/trips/{trip_id}/links", {"kind": "invitation", "role": "editor"}),
    ("DELETE", "/v1/trips/{trip_id}/links/{link_id}", None),
    ("POST", "/v1/auth/logout", None),
    ("DELETE", "/v1/users/me", {"password": PASSWORD}),
]


@dataclass
class Owner:
    """A traveller with something of every kind, and what its addresses are made of."""

    browser: httpx.Client
    email: str
    ids: dict[str, str]

    def all_there_is(self) -> str:
        """Everything that is kept, without when devices and tokens were last used."""
        token = _signed_in(self.browser, self.email)
        bearer = {"Authorization": f"Bearer {token['access_token']}"}
        answer = self.browser.get("/v1/users/me/export", headers=bearer)
        assert answer.status_code == 200
        self.browser.post("/v1/auth/logout", headers=bearer)
        kept = answer.json()
        for changing in ("exported_at", "devices", "exports"):
            kept.pop(changing, None)
        return re.sub(r'"(last_seen_at|last_used_at)": "[^"]*"', "", str(kept))

    def is_signed_in(self) -> bool:
        return self.browser.get("/mypage").status_code == 200


def newcomer(app_url: str, name: str) -> tuple[httpx.Client, str]:
    browser = httpx.Client(
        base_url=app_url, timeout=30, headers={"Origin": app_url, "Referer": f"{app_url}/"} | from_elsewhere()
    )
    email = f"{name}{next(_number)}@strangers.example"
    fields = {"email": email, "password": PASSWORD if name == "owner" else "the words of mallory"}
    assert browser.post("/register", data={**fields, "display_name": name.title()}).status_code == 303
    return browser, email


@pytest.fixture(scope="module")
def owner(app_url: str) -> Iterator[Owner]:
    browser, email = newcomer(app_url, "owner")
    browser.post(f"/likes/{PLACE}", data={"liked": "true"})
    browser.post(f"/places/{PLACE}/rating", data={"stars": "5", "comment": "Mine"})
    browser.post(f"/places/{PLACE}/visited", data={"visited": "true"})
    browser.post(f"/places/{PLACE}/photos", data={"consent": "true"}, files={"photo": ("a.jpg", picture())})
    browser.post("/mypage/avatar", files={"avatar": ("a.jpg", picture())})
    browser.post("/mypage/tokens", data={"name": "Mine"})
    trip = browser.post(
        "/trips/new", data={"title": "Mine", "starts_on": "2026-11-28", "ends_on": "2026-12-01"}
    )
    trip_id = _found(r"trip=([0-9a-f-]{36})", trip.headers["location"])
    browser.post(f"/trips/{trip_id}/invite", data={"role": "editor", "days": "7"})
    browser.post("/mypage/feeds")
    export = browser.post("/mypage/export").headers["location"]
    settings, place = browser.get("/mypage/settings").text, browser.get(f"/places/{PLACE}").text
    ids = {
        "place_id": PLACE,
        "provider": "google",
        "token": "A" * 43,
        "device_id": (session_id := _session_of(browser, email)),
        "session_id": session_id,
        "export_id": _found(r"/mypage/export/([0-9a-f-]{36})", export + settings),
        "feed_id": _found(r"/mypage/feeds/([0-9a-f-]{36})/revoke", settings),
        "token_id": _found(r"/mypage/tokens/([0-9a-f-]{36})/revoke", settings),
        "photo_id": _found(r"/photos/([0-9a-f-]{36})", place),
        "trip_id": trip_id,
        "link_id": _found(r"/links/([0-9a-f-]{36})/revoke", browser.get(f"/trips/{trip_id}").text),
        "user_id": NOBODYS,
        "rating_id": _rating_of(app_url, browser),
        "schedule_id": _schedule_of(browser, email),
    }
    yield Owner(browser, email, ids)
    browser.close()


@pytest.fixture
def mallory(app_url: str) -> Iterator[httpx.Client]:
    browser, _ = newcomer(app_url, "mallory")
    yield browser
    browser.close()


@pytest.fixture
def nobody(app_url: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=app_url, timeout=30, headers={"Origin": app_url} | from_elsewhere()) as client:
        yield client


def test_every_address_stands_in_a_table() -> None:
    settings_forms = set(READING_PAGES) & set(FORMS) - WAYS_IN
    assert (set(READING_PAGES) | set(LIVE_PAGES)) - settings_forms <= FOR_EVERYBODY | OWN_PAGES
    assert set(FORMS) == WAYS_IN | set(OWN_FORMS)


def test_every_call_of_v1_stands_in_a_table(nobody: httpx.Client) -> None:
    paths = nobody.get("/v1/openapi.json").json()["paths"]
    secured = {
        (method.upper(), path)
        for path, methods in paths.items()
        for method, operation in methods.items()
        if operation.get("security")
    }
    assert secured == {(method, path) for method, path, _ in OWN_CALLS}


@pytest.mark.parametrize("path", sorted(OWN_PAGES))
def test_a_page_of_ones_own_is_shown_to_nobody_else(
    owner: Owner, mallory: httpx.Client, nobody: httpx.Client, path: str
) -> None:
    address = path.format(**owner.ids)
    assert nobody.get(address).headers["location"].startswith("/login?next=")
    theirs = mallory.get(address)
    assert theirs.status_code in ({404} if "{" in path else {200})
    assert owner.email not in theirs.text


@pytest.mark.parametrize("path", sorted(OWN_FORMS))
def test_a_form_changes_nothing_of_anybody_else(
    owner: Owner, mallory: httpx.Client, nobody: httpx.Client, path: str
) -> None:
    before = owner.all_there_is()
    address = path.format(**owner.ids)
    for browser in (nobody, mallory):
        answer = browser.post(address, data=OWN_FORMS[path])
        assert answer.status_code in {200, 303, 401, 403, 404, 409, 422}
        if browser is nobody:
            assert answer.status_code in {303, 401}
            assert answer.status_code == 401 or answer.headers["location"].startswith("/login")
        assert owner.email not in answer.text
    assert owner.all_there_is() == before
    assert owner.is_signed_in()


@pytest.mark.parametrize(("method", "path", "body"), OWN_CALLS)
def test_a_call_changes_nothing_of_anybody_else(
    owner: Owner, app_url: str, nobody: httpx.Client, method: str, path: str, body: dict[str, Any] | None
) -> None:
    before = owner.all_there_is()
    fields = {
        "email": f"caller{next(_number)}@strangers.example",
        "password": "the words of mallory",
        "display_name": "M",
    }
    token = nobody.post("/v1/auth/register", json=fields).json()["access_token"]
    address = path.format(**owner.ids)
    refused = nobody.request(method, address, json=body)
    assert refused.status_code == 401
    cookie = {"Cookie": f"session={owner.browser.cookies['session']}"}
    assert nobody.request(method, address, json=body, headers=cookie).status_code == 401, (
        "a cookie is for pages"
    )
    answer = nobody.request(method, address, json=body, headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code in {200, 201, 204, 401, 403, 404, 422}
    if any(name in path for name in ("session_id", "token_id", "schedule_id", "trip_id", "feed_id")):
        assert answer.status_code == 404
    assert owner.email not in answer.text
    assert owner.all_there_is() == before
    assert owner.is_signed_in()


def _found(pattern: str, text: str) -> str:
    match = re.search(pattern, text)
    assert match, pattern
    return match[1]


def _session_of(browser: httpx.Client, email: str) -> str:
    signed_in = _signed_in(browser, email)
    bearer = {"Authorization": f"Bearer {signed_in['access_token']}"}
    devices = browser.get("/v1/users/me/sessions", headers=bearer).json()["items"]
    return next(device["id"] for device in devices if not device["current"])


def _rating_of(app_url: str, browser: httpx.Client) -> str:
    other, _ = newcomer(app_url, "reader")
    page = other.get(f"/places/{PLACE}").text
    other.close()
    return _found(r"/ratings/([0-9a-f-]{36})/report", page)


def _schedule_of(browser: httpx.Client, email: str) -> str:
    bearer = {"Authorization": f"Bearer {_signed_in(browser, email)['access_token']}"}
    entry = {"date": "2026-12-01", "place_name": "My own tea"}
    made = browser.post("/v1/schedules", json=entry, headers=bearer).json()
    browser.post("/v1/auth/logout", headers=bearer)
    return made["id"]


def _signed_in(browser: httpx.Client, email: str) -> dict[str, Any]:
    fields = {"email": email, "password": PASSWORD}
    return browser.post("/v1/auth/login", json=fields, headers=from_elsewhere()).json()
