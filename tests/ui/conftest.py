from collections.abc import Iterator

import pytest

from tests.heard_log import HeardLog


@pytest.fixture(autouse=True)
def nothing_logged_at_error(log: HeardLog) -> Iterator[None]:
    """No request of these tests may be logged at error or above."""
    yield
    assert log.errors == []
