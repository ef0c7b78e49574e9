import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
import psycopg
import pytest
import redis

from embedded import supervision
from embedded.errors import EmbeddedServersError
from embedded.servers import EmbeddedServers, embedded_servers

pytestmark = pytest.mark.xdist_group("embedded")

ROOT = Path(__file__).parents[2]

OWNER = """
import sys
import time
from pathlib import Path
from embedded.servers import embedded_servers

with embedded_servers(Path(sys.argv[1])) as servers:
    print(servers.database_url, servers.redis_url, flush=True)
    try:
        time.sleep(60)
    except KeyboardInterrupt:
        input()
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("embedded")


@pytest.fixture(scope="module")
def servers(home: Path) -> Iterator[EmbeddedServers]:
    with pytest.MonkeyPatch.context() as caller:
        caller.setenv("LC_ALL", "C")
        with embedded_servers(home, durable=False) as running:
            yield running


def test_both_servers_answer(servers: EmbeddedServers) -> None:
    assert ask(servers, "SELECT current_database() || ' ' || current_user") == "ffff app"
    with cache(servers) as valkey:
        assert valkey.ping()


def test_the_trigrams_of_hangul_are_compared(servers: EmbeddedServers) -> None:
    ask(servers, "CREATE EXTENSION IF NOT EXISTS pg_trgm")
    assert ask(servers, "SELECT similarity('경복궁', '경복') > 0") is True


def test_the_language_of_the_caller_does_not_reach_the_cluster(servers: EmbeddedServers) -> None:
    locale = "concat_ws(' ', datlocprovider, datlocale, datcollate, datctype)"
    answer = ask(servers, f"SELECT {locale} FROM pg_database WHERE datname = 'ffff'")
    assert answer == "b C.UTF-8 C C.UTF-8"


def test_nobody_outside_this_machine_can_connect(servers: EmbeddedServers) -> None:
    assert ask(servers, "SHOW listen_addresses") == "127.0.0.1"
    with cache(servers) as valkey:
        assert valkey.config_get("bind") == {"bind": "127.0.0.1"}


def test_a_second_process_uses_the_servers_of_the_first_and_leaves_them_running(
    home: Path, servers: EmbeddedServers
) -> None:
    with owner_process(home) as (second, seen):
        assert seen == servers
        second.send_signal(signal.SIGINT)
        second.communicate(b"\n", timeout=10)
    assert ask(servers, "SELECT 1") == 1


def test_ctrl_c_reaches_the_app_before_the_servers_and_all_data_is_there_at_the_next_start(
    tmp_path: Path,
) -> None:
    with owner_process(tmp_path) as (owner, seen):
        write(seen)
        os.killpg(owner.pid, signal.SIGINT)
        time.sleep(0.2)
        assert ask(seen, "SELECT name FROM stop") == "경복궁"
        owner.communicate(b"\n", timeout=10)
    assert not processes_of(tmp_path)
    assert_everything_written_is_there(tmp_path)


def test_an_owner_killed_outright_takes_its_servers_along_and_loses_nothing(tmp_path: Path) -> None:
    with owner_process(tmp_path) as (owner, seen):
        write(seen)
        owner.kill()
        owner.wait()
        wait_until_nothing_runs_for(tmp_path)
    assert_everything_written_is_there(tmp_path)


def test_everything_killed_at_once_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    with owner_process(tmp_path) as (owner, seen):
        write(seen)
        for pid in (owner.pid, *processes_of(tmp_path)):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        owner.wait()
    assert_everything_written_is_there(tmp_path)


def test_servers_that_outlived_their_owner_and_its_watchdog_are_replaced(tmp_path: Path) -> None:
    with owner_process(tmp_path) as (owner, seen):
        write(seen)
        watchdog = next(pid for pid, command in processes_of(tmp_path).items() if "watchdog.py" in command)
        for pid in (watchdog, owner.pid):
            os.kill(pid, signal.SIGKILL)
        owner.wait()
        assert ask(seen, "SELECT 1") == 1
    assert_everything_written_is_there(tmp_path)


def test_a_port_snatched_by_somebody_else_is_given_up_for_another(
    tmp_path: Path, servers: EmbeddedServers, monkeypatch: pytest.MonkeyPatch
) -> None:
    snatched = [port_of(servers.database_url), port_of(servers.redis_url)]
    find = supervision.free_port
    monkeypatch.setattr(supervision, "free_port", lambda: snatched.pop() if snatched else find())
    with embedded_servers(tmp_path, durable=False) as others:
        assert not snatched
        assert ask(others, "SELECT 1") == 1
        assert ask(others, "SHOW data_directory") != ask(servers, "SHOW data_directory")


def test_the_data_of_another_major_version_is_refused_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "postgres").mkdir()
    (tmp_path / "postgres" / "PG_VERSION").write_text("17\n")
    with (
        pytest.raises(EmbeddedServersError, match=r"is of PostgreSQL 17, but FFFF brings PostgreSQL 18\."),
        embedded_servers(tmp_path),
    ):
        pass


def test_a_directory_that_cannot_be_written_is_refused_with_a_sentence(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with (
        without_the_rights_of_root(),
        pytest.raises(EmbeddedServersError, match=r"cannot be written \(Permission denied\)"),
        embedded_servers(tmp_path / "data"),
    ):
        pass


def ask(servers: EmbeddedServers, sql: str) -> object:
    with psycopg.connect(servers.database_url.replace("+psycopg", "")) as connection:
        answer = connection.execute(sql)
        row = answer.fetchone() if answer.description else None
        return row[0] if row else None


def cache(servers: EmbeddedServers) -> redis.Redis:
    return redis.Redis.from_url(servers.redis_url, decode_responses=True)


def write(servers: EmbeddedServers) -> None:
    ask(servers, "CREATE TABLE stop AS SELECT '경복궁' AS name")
    with cache(servers) as valkey:
        valkey.set("stop", "경복궁")


def assert_everything_written_is_there(home: Path) -> None:
    with embedded_servers(home) as servers:
        assert ask(servers, "SELECT name FROM stop") == "경복궁"
        with cache(servers) as valkey:
            assert valkey.get("stop") == "경복궁"
    assert not processes_of(home)


@contextmanager
def owner_process(home: Path) -> Iterator[tuple[subprocess.Popen[bytes], EmbeddedServers]]:
    owner = subprocess.Popen(
        [sys.executable, "-c", OWNER, str(home)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    with owner:
        try:
            assert owner.stdout
            yield owner, EmbeddedServers(*owner.stdout.readline().decode().split())
        finally:
            owner.kill()


def processes_of(home: Path) -> dict[int, str]:
    """Find the servers with their children and the watchdog: each names the directory or works in it."""
    found: dict[int, str] = {}
    for process in psutil.process_iter(["cmdline", "cwd"]):
        command = " ".join(process.info["cmdline"] or ())
        if f"{home}/" in f"{command}/ {process.info['cwd']}/" and OWNER not in command:
            found[process.pid] = command
    return found


def wait_until_nothing_runs_for(home: Path) -> None:
    deadline = time.monotonic() + 10
    while left := processes_of(home):
        assert time.monotonic() < deadline, left
        time.sleep(0.02)


def port_of(url: str) -> int:
    return int(url.rpartition(":")[2].partition("/")[0])


@contextmanager
def without_the_rights_of_root() -> Iterator[None]:
    me = os.geteuid()
    os.seteuid(65534 if me == 0 else me)
    try:
        yield
    finally:
        os.seteuid(me)
