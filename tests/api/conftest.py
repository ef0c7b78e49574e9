from collections.abc import Iterator

import httpx
import pytest

from tests.api.people import People, SignedIn
from tests.heard_log import HeardLog


@pytest.fixture(autouse=True)
def nothing_logged_at_error(log: HeardLog) -> Iterator[None]:
    """No request of these tests may be logged at error or above."""
    yield
    assert log.errors == []


@pytest.fixture
def people(app_url: str) -> Iterator[People]:
    """The callers of one test."""
    with httpx.HTTPTransport() as lines:
        yield People(app_url, lines)


@pytest.fixture
def minji(people: People) -> SignedIn:
    """Somebody with an account, signed in."""
    return people.newcomer()


@pytest.fixture
def stranger(people: People) -> SignedIn:
    """Somebody else with an account, signed in."""
    return people.newcomer()
