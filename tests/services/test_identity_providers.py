"""Whoever comes back from a provider is who it says, or gets a sentence; nobody else comes in."""

import logging
import traceback
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from typing import get_args
from urllib.parse import parse_qsl, urlsplit
from uuid import UUID, uuid4

import httpx
import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from models.identity_provider import ProviderName
from services.errors import Failure
from services.foreign_identity import ForeignIdentity, IdentityNotProven, ProviderUnavailable
from services.identity_providers import IdentityProviders, Provider, ProviderNotOffered, SignInCancelled
from services.sign_in_challenges import Challenge, SignInNotRecognised
from tests.heard_log import HeardLog
from tests.stand_ins.identity_provider import CLIENT_SECRET, Fault, Person, StandInProvider

HOME = "https://ffff.example/login/back"
KEY = bytes(range(32))
OPENID = [ProviderName.GOOGLE, ProviderName.KAKAO]
FALSE_TOKENS: list[Fault] = [
    "the nonce is another's",
    "the nonce is missing",
    "the audience is another",
    "the audience is several and the party another",
    "the issuer is another",
    "it has expired",
    "it is from the future",
    "it is not signed",
    "it is signed with the public key",
    "it is signed with a foreign key",
    "its key is published nowhere",
    "it goes with another access token",
    "it is garbage",
    "it is missing",
]
OUTAGES: list[Fault] = [
    "the tokens fail",
    "the tokens are garbage",
    "the tokens are limited",
    "the access token is missing",
]


@pytest.fixture(scope="module")
def running_stand_in() -> Iterator[StandInProvider]:
    with StandInProvider.serving(HOME) as stand_in:
        yield stand_in


@pytest.fixture
def stand_in(running_stand_in: StandInProvider) -> Iterator[StandInProvider]:
    """The stand-in as it is when nothing goes wrong; a test may change that for itself."""
    running_stand_in.person, running_stand_in.fault, running_stand_in.asks_first = Person(), None, False
    running_stand_in.asked_for.clear()
    return running_stand_in


@pytest.fixture
async def providers(stand_in: StandInProvider) -> AsyncIterator[IdentityProviders]:
    providers = IdentityProviders([stand_in.provider(name) for name in ProviderName], patience_s=60)
    yield providers
    await providers.close()


@pytest.fixture
async def impatient(stand_in: StandInProvider) -> AsyncIterator[IdentityProviders]:
    """The providers, waited for less than a slow answer takes."""
    providers = IdentityProviders([stand_in.provider(name) for name in ProviderName], patience_s=0.3)
    yield providers
    await providers.close()


async def came_back(address: str) -> dict[str, str]:
    """What is in the address that the provider sends a browser back to."""
    async with httpx.AsyncClient(timeout=60) as browser:
        answer = await browser.get(address)
    assert answer.status_code == 307, answer.text
    assert answer.headers["location"].startswith(f"{HOME}?")
    return dict(parse_qsl(urlsplit(answer.headers["location"]).query))


async def signed_in(providers: IdentityProviders, name: ProviderName) -> ForeignIdentity:
    address, challenge = await providers.begin(name, HOME)
    return await providers.finish(challenge, HOME, await came_back(address))


@pytest.mark.parametrize("name", OPENID)
async def test_somebody_with_a_verified_address_comes_in(
    providers: IdentityProviders, name: ProviderName
) -> None:
    identity = await signed_in(providers, name)
    assert identity == ForeignIdentity(
        name, "1234567890", "minji@example.kr", email_verified=True, name="김민지"
    )


async def test_an_address_from_naver_is_never_called_verified(providers: IdentityProviders) -> None:
    identity = await signed_in(providers, ProviderName.NAVER)
    assert identity == ForeignIdentity(
        ProviderName.NAVER, "1234567890", "minji@example.kr", email_verified=False, name="김민지"
    )


@pytest.mark.parametrize("name", OPENID)
async def test_an_address_nobody_has_verified_is_not_called_verified(
    stand_in: StandInProvider, providers: IdentityProviders, name: ProviderName
) -> None:
    stand_in.person = Person(email_verified=False)
    identity = await signed_in(providers, name)
    assert (identity.email, identity.email_verified) == ("minji@example.kr", False)


@pytest.mark.parametrize("name", ProviderName)
async def test_somebody_who_shares_neither_address_nor_name_comes_in_without(
    stand_in: StandInProvider, providers: IdentityProviders, name: ProviderName
) -> None:
    stand_in.person = Person(email=None, name=None)
    assert await signed_in(providers, name) == ForeignIdentity(
        name, "1234567890", None, email_verified=False, name=None
    )


