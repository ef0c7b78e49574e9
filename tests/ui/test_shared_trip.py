"""A trip behind a link: read by anybody who has it, without an account and without a script, and by nobody else."""

import re
from collections.abc import Iterator
from io import BytesIO

import httpx
import pytest
from PIL import Image

from models.language import Language
from services.rate_limits import SHARED_TRIPS
from tests.counted_queries import CountedQueries
from tests.html_page import Page
from tests.shared_plans import CHRISTMAS, FIRST_DAY, SECRET_NOTE, Planner, a_planner
from ui.trip_card import Card, card_png

in_every_language = pytest.mark.parametrize("language", Language)


@pytest.fixture(scope="module")
def minji(app_url: str) -> Iterator[Planner]:
    planner = a_planner(app_url)
    yield planner
    planner.http.close()


@pytest.fixture(scope="module")
def address(minji: Planner) -> str:
    """Where a link leads that shows neither notes nor people."""
    return minji.shared_seoul()


def read(http: httpx.Client, path: str, language: Language = Language.EN) -> Page:
    answer = http.get(path, headers={"Accept-Language": language})
    assert answer.status_code == 200
    return Page(answer.text)


def card_of(title: str = "Winter in Seoul") -> Card:
    return Card(title, "Dec 1 – 2, 2026", "4 stops", ())


@in_every_language
def test_anybody_reads_the_trip_in_their_own_language(
    http: httpx.Client, address: str, language: Language
) -> None:
    page = read(http, address, language)
    assert page.one("html")["lang"] == language
    assert page.one("h1").text == "Winter in Seoul"
    names = [heading.text for heading in page.all("h3")]
    assert len(names) == 4
    assert "Lunch with Jisoo" in names
    assert page.all(lang="ko") != []
    assert "사직로 161" in page.html
    assert "경복궁" in page.html


def test_the_days_stand_in_their_order_with_their_weekdays(http: httpx.Client, address: str) -> None:
    days = read(http, address).testids("shared-day")
    assert len(days) == 2
    assert days[0].text.startswith("Tuesday, December 1")
    assert "Nothing planned on this day yet." in days[1].text


def test_times_hours_and_ways_stand_with_the_stops(http: httpx.Client, address: str) -> None:
    page = read(http, address)
    palace, village, lunch, tower = [stop.text for stop in page.testids("shared-stop")]
    assert "09:30–11:30" in palace
    assert "Closed on this day" in palace
    assert "computed" not in palace
    assert "computed" in village
    assert "13:00–14:00" in lunch
    assert "16:00–" in tower
    assert re.search(r"about \d+ min on foot", page.testids("travel-chip")[0].text)


def test_the_map_has_the_same_numbers_as_the_list(http: httpx.Client, address: str) -> None:
    page = read(http, address)
    assert len(page.testids("day-map")) == 1
    on_map = [text.text for text in page.all("text") if text.text.isdigit()]
    assert on_map == ["1", "2", "4"]
    assert [stop["value"] for stop in page.testids("shared-stop")] == ["1", "2", "3", "4"]


def test_every_stop_leads_to_its_place_and_into_the_map_apps(http: httpx.Client, address: str) -> None:
    page = read(http, address)
    assert {link["href"] for link in page.all("a") if (link.get("href") or "").startswith("/places/")} == {
        "/places/gyeongbokgung",
        "/places/bukchon-hanok-village",
        "/places/n-seoul-tower",
    }
    for app in ("naver", "kakao", "google"):
        assert len(page.testids(f"open-in-{app}")) == 3
    assert page.testids("leg-in-naver")


def test_notes_and_people_are_left_out_unless_the_link_says_so(
    http: httpx.Client, minji: Planner, address: str
) -> None:
    assert SECRET_NOTE not in read(http, address).html.replace("&#39;", "'")
    assert minji.name not in read(http, address).html
    open_one = read(http, minji.shared_seoul(with_notes=True, with_members=True))
    assert SECRET_NOTE in open_one.html.replace("&#39;", "'")
    assert "Travelling: Minji" in open_one.html


