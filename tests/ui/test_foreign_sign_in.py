"""Signing in over Google, Kakao and Naver, as a browser goes there and back."""

from collections.abc import Iterator
from itertools import count

import httpx
import pytest

from models.identity_provider import ProviderName
from services.identities import LastWayIn
from tests.addresses import from_elsewhere
from tests.html_page import Page
from tests.stand_ins.identity_provider import Person, StandInProvider

PASSWORD = "three rivers and a hill"
_number = count(1)
each_provider = pytest.mark.parametrize("provider", ProviderName)


@pytest.fixture
def stand_in(stand_in_provider: StandInProvider) -> Iterator[StandInProvider]:
    """The providers with a new person before the browser."""
    number = next(_number)
    stand_in_provider.person = Person(subject=f"subject-{number}", email=f"person{number}@foreign.example")
    yield stand_in_provider
    stand_in_provider.fault = None


@pytest.fixture
def browser(app_url: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=app_url, timeout=30, headers={"Origin": app_url} | from_elsewhere()) as client:
        yield client


def there_and_back(
    browser: httpx.Client, provider: ProviderName, *, query: str = "", **headers: str
) -> httpx.Response:
    """Go to the provider and come back; the answer is that of our own address."""
    away = browser.get(f"/auth/{provider}{query}", headers=headers)
    assert away.status_code == 303, away.text[:300]
    back = httpx.get(away.headers["location"]).headers["location"]
    return browser.get(back)


def name_of(browser: httpx.Client) -> str | None:
    links = [
        link for link in Page(browser.get("/about").text).all("a") if link.get("class") == "account-link"
    ]
    return links[0]["title"] if links else None


@each_provider
def test_a_new_person_gets_an_account_and_comes_back_to_where_they_were_going(
    browser: httpx.Client, stand_in: StandInProvider, provider: ProviderName
) -> None:
    answer = there_and_back(browser, provider, query="?next=/places/gyeongbokgung")
    assert (answer.status_code, answer.headers["location"]) == (303, "/places/gyeongbokgung")
    assert name_of(browser) == "김민지"
    assert "sign-in" not in browser.cookies


@each_provider
def test_the_same_person_finds_the_same_account_again(
    app_url: str, browser: httpx.Client, stand_in: StandInProvider, provider: ProviderName
) -> None:
    there_and_back(browser, provider)
    browser.post("/session/language", data={"language": "ja"})
    with httpx.Client(base_url=app_url, timeout=30, headers=from_elsewhere()) as other:
        stand_in.person.email = "changed@foreign.example"
        there_and_back(other, provider)
        assert Page(other.get("/about").text).one("html")["lang"] == "ja"


@each_provider
def test_who_has_an_account_with_that_address_proves_it_by_password_once(
    app_url: str, browser: httpx.Client, stand_in: StandInProvider, provider: ProviderName
) -> None:
    email = stand_in.person.email or ""
    browser.post("/register", data={"email": email, "password": PASSWORD, "display_name": "The owner"})
    browser.post("/session/end")
    answer = there_and_back(browser, provider, query="?next=/about")
    assert answer.status_code == 409
    assert provider.brand in Page(answer.text).testids("form-error")[0].text
    assert name_of(browser) is None
    browser.post("/login", data={"email": email, "password": PASSWORD})
    assert name_of(browser) == "The owner"
    with httpx.Client(base_url=app_url, timeout=30, headers=from_elsewhere()) as later:
        there_and_back(later, provider)
        assert name_of(later) == "The owner"


def test_another_account_that_signs_in_meanwhile_is_not_linked(
    app_url: str, browser: httpx.Client, stand_in: StandInProvider
) -> None:
    owner = {"email": stand_in.person.email or "", "password": PASSWORD, "display_name": "The owner"}
    other = {"email": "somebody.else@foreign.example", "password": PASSWORD, "display_name": "Somebody else"}
    for fields in (owner, other):
        browser.post("/register", data=fields)
        browser.post("/session/end")
    assert there_and_back(browser, ProviderName.GOOGLE).status_code == 409
    browser.post("/login", data=other)
    with httpx.Client(base_url=app_url, timeout=30, headers=from_elsewhere()) as later:
        assert there_and_back(later, ProviderName.GOOGLE).status_code == 409, "it still proves nothing"


