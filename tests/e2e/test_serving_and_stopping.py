"""The life of `main.py serve`: however it ends, nothing stays behind and nothing is lost."""

import signal
from collections.abc import Iterator

import httpx
import pytest

from tests.e2e.serve_process import ServeProcess, wait_until


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServeProcess]:
    """One data directory for all these starts, so that only the first has to make the database."""
    serving = ServeProcess(tmp_path_factory.mktemp("life") / "data")
    yield serving
    serving.stop()


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL], ids=lambda s: s.name)
def test_ending_it_leaves_no_process_loses_nothing_and_it_starts_again(
    home: ServeProcess, ending: signal.Signals
) -> None:
    home.start()
    with home.database() as database:
        database.execute("CREATE TABLE IF NOT EXISTS kept (word text)")
        database.execute("INSERT INTO kept VALUES (%s)", [ending.name])
    assert home.processes()
    home.signal(ending)
    wait_until(lambda: not home.processes())
    home.start()
    with home.database() as database:
        assert (ending.name,) in database.execute("SELECT word FROM kept").fetchall()
    assert "경복궁" in httpx.get(home.address, headers={"Accept-Language": "ko"}, timeout=30).text
    home.stop()
    assert "Traceback" not in home.log.read_text()


def test_a_second_process_on_the_same_data_serves_beside_the_first(home: ServeProcess) -> None:
    home.start()
    second = ServeProcess(home.data_dir)
    second.start()
    assert httpx.get(f"{second.address}/places/gyeongbokgung", timeout=30).status_code == 200
    assert second.process
    second.signal(signal.SIGTERM)
    assert httpx.get(f"{home.address}/places/gyeongbokgung", timeout=30).status_code == 200
    home.stop()