@pytest.mark.parametrize("name", ProviderName)
@pytest.mark.parametrize("email", ["", "minji", "a\0@b.kr", "a@b\r\n.kr", "a" * 250 + "@b.kr"])
async def test_what_cannot_be_an_address_is_left_out(
    stand_in: StandInProvider, providers: IdentityProviders, name: ProviderName, email: str
) -> None:
    stand_in.person = Person(email=email)
    identity = await signed_in(providers, name)
    assert (identity.email, identity.email_verified) == (None, False)


@pytest.mark.parametrize("name", ProviderName)
async def test_a_name_becomes_one_line_that_can_be_stored(
    stand_in: StandInProvider, providers: IdentityProviders, name: ProviderName
) -> None:
    stand_in.person = Person(name="  김\r\n민지\0\u202e " + "x" * 500)
    identity = await signed_in(providers, name)
    assert identity.name is not None
    assert identity.name.startswith("김 민지 xxx")
    assert len(identity.name) == 60


@pytest.mark.parametrize("name", ProviderName)
@pytest.mark.parametrize("subject", ["", "1" * 256, "1\0"])
async def test_somebody_without_a_name_for_machines_does_not_come_in(
    stand_in: StandInProvider, providers: IdentityProviders, name: ProviderName, subject: str
) -> None:
    stand_in.person = Person(subject=subject)
    with pytest.raises(IdentityNotProven):
        await signed_in(providers, name)


@pytest.mark.parametrize("name", OPENID)
@pytest.mark.parametrize("fault", FALSE_TOKENS)
async def test_a_false_token_lets_nobody_in(
    stand_in: StandInProvider, providers: IdentityProviders, name: ProviderName, fault: Fault
) -> None:
    stand_in.fault = fault
    with pytest.raises(IdentityNotProven, match=f"{name.brand} could not confirm who you are"):
        await signed_in(providers, name)
    stand_in.fault = None
    assert (await signed_in(providers, name)).subject == "1234567890", "the next one comes in"


@pytest.mark.parametrize("name", OPENID)
async def test_keys_are_fetched_once_and_again_when_the_provider_has_changed_them(
    stand_in: StandInProvider, providers: IdentityProviders, name: ProviderName
) -> None:
    for _ in range(3):
        await signed_in(providers, name)
    assert stand_in.asked_for.count(f"/{name}/jwks") == 1
    stand_in.change_keys()
    for _ in range(3):
        await signed_in(providers, name)
    assert stand_in.asked_for.count(f"/{name}/jwks") == 2


async def test_a_key_that_is_published_nowhere_is_looked_for_once_a_sign_in(
    stand_in: StandInProvider, providers: IdentityProviders
) -> None:
    await signed_in(providers, ProviderName.GOOGLE)
    stand_in.fault = "its key is published nowhere"
    with pytest.raises(IdentityNotProven):
        await signed_in(providers, ProviderName.GOOGLE)
    assert stand_in.asked_for.count("/google/jwks") == 2


@pytest.mark.parametrize("name", ProviderName)
async def test_a_visitor_who_cancels_reads_that_nothing_has_changed(
    stand_in: StandInProvider, providers: IdentityProviders, name: ProviderName
) -> None:
    stand_in.fault = "the visitor cancels"
    with pytest.raises(
        SignInCancelled, match=f"You did not finish signing in with {name.brand}. Nothing has changed."
    ):
        await signed_in(providers, name)
    assert stand_in.asked_for == []


@pytest.mark.parametrize("name", ProviderName)
async def test_an_authorisation_that_fails_is_the_providers_fault(
    stand_in: StandInProvider, providers: IdentityProviders, name: ProviderName
) -> None:
    stand_in.fault = "the authorisation fails"
    with pytest.raises(ProviderUnavailable):
        await signed_in(providers, name)


@pytest.mark.parametrize("name", ProviderName)
@pytest.mark.parametrize("fault", OUTAGES)
async def test_a_provider_that_fails_is_unavailable_and_asked_for_a_token_once(
    stand_in: StandInProvider, providers: IdentityProviders, name: ProviderName, fault: Fault
) -> None:
    stand_in.fault = fault
    with pytest.raises(ProviderUnavailable, match=f"{name.brand} is not responding properly"):
        await signed_in(providers, name)
    assert sum(path.endswith("/token") for path in stand_in.asked_for) == 1