@each_provider
def test_who_shares_no_address_is_asked_for_one(
    browser: httpx.Client, stand_in: StandInProvider, provider: ProviderName
) -> None:
    stand_in.person.email = None
    answer = there_and_back(browser, provider, query="?next=/about")
    assert answer.headers["location"] == "/register/email"
    assert Page(browser.get("/register/email").text).testids("email-form")
    assert browser.post("/register/email", data={"email": "no address"}).status_code == 422
    number = next(_number)
    answer = browser.post("/register/email", data={"email": f"told{number}@foreign.example"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/about")
    assert name_of(browser) == "김민지"


def test_the_address_one_is_asked_for_must_be_free(browser: httpx.Client, stand_in: StandInProvider) -> None:
    email = stand_in.person.email or ""
    browser.post("/register", data={"email": email, "password": PASSWORD, "display_name": "The owner"})
    browser.post("/session/end")
    stand_in.person.email = None
    there_and_back(browser, ProviderName.KAKAO)
    assert browser.post("/register/email", data={"email": email}).status_code == 409
    assert name_of(browser) is None


def test_without_having_come_from_a_provider_nobody_registers_by_address_alone(browser: httpx.Client) -> None:
    assert browser.get("/register/email").headers["location"] == "/register"
    assert browser.post("/register/email", data={"email": "free@foreign.example"}).status_code == 422


@each_provider
def test_who_is_signed_in_links_one_more_way_in_and_unlinks_it(
    app_url: str, browser: httpx.Client, stand_in: StandInProvider, provider: ProviderName
) -> None:
    fields = {"email": f"own{next(_number)}@foreign.example", "password": PASSWORD, "display_name": "Linker"}
    browser.post("/register", data=fields)
    answer = there_and_back(browser, provider, query="?link=1", Referer=f"{app_url}/mypage/settings")
    assert answer.headers["location"].startswith("/mypage/settings?notice=linked")
    with httpx.Client(base_url=app_url, timeout=30, headers=from_elsewhere()) as later:
        there_and_back(later, provider)
        assert name_of(later) == "Linker"
    assert browser.post(f"/mypage/identities/{provider}/unlink").status_code == 303
    with httpx.Client(base_url=app_url, timeout=30, headers=from_elsewhere()) as later:
        there_and_back(later, provider)
        assert name_of(later) == "김민지", "a person without an account gets a new one"


def test_the_only_way_in_cannot_be_unlinked(browser: httpx.Client, stand_in: StandInProvider) -> None:
    there_and_back(browser, ProviderName.NAVER)
    answer = browser.post("/mypage/identities/naver/unlink")
    assert answer.status_code == 409
    (said,) = Page(answer.text).testids("form-error")
    assert said.text == LastWayIn.message
    assert said.text in Page(answer.text).one("section", id="sign-ins").text


def test_another_site_cannot_begin_a_linking(
    app_url: str, browser: httpx.Client, stand_in: StandInProvider
) -> None:
    there_and_back(browser, ProviderName.GOOGLE)
    for referer in ("https://evil.example/", ""):
        answer = browser.get("/auth/kakao?link=1", headers={"Origin": "", "Referer": referer})
        assert answer.status_code == 403


def test_a_link_begun_by_one_account_is_not_finished_by_another(
    app_url: str, browser: httpx.Client, stand_in: StandInProvider
) -> None:
    there_and_back(browser, ProviderName.GOOGLE)
    away = browser.get("/auth/kakao?link=1", headers={"Referer": f"{app_url}/mypage/settings"})
    back = httpx.get(away.headers["location"]).headers["location"]
    fields = {"email": f"own{next(_number)}@foreign.example", "password": PASSWORD, "display_name": "Other"}
    browser.post("/session/end")
    browser.post("/register", data=fields)
    assert browser.get(back).status_code == 422


def test_what_comes_back_to_another_browser_is_not_recognised(
    app_url: str, browser: httpx.Client, stand_in: StandInProvider
) -> None:
    away = browser.get("/auth/google")
    back = httpx.get(away.headers["location"]).headers["location"]
    with httpx.Client(base_url=app_url, timeout=30, headers=from_elsewhere()) as victim:
        assert victim.get(back).status_code == 422
        victim.get("/auth/google")
        assert victim.get(back).status_code == 422, "with a sign-in of its own neither"
        assert name_of(victim) is None
    assert browser.get(back.replace("/google/", "/kakao/")).status_code == 422


@pytest.mark.parametrize("fault", ["the visitor cancels", "the nonce is another's", "the tokens fail"])
def test_a_sign_in_that_fails_shows_the_form_with_a_sentence(
    browser: httpx.Client, stand_in: StandInProvider, fault: str
) -> None:
    stand_in.fault = fault  # type: ignore[assignment]
    answer = there_and_back(browser, ProviderName.GOOGLE)
    assert answer.status_code in {422, 503}
    page = Page(answer.text)
    assert page.testids("login-form")
    assert page.testids("form-error")[0].text
    assert name_of(browser) is None


@pytest.mark.parametrize("following", ["https://evil.example", "//evil.example", "/\\evil.example"])
def test_the_way_back_never_leads_to_another_site(
    browser: httpx.Client, stand_in: StandInProvider, following: str
) -> None:
    away = browser.get("/auth/google", params={"next": following})
    back = httpx.get(away.headers["location"]).headers["location"]
    assert browser.get(back).headers["location"] == "/"


@pytest.mark.parametrize("path", ["/auth/facebook", "/auth/google%00", "/auth/facebook/callback?code=x"])
def test_a_provider_nobody_offers_is_not_found(browser: httpx.Client, path: str) -> None:
    assert browser.get(path).status_code in {404, 422}


@pytest.mark.parametrize(
    "query", ["", "?code=x", "?code=x&state=y", "?error=<script>alert(1)</script>", "?state=%00"]
)
def test_nonsense_at_the_way_back_gets_a_sentence(browser: httpx.Client, query: str) -> None:
    browser.get("/auth/google")
    answer = browser.get(f"/auth/google/callback{query}")
    assert answer.status_code in {422, 503}
    assert "<script>alert" not in answer.text
