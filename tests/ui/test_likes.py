"""Hearts as the browser gives them: by form and by script, signed in and not, one and many at once."""

import random
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from ipaddress import ip_address

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from models.language import Language
from services.likes import MOST_CARRIED, Heart
from tests.html_page import Element, Page
from tests.nasty_values import NASTY
from tests.ui.test_session_forms import FOREIGN
from ui.formatters import number
from ui.html import rendered
from ui.html.personal import hearts_in, personal
from ui.html.place_card import like_button
from ui.visitor import Visitor

PALACE, TOWER, BEACH = "gyeongbokgung", "n-seoul-tower", "haeundae-beach"
SCRIPT = {"Accept": "application/json"}

Traveller = Callable[[], httpx.Client]


@pytest.fixture
def traveller(app_url: str) -> Iterator[Traveller]:
    """Make browsers of travellers who have just made an account."""
    opened: list[httpx.Client] = []

    def made() -> httpx.Client:
        home = str(
            ip_address(random.getrandbits(32))
        )  # as a proxy tells it, since a household makes few accounts
        headers = {"Origin": app_url, "X-Forwarded-For": home}
        client = httpx.Client(base_url=app_url, timeout=60, headers=headers)
        opened.append(client)
        form = {
            "email": f"{uuid.uuid4()}@example.com",
            "password": "a quiet palace garden",
            "display_name": "Minji",
        }
        assert client.post("/register", data=form).status_code == 303
        return client

    yield made
    for client in opened:
        for place_id in (PALACE, TOWER, BEACH):
            like(client, place_id, liked=False)
        client.close()


@pytest.fixture
def minji(traveller: Traveller) -> httpx.Client:
    return traveller()


def like(client: httpx.Client, place_id: str = PALACE, *, liked: bool = True) -> httpx.Response:
    """Click as the script does."""
    return client.post(f"/likes/{place_id}", data={"liked": str(liked).lower()}, headers=SCRIPT)


def heart(client: httpx.Client, path: str = "/", place_id: str = PALACE) -> tuple[str, str, str, str]:
    """Read a heart from a page: what a click says, whether it is pressed, the number of others, the text."""
    page = Page(client.get(path).text)
    button = page.all("button", data_like=place_id)[0]
    count = _count_of(page, button)
    return button["value"], button["aria-pressed"], count["data-count"], count.text


class TestByScript:
    def test_a_click_answers_with_the_heart(self, minji: httpx.Client, traveller: Traveller) -> None:
        alex = traveller()
        before = like(minji, liked=False).json()["count"]
        assert like(minji).json() == {"liked": True, "count": before + 1}
        for _ in range(2):
            assert like(alex).json() == {"liked": True, "count": before + 2}
        for _ in range(2):
            assert like(alex, liked=False).json() == {"liked": False, "count": before + 1}
        assert like(minji).headers["cache-control"] == "no-store"

    def test_a_stranger_is_told_to_sign_in(self, http: httpx.Client, app_url: str) -> None:
        for path, form in ((f"/likes/{PALACE}", {"liked": "true"}), ("/likes/carried", {"ids": PALACE})):
            answer = http.post(
                path, data=form, headers={**SCRIPT, "Origin": app_url, "Accept-Language": "ko"}
            )
            assert answer.status_code == 401
            assert answer.headers["content-type"] == "application/problem+json"
            assert answer.json()["code"] == "sign_in_needed"
            assert answer.json()["detail"]

    @pytest.mark.parametrize("origin", FOREIGN)
    def test_another_site_changes_nothing(self, minji: httpx.Client, origin: str) -> None:
        for path, form in ((f"/likes/{PALACE}", {"liked": "true"}), ("/likes/carried", {"ids": PALACE})):
            for accept in ({}, SCRIPT):
                answer = minji.post(path, data=form, headers={"Origin": origin, **accept})
                assert answer.status_code == 403
        assert heart(minji)[1] == "false"

    def test_places_that_there_are_not_are_not_found(self, minji: httpx.Client) -> None:
        for place_id in [
            "atlantis",
            "GYEONGBOKGUNG",
            "%00",
            "%ff",
            "%ED%82%80",
            "a" * 3000,
            *map(_quoted, NASTY.values()),
        ]:
            answer = like(minji, place_id)
            assert answer.status_code in {404, 405}, place_id
            if answer.status_code == 404:
                assert answer.json()["status"] == 404

    @pytest.mark.parametrize(
        "wish", [{}, {"liked": ""}, {"liked": "yes"}, {"liked": "TRUE"}, {"liked": "\0"}]
    )
    def test_a_wish_that_is_none_is_refused(self, minji: httpx.Client, wish: dict[str, str]) -> None:
        answer = minji.post(f"/likes/{PALACE}", data=wish, headers=SCRIPT)
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid")

    def test_who_signed_out_elsewhere_changes_nothing_here(
        self, minji: httpx.Client, http: httpx.Client, app_url: str
    ) -> None:
        http.cookies.update(minji.cookies)
        minji.post("/session/end")
        stale = http.post(f"/likes/{PALACE}", data={"liked": "true"}, headers={**SCRIPT, "Origin": app_url})
        assert stale.status_code == 401

    def test_nobody_clicks_faster_than_a_person_could(
        self, minji: httpx.Client, traveller: Traveller
    ) -> None:
        with ThreadPoolExecutor(8) as threads:
            answers = list(threads.map(lambda _: like(minji, liked=False), range(160)))
        refused = [answer for answer in answers if answer.status_code == 429]
        if not refused:
            pytest.skip("this machine is too slow to click that fast")
        assert int(refused[0].headers["retry-after"]) >= 1
        assert refused[0].json()["code"] == "too_many_requests"
        assert like(traveller()).status_code == 200


