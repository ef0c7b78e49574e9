"""My page: what one likes, has planned and has visited, and the settings of one's account, as plain forms."""

import json
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import timedelta
from itertools import count
from uuid import UUID

import httpx
import pytest

from models.identity_provider import ProviderName
from models.language import Language
from services.actor import Actor
from services.api_tokens import PREFIX
from services.foreign_identity import ForeignIdentity
from services.platform import Platform, now_in_seoul
from tests.counted_queries import CountedQueries
from tests.heard_log import HeardLog
from tests.html_page import Page
from tests.platforms import platform_on
from tests.ui.test_session_forms import FOREIGN

GOOD, BETTER = "three rivers and a hill", "four lakes and a pine"
PAGES = ("/mypage", "/mypage/likes", "/mypage/settings")
LIKED = ("gyeongbokgung", "bulguksa", "haeundae-beach")
FORMS = {
    "/mypage/profile": {"display_name": "Mallory", "language": "ja", "scheme": "dark"},
    "/mypage/password": {"current_password": GOOD, "new_password": BETTER},
    "/mypage/verification": {},
    "/mypage/devices/end-others": {},
    f"/mypage/devices/{UUID(int=1)}/end": {},
    "/mypage/tokens": {"name": "mine"},
    f"/mypage/tokens/{UUID(int=2)}/revoke": {},
}
NASTY = '"><script>alert(1)</script>'
_number = count(1)

NewBrowser = Callable[..., httpx.Client]


@pytest.fixture
def new_browser(app_url: str) -> Iterator[NewBrowser]:
    """Make browsers, each at an address of its own and saying where its forms come from."""
    browsers: list[httpx.Client] = []

    def make(**headers: str) -> httpx.Client:
        address = {"Origin": app_url, "X-Forwarded-For": f"203.0.113.{next(_number) % 250}"}
        browsers.append(httpx.Client(base_url=app_url, timeout=30, headers=address | headers))
        return browsers[-1]

    yield make
    for browser in browsers:
        browser.close()


@pytest.fixture
def email() -> str:
    return f"mypage{next(_number)}@accounts.example"


@pytest.fixture
def browser(new_browser: NewBrowser, email: str) -> httpx.Client:
    """A browser in which a traveller has just made an account."""
    return registered(new_browser(), email)


@pytest.fixture
def second_browser(new_browser: NewBrowser, browser: httpx.Client, email: str) -> httpx.Client:
    """Another device of the same traveller."""
    return signed_in(new_browser(), email)


@pytest.fixture
def stranger(new_browser: NewBrowser) -> httpx.Client:
    """Somebody else, with an account of their own."""
    return registered(new_browser(), f"other{next(_number)}@accounts.example")


@pytest.fixture
async def app_platform(app_database: str) -> AsyncIterator[Platform]:
    """Services on the database of the running application."""
    platform = platform_on(app_database)
    yield platform
    await platform.close()


@pytest.fixture
async def traveller(app_platform: Platform, browser: httpx.Client, email: str) -> Actor:
    """The traveller of `browser`, with likes, visits and trips."""
    async with app_platform.open_unit() as services:
        user = await services.users.by_email(email)
    assert user
    today = now_in_seoul().date()
    for place_id in LIKED:
        async with app_platform.open_unit(Actor(user.id)) as services:
            await services.likes.give(place_id)
    async with app_platform.open_unit(Actor(user.id)) as services:
        await services.visits.mark("gyeongbokgung")
        await services.trips.add("Seollal in Seoul", today + timedelta(days=5), today + timedelta(days=8))
        await services.trips.add("Autumn leaves", today - timedelta(days=9), today - timedelta(days=8))
    return Actor(user.id)


@pytest.fixture
async def many_likes(app_platform: Platform, traveller: Actor) -> None:
    """More likes than one page of the list shows at first."""
    async with app_platform.open_unit(traveller) as services:
        found = await services.search.places("", limit=50, language=Language.EN)
        await services.likes.carry_over([place.id for place in found.items])


