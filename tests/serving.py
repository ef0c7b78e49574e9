"""The application as it is really met: behind uvicorn, in a thread of this process or as `main.py serve`."""

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import uvicorn
from starlette.types import ASGIApp

from embedded.supervision import free_port

ROOT = Path(__file__).parents[1]
PATIENCE_S = 60


@contextmanager
def serving_in_a_thread(app: ASGIApp) -> Iterator[str]:
    """Serve an application as `main.py serve` does, and give its address."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(
        uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            lifespan="on",
            forwarded_allow_ips="127.0.0.1",
            server_header=False,
            timeout_graceful_shutdown=5,
        )
    )
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, name="application")
    thread.start()
    try:
        _wait_until(lambda: server.started, thread.is_alive)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(PATIENCE_S)


@contextmanager
def main_py_serving(data_dir: Path, environment: dict[str, str]) -> Iterator[str]:
    """Run `main.py serve` on a data directory until the block ends, and give its address once it is healthy."""
    port = free_port()
    with (data_dir / "serve.log").open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, ROOT / "main.py", "serve"],
            cwd=ROOT,
            env=_calm_environment()
            | {"FFFF_DATA_DIR": str(data_dir / "data"), "PORT": str(port)}
            | environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_until(lambda: _is_healthy(address), lambda: process.poll() is None)
            yield address
        finally:
            _end(process)


def _calm_environment() -> dict[str, str]:
    ours = {"DATABASE_URL", "REDIS_URL", "HOST", "PORT", "PUBLIC_URL", "MAP_TILE_URL", "LOG_LEVEL"}
    return {name: value for name, value in os.environ.items() if name not in ours}


def _is_healthy(address: str) -> bool:
    try:
        return httpx.get(f"{address}/healthz", timeout=5).status_code == 200
    except httpx.TransportError:
        return False


def _wait_until(done: Callable[[], bool], alive: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not done():
        if not alive() or time.monotonic() > deadline:
            raise RuntimeError("The application did not start; its log says why.")
        time.sleep(0.02)


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
