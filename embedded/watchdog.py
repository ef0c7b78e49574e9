"""Stops the servers as soon as their owner has gone, in whatever way it went.

A program beside the owner: it hears the numbers of the processes to stop on its standard input, one a line.
The end of that input, or of the owner, is the signal. It imports nothing of ours, so that it starts at once.
"""

import os
import select
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

# Fast and orderly; at once, with recovery at the next start; the last resort.
STEPS = ((signal.SIGINT, 15.0), (signal.SIGQUIT, 6.0), (signal.SIGKILL, 3.0))


def stop_server(pid: int, home: Path) -> None:
    """Stop a process that serves `home` and wait until it has gone; leave any other process alone."""
    for step, patience in STEPS:
        if not serves(pid, home):
            return
        with suppress(ProcessLookupError):
            os.kill(pid, step)
        deadline = time.monotonic() + patience
        while serves(pid, home) and time.monotonic() < deadline:
            time.sleep(0.01)


def serves(pid: int, home: Path) -> bool:
    """Tell whether the process lives and was started for `home`: its number may be a stranger's by now."""
    return os.fsencode(home) + b"/" in _command_line(pid)


def _command_line(pid: int) -> bytes:
    if Path("/proc/self/cmdline").exists():
        try:
            return Path(f"/proc/{pid}/cmdline").read_bytes()
        except (FileNotFoundError, ProcessLookupError):
            return b""
    return subprocess.run(
        ["ps", "-ww", "-o", "command=", "-p", str(pid)], capture_output=True, check=False
    ).stdout


def _pids_heard_until_the_owner_left(owner: int) -> list[int]:
    heard = b""
    # The pipe alone would not do: a forked child of the owner may hold it open.
    while os.getppid() == owner:
        if select.select([sys.stdin], [], [], 1.0)[0]:
            chunk = os.read(sys.stdin.fileno(), 4096)
            if not chunk:
                break
            heard += chunk
    return [int(line) for line in heard.split()]


if __name__ == "__main__":
    for guarded in _pids_heard_until_the_owner_left(int(sys.argv[1])):
        stop_server(guarded, Path(sys.argv[2]))
