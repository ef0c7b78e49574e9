"""Into an account of /v1 and out of it, and what nobody gets in with."""

import base64
import hmac
import json
import logging
import time
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import httpx
import pytest
import time_machine
from joserfc import jwt
from joserfc.jwk import RSAKey

from models.language import Language
from services.accounts import InvalidCredentials
from services.i18n import translator
from tests.api.people import PASSWORD, People, SignedIn, new_email, registration
from tests.heard_log import HeardLog
from tests.nasty_values import NASTY
from tests.problems import assert_problem

KEPT_BY_NOBODY = "private, no-store"
HANGUL_OF_72_BYTES = "가나다라마바사아자차카타파하거너더러머버서어저처"
ANSWER = {"user", "access_token", "token_type", "expires_in", "refresh_token"}


class TestRegistering:
    def test_who_registers_is_signed_in(self, people: People) -> None:
        fields = registration(display_name="  김  민지 ")
        answer = people.somebody().post("/v1/auth/register", json=fields)
        assert answer.status_code == 201
        assert answer.headers["cache-control"] == KEPT_BY_NOBODY
        given = answer.json()
        assert set(given) == ANSWER
        assert (given["token_type"], given["expires_in"]) == ("Bearer", 900)
        assert given["user"]["email"] == fields["email"]
        assert given["user"]["display_name"] == "김 민지"
        assert given["user"]["email_verified"] is False
        assert people.somebody(given["access_token"]).get("/v1/users/me").json() == given["user"]

    def test_an_address_in_other_case_is_the_same_account(self, people: People) -> None:
        email = new_email()
        minji = people.newcomer(email=email)
        problem = assert_problem(
            people.somebody().post("/v1/auth/register", json=registration(email=email.upper())),
            409,
            "email_taken",
        )
        assert fields_of(problem) == ["email"]
        assert people.again(email.upper()).user["id"] == minji.user["id"]

    @pytest.mark.parametrize(
        ("spoken", "language"),
        [
            ({"json": {"lang": "ja"}, "headers": {"Accept-Language": "ko"}}, "ja"),
            ({"params": {"lang": "zh-Hans"}, "headers": {"Accept-Language": "ko"}}, "zh-Hans"),
            ({"params": {"lang": "*"}}, "en"),
            ({"headers": {"Accept-Language": "ko"}}, "ko"),
            ({}, "en"),
        ],
    )
    def test_the_account_speaks_the_language_of_the_request(
        self, people: People, spoken: dict[str, Any], language: str
    ) -> None:
        spoken = {**spoken, "json": {**registration(), **spoken.get("json", {})}}
        answer = people.somebody().post("/v1/auth/register", **spoken)
        assert answer.json()["user"]["lang"] == language

    @pytest.mark.parametrize(
        "password",
        [
            "seven77", "password", "PassWord1", "12345678", "aaaaaaaaaaaa", "iloveyou", HANGUL_OF_72_BYTES + "a", "a" * 73,
            "b" * 40 + "c" * 40, "nul\0inside it", "👩‍👩‍👧‍👦" * 3,
        ],
    )  # fmt: skip
    def test_a_weak_password_is_refused_with_its_reason(self, people: People, password: str) -> None:
        fields = registration(password=password)
        problem = assert_problem(
            people.somebody().post("/v1/auth/register", json=fields), 422, "weak_password"
        )
        assert fields_of(problem) == ["password"]
        assert problem["errors"][0]["message"] == problem["detail"]

    def test_ones_own_name_and_address_are_no_passwords(self, people: People) -> None:
        fields = registration(display_name="Wanderlust")
        for password in (fields["email"], fields["email"].upper(), "wanderlust"):
            body = {**fields, "password": password}
            assert_problem(people.somebody().post("/v1/auth/register", json=body), 422, "weak_password")

    @pytest.mark.parametrize("password", [HANGUL_OF_72_BYTES, "b" * 36 + "c" * 36, "8 chars!", " " * 8 + "x"])
    def test_a_password_of_eight_characters_to_72_bytes_signs_in_again(
        self, people: People, password: str
    ) -> None:
        minji = people.newcomer(password=password)
        assert people.again(minji.email, password).user == minji.user
        for other in (password[:-1], password + "a", password.swapcase()):
            if other != password:
                body = {"email": minji.email, "password": other}
                assert_problem(people.somebody().post("/v1/auth/login", json=body), 401)

    @pytest.mark.parametrize(
        ("changes", "field", "code"),
        [
            ({"email": "nobody"}, "email", "invalid_email"),
            ({"email": "a@b"}, "email", "invalid_email"),
            ({"email": "a\0@example.com"}, "email", "invalid_email"),
            ({"email": "a\r\nBcc: b@example.com"}, "email", "invalid_email"),
            ({"email": "a" * 250 + "@example.com"}, "email", "invalid_email"),
            ({"display_name": ""}, "display_name", "invalid_name"),
            ({"display_name": " \u200b\u202e "}, "display_name", "invalid_name"),
            ({"display_name": "\0"}, "display_name", "invalid_name"),
            ({"display_name": "n" * 61}, "display_name", "invalid_name"),
            ({"display_name": "n" * 301}, "display_name", "string_too_long"),
            ({"email": "e" * 301}, "email", "string_too_long"),
            ({"password": "p" * 1001}, "password", "too_long"),
            ({"password": None}, "password", "string_type"),
            ({"email": 1}, "email", "string_type"),
            ({"lang": "fr"}, "lang", "enum"),
            ({"is_demo": True}, "is_demo", "extra_forbidden"),
            ({"id": "00000000-0000-0000-0000-000000000000"}, "id", "extra_forbidden"),
        ],
    )
    def test_a_refusal_names_the_field(
        self, people: People, changes: dict[str, Any], field: str, code: str
    ) -> None:
        body = registration() | changes
        problem = assert_problem(people.somebody().post("/v1/auth/register", json=body), 422)
        assert [(error["field"], error["code"]) for error in problem["errors"]] == [(field, code)]

    def test_what_can_be_read_of_a_name_is_kept_as_text(self, people: People) -> None:
        for name in ("<script>alert(1)</script>", "'; DROP TABLE users; --", "{{7*7}}", "👩‍👩‍👧‍👦"):
            assert people.newcomer(display_name=name).user["display_name"] == name

    def test_a_network_makes_so_many_accounts_and_no_more(self, people: People) -> None:
        http = people.somebody()
        answers = [http.post("/v1/auth/register", json=registration()) for _ in range(61)]
        assert [answer.status_code for answer in answers[:60]] == [201] * 60
        assert_too_many(answers[60], limit=60)


