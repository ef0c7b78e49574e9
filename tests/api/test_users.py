"""One's account in /v1: profile, password, devices."""

import httpx
import pytest

from models.language import Language
from services.accounts import WrongPassword
from services.i18n import translator
from tests.api.people import PASSWORD, People, SignedIn, registration
from tests.problems import assert_problem

USER = {"id", "email", "email_verified", "has_password", "display_name", "lang", "created_at"}
NOBODYS = "00000000-0000-0000-0000-000000000000"
PERSONAL = [
    "/v1/users/me",
    "/v1/users/me/sessions",
    "/v1/users/me/tokens",
    "/v1/likes",
    "/v1/likes/gyeongbokgung",
]


class TestProfile:
    def test_one_sees_ones_own(self, minji: SignedIn) -> None:
        user = minji.http.get("/v1/users/me").json()
        assert set(user) == USER
        assert user == minji.user

    def test_name_and_language_change_together_or_alone(self, minji: SignedIn) -> None:
        changed = minji.http.patch("/v1/users/me", json={"display_name": " 박  지민 ", "lang": "ja"}).json()
        assert changed == {**minji.user, "display_name": "박 지민", "lang": "ja"}
        assert minji.http.patch("/v1/users/me", json={"lang": "ko"}).json() == {**changed, "lang": "ko"}
        assert minji.http.patch("/v1/users/me", json={}).json() == {**changed, "lang": "ko"}
        assert minji.http.get("/v1/users/me").json() == {**changed, "lang": "ko"}

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"display_name": ""}, "display_name"),
            ({"display_name": "\0"}, "display_name"),
            ({"display_name": "n" * 61}, "display_name"),
            ({"display_name": "n" * 301}, "display_name"),
            ({"display_name": ["n"]}, "display_name"),
            ({"lang": "fr"}, "lang"),
            ({"email": "other@example.com"}, "email"),
            ({"is_demo": True}, "is_demo"),
            ({"email_verified": True}, "email_verified"),
            ({"id": NOBODYS}, "id"),
        ],
    )
    def test_what_cannot_be_changed_so_is_refused_by_its_name(
        self, minji: SignedIn, change: dict[str, object], field: str
    ) -> None:
        problem = assert_problem(minji.http.patch("/v1/users/me", json={"lang": "ja", **change}), 422)
        assert [error["field"] for error in problem["errors"]] == [field]
        assert minji.http.get("/v1/users/me").json() == minji.user


class TestLanguage:
    def test_problems_speak_the_language_of_the_account(self, people: People) -> None:
        minji = people.newcomer(lang="ko")
        for asked, spoken in (
            ({}, Language.KO),
            ({"headers": {"Accept-Language": "ja"}}, Language.KO),
            ({"params": {"lang": "ja"}}, Language.JA),
            ({"params": {"lang": "fr"}}, Language.KO),
        ):
            answer = minji.http.delete(f"/v1/users/me/sessions/{NOBODYS}", **asked)
            expected = translator(spoken)("This device is no longer signed in.")
            assert answer.json()["detail"] == expected
            refused = minji.http.patch("/v1/users/me", json={"display_name": 1}, **asked)
            assert refused.json()["title"] == translator(spoken)("We cannot read that")

    def test_who_shows_no_valid_token_is_spoken_to_as_they_ask(self, people: People) -> None:
        answer = people.somebody("x", **{"Accept-Language": "ja"}).get("/v1/users/me")
        assert answer.json()["title"] == translator(Language.JA)("Sign in first")

    def test_a_token_for_scripts_speaks_the_language_of_its_account(self, people: People) -> None:
        token = people.newcomer(lang="zh-Hant").make_api_token()["token"]
        answer = people.somebody(token).get("/v1/likes/atlantis")
        assert answer.json()["title"] == translator(Language.ZH_HANT)("Not found")


class TestPassword:
    def test_a_new_password_leaves_this_device_and_ends_everything_else(
        self, people: People, minji: SignedIn
    ) -> None:
        other, script = people.again(minji.email), people.somebody(minji.make_api_token()["token"])
        answer = change_password(minji, PASSWORD, "five other words of mine")
        assert (answer.status_code, answer.content) == (204, b"")
        assert minji.http.get("/v1/users/me").status_code == 200
        body = {"refresh_token": minji.refresh_token}
        assert people.somebody().post("/v1/auth/refresh", json=body).status_code == 200
        for ended in (other.http, script):
            assert_problem(ended.get("/v1/users/me"), 401, "invalid_token")
        body = {"refresh_token": other.refresh_token}
        assert_problem(people.somebody().post("/v1/auth/refresh", json=body), 401, "invalid_token")
        body = {"email": minji.email, "password": PASSWORD}
        assert_problem(people.somebody().post("/v1/auth/login", json=body), 401, "invalid_credentials")
        assert people.again(minji.email, "five other words of mine").user == minji.user

    def test_without_the_present_password_nothing_changes(self, people: People, minji: SignedIn) -> None:
        problem = assert_problem(
            change_password(minji, "not my password", "five other words of mine"), 422, "wrong_password"
        )
        assert [error["field"] for error in problem["errors"]] == ["current_password"]
        assert problem["detail"] == WrongPassword.message
        assert people.again(minji.email).user == minji.user

    @pytest.mark.parametrize("password", ["short", "password1", "가" * 25, "nul\0inside it"])
    def test_a_weak_one_is_refused_by_the_name_of_its_field(self, minji: SignedIn, password: str) -> None:
        problem = assert_problem(change_password(minji, PASSWORD, password), 422, "weak_password")
        assert [error["field"] for error in problem["errors"]] == ["new_password"]

    def test_guessing_the_present_password_is_stopped(self, people: People, minji: SignedIn) -> None:
        for guess in range(10):
            answer = change_password(minji, f"guess number {guess}", "five other words of mine")
            assert answer.status_code == 422
        answer = change_password(minji, PASSWORD, "five other words of mine")
        assert_problem(answer, 429, "too_many_requests")
        assert int(answer.headers["retry-after"]) > 0
        assert people.again(minji.email).user == minji.user


