"""The nightly deletion: what is over goes, what lives stays, and a sweep that broke off is finished by the next."""

import asyncio
import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from services import retention
from services.database import DatabaseUnavailable
from services.object_store import ObjectStoreAway
from services.platform import Platform
from services.retention import Swept, sweep
from tests.serving import ROOT

NOTHING = Swept(
    sessions=0,
    mailed_tokens=0,
    refresh_tokens=0,
    trip_links=0,
    idempotency_keys=0,
    schedule_changes=0,
    exports=0,
    objects=0,
)
TWO_DAYS_S = 2 * 86_400
AVATAR = "0123456789abcdef0123456789abcdef"


async def run(platform: Platform, statement: str, **values: object) -> None:
    async with platform.database.transaction() as session:
        await session.execute(text(statement), values)


async def count(platform: Platform, table: str) -> int:
    async with platform.database.transaction() as session:
        return int(await session.scalar(text(f"SELECT count(*) FROM {table}")) or 0)


async def put(platform: Platform, folder: Path, key: str, *, is_old: bool = True) -> None:
    await platform.objects.put(key, b"x", "image/webp")
    if is_old:
        then = time.time() - TWO_DAYS_S
        os.utime(folder / key, (then, then))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "objects"


@pytest.fixture
async def user_id(own_platform: Platform) -> UUID:
    user_id = uuid4()
    await run(
        own_platform,
        "INSERT INTO users (id, email, display_name, lang, avatar) VALUES (:id, 'min@example.com', 'Min', 'ko', :avatar)",
        id=user_id,
        avatar=AVATAR,
    )
    return user_id


async def a_session(platform: Platform, user_id: UUID, expires: str) -> UUID:
    session_id = uuid4()
    await run(
        platform,
        f"INSERT INTO sessions (id, user_id, kind, expires_at) VALUES (:id, :user, 'api', now() + interval '{expires}')",
        id=session_id,
        user=user_id,
    )
    return session_id


async def test_what_is_over_goes_and_what_lives_stays(own_platform: Platform, user_id: UUID) -> None:
    live = await a_session(own_platform, user_id, "1 minute")
    await a_session(own_platform, user_id, "-1 minute")
    for hashed, used in (
        ("a", "now() - interval '59 days'"),
        ("b", "now() - interval '61 days'"),
        ("c", "NULL"),
    ):
        await run(
            own_platform,
            "INSERT INTO refresh_tokens (token_hash, session_id, created_at, used_at) VALUES"
            f" (:hash, :session, now() - interval '90 days', {used})",
            hash=hashed.encode(),
            session=live,
        )
    for hashed, expires in (("a", "1 minute"), ("b", "-1 minute")):
        await run(
            own_platform,
            "INSERT INTO mailed_tokens (token_hash, user_id, purpose, email, expires_at) VALUES"
            f" (:hash, :user, 'email', 'min@example.com', now() + interval '{expires}')",
            hash=hashed.encode(),
            user=user_id,
        )
    swept = await sweep(own_platform.database, own_platform.objects)
    assert swept == replace(NOTHING, sessions=1, mailed_tokens=1, refresh_tokens=1)
    left = [
        await count(own_platform, table) for table in ("sessions", "mailed_tokens", "refresh_tokens", "users")
    ]
    assert left == [1, 1, 2, 1], "an account is never deleted"
    assert await sweep(own_platform.database, own_platform.objects) == NOTHING


async def test_links_keys_and_undo_steps_go_when_their_time_is_over(
    own_platform: Platform, user_id: UUID
) -> None:
    trip_id = uuid4()
    await run(
        own_platform,
        "INSERT INTO trips (id, user_id, title, starts_on, ends_on) VALUES (:id, :user, 'T', now(), now())",
        id=trip_id,
        user=user_id,
    )
    for expires in ("now() + interval '1 minute'", "now() - interval '1 minute'", "NULL"):
        await run(
            own_platform,
            "INSERT INTO trip_links (id, trip_id, kind, expires_at)"
            f" VALUES (gen_random_uuid(), :trip, 'share', {expires})",
            trip=trip_id,
        )
    for key, age in (("a", "23 hours"), ("b", "25 hours")):
        await run(
            own_platform,
            "INSERT INTO idempotency_keys (user_id, key, request_hash, status, answer, created_at)"
            f" VALUES (:user, :key, '', 201, '{{}}', now() - interval '{age}')",
            user=user_id,
            key=key,
        )
    for number, age in enumerate(("89 days", "91 days")):
        await run(
            own_platform,
            "INSERT INTO schedule_changes (id, user_id, schedule_id, step, created_at)"
            f" VALUES (:id, :user, gen_random_uuid(), gen_random_uuid(), now() - interval '{age}')",
            id=number,
            user=user_id,
        )
    swept = await sweep(own_platform.database, own_platform.objects)
    assert swept == replace(NOTHING, trip_links=1, idempotency_keys=1, schedule_changes=1)
    left = [
        await count(own_platform, name) for name in ("trip_links", "idempotency_keys", "schedule_changes")
    ]
    assert left == [2, 1, 1]
    assert await sweep(own_platform.database, own_platform.objects) == NOTHING