class TestSigningIn:
    def test_who_signs_in_gets_tokens(self, people: People, minji: SignedIn) -> None:
        answer = people.somebody().post("/v1/auth/login", json={"email": minji.email, "password": PASSWORD})
        assert (answer.status_code, set(answer.json())) == (200, ANSWER)
        assert answer.headers["cache-control"] == KEPT_BY_NOBODY
        assert answer.json()["user"] == minji.user
        assert answer.json()["access_token"] != minji.access_token
        assert answer.json()["refresh_token"] != minji.refresh_token

    def test_an_unknown_address_and_a_wrong_password_are_answered_alike(
        self, people: People, minji: SignedIn
    ) -> None:
        http = people.somebody()
        answers = [
            http.post("/v1/auth/login", json={"email": email, "password": password})
            for email, password in (
                (minji.email, "not my password"),
                (minji.email, "x"),
                (minji.email, "y" * 100),
                (minji.email, "nul\0inside"),
                (new_email(), PASSWORD),
                ("no address", PASSWORD),
                ("nul\0@example.com", PASSWORD),
                ("", ""),
            )
        ]
        for answer in answers:
            assert_problem(answer, 401, "invalid_credentials")
            assert answer.headers["www-authenticate"] == "Bearer"
        assert len({what_is_told(answer) for answer in answers}) == 1

    @pytest.mark.parametrize("exists", [True, False])
    def test_guessing_is_stopped_whether_there_is_an_account_or_not(
        self, people: People, minji: SignedIn, *, exists: bool
    ) -> None:
        email, http = minji.email if exists else new_email(), people.somebody()
        answers = [
            http.post("/v1/auth/login", json={"email": email, "password": f"guess number {guess}"})
            for guess in range(11)
        ]
        assert {answer.status_code for answer in answers[:10]} == {401}
        assert_too_many(answers[10], limit=10, seconds=300)
        again = http.post("/v1/auth/login", json={"email": email.upper(), "password": PASSWORD})
        assert_too_many(again, limit=10, seconds=300)

    def test_guessing_locks_the_owner_out_neither_here_nor_elsewhere(
        self, people: People, minji: SignedIn
    ) -> None:
        guesser = people.somebody()
        for guess in range(12):
            guesser.post("/v1/auth/login", json={"email": minji.email, "password": f"guess number {guess}"})
        assert minji.http.get("/v1/users/me").status_code == 200
        assert people.again(minji.email).user == minji.user

    def test_a_network_cannot_try_one_password_on_everybody(self, people: People) -> None:
        http = people.somebody()
        for _ in range(60):
            body = {"email": new_email(), "password": PASSWORD}
            assert http.post("/v1/auth/login", json=body).status_code == 401
        answer = http.post("/v1/auth/login", json={"email": new_email(), "password": PASSWORD})
        assert_too_many(answer, limit=60, seconds=60)

    def test_signing_in_well_begins_the_count_anew(self, people: People, minji: SignedIn) -> None:
        http = people.somebody()
        for _ in range(3):
            for _ in range(9):
                http.post("/v1/auth/login", json={"email": minji.email, "password": "a wrong one"})
            right = http.post("/v1/auth/login", json={"email": minji.email, "password": PASSWORD})
            assert right.status_code == 200

    @pytest.mark.parametrize("language", Language)
    def test_a_problem_speaks_the_language_of_the_request(self, people: People, language: Language) -> None:
        http = people.somebody(**{"Accept-Language": language.value})
        answer = http.post("/v1/auth/login", json={"email": new_email(), "password": PASSWORD})
        assert answer.json()["detail"] == translator(language)(InvalidCredentials.message)


