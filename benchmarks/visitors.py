"""Visitors who stay: what each costs the server in memory, and whether all of them are still connected."""

import json
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import asdict, dataclass

import httpx

from benchmarks.processes import memory_mb, peak_memory_mb
from benchmarks.report import Figure, Part, Table
from benchmarks.server import ROOT, Server, data_folder, running_server


@dataclass(frozen=True)
class _Stay:
    visitors: int
    connected: int
    still_connected: int
    opening_s: float
    before_mb: float
    connected_mb: float
    after_mb: float
    peak_mb: float
    left_mb: float
    opening_cpu_ms: float
    idle_cpu_percent: float

    @property
    def each_mb(self) -> float:
        return (max(self.connected_mb, self.after_mb) - self.before_mb) / self.visitors

    @property
    def each_at_peak_mb(self) -> float:
        return (self.peak_mb - self.before_mb) / self.visitors


def measure(*, quick: bool) -> Part:
    """Let 100 and then 300 visitors come, each time to a fresh server, and stay for a minute."""
    seconds = 20 if quick else 60
    stays: list[_Stay] = []
    with data_folder() as data_dir:
        for visitors in (100, 300):
            with running_server(data_dir) as server:
                stays.append(_stay(server, visitors, seconds))
    worst = max(stay.each_at_peak_mb for stay in stays)
    most = stays[-1]
    return Part(
        figures=[
            Figure(
                "memory per connected visitor (worst, at peak)",
                "≤ 0.25 MB",
                f"{worst:.3f} MB",
                met=worst <= 0.25,
            ),
            Figure(
                f"{most.visitors} visitors held for {seconds} s",
                "none dropped",
                f"{most.still_connected} of {most.visitors} still connected",
                met=most.still_connected == most.visitors,
            ),
        ],
        tables=[_table(stays)],
        notes=[
            "Each visitor gets the home page and opens a NiceGUI websocket with the query that stands in it, answers "
            "pings, and does nothing else; all of them live in one process beside the server.",
            "Memory is resident memory of the server process; it includes what the opening of the pages left behind.",
        ],
        raw={"stays": [asdict(stay) for stay in stays]},
    )


def _stay(server: Server, visitors: int, seconds: int) -> _Stay:
    with httpx.Client(base_url=server.address) as client:
        for _ in range(5):
            client.get("/").raise_for_status()
    time.sleep(3)
    before_mb, before_cpu = memory_mb(server.pid), server.cpu()
    crowd = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.crowd", str(server.port), str(visitors), str(seconds)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert crowd.stdout
        came = json.loads(crowd.stdout.readline())
        connected_mb, connected_cpu, connected_at = memory_mb(server.pid), server.cpu(), time.perf_counter()
        stayed = json.loads(crowd.stdout.readline())
        idle_percent = (server.cpu() - connected_cpu) / (time.perf_counter() - connected_at) * 100
        after_mb, peak_mb = memory_mb(server.pid), peak_memory_mb(server.pid)
        crowd.wait(timeout=60)
        time.sleep(5)
        left_mb = memory_mb(server.pid)
    finally:
        with suppress(ProcessLookupError):
            crowd.kill()
        crowd.wait()
    return _Stay(
        visitors=visitors,
        connected=came["connected"],
        still_connected=stayed["connected"],
        opening_s=came["seconds"],
        before_mb=before_mb,
        connected_mb=connected_mb,
        after_mb=after_mb,
        peak_mb=peak_mb,
        left_mb=left_mb,
        opening_cpu_ms=(connected_cpu - before_cpu) / visitors * 1000,
        idle_cpu_percent=idle_percent,
    )


def _table(stays: list[_Stay]) -> Table:
    def row(stay: _Stay) -> tuple[str, ...]:
        memory = (stay.before_mb, stay.connected_mb, stay.after_mb, stay.peak_mb, stay.left_mb)
        return (
            f"{stay.visitors}",
            f"{stay.connected} in {stay.opening_s:.1f} s",
            f"{stay.still_connected}",
            *(f"{megabytes:.1f}" for megabytes in memory),
            f"{stay.each_mb:.3f} / {stay.each_at_peak_mb:.3f}",
            f"{stay.opening_cpu_ms:.1f}",
            f"{stay.idle_cpu_percent:.1f}",
        )

    columns = (
        "visitors",
        "connected",
        "still connected",
        "MB before",
        "all connected",
        "after the stay",
        "peak",
        "gone",
    )
    return Table(
        "Staying visitors",
        (*columns, "MB each (after / peak)", "CPU ms per arrival", "CPU % while idle"),
        [row(stay) for stay in stays],
    )
