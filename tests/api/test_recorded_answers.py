"""What one caller was told is repeated to the next; a repeated answer is known by the nonce of the first."""

from collections.abc import Mapping
from itertools import count

import httpx
import pytest

IDENTITIES = [
    {"Authorization": "Bearer x"},
    {"Cookie": "session=x"},
    {"Cookie": "__Host-session=x"},
    {"Cookie": "lang=ko; scheme=dark; session=x"},
    {"Cookie": "session =x;lang=ko"},
]
_number = count(1)


@pytest.fixture
def path() -> str:
    """An address that nobody has asked for yet."""
    return f"/v1/places/gyeongbokgung?never_asked_before={next(_number)}"


def test_the_same_question_is_answered_from_memory(http: httpx.Client, path: str) -> None:
    assert nonce(http, path) == nonce(http, path)


@pytest.mark.parametrize("cookies", ["lang=ko", "scheme=dark", "lang=ko; scheme=dark", ""])
def test_language_and_scheme_in_cookies_are_no_identity(http: httpx.Client, path: str, cookies: str) -> None:
    first = http.get(path)
    again = http.get(path, headers={"Cookie": cookies})
    assert again.content == first.content
    assert nonce(http, path, {"Cookie": cookies}) == nonce(http, path)


def test_an_answer_over_http_is_not_repeated_over_https(http: httpx.Client, path: str) -> None:
    assert "strict-transport-security" not in http.get(path).headers
    assert "strict-transport-security" in http.get(path, headers={"X-Forwarded-Proto": "https"}).headers


@pytest.mark.parametrize("identity", IDENTITIES)
def test_somebody_who_is_signed_in_is_never_answered_from_memory(
    http: httpx.Client, path: str, identity: Mapping[str, str]
) -> None:
    nonces = {nonce(http, path, headers) for headers in ({}, identity, identity)}
    assert len(nonces) == 3


@pytest.mark.parametrize("identity", IDENTITIES)
def test_what_somebody_who_is_signed_in_was_told_is_told_to_nobody_else(
    http: httpx.Client, path: str, identity: Mapping[str, str]
) -> None:
    theirs = nonce(http, path, identity)
    assert nonce(http, path) != theirs


@pytest.mark.parametrize("identity", IDENTITIES)
def test_somebody_who_is_signed_in_does_not_cost_the_others_their_recorded_answer(
    http: httpx.Client, path: str, identity: Mapping[str, str]
) -> None:
    first = nonce(http, path)
    nonce(http, path, identity)
    assert nonce(http, path) == first


def nonce(http: httpx.Client, path: str, headers: Mapping[str, str] | None = None) -> str:
    return http.get(path, headers=headers).headers["content-security-policy"].partition("'nonce-")[2][:16]