async def test_exports_go_after_a_day_with_their_zips(
    own_platform: Platform, user_id: UUID, folder: Path
) -> None:
    old, new = uuid4(), uuid4()
    for export_id, age in ((old, "25 hours"), (new, "23 hours")):
        await run(
            own_platform,
            "INSERT INTO exports (id, user_id, object_key, updated_at) VALUES"
            f" (:id, :user, :key, now() - interval '{age}')",
            id=export_id,
            user=user_id,
            key=f"exports/{export_id}.zip",
        )
        await put(own_platform, folder, f"exports/{export_id}.zip")
    swept = await sweep(own_platform.database, own_platform.objects)
    assert (swept.exports, swept.objects) == (1, 0)
    assert await own_platform.objects.keys_below("exports") == [f"exports/{new}.zip"]
    assert await count(own_platform, "exports") == 1


async def test_objects_that_nobody_owns_go_after_a_day(
    own_platform: Platform, user_id: UUID, folder: Path
) -> None:
    photo_id, export_id, gone = uuid4(), uuid4(), uuid4()
    await run(
        own_platform,
        "INSERT INTO photos (id, user_id, place_id, credit, width, height) VALUES (:id, :user, 'bulguksa', 'M', 9, 9)",
        id=photo_id,
        user=user_id,
    )
    await run(
        own_platform, "INSERT INTO exports (id, user_id) VALUES (:id, :user)", id=export_id, user=user_id
    )
    owned = [
        f"avatars/{AVATAR}-64.webp", f"avatars/{AVATAR}-256.webp", f"exports/{export_id}.zip", f"photos/{photo_id}-320.webp",
    ]  # fmt: skip
    fresh = [f"photos/{uuid4()}-320.webp", "avatars/fresh-64.webp"]
    others = ["backups/2026-11-23.dump", f"places/{gone}-320.webp"]
    loose = [
        f"photos/{gone}-320.webp", f"photos/{gone}-1920.webp", f"exports/{gone}.zip", "avatars/gone-64.webp", "photos/no-uuid.webp",
        "photos/x", f"avatars/{AVATAR}x-64.webp",
    ]  # fmt: skip
    for key in owned + others + loose:
        await put(own_platform, folder, key)
    for key in fresh:
        await put(own_platform, folder, key, is_old=False)
    swept = await sweep(own_platform.database, own_platform.objects)
    assert swept == replace(NOTHING, objects=len(loose))
    assert files_in(folder) == {*owned, *fresh, *others}
    assert await sweep(own_platform.database, own_platform.objects) == NOTHING


async def test_more_than_one_batch_goes_in_one_sweep(
    own_platform: Platform, user_id: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "_BATCH", 10)
    for table, columns, values in (
        (
            "sessions",
            "id, user_id, kind, expires_at",
            "gen_random_uuid(), :user, 'page', now() - interval '1 day'",
        ),
        (
            "exports",
            "id, user_id, failed, updated_at",
            "gen_random_uuid(), :user, true, now() - interval '2 days'",
        ),
    ):
        await run(
            own_platform,
            f"INSERT INTO {table} ({columns}) SELECT {values} FROM generate_series(1, 35)",
            user=user_id,
        )
    swept = await sweep(own_platform.database, own_platform.objects)
    assert (swept.sessions, swept.exports) == (35, 35)


async def test_a_store_that_fails_leaves_the_rows_to_the_next_sweep(
    own_platform: Platform, user_id: UUID, folder: Path
) -> None:
    export_id = uuid4()
    await run(
        own_platform,
        "INSERT INTO exports (id, user_id, object_key, updated_at) VALUES (:id, :user, :key, now() - interval '2 days')",
        id=export_id,
        user=user_id,
        key=f"exports/{export_id}.zip",
    )
    await put(own_platform, folder, f"exports/{export_id}.zip")
    (folder / "exports").rename(folder / "moved")
    (folder / "exports").write_text("in the way")
    with pytest.raises(ObjectStoreAway):
        await sweep(own_platform.database, own_platform.objects)
    assert await count(own_platform, "exports") == 1
    (folder / "exports").unlink()
    (folder / "moved").rename(folder / "exports")
    assert (await sweep(own_platform.database, own_platform.objects)).exports == 1


async def test_the_command_prints_what_it_did_in_numbers(
    own_platform: Platform, user_id: UUID, folder: Path
) -> None:
    await a_session(own_platform, user_id, "-1 minute")
    await put(own_platform, folder, "photos/x")
    url = own_platform.database.engine.url.render_as_string(hide_password=False)
    code, said, _ = await asyncio.to_thread(retention_command, url, folder)
    assert (code, said.splitlines()) == (
        0,
        [
            "sessions: 1 deleted",
            "mailed_tokens: 0 deleted",
            "refresh_tokens: 0 deleted",
            "trip_links: 0 deleted",
            "idempotency_keys: 0 deleted",
            "schedule_changes: 0 deleted",
            "exports: 0 deleted",
            "objects: 1 deleted",
        ],
    )


def test_the_command_says_when_the_database_is_away(folder: Path) -> None:
    code, _, complaint = retention_command("postgresql+psycopg://nobody@127.0.0.1:1/none", folder)
    assert (code, complaint.strip()) == (1, DatabaseUnavailable.message)


def retention_command(database_url: str, folder: Path) -> tuple[int, str, str]:
    ran = subprocess.run(
        [sys.executable, ROOT / "main.py", "retention"],
        env={**os.environ, "DATABASE_URL": database_url, "OBJECT_STORE": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    return ran.returncode, ran.stdout, ran.stderr


def files_in(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
