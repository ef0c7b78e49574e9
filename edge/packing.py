"""Compresses what is served for ever as small as it gets, while nobody needs the processor."""

import os
import sys
import threading
from dataclasses import dataclass, field
from queue import SimpleQueue

import brotli


@dataclass(slots=True)
class ServedFile:
    """A file in memory, and what it is when compressed, by encoding."""

    content: bytes
    media_type: bytes
    small: dict[bytes, bytes] = field(default_factory=dict[bytes, bytes])


class TightPacking:
    """One per process: takes files whose quick brotli is served already, and replaces it by the smallest.

    The smallest takes some ten times as long. A daemon, so that ending the process never waits for it.
    """

    def __init__(self) -> None:
        self._waiting: SimpleQueue[ServedFile] = SimpleQueue()
        threading.Thread(target=self._work, name="packing", daemon=True).start()

    def add(self, file: ServedFile) -> None:
        """Have a file packed when its turn comes."""
        self._waiting.put(file)

    def _work(self) -> None:
        if sys.platform == "linux":  # where each thread has a priority of its own
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 19)
        while True:
            file = self._waiting.get()
            file.small[b"br"] = bytes(brotli.compress(file.content, quality=11))  # pyright: ignore[reportUnknownArgumentType]
