import os
import pwd
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from embedded.errors import EmbeddedServersError

LC_CTYPE = "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"


@dataclass(frozen=True)
class Account:
    """In whose name a program runs: `uid` as the file system sees it, the rest is how to get there."""

    uid: int
    prefix: tuple[str, ...] = ()
    user: str | None = None
    group: int | None = None
    extra_groups: tuple[int, ...] | None = None

    def run(self, *command: str | Path) -> "subprocess.CompletedProcess[bytes]":
        """Run a program to its end."""
        return subprocess.run(
            [*self.prefix, *command],
            user=self.user,
            group=self.group,
            extra_groups=self.extra_groups,
            env=plain_environment(),
            cwd="/",
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )

    def launch(self, *command: str | Path, log: Path) -> "subprocess.Popen[bytes]":
        """Start a server in a session of its own, so that Ctrl-C reaches the app and not the server."""
        with log.open("wb") as output:
            return subprocess.Popen(
                [*self.prefix, *command],
                user=self.user,
                group=self.group,
                extra_groups=self.extra_groups,
                env=plain_environment(),
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )


def own_account() -> Account:
    """Stay who we are."""
    return Account(os.geteuid())


def account_for(cluster: Path, postgres: Path) -> Account:
    """Choose an account that may own the cluster and in which PostgreSQL agrees to run: never root."""
    owner = cluster.stat().st_uid if cluster.exists() else None
    accounts = [account for account in _accounts() if owner in (None, account.uid)]
    if not accounts:
        raise EmbeddedServersError(
            f"{cluster} belongs to the user with the id {owner}. "
            "Start FFFF as that user, or set FFFF_DATA_DIR to another directory."
        )
    for account in accounts:
        if os.geteuid() != 0 or _can_run(account, postgres):
            return account
    raise EmbeddedServersError(
        "PostgreSQL refuses to run as root, and here root can neither open a user namespace for it "
        "nor run it as the user nobody. Start FFFF as an ordinary user."
    )


def plain_environment() -> dict[str, str]:
    """Give a server its environment without the language and the PostgreSQL settings of whoever starts it."""
    foreign = ("LANG", "LC_", "PG")
    return {k: v for k, v in os.environ.items() if not k.startswith(foreign)} | {"LC_ALL": LC_CTYPE}


def _accounts() -> Iterator[Account]:
    if os.geteuid() != 0:
        yield own_account()
        return
    # In a user namespace PostgreSQL takes root for an ordinary user, and root's files are still its own.
    yield Account(0, prefix=("unshare", "--user", "--map-user=1000"))
    with suppress(KeyError):
        nobody = pwd.getpwnam("nobody")
        yield Account(nobody.pw_uid, user="nobody", group=nobody.pw_gid, extra_groups=())


def _can_run(account: Account, postgres: Path) -> bool:
    try:
        return account.run(postgres, "--version").returncode == 0
    except OSError:
        return False
