import asyncio
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DataError
from time_machine import travel

from models.language import Language
from services.database import Database, DatabaseUnavailable
from services.migrations import migrate
from services.platform import Platform, now_in_seoul
from services.search import PlaceFilters
from tests.conftest import NewDatabase
from tests.made_up_places import a_place
from tests.own_servers import own_postgres
from tests.platforms import platform_on
from tests.serving import ROOT
from tests.toml_files import write_region

LOOK_INTERVAL_S = 5


@pytest.fixture
async def watching(empty_database: NewDatabase) -> AsyncIterator[Platform]:
    """A platform that looks for imports, on a database without places."""
    platform = platform_on(empty_database())
    await platform.open()
    yield platform
    await platform.close()


async def test_an_import_by_another_process_is_noticed_within_the_look_interval(
    watching: Platform, tmp_path: Path
) -> None:
    noticed: list[float] = []
    watching.on_new_generation.append(lambda: noticed.append(time.monotonic()))
    wednesday = PlaceFilters(open_on=date(2026, 12, 2))
    assert await cached_count(watching, wednesday) == b"0"
    closed = a_place("shut", opening_hours="We off; Mo 09:00-18:00")
    write_region(tmp_path, "seoul", [a_place("new"), closed])
    await asyncio.to_thread(load_in_another_process, watching, tmp_path)
    loaded = time.monotonic()
    assert await cached_count(watching, wednesday) in {b"0", b"1"}
    while not noticed and time.monotonic() < loaded + LOOK_INTERVAL_S + 3:
        await asyncio.sleep(0.05)
    assert noticed
    assert await cached_count(watching, wednesday) == b"1"


async def test_a_unit_that_fails_changes_nothing(own_platform: Platform) -> None:
    with pytest.raises(ZeroDivisionError):
        async with own_platform.database.transaction() as session:
            await session.execute(text("DELETE FROM places"))
            raise ZeroDivisionError
    async with own_platform.open_unit() as services:
        assert (await services.search.places()).total > 80


async def test_a_platform_opens_without_its_database_and_serves_once_it_is_there(tmp_path: Path) -> None:
    with own_postgres(tmp_path) as postgres:
        url = postgres.server.open_database(postgres.port)
        database = Database(url)
        await migrate(database)
        postgres.stop()
        platform = platform_on(url)
        await platform.open()
        with pytest.raises(DatabaseUnavailable):
            async with platform.open_unit() as services:
                await services.search.places()
        assert not await platform.database.answers()
        postgres.start()
        assert await platform.database.answers()
        async with platform.open_unit() as services:
            assert (await services.search.places()).total == 0
            assert (await services.search.suggest("경복궁", language=Language.KO)).places == []
        postgres.stop()
        postgres.start()
        answers = [await platform.database.answers() for _ in range(20)]
        assert answers[-1], "the pool must get rid of its broken connections"
        await platform.close()
        await database.close()


async def test_migrations_by_two_processes_at_once_run_once(empty_database: NewDatabase) -> None:
    database = Database(empty_database())
    await asyncio.gather(migrate(database), migrate(database), migrate(database))
    await database.close()


def test_the_day_begins_at_midnight_in_seoul() -> None:
    with travel("2026-11-23T14:59:59Z", tick=False):
        assert now_in_seoul().date() == date(2026, 11, 23)
    with travel("2026-11-23T15:00:00Z", tick=False):
        assert now_in_seoul().date() == date(2026, 11, 24)
        assert (now_in_seoul().hour, now_in_seoul().tzinfo) == (0, None)


async def cached_count(platform: Platform, filters: PlaceFilters) -> bytes:
    async def make() -> bytes:
        async with platform.open_unit() as services:
            return str((await services.search.places(filters=filters)).total).encode()

    return await platform.cache.get_or_make(f"count {filters}", 60, make)


async def test_an_error_of_the_database_does_not_repeat_what_it_was_given(empty: Database) -> None:
    query = text("SELECT 1 / (length(:given) - 8)")
    with pytest.raises(DataError, match="division by zero") as error:
        async with empty.transaction() as session:
            await session.execute(query, {"given": "a secret"})
    assert "a secret" not in str(error.value)


def load_in_another_process(platform: Platform, folder: Path) -> None:
    url = platform.database.engine.url.render_as_string(hide_password=False)
    subprocess.run(
        [sys.executable, "main.py", "places", "load", "--folder", str(folder)],
        cwd=ROOT,
        env={"DATABASE_URL": url, "PATH": "/usr/bin:/bin"},
        check=True,
        capture_output=True,
    )
