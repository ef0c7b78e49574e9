import os
import socket
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar, Protocol

from embedded import watchdog
from embedded.errors import EmbeddedServersError
from embedded.watchdog import stop_server

ATTEMPTS = 8
PATIENCE = 120.0  # Seconds; recovery after a power cut reads the whole write-ahead log.
PASSING_TROUBLES = ("Address already in use", "pre-existing shared memory block")


class Server(Protocol):
    """A program that serves one port."""

    name: ClassVar[str]

    @property
    def log(self) -> Path:
        """Where it writes what it has to say."""
        ...

    def launch(self, port: int) -> "subprocess.Popen[bytes]":
        """Start the program."""
        ...

    def is_ready(self, pid: int, port: int) -> bool:
        """Tell whether this very process, not a stranger on the same port, takes connections."""
        ...


@dataclass(frozen=True)
class Started:
    """A server that takes connections."""

    pid: int
    port: int


@contextmanager
def supervision(home: Path) -> Generator["Supervisor"]:
    """Stop every server started in the block when it ends, and also when this process is killed."""
    guard = subprocess.Popen(
        [sys.executable, "-I", "-S", watchdog.__file__, str(os.getpid()), str(home)],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    supervisor = Supervisor(guard)
    try:
        yield supervisor
    finally:
        guard.communicate()  # Closes the pipe; the watchdog stops the servers and leaves.
        for process in supervisor.processes:
            stop_server(process.pid, home)  # Does nothing, unless somebody had killed the watchdog.
            process.wait()


@dataclass(frozen=True)
class Supervisor:
    """Starts servers under the eyes of a watchdog."""

    guard: "subprocess.Popen[bytes]"
    processes: "list[subprocess.Popen[bytes]]" = field(default_factory=list["subprocess.Popen[bytes]"])

    def start(self, server: Server) -> Started:
        """Start a server and wait until it answers. Should somebody snatch its port, take another."""
        for attempt in range(ATTEMPTS):
            port = free_port()
            process = self._launch(server, port)
            if _became_ready(server, process, port):
                return Started(process.pid, port)
            if process.poll() is None or not _is_passing(server):
                break
            time.sleep(0.05 * 2**attempt)
        raise EmbeddedServersError(
            f"{server.name} does not start. The end of {server.log}:\n{_last_words(server)}"
        )

    def _launch(self, server: Server, port: int) -> "subprocess.Popen[bytes]":
        if server.log.exists():
            server.log.replace(server.log.with_suffix(".previous.log"))
        process = server.launch(port)
        self.processes.append(process)
        if self.guard.stdin:
            self.guard.stdin.write(f"{process.pid}\n".encode())
            self.guard.stdin.flush()
        return process


def free_port() -> int:
    """Find a port of 127.0.0.1 that nobody uses at this moment."""
    with socket.socket() as candidate:
        candidate.bind(("127.0.0.1", 0))
        return candidate.getsockname()[1]


def _became_ready(server: Server, process: "subprocess.Popen[bytes]", port: int) -> bool:
    deadline = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < deadline:
        if server.is_ready(process.pid, port):
            return True
        time.sleep(0.01)
    return False


def _is_passing(server: Server) -> bool:
    return any(trouble in _last_words(server) for trouble in PASSING_TROUBLES)


def _last_words(server: Server) -> str:
    return server.log.read_text(errors="replace").strip()[-1000:]
