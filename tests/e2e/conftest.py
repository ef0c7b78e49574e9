"""A visitor with a real browser in front of `main.py serve`."""

from asyncio import AbstractEventLoop, events
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from benchmarks.chromium import ARGUMENTS, installed_chromium
from tests.e2e.visiting import Visits
from tests.stand_ins.identity_provider import StandInProvider


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The machine's Chromium where there is one, cut off from everything but our own server."""
    program = installed_chromium()
    return {**browser_type_launch_args, "args": ARGUMENTS} | ({"executable_path": program} if program else {})


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Playwright's own fixture, which can end when another loop has taken over this thread."""
    playwright = sync_playwright().start()
    loop = events._get_running_loop()
    yield playwright
    with showing(loop):
        playwright.stop()


@pytest.fixture(scope="session")
def browser(launch_browser: Callable[[], Browser]) -> Iterator[Browser]:
    """Playwright's own fixture, which can end when another loop has taken over this thread."""
    browser = launch_browser()
    loop = events._get_running_loop()
    yield browser
    with showing(loop):
        browser.close()


@pytest.fixture(scope="session")
def live_environment(stand_in_provider: StandInProvider) -> dict[str, str]:
    """All foreign sign-ins are set up, so that they are seen on every form that offers them; hashes are quick."""
    return {name.upper(): value for name, value in stand_in_provider.settings().items()} | {
        "BCRYPT_COST": "4"
    }


@pytest.fixture(scope="session")
def visits(browser: Browser, live_server: str, stand_in_provider: StandInProvider) -> Visits:
    """The browser windows of this worker, kept so that each test does not load every file again."""
    stand_in_provider.know(live_server)
    return Visits(browser, live_server)


@pytest.fixture
def visit(visits: Visits) -> Iterator[Visits]:
    """Open pages as a visitor; afterwards nothing of the visit is left, and nothing may have gone wrong unseen."""
    visits.begin()
    loop = events._get_running_loop()
    yield visits
    with showing(loop):
        troubles = visits.end()
    assert troubles == []


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown() -> Generator[None, object, object]:
    """Hide Playwright's loop, since the last test of a worker also ends the fixtures that are coroutines."""
    with showing(None):
        return (yield)


@contextmanager
def showing(loop: AbstractEventLoop | None) -> Iterator[None]:
    """Let this thread take a loop, or none, for the one that runs in it."""
    before = events._get_running_loop()
    events._set_running_loop(loop)
    try:
        yield
    finally:
        events._set_running_loop(before if before and before.is_running() else None)
