"""Coming into an account and out of it, behind the faces."""

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from models.language import Language
from services.access_tokens import AccessTokens, InvalidToken
from services.accounts import Caller, InvalidCredentials, WrongPassword
from services.actor import Actor
from services.errors import TooMany, Unauthorized
from services.mailed_tokens import LinkOver
from services.passwords import Common, OwnName, TooLong, TooShort
from services.platform import Platform
from services.secret_tokens import key_for
from services.users import EmailTaken, NotAName, NotAnEmail
from tests.conftest import NewDatabase
from tests.platforms import SECRET_KEY, Letterbox, platform_on

HERE = Caller("192.0.2.7", "Firefox")
SITE = "https://ffff.example"
GOOD = "three rivers and a hill"
NOW = datetime.now(UTC)


@pytest.fixture
def letterbox() -> Letterbox:
    return Letterbox()


@pytest.fixture
async def platform(empty_database: NewDatabase, letterbox: Letterbox) -> AsyncIterator[Platform]:
    platform = platform_on(empty_database(), letterbox=letterbox)
    yield platform
    await platform.close()


async def register(platform: Platform, email: str = "min@example.com", password: str = GOOD) -> UUID:
    return await platform.accounts.register(email, password, "Minji", Language.KO, HERE, SITE)


async def cookie(platform: Platform, user_id: UUID) -> tuple[str, Actor]:
    token = await platform.accounts.begin_page(user_id, HERE)
    async with platform.open_unit() as services:
        traveller = await services.sessions.traveller(token)
    assert traveller is not None
    return token, traveller.actor


async def is_live(platform: Platform, token: str) -> bool:
    async with platform.open_unit() as services:
        return await services.sessions.traveller(token) is not None


async def mailed_link(letterbox: Letterbox, path: str) -> str:
    """Wait for the mail with a link to the path, and return the token in it."""
    async with asyncio.timeout(5):
        while True:
            for mail in letterbox.mails:
                if found := re.search(rf"{SITE}{path}\?token=(\S+)", mail.text):
                    letterbox.mails.remove(mail)
                    return found[1]
            await asyncio.sleep(0.01)


async def test_who_registers_can_sign_in_whatever_the_case_of_the_address(platform: Platform) -> None:
    user_id = await register(platform, "Min@Example.com")
    for email in ("min@example.com", " MIN@EXAMPLE.COM ", "Min@example.com"):
        assert await platform.accounts.authenticate(email, GOOD, HERE) == user_id


async def test_one_address_has_one_account_even_when_two_register_at_once(platform: Platform) -> None:
    outcomes = await asyncio.gather(
        *(register(platform, email) for email in ("min@example.com", "MIN@example.com")),
        return_exceptions=True,
    )
    assert sorted(type(outcome) for outcome in outcomes if isinstance(outcome, Exception)) == [EmailTaken]


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("short77", TooShort),
        ("", TooShort),
        ("a" * 73, TooLong),
        ("가" * 25, TooLong),
        ("password1", Common),
        ("PASSWORD1", Common),
        ("11111111", Common),
        ("min@example.com", OwnName),
    ],
)
async def test_a_password_that_is_too_weak_is_refused_with_its_reason(
    platform: Platform, password: str, reason: type[Exception]
) -> None:
    with pytest.raises(reason):
        await register(platform, password=password)


async def test_a_password_may_fill_all_of_its_72_bytes(platform: Platform) -> None:
    password = "가" * 23 + "xyz"
    user_id = await register(platform, password=password)
    assert await platform.accounts.authenticate("min@example.com", password, HERE) == user_id
    for other in (password + "!", password[:-1], password + "\0", "\ud800" * 9):
        with pytest.raises(InvalidCredentials):
            await platform.accounts.authenticate("min@example.com", other, HERE)


@pytest.mark.parametrize(
    ("email", "reason"),
    [
        ("min", NotAnEmail),
        ("", NotAnEmail),
        ("min@", NotAnEmail),
        ("a@b\0.kr", NotAnEmail),
        ("x" * 400, NotAnEmail),
    ],
)
async def test_what_is_no_address_is_refused(platform: Platform, email: str, reason: type[Exception]) -> None:
    with pytest.raises(reason):
        await register(platform, email)


@pytest.mark.parametrize("name", ["", "   ", "\u200b", "\x00", "x" * 61, "\u202e"])
async def test_a_name_that_cannot_be_seen_is_refused(platform: Platform, name: str) -> None:
    with pytest.raises(NotAName):
        await platform.accounts.register("min@example.com", GOOD, name, Language.KO, HERE, SITE)