class TestWithoutScripts:
    def test_a_stranger_is_led_to_signing_in_and_back(self, http: httpx.Client, app_url: str) -> None:
        page = Page(http.get(f"/places/{PALACE}").text)
        forms = [form for form in page.all("form") if "like" in (form.get("class") or "").split()]
        assert (f"/likes/{PALACE}", "post") in {(form["action"], form["method"]) for form in forms}
        assert all(button["aria-pressed"] == "false" for button in page.testids("like-button"))
        answer = http.post(
            f"/likes/{PALACE}",
            data={"liked": "true"},
            headers={"Origin": app_url, "Referer": f"{app_url}/places/{PALACE}?on=2027-03-09"},
        )
        assert answer.status_code == 303
        way = httpx.URL(answer.headers["location"])
        assert (way.path, way.params["next"]) == ("/login", f"/places/{PALACE}?on=2027-03-09")
        assert http.get(str(way)).status_code == 200

    def test_a_click_leads_back_to_the_page_with_its_choices(self, minji: httpx.Client, app_url: str) -> None:
        where = "/?region=seoul&sort=name"
        for wish, pressed in (("true", "true"), ("false", "false")):
            answer = minji.post(
                f"/likes/{PALACE}", data={"liked": wish}, headers={"Referer": f"{app_url}{where}"}
            )
            assert (answer.status_code, answer.headers["location"]) == (303, where)
            assert heart(minji, where)[1] == pressed

    @pytest.mark.parametrize(
        "referer", ["https://evil.example/x", "//evil.example", "", "{app}//evil.example/x"]
    )
    def test_no_click_leads_away_from_this_site(
        self, minji: httpx.Client, app_url: str, referer: str
    ) -> None:
        headers = {"Referer": referer.format(app=app_url)}
        answer = minji.post(f"/likes/{PALACE}", data={"liked": "true"}, headers=headers)
        assert (answer.status_code, answer.headers["location"]) == (303, "/")

    def test_an_unknown_place_shows_the_designed_page(self, minji: httpx.Client) -> None:
        answer = minji.post("/likes/atlantis", data={"liked": "true"})
        assert answer.status_code == 404
        assert Page(answer.text).testids("error-page")


class TestCarriedOver:
    def test_hearts_of_the_browser_are_added_and_shown(self, minji: httpx.Client) -> None:
        like(minji, TOWER)
        answer = minji.post(
            "/likes/carried", data={"ids": f"{PALACE} {TOWER} atlantis \x00 {PALACE}"}, headers=SCRIPT
        )
        assert answer.json()["added"] == 1
        assert answer.json()["hearts"].keys() == {PALACE, TOWER}
        assert answer.json()["hearts"][PALACE]["liked"] is True
        assert heart(minji)[1] == "true"

    @pytest.mark.parametrize(
        "ids", [None, "", " ", *NASTY.values(), " ".join(f"x{n}" for n in range(MOST_CARRIED * 3))]
    )
    def test_what_is_no_id_is_left_out(self, minji: httpx.Client, ids: str | None) -> None:
        form = {} if ids is None else {"ids": ids.encode("utf-8", "surrogatepass")}
        answer = minji.post("/likes/carried", data=form, headers=SCRIPT)
        assert answer.status_code == 200
        assert answer.json() == {"added": 0, "hearts": {}}


class TestTheFirstHtml:
    @pytest.mark.parametrize(
        "path", ["/", "/?region=seoul", "/fragments/home", f"/places/{PALACE}", f"/fragments/places/{PALACE}"]
    )
    def test_shows_ones_own_heart_and_the_true_count(
        self, minji: httpx.Client, traveller: Traveller, http: httpx.Client, path: str
    ) -> None:
        heart(http, path)
        none = like(minji, liked=False).json()["count"]
        for client in (minji, alex := traveller()):
            like(client)
        assert heart(minji, path) == ("false", "true", str(none + 1), str(none + 2))
        like(alex, liked=False)
        assert heart(minji, path) == ("false", "true", str(none), str(none + 1))
        assert heart(alex, path) == ("true", "false", str(none + 1), str(none + 1))
        assert heart(http, path)[:2] == ("true", "false"), "a stranger sees nobody's heart"

    def test_marks_only_the_places_one_likes(self, minji: httpx.Client) -> None:
        like(minji)
        page = Page(minji.get("/?region=seoul").text)
        pressed = {b["data-like"] for b in page.testids("like-button") if b["aria-pressed"] == "true"}
        assert pressed == {PALACE}
        assert len(page.testids("like-button")) > 5