@pytest.fixture
async def confirmed(app_platform: Platform, traveller: Actor, email: str) -> None:
    """The traveller has followed the link of the first mail."""
    async with app_platform.open_unit() as services:
        await services.users.verify_email(traveller.user_id, email)


def registered(browser: httpx.Client, email: str) -> httpx.Client:
    form = {"email": email, "password": GOOD, "display_name": "Minji"}
    assert browser.post("/register", data=form).status_code == 303
    return browser


def signed_in(browser: httpx.Client, email: str, password: str = GOOD) -> httpx.Client:
    assert browser.post("/login", data={"email": email, "password": password}).status_code == 303
    return browser


def is_signed_in(browser: httpx.Client) -> bool:
    return browser.get("/mypage").status_code == 200


def settings(browser: httpx.Client) -> Page:
    return Page(browser.get("/mypage/settings").text)


def said(answer: httpx.Response) -> str:
    """What the answer to a form says went wrong."""
    return Page(answer.text).testids("form-error")[0].text


def followed(browser: httpx.Client, answer: httpx.Response) -> Page:
    """The page that a form leads back to, with its notice."""
    assert answer.status_code == 303
    return Page(browser.get(answer.headers["location"]).text)


def actions(browser: httpx.Client, ending: str) -> list[str]:
    """Where the forms of the settings lead that have such an address."""
    forms = settings(browser).all("form")
    return [
        form["action"]
        for form in forms
        if form["action"].startswith("/mypage/") and form["action"].endswith(ending)
    ]


# --- who gets in ---


@pytest.mark.parametrize("path", [*PAGES, "/mypage/likes?region=jeju&sort=name"])
def test_a_stranger_is_led_to_the_sign_in_and_back(http: httpx.Client, path: str) -> None:
    answer = http.get(path)
    assert answer.status_code == 303
    assert httpx.URL(answer.headers["location"]).params["next"] == path
    assert answer.headers["location"].startswith("/login?")


@pytest.mark.parametrize("path", FORMS)
def test_a_form_of_somebody_who_is_not_signed_in_leads_to_the_sign_in(
    http: httpx.Client, app_url: str, path: str
) -> None:
    headers = {"Origin": app_url, "Referer": f"{app_url}/mypage/settings"}
    answer = http.post(path, data=FORMS[path], headers=headers)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/login?next=%2Fmypage%2Fsettings"


@pytest.mark.parametrize("origin", [*FOREIGN[:3], None])
@pytest.mark.parametrize("path", FORMS)
def test_a_form_of_another_site_changes_nothing(browser: httpx.Client, path: str, origin: str | None) -> None:
    before = settings(browser)
    del browser.headers["Origin"]
    answer = browser.post(path, data=FORMS[path], headers={"Origin": origin} if origin else {})
    assert answer.status_code == 403
    after = settings(browser)
    for testid in ("display-name", "device", "api-token"):
        assert [one.attributes for one in after.testids(testid)] == [
            one.attributes for one in before.testids(testid)
        ]
    assert after.one("html")["lang"] == before.one("html")["lang"]


@pytest.mark.parametrize("path", FORMS)
def test_opening_the_address_of_a_form_leads_to_the_settings(browser: httpx.Client, path: str) -> None:
    answer = browser.get(path)
    assert (answer.status_code, answer.headers["location"]) == (303, "/mypage/settings")


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("path", PAGES)
def test_every_part_opens_in_every_language_and_is_kept_by_nobody(
    browser: httpx.Client, traveller: Actor, path: str, language: Language
) -> None:
    browser.post("/session/language", data={"language": language.value})
    answer = browser.get(path)
    page = Page(answer.text)
    assert answer.headers["cache-control"] == "no-store"
    assert page.one("html")["lang"] == language
    assert page.meta("robots") == "noindex"
    assert [link["href"] for link in page.all("a", aria_current="page")].count(path) >= 1