async def test_an_unknown_address_and_a_wrong_password_cannot_be_told_apart(
    platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[bytes] = []
    compare = platform.passwords._run

    async def counted(work: object, first: bytes, second: bytes) -> object:
        compared.append(second)
        return await compare(work, first, second)  # type: ignore[arg-type]

    await register(platform)
    monkeypatch.setattr(platform.passwords, "_run", counted)
    for email in ("min@example.com", "nobody@example.com", "no address"):
        with pytest.raises(InvalidCredentials):
            await platform.accounts.authenticate(email, "not the password", HERE)
    assert len(compared) == 3, "each takes one comparison"
    assert len({kept[:7] for kept in compared}) == 1, "at the same cost"


async def test_guessing_is_stopped_for_known_and_unknown_addresses_alike(platform: Platform) -> None:
    user_id = await register(platform)
    _, actor = await cookie(platform, user_id)
    tries: dict[str, int] = {}
    waits: list[int] = []
    for email in ("min@example.com", "nobody@example.com"):
        for number in range(30):
            try:
                await platform.accounts.authenticate(email, f"guess number {number}", HERE)
            except InvalidCredentials:
                tries[email] = number + 1
            except TooMany as failure:
                waits.append(failure.retry_after_s)
                break
    assert tries["min@example.com"] == tries["nobody@example.com"] == 10
    assert len(waits) == 2
    assert all(0 < wait <= 300 for wait in waits)
    elsewhere = Caller("198.51.100.3", "Safari")
    assert await platform.accounts.authenticate("min@example.com", GOOD, elsewhere) == user_id
    await platform.accounts.change_password(actor, GOOD, "a signed-in device still can", SITE)


async def test_signing_in_often_is_not_guessing(platform: Platform) -> None:
    user_id = await register(platform)
    for _ in range(25):
        assert await platform.accounts.authenticate("min@example.com", GOOD, HERE) == user_id


async def test_a_session_that_a_browser_had_before_ends_with_signing_in(platform: Platform) -> None:
    user_id = await register(platform)
    planted = await platform.accounts.begin_page(user_id, HERE)
    mine = await platform.accounts.begin_page(user_id, HERE, planted)
    assert mine != planted
    assert not await is_live(platform, planted)
    assert await is_live(platform, mine)


async def test_a_session_ends_sixty_days_after_it_was_last_used(platform: Platform) -> None:
    token, _ = await cookie(platform, await register(platform))
    async with platform.database.transaction() as session:
        await session.execute(text("UPDATE sessions SET last_seen_at = now() - interval '10 minutes'"))
        await session.execute(text("UPDATE sessions SET expires_at = now() + interval '1 minute'"))
    assert await is_live(platform, token), "and using it moves its end"
    async with platform.database.transaction() as session:
        left = await session.scalar(text("SELECT expires_at - now() FROM sessions"))
        await session.execute(text("UPDATE sessions SET expires_at = now() - interval '1 second'"))
    assert left is not None
    assert left > timedelta(days=59)
    assert not await is_live(platform, token)


async def test_changing_the_password_leaves_only_this_device(platform: Platform) -> None:
    user_id = await register(platform)
    here, actor = await cookie(platform, user_id)
    there, _ = await cookie(platform, user_id)
    pair = await platform.accounts.begin_api(user_id, HERE)
    async with platform.open_unit(actor) as services:
        _, own_token = await services.api_tokens.add("script")
    with pytest.raises(WrongPassword):
        await platform.accounts.change_password(actor, "not my password", "another good one", SITE)
    await platform.accounts.change_password(actor, GOOD, "another good one", SITE)
    assert await is_live(platform, here)
    assert not await is_live(platform, there)
    for bearer in (pair.access_token, own_token):
        with pytest.raises(InvalidToken):
            await platform.accounts.bearer(bearer)
    with pytest.raises(InvalidToken):
        await platform.accounts.refresh(pair.refresh_token, HERE)
    with pytest.raises(InvalidCredentials):
        await platform.accounts.authenticate("min@example.com", GOOD, HERE)


async def test_a_forgotten_password_is_replaced_once_by_a_mailed_link(
    platform: Platform, letterbox: Letterbox
) -> None:
    user_id = await register(platform)
    session, _ = await cookie(platform, user_id)
    await platform.accounts.forgot_password("MIN@example.com", HERE, SITE)
    token = await mailed_link(letterbox, "/reset")
    assert await platform.accounts.is_reset_open(token)
    with pytest.raises(TooShort):
        await platform.accounts.reset_password(token, "short", SITE)
    with pytest.raises(OwnName):
        await platform.accounts.reset_password(token, "min@example.com", SITE)
    assert await platform.accounts.is_reset_open(token), "a refused password does not use the link up"
    assert await platform.accounts.reset_password(token, "another good one", SITE) == user_id
    assert not await is_live(platform, session), "every device has to sign in again"
    assert not await platform.accounts.is_reset_open(token)
    with pytest.raises(LinkOver):
        await platform.accounts.reset_password(token, "yet another one", SITE)
    assert await platform.accounts.authenticate("min@example.com", "another good one", HERE) == user_id


async def test_a_newer_link_ends_the_older_one_and_none_lives_longer_than_half_an_hour(
    platform: Platform, letterbox: Letterbox
) -> None:
    await register(platform)
    await platform.accounts.forgot_password("min@example.com", HERE, SITE)
    first = await mailed_link(letterbox, "/reset")
    await platform.accounts.forgot_password("min@example.com", HERE, SITE)
    second = await mailed_link(letterbox, "/reset")
    assert not await platform.accounts.is_reset_open(first)
    assert await platform.accounts.is_reset_open(second)
    async with platform.database.transaction() as session:
        left = await session.scalar(
            text("SELECT max(expires_at) - now() FROM mailed_tokens WHERE purpose = 'password'")
        )
        await session.execute(text("UPDATE mailed_tokens SET expires_at = now() - interval '1 second'"))
    assert left is not None
    assert timedelta(minutes=29) < left <= timedelta(minutes=30)
    assert not await platform.accounts.is_reset_open(second)


async def test_nothing_is_mailed_to_who_has_no_account_and_the_answer_is_the_same(
    platform: Platform, letterbox: Letterbox
) -> None:
    await platform.accounts.forgot_password("nobody@example.com", HERE, SITE)
    await platform.accounts.close()
    assert letterbox.mails == []


async def test_mails_to_one_address_are_few(platform: Platform) -> None:
    with pytest.raises(TooMany):
        for _ in range(9):
            await platform.accounts.forgot_password("nobody@example.com", HERE, SITE)


async def test_a_link_for_one_purpose_is_worth_nothing_for_another(
    platform: Platform, letterbox: Letterbox
) -> None:
    await register(platform)
    token = await mailed_link(letterbox, "/verify")
    assert not await platform.accounts.is_reset_open(token)
    with pytest.raises(LinkOver):
        await platform.accounts.reset_password(token, "another good one", SITE)


async def test_an_address_is_confirmed_once_by_its_link(platform: Platform, letterbox: Letterbox) -> None:
    _, actor = await cookie(platform, await register(platform))
    token = await mailed_link(letterbox, "/verify")
    await platform.accounts.verify_email(token)
    async with platform.open_unit(actor) as services:
        assert (await services.users.profile()).is_verified
    with pytest.raises(LinkOver):
        await platform.accounts.verify_email(token)


async def test_no_token_is_kept_in_the_clear(platform: Platform, letterbox: Letterbox) -> None:
    user_id = await register(platform)
    page, actor = await cookie(platform, user_id)
    pair = await platform.accounts.begin_api(user_id, HERE)
    async with platform.open_unit(actor) as services:
        _, own = await services.api_tokens.add("script")
    mailed = await mailed_link(letterbox, "/verify")
    async with platform.database.transaction() as session:
        tables = ("users", "sessions", "refresh_tokens", "api_tokens", "mailed_tokens")
        kept = " ".join(
            [
                str(row)
                for table in tables
                for row in await session.execute(text(f"SELECT {table}::text FROM {table}"))
            ]
        )
    for secret in (page, pair.access_token, pair.refresh_token, own, mailed, GOOD):
        assert secret not in kept
        assert secret.encode().hex() not in kept


async def test_a_refresh_token_that_comes_twice_ends_its_session(platform: Platform) -> None:
    first = await platform.accounts.begin_api(await register(platform), HERE)
    second = await platform.accounts.refresh(first.refresh_token, HERE)
    assert await platform.accounts.bearer(second.access_token)
    with pytest.raises(InvalidToken):
        await platform.accounts.refresh(first.refresh_token, HERE)
    for call in (
        platform.accounts.bearer(second.access_token),
        platform.accounts.refresh(second.refresh_token, HERE),
    ):
        with pytest.raises(InvalidToken):
            await call


async def test_of_two_who_refresh_at_once_one_at_most_goes_on(platform: Platform) -> None:
    pair = await platform.accounts.begin_api(await register(platform), HERE)
    outcomes = await asyncio.gather(
        *(platform.accounts.refresh(pair.refresh_token, HERE) for _ in range(5)), return_exceptions=True
    )
    assert sum(not isinstance(outcome, Exception) for outcome in outcomes) == 1
    with pytest.raises(InvalidToken):
        await platform.accounts.bearer(pair.access_token)


async def test_an_access_token_is_refused_after_fifteen_minutes(
    platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    user_id = await register(platform)
    _, actor = await cookie(platform, user_id)
    signing = AccessTokens(key_for("access tokens", SECRET_KEY))
    with monkeypatch.context() as clock:
        clock.setattr("services.access_tokens.time.time", lambda: NOW.timestamp() - 16 * 60)
        old = signing.issue(actor)
    with pytest.raises(InvalidToken):
        await platform.accounts.bearer(old)
    assert (await platform.accounts.bearer(signing.issue(actor))).actor == actor


async def test_who_is_not_signed_in_can_do_nothing_of_ones_own(platform: Platform) -> None:
    async with platform.open_unit() as services:
        for call in (
            services.users.profile(),
            services.sessions.devices(),
            services.sessions.end_others(),
            services.api_tokens.all(),
            services.likes.page(limit=5),
        ):
            with pytest.raises(Unauthorized):
                await call
