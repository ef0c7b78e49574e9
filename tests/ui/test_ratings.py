"""The section of a place where travellers say how it was, as a browser without scripts meets it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import count
from uuid import uuid4

import httpx
import pytest

from models.language import Language
from services.errors import Failure
from services.i18n import translator
from services.ratings import CommentTooLong, NotStars, RatingNotFound
from tests.html_page import Element, Page
from tests.nasty_values import NASTY
from tests.ui.test_session_forms import FOREIGN

NO_RATING = "5f6c3f0e-7a55-4f0b-9c1e-0d6f6f2f4a11"
SENDABLE = [value for kind, value in NASTY.items() if kind != "half a surrogate pair"]
GOOD = "three rivers and a hill"
_number = count(1)
_places = iter(("woljeongsa", "museum-san", "ojukheon", "taejongdae", "beomeosa", "biff-square"))
Travellers = Callable[[str], httpx.Client]


@pytest.fixture
def traveller(app_url: str) -> Iterator[Travellers]:
    """Make browsers of travellers who have just registered, each from a household of their own."""
    with ExitStack() as open_browsers:

        def registered(name: str) -> httpx.Client:
            number = next(_number)
            headers = {"Origin": app_url, "X-Forwarded-For": f"198.51.100.{number}"}
            browser = open_browsers.enter_context(httpx.Client(base_url=app_url, timeout=30, headers=headers))
            email = f"rater{number}@ratings.example"
            browser.post("/register", data={"email": email, "password": GOOD, "display_name": name})
            return browser

        yield registered


@pytest.fixture
def place(http: httpx.Client) -> str:
    """A place that no other test here has rated."""
    taken = next(_places)
    assert http.get(f"/v1/places/{taken}").json()["rating_count"] == 0
    return taken


def rate(browser: httpx.Client, place: str, stars: str, comment: str = "") -> httpx.Response:
    return browser.post(f"/places/{place}/rating", data={"stars": stars, "comment": comment})


def seen(browser: httpx.Client, place: str, **query: str) -> Page:
    """The page of a place as of now: no address is asked for twice, so no kept page comes."""
    return Page(browser.get(f"/places/{place}", params={**query, "fresh": str(uuid4())}).text)


def ratings(page: Page) -> list[Element]:
    return page.testids("rating")


def aggregate(page: Page) -> dict[str, object] | None:
    return page.linked_data()[0].get("aggregateRating")


def test_a_rating_leads_back_to_the_place_and_is_there(
    http: httpx.Client, traveller: Travellers, place: str
) -> None:
    minji, anna = traveller("Minji"), traveller("Anna")
    answer = rate(minji, place, "5", "Go at dusk.")
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/places/{place}?notice=rated#ratings"
    rate(anna, place, "4", "Bring water.")
    page = seen(http, place)
    assert [(one["data-stars"], "Anna" in one.text, "Bring water." in one.text) for one in ratings(page)] == [
        ("4", True, True),
        ("5", False, False),
    ]
    assert aggregate(page) == {"@type": "AggregateRating", "ratingValue": 4.5, "ratingCount": 2}
    assert "4.5 from 2 travellers" in page.one("section", id="ratings").text
    assert "5 stars: 1" in page.one("section", id="ratings").text
    assert http.get(f"/v1/places/{place}?fields=rating,rating_count").json()["rating"] == 4.5


def test_ones_own_rating_stands_in_the_form_and_can_be_changed_and_removed(
    traveller: Travellers, place: str
) -> None:
    minji = traveller("Minji")
    rate(minji, place, "2", "Half of it was shut.")
    page = seen(minji, place, notice="rated")
    assert page.testids("form-notice")
    assert page.testids("rating-comment")[0].text == "Half of it was shut."
    assert [one["value"] for one in page.all("input", name="stars") if one.get("checked") is not None] == [
        "2"
    ]
    rate(minji, place, "4", "Open again.")
    page = seen(minji, place)
    assert [one["data-stars"] for one in ratings(page)] == ["4"]
    removal = page.testids("remove-rating")[0]
    assert minji.post(removal["formaction"]).status_code == 303
    page = seen(minji, place)
    assert ratings(page) == []
    assert aggregate(page) is None
    assert page.testids("remove-rating") == []
    assert minji.post(removal["formaction"]).status_code == 404


def test_nobody_touches_anothers_rating(traveller: Travellers, place: str) -> None:
    minji, anna = traveller("Minji"), traveller("Anna")
    rate(minji, place, "5", "Mine.")
    assert seen(anna, place).testids("remove-rating") == []
    assert anna.post(f"/places/{place}/rating/remove").status_code == 404
    rate(anna, place, "1")
    anna.post(f"/places/{place}/rating/remove")
    assert ["Mine." in one.text for one in ratings(seen(anna, place))] == [True]


@pytest.mark.parametrize("path", ["/places/gyeongbokgung/rating", "/places/gyeongbokgung/rating/remove", "/places/gyeongbokgung/visited", f"/ratings/{NO_RATING}/report"])  # fmt: skip
def test_a_stranger_is_led_to_the_sign_in_page_and_back(http: httpx.Client, app_url: str, path: str) -> None:
    sent_from = {"Origin": app_url, "Referer": f"{app_url}/places/gyeongbokgung"}
    answer = http.post(path, data={"stars": "5"}, headers=sent_from)
    assert (answer.status_code, answer.headers["location"]) == (303, "/login?next=%2Fplaces%2Fgyeongbokgung")


@pytest.mark.parametrize("origin", FOREIGN)
@pytest.mark.parametrize("path", ["/places/haeinsa/rating", "/places/haeinsa/rating/remove", "/places/haeinsa/visited", f"/ratings/{NO_RATING}/report"])  # fmt: skip
def test_a_form_of_another_site_changes_nothing(http: httpx.Client, path: str, origin: str) -> None:
    assert http.post(path, data={"stars": "5"}, headers={"Origin": origin}).status_code == 403


def test_bad_stars_and_endless_comments_are_refused_with_a_sentence(
    traveller: Travellers, place: str
) -> None:
    minji = traveller("Minji")
    for stars in ("0", "6", "x", "", "-1", "4.5", "５", " 4", *SENDABLE):
        answer = rate(minji, place, stars)
        assert_refused(answer, NotStars, 422)
    assert minji.post(f"/places/{place}/rating").status_code == 422
    assert_refused(rate(minji, place, "3", "궁" * 3_400), CommentTooLong, 422, most=500)
    assert ratings(seen(minji, place)) == []
    for comment in (value for value in SENDABLE if len(value) < 500):
        assert rate(minji, place, "3", comment).status_code == 303
    assert len(ratings(seen(minji, place))) == 1


def test_nothing_that_is_written_becomes_part_of_the_page(traveller: Travellers) -> None:
    place, attack = "ganghwa-dolmen", '"><script>alert(1)</script><img src=x onerror=alert(1)>{{7*7}}'
    mallory, minji = traveller("<img src=x onerror=alert(2)>"), traveller("Minji")
    rate(mallory, place, "1", attack + "</textarea>")
    for browser in (mallory, minji):
        page = seen(browser, place)
        assert attack in ratings(page)[0].text
        assert "<img src=x onerror=alert(2)>" in ratings(page)[0].text
        assert page.all("img", src="x") == []
        assert not [script for script in page.all("script") if "alert" in script.text]
    assert attack in seen(mallory, place).testids("rating-comment")[0].text


def test_nasty_places_and_ratings_are_not_found(traveller: Travellers) -> None:
    minji = traveller("Minji")
    for unknown in ("atlantis", "%00", "..%2f..", "%F0%9F%87%B0", "a" * 2_000):
        for path in (
            f"/places/{unknown}/rating",
            f"/places/{unknown}/rating/remove",
            f"/places/{unknown}/visited",
        ):
            assert minji.post(path, data={"stars": "5", "visited": "true"}).status_code == 404, path
    for unknown in ("1", "%00", "x" * 2_000, "%7Bid%7D"):
        assert_refused(minji.post(f"/ratings/{unknown}/report"), RatingNotFound, 404)


def test_a_visit_is_marked_and_unmarked(traveller: Travellers) -> None:
    minji, place = traveller("Minji"), "haeinsa"
    for visited, pressed, following in (
        ("true", "true", "false"),
        ("true", "true", "false"),
        ("false", "false", "true"),
    ):
        answer = minji.post(f"/places/{place}/visited", data={"visited": visited})
        assert answer.headers["location"].startswith(f"/places/{place}?notice=")
        button = seen(minji, place).testids("visited-button")[0]
        assert (button["aria-pressed"], button["value"]) == (pressed, following)


def test_a_report_is_thanked_for_and_ones_own_has_no_such_button(traveller: Travellers, place: str) -> None:
    minji, anna = traveller("Minji"), traveller("Anna")
    rate(minji, place, "1", "Rude words")
    own = seen(minji, place)
    assert own.testids("report-rating") == []
    rating_id = ratings(own)[0]["data-rating-id"]
    answer = anna.post(f"/ratings/{rating_id}/report", data={"reason": "It is rude."})
    assert answer.headers["location"] == f"/places/{place}?notice=reported#ratings"
    assert anna.post(f"/ratings/{rating_id}/report", data={"reason": "x" * 301}).status_code == 422
    assert minji.post(f"/ratings/{rating_id}/report").status_code == 409
    assert len(ratings(seen(anna, place))) == 1


def test_reports_have_a_limit(traveller: Travellers) -> None:
    anna = traveller("Anna")
    answers = [anna.post(f"/ratings/{uuid4()}/report") for _ in range(21)]
    assert [answer.status_code for answer in answers] == [404] * 20 + [429]
    assert int(answers[-1].headers["retry-after"]) > 0


def test_a_stranger_reads_an_invitation_that_comes_back_here(http: httpx.Client) -> None:
    page = seen(http, "jeondeungsa")
    assert page.testids("rating-sign-in")[0]["href"] == "/login?next=%2Fplaces%2Fjeondeungsa%23ratings"
    for handle in ("rating-form", "visited-button", "remove-rating"):
        assert page.testids(handle) == []


@pytest.mark.parametrize("language", Language)
def test_notices_are_for_those_who_are_signed_in(
    http: httpx.Client, traveller: Travellers, language: Language
) -> None:
    minji = traveller("Minji")
    for notice in ("rated", "rating-removed", "visited", "not-visited", "reported"):
        assert seen(minji, "wolmido", notice=notice, lang=language).testids("form-notice")
        assert not seen(http, "wolmido", notice=notice, lang=language).testids("form-notice")


def test_no_other_words_come_from_the_address(traveller: Travellers) -> None:
    minji = traveller("Minji")
    for notice in SENDABLE:
        assert not seen(minji, "wolmido", notice=notice).testids("form-notice")


def test_many_ratings_are_read_page_by_page(traveller: Travellers, http: httpx.Client, place: str) -> None:
    for number in range(11):
        rate(traveller(f"Traveller {number}"), place, "4", f"Comment {number}.")
    first = seen(http, place)
    assert len(ratings(first)) == 10
    assert "Comment 10." in ratings(first)[0].text
    earlier = next(link["href"] for link in first.all("a") if "before=" in (link.get("href") or ""))
    (last,) = ratings(Page(http.get(earlier).text))
    assert "Comment 0." in last.text
    assert http.get(f"/places/{place}?before=x").status_code == 422


def assert_refused(answer: httpx.Response, kind: type[Failure], status: int, **values: object) -> None:
    assert answer.status_code == status
    page = Page(answer.text)
    sentence = translator(Language(page.one("html")["lang"]))(kind.message).format(**values)
    assert sentence in page.testids("error-page")[0].text