@pytest.mark.parametrize("path", PAGES)
def test_nobody_sees_anybody_elses_page(
    browser: httpx.Client, traveller: Actor, stranger: httpx.Client, email: str, path: str
) -> None:
    mine, theirs = browser.get(path).text, stranger.get(path).text
    assert email not in theirs
    assert "Seollal in Seoul" not in theirs
    assert Page(theirs).testids("liked-place") == []
    assert browser.get(path).text.count("liked-place") == mine.count("liked-place")


@pytest.mark.parametrize("path", PAGES)
def test_a_page_takes_the_same_few_queries_however_much_there_is(
    browser: httpx.Client,
    second_browser: httpx.Client,
    traveller: Actor,
    queries: CountedQueries,
    path: str,
) -> None:
    browser.post("/mypage/tokens", data={"name": "one"})
    browser.post("/mypage/tokens", data={"name": "two"})
    queries.forget()
    assert browser.get(path).status_code == 200
    assert len(queries.selects) <= 7


# --- the overview ---


def test_the_overview_shows_likes_trips_and_the_regions_visited(
    browser: httpx.Client, traveller: Actor
) -> None:
    page = Page(browser.get("/mypage").text)
    assert [card["data-place-id"] for card in page.testids("liked-place")] == [*reversed(LIKED)]
    assert {heart["aria-pressed"] for heart in page.testids("like-button")} == {"true"}
    assert "In 5 days" in page.testids("trip")[0].text
    assert "Autumn leaves" in page.testids("trip")[1].text
    assert "1 of 17 regions" in page.testids("visited-map")[0].text


def test_a_new_traveller_is_told_how_each_part_fills(browser: httpx.Client) -> None:
    page = Page(browser.get("/mypage").text)
    assert page.testids("liked-place") == page.testids("trip") == []
    assert "Hello, Minji" in page.one("h1").text
    for words in ("No likes yet", "No trip yet", "Mark a place as visited"):
        assert words in page.one("main").text
    assert "No likes yet" in browser.get("/mypage/likes").text


def test_one_can_sign_out_from_every_part(browser: httpx.Client) -> None:
    for path in PAGES:
        assert Page(browser.get(path).text).testids("logout-button")


# --- the liked places ---


def test_the_address_narrows_and_sorts_list_and_map(browser: httpx.Client, traveller: Actor) -> None:
    def shown(query: str) -> list[str]:
        page = Page(browser.get(f"/mypage/likes?{query}").text)
        points = json.loads(page.one("script", id="map-places").text)
        cards = [card["data-place-id"] for card in page.testids("liked-place")]
        assert {point["properties"]["id"] for point in points} == {*cards}
        return cards

    assert shown("") == [*reversed(LIKED)]
    assert shown("sort=name") == ["bulguksa", "gyeongbokgung", "haeundae-beach"]
    assert shown("region=busan") == ["haeundae-beach"]
    assert shown("theme=temples") == ["bulguksa"]
    assert shown("region=busan&theme=temples") == []
    assert shown("region=&theme=&sort=&shown=") == [*reversed(LIKED)]


def test_only_what_leads_somewhere_is_offered(browser: httpx.Client, traveller: Actor) -> None:
    page = Page(browser.get("/mypage/likes?region=busan").text)
    themes = {chip["data-theme"] for chip in page.testids("theme-chip")}
    assert "coast" in themes
    assert not themes & {"heritage", "temples"}
    offered = {
        option["value"] for option in page.all("option") if option["value"] in {"seoul", "busan", "jeju"}
    }
    assert offered == {"seoul", "busan"}


