"""The pages for what Google says, where nobody has given us a key."""

import httpx
import pytest

from tests.addresses import from_elsewhere


@pytest.mark.parametrize("path", ["/places/gyeongbokgung", "/?q=no+such+place+anywhere"])
def test_no_page_leads_there(http: httpx.Client, path: str) -> None:
    assert "ask-google" not in http.get(path).text


@pytest.mark.parametrize("path", ["/places/gyeongbokgung/google", "/located?q=서울역"])
def test_there_is_no_such_page(http: httpx.Client, path: str) -> None:
    answer = http.get(path)
    assert answer.status_code == 404
    assert "Google Maps" in answer.text


@pytest.mark.parametrize("number", ["0", "-1", "9", "10", "zero", "٣", "0x0", "%00"])
def test_there_is_no_photo(http: httpx.Client, number: str) -> None:
    assert http.get(f"/places/gyeongbokgung/google/{number}").status_code == 404


@pytest.mark.parametrize(
    "path", ["/places/atlantis/google", "/fragments/places/atlantis/google", "/places/atlantis/google/0"]
)
def test_of_an_unknown_place_nobody_is_asked(http: httpx.Client, path: str) -> None:
    assert http.get(path).status_code == 404


@pytest.mark.parametrize("words", ["", " ", "서울역", "x" * 9_000, "'; DROP TABLE places; --", "<b>"])
def test_no_address_is_located(http: httpx.Client, words: str) -> None:
    answer = http.get("/fragments/located", params={"q": words})
    assert (answer.status_code, answer.text) == (200, "Google Maps does not know this address.")


def test_a_stranger_cannot_use_up_the_days_questions(app_url: str) -> None:
    with httpx.Client(base_url=app_url, headers=from_elsewhere()) as stranger:
        answers = [stranger.get("/fragments/places/gyeongbokgung/google") for _ in range(95)]
    assert [answer.status_code for answer in answers] == [200] * 90 + [429] * 5
    assert int(answers[-1].headers["Retry-After"]) <= 600