def test_a_holiday_is_named(http: httpx.Client, minji: Planner) -> None:
    trip = minji.trip("Christmas", CHRISTMAS, CHRISTMAS)
    shared = f"/t/{minji.share(trip)['token']}"
    assert "Christmas Day" in read(http, shared).html
    assert "성탄절" in read(http, shared, Language.KO).html


def test_a_revoked_link_leads_to_the_designed_page_and_says_nothing(
    http: httpx.Client, minji: Planner
) -> None:
    trip = minji.trip("Secret journey")
    link = minji.share(trip)
    assert http.get(f"/t/{link['token']}").status_code == 200
    minji.call("DELETE", f"/v1/trips/{trip}/links/{link['id']}")
    for path in (f"/t/{link['token']}", f"/t/{link['token']}/card.png"):
        answer = http.get(path)
        assert answer.status_code == 404
        assert "Secret journey" not in answer.text
        assert Page(answer.text).testids("error-page")


@pytest.mark.parametrize("token", ["x", "A" * 43, "%F0%9F%90%9F", "%2E%2E", "%00", "a" * 5000])
def test_a_made_up_link_leads_nowhere(http: httpx.Client, token: str) -> None:
    assert http.get(f"/t/{token}").status_code == 404


def test_an_invitation_is_no_way_to_read(http: httpx.Client, minji: Planner) -> None:
    trip = minji.trip()
    invitation = minji.call("POST", f"/v1/trips/{trip}/links", {"kind": "invitation", "role": "reader"})
    assert http.get(f"/t/{invitation['token']}").status_code == 404


def test_nobody_else_learns_of_the_address(http: httpx.Client, address: str) -> None:
    answer = http.get(address)
    assert answer.headers.get_list("referrer-policy") == ["same-origin"]
    assert "noindex" in answer.headers["x-robots-tag"]
    assert answer.headers["cache-control"] == "no-store"
    page = Page(answer.text)
    assert page.meta("robots") == "noindex"
    for link in page.all("a", target="_blank"):
        assert "noreferrer" in link["rel"]
    assert http.get("/about").headers.get_list("referrer-policy") == ["strict-origin-when-cross-origin"]


def test_what_somebody_wrote_is_shown_as_text(http: httpx.Client, minji: Planner) -> None:
    trip = minji.trip('<script>alert("title")</script>')
    minji.plan(
        trip, FIRST_DAY, {"place_name": "<img src=x onerror=alert(1)>", "note": "<b>bold</b>\nsecond line"}
    )
    html = read(http, f"/t/{minji.share(trip, with_notes=True)['token']}").html
    assert "<script>alert" not in html
    assert "<img src=x" not in html
    assert "<b>bold" not in html
    assert "&lt;b&gt;bold&lt;/b&gt;<br>second line" in html


def test_the_page_needs_three_queries(http: httpx.Client, address: str, queries: CountedQueries) -> None:
    read(http, address)
    assert 0 < len(queries.selects) <= 3


def test_who_asks_too_often_has_to_wait(http: httpx.Client) -> None:
    caller = {"X-Forwarded-For": "198.51.100.77"}
    answers = [http.get("/t/x", headers=caller).status_code for _ in range(SHARED_TRIPS.item.amount + 1)]
    assert answers[-1] == 429
    assert set(answers[:-1]) == {404}


