"""One's data, taken along and deleted, behind the faces."""

import asyncio
from collections.abc import Sequence
from datetime import date
from io import BytesIO
from pathlib import Path
from uuid import UUID, uuid4
from zipfile import ZipFile

import orjson
import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from models.language import Language
from models.trip import TripRole
from services.accounts import Caller, InvalidCredentials, WrongPassword
from services.actor import Actor
from services.errors import TooMany, Unauthorized
from services.exports import Export, ExportNotFound, ExportState
from services.leaving import OtherEmail
from services.object_keys import avatar_keys, photo_keys
from services.platform import Platform
from tests.heard_log import HeardLog

HERE = Caller("192.0.2.7", "Firefox")
GOOD = "three rivers and a hill"
AVATAR = "0123456789abcdef0123456789abcdef"
SECRETS = ("password_hash", "token_hash", "hash")


async def traveller(platform: Platform, name: str = "minji", password: str | None = GOOD) -> Actor:
    password_hash = await platform.passwords.hash(password) if password else None
    async with platform.open_unit() as services:
        user_id = await services.users.add(
            email=f"{name}@example.com",
            display_name=name.title(),
            language=Language.KO,
            password_hash=password_hash,
        )
        session_id = await services.sessions.begin_api(user_id, "Firefox")
    return Actor(user_id, session_id)


async def run(platform: Platform, statement: str, **values: object) -> Sequence[object]:
    async with platform.database.transaction() as session:
        result = await session.execute(text(statement), values)
        return list(result.scalars()) if result.returns_rows else []  # type: ignore[attr-defined]


async def with_pictures(platform: Platform, actor: Actor, photos: int = 2) -> list[UUID]:
    """Give the traveller an avatar and photos, as rows and in the store."""
    ids = [uuid4() for _ in range(photos)]
    await run(platform, "UPDATE users SET avatar = :avatar WHERE id = :id", avatar=AVATAR, id=actor.user_id)
    for photo_id in ids:
        await run(
            platform,
            "INSERT INTO photos (id, user_id, place_id, credit, width, height)"
            " VALUES (:id, :user, 'gyeongbokgung', 'Minji', 1920, 1080)",
            id=photo_id,
            user=actor.user_id,
        )
    for key in [*avatar_keys(AVATAR), *(key for one in ids for key in photo_keys(one))]:
        await platform.objects.put(key, f"picture at {key}".encode(), "image/webp")
    return ids


async def with_everything(platform: Platform, actor: Actor) -> None:
    async with platform.open_unit(actor) as services:
        await services.likes.give("gyeongbokgung")
        await services.likes.give("bulguksa")
        await services.visits.mark("gyeongbokgung")
        await services.ratings.rate("gyeongbokgung", 5, "Come early.")
        await services.trips.add("Autumn", date(2026, 11, 28), date(2026, 12, 1))
        await services.api_tokens.add("My script")
    await run(
        platform,
        "INSERT INTO identities (id, user_id, provider, subject, email)"
        " VALUES (gen_random_uuid(), :user, 'kakao', '4711', 'minji@kakao.example')",
        user=actor.user_id,
    )


async def packed(platform: Platform, actor: Actor) -> Export:
    """Begin an export and wait for its end."""
    export = await platform.packing.begin(actor)
    async with asyncio.timeout(20):
        while export.state is ExportState.UNDER_WAY:
            await asyncio.sleep(0.01)
            async with platform.open_unit(actor) as services:
                export = await services.exports.get(export.id)
    return export


async def fetched(platform: Platform, actor: Actor, export: Export) -> ZipFile:
    data = await platform.packing.fetch(actor, export.id)
    content = b"".join([part async for part in data.parts])
    assert len(content) == data.size
    return ZipFile(BytesIO(content))