class TestTheCardOnTheMap:
    def test_names_the_place_says_whether_it_is_open_and_has_its_heart(self, http: httpx.Client) -> None:
        answer = http.get(f"/fragments/places/{PALACE}?lang=ko&on=2027-03-09")
        assert answer.headers["cache-control"] == "no-store"
        page = Page(answer.text)
        assert page.one("article")["data-place-id"] == PALACE
        assert "경복궁" in page.one("article").text
        assert page.one("a")["href"] == f"/places/{PALACE}"
        assert "closed" in page.testids("open-state")[0]["class"]
        assert page.testids("like-button")[0]["data-like"] == PALACE

    @pytest.mark.parametrize("path", ["atlantis", "%00", f"{PALACE}?on=never"])
    def test_is_refused_for_what_there_is_not(self, http: httpx.Client, path: str) -> None:
        assert http.get(f"/fragments/places/{path}").status_code in {404, 422}


def test_a_thousand_clicks_of_fifty_browsers_at_once_end_with_the_right_count(traveller: Traveller) -> None:
    fifty = [traveller() for _ in range(50)]
    before = like(fifty[0], BEACH, liked=False).json()["count"]

    def click(client: httpx.Client, dice: random.Random) -> bool:
        liked = False
        for _ in range(20):
            liked = dice.random() < 0.6
            answer = like(client, BEACH, liked=liked)
            while answer.status_code == 503:  # a slow machine asks to try again, as it should
                answer = like(client, BEACH, liked=liked)
            assert answer.json()["liked"] is liked
        return liked

    with ThreadPoolExecutor(50) as threads:
        liked = list(threads.map(click, fifty, map(random.Random, range(50))))
    for client, its_own in zip(fifty[:3], liked, strict=False):
        _, pressed, others, text = heart(client, f"/places/{BEACH}", BEACH)
        assert pressed == str(its_own).lower()
        assert int(others) == before + sum(liked) - its_own
        assert text == str(before + sum(liked))


names = st.text(min_size=1, max_size=30) | st.sampled_from(
    [
        'Kim\'s "House" & <b>Garden</b>',
        'data-count="5">9</span>',
        'value="true" data-like="x" aria-pressed="false"',
    ]
)
drawn = st.lists(
    st.tuples(
        st.from_regex(r"[a-z0-9]+(-[a-z0-9]+)*", fullmatch=True) | names, names, st.integers(0, 2_000_000)
    ),
    max_size=6,
    unique_by=lambda one: one[0],
)


class TestPuttingHeartsIntoAPage:
    @given(drawn, st.data(), st.sampled_from(Language))
    def test_finds_every_heart_and_changes_nothing_else(
        self, places: list[tuple[str, str, int]], data: st.DataObject, language: Language
    ) -> None:
        visitor = Visitor(language, "auto", datetime(2027, 3, 9, 12))
        between = data.draw(st.lists(names, min_size=len(places) + 1, max_size=len(places) + 1))
        page = Markup("").join(
            [between[0]]
            + [
                rendered([like_button(place_id, name, likes, visitor), text])
                for (place_id, name, likes), text in zip(places, between[1:], strict=True)
            ]
        )
        assert hearts_in(page) == [place_id for place_id, _, _ in places]
        hearts = {
            place_id: Heart(liked, likes + liked)
            for place_id, _, likes in places
            if (liked := data.draw(st.none() | st.booleans())) is not None
        }
        before, after = Page(page), Page(personal(page, visitor, hearts))
        assert [e.tag for e in after.elements] == [e.tag for e in before.elements]
        for was, now in zip(before.testids("like-button"), after.testids("like-button"), strict=True):
            heart = hearts.get(
                was["data-like"], Heart(liked=False, count=int(_count_of(before, was)["data-count"]))
            )
            assert now.attributes == was.attributes | {
                "value": str(not heart.liked).lower(),
                "aria-pressed": str(heart.liked).lower(),
            }
            count = _count_of(after, now)
            assert int(count["data-count"]) == heart.count - heart.liked
            assert count.text == (number(heart.count, visitor) if heart.count else "")


def _count_of(page: Page, button: Element) -> Element:
    """Return the count that stands in a heart."""
    return next(e for e in page.testids("like-count") if e.position > button.position)


def _quoted(value: str) -> str:
    return "".join(f"%{byte:02X}" for byte in value.encode("utf-8", "surrogatepass"))
