"""Real servers for every test that asks for one: PostgreSQL, Valkey, the application in a thread, and `./main.py serve`."""

import asyncio
from asyncio import events
from collections.abc import AsyncIterator, Callable, Coroutine, Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from typing import Any

import httpx
import hypothesis
import psycopg
import pytest
from sqlalchemy.engine import make_url

from embedded.servers import EmbeddedServers, embedded_servers
from main import CATALOGUE
from services.catalogue import load_catalogue
from services.database import Database
from services.migrations import migrate
from services.platform import Platform
from services.unit_of_work import Services
from settings import Settings
from tests.counted_queries import CountedQueries
from tests.heard_log import HeardLog
from tests.platforms import platform_on
from tests.serving import main_py_serving, serving_in_a_thread
from tests.stand_ins.identity_provider import StandInProvider

hypothesis.settings.register_profile("ffff", deadline=None)
hypothesis.settings.load_profile("ffff")

NewDatabase = Callable[[], str]
_number = count(1)


@pytest.fixture(scope="session")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedServers]:
    """PostgreSQL and Valkey of this worker; the database they come with is the template of all others."""
    with embedded_servers(tmp_path_factory.mktemp("servers"), durable=False) as running:
        yield running


@pytest.fixture(scope="session")
def empty_database(servers: EmbeddedServers) -> NewDatabase:
    """Make databases with every table and no place."""
    template = _copy(servers.database_url, "template0")
    _away_from_any_loop(_migrated(template))
    return lambda: _copy(servers.database_url, _name(template))


@pytest.fixture(scope="session")
def filled_database(servers: EmbeddedServers) -> NewDatabase:
    """Make databases that hold the shipped catalogue."""
    _away_from_any_loop(_filled(servers.database_url))
    return lambda: _copy(servers.database_url, _name(servers.database_url))


@pytest.fixture(scope="session")
def catalogue_url(filled_database: NewDatabase) -> str:
    """A database with the shipped catalogue, which tests only read."""
    return filled_database()


@pytest.fixture(scope="session")
async def platform(catalogue_url: str) -> AsyncIterator[Platform]:
    """The shipped catalogue behind services; tests only read."""
    platform = platform_on(catalogue_url)
    yield platform
    await platform.close()


@pytest.fixture
async def services(platform: Platform) -> AsyncIterator[Services]:
    """One unit of work on the shipped catalogue."""
    async with platform.open_unit() as services:
        yield services


@pytest.fixture
async def own_platform(filled_database: NewDatabase, tmp_path: Path) -> AsyncIterator[Platform]:
    """The shipped catalogue in a database of this test's own, to change as it likes."""
    platform = platform_on(filled_database(), objects=tmp_path / "objects")
    yield platform
    await platform.close()


@pytest.fixture
async def empty(empty_database: NewDatabase) -> AsyncIterator[Database]:
    """A database of this test's own with every table and no place."""
    database = Database(empty_database())
    yield database
    await database.close()


@pytest.fixture(scope="session")
def stand_in_provider() -> Iterator[StandInProvider]:
    """Google, Kakao and Naver on loopback, as `app_url` and the browser tests know them."""
    with StandInProvider.serving() as stand_in:
        yield stand_in


@pytest.fixture(scope="session")
def app_database(filled_database: NewDatabase) -> str:
    """The database of the whole application in a thread."""
    return filled_database()


@pytest.fixture(scope="session")
def app_url(
    servers: EmbeddedServers,
    app_database: str,
    stand_in_provider: StandInProvider,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:
    """The whole application in a thread of this process; NiceGUI allows one in a process."""
    from main import build_app

    providers: dict[str, Any] = stand_in_provider.settings()
    settings = Settings(data_dir=tmp_path_factory.mktemp("app"), bcrypt_cost=4, **providers)
    app = build_app(settings, app_database, servers.redis_url)
    with serving_in_a_thread(app) as address:
        stand_in_provider.know(address)
        yield address


@pytest.fixture
def http(app_url: str) -> Iterator[httpx.Client]:
    """A visitor without cookies who names no language."""
    with httpx.Client(base_url=app_url, timeout=30) as client:
        yield client


@pytest.fixture
def queries() -> Iterator[CountedQueries]:
    """The SELECTs that this process sends while a test runs."""
    with CountedQueries.counting() as counted:
        yield counted


@pytest.fixture
def log() -> Iterator[HeardLog]:
    """All that is logged while a test runs, by us and by the libraries."""
    with HeardLog.listening() as heard:
        yield heard


@pytest.fixture(scope="session")
def live_environment() -> dict[str, str]:
    """What `live_server` finds in its environment; a conftest may override it."""
    return {}


@pytest.fixture(scope="session")
def live_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where `live_server` writes its log, and in `data` everything else."""
    return tmp_path_factory.mktemp("live")


@pytest.fixture(scope="session")
def live_server(live_folder: Path, live_environment: dict[str, str]) -> Iterator[str]:
    """The address of `main.py serve` with servers and data of its own, one for each worker."""
    with main_py_serving(live_folder, live_environment) as address:
        yield address


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Let coroutines run beside Playwright, whose loop claims this thread from the first browser test on.

    That loop rests in a greenlet of its own whenever a test runs, so nothing is lost while it is hidden.
    """
    resting = events._get_running_loop()
    if resting is None or "playwright" in getattr(item, "fixturenames", ()):
        return (yield)
    events._set_running_loop(None)
    try:
        return (yield)
    finally:
        if resting.is_running():
            events._set_running_loop(resting)


async def _migrated(url: str) -> None:
    database = Database(url)
    await migrate(database)
    await database.close()


async def _filled(url: str) -> None:
    database = Database(url)
    await migrate(database)
    await load_catalogue(database, CATALOGUE)
    await database.close()


def _away_from_any_loop(work: Coroutine[None, None, None]) -> None:
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, work).result()


def _copy(server: str, template: str) -> str:
    name = f"test_{next(_number)}"
    with psycopg.connect(_plain(server, "postgres"), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'.encode())
    return make_url(server).set(database=name).render_as_string(hide_password=False)


def _plain(url: str, database: str) -> str:
    return make_url(url).set(drivername="postgresql", database=database).render_as_string(hide_password=False)


def _name(url: str) -> str:
    return str(make_url(url).database)


ROOT = Path(__file__).parents[1]
