"""Likes in /v1: given, taken back, counted, listed."""

import base64
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote
from uuid import UUID

import httpx
import pytest

from tests.api.people import People, SignedIn
from tests.nasty_values import NASTY
from tests.problems import assert_problem

PLACES = ["gyeongbokgung", "changdeokgung", "bukchon-hanok-village"]


@pytest.fixture
def place_ids(http: httpx.Client) -> list[str]:
    """Thirty places of the catalogue."""
    return [place["id"] for place in http.get("/v1/places/search?limit=30").json()["items"]]


def test_the_first_like_is_made_and_the_next_ones_change_nothing(minji: SignedIn) -> None:
    before = minji.http.get("/v1/likes/gyeongbokgung").json()
    assert before["liked"] is False
    first = minji.http.post("/v1/likes/gyeongbokgung")
    assert (first.status_code, first.json()) == (201, {"liked": True, "count": before["count"] + 1})
    again = minji.http.post("/v1/likes/gyeongbokgung")
    assert (again.status_code, again.json()) == (200, first.json())
    assert minji.http.get("/v1/likes/gyeongbokgung").json() == first.json()


def test_a_like_is_taken_back_whether_there_was_one_or_not(minji: SignedIn) -> None:
    count = minji.http.post("/v1/likes/gyeongbokgung").json()["count"]
    for _ in range(2):
        answer = minji.http.delete("/v1/likes/gyeongbokgung")
        assert (answer.status_code, answer.content) == (204, b"")
        assert minji.http.get("/v1/likes/gyeongbokgung").json() == {"liked": False, "count": count - 1}


def test_a_like_counts_on_the_place_but_is_nobody_elses(minji: SignedIn, stranger: SignedIn) -> None:
    count = minji.http.post("/v1/likes/changdeokgung").json()["count"]
    assert stranger.http.get("/v1/likes/changdeokgung").json() == {"liked": False, "count": count}
    assert stranger.http.delete("/v1/likes/changdeokgung").status_code == 204
    assert minji.http.get("/v1/likes/changdeokgung").json() == {"liked": True, "count": count}
    assert stranger.http.get("/v1/likes").json() == {"items": [], "next_cursor": None}


def test_likes_at_the_same_time_are_all_counted(people: People, place_ids: list[str]) -> None:
    fans, place_id = [people.newcomer() for _ in range(5)], place_ids[7]
    before = fans[0].http.get(f"/v1/likes/{place_id}").json()["count"]
    calls = [fan for fan in fans for _ in range(4)]
    with ThreadPoolExecutor(10) as threads:
        answers = list(threads.map(lambda fan: fan.http.post(f"/v1/likes/{place_id}").status_code, calls))
    assert sorted(answers) == [200] * 15 + [201] * 5
    assert fans[0].http.get(f"/v1/likes/{place_id}").json() == {"liked": True, "count": before + 5}
    with ThreadPoolExecutor(10) as threads:
        assert set(threads.map(lambda fan: fan.http.delete(f"/v1/likes/{place_id}").status_code, calls)) == {
            204
        }
    assert fans[0].http.get(f"/v1/likes/{place_id}").json() == {"liked": False, "count": before}


def test_the_list_shows_the_newest_first_as_summaries(http: httpx.Client, minji: SignedIn) -> None:
    for place_id in PLACES[:2]:
        minji.http.post(f"/v1/likes/{place_id}")
    answer = minji.http.get("/v1/likes").json()
    newer, older = answer["items"]
    assert (newer["id"], older["id"]) == ("changdeokgung", "gyeongbokgung")
    assert newer["liked_at"] > older["liked_at"]
    assert answer["next_cursor"] is None
    summary = http.post("/v1/places/batch", json={"ids": ["changdeokgung"]}).json()["items"][0]
    assert {name: value for name, value in newer.items() if name != "liked_at"} == summary


def test_the_pages_hold_every_like_once(minji: SignedIn, place_ids: list[str]) -> None:
    for place_id in place_ids:
        minji.http.post(f"/v1/likes/{place_id}")
    assert len(minji.http.get("/v1/likes").json()["items"]) == 24
    assert pages_of(minji, limit=7) == place_ids[::-1]
    assert pages_of(minji, limit=10) == place_ids[::-1]
    assert pages_of(minji, limit=100) == place_ids[::-1]