class TestRefreshing:
    def test_a_refresh_token_gives_the_next_pair(self, people: People, minji: SignedIn) -> None:
        answer = refresh(people, minji.refresh_token)
        assert (answer.status_code, set(answer.json())) == (200, ANSWER)
        assert answer.headers["cache-control"] == KEPT_BY_NOBODY
        assert answer.json()["user"] == minji.user
        http = people.somebody(answer.json()["access_token"])
        assert http.get("/v1/users/me").status_code == 200
        assert refresh(people, answer.json()["refresh_token"]).status_code == 200

    def test_a_token_that_comes_twice_ends_its_whole_family(self, people: People, minji: SignedIn) -> None:
        second = refresh(people, minji.refresh_token).json()
        third = refresh(people, second["refresh_token"]).json()
        other = people.again(minji.email)
        assert_refused(refresh(people, minji.refresh_token))
        for tokens in (second, third):
            assert_refused(refresh(people, tokens["refresh_token"]))
            assert_refused(people.somebody(tokens["access_token"]).get("/v1/users/me"))
        assert_refused(minji.http.get("/v1/users/me"))
        assert other.http.get("/v1/users/me").status_code == 200, "another device is another family"

    @pytest.mark.parametrize("token", ["", "x", "\0", "é", "x" * 999, "ffff_x", "a.b.c"])
    def test_what_is_no_refresh_token_is_refused(self, people: People, token: str) -> None:
        assert_refused(refresh(people, token))

    def test_access_and_script_tokens_are_no_refresh_tokens(self, people: People, minji: SignedIn) -> None:
        for token in (minji.access_token, minji.make_api_token()["token"]):
            assert_refused(refresh(people, token))
        assert_refused(people.somebody(minji.refresh_token).get("/v1/users/me"))
        assert minji.http.get("/v1/users/me").status_code == 200

    def test_a_network_that_tries_tokens_is_stopped(self, people: People) -> None:
        http = people.somebody()
        for _ in range(120):
            assert http.post("/v1/auth/refresh", json={"refresh_token": "x"}).status_code == 401
        assert_too_many(http.post("/v1/auth/refresh", json={"refresh_token": "x"}), limit=120, seconds=60)


class TestSigningOut:
    def test_the_tokens_of_a_session_that_ended_are_refused_at_once(
        self, people: People, minji: SignedIn
    ) -> None:
        other = people.again(minji.email)
        answer = minji.http.post("/v1/auth/logout")
        assert (answer.status_code, answer.content) == (204, b"")
        assert answer.headers["cache-control"] == KEPT_BY_NOBODY
        assert_refused(minji.http.get("/v1/users/me"))
        assert_refused(minji.http.post("/v1/auth/logout"))
        assert_refused(refresh(people, minji.refresh_token))
        assert other.http.get("/v1/users/me").status_code == 200

    def test_a_token_for_scripts_cannot_sign_out(self, people: People, minji: SignedIn) -> None:
        script = people.somebody(minji.make_api_token()["token"])
        assert_problem(script.post("/v1/auth/logout"), 403, "needs_sign_in")
        assert script.get("/v1/users/me").status_code == 200


