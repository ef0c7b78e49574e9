"""A stand-in beside the program itself, for a developer who has no key for the real service."""

import socket
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp

from embedded.errors import EmbeddedServersError

PATIENCE_S = 20.0


@contextmanager
def serving(app: ASGIApp) -> Generator[str]:
    """Serve an application on a free port of this machine for as long as the block lasts, and give its address.

    Raises:
        EmbeddedServersError: it does not come up.
    """
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False, server_header=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    try:
        deadline = time.monotonic() + PATIENCE_S
        while not server.started:
            if not thread.is_alive() or time.monotonic() > deadline:
                raise EmbeddedServersError("A stand-in server has not come up.")
            time.sleep(0.01)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(PATIENCE_S)
