"""Pictures by travellers: drawn, stored and noted, or none of it."""

import asyncio
import shutil
from collections.abc import Awaitable
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from services.actor import Actor
from services.errors import TooMany, Unauthorized
from services.object_keys import avatar_keys, photo_keys
from services.object_store import ObjectStoreAway
from services.photos import MOST_IN_ALL, MOST_OF_A_PLACE, PhotoNotFound, PlaceHasEnough, TravellerHasEnough
from services.pictures import NotAPicture, TooFewPixels
from services.places import PlaceNotFound
from services.platform import Platform
from services.uploads import NoConsent
from tests.drawings import picture
from tests.travellers import a_traveller, travellers

PALACE, TEMPLE = "gyeongbokgung", "bulguksa"


@pytest.fixture
async def minji(own_platform: Platform) -> Actor:
    return await a_traveller(own_platform, "Minji")


async def show(platform: Platform, actor: Actor, place_id: str = PALACE, content: bytes = b"") -> UUID:
    return await platform.uploads.add_photo(actor, place_id, content or picture(), consents=True)


async def ids_of(platform: Platform, place_id: str = PALACE, actor: Actor | None = None) -> list[UUID]:
    async with platform.open_unit(actor) as services:
        return [photo.id for photo in await services.photos.of_place(place_id, limit=50)]


async def objects(platform: Platform) -> list[str]:
    return sorted(
        [*await platform.objects.keys_below("photos"), *await platform.objects.keys_below("avatars")]
    )


async def avatar_of(platform: Platform, actor: Actor) -> str | None:
    async with platform.open_unit(actor) as services:
        return (await services.users.profile()).avatar


async def rows(platform: Platform) -> int:
    async with platform.database.transaction() as session:
        return (await session.execute(text("SELECT count(*) FROM photos"))).scalar_one()


async def note(platform: Platform, actor: Actor, place_id: str, number: int) -> None:
    """Add rows without pictures."""
    async with platform.open_unit(actor) as services:
        for _ in range(number):
            await services.photos.add(uuid4(), place_id, width=640, height=480)


async def outcomes(*calls: Awaitable[object]) -> list[object]:
    return await asyncio.gather(*calls, return_exceptions=True)


async def test_a_photo_is_shown_with_its_credit_and_three_sizes(own_platform: Platform, minji: Actor) -> None:
    photo_id = await show(own_platform, minji, content=picture(2400, 1200))
    async with own_platform.open_unit() as services:
        (photo,) = await services.photos.of_place(PALACE, limit=5)
    assert (photo.id, photo.credit, photo.width, photo.height) == (photo_id, "Minji", 1920, 960)
    assert not photo.is_mine
    assert await objects(own_platform) == sorted(photo_keys(photo_id))


async def test_the_credit_is_the_name_at_the_time(own_platform: Platform, minji: Actor) -> None:
    await show(own_platform, minji)
    async with own_platform.open_unit(minji) as services:
        await services.users.change(display_name="Somebody else")
    async with own_platform.open_unit() as services:
        (photo,) = await services.photos.of_place(PALACE, limit=5)
    assert photo.credit == "Minji"


async def test_the_newest_come_first_and_the_earlier_ones_follow(
    own_platform: Platform, minji: Actor
) -> None:
    shown = [await show(own_platform, minji) for _ in range(3)]
    assert await ids_of(own_platform) == shown[::-1]
    async with own_platform.open_unit() as services:
        later = await services.photos.of_place(PALACE, limit=5, before=shown[2])
    assert [photo.id for photo in later] == [shown[1], shown[0]]
    assert await ids_of(own_platform, TEMPLE) == []


async def test_a_hidden_photo_is_there_for_its_owner_only(own_platform: Platform, minji: Actor) -> None:
    photo_id = await show(own_platform, minji)
    for reporter in await travellers(own_platform, 3):
        async with own_platform.open_unit(reporter) as services:
            await services.reports.report_photo(photo_id)
    assert await ids_of(own_platform) == []
    assert await ids_of(own_platform, actor=await a_traveller(own_platform, "Jun")) == []
    async with own_platform.open_unit(minji) as services:
        (photo,) = await services.photos.of_place(PALACE, limit=5)
        (same,) = await services.photos.mine()
        assert photo.is_hidden
        assert photo == same
        assert not await services.photos.is_shown(photo_id)


async def test_who_removes_a_photo_removes_its_objects(own_platform: Platform, minji: Actor) -> None:
    gone, stays = await show(own_platform, minji), await show(own_platform, minji)
    assert await own_platform.uploads.remove_photo(minji, gone) == PALACE
    assert await ids_of(own_platform) == [stays]
    assert await objects(own_platform) == sorted(photo_keys(stays))
    with pytest.raises(PhotoNotFound):
        await own_platform.uploads.remove_photo(minji, gone)


async def test_a_stranger_removes_nothing(own_platform: Platform, minji: Actor) -> None:
    photo_id = await show(own_platform, minji)
    with pytest.raises(PhotoNotFound):
        await own_platform.uploads.remove_photo(await a_traveller(own_platform, "Jun"), photo_id)
    assert await ids_of(own_platform) == [photo_id]
    assert await objects(own_platform) == sorted(photo_keys(photo_id))


