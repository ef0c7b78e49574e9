"""Tokens of one's own for scripts: what they open, and what they do not."""

from uuid import UUID

import pytest

from tests.api.people import PASSWORD, People, SignedIn
from tests.problems import assert_problem

NOBODYS = "00000000-0000-0000-0000-000000000000"


def test_a_token_is_shown_once(minji: SignedIn) -> None:
    answer = minji.http.post("/v1/users/me/tokens", json={"name": "  My  backup "})
    assert answer.status_code == 201
    assert answer.headers["cache-control"] == "private, no-store"
    made = answer.json()
    assert made["token"].startswith("ffff_")
    assert (made["name"], made["last_used_at"]) == ("My backup", None)
    listed = minji.http.get("/v1/users/me/tokens")
    assert listed.json()["items"] == [{name: value for name, value in made.items() if name != "token"}]
    assert made["token"] not in listed.text


def test_a_token_reads_and_likes_and_its_use_is_noted(people: People, minji: SignedIn) -> None:
    script = people.somebody(minji.make_api_token()["token"])
    assert script.get("/v1/users/me").json() == minji.user
    assert script.post("/v1/likes/gyeongbokgung").status_code == 201
    assert [place["id"] for place in script.get("/v1/likes").json()["items"]] == ["gyeongbokgung"]
    assert script.delete("/v1/likes/gyeongbokgung").status_code == 204
    assert minji.http.get("/v1/users/me/tokens").json()["items"][0]["last_used_at"] is not None


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PATCH", "/v1/users/me", {"display_name": "Somebody else"}),
        (
            "PATCH",
            "/v1/users/me/password",
            {"current_password": PASSWORD, "new_password": "five other words"},
        ),
        ("POST", "/v1/users/me/tokens", {"name": "Another"}),
        ("DELETE", "/v1/users/me/tokens/{token}", None),
        ("DELETE", "/v1/users/me/sessions", None),
        ("DELETE", "/v1/users/me/sessions/{session}", None),
        ("POST", "/v1/auth/logout", None),
        ("DELETE", "/v1/users/me", {"password": PASSWORD}),
    ],
)
def test_a_token_cannot_touch_the_account_itself(
    people: People, minji: SignedIn, method: str, path: str, body: dict[str, str] | None
) -> None:
    made = minji.make_api_token()
    script = people.somebody(made["token"])
    address = path.format(token=made["id"], session=minji.session_id)
    assert_problem(script.request(method, address, json=body), 403, "needs_sign_in")
    assert minji.http.get("/v1/users/me").json() == minji.user
    assert [token["id"] for token in minji.http.get("/v1/users/me/tokens").json()["items"]] == [made["id"]]
    assert people.again(minji.email)


def test_a_revoked_token_is_refused_at_once(people: People, minji: SignedIn) -> None:
    made, other = minji.make_api_token("One"), minji.make_api_token("Two")
    answer = minji.http.delete(f"/v1/users/me/tokens/{made['id']}")
    assert (answer.status_code, answer.content) == (204, b"")
    assert_problem(people.somebody(made["token"]).get("/v1/likes"), 401, "invalid_token")
    assert people.somebody(other["token"]).get("/v1/likes").status_code == 200
    assert_problem(minji.http.delete(f"/v1/users/me/tokens/{made['id']}"), 404, "token_not_found")


def test_a_strangers_token_is_not_found_and_stays(
    people: People, minji: SignedIn, stranger: SignedIn
) -> None:
    theirs = stranger.make_api_token()
    for token_id in (theirs["id"], NOBODYS):
        assert_problem(minji.http.delete(f"/v1/users/me/tokens/{token_id}"), 404, "token_not_found")
    assert minji.http.get("/v1/users/me/tokens").json() == {"items": [], "next_cursor": None}
    assert people.somebody(theirs["token"]).get("/v1/users/me").json() == stranger.user


def test_a_token_that_differs_in_one_letter_is_none(people: People, minji: SignedIn) -> None:
    token = minji.make_api_token()["token"]
    for changed in (token[:-1], token + "x", token[:-1] + ("a" if token[-1] != "a" else "b"), token.upper()):
        assert_problem(people.somebody(changed).get("/v1/users/me"), 401, "invalid_token")


def test_there_are_twenty_tokens_at_most(minji: SignedIn) -> None:
    made = [minji.make_api_token(f"Number {number}") for number in range(20)]
    assert len({UUID(token["id"]) for token in made}) == 20
    answer = minji.http.post("/v1/users/me/tokens", json={"name": "One more"})
    assert_problem(answer, 409, "too_many_tokens")
    listed = minji.http.get("/v1/users/me/tokens").json()["items"]
    assert [token["name"] for token in listed] == [token["name"] for token in made]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "\0\u202e"}, "name"),
        ({"name": "n" * 61}, "name"),
        ({"name": "n" * 301}, "name"),
        ({"name": None}, "name"),
        ({}, "name"),
        ({"name": "x", "scopes": ["all"]}, "scopes"),
    ],
)
def test_a_refusal_names_the_field(minji: SignedIn, body: dict[str, object], field: str) -> None:
    problem = assert_problem(minji.http.post("/v1/users/me/tokens", json=body), 422)
    assert [error["field"] for error in problem["errors"]] == [field]