class TestEverything:
    async def test_it_holds_all_that_was_given_and_no_secret(self, own_platform: Platform) -> None:
        actor = await traveller(own_platform)
        await with_everything(own_platform, actor)
        (photo_id,) = await with_pictures(own_platform, actor, photos=1)
        async with own_platform.open_unit(actor) as services:
            said = orjson.loads(orjson.dumps(await services.your_data.everything()))
        assert said["profile"]["email"] == "minji@example.com"
        assert [like["place_id"] for like in said["likes"]] == ["gyeongbokgung", "bulguksa"]
        assert said["likes"][0]["place_name"]["ko"] == "경복궁"
        assert [visit["place_id"] for visit in said["visits"]] == ["gyeongbokgung"]
        assert (said["ratings"][0]["stars"], said["ratings"][0]["comment"]) == (5, "Come early.")
        assert [photo["id"] for photo in said["photos"]] == [str(photo_id)]
        assert (said["trips"][0]["title"], said["trips"][0]["starts_on"]) == ("Autumn", "2026-11-28")
        assert [device["device"] for device in said["devices"]] == ["Firefox"]
        assert [token["name"] for token in said["api_tokens"]] == ["My script"]
        assert [(link["provider"], link["subject"]) for link in said["linked_sign_ins"]] == [
            ("kakao", "4711")
        ]
        kept = await run(own_platform, "SELECT password_hash FROM users WHERE id = :id", id=actor.user_id)
        assert str(kept[0]) not in str(said)
        assert not any(secret in str(said) for secret in SECRETS)

    async def test_it_holds_what_is_planned_and_with_whom(self, own_platform: Platform) -> None:
        actor, other = await traveller(own_platform), await traveller(own_platform, "jun")
        async with own_platform.open_unit(other) as services:
            theirs = await services.trips.add("Winter", date(2026, 12, 28), date(2026, 12, 31))
            link = await services.trip_links.invite(theirs.id, TripRole.EDITOR)
        async with own_platform.open_unit(actor) as services:
            await services.trip_links.join(link.token)
        for user_id, trip_id, name in (
            (actor.user_id, None, "Tea"),
            (actor.user_id, theirs.id, "Supper"),
            (other.user_id, theirs.id, "Not mine"),
        ):
            await run(
                own_platform,
                "INSERT INTO schedules (id, user_id, trip_id, place_name, date, start_time, note)"
                " VALUES (gen_random_uuid(), :user, :trip, :name, '2026-12-29', '09:30', 'Window seat')",
                user=user_id,
                trip=trip_id,
                name=name,
            )
        await run(
            own_platform,
            "INSERT INTO calendar_feeds (id, user_id) VALUES (gen_random_uuid(), :user)",
            user=actor.user_id,
        )
        async with own_platform.open_unit(actor) as services:
            said = orjson.loads(orjson.dumps(await services.your_data.everything()))
        assert [(one["place_name"], one["trip_id"]) for one in said["schedules"]] == [
            ("Tea", None),
            ("Supper", str(theirs.id)),
        ]
        async with own_platform.open_unit(other) as services:
            await services.trip_members.remove(theirs.id, actor.user_id)
        async with own_platform.open_unit(actor) as services:
            left = await services.your_data.everything()
        assert [one.place_name for one in left.schedules] == ["Tea"], "what others make of the rest is theirs"
        entry = said["schedules"][0]
        assert (entry["date"], entry["start_time"], entry["note"]) == (
            "2026-12-29",
            "09:30:00",
            "Window seat",
        )
        assert [(one["title"], one["role"]) for one in said["memberships"]] == [("Winter", "editor")]
        assert [set(feed) for feed in said["calendar_feeds"]] == [{"trip_id", "created_at"}]
        assert said["trips"] == []

    async def test_it_covers_every_table_that_refers_to_a_user(self, own_platform: Platform) -> None:
        """A new table must be added to the export, or named here with its reason."""
        found = await run(
            own_platform,
            "SELECT DISTINCT conrelid::regclass::text FROM pg_constraint WHERE confrelid = 'users'::regclass",
        )
        told = {
            "likes",
            "visits",
            "ratings",
            "photos",
            "reports",
            "trips",
            "sessions",
            "api_tokens",
            "identities",
            "schedules",
            "trip_members",
            "calendar_feeds",
        }
        untold = {
            "exports": "the export itself",
            "mailed_tokens": "only hashes, for half an hour",
            "schedule_changes": "only copies of what entries said, to undo by, for 90 days",
            "idempotency_keys": "only answers that were given already, for a day",
        }
        assert set(found) == told | set(untold)

    async def test_nothing_of_another_traveller_is_in_it(self, own_platform: Platform) -> None:
        actor, other = await traveller(own_platform), await traveller(own_platform, "jun")
        await with_everything(own_platform, other)
        await with_pictures(own_platform, other)
        async with own_platform.open_unit(actor) as services:
            everything = await services.your_data.everything()
        assert everything.profile.display_name == "Minji"
        for part in (
            everything.likes,
            everything.visits,
            everything.ratings,
            everything.photos,
            everything.trips,
            everything.memberships,
            everything.schedules,
            everything.calendar_feeds,
        ):
            assert part == []
        assert len(everything.devices) == 1

    async def test_nobody_has_no_data(self, own_platform: Platform) -> None:
        for nobody in (None, Actor(uuid4())):
            with pytest.raises(Unauthorized):
                async with own_platform.open_unit(nobody) as services:
                    await services.your_data.everything()


