import fcntl
import json
import os
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from embedded.errors import EmbeddedServersError
from embedded.postgres import Postgres
from embedded.supervision import supervision
from embedded.valkey import Valkey
from embedded.watchdog import serves, stop_server

PATIENCE = 60.0  # Seconds; the other process may be making its database for the first time.


@dataclass(frozen=True)
class EmbeddedServers:
    """Where the running servers listen, both on 127.0.0.1 only."""

    database_url: str
    redis_url: str


@contextmanager
def embedded_servers(data_dir: Path, *, durable: bool = True) -> Generator[EmbeddedServers]:
    """Run PostgreSQL and Valkey on `data_dir` for as long as the block lasts.

    The first process to come is the owner. A second one on the same directory uses the owner's servers and
    leaves them running; when the owner leaves, they stop under it, so whoever must not depend on the owner
    (a test run, say) takes a directory of its own. Should the owner be killed, a watchdog stops the servers,
    and every acknowledged write is there at the next start.

    Raises:
        EmbeddedServersError: They cannot run here.
    """
    home = data_dir.resolve()
    with _lock_file(home) as lock:
        if found := _servers_of_the_owner(lock, home):
            yield found
        else:
            with _own_servers(home, durable=durable) as started:
                yield started


@contextmanager
def _own_servers(home: Path, *, durable: bool) -> Generator[EmbeddedServers]:
    _stop_leftovers(home)
    postgres, valkey = Postgres(home, durable=durable), Valkey(home, durable=durable)
    postgres.prepare()
    valkey.prepare()
    with supervision(home) as supervisor:
        database, redis = supervisor.start(postgres), supervisor.start(valkey)
        servers = EmbeddedServers(
            database_url=postgres.open_database(database.port),
            redis_url=f"redis://127.0.0.1:{redis.port}/0",
        )
        _State(os.getpid(), (database.pid, redis.pid), **asdict(servers)).write(home)
        try:
            yield servers
        finally:
            _state_file(home).unlink(missing_ok=True)


def _servers_of_the_owner(lock: IO[str], home: Path) -> EmbeddedServers | None:
    """Find the owner's servers, or become the owner (and find none)."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with suppress(BlockingIOError):
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return None
        if (state := _State.read(home)) and state.is_current(home):
            return EmbeddedServers(state.database_url, state.redis_url)
        time.sleep(0.02)
    raise EmbeddedServersError(
        f"Another process holds {home}, but its servers have not come up within {PATIENCE:.0f} seconds. "
        "Stop that process, or set FFFF_DATA_DIR to another directory."
    )


def _stop_leftovers(home: Path) -> None:
    """Make room after a run that was killed together with its watchdog, or whose machine lost power."""
    _state_file(home).unlink(missing_ok=True)
    for pid_file in (Postgres.pid_file(home), Valkey.pid_file(home)):
        with suppress(FileNotFoundError, ProcessLookupError, PermissionError, ValueError, IndexError):
            pid = int(pid_file.read_text().splitlines()[0])
            stop_server(pid, home)
            os.kill(pid, 0)
            # The number is a living stranger's by now, whom PostgreSQL would take for its old self.
            pid_file.unlink()


@dataclass(frozen=True)
class _State:
    """What the owner leaves in state.json for those who come later."""

    owner_pid: int
    server_pids: tuple[int, int]
    database_url: str
    redis_url: str

    def is_current(self, home: Path) -> bool:
        try:
            os.kill(self.owner_pid, 0)
        except ProcessLookupError:
            return False
        return all(serves(pid, home) for pid in self.server_pids)

    def write(self, home: Path) -> None:
        draft = home / "state.json.new"
        draft.write_text(json.dumps(asdict(self), indent=2))
        draft.replace(_state_file(home))

    @classmethod
    def read(cls, home: Path) -> "_State | None":
        try:
            return cls(**json.loads(_state_file(home).read_text()))
        except (FileNotFoundError, ValueError, TypeError):
            return None


def _state_file(home: Path) -> Path:
    return home / "state.json"


def _lock_file(home: Path) -> IO[str]:
    try:
        home.mkdir(parents=True, exist_ok=True)
        return (home / "lock").open("a")
    except OSError as error:
        raise EmbeddedServersError(
            f"The data directory {home} cannot be written ({error.strerror}). "
            "Give this user the right to write there, or set FFFF_DATA_DIR to another directory."
        ) from error