@pytest.mark.parametrize(
    "query",
    ["region=atlantis", "theme=sleep", "sort=luck", "shown=0", "shown=47", "shown=99999999999", "shown=%00", "shown=-48", "shown=٤٨"],
)  # fmt: skip
def test_an_address_that_says_nothing_we_know_gets_a_sentence(browser: httpx.Client, query: str) -> None:
    answer = browser.get(f"/mypage/likes?{query}")
    assert answer.status_code == 422
    assert Page(answer.text).testids("error-page")


@pytest.mark.usefixtures("many_likes")
def test_more_places_follow_by_a_link(browser: httpx.Client) -> None:
    page = Page(browser.get("/mypage/likes").text)
    assert len(page.testids("liked-place")) == 48
    following = Page(browser.get(page.testids("load-more")[0]["href"]).text)
    assert len(following.testids("liked-place")) > 48
    assert following.testids("load-more") == []


# --- the profile ---


def test_name_language_and_colours_follow_the_traveller_to_another_device(
    browser: httpx.Client, second_browser: httpx.Client
) -> None:
    form = {"display_name": "  Kim   Minji ", "language": "ja", "scheme": "dark"}
    page = followed(browser, browser.post("/mypage/profile", data=form))
    assert page.testids("form-notice")
    for device in (browser, second_browser):
        page = settings(device)
        assert page.testids("display-name")[0]["value"] == "Kim Minji"
        assert (page.one("html")["lang"], page.one("html")["data-scheme"]) == ("ja", "dark")
    browser.post("/session/end")
    html = Page(browser.get("/about").text).one("html")
    assert (html["lang"], html["data-scheme"]) == ("ja", "dark"), "the browser keeps them too"


def test_what_a_form_leaves_out_stays(browser: httpx.Client) -> None:
    browser.post("/mypage/profile", data={"display_name": "Minji", "language": "ja", "scheme": "dark"})
    browser.post("/mypage/profile", data={"display_name": "Jun"})
    html = settings(browser).one("html")
    assert (html["lang"], html["data-scheme"]) == ("ja", "dark")


@pytest.mark.parametrize(
    "form",
    [
        {"display_name": ""},
        {"display_name": " \u200b\t"},
        {"display_name": "x" * 61},
        {"display_name": "Jun", "language": "tlh"},
        {"display_name": "Jun", "language": ""},
        {"display_name": "Jun", "scheme": "sepia"},
    ],
)
def test_a_profile_that_cannot_be_gets_a_sentence_and_changes_nothing(
    browser: httpx.Client, form: dict[str, str]
) -> None:
    answer = browser.post("/mypage/profile", data={"language": "ja", "scheme": "dark"} | form)
    assert answer.status_code == 422
    assert said(answer)
    assert Page(answer.text).testids("display-name")[0].get("value") in {form["display_name"], None}
    page = settings(browser)
    assert page.testids("display-name")[0]["value"] == "Minji"
    assert (page.one("html")["lang"], page.one("html")["data-scheme"]) == ("en", "auto")


def test_whatever_is_typed_stays_text(new_browser: NewBrowser, email: str) -> None:
    browser = registered(new_browser(**{"User-Agent": NASTY}), email)
    browser.post("/mypage/profile", data={"display_name": NASTY})
    browser.post("/mypage/tokens", data={"name": NASTY})
    for path in PAGES:
        assert "<script>alert(1)" not in browser.get(path).text
    assert NASTY in settings(browser).testids("api-token")[0].text


def test_a_picture_chosen_in_the_settings_leads_back_to_them(browser: httpx.Client, app_url: str) -> None:
    came_from = {"Referer": f"{app_url}/mypage/settings?notice=profile"}
    answer = browser.post("/mypage/avatar/remove", headers=came_from)
    assert answer.headers["location"] == "/mypage/settings?notice=avatar-removed"
    assert followed(browser, answer).testids("form-notice")


# --- the password ---


