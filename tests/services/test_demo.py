"""The demo traveller: there where the embedded servers are, and harmless."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import text

from models.identity_provider import ProviderName
from models.language import Language
from services.accounts import Caller, InvalidCredentials, ProofNeeded
from services.actor import Actor
from services.demo import EMAIL, DemoStays
from services.foreign_identity import ForeignIdentity
from services.platform import Platform, now_in_seoul
from services.unit_of_work import Services
from tests.conftest import NewDatabase
from tests.platforms import Letterbox, platform_on

HERE = Caller("192.0.2.7", "Firefox")
SITE = "https://ffff.example"


@pytest.fixture
async def platform(filled_database: NewDatabase) -> AsyncIterator[Platform]:
    """A platform as `main.py` opens it on its embedded servers."""
    platform = platform_on(filled_database(), letterbox=Letterbox(), with_demo=True)
    await platform.open()
    yield platform
    await platform.close()


def demo(platform: Platform) -> Actor:
    assert platform.demo is not None
    return Actor(platform.demo)


async def opened_again(platform: Platform) -> Platform:
    again = platform_on(platform.database.engine.url.render_as_string(hide_password=False), with_demo=True)
    await again.open()
    await again.close()
    return again


async def test_hearts_visits_and_a_planned_trip_to_come_are_there(platform: Platform) -> None:
    async with platform.open_unit(demo(platform)) as services:
        profile = await services.users.profile()
        likes = await services.likes.page(limit=50)
        visited = await services.visits.regions()
        today = now_in_seoul().date()
        (trip,) = await services.trips.coming(today)
        plan = await services.schedules.between(trip.starts_on, trip.ends_on, trip.id)
        assert await services.schedules.can_undo_and_redo() == (False, False)
    assert len(plan) == 16, "every planned place is in the catalogue"
    assert {entry.date for entry in plan} == {trip.starts_on + timedelta(days=day) for day in range(5)}
    assert (profile.email, profile.is_demo, profile.has_password) == (EMAIL, True, False)
    assert len(likes.items) == 11, "every liked place is in the catalogue"
    assert sum(visited.values()) == 4
    assert today < trip.starts_on <= trip.ends_on < today + timedelta(days=30)


async def test_nothing_of_it_is_shown_as_if_somebody_had_meant_it(platform: Platform) -> None:
    async with platform.open_unit(demo(platform)) as services:
        everything = await services.your_data.everything()
    assert (everything.ratings, everything.photos) == ([], [])
    async with platform.database.transaction() as session:
        assert await session.scalar(text("SELECT count(*) FROM places WHERE rating IS NOT NULL")) == 0


async def test_it_is_made_once(platform: Platform) -> None:
    actor = demo(platform)
    async with platform.open_unit(actor) as services:
        await services.likes.take_back("bulguksa")
    assert (await opened_again(platform)).demo == actor.user_id
    async with platform.open_unit(actor) as services:
        assert len((await services.likes.page(limit=50)).items) == 10, "what was changed stays changed"
        assert len(await trips(services)) == 1


async def test_when_its_trip_is_past_another_one_comes(platform: Platform) -> None:
    async with platform.database.transaction() as session:
        await session.execute(text("UPDATE trips SET starts_on = '2020-01-01', ends_on = '2020-01-03'"))
    await opened_again(platform)
    async with platform.open_unit(demo(platform)) as services:
        assert len(await trips(services)) == 1
        assert len(await services.trips.past(now_in_seoul().date())) == 1


async def test_elsewhere_there_is_none(filled_database: NewDatabase) -> None:
    platform = platform_on(filled_database())
    await platform.open()
    async with platform.open_unit() as services:
        assert await services.users.by_email(EMAIL) is None
    assert platform.demo is None
    await platform.close()


async def test_who_has_registered_that_address_keeps_it(filled_database: NewDatabase) -> None:
    url = filled_database()
    platform = platform_on(url)
    await platform.accounts.register(EMAIL, "three rivers and a hill", "Somebody", Language.EN, HERE, SITE)
    await platform.close()
    with_demo = platform_on(url, with_demo=True)
    await with_demo.open()
    assert with_demo.demo is None
    await with_demo.close()


async def test_it_cannot_be_taken_over_or_deleted(platform: Platform) -> None:
    letterbox = platform.accounts._mailer
    assert isinstance(letterbox, Letterbox)
    for password in ("", "three rivers and a hill"):
        with pytest.raises(DemoStays):
            await platform.accounts.change_password(demo(platform), password, "three rivers and a hill", SITE)
        with pytest.raises(InvalidCredentials):
            await platform.accounts.authenticate(EMAIL, password, HERE)
    for proof in ("", EMAIL):
        with pytest.raises(DemoStays):
            await platform.leaving.leave(demo(platform), proof)
    await platform.accounts.forgot_password(EMAIL, HERE, SITE)
    await platform.accounts.close()
    assert letterbox.mails == []
    async with platform.open_unit(demo(platform)) as services:
        assert (await services.users.profile()).has_password is False


@pytest.mark.parametrize("provider", ProviderName)
async def test_no_foreign_sign_in_leads_to_it(platform: Platform, provider: ProviderName) -> None:
    identity = ForeignIdentity(provider, "subject-1", EMAIL, email_verified=True, name="Somebody")
    with pytest.raises(DemoStays):
        async with platform.open_unit(demo(platform)) as services:
            await services.identities.link(demo(platform).user_id, identity)
    with pytest.raises(DemoStays):
        await platform.accounts.link_proven(demo(platform).user_id, identity)
    with pytest.raises(ProofNeeded):
        await platform.accounts.sign_in_with(identity, Language.KO, HERE, SITE)
    async with platform.open_unit(demo(platform)) as services:
        assert await services.identities.mine() == []


async def trips(services: Services) -> list[object]:
    return list(await services.trips.coming(now_in_seoul().date()))