@pytest.mark.parametrize("name", ProviderName)
@pytest.mark.parametrize("fault", ["the tokens are slow", "the tokens trickle"])
async def test_a_provider_that_takes_too_long_is_unavailable_and_not_asked_again(
    stand_in: StandInProvider, impatient: IdentityProviders, name: ProviderName, fault: Fault
) -> None:
    stand_in.fault = fault
    with pytest.raises(ProviderUnavailable):
        await signed_in(impatient, name)
    assert sum(path.endswith("/token") for path in stand_in.asked_for) <= 1


@pytest.mark.parametrize("name", OPENID)
@pytest.mark.parametrize("fault", ["the discovery is another issuer's", "the discovery is garbage"])
async def test_a_provider_that_cannot_say_where_to_go_is_unavailable(
    stand_in: StandInProvider, providers: IdentityProviders, name: ProviderName, fault: Fault
) -> None:
    stand_in.fault = fault
    with pytest.raises(ProviderUnavailable):
        await providers.begin(name, HOME)
    stand_in.fault = None
    await signed_in(providers, name)


@pytest.mark.parametrize("name", OPENID)
async def test_a_provider_whose_keys_cannot_be_read_is_unavailable(
    stand_in: StandInProvider, providers: IdentityProviders, name: ProviderName
) -> None:
    stand_in.fault = "the keys are garbage"
    with pytest.raises(ProviderUnavailable):
        await signed_in(providers, name)


@pytest.mark.parametrize("name", [ProviderName.KAKAO, ProviderName.NAVER])
@pytest.mark.parametrize("fault", ["the profile fails", "the profile is garbage"])
async def test_a_provider_whose_profiles_are_away_is_unavailable(
    stand_in: StandInProvider, providers: IdentityProviders, name: ProviderName, fault: Fault
) -> None:
    stand_in.fault = fault
    with pytest.raises(ProviderUnavailable):
        await signed_in(providers, name)


async def test_a_profile_of_somebody_else_than_the_token_lets_nobody_in(
    stand_in: StandInProvider, providers: IdentityProviders
) -> None:
    stand_in.fault = "the profile is another's"
    with pytest.raises(IdentityNotProven):
        await signed_in(providers, ProviderName.KAKAO)


async def test_a_profile_that_naver_refuses_lets_nobody_in(
    stand_in: StandInProvider, providers: IdentityProviders
) -> None:
    stand_in.fault = "the profile is refused"
    with pytest.raises(IdentityNotProven):
        await signed_in(providers, ProviderName.NAVER)


@pytest.mark.parametrize("name", ProviderName)
async def test_a_provider_that_cannot_be_reached_is_unavailable(name: ProviderName) -> None:
    from embedded.supervision import free_port

    providers = IdentityProviders([Provider(name, "id", "secret", f"http://127.0.0.1:{free_port()}")])
    with pytest.raises(ProviderUnavailable):
        await providers.finish(*await begun(providers, name))
    await providers.close()


async def begun(providers: IdentityProviders, name: ProviderName) -> tuple[Challenge, str, dict[str, str]]:
    _, challenge = await providers.begin(name, HOME)
    return challenge, HOME, {"state": challenge.state, "code": "code"}


@pytest.mark.parametrize("name", ProviderName)
async def test_with_a_wrong_secret_of_ours_the_provider_is_unavailable_and_the_operator_reads_why(
    stand_in: StandInProvider, name: ProviderName, log: HeardLog
) -> None:
    providers = IdentityProviders([stand_in.provider(name, client_secret="wrong")])
    with pytest.raises(ProviderUnavailable):
        await signed_in(providers, name)
    await providers.close()
    assert [(event["event"], event["provider"], event["reason"]) for event in log.events] == [
        ("identity_provider_away", name.value, "invalid_client")
    ]


@pytest.mark.parametrize("name", ProviderName)
async def test_a_code_works_once(providers: IdentityProviders, name: ProviderName) -> None:
    address, challenge = await providers.begin(name, HOME)
    params = await came_back(address)
    await providers.finish(challenge, HOME, params)
    with pytest.raises(IdentityNotProven):
        await providers.finish(challenge, HOME, params)


