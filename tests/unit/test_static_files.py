from pathlib import Path
from typing import Any

import pytest

from edge.assets import Assets, StaticFiles


@pytest.mark.parametrize(
    ("spelling", "times"),
    [
        ("/_nicegui/3/static/a.js", 1),
        ("/_nicegui/3/static/./a.js", 2),
        ("/_nicegui/3/static//a.js", 2),
        ("/_nicegui/3/static/x/../a.js", 2),
    ],
)
async def test_a_foreign_file_is_kept_under_its_one_address_alone(
    tmp_path: Path, spelling: str, times: int
) -> None:
    asked: list[str] = []

    async def app(scope: Any, _: Any, send: Any) -> None:
        asked.append(scope["path"])
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"let a"})

    files = StaticFiles(app, Assets(tmp_path, subfolders=()))
    for _ in range(2):
        await files({"type": "http", "method": "GET", "path": spelling, "headers": []}, _nothing, _nowhere)
    assert asked == [spelling] * times


async def _nothing() -> Any: ...


async def _nowhere(_: Any) -> None: ...