class TestExport:
    async def test_the_zip_holds_the_data_and_the_largest_pictures(self, own_platform: Platform) -> None:
        actor = await traveller(own_platform)
        await with_everything(own_platform, actor)
        photos = await with_pictures(own_platform, actor)
        export = await packed(own_platform, actor)
        assert (export.state, export.done, export.total) == (ExportState.READY, 4, 4)
        archive = await fetched(own_platform, actor, export)
        assert archive.testzip() is None
        assert set(archive.namelist()) == {
            "data.json",
            "avatar.webp",
            *(f"photos/{one}.webp" for one in photos),
        }
        assert archive.read("avatar.webp").decode() == f"picture at avatars/{AVATAR}-256.webp"
        assert archive.read(f"photos/{photos[0]}.webp").decode() == f"picture at photos/{photos[0]}-1920.webp"
        assert orjson.loads(archive.read("data.json"))["ratings"][0]["comment"] == "Come early."

    async def test_a_picture_that_the_store_has_lost_is_named(self, own_platform: Platform) -> None:
        actor = await traveller(own_platform)
        lost, kept = await with_pictures(own_platform, actor)
        await own_platform.objects.delete(photo_keys(lost))
        export = await packed(own_platform, actor)
        archive = await fetched(own_platform, actor, export)
        assert archive.read("missing.txt").decode() == f"photos/{lost}.webp"
        assert f"photos/{kept}.webp" in archive.namelist()

    async def test_a_large_one_comes_back_whole_and_in_parts(self, own_platform: Platform) -> None:
        actor = await traveller(own_platform)
        (photo_id,) = await with_pictures(own_platform, actor, photos=1)
        large = bytes(range(256)) * 50_000
        await own_platform.objects.put(photo_keys(photo_id)[-1], large, "image/webp")
        export = await packed(own_platform, actor)
        data = await own_platform.packing.fetch(actor, export.id)
        parts = [part async for part in data.parts]
        assert len(parts) > 2
        assert ZipFile(BytesIO(b"".join(parts))).read(f"photos/{photo_id}.webp") == large

    async def test_one_is_under_way_at_most(self, own_platform: Platform) -> None:
        actor = await traveller(own_platform)
        await with_pictures(own_platform, actor)
        begun = await asyncio.gather(*(own_platform.packing.begin(actor) for _ in range(4)))
        assert len({export.id for export in begun}) == 1

    async def test_it_is_its_owners_only(self, own_platform: Platform) -> None:
        actor, stranger = await traveller(own_platform), await traveller(own_platform, "jun")
        export = await packed(own_platform, actor)
        with pytest.raises(ExportNotFound):
            await own_platform.packing.fetch(stranger, export.id)
        async with own_platform.open_unit(stranger) as services:
            assert await services.exports.latest() is None
            with pytest.raises(ExportNotFound):
                await services.exports.get(export.id)

    async def test_it_is_over_after_a_day(self, own_platform: Platform) -> None:
        actor = await traveller(own_platform)
        export = await packed(own_platform, actor)
        await run(own_platform, "UPDATE exports SET updated_at = now() - interval '24 hours 1 minute'")
        with pytest.raises(ExportNotFound):
            await own_platform.packing.fetch(actor, export.id)

    async def test_a_store_that_fails_makes_it_fail_and_another_may_begin(
        self, own_platform: Platform, tmp_path: Path
    ) -> None:
        actor = await traveller(own_platform)
        (tmp_path / "objects" / "exports").write_text("in the way")
        assert (await packed(own_platform, actor)).state is ExportState.FAILED
        (tmp_path / "objects" / "exports").unlink()
        assert (await packed(own_platform, actor)).state is ExportState.READY

    async def test_one_whose_process_died_counts_as_failed(self, own_platform: Platform) -> None:
        actor = await traveller(own_platform)
        async with own_platform.open_unit(actor) as services:
            died, _ = await services.exports.begin()
        await run(own_platform, "UPDATE exports SET updated_at = now() - interval '11 minutes'")
        async with own_platform.open_unit(actor) as services:
            assert (await services.exports.get(died.id)).state is ExportState.FAILED
        again = await packed(own_platform, actor)
        assert (again.state, again.id != died.id) == (ExportState.READY, True)

    @pytest.mark.parametrize("pause_s", [0, 0.05])
    async def test_a_process_that_stops_says_so(self, own_platform: Platform, pause_s: float) -> None:
        actor = await traveller(own_platform)
        await with_pictures(own_platform, actor, photos=50)
        begun = await own_platform.packing.begin(actor)
        await asyncio.sleep(pause_s)
        await own_platform.packing.close()
        async with own_platform.open_unit(actor) as services:
            assert (await services.exports.get(begun.id)).state is ExportState.FAILED

    async def test_there_are_six_in_an_hour(self, own_platform: Platform) -> None:
        actor = await traveller(own_platform)
        for _ in range(6):
            await packed(own_platform, actor)
        with pytest.raises(TooMany) as refused:
            await own_platform.packing.begin(actor)
        assert 0 < refused.value.retry_after_s <= 3600