class TestBearers:
    """A token proves who asks only as it was signed here, within fifteen minutes, for a session that lives."""

    @pytest.mark.parametrize(
        "header",
        [
            "", "Bearer", "Basic bWluamk6eA==", "Token x", "bearer", "Bearer x", "Bearer a b", "Bearer ffff_", "Bearer ffff_" + "x" * 43,
            "Bearer ffff_" + "x" * 4000, "Bearer " + "x" * 4000, "Bearer ..", "Bearer a.b.c", "Bearer é.é.é", "Bearer eyJ.eyJ.eyJ", "Bearer {}",
            "Bearer a.b.c.d.e", "Bearer null",
        ],
    )  # fmt: skip
    def test_what_is_no_token_is_refused(self, people: People, header: str) -> None:
        answer = people.somebody().get("/v1/users/me", headers={"Authorization": header.encode()})
        assert_problem(answer, 401)
        assert answer.headers["www-authenticate"] == "Bearer"

    def test_without_a_token_nothing_personal_is_told(self, people: People) -> None:
        for path in ("/v1/users/me", "/v1/users/me/sessions", "/v1/users/me/tokens", "/v1/likes"):
            answer = people.somebody().get(path)
            assert_problem(answer, 401, "sign_in_needed")
            assert answer.headers["www-authenticate"] == "Bearer"

    def test_a_cookie_is_no_token_and_a_token_no_cookie(self, people: People, minji: SignedIn) -> None:
        page = people.somebody()
        form = {"email": minji.email, "password": PASSWORD, "next": "/mypage"}
        origin = str(page.base_url).rstrip("/")
        signed_in = page.post("/login", data=form, headers={"Origin": origin})
        assert (signed_in.status_code, signed_in.headers["location"]) == (303, "/mypage")
        assert_problem(page.get("/v1/users/me"), 401, "sign_in_needed")
        assert_refused(people.somebody(page.cookies["session"]).get("/v1/users/me"))
        for token in (minji.access_token, minji.refresh_token):
            answer = people.somebody(Cookie=f"session={token}").get("/login")
            assert 'data-testid="login-form"' in answer.text

    @pytest.mark.parametrize(("minutes", "status"), [(14, 200), (15, 401), (16, 401), (60 * 24, 401)])
    def test_an_access_token_is_good_for_fifteen_minutes(
        self, people: People, minji: SignedIn, minutes: int, status: int
    ) -> None:
        with time_machine.travel(datetime.now(UTC) - timedelta(minutes=minutes)):
            old = people.again(minji.email)
        assert old.http.get("/v1/users/me").status_code == status
        assert refresh(people, old.refresh_token).status_code == 200, "which its refresh token outlives"

    @pytest.mark.parametrize("algorithm", ["none", "None", "NONE", "nOnE", ""])
    def test_a_token_without_signature_is_refused(
        self, people: People, minji: SignedIn, algorithm: str
    ) -> None:
        _, payload, signature = minji.access_token.split(".")
        for header in ({"alg": algorithm}, {"alg": algorithm, "typ": "JWT"}, {"typ": "JWT"}, {}):
            for proof in ("", signature):
                assert_refused(people.somebody(f"{written(header)}.{payload}.{proof}").get("/v1/users/me"))

    @pytest.mark.parametrize(
        "key", [b"", b"\0", b"secret", b"ffff", b"a key of thirty-two bytes or more", b"\0" * 32]
    )
    def test_a_token_signed_with_another_key_is_refused(
        self, people: People, minji: SignedIn, key: bytes
    ) -> None:
        payload = minji.access_token.split(".")[1]
        for header in (
            {"alg": "HS256"},
            {"alg": "HS256", "kid": "../../../../dev/null"},
            {"alg": "HS256", "kid": "' UNION SELECT '"},
            {"alg": "HS256", "kid": "\0"},
            {"alg": "HS256", "kid": {"$ne": None}},
            {"alg": "HS256", "jku": "https://evil.example/keys", "x5u": "https://evil.example/x"},
            {"alg": "HS256", "jwk": {"kty": "oct", "k": base64.urlsafe_b64encode(key).decode()}},
            {"alg": "HS384"},
            {"alg": "HS512"},
        ):
            signed = f"{written(header)}.{payload}"
            proof = hmac.new(key, signed.encode(), sha256).digest()
            assert_refused(people.somebody(f"{signed}.{encoded(proof)}").get("/v1/users/me"))

    @pytest.mark.parametrize("algorithm", ["RS256", "PS256"])
    def test_a_token_signed_with_a_key_that_it_carries_is_refused(
        self, people: People, minji: SignedIn, algorithm: str
    ) -> None:
        key = RSAKey.generate_key(2048)
        header = {"alg": algorithm, "jwk": key.as_dict(private=False)}
        token = jwt.encode(header, claims(minji), key, algorithms=[algorithm])
        assert_refused(people.somebody(token).get("/v1/users/me"))

    def test_a_header_that_names_another_algorithm_is_refused(self, people: People, minji: SignedIn) -> None:
        _, payload, signature = minji.access_token.split(".")
        for algorithm in (
            "RS256",
            "ES256",
            "HS384",
            "HS512",
            "EdDSA",
            "hs256",
            "HS256 ",
            256,
            None,
            ["HS256"],
        ):
            token = f"{written({'alg': algorithm})}.{payload}.{signature}"
            assert_refused(people.somebody(token).get("/v1/users/me"))

    def test_a_changed_token_is_refused(self, people: People, minji: SignedIn, stranger: SignedIn) -> None:
        header, payload, signature = minji.access_token.split(".")
        changes = [
            {"sub": stranger.user["id"]},
            {"sid": stranger.session_id},
            {"sub": stranger.user["id"], "sid": stranger.session_id},
            {"exp": int(time.time()) + 10_000_000},
            {"iss": "other"},
            {"sub": None},
        ]
        for change in changes:
            token = f"{header}.{written(claims(minji) | change)}.{signature}"
            assert_refused(people.somebody(token).get("/v1/users/me"))
        for token in (
            f"{header}.{payload}.{signature[:-4]}",
            f"{header}.{payload}.{signature[::-1]}",
            f"{header}.{payload}.",
            f"{header}.{payload}",
            f"{header}..{signature}",
            f"{header}.{payload}.{signature}.{signature}",
            stranger.access_token.rpartition(".")[0] + "." + signature,
            minji.access_token + "x",
        ):
            assert_refused(people.somebody(token).get("/v1/users/me"))

    def test_a_header_of_many_brackets_is_refused(self, people: People) -> None:
        for head in (
            "[" * 1400,
            '{"a":' * 280,
            "[]",
            "null",
            '"x"',
            "1e999",
            '{"alg":"HS256","crit":["b64"]}',
        ):
            token = f"{encoded(head.encode())}.{written({})}.AAAA"
            assert_refused(people.somebody(token).get("/v1/users/me"))

    def test_an_invalid_token_does_not_close_what_is_open_to_all(self, people: People) -> None:
        for path in ("/v1/places/gyeongbokgung", "/v1/regions", "/v1/openapi.json"):
            assert people.somebody("x").get(path).status_code == 200

    def test_the_name_of_the_scheme_may_be_written_in_any_case(self, people: People, minji: SignedIn) -> None:
        for scheme in ("bearer", "BEARER"):
            headers = {"Authorization": f"{scheme} {minji.access_token}"}
            assert people.somebody().get("/v1/users/me", headers=headers).status_code == 200


