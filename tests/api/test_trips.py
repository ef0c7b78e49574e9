"""Trips in /v1: made, changed by those who may, shared by links, left and handed over."""

from typing import Any

import httpx
import pytest

from tests.api.people import People, SignedIn
from tests.nasty_values import NASTY
from tests.problems import assert_problem

NOBODYS = "00000000-0000-0000-0000-000000000000"
AUTUMN = {"title": "Autumn", "starts_on": "2026-11-28", "ends_on": "2026-12-01"}


@pytest.fixture
def trip(minji: SignedIn) -> dict[str, Any]:
    """A trip of Minji's."""
    return made(minji)


@pytest.fixture
def editor(people: People, minji: SignedIn, trip: dict[str, Any]) -> SignedIn:
    return joined(people, minji, trip, "editor")


@pytest.fixture
def reader(people: People, minji: SignedIn, trip: dict[str, Any]) -> SignedIn:
    return joined(people, minji, trip, "reader")


def made(somebody: SignedIn, **fields: str) -> dict[str, Any]:
    answer = somebody.http.post("/v1/trips", json=AUTUMN | fields)
    assert answer.status_code == 201, answer.text
    return answer.json()


def link(somebody: SignedIn, trip: dict[str, Any], **fields: Any) -> dict[str, Any]:
    answer = somebody.http.post(f"/v1/trips/{trip['id']}/links", json=fields)
    assert answer.status_code == 201, answer.text
    return answer.json()


def joined(people: People, owner: SignedIn, trip: dict[str, Any], role: str) -> SignedIn:
    newcomer = people.newcomer()
    token = link(owner, trip, kind="invitation", role=role)["token"]
    answer = newcomer.http.post("/v1/trips/join", json={"token": token})
    assert (answer.status_code, answer.json()["role"]) == (200, role)
    return newcomer


def patch(somebody: SignedIn, trip: dict[str, Any], **fields: Any) -> httpx.Response:
    return somebody.http.patch(f"/v1/trips/{trip['id']}", json=fields)


class TestOnesOwn:
    def test_a_trip_is_made_read_listed_and_deleted(self, minji: SignedIn, trip: dict[str, Any]) -> None:
        own = {"user_id": minji.user["id"], "display_name": minji.user["display_name"]}
        owner = own | {"role": "owner", "joined_at": None}
        summary = AUTUMN | {"id": trip["id"], "version": 1, "role": "owner", "people": 1}
        assert trip == summary | {"owner": owner, "members": []}
        address = f"/v1/trips/{trip['id']}"
        assert minji.http.get(address).json() == trip
        assert minji.http.get("/v1/trips").json() == {"items": [summary], "next_cursor": None}
        assert minji.http.delete(address).status_code == 204
        assert_problem(minji.http.get(address), 404, "trip_not_found")
        assert minji.http.get("/v1/trips").json()["items"] == []

    def test_what_has_not_changed_is_not_sent_again(self, minji: SignedIn, trip: dict[str, Any]) -> None:
        for path in ("/v1/trips", f"/v1/trips/{trip['id']}", f"/v1/trips/{trip['id']}/members"):
            first = minji.http.get(path)
            assert first.headers["cache-control"] == "private, no-store"
            etag = {"If-None-Match": first.headers["etag"]}
            assert minji.http.get(path, headers=etag).status_code == 304
        patch(minji, trip, version=1, title="Winter")
        assert minji.http.get(f"/v1/trips/{trip['id']}", headers=etag).status_code == 200

    def test_the_list_can_be_narrowed_to_days_fields_and_pages(self, minji: SignedIn) -> None:
        for day in (1, 2, 3, 4):
            made(minji, title=str(day), starts_on=f"2026-05-0{day}", ends_on=f"2026-05-0{day}")
        found = minji.http.get("/v1/trips?from=2026-05-02&to=2026-05-03&fields=title,people").json()
        assert found["items"] == [{"title": "3", "people": 1}, {"title": "2", "people": 1}]
        first = minji.http.get("/v1/trips?limit=3").json()
        second = minji.http.get("/v1/trips", params={"limit": 3, "cursor": first["next_cursor"]}).json()
        assert [one["title"] for one in first["items"] + second["items"]] == ["4", "3", "2", "1"]
        assert second["next_cursor"] is None

    @pytest.mark.parametrize(
        ("fields", "field"),
        [
            ({"title": ""}, "title"),
            ({"title": "\u200b"}, "title"),
            ({"title": "x" * 101}, "title"),
            ({"title": None}, "title"),
            ({"ends_on": "2026-11-27"}, "ends_on"),
            ({"starts_on": "1969-12-31"}, "starts_on"),
            ({"ends_on": "2101-01-01"}, "ends_on"),
            ({"starts_on": "2026-11-31"}, "starts_on"),
            ({"starts_on": "2026-11-28T00:00:00"}, "starts_on"),
            ({"starts_on": "2026-11-28T00:00:00Z"}, "starts_on"),
            ({"starts_on": 1795824000}, "starts_on"),
            ({"starts_on": "1795824000"}, "starts_on"),
            ({"starts_on": "28.11.2026"}, "starts_on"),
            ({"starts_on": ""}, "starts_on"),
            ({"user_id": NOBODYS}, "user_id"),
        ],
    )
    def test_a_refusal_names_the_field_and_nothing_is_made(
        self, minji: SignedIn, fields: dict[str, Any], field: str
    ) -> None:
        problem = assert_problem(minji.http.post("/v1/trips", json=AUTUMN | fields), 422)
        assert [error["field"] for error in problem["errors"]] == [field]
        assert minji.http.get("/v1/trips").json()["items"] == []