class TestLeaving:
    async def test_everything_goes_and_is_counted_no_more(self, own_platform: Platform) -> None:
        actor, other = await traveller(own_platform), await traveller(own_platform, "jun")
        await with_everything(own_platform, actor)
        async with own_platform.open_unit(other) as services:
            await services.likes.give("gyeongbokgung")
            await services.ratings.rate("gyeongbokgung", 2)
        await with_pictures(own_platform, actor)
        await packed(own_platform, actor)
        await own_platform.leaving.leave(actor, GOOD)
        assert await rows_of(own_platform, actor.user_id) == {}
        assert await own_platform.objects.keys_below("photos") == []
        assert await own_platform.objects.keys_below("avatars") == []
        assert await own_platform.objects.keys_below("exports") == []
        async with own_platform.open_unit(other) as services:
            palace, temple = await services.places.get("gyeongbokgung"), await services.places.get("bulguksa")
        assert (palace.likes_count, palace.rating, palace.rating_count) == (1, 2, 1)
        assert (temple.likes_count, temple.rating, temple.rating_count) == (0, None, 0)
        with pytest.raises(InvalidCredentials):
            await own_platform.accounts.authenticate("minji@example.com", GOOD, HERE)

    async def test_the_address_may_be_used_again(self, own_platform: Platform) -> None:
        first = await traveller(own_platform)
        await own_platform.leaving.leave(first, GOOD)
        assert (await traveller(own_platform)).user_id != first.user_id

    @pytest.mark.parametrize(
        "proof", ["", "not the password", "minji@example.com", GOOD.upper(), "\0", "x" * 300]
    )
    async def test_a_wrong_password_deletes_nothing(self, own_platform: Platform, proof: str) -> None:
        actor = await traveller(own_platform)
        await with_everything(own_platform, actor)
        before = await rows_of(own_platform, actor.user_id)
        with pytest.raises(WrongPassword):
            await own_platform.leaving.leave(actor, proof)
        assert await rows_of(own_platform, actor.user_id) == before

    async def test_who_has_no_password_types_the_address(self, own_platform: Platform) -> None:
        actor = await traveller(own_platform, password=None)
        for proof in ("", "jun@example.com", "minji@example.com.evil.example"):
            with pytest.raises(OtherEmail):
                await own_platform.leaving.leave(actor, proof)
        await own_platform.leaving.leave(actor, " Minji@Example.com ")
        assert await rows_of(own_platform, actor.user_id) == {}

    async def test_objects_that_the_store_keeps_do_not_keep_the_account(
        self, own_platform: Platform, tmp_path: Path, log: HeardLog
    ) -> None:
        actor = await traveller(own_platform)
        await with_pictures(own_platform, actor)
        (tmp_path / "objects" / "avatars").rename(tmp_path / "objects" / "moved")
        (tmp_path / "objects" / "avatars").write_text("in the way")
        await own_platform.leaving.leave(actor, GOOD)
        assert await rows_of(own_platform, actor.user_id) == {}
        assert "objects_left_behind" in log.names()

    async def test_counts_stay_right_while_travellers_give_hearts_and_leave(
        self, own_platform: Platform
    ) -> None:
        """Two who leave at once have what the other has in another order."""
        palaces = ["gyeongbokgung", "changdeokgung", "bulguksa", "hallasan"]
        leavers = [await traveller(own_platform, f"leaver{number}") for number in range(4)]
        for number, actor in enumerate(leavers):
            async with own_platform.open_unit(actor) as services:
                await services.likes.carry_over(palaces[number:] + palaces[:number])
                await services.ratings.rate(palaces[number], 3)
        giving = [give(own_platform, actor, place) for actor in leavers for place in palaces * 3]
        leaving = [own_platform.leaving.leave(actor, GOOD) for actor in leavers]
        await asyncio.gather(*giving, *leaving)
        wrong = await run(
            own_platform,
            "SELECT id FROM places p WHERE likes_count <> (SELECT count(*) FROM likes WHERE place_id = p.id)"
            " OR rating_count <> 0",
        )
        assert wrong == []
        assert await run(own_platform, "SELECT count(*) FROM users") == [0]

    async def test_an_export_under_way_leaves_nothing_behind(self, own_platform: Platform) -> None:
        actor = await traveller(own_platform)
        await with_pictures(own_platform, actor, photos=20)
        await own_platform.packing.begin(actor)
        await own_platform.leaving.leave(actor, GOOD)
        async with asyncio.timeout(20):
            while own_platform.packing._under_way:
                await asyncio.sleep(0.01)
        assert await own_platform.objects.keys_below("exports") == []


async def give(platform: Platform, actor: Actor, place_id: str) -> None:
    try:
        async with platform.open_unit(actor) as services:
            await services.likes.give(place_id)
    except (Unauthorized, IntegrityError):  # the account has gone
        pass


async def rows_of(platform: Platform, user_id: UUID) -> dict[str, int]:
    """Count what every table that refers to users has of one."""
    tables = await run(
        platform,
        "SELECT DISTINCT conrelid::regclass::text FROM pg_constraint WHERE confrelid = 'users'::regclass",
    )
    counts = {
        str(table): (await run(platform, f"SELECT count(*) FROM {table} WHERE user_id = :id", id=user_id))[0]
        for table in tables
    }
    counts["users"] = (await run(platform, "SELECT count(*) FROM users WHERE id = :id", id=user_id))[0]
    return {table: int(str(number)) for table, number in counts.items() if number}
