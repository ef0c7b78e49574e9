"""`main.py serve` as an operator meets it: started, signalled and started again on the same data and the same port."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import psutil
import psycopg
from sqlalchemy.engine import make_url

from embedded.supervision import free_port

ROOT = Path(__file__).parents[2]
PATIENCE_S = 90
FOREIGN_SETTINGS = {"DATABASE_URL", "REDIS_URL", "HOST", "PUBLIC_URL", "MAP_TILE_URL", "LOG_LEVEL"}


@dataclass
class ServeProcess:
    """One data directory and one port, and the process that serves them, if any."""

    data_dir: Path
    port: int = field(default_factory=free_port)
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        return self.data_dir.with_suffix(".log")

    def start(self) -> None:
        """Start it and wait until it answers."""
        calm = {name: value for name, value in os.environ.items() if name not in FOREIGN_SETTINGS}
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, ROOT / "main.py", "serve"],
                cwd=ROOT,
                env=calm | {"FFFF_DATA_DIR": str(self.data_dir), "PORT": str(self.port)},
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        wait_until(self._answers)

    def signal(self, number: signal.Signals) -> None:
        """Send it a signal and wait until it has gone."""
        assert self.process
        self.process.send_signal(number)
        self.process.wait(PATIENCE_S)

    def stop(self) -> None:
        """End it however it is."""
        if self.process and self.process.poll() is None:
            self.signal(signal.SIGTERM)
        wait_until(lambda: not self.processes())

    def processes(self) -> list[str]:
        """Return the command lines of all that still runs for the data directory."""
        found: list[str] = []
        for process in psutil.process_iter(["cmdline"]):
            command = " ".join(process.info["cmdline"] or [])
            if str(self.data_dir) in command:
                found.append(command)
        return found

    def database(self) -> "psycopg.Connection[tuple[object, ...]]":
        """Connect to its database beside it."""
        url = make_url(json.loads((self.data_dir / "state.json").read_text())["database_url"])
        return psycopg.connect(
            url.set(drivername="postgresql").render_as_string(hide_password=False), autocommit=True
        )

    def _answers(self) -> bool:
        assert self.process
        assert self.process.poll() is None, self.log.read_text()[-2000:]
        try:
            return httpx.get(f"{self.address}/readyz", timeout=5).status_code == 200
        except httpx.TransportError:
            return False


def wait_until(done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not done():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)