class TestDevices:
    def test_the_list_begins_with_this_device_and_tells_what_the_others_call_themselves(
        self, people: People
    ) -> None:
        fields = registration()
        phone = people.somebody(**{"User-Agent": "Phone\t<b>1</b> " + "x" * 300})
        phone.post("/v1/auth/register", json=fields)
        minji = people.again(fields["email"])
        here, there = minji.http.get("/v1/users/me/sessions").json()["items"]
        assert (here["current"], there["current"]) == (True, False)
        assert here["kind"] == there["kind"] == "api"
        assert there["device"].startswith("Phone<b>1</b> xxx")
        assert len(there["device"]) == 200
        assert set(here) == {"id", "kind", "device", "created_at", "last_seen_at", "current"}

    def test_one_device_is_ended_from_another(self, people: People, minji: SignedIn) -> None:
        other = people.again(minji.email)
        answer = minji.http.delete(f"/v1/users/me/sessions/{other.session_id}")
        assert (answer.status_code, answer.content) == (204, b"")
        assert_problem(other.http.get("/v1/users/me"), 401, "invalid_token")
        assert len(minji.http.get("/v1/users/me/sessions").json()["items"]) == 1

    def test_a_browser_is_ended_too(self, people: People, minji: SignedIn) -> None:
        browser = people.somebody()
        origin = str(browser.base_url).rstrip("/")
        form = {"email": minji.email, "password": PASSWORD, "next": "/"}
        assert browser.post("/login", data=form, headers={"Origin": origin}).status_code == 303
        assert browser.get("/login").status_code == 303, "who is signed in goes on"
        devices = minji.http.get("/v1/users/me/sessions").json()["items"]
        page = next(device for device in devices if device["kind"] == "page")
        assert minji.http.delete(f"/v1/users/me/sessions/{page['id']}").status_code == 204
        assert browser.get("/login").status_code == 200

    def test_all_others_are_ended_at_once(self, people: People, minji: SignedIn, stranger: SignedIn) -> None:
        others = [people.again(minji.email) for _ in range(3)]
        assert minji.http.delete("/v1/users/me/sessions").status_code == 204
        for other in others:
            assert_problem(other.http.get("/v1/users/me"), 401, "invalid_token")
        assert minji.http.get("/v1/users/me").status_code == 200
        assert stranger.http.get("/v1/users/me").status_code == 200

    def test_ending_this_very_device_signs_out(self, minji: SignedIn) -> None:
        assert minji.http.delete(f"/v1/users/me/sessions/{minji.session_id}").status_code == 204
        assert_problem(minji.http.get("/v1/users/me"), 401, "invalid_token")

    def test_a_strangers_device_is_not_found_and_stays(self, minji: SignedIn, stranger: SignedIn) -> None:
        theirs = stranger.session_id
        for session_id in (theirs, NOBODYS):
            answer = minji.http.delete(f"/v1/users/me/sessions/{session_id}")
            assert_problem(answer, 404, "device_not_found")
        assert theirs not in minji.http.get("/v1/users/me/sessions").text
        assert stranger.http.get("/v1/users/me").status_code == 200

    @pytest.mark.parametrize("session_id", ["x", "%00", "1", NOBODYS + "0", "x" * 5000, "%ff"])
    def test_what_is_no_id_is_refused(self, minji: SignedIn, session_id: str) -> None:
        assert_problem(minji.http.delete(f"/v1/users/me/sessions/{session_id}"), {404, 422})


class TestKeepingToOneself:
    @pytest.mark.parametrize("path", PERSONAL)
    def test_what_is_personal_may_be_kept_by_nobody_and_still_has_an_etag(
        self, minji: SignedIn, path: str
    ) -> None:
        first = minji.http.get(path)
        assert first.status_code == 200
        assert first.headers["cache-control"] == "private, no-store"
        again = minji.http.get(path, headers={"If-None-Match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["cache-control"] == "private, no-store"
        assert minji.http.head(path).headers["cache-control"] == "private, no-store"

    @pytest.mark.parametrize("path", PERSONAL)
    def test_what_one_was_told_is_told_to_nobody_else(
        self, people: People, minji: SignedIn, stranger: SignedIn, path: str
    ) -> None:
        minji.http.post("/v1/likes/gyeongbokgung")
        mine = minji.http.get(path)
        assert_problem(people.somebody().get(path), 401, "sign_in_needed")
        etag = {"If-None-Match": mine.headers["etag"]}
        assert_problem(people.somebody().get(path, headers=etag), 401)
        assert stranger.http.get(path).text != mine.text or path == "/v1/users/me/tokens"
        assert nonce(minji.http.get(path)) != nonce(mine), "and it is never repeated from memory"


def change_password(of: SignedIn, current: str, new: str) -> httpx.Response:
    body = {"current_password": current, "new_password": new}
    return of.http.patch("/v1/users/me/password", json=body)


def nonce(answer: httpx.Response) -> str:
    return answer.headers["content-security-policy"].partition("'nonce-")[2][:16]