def test_a_like_that_is_taken_back_meanwhile_does_not_end_the_list(
    minji: SignedIn, place_ids: list[str]
) -> None:
    for place_id in place_ids[:6]:
        minji.http.post(f"/v1/likes/{place_id}")
    first = minji.http.get("/v1/likes?limit=2").json()
    minji.http.delete(f"/v1/likes/{first['items'][-1]['id']}")
    minji.http.post(f"/v1/likes/{place_ids[6]}")
    second = minji.http.get("/v1/likes", params={"limit": 2, "cursor": first["next_cursor"]}).json()
    assert [place["id"] for place in second["items"]] == [place_ids[3], place_ids[2]]


@pytest.mark.parametrize("lang", ["ko", "en", "ja", "zh-Hans", "zh-Hant"])
def test_names_are_in_the_language_of_the_account_or_the_one_asked_for(people: People, lang: str) -> None:
    minji = people.newcomer(lang=lang)
    minji.http.post("/v1/likes/gyeongbokgung")
    names = minji.http.get("/v1/likes?lang=*").json()["items"][0]["name"]
    usual = minji.http.get("/v1/likes", headers={"Accept-Language": "en"}).json()["items"][0]["name"]
    assert usual == names[lang]
    assert minji.http.get("/v1/likes?lang=ja").json()["items"][0]["name"] == names["ja"]


def test_only_the_fields_asked_for_are_told(minji: SignedIn) -> None:
    minji.http.post("/v1/likes/gyeongbokgung")
    items = minji.http.get("/v1/likes?fields=id,liked_at").json()["items"]
    assert [set(item) for item in items] == [{"id", "liked_at"}]
    problem = assert_problem(minji.http.get("/v1/likes?fields=email"), 422, "unknown_field")
    assert [error["field"] for error in problem["errors"]] == ["fields"]


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_an_unknown_place_is_not_found(minji: SignedIn, method: str) -> None:
    assert_problem(minji.http.request(method, "/v1/likes/atlantis"), 404, "place_not_found")
    for kind, value in NASTY.items():
        address = quote(value.encode("utf-8", "surrogateescape"), safe="")
        answer = minji.http.request(method, f"/v1/likes/{address}")
        if address:
            assert_problem(answer, {404, 405, 422}), kind


@pytest.mark.parametrize(
    ("query", "field"), [("limit=0", "limit"), ("limit=101", "limit"), ("lang=fr", "lang")]
)
def test_a_refusal_names_the_parameter(minji: SignedIn, query: str, field: str) -> None:
    problem = assert_problem(minji.http.get(f"/v1/likes?{query}"), 422, "invalid")
    assert [error["field"] for error in problem["errors"]] == [field]


@pytest.mark.parametrize(
    "written",
    [
        "", "x", "2026-11-23T00:00:00+00:00", f"2026-11-23T00:00:00+00:00 {UUID(int=0)}x", f"0001-01-01 {UUID(int=0)}",
        f"0001-01-01T00:00:00+14:00 {UUID(int=0)}", f"9999-12-31T23:59:59-14:00 {UUID(int=0)}", f"NaN {UUID(int=0)}", "\0 \0",
    ],
)  # fmt: skip
def test_a_cursor_of_another_hand_is_refused_or_leads_nowhere_wrong(minji: SignedIn, written: str) -> None:
    cursor = base64.urlsafe_b64encode(written.encode()).decode()
    answer = minji.http.get("/v1/likes", params={"cursor": cursor})
    if answer.status_code == 200:
        assert answer.json()["items"] == []
    else:
        assert_problem(answer, 422, "bad_cursor")


def test_a_cursor_that_is_no_text_is_refused(minji: SignedIn) -> None:
    for value in NASTY.values():
        address = quote(value.encode("utf-8", "surrogateescape"), safe="")
        assert_problem(minji.http.get(f"/v1/likes?cursor={address}"), 422)


def test_a_strangers_cursor_leads_into_ones_own_list(minji: SignedIn, stranger: SignedIn) -> None:
    for place_id in PLACES[:2]:
        stranger.http.post(f"/v1/likes/{place_id}")
    theirs = stranger.http.get("/v1/likes?limit=1").json()["next_cursor"]
    assert minji.http.get("/v1/likes", params={"cursor": theirs}).json()["items"] == []


def pages_of(somebody: SignedIn, limit: int) -> list[str]:
    found: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        page = somebody.http.get("/v1/likes", params={"limit": limit, **cursor}).json()
        found += [place["id"] for place in page["items"]]
        if page["next_cursor"] is None:
            return found
        assert len(page["items"]) == limit
        cursor = {"cursor": page["next_cursor"]}
