"""Catalogue files for tests."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any


def write_region(folder: Path, region: str, places: Sequence[dict[str, Any]]) -> Path:
    """Write a region's file with these places."""
    path = folder / f"{region}.toml"
    path.write_text("\n".join(f"[[place]]\n{_fields(place)}" for place in places), encoding="utf-8")
    return path


def _fields(place: dict[str, Any]) -> str:
    return "".join(f"{json.dumps(name)} = {_value(value)}\n" for name, value in place.items())


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{json.dumps(name)} = {_value(one)}" for name, one in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_value, value)) + "]"
    return json.dumps(value, ensure_ascii=False)