class TestChanging:
    def test_only_what_is_given_changes(self, minji: SignedIn, trip: dict[str, Any]) -> None:
        answer = patch(minji, trip, version=1, title="  겨울 \n 여행 ")
        assert (answer.status_code, answer.json()) == (200, trip | {"title": "겨울 여행", "version": 2})

    def test_the_version_may_stand_in_a_header(self, minji: SignedIn, trip: dict[str, Any]) -> None:
        address, change = f"/v1/trips/{trip['id']}", {"title": "Winter"}
        answer = minji.http.patch(address, json=change, headers={"If-Match": '"1"'})
        assert (answer.status_code, answer.json()["version"]) == (200, 2)
        answer = minji.http.patch(address, json=change, headers={"If-Match": '"1"'})
        assert_problem(answer, 412, "version_conflict")
        for header in ({}, {"If-Match": "*"}, {"If-Match": "x"}, {"If-Match": ""}):
            problem = assert_problem(
                minji.http.patch(address, json=change, headers=header), 422, "version_needed"
            )
            assert [error["field"] for error in problem["errors"]] == ["version"]

    def test_a_conflict_carries_how_the_trip_stands(
        self, minji: SignedIn, editor: SignedIn, trip: dict[str, Any]
    ) -> None:
        assert patch(editor, trip, version=1, ends_on="2026-12-02").status_code == 200
        problem = assert_problem(patch(minji, trip, version=1, title="Winter"), 412, "version_conflict")
        assert problem["current"] == minji.http.get(f"/v1/trips/{trip['id']}").json()
        assert (problem["current"]["title"], problem["current"]["ends_on"]) == ("Autumn", "2026-12-02")

    def test_a_reader_is_told_to_ask_for_more(self, reader: SignedIn, trip: dict[str, Any]) -> None:
        assert_problem(patch(reader, trip, version=1, title="Mine"), 403, "may_only_read")
        assert_problem(reader.http.get(f"/v1/trips/{trip['id']}/links"), 403, "may_only_read")
        assert_problem(reader.http.delete(f"/v1/trips/{trip['id']}"), 403, "not_the_owner")

    def test_nonsense_changes_nothing(self, minji: SignedIn, trip: dict[str, Any]) -> None:
        for value in NASTY.values():
            fields = {"version": 1, "starts_on": value.encode("utf-8", "replace").decode()}
            assert_problem(patch(minji, trip, **fields), 422)
        assert_problem(patch(minji, trip, version=1, color="red"), 422, "invalid")
        assert minji.http.get(f"/v1/trips/{trip['id']}").json() == trip


class TestMembers:
    def test_an_invitation_leads_in_and_everybody_sees_everybody(
        self, minji: SignedIn, reader: SignedIn, editor: SignedIn, trip: dict[str, Any]
    ) -> None:
        address = f"/v1/trips/{trip['id']}/members"
        listed = minji.http.get(address).json()
        assert [one["role"] for one in listed["items"]] == ["owner", "reader", "editor"]
        assert reader.http.get(address).json() == editor.http.get(address).json() == listed
        assert all(one.email not in str(listed) for one in (minji, reader, editor))
        assert reader.http.get("/v1/trips").json()["items"][0]["people"] == 3

    def test_the_owner_changes_roles_and_removes(
        self, minji: SignedIn, reader: SignedIn, editor: SignedIn, trip: dict[str, Any]
    ) -> None:
        address = f"/v1/trips/{trip['id']}/members"
        theirs = f"{address}/{reader.user['id']}"
        assert_problem(editor.http.patch(theirs, json={"role": "editor"}), 403, "not_the_owner")
        answer = minji.http.patch(theirs, json={"role": "editor"})
        assert (answer.status_code, answer.json()["role"]) == (200, "editor")
        assert_problem(minji.http.patch(theirs, json={"role": "owner"}), 422, "invalid")
        assert_problem(editor.http.delete(theirs), 403, "not_the_owner")
        assert minji.http.delete(theirs).status_code == 204
        assert_problem(minji.http.delete(theirs), 404, "member_not_found")
        assert_problem(reader.http.get(f"/v1/trips/{trip['id']}"), 404, "trip_not_found")

    def test_with_ones_own_id_one_leaves(
        self, minji: SignedIn, reader: SignedIn, trip: dict[str, Any]
    ) -> None:
        address = f"/v1/trips/{trip['id']}/members"
        assert reader.http.delete(f"{address}/{reader.user['id']}").status_code == 204
        assert reader.http.get("/v1/trips").json()["items"] == []
        assert_problem(minji.http.delete(f"{address}/{minji.user['id']}"), 409, "owner_stays")

    def test_a_trip_is_handed_over_to_an_editor(
        self, minji: SignedIn, reader: SignedIn, editor: SignedIn, trip: dict[str, Any]
    ) -> None:
        address = f"/v1/trips/{trip['id']}/owner"
        to_reader, to_editor = {"user_id": reader.user["id"]}, {"user_id": editor.user["id"]}
        assert_problem(editor.http.post(address, json=to_editor), 403, "not_the_owner")
        assert_problem(minji.http.post(address, json=to_reader), 409, "needs_an_editor")
        assert_problem(minji.http.post(address, json={"user_id": NOBODYS}), 404, "member_not_found")
        answer = minji.http.post(address, json=to_editor)
        assert (answer.status_code, answer.json()["role"]) == (200, "editor")
        assert editor.http.get(f"/v1/trips/{trip['id']}").json()["role"] == "owner"


