"""What the kernel knows of a process, read from /proc."""

import os
from contextlib import suppress
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


def cpu_seconds(pid: int, *, with_ended_children: bool = False) -> float:
    """Return user and system time of a process, with that of its children that have ended if asked."""
    fields = _stat(pid)
    return sum(map(int, fields[11:15] if with_ended_children else fields[11:13])) / _TICKS


def family_cpu_seconds(pid: int) -> float:
    """Return the time of a process and of all its children, living or ended."""
    total = cpu_seconds(pid, with_ended_children=True)
    for child in _children(pid):
        with suppress(FileNotFoundError, ProcessLookupError):
            total += cpu_seconds(child)
    return total


def memory_mb(pid: int) -> float:
    """Return the resident memory of a process in MB."""
    return _status_mb(pid, "VmRSS:")


def peak_memory_mb(pid: int) -> float:
    """Return the most resident memory a process has had, in MB."""
    return _status_mb(pid, "VmHWM:")


def _children(pid: int) -> list[int]:
    children: list[int] = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(FileNotFoundError, ProcessLookupError):
                if int(_stat(int(entry.name))[1]) == pid:
                    children.append(int(entry.name))
    return children


def _stat(pid: int) -> list[str]:
    """Return the fields of stat after the name, which may itself hold spaces; the first is the state."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()


def _status_mb(pid: int, field: str) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(field)) / 1024
