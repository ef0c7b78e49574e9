"""A visitor with a real browser in front of `main.py serve`."""

from asyncio import AbstractEventLoop, events
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from benchmarks.chromium import ARGUMENTS, installed_chromium
from embedded.stand_ins.google import KEY, StandInGoogle, a_place
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
def google() -> Iterator[StandInGoogle]:
    """Google Maps, which knows no way, and of our places one market alone."""
    with StandInGoogle.serving() as stand_in:
        stand_in.modes = set()
        stand_in.places = [
            a_place(
                "ChIJmarket",
                {"ko": "광장시장", "en": "Gwangjang Market"},
                "서울특별시 종로구 창경궁로 88",
                37.57,
                126.9994,
                rating=4.2,
                user_ratings_total=6_120,
            )
        ]
        yield stand_in


@pytest.fixture(scope="session")
def live_environment(stand_in_provider: StandInProvider, google: StandInGoogle) -> dict[str, str]:
    """All foreign sign-ins and Google Maps are set up, so that they are seen wherever they show; hashes are quick."""
    return {name.upper(): value for name, value in stand_in_provider.settings().items()} | {
        "BCRYPT_COST": "4",
        "GOOGLE_MAPS_KEY": KEY,
        "GOOGLE_MAPS_ADDRESS": google.address,
        "GOOGLE_MAPS_CALLS_A_DAY": "100000",
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