class TestBodies:
    @pytest.mark.parametrize("path", ["/v1/auth/register", "/v1/auth/login", "/v1/auth/refresh"])
    @pytest.mark.parametrize(
        "body",
        [
            b"",
            b"{",
            b"null",
            b"[]",
            b'"x"',
            b"1",
            b"{}",
            b"\xff\xfe",
            b"[" * 5000,
            b"9" * 5000,
            b'{"email":' * 2000,
        ],
    )
    def test_what_is_no_body_is_a_problem(self, people: People, path: str, body: bytes) -> None:
        answer = people.somebody().post(path, content=body, headers={"Content-Type": "application/json"})
        assert_problem(answer, {400, 422})

    @pytest.mark.parametrize(
        ("path", "field"),
        [
            ("/v1/auth/register", "email"),
            ("/v1/auth/register", "password"),
            ("/v1/auth/register", "display_name"),
            ("/v1/auth/register", "lang"),
            ("/v1/auth/login", "email"),
            ("/v1/auth/login", "password"),
            ("/v1/auth/refresh", "refresh_token"),
        ],
    )
    def test_nasty_values_are_read_or_refused(self, people: People, path: str, field: str) -> None:
        for kind, value in NASTY.items():
            known = registration()
            sound = {
                "/v1/auth/register": known,
                "/v1/auth/login": {"email": known["email"], "password": PASSWORD},
                "/v1/auth/refresh": {},
            }
            answer = people.somebody().post(
                path, json=sound[path] | {field: value.encode("utf-8", "replace").decode()}
            )
            if answer.status_code != 201:
                assert_problem(answer, {401, 422}), kind

    def test_half_a_surrogate_pair_is_refused(self, people: People) -> None:
        for name in ("email", "password", "display_name"):
            body = json.dumps(registration() | {name: "minji\ud800@example.com"})
            answer = people.somebody().post(
                "/v1/auth/register", content=body, headers={"Content-Type": "application/json"}
            )
            assert fields_of(assert_problem(answer, 422)) == [name]


