"""Pages while twenty people sign in at once, pages of who is signed in, and a thousand hearts from fifty clients.

Run as a module it is the crowd: it signs in without pause until its standard input is closed.
"""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median
from typing import IO

import httpx

from benchmarks.http_load import Answers, get_all
from benchmarks.report import Figure, Part, Table, percentile
from benchmarks.server import ROOT, Server, data_folder, running_server

_PASSWORD = "three rivers and a hill"
_CROWD = 20
_CLIENTS, _CLICKS = 50, 1000
_PLACE = "n-seoul-tower"


def measure(*, quick: bool) -> Part:
    views = 150 if quick else 600
    with data_folder() as folder, running_server(folder) as server:
        emails = [f"crowd{number}@bench.example" for number in range(_CROWD)]
        cookies = [_register(server, email, number) for number, email in enumerate(emails)]
        get_all(server.port, ["/"] * 30)
        rounds = [_round(server, emails, views) for _ in range(3)]
        signed_in = _signed_in_views(server, cookies[0], views)
        hearts = _hearts(server)
    ratio = median(busy.p95 / calm.p95 for calm, busy, _ in rounds)
    return Part(
        figures=[
            Figure(
                "p95 of / under 20 concurrent sign-ins",
                "at most twice",
                f"{ratio:.2f} times",
                ratio <= 2,
            ),
            Figure(
                "home, server CPU per view, signed in",
                "≤ 15 ms",
                f"{signed_in:.1f} ms",
                signed_in <= 15,
            ),
            Figure(
                "1,000 like clicks from 50 clients",
                "the right count",
                f"{hearts.count} of {hearts.expected} after {hearts.seconds:.1f} s",
                hearts.count == hearts.expected,
            ),
        ],
        tables=[
            Table(
                "Home page alone and while 20 people sign in without pause (bcrypt cost 12)",
                ("round", "alone p50", "alone p95", "crowded p50", "crowded p95", "ratio p95", "sign-ins"),
                [
                    (
                        str(number),
                        f"{calm.p50:.1f} ms",
                        f"{calm.p95:.1f} ms",
                        f"{busy.p50:.1f} ms",
                        f"{busy.p95:.1f} ms",
                        f"{busy.p95 / calm.p95:.2f}",
                        str(sign_ins),
                    )
                    for number, (calm, busy, sign_ins) in enumerate(rounds, start=1)
                ],
            )
        ],
    )


@dataclass(frozen=True)
class _Times:
    p50: float
    p95: float


@dataclass(frozen=True)
class _Hearts:
    count: int
    expected: int
    seconds: float


def _round(server: Server, emails: list[str], views: int) -> tuple[_Times, _Times, int]:
    calm = _times(get_all(server.port, ["/"] * views))
    with _crowd(server, emails) as crowd:
        busy = _times(get_all(server.port, ["/"] * views))
    return calm, busy, crowd[0]


def _times(answers: Answers) -> _Times:
    return _Times(median(answers.ms), percentile(answers.ms, 95))


@contextmanager
def _crowd(server: Server, emails: list[str]) -> Generator[list[int]]:
    """Let the crowd sign in until the block ends; then its first element says how many sign-ins there were."""
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.accounts", server.address, *emails],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    time.sleep(1.5)
    sign_ins: list[int] = []
    try:
        yield sign_ins
    finally:
        told, _ = process.communicate()
        sign_ins.append(json.loads(told))


def _signed_in_views(server: Server, cookie: str, views: int) -> float:
    """Return milliseconds of CPU for each view of the home page by somebody who is signed in."""
    with httpx.Client(base_url=server.address, cookies={"session": cookie}) as client:
        for _ in range(10):
            client.get("/")
        began = server.cpu()
        for _ in range(views):
            client.get("/").raise_for_status()
        return (server.cpu() - began) * 1000 / views


def _hearts(server: Server) -> _Hearts:
    """Fifty travellers click the heart of one place twenty times each, the last time to like it."""
    cookies = [_register(server, f"heart{number}@bench.example", 100 + number) for number in range(_CLIENTS)]

    def click(cookie: str) -> None:
        with httpx.Client(base_url=server.address, cookies={"session": cookie}, timeout=60) as client:
            for number in range(_CLICKS // _CLIENTS):
                client.post(
                    f"/likes/{_PLACE}",
                    data={"liked": "true" if number % 2 else "false"},
                    headers={"Origin": server.address, "Accept": "application/json"},
                ).raise_for_status()

    began = time.perf_counter()
    with ThreadPoolExecutor(_CLIENTS) as threads:
        list(threads.map(click, cookies))
    seconds = time.perf_counter() - began
    answer = httpx.post(f"{server.address}/v1/places/batch", json={"ids": [_PLACE]})
    count = answer.json()["items"][0]["likes"]
    return _Hearts(count, _CLIENTS, seconds)


def _register(server: Server, email: str, number: int) -> str:
    answer = httpx.post(
        f"{server.address}/register",
        data={"email": email, "password": _PASSWORD, "display_name": "Traveller"},
        headers={"Origin": server.address, "X-Forwarded-For": f"10.1.{number // 250}.{number % 250}"},
        timeout=60,
    )
    return answer.cookies["session"]


def _sign_in_without_pause(address: str, emails: list[str], until: IO[str]) -> int:
    stop = threading.Event()
    done = [0] * len(emails)

    def sign_in(number: int) -> None:
        while not stop.is_set():
            own = f"10.2.{done[number] % 250}.{number}"
            answer = httpx.post(
                f"{address}/login",
                data={"email": emails[number], "password": _PASSWORD},
                headers={"Origin": address, "X-Forwarded-For": own},
                timeout=60,
            )
            if answer.status_code != 303:
                raise RuntimeError(f"signing in answered {answer.status_code}")
            done[number] += 1

    with ThreadPoolExecutor(len(emails)) as threads:
        running = [threads.submit(sign_in, number) for number in range(len(emails))]
        until.read()
        stop.set()
        for one in running:
            one.result()
    return sum(done)


if __name__ == "__main__":
    print(json.dumps(_sign_in_without_pause(sys.argv[1], sys.argv[2:], sys.stdin)))
