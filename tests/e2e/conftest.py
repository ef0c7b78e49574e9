"""A visitor with a real browser in front of `main.py serve`."""

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.e2e.visiting import Visits

CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The machine's Chromium where there is one, cut off from everything but our own server."""
    found = os.environ.get("FFFF_CHROMIUM") or shutil.which("chromium")
    return {**browser_type_launch_args, "args": CHROMIUM_ARGS} | ({"executable_path": found} if found else {})


@pytest.fixture(scope="session")
def visits(browser: Browser, live_server: str) -> Iterator[Visits]:
    """The browser windows of this worker, kept so that each test does not load every file again."""
    visits = Visits(browser, live_server)
    yield visits
    visits.close()


@pytest.fixture
def visit(visits: Visits) -> Iterator[Visits]:
    """Open pages as a visitor; afterwards nothing of the visit is left, and nothing may have gone wrong unseen."""
    visits.begin()
    yield visits
    troubles = visits.end()
    assert troubles == []
