"""Making an account and choosing a new password, from the first click to the mail and back, in a real browser."""

import re
import time
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from itertools import count
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from models.identity_provider import ProviderName
from models.language import Language
from services.i18n import translator
from tests.e2e.test_accessibility import EVERYDAY, OPPOSITE, violations
from tests.e2e.visiting import NARROW, WIDE, Visits, handle, wait_until_ready
from tests.stand_ins.identity_provider import Person, StandInProvider

SETTINGS = "/mypage/settings"
OLD, NEW = "three rivers and a hill", "four lakes and a pine"
PATIENCE_S = 20
_number = count(1)
in_both_languages = pytest.mark.parametrize(("language", "width", "scheme"), [EVERYDAY, OPPOSITE])
LinkMailed = Callable[[str, str], str]


@pytest.fixture
def link_mailed(live_folder: Path) -> LinkMailed:
    """Wait for a mail to this address, and return its link to this path."""

    def found(email: str, path: str) -> str | None:
        for file in sorted((live_folder / "data" / "mail").glob("*.eml"), reverse=True):
            mail = message_from_bytes(file.read_bytes(), policy=policy.default)
            body = mail.get_body() if email in str(mail["To"]) else None
            link = re.search(rf"https?://\S+{path}\?token=\S+", body.get_content()) if body else None
            if link:
                return link[0]
        return None

    def waited(email: str, path: str) -> str:
        deadline = time.monotonic() + PATIENCE_S
        while (link := found(email, path)) is None:
            assert time.monotonic() < deadline, "no such mail came"
            time.sleep(0.05)
        return link

    return waited


@pytest.fixture
def stand_in(stand_in_provider: StandInProvider) -> Iterator[StandInProvider]:
    """The providers, which ask first, with a new person before the browser."""
    stand_in_provider.asks_first = True
    stand_in_provider.person = Person(subject=f"browser-{next(_number)}", email=new_email("provider"))
    yield stand_in_provider
    stand_in_provider.asks_first = False
    stand_in_provider.person = Person()


def new_email(language: str) -> str:
    return f"coming{next(_number)}.{language}@browser.example"


def fill(page: Page, **fields: str) -> None:
    """Fill in a form of the page and send it."""
    for name, value in fields.items():
        handle(page.locator("main"), name.replace("_", "-")).fill(value)
    handle(page.locator("main"), "submit").click()


def registered(visit: Visits, email: str, language: str, width: int, scheme: str) -> Page:
    page = visit("/register?next=/mypage", language, width, color_scheme=scheme)
    fill(page, display_name="민지 Minji", email=email, password=OLD)
    page.wait_for_url("**/mypage")
    wait_until_ready(page)
    return page


@in_both_languages
def test_a_stranger_makes_an_account_and_is_back_where_they_were(
    visit: Visits, link_mailed: LinkMailed, language: str, width: int, scheme: str
) -> None:
    t, email = translator(Language(language)), new_email(language)
    page = visit("/login?next=/places/gyeongbokgung", language, width, color_scheme=scheme)
    page.get_by_role("link", name=t("Create an account"), exact=True).click()
    expect(handle(page, "register-form")).to_be_visible()
    wait_until_ready(page)
    assert violations(page) == []

    fill(page, display_name="민지 Minji", email=email, password="password1")
    expect(handle(page, "form-error")).to_be_visible()
    expect(handle(page, "email")).to_have_value(email)
    expect(handle(page, "display-name")).to_have_value("민지 Minji")
    wait_until_ready(page)
    assert violations(page) == []

    fill(page, password=OLD)
    expect(page).to_have_url(f"{visit.address}/places/gyeongbokgung")
    expect(page.locator("html")).to_have_attribute("lang", language)

    page.goto(link_mailed(email, "/verify"))
    expect(page.locator("h1")).to_have_text(t("Confirm your e-mail address"))
    wait_until_ready(page)
    assert violations(page) == []
    fill(page)
    expect(page.get_by_text(t("Your e-mail address is confirmed."))).to_be_visible()
    page.goto(f"{visit.address}/mypage/settings")
    expect(page.locator("#email")).to_contain_text(t("Confirmed"))
    visit.forgive(lambda trouble: "422" in trouble and "/register" in trouble)


