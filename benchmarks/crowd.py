"""A crowd of visitors in one process: `python -m benchmarks.crowd PORT VISITORS SECONDS`.

Prints two lines of JSON: when all have come, and when they have stayed that long.
"""

import asyncio
import json
import re
import sys
import time
from urllib.parse import urlencode
from uuid import uuid4

import httpx
import socketio
from socketio.exceptions import ConnectionError as Refused

_AT_ONCE = 4
_CLIENT_ID = re.compile(r"""["']client_id["']: ?["']([^"']+)""")
_NEXT_MESSAGE = re.compile(r"""["']next_message_id["']: ?(\d+)""")


async def come_and_stay(port: int, visitors: int, seconds: float) -> None:
    door, began = asyncio.Semaphore(_AT_ONCE), time.perf_counter()
    connections = await asyncio.gather(*(_come(port, door) for _ in range(visitors)))
    _tell(connections, time.perf_counter() - began)
    await asyncio.sleep(seconds)
    _tell(connections, time.perf_counter() - began)
    await asyncio.gather(*(connection.disconnect() for connection in connections if connection.connected))


async def _come(port: int, door: asyncio.Semaphore) -> socketio.AsyncClient:
    """Open the home page and connect as its script does."""
    address = f"http://127.0.0.1:{port}"
    visitor = socketio.AsyncClient(reconnection=False)
    async with door:
        async with httpx.AsyncClient(headers={"Accept-Encoding": "br"}, timeout=60) as client:
            page = (await client.get(f"{address}/")).raise_for_status().text
        client_id, next_message = _CLIENT_ID.search(page), _NEXT_MESSAGE.search(page)
        assert client_id
        assert next_message
        query = {
            "client_id": client_id[1],
            "next_message_id": next_message[1],
            "implicit_handshake": "true",
            "document_id": uuid4(),
            "tab_id": uuid4(),
            "old_tab_id": "",
        }
        try:
            await visitor.connect(
                f"{address}/?{urlencode(query)}",
                socketio_path="/_nicegui_ws/socket.io",
                transports=["websocket"],
                wait_timeout=30,
            )
        except Refused as error:
            print(error, file=sys.stderr)
    return visitor


def _tell(connections: list[socketio.AsyncClient], seconds: float) -> None:
    connected = sum(connection.connected for connection in connections)
    print(json.dumps({"connected": connected, "seconds": seconds}), flush=True)


if __name__ == "__main__":
    asyncio.run(come_and_stay(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])))