def test_a_new_password_signs_out_the_other_devices_and_revokes_the_tokens(
    new_browser: NewBrowser, browser: httpx.Client, second_browser: httpx.Client, email: str
) -> None:
    browser.post("/mypage/tokens", data={"name": "script"})
    form = {"current_password": GOOD, "new_password": BETTER}
    page = followed(browser, browser.post("/mypage/password", data=form))
    assert page.testids("form-notice")
    assert page.testids("api-token") == []
    assert is_signed_in(browser)
    assert not is_signed_in(second_browser)
    assert new_browser().post("/login", data={"email": email, "password": GOOD}).status_code == 401
    assert is_signed_in(signed_in(new_browser(), email, BETTER))


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"current_password": "not mine at all", "new_password": BETTER}, 422),
        ({"new_password": BETTER}, 422),
        ({"current_password": GOOD, "new_password": "short"}, 422),
        ({"current_password": GOOD, "new_password": "password1"}, 422),
        ({"current_password": GOOD, "new_password": "x" * 73}, 422),
        ({"current_password": "\0", "new_password": "\0" * 8}, 422),
        ({}, 422),
    ],
)
def test_a_password_that_is_refused_says_why_and_the_old_one_stays(
    new_browser: NewBrowser,
    browser: httpx.Client,
    second_browser: httpx.Client,
    email: str,
    form: dict[str, str],
    status: int,
) -> None:
    answer = browser.post("/mypage/password", data=form)
    assert answer.status_code == status
    assert said(answer)
    assert not any(password in answer.text for password in form.values())
    assert is_signed_in(second_browser)
    assert is_signed_in(signed_in(new_browser(), email))


def test_guessing_the_present_password_is_stopped_with_the_seconds_to_wait(browser: httpx.Client) -> None:
    guess = {"current_password": "a guess", "new_password": BETTER}
    answer = [browser.post("/mypage/password", data=guess) for _ in range(12)][-1]
    assert answer.status_code == 429
    assert answer.headers["retry-after"] in said(answer)


# --- linked sign-ins ---


@pytest.fixture
async def linked(app_platform: Platform, traveller: Actor) -> None:
    """The traveller may come in over Google too."""
    async with app_platform.open_unit(traveller) as services:
        identity = ForeignIdentity(
            ProviderName.GOOGLE, f"{traveller.user_id}", "minji@gmail.example", True, "Minji"
        )
        await services.identities.link(traveller.user_id, identity)


@pytest.mark.usefixtures("linked")
def test_a_linked_sign_in_is_shown_until_it_is_unlinked(browser: httpx.Client) -> None:
    assert [mark.text for mark in settings(browser).testids("unlink-sign-in")] == ["Unlink"]
    page = followed(browser, browser.post(actions(browser, "/unlink")[0]))
    assert page.testids("form-notice")
    assert page.testids("unlink-sign-in") == []


def test_a_sign_in_that_leads_elsewhere_is_told_so(browser: httpx.Client) -> None:
    assert said(browser.get("/mypage/settings?notice=identity-taken"))
    assert not Page(browser.get("/mypage/settings?notice=nonsense").text).testids("form-notice")


# --- the devices ---


def test_one_device_can_be_ended_and_knows_it_at_once(
    new_browser: NewBrowser, browser: httpx.Client, second_browser: httpx.Client, email: str
) -> None:
    third = signed_in(new_browser(), email)
    devices = settings(browser).testids("device")
    assert len(devices) == 3
    assert "This device" in devices[0].text
    assert len(settings(browser).testids("end-device")) == 2
    action = actions(browser, "/end")[0]
    assert followed(browser, browser.post(action)).testids("form-notice")
    assert not is_signed_in(third)
    assert is_signed_in(browser)
    assert is_signed_in(second_browser)
    assert browser.post(action).status_code == 404


def test_all_other_devices_can_be_ended_at_once(browser: httpx.Client, second_browser: httpx.Client) -> None:
    assert followed(browser, browser.post("/mypage/devices/end-others")).testids("form-notice")
    assert is_signed_in(browser)
    assert not is_signed_in(second_browser)
    page = settings(browser)
    assert len(page.testids("device")) == 1
    assert page.testids("end-other-devices") == [], "there is nothing left to end"


