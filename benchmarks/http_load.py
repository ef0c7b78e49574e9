"""A cheap source of requests in a process of its own: blocking sockets, keep-alive, one thread a connection."""

import json
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.server import ROOT


@dataclass(frozen=True)
class Answers:
    """What came back, in the order of the paths: milliseconds, bytes of the body, statuses."""

    ms: list[float]
    sizes: list[int]
    statuses: list[int]
    seconds: float

    @property
    def refused(self) -> int:
        return sum(status != 200 for status in self.statuses)

    @property
    def per_second(self) -> float:
        return len(self.ms) / self.seconds


def get_all(port: int, paths: Sequence[str], *, connections: int = 1, encoding: str = "br") -> Answers:
    """Get every path once, from another process."""
    order = {"port": port, "paths": list(paths), "connections": connections, "encoding": encoding}
    told = subprocess.run(
        [sys.executable, "-m", "benchmarks.http_load"],
        cwd=ROOT,
        input=json.dumps(order),
        capture_output=True,
        text=True,
        check=True,
    )
    return Answers(**json.loads(told.stdout))


def _carry_out(port: int, paths: list[str], connections: int, encoding: str) -> Answers:
    requests = [
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept-Encoding: {encoding}\r\nAccept-Language: en\r\n\r\n".encode()
        for path in paths
    ]
    ms, sizes, statuses = [0.0] * len(requests), [0] * len(requests), [0] * len(requests)

    def work(first: int) -> None:
        with socket.create_connection(("127.0.0.1", port)) as connection:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for number in range(first, len(requests), connections):
                began = time.perf_counter()
                connection.sendall(requests[number])
                statuses[number], sizes[number] = _answer(connection)
                ms[number] = (time.perf_counter() - began) * 1000

    began = time.perf_counter()
    threads = [threading.Thread(target=work, args=(first,)) for first in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Answers(ms, sizes, statuses, time.perf_counter() - began)


def _answer(connection: socket.socket) -> tuple[int, int]:
    """Read one answer, which must say its length; return its status and the bytes of its body."""
    received = connection.recv(262_144)
    while (end := received.find(b"\r\n\r\n")) < 0:
        received += connection.recv(262_144)
    head = received[:end].lower()
    length = int(head.partition(b"content-length:")[2].split(b"\r\n", 1)[0])
    missing = length - (len(received) - end - 4)
    while missing > 0:
        missing -= len(connection.recv(262_144))
    return int(head[9:12]), length


if __name__ == "__main__":
    print(json.dumps(_carry_out(**json.loads(sys.stdin.read())).__dict__))