class TestMakeItMine:
    def test_a_stranger_is_led_to_signing_in_and_back(
        self, http: httpx.Client, app_url: str, address: str
    ) -> None:
        assert read(http, address).testids("copy-sign-in")[0]["href"] == f"/login?next={address}"
        headers = {"Origin": app_url, "Referer": f"{app_url}{address}"}
        answer = http.post(f"{address}/copy", headers=headers)
        assert answer.headers["location"] == f"/login?next={address.replace('/', '%2F')}"

    def test_one_gets_a_trip_of_ones_own_with_everything_but_hidden_notes(
        self, app_url: str, address: str
    ) -> None:
        jisoo = a_planner(app_url, "Jisoo")
        assert read(jisoo.http, address).testids("make-it-mine")
        answer = jisoo.http.post(f"{address}/copy")
        assert answer.status_code == 303
        (trip,) = jisoo.call("GET", "/v1/trips")["items"]
        assert trip["id"] in answer.headers["location"]
        assert (trip["title"], trip["starts_on"], trip["role"]) == ("Winter in Seoul", FIRST_DAY, "owner")
        query = f"/v1/schedules?from={FIRST_DAY}&to=2026-12-02&trip_id={trip['id']}"
        entries = jisoo.call("GET", query)["items"]
        assert [one["place_id"] or one["place_name"] for one in entries] == [
            "gyeongbokgung",
            "bukchon-hanok-village",
            "Lunch with Jisoo",
            "n-seoul-tower",
        ]
        assert entries[0]["start_time"] == "09:30"
        assert {one["note"] for one in entries} == {""}
        jisoo.http.close()

    def test_a_great_trip_is_copied_whole(self, app_url: str, minji: Planner) -> None:
        trip = minji.trip("A hundred and more", FIRST_DAY, "2026-12-03")
        for day in (FIRST_DAY, "2026-12-02"):
            changes = [
                {"op": "create", "date": day, "trip_id": trip, "place_name": f"Stop {number}"}
                for number in range(60)
            ]
            minji.call("POST", "/v1/schedules/batch", {"changes": changes})
        shared = f"/t/{minji.share(trip)['token']}"
        jisoo = a_planner(app_url, "Jisoo")
        assert jisoo.http.post(f"{shared}/copy").status_code == 303
        assert len(read(jisoo.http, shared).testids("shared-stop")) == 120
        (copy,) = jisoo.call("GET", "/v1/trips")["items"]
        link = jisoo.share(copy["id"])
        assert len(read(jisoo.http, f"/t/{link['token']}").testids("shared-stop")) == 120
        jisoo.http.close()

    def test_a_form_of_another_site_copies_nothing(self, app_url: str, address: str) -> None:
        jisoo = a_planner(app_url, "Jisoo")
        answer = jisoo.http.post(f"{address}/copy", headers={"Origin": "https://elsewhere.example"})
        assert answer.status_code == 403
        assert jisoo.call("GET", "/v1/trips")["items"] == []
        jisoo.http.close()

    def test_a_link_that_is_gone_copies_nothing(self, minji: Planner) -> None:
        assert minji.http.post(f"/t/{'A' * 43}/copy").status_code == 404


class TestCard:
    def test_networks_are_offered_a_picture_they_can_show(self, http: httpx.Client, address: str) -> None:
        page = read(http, address)
        assert page.meta("og:title") == "Winter in Seoul · FFFF"
        assert "4 stops" in (page.meta("og:description") or "")
        picture = page.meta("og:image") or ""
        assert f"{address}/card.png" in picture
        answer = http.get(f"{address}/card.png")
        assert answer.headers["content-type"] == "image/png"
        with Image.open(BytesIO(answer.content)) as drawn:
            assert drawn.size == (1200, 630)
        assert len(answer.content) < 300_000

    def test_an_unchanged_picture_is_not_sent_again(self, http: httpx.Client, address: str) -> None:
        first = http.get(f"{address}/card.png")
        again = http.get(f"{address}/card.png", headers={"If-None-Match": first.headers["etag"]})
        assert again.status_code == 304
        assert again.content == b""

    def test_another_title_is_another_picture(self) -> None:
        assert card_of().etag != card_of(title="Summer").etag
        assert card_png(card_of()) != card_png(card_of(title="Summer"))

    @pytest.mark.parametrize(
        "title", ["서울의 겨울", "冬のソウル", "x" * 100, "가" * 100, "🎿🏂", "\U0010fffd", "a " * 50]
    )
    def test_every_title_makes_a_picture(self, title: str) -> None:
        with Image.open(BytesIO(card_png(card_of(title=title)))) as drawn:
            assert drawn.size == (1200, 630)