def test_devices_bear_names_one_knows(new_browser: NewBrowser, email: str) -> None:
    agent = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1"
    page = settings(registered(new_browser(**{"User-Agent": agent}), email))
    assert "Safari on iPhone" in page.testids("device")[0].text


def test_nobody_can_end_anybody_elses_device(
    browser: httpx.Client, second_browser: httpx.Client, stranger: httpx.Client
) -> None:
    answer = stranger.post(actions(browser, "/end")[0])
    assert answer.status_code == 404
    assert said(answer)
    stranger.post("/mypage/devices/end-others")
    assert is_signed_in(second_browser)
    assert is_signed_in(browser)


@pytest.mark.parametrize("what", ["devices/{}/end", "tokens/{}/revoke"])
@pytest.mark.parametrize("nonsense", ["x", "0", "%00", "' OR 1=1 --", "é", "1" * 3000])
def test_an_id_that_is_none_is_not_found(browser: httpx.Client, what: str, nonsense: str) -> None:
    answer = browser.post(f"/mypage/{what.format(nonsense)}")
    assert answer.status_code == 404
    assert said(answer)


# --- API tokens ---


def test_a_token_is_shown_once_and_goes_when_it_is_revoked(browser: httpx.Client, log: HeardLog) -> None:
    answer = browser.post("/mypage/tokens", data={"name": "my script"})
    token = Page(answer.text).testids("new-token")[0].text
    assert answer.headers["cache-control"] == "no-store"
    assert token.startswith(PREFIX)
    page = settings(browser)
    assert token not in page.html
    assert "my script" in page.testids("api-token")[0].text
    page = followed(browser, browser.post(actions(browser, "/revoke")[0]))
    assert page.testids("form-notice")
    assert page.testids("api-token") == []
    assert token not in " ".join(map(str, log.events))


def test_nobody_can_revoke_anybody_elses_token(browser: httpx.Client, stranger: httpx.Client) -> None:
    browser.post("/mypage/tokens", data={"name": "mine"})
    action = actions(browser, "/revoke")[0]
    answer = stranger.post(action)
    assert answer.status_code == 404
    assert said(answer)
    assert len(settings(browser).testids("api-token")) == 1


@pytest.mark.parametrize("name", ["", "  ", "\u200b", "\0", "x" * 61])
def test_a_token_needs_a_name_that_can_be_seen(browser: httpx.Client, name: str) -> None:
    answer = browser.post("/mypage/tokens", data={"name": name})
    assert answer.status_code == 422
    assert said(answer)
    assert settings(browser).testids("api-token") == []


def test_there_are_only_so_many_tokens(browser: httpx.Client) -> None:
    for number in range(20):
        assert browser.post("/mypage/tokens", data={"name": str(number)}).status_code == 200
    answer = browser.post("/mypage/tokens", data={"name": "one too many"})
    assert answer.status_code == 409
    assert "20" in said(answer)
    assert len(settings(browser).testids("api-token")) == 20


# --- the e-mail address ---


def test_the_mail_can_be_sent_again_until_the_address_is_confirmed_but_not_without_end(
    browser: httpx.Client,
) -> None:
    assert settings(browser).testids("resend-verification")
    assert followed(browser, browser.post("/mypage/verification")).testids("form-notice")
    answer = [browser.post("/mypage/verification") for _ in range(4)][-1]
    assert answer.status_code == 429
    assert answer.headers["retry-after"] in said(answer)


@pytest.mark.usefixtures("confirmed")
def test_a_confirmed_address_is_asked_for_nothing(browser: httpx.Client) -> None:
    page = settings(browser)
    assert "Confirmed" in page.one("section", id="email").text
    assert page.testids("resend-verification") == []
    assert "not confirmed" not in browser.get("/mypage").text