def test_no_secret_reaches_the_log(people: People, log: HeardLog, caplog: pytest.LogCaptureFixture) -> None:
    for name in ("", "uvicorn", "uvicorn.error", "nicegui"):
        caplog.set_level(logging.DEBUG, logger=name)
    minji = people.newcomer(password="the first secret")
    next_pair = refresh(people, minji.refresh_token).json()
    script = minji.make_api_token()["token"]
    sent = {"the first secret", "the second secret", "a wrong secret", "the wrong-token"}
    sent |= {minji.access_token, minji.refresh_token, script}
    sent |= {next_pair["access_token"], next_pair["refresh_token"]}
    people.somebody().post("/v1/auth/login", json={"email": minji.email, "password": "a wrong secret"})
    people.somebody().post("/v1/auth/login", json={"email": minji.email, "password": ["a wrong secret"]})
    people.somebody().post("/v1/auth/register", json={"password": "a wrong secret"})
    people.somebody("the wrong-token").get("/v1/likes")
    people.somebody(script).get("/v1/likes")
    change = {"current_password": "a wrong secret", "new_password": "the second secret"}
    assert_problem(minji.http.patch("/v1/users/me/password", json=change), 422)
    change["current_password"] = "the first secret"
    assert minji.http.patch("/v1/users/me/password", json=change).status_code == 204
    refresh(people, minji.refresh_token)
    refresh(people, "the wrong-token")
    minji.http.post("/v1/auth/logout")
    heard = [str(event) for event in log.events]
    heard += [
        f"{record.getMessage()} {record.args} {record.exc_text}"
        for record in [*log.handler.records, *caplog.records]
        if not record.name.startswith(("httpx", "httpcore"))
    ]
    assert [line for line in heard for secret in sent if secret in line] == []


def refresh(people: People, token: str) -> httpx.Response:
    return people.somebody().post("/v1/auth/refresh", json={"refresh_token": token})


def assert_refused(answer: httpx.Response) -> None:
    assert_problem(answer, 401, "invalid_token")
    assert answer.headers["www-authenticate"] == "Bearer"


def assert_too_many(answer: httpx.Response, *, limit: int, seconds: int = 3600) -> None:
    assert_problem(answer, 429, "too_many_requests")
    assert 0 < int(answer.headers["retry-after"]) <= seconds
    assert answer.headers["ratelimit-limit"] == str(limit)
    assert answer.headers["ratelimit-remaining"] == "0"
    assert answer.headers["ratelimit-reset"] == answer.headers["retry-after"]
    assert answer.headers["retry-after"] in answer.json()["detail"]


def what_is_told(answer: httpx.Response) -> tuple[int, str, str]:
    """All of an answer but what differs from one to the next anyway."""
    body = {name: value for name, value in answer.json().items() if name != "trace_id"}
    headers = {
        name: value
        for name, value in answer.headers.items()
        if name not in {"date", "content-security-policy"}
    }
    return answer.status_code, json.dumps(body), json.dumps(headers)


def fields_of(problem: dict[str, Any]) -> list[str]:
    return [error["field"] for error in problem["errors"]]


def claims(of: SignedIn) -> dict[str, Any]:
    payload = of.access_token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(payload + "=="))


def written(part: dict[str, Any]) -> str:
    return encoded(json.dumps(part).encode())


def encoded(part: bytes) -> str:
    return base64.urlsafe_b64encode(part).decode().rstrip("=")