@in_both_languages
def test_a_forgotten_password_is_replaced_by_the_mailed_link(
    visit: Visits, link_mailed: LinkMailed, language: str, width: int, scheme: str
) -> None:
    t, email = translator(Language(language)), new_email(language)
    device = registered(visit, email, language, width, scheme)
    page = visit("/login", language, WIDE if width == NARROW else NARROW, color_scheme=scheme)

    page.get_by_role("link", name=t("Forgot your password?")).click()
    expect(handle(page, "forgot-form")).to_be_visible()
    wait_until_ready(page)
    assert violations(page) == []
    fill(page, email=email)
    expect(page.locator("h1")).to_have_text(t("Check your e-mail"))
    assert violations(page) == []

    link = link_mailed(email, "/reset")
    page.goto(link)
    expect(handle(page, "reset-form")).to_be_visible()
    wait_until_ready(page)
    assert violations(page) == []
    fill(page, password=NEW)
    expect(page).to_have_url(f"{visit.address}/mypage")
    expect(page.locator("h1")).to_contain_text("민지 Minji")

    device.reload()
    expect(device).to_have_url(re.compile("/login"))
    fill(device, email=email, password=OLD)
    expect(handle(device, "form-error")).to_have_text(t("The e-mail address and password do not match."))
    fill(device, email=email, password=NEW)
    expect(device).to_have_url(f"{visit.address}/mypage")
    device.goto(link)
    expect(handle(device, "form-error")).to_be_visible()
    expect(handle(device, "forgot-form")).to_be_visible()
    visit.forgive(
        lambda trouble: (
            ("401" in trouble and "/login" in trouble) or ("422" in trouble and "/reset" in trouble)
        )
    )


@in_both_languages
def test_nobody_learns_from_the_page_whether_an_address_has_an_account(
    visit: Visits, language: str, width: int, scheme: str
) -> None:
    t = translator(Language(language))
    page = visit("/forgot", language, width, color_scheme=scheme)
    fill(page, email="nobody.at.all@browser.example")
    expect(page.locator("h1")).to_have_text(t("Check your e-mail"))


@pytest.mark.parametrize(
    ("provider", "language", "width", "scheme"),
    [
        (ProviderName.GOOGLE, *EVERYDAY),
        (ProviderName.KAKAO, *OPPOSITE),
        (ProviderName.NAVER, *OPPOSITE),
    ],
)
def test_a_foreign_sign_in_makes_an_account_and_leads_back(
    visit: Visits, stand_in: StandInProvider, provider: ProviderName, language: str, width: int, scheme: str
) -> None:
    t = translator(Language(language))
    page = visit("/login?next=/places/gyeongbokgung", language, width, color_scheme=scheme)
    handle(page, f"sign-in-{provider}").click()
    expect(page.locator("h1")).to_have_text(provider.brand)
    page.get_by_role("link", name="Continue").click()
    expect(page).to_have_url(f"{visit.address}/places/gyeongbokgung")
    expect(page.locator("html")).to_have_attribute("lang", language)
    page.goto(f"{visit.address}{SETTINGS}")
    expect(handle(page, "sign-in", provider=provider)).to_contain_text(t("Your only sign-in"))


@in_both_languages
def test_who_turns_back_at_a_provider_is_told_so_on_the_form(
    visit: Visits, stand_in: StandInProvider, language: str, width: int, scheme: str
) -> None:
    page = visit("/login", language, width, color_scheme=scheme)
    handle(page, "sign-in-kakao").click()
    page.get_by_role("link", name="Cancel").click()
    expect(handle(page, "form-error")).to_be_visible()
    expect(handle(page, "login-form")).to_be_visible()
    wait_until_ready(page)
    assert violations(page) == []
    visit.forgive(lambda trouble: "422" in trouble and "/auth/kakao/callback" in trouble)


@in_both_languages
def test_who_shares_no_address_with_us_is_asked_for_one(
    visit: Visits, stand_in: StandInProvider, language: str, width: int, scheme: str
) -> None:
    stand_in.person.email = None
    page = visit(f"/login?next={SETTINGS}", language, width, color_scheme=scheme)
    handle(page, "sign-in-naver").click()
    page.get_by_role("link", name="Continue").click()
    expect(handle(page, "email-form")).to_be_visible()
    wait_until_ready(page)
    assert violations(page) == []
    email = new_email(language)
    fill(page, email=email)
    expect(page).to_have_url(f"{visit.address}{SETTINGS}")
    expect(page.locator("#email")).to_contain_text(email)


@in_both_languages
def test_an_account_gets_a_foreign_sign_in_by_its_password_and_loses_it_again(
    visit: Visits, stand_in: StandInProvider, language: str, width: int, scheme: str
) -> None:
    t, email = translator(Language(language)), stand_in.person.email or ""
    page = registered(visit, email, language, width, scheme)
    page.context.clear_cookies()
    page.goto(f"{visit.address}/login?next={SETTINGS}")
    handle(page, "sign-in-google").click()
    page.get_by_role("link", name="Continue").click()
    expect(handle(page, "form-error")).to_contain_text("Google")
    fill(page, email=email, password=OLD)
    expect(page).to_have_url(f"{visit.address}{SETTINGS}")
    google = handle(page, "sign-in", provider="google")
    expect(google).to_contain_text(t("Linked to this account"))
    handle(google, "unlink-sign-in").click()
    expect(handle(page, "form-notice")).to_be_visible()
    expect(google).to_contain_text(t("Not linked"))
    handle(google, "link-sign-in").click()
    page.get_by_role("link", name="Continue").click()
    expect(handle(page, "form-notice")).to_be_visible()
    expect(google).to_contain_text(t("Linked to this account"))
    visit.forgive(lambda trouble: "409" in trouble and "/auth/google/callback" in trouble)