@pytest.mark.parametrize("name", ProviderName)
async def test_a_code_that_somebody_slips_into_anothers_browser_lets_nobody_in(
    providers: IdentityProviders, name: ProviderName
) -> None:
    address_of_attacker, _ = await providers.begin(name, HOME)
    params = await came_back(address_of_attacker)
    _, challenge_of_victim = await providers.begin(name, HOME)
    with pytest.raises(SignInNotRecognised):
        await providers.finish(challenge_of_victim, HOME, params)
    with pytest.raises(IdentityNotProven):
        await providers.finish(challenge_of_victim, HOME, params | {"state": challenge_of_victim.state})


@pytest.mark.parametrize("name", OPENID)
async def test_a_stolen_code_is_worth_nothing_without_its_verifier(
    providers: IdentityProviders, name: ProviderName
) -> None:
    address, challenge = await providers.begin(name, HOME)
    params = await came_back(address)
    with pytest.raises(IdentityNotProven):
        await providers.finish(replace(challenge, code_verifier="x" * 64), HOME, params)


@pytest.mark.parametrize("name", ProviderName)
async def test_a_code_for_another_address_of_ours_is_worth_nothing(
    providers: IdentityProviders, name: ProviderName
) -> None:
    address, challenge = await providers.begin(name, HOME)
    with pytest.raises(IdentityNotProven):
        await providers.finish(challenge, f"{HOME}/elsewhere", await came_back(address))


@pytest.mark.parametrize(
    "params",
    [
        {},
        {"state": ""},
        {"code": "code"},
        {"state": "다른", "code": "code"},
        {"error": "access_denied"},
        {"state": "\ud800"},
    ],
)
async def test_an_answer_without_the_state_of_this_sign_in_is_not_recognised(
    stand_in: StandInProvider, providers: IdentityProviders, params: dict[str, str]
) -> None:
    _, challenge = await providers.begin(ProviderName.GOOGLE, HOME)
    with pytest.raises(SignInNotRecognised):
        await providers.finish(challenge, HOME, params)
    assert "/google/token" not in stand_in.asked_for


@pytest.mark.parametrize("name", ProviderName)
async def test_an_answer_without_a_code_lets_nobody_in(
    providers: IdentityProviders, name: ProviderName
) -> None:
    _, challenge = await providers.begin(name, HOME)
    with pytest.raises(IdentityNotProven):
        await providers.finish(challenge, HOME, {"state": challenge.state})


async def test_only_what_is_configured_is_offered(stand_in: StandInProvider) -> None:
    providers = IdentityProviders([stand_in.provider(ProviderName.NAVER)])
    assert providers.names == (ProviderName.NAVER,)
    with pytest.raises(ProviderNotOffered, match="Sign-in with Google is not available here."):
        await providers.begin(ProviderName.GOOGLE, HOME)
    with pytest.raises(ProviderNotOffered):
        await providers.finish(Challenge(ProviderName.GOOGLE), HOME, {})
    await providers.close()


