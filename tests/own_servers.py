"""A PostgreSQL or Valkey of one test's own, to stop and start again on the same port."""

import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from embedded.postgres import Postgres
from embedded.supervision import free_port
from embedded.valkey import Valkey

PATIENCE_S = 30


@dataclass
class OwnServer:
    """A server that can go away and come back."""

    server: Postgres | Valkey
    port: int
    process: "subprocess.Popen[bytes] | None" = None

    def start(self) -> None:
        self.process = self.server.launch(self.port)
        deadline = time.monotonic() + PATIENCE_S
        while not self.server.is_ready(self.process.pid, self.port):
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(self.server.log.read_text())
            time.sleep(0.01)

    def stop(self) -> None:
        if self.process is not None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(PATIENCE_S)
            self.process = None


@contextmanager
def own_server(server: Postgres | Valkey) -> Iterator[OwnServer]:
    """Run a server until the block ends."""
    server.prepare()
    running = OwnServer(server, free_port())
    running.start()
    try:
        yield running
    finally:
        running.stop()


@contextmanager
def own_valkey(home: Path) -> Iterator[OwnServer]:
    with own_server(Valkey(home, durable=False)) as running:
        yield running


@contextmanager
def own_postgres(home: Path) -> Iterator[OwnServer]:
    with own_server(Postgres(home, durable=False)) as running:
        yield running
