"""The part of a place's page that comes from Google, where nobody has given us a key."""

import httpx
import pytest

from tests.addresses import from_elsewhere


def test_the_page_has_no_room_for_it(http: httpx.Client) -> None:
    assert 'id="google"' not in http.get("/places/gyeongbokgung").text


def test_there_is_nothing_to_tell(http: httpx.Client) -> None:
    answer = http.get("/fragments/places/gyeongbokgung/google")
    assert (answer.status_code, answer.content) == (204, b"")


@pytest.mark.parametrize("number", ["0", "-1", "9", "10", "zero", "٣", "0x0", "%00"])
def test_there_is_no_photo(http: httpx.Client, number: str) -> None:
    answer = http.get(f"/places/gyeongbokgung/google/{number}")
    assert answer.status_code == 404


@pytest.mark.parametrize("path", ["/fragments/places/atlantis/google", "/places/atlantis/google/0"])
def test_of_an_unknown_place_nobody_is_asked(http: httpx.Client, path: str) -> None:
    assert http.get(path).status_code == 404


def test_a_stranger_cannot_use_up_the_days_questions(app_url: str) -> None:
    with httpx.Client(base_url=app_url, headers=from_elsewhere()) as stranger:
        answers = [stranger.get("/fragments/places/gyeongbokgung/google") for _ in range(95)]
    assert [answer.status_code for answer in answers] == [204] * 90 + [429] * 5
    assert int(answers[-1].headers["Retry-After"]) <= 600


@pytest.mark.parametrize("words", ["", " ", "서울역", "x" * 9_000, "'; DROP TABLE places; --", "<b>"])
def test_without_a_key_no_address_is_located(http: httpx.Client, words: str) -> None:
    answer = http.get("/fragments/located", params={"q": words})
    assert (answer.status_code, answer.content) == (204, b"")
