"""What travellers report is hidden after three of them, until an operator keeps or removes it."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from models.photo import TravellerPhoto
from services.actor import Actor
from services.errors import Unauthorized
from services.platform import Platform
from services.ratings import RatingNotFound
from services.reports import OwnThing, PhotoNotFound, ReasonTooLong, ReportedNotFound
from tests.conftest import NewDatabase
from tests.platforms import platform_on
from tests.serving import ROOT
from tests.travellers import a_traveller, travellers

PALACE = "gyeongbokgung"


async def rate(platform: Platform, actor: Actor, stars: int, comment: str = "") -> UUID:
    async with platform.open_unit(actor) as services:
        return (await services.ratings.rate(PALACE, stars, comment)).id


async def add_photo(platform: Platform, actor: Actor) -> UUID:
    photo = TravellerPhoto(user_id=actor.user_id, place_id=PALACE, credit="Minji", width=800, height=600)
    async with platform.database.transaction() as session:
        session.add(photo)
        await session.flush()
        return photo.id


async def report(platform: Platform, actor: Actor | None, rating_id: UUID, reason: str = "") -> str:
    async with platform.open_unit(actor) as services:
        return await services.reports.report_rating(rating_id, reason)


async def report_photo(platform: Platform, actor: Actor, photo_id: UUID) -> str:
    async with platform.open_unit(actor) as services:
        return await services.reports.report_photo(photo_id)


async def shown(platform: Platform) -> list[UUID]:
    async with platform.open_unit() as services:
        return [one.id for one in await services.ratings.of_place(PALACE, limit=10)]


async def counted(platform: Platform) -> tuple[float | None, int]:
    async with platform.open_unit() as services:
        place = await services.places.get(PALACE)
        return place.rating, place.rating_count


async def is_photo_hidden(platform: Platform, photo_id: UUID) -> bool:
    async with platform.database.transaction() as session:
        query = text("SELECT hidden_at IS NOT NULL FROM photos WHERE id = :id")
        return (await session.execute(query, {"id": photo_id})).scalar_one()


async def test_the_third_report_hides_a_rating_and_it_no_longer_counts(own_platform: Platform) -> None:
    author, other = await a_traveller(own_platform, "Author"), await a_traveller(own_platform, "Other")
    reported = await rate(own_platform, author, 1, "Rude words")
    kept = await rate(own_platform, other, 5)
    one, two, three = await travellers(own_platform, 3)
    assert await report(own_platform, one, reported) == PALACE
    await report(own_platform, two, reported)
    assert await shown(own_platform) == [kept, reported]
    await report(own_platform, three, reported)
    assert await shown(own_platform) == [kept]
    assert await counted(own_platform) == (5, 1)


async def test_one_traveller_counts_once_however_often_they_report(own_platform: Platform) -> None:
    reported = await rate(own_platform, await a_traveller(own_platform, "Author"), 1)
    angry = await a_traveller(own_platform, "Angry")
    for _ in range(5):
        await report(own_platform, angry, reported)
    assert await shown(own_platform) == [reported]


async def test_addresses_that_nobody_has_confirmed_hide_nothing(own_platform: Platform) -> None:
    reported = await rate(own_platform, await a_traveller(own_platform, "Author"), 1)
    for number in range(4):
        await report(
            own_platform, await a_traveller(own_platform, f"New{number}", is_verified=False), reported
        )
    assert await shown(own_platform) == [reported]
    async with own_platform.open_unit() as services:
        assert len((await services.reports.waiting())[0].reasons) == 4


async def test_many_reports_at_once_hide_a_rating(own_platform: Platform) -> None:
    reported = await rate(own_platform, await a_traveller(own_platform, "Author"), 1)
    await asyncio.gather(
        *(report(own_platform, actor, reported) for actor in await travellers(own_platform, 12))
    )
    assert await shown(own_platform) == []
    assert await counted(own_platform) == (None, 0)


async def test_three_reports_hide_a_photo(own_platform: Platform) -> None:
    author = await a_traveller(own_platform, "Author")
    photo = await add_photo(own_platform, author)
    one, two, three = await travellers(own_platform, 3)
    await report_photo(own_platform, one, photo)
    assert await report_photo(own_platform, two, photo) == PALACE
    assert not await is_photo_hidden(own_platform, photo)
    await report_photo(own_platform, three, photo)
    assert await is_photo_hidden(own_platform, photo)


async def test_what_is_not_there_or_ones_own_cannot_be_reported(own_platform: Platform) -> None:
    author = await a_traveller(own_platform, "Author")
    rating, photo = await rate(own_platform, author, 1), await add_photo(own_platform, author)
    with pytest.raises(OwnThing):
        await report(own_platform, author, rating)
    with pytest.raises(OwnThing):
        await report_photo(own_platform, author, photo)
    with pytest.raises(RatingNotFound):
        await report(own_platform, author, photo)
    with pytest.raises(PhotoNotFound):
        await report_photo(own_platform, author, rating)
    with pytest.raises(Unauthorized):
        await report(own_platform, None, rating)


async def test_a_reason_is_one_line_of_300_characters_at_most(own_platform: Platform) -> None:
    reported = await rate(own_platform, await a_traveller(own_platform, "Author"), 1, "Rude words")
    one, two = await travellers(own_platform, 2)
    with pytest.raises(ReasonTooLong):
        await report(own_platform, one, reported, "x" * 301)
    await report(own_platform, one, reported, "it is\r\nrude\x00")
    await report(own_platform, two, reported)
    async with own_platform.open_unit() as services:
        (waiting,) = await services.reports.waiting()
    assert (waiting.kind, waiting.id, waiting.author) == ("rating", reported, "Author")
    assert (waiting.text, waiting.is_hidden) == ("Rude words", False)
    assert sorted(waiting.reasons) == ["", "it is rude"]


async def test_a_rating_that_is_kept_is_shown_again_and_only_new_reports_can_hide_it(
    own_platform: Platform,
) -> None:
    reported = await rate(own_platform, await a_traveller(own_platform, "Author"), 2)
    actors = await travellers(own_platform, 6)
    for actor in actors[:3]:
        await report(own_platform, actor, reported)
    async with own_platform.open_unit() as services:
        assert await services.reports.keep(reported) == "rating"
        assert await services.reports.waiting() == []
    assert await counted(own_platform) == (2, 1)
    for actor in actors[:5]:
        await report(own_platform, actor, reported)
    assert await shown(own_platform) == [reported]
    await report(own_platform, actors[5], reported)
    assert await shown(own_platform) == []


async def test_a_rating_that_is_removed_is_gone(own_platform: Platform) -> None:
    author = await a_traveller(own_platform, "Author")
    rating, photo = await rate(own_platform, author, 2), await add_photo(own_platform, author)
    (reporter,) = await travellers(own_platform, 1)
    await report(own_platform, reporter, rating)
    await report_photo(own_platform, reporter, photo)
    async with own_platform.open_unit() as services:
        assert await services.reports.remove(rating) == "rating"
        assert await services.reports.remove(photo) == "photo"
        assert await services.reports.waiting() == []
    assert await counted(own_platform) == (None, 0)


@pytest.mark.parametrize("decide", ["keep", "remove"])
async def test_only_what_was_reported_can_be_decided_on(own_platform: Platform, decide: str) -> None:
    unreported = await rate(own_platform, await a_traveller(own_platform, "Author"), 2)
    for thing in (unreported, uuid4()):
        with pytest.raises(ReportedNotFound):
            async with own_platform.open_unit() as services:
                await getattr(services.reports, decide)(thing)
    assert await shown(own_platform) == [unreported]


async def test_an_operator_decides_on_the_command_line(filled_database: NewDatabase) -> None:
    url = filled_database()
    platform = platform_on(url)
    author = await a_traveller(platform, "Author")
    rating = await rate(platform, author, 1, "Rude words")
    for actor in await travellers(platform, 3):
        await report(platform, actor, rating, "rude")
    operator = operator_on(url)
    listed = await asyncio.to_thread(operator, "list")
    assert all(
        word in listed.stdout for word in (str(rating), PALACE, "Author", "Rude words", "hidden", "rude")
    )
    await asyncio.to_thread(operator, "keep", str(rating))
    assert await shown(platform) == [rating]
    assert (await asyncio.to_thread(operator, "list")).stdout == ""
    await asyncio.to_thread(operator, "remove", str(rating))
    assert await shown(platform) == []
    missing = await asyncio.to_thread(operator, "remove", str(rating))
    assert (missing.returncode, missing.stdout) == (1, "")
    assert ReportedNotFound.message in missing.stderr
    await platform.close()


def operator_on(database_url: str) -> Callable[..., "subprocess.CompletedProcess[str]"]:
    def run(*words: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, ROOT / "main.py", "reports", *words],
            check=False,
            cwd=ROOT,
            env=os.environ | {"DATABASE_URL": database_url},
            capture_output=True,
            text=True,
            timeout=60,
        )

    return run