@pytest.mark.parametrize(
    ("place_id", "content", "consents", "reason"),
    [
        (PALACE, picture(), False, NoConsent),
        (PALACE, b"not a picture", True, NotAPicture),
        (PALACE, picture(100, 100), True, TooFewPixels),
        ("no-such-place", picture(), True, PlaceNotFound),
        ("nul\0", picture(), True, PlaceNotFound),
    ],
    ids=["no consent", "no picture", "too small", "no such place", "no possible place"],
)
async def test_what_is_refused_leaves_nothing(
    own_platform: Platform,
    minji: Actor,
    place_id: str,
    content: bytes,
    *,
    consents: bool,
    reason: type[Exception],
) -> None:
    with pytest.raises(reason):
        await own_platform.uploads.add_photo(minji, place_id, content, consents=consents)
    assert await rows(own_platform) == 0
    assert await objects(own_platform) == []


async def test_ten_of_a_place_are_enough(own_platform: Platform, minji: Actor) -> None:
    await note(own_platform, minji, PALACE, MOST_OF_A_PLACE)
    with pytest.raises(PlaceHasEnough):
        await show(own_platform, minji)
    assert await objects(own_platform) == []
    await show(own_platform, minji, TEMPLE)
    await show(own_platform, await a_traveller(own_platform, "Jun"))


async def test_sent_at_once_they_are_still_no_more_than_ten(own_platform: Platform, minji: Actor) -> None:
    await note(own_platform, minji, PALACE, MOST_OF_A_PLACE - 1)
    found = await outcomes(*(show(own_platform, minji) for _ in range(4)))
    assert sum(isinstance(one, UUID) for one in found) == 1
    assert sum(isinstance(one, PlaceHasEnough) for one in found) == 3
    assert await rows(own_platform) == MOST_OF_A_PLACE
    assert len(await objects(own_platform)) == 3


async def test_two_hundred_in_all_are_enough(own_platform: Platform, minji: Actor) -> None:
    async with own_platform.open_unit() as services:
        place_ids = [place_id for place_id, _ in await services.places.all_ids()]
    for place_id in place_ids[: MOST_IN_ALL // MOST_OF_A_PLACE]:
        await note(own_platform, minji, place_id, MOST_OF_A_PLACE)
    with pytest.raises(TravellerHasEnough):
        await show(own_platform, minji, place_ids[-1])


async def test_thirty_uploads_in_ten_minutes_are_enough(own_platform: Platform, minji: Actor) -> None:
    for _ in range(30):
        with pytest.raises(NotAPicture):
            await show(own_platform, minji, content=b"no picture")
    with pytest.raises(TooMany):
        await show(own_platform, minji)
    with pytest.raises(TooMany):
        await own_platform.uploads.set_avatar(minji, picture())


async def test_a_store_that_is_away_leaves_no_row(
    own_platform: Platform, minji: Actor, tmp_path: Path
) -> None:
    shutil.rmtree(tmp_path / "objects")
    (tmp_path / "objects").write_text("a file where the folder was")
    with pytest.raises(ObjectStoreAway):
        await show(own_platform, minji)
    with pytest.raises(ObjectStoreAway):
        await own_platform.uploads.set_avatar(minji, picture())
    assert await rows(own_platform) == 0
    assert await avatar_of(own_platform, minji) is None


async def test_a_row_that_fails_leaves_no_object(own_platform: Platform, minji: Actor) -> None:
    async with own_platform.database.transaction() as session:
        await session.execute(text("ALTER TABLE photos ADD CONSTRAINT none_fits CHECK (width < 0)"))
        await session.execute(text("ALTER TABLE users ADD CONSTRAINT no_avatar CHECK (avatar IS NULL)"))
    found = await outcomes(show(own_platform, minji), own_platform.uploads.set_avatar(minji, picture()))
    assert all(isinstance(one, Exception) for one in found)
    assert await objects(own_platform) == []


async def test_an_account_that_goes_while_a_picture_is_drawn_leaves_no_object(
    own_platform: Platform, minji: Actor
) -> None:
    async with own_platform.open_unit(minji) as services:
        await services.users.remove()
    for call in (show(own_platform, minji), own_platform.uploads.set_avatar(minji, picture())):
        with pytest.raises(Unauthorized):
            await call
    assert await objects(own_platform) == []


async def test_a_new_avatar_takes_the_place_of_the_old_one(own_platform: Platform, minji: Actor) -> None:
    await own_platform.uploads.set_avatar(minji, picture())
    first = await avatar_of(own_platform, minji)
    await own_platform.uploads.set_avatar(minji, picture(300, 300))
    second = await avatar_of(own_platform, minji)
    assert first
    assert second
    assert first != second
    assert await objects(own_platform) == sorted(avatar_keys(second))

    await own_platform.uploads.remove_avatar(minji)
    assert await avatar_of(own_platform, minji) is None
    assert await objects(own_platform) == []
    await own_platform.uploads.remove_avatar(minji)


async def test_avatars_sent_at_once_leave_the_objects_of_one(own_platform: Platform, minji: Actor) -> None:
    await asyncio.gather(*(own_platform.uploads.set_avatar(minji, picture()) for _ in range(4)))
    avatar = await avatar_of(own_platform, minji)
    assert avatar
    assert await objects(own_platform) == sorted(avatar_keys(avatar))


async def test_who_is_not_signed_in_has_no_photos(own_platform: Platform) -> None:
    async with own_platform.open_unit() as services:
        for call in (
            services.photos.mine(),
            services.photos.remove(uuid4()),
            services.photos.add(uuid4(), PALACE, width=1, height=1),
            services.users.set_avatar("x"),
        ):
            with pytest.raises(Unauthorized):
                await call