@pytest.mark.parametrize("fault", [None, *get_args(Fault)])
@pytest.mark.parametrize("name", ProviderName)
async def test_no_secret_code_token_or_person_is_logged_or_stands_in_a_failure(
    stand_in: StandInProvider,
    impatient: IdentityProviders,
    name: ProviderName,
    fault: Fault | None,
    log: HeardLog,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    stand_in.secrets_told.clear()
    stand_in.fault = fault
    said: list[str] = []
    secrets = [CLIENT_SECRET, "minji", "김민지", "1234567890"]
    try:
        address, challenge = await impatient.begin(name, HOME)
        secrets += [challenge.nonce, challenge.code_verifier]
        params = await came_back(address)
        said.extend(map(repr, [challenge, stand_in.provider(name)]))
        caplog.clear()  # the browser of this test has written its address there
        said.append(repr(await impatient.finish(challenge, HOME, params)))
    except Failure as failure:
        said.extend(traceback.format_exception(failure))
    said.extend(record.getMessage() for record in caplog.records)
    said.extend(map(str, log.events))
    assert [
        secret for secret in secrets + stand_in.secrets_told if any(secret in text for text in said)
    ] == []


def test_a_challenge_comes_back_whole_from_its_cookie() -> None:
    challenge = Challenge(ProviderName.KAKAO, "/places/경복궁?tab=1", uuid4())
    sealed = challenge.sealed(KEY)
    assert Challenge.unsealed(sealed, KEY) == challenge
    assert Challenge.unsealed(Challenge(ProviderName.NAVER).sealed(KEY), KEY).linking_user is None
    assert len(sealed) < 1000, "it goes into a cookie"


def test_nobody_can_read_a_sealed_challenge() -> None:
    challenge = Challenge(ProviderName.GOOGLE, "/somewhere")
    sealed = challenge.sealed(KEY)
    for secret in (challenge.state, challenge.nonce, challenge.code_verifier, "somewhere"):
        assert secret not in sealed


def test_no_two_challenges_are_alike() -> None:
    challenges = [Challenge(ProviderName.GOOGLE) for _ in range(100)]
    assert len({(c.state, c.nonce, c.code_verifier) for c in challenges}) == 100
    assert all(len({c.state, c.nonce, c.code_verifier}) == 3 for c in challenges)


def test_a_challenge_is_good_for_ten_minutes() -> None:
    with time_machine.travel("2026-11-23T09:00:00Z", tick=False) as clock:
        sealed = Challenge(ProviderName.GOOGLE).sealed(KEY)
        clock.shift(599)
        Challenge.unsealed(sealed, KEY)
        clock.shift(1)
        with pytest.raises(SignInNotRecognised):
            Challenge.unsealed(sealed, KEY)


def test_a_challenge_sealed_with_another_key_is_not_recognised() -> None:
    with pytest.raises(SignInNotRecognised):
        Challenge.unsealed(Challenge(ProviderName.GOOGLE).sealed(KEY), KEY[::-1])


def test_something_else_sealed_with_the_same_key_is_not_recognised() -> None:
    from joserfc import jwt
    from joserfc.jwe import JWERegistry
    from joserfc.jwk import OctKey

    header = {"alg": "dir", "enc": "A256GCM"}
    for claims in ({}, {"aud": "a session", "exp": 9999999999, "state": "x"}):
        sealed = jwt.encode(header, claims, OctKey.import_key(KEY), registry=JWERegistry())
        with pytest.raises(SignInNotRecognised):
            Challenge.unsealed(sealed, KEY)


@given(position=st.integers(0, 400), letter=st.sampled_from("ABCxyz019-_."))
def test_a_sealed_challenge_with_another_letter_is_not_recognised_or_the_same(
    position: int, letter: str
) -> None:
    challenge = Challenge(ProviderName.GOOGLE, "/", UUID(int=1))
    sealed = challenge.sealed(KEY)
    changed = sealed[:position] + letter + sealed[position + 1 :]
    try:
        assert Challenge.unsealed(changed, KEY) == challenge
    except SignInNotRecognised:
        assert changed != sealed


@given(text=st.text(max_size=200) | st.text(alphabet='eyJhbGciOiJkaXIi.{}"=', max_size=200))
def test_no_text_in_the_cookie_is_more_than_not_recognised(text: str) -> None:
    with pytest.raises(SignInNotRecognised):
        Challenge.unsealed(text, KEY)


@pytest.mark.parametrize("name", ProviderName)
async def test_a_browser_may_be_asked_first_and_go_on_or_cancel(
    stand_in: StandInProvider, providers: IdentityProviders, name: ProviderName
) -> None:
    stand_in.asks_first = True
    address, _ = await providers.begin(name, HOME)
    async with httpx.AsyncClient(timeout=60) as browser:
        page = (await browser.get(address)).text
    assert page.count(f'href="{HOME}?') == 2


@pytest.mark.parametrize(
    ("name", "start", "scope"),
    [
        (ProviderName.GOOGLE, "/google/authorize?", "openid email profile"),
        (ProviderName.KAKAO, "/kakao/authorize?", "openid account_email profile_nickname"),
        (ProviderName.NAVER, "/naver/oauth2.0/authorize?", None),
    ],
)
async def test_a_visitor_is_sent_off_with_what_the_provider_needs_and_no_secret(
    stand_in: StandInProvider, providers: IdentityProviders, name: ProviderName, start: str, scope: str | None
) -> None:
    address, challenge = await providers.begin(name, HOME, next_path="/mypage", linking_user=UUID(int=1))
    asked = dict(parse_qsl(urlsplit(address).query))
    assert address.startswith(stand_in.address + start)
    assert (asked["response_type"], asked["redirect_uri"], asked.get("scope")) == ("code", HOME, scope)
    assert asked["state"] == challenge.state
    assert CLIENT_SECRET not in address
    assert challenge.code_verifier not in address
    assert (challenge.provider, challenge.next_path, challenge.linking_user) == (name, "/mypage", UUID(int=1))
