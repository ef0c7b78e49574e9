"""The product as a process of our own, with data of its own, on a free port of 127.0.0.1."""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.processes import cpu_seconds, family_cpu_seconds

ROOT = Path(__file__).resolve().parent.parent
_PATIENCE_S = 180.0
_NOT_OURS = ("DATABASE_URL", "REDIS_URL", "PUBLIC_URL", "MAP_TILE_URL", "ANSWER_CACHE", "HOST", "LOG_LEVEL")


@dataclass(frozen=True)
class Server:
    """A running product; `seconds_to_first_page` counts from its launch to the first 200 of `/`."""

    pid: int
    port: int
    data_dir: Path
    seconds_to_first_page: float

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def database_url(self) -> str:
        return json.loads((self.data_dir / "state.json").read_text())["database_url"]

    def cpu(self) -> float:
        """Return the seconds of CPU the server process has used."""
        return cpu_seconds(self.pid)

    def database_cpu(self) -> float:
        """Return the seconds of CPU PostgreSQL has used: all its processes, those that have ended included."""
        postmaster = int((self.data_dir / "postgres" / "postmaster.pid").read_text().split()[0])
        return family_cpu_seconds(postmaster)


@contextmanager
def data_folder() -> Generator[Path]:
    """A folder for the embedded servers, gone with all it holds when the block ends."""
    with tempfile.TemporaryDirectory(prefix="ffff-benchmark-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)  # PostgreSQL runs as another user when we are root
        yield Path(folder) / "data"


@contextmanager
def running_server(data_dir: Path) -> Generator[Server]:
    """Run `main.py serve` until the block ends.

    Raises:
        RuntimeError: it does not answer.
    """
    port = _free_port()
    environment = {name: value for name, value in os.environ.items() if name not in _NOT_OURS}
    environment |= {"FFFF_DATA_DIR": str(data_dir), "PORT": str(port), "HOST": "127.0.0.1"}
    with tempfile.TemporaryFile() as log:
        began = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, str(ROOT / "main.py"), "serve"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,  # a Ctrl-C is ours to pass on
        )
        try:
            while not _answers(port):
                if process.poll() is not None or time.perf_counter() - began > _PATIENCE_S:
                    log.seek(0)
                    raise RuntimeError(f"The product does not start:\n{log.read().decode()[-2000:]}")
                time.sleep(0.01)
            yield Server(process.pid, port, data_dir, time.perf_counter() - began)
        finally:
            _stop(process)


def _stop(process: "subprocess.Popen[bytes]") -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(timeout=30)
    except subprocess.TimeoutExpired:
        process.kill()  # its watchdog stops PostgreSQL and Valkey
        process.wait()


def _answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
            connection.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
            return connection.recv(64).startswith(b"HTTP/1.1 200")
    except OSError:
        return False


def _free_port() -> int:
    with socket.socket() as candidate:
        candidate.bind(("127.0.0.1", 0))
        return candidate.getsockname()[1]