class TestLinks:
    def test_links_are_listed_until_they_are_revoked(
        self, app_url: str, minji: SignedIn, trip: dict[str, Any]
    ) -> None:
        invitation = link(minji, trip, kind="invitation", role="editor", days=3)
        share = link(minji, trip, kind="share", with_notes=True)
        assert invitation["url"] == f"{app_url}/join/{invitation['token']}"
        assert share["url"] == f"{app_url}/t/{share['token']}"
        assert (share["role"], share["expires_at"], share["with_notes"]) == (None, None, True)
        address = f"/v1/trips/{trip['id']}/links"
        assert minji.http.get(address).json() == {"items": [share, invitation], "next_cursor": None}
        assert minji.http.delete(f"{address}/{share['id']}").status_code == 204
        assert_problem(minji.http.delete(f"{address}/{share['id']}"), 404, "link_not_found")
        assert minji.http.get(address).json()["items"] == [invitation]

    def test_a_revoked_invitation_or_a_share_lets_nobody_in(
        self, minji: SignedIn, stranger: SignedIn, trip: dict[str, Any]
    ) -> None:
        invitation = link(minji, trip, kind="invitation")
        minji.http.delete(f"/v1/trips/{trip['id']}/links/{invitation['id']}")
        for token in (invitation["token"], link(minji, trip, kind="share")["token"], "", "x", "\ud55c" * 43):
            answer = stranger.http.post("/v1/trips/join", json={"token": token})
            assert_problem(answer, 404, "link_not_found")
        assert stranger.http.get("/v1/trips").json()["items"] == []

    @pytest.mark.parametrize(
        "fields",
        [
            {},
            {"kind": "key"},
            {"kind": "invitation", "role": "owner"},
            {"kind": "invitation", "days": None},
            {"kind": "invitation", "with_notes": True},
            {"kind": "share", "role": "reader"},
            {"kind": "share", "days": 0},
            {"kind": "share", "days": 366},
        ],
    )
    def test_a_link_that_makes_no_sense_is_refused(
        self, minji: SignedIn, trip: dict[str, Any], fields: dict[str, Any]
    ) -> None:
        address = f"/v1/trips/{trip['id']}/links"
        assert_problem(minji.http.post(address, json=fields), 422, "invalid")
        assert minji.http.get(address).json()["items"] == []


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "", None),
        ("PATCH", "", {"version": 1, "title": "Mine"}),
        ("DELETE", "", None),
        ("POST", "/owner", {"user_id": NOBODYS}),
        ("GET", "/members", None),
        ("PATCH", "/members/{user}", {"role": "reader"}),
        ("DELETE", "/members/{user}", None),
        ("GET", "/links", None),
        ("POST", "/links", {"kind": "share"}),
        ("DELETE", f"/links/{NOBODYS}", None),
    ],
)
def test_a_stranger_finds_nothing(
    minji: SignedIn,
    stranger: SignedIn,
    trip: dict[str, Any],
    method: str,
    path: str,
    body: dict[str, Any] | None,
) -> None:
    path = path.format(user=minji.user["id"])
    for trip_id in (trip["id"], NOBODYS):
        answer = stranger.http.request(method, f"/v1/trips/{trip_id}{path}", json=body)
        assert_problem(answer, 404, "trip_not_found")
    assert_problem(stranger.http.request(method, f"/v1/trips/none{path}", json=body), 422, "invalid")
    assert minji.http.get(f"/v1/trips/{trip['id']}").json() == trip
