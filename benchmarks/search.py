"""Search, suggestions and map clusters over 50,000 places: how fast, and at whose cost."""

import asyncio
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import text

from benchmarks.http_load import Answers, get_all
from benchmarks.report import Figure, Part, Table, percentile
from benchmarks.sample_places import SOURCE, sample_places
from benchmarks.search_questions import half_typed, map_views, searches
from benchmarks.server import Server, data_folder, running_server
from models.imported_file import ImportedFile
from services.catalogue import ImportReport, import_places
from services.catalogue_files import CatalogueEntry
from services.database import Database

_PLACES = 50_000


def measure(*, quick: bool) -> Part:
    began = time.perf_counter()
    places = sample_places(_PLACES)
    made_s = time.perf_counter() - began
    with data_folder() as data_dir:
        with running_server(data_dir) as server:
            load = asyncio.run(_load(server.database_url, places))
        with running_server(data_dir) as server:
            parts = [
                _searches(server, places, each=15 if quick else 40),
                _cached(server, requests=3_000 if quick else 20_000),
                _throughput(server, places, each=10 if quick else 40),
                _suggestions(server, places, names=40),
                _clusters(server, places, each=10 if quick else 40),
            ]
    return Part(
        figures=[figure for part in parts for figure in part.figures],
        tables=[_load_table(made_s, load), *(table for part in parts for table in part.tables)],
        notes=[
            f"{_PLACES:,} synthetic places (seeded; sample_places.py) beside the catalogue, in the embedded PostgreSQL as "
            "it is started by default. The server is restarted after loading.",
            "No path is asked for twice but where it says cached, so neither cache has any of them. One warm-up pass with "
            "other questions goes before.",
            "Load comes from a process of its own over raw sockets with keep-alive, Accept-Encoding: br.",
            "Database CPU is that of all PostgreSQL processes, app CPU that of the server process, from /proc.",
        ],
    )


@dataclass(frozen=True)
class _Load:
    first: ImportReport
    first_s: float
    second: ImportReport
    second_s: float


async def _load(database_url: str, places: Sequence[CatalogueEntry]) -> _Load:
    database = Database(database_url)
    try:
        first, first_s = await _import(database, places)
        second, second_s = await _import(database, places)
        async with database.engine.connect() as connection:
            await connection.execution_options(isolation_level="AUTOCOMMIT")
            await connection.execute(text("VACUUM (ANALYZE) places"))
    finally:
        await database.close()
    return _Load(first, first_s, second, second_s)


async def _import(database: Database, places: Sequence[CatalogueEntry]) -> tuple[ImportReport, float]:
    began = time.perf_counter()
    async with database.transaction() as session:
        report = await import_places(session, places, source=SOURCE)
        await session.merge(ImportedFile(source=SOURCE, content_hash="-", imported_at=datetime.now(UTC)))
    return report, time.perf_counter() - began


def _load_table(made_s: float, load: _Load) -> Table:
    return Table(
        "Loading",
        ("step", "seconds", "outcome"),
        [
            (f"making {_PLACES:,} places (harness)", f"{made_s:.1f}", ""),
            ("import_places, first time", f"{load.first_s:.1f}", str(load.first)),
            ("import_places, the same again", f"{load.second_s:.1f}", str(load.second)),
        ],
    )


@dataclass(frozen=True)
class _Cost:
    """Answers, and the CPU they took in ms each."""

    answers: Answers
    app_ms: float
    database_ms: float


def _cost_of(server: Server, paths: Sequence[str], *, connections: int = 1) -> _Cost:
    app, database = server.cpu(), server.database_cpu()
    answers = get_all(server.port, paths, connections=connections)
    app, database = server.cpu() - app, server.database_cpu() - database
    for path in (path for path, status in zip(paths, answers.statuses, strict=True) if status != 200):
        print(f"not 200: {path}", flush=True)
    return _Cost(answers, app / len(paths) * 1000, database / len(paths) * 1000)


def _searches(server: Server, places: Sequence[CatalogueEntry], *, each: int) -> Part:
    warm_up = [path for paths in searches(places, 8, seed=1).values() for path in paths]
    _cost_of(server, _shuffled(warm_up))
    kinds = searches(places, each, seed=2)
    mixed = _cost_of(server, _shuffled([path for paths in kinds.values() for path in paths]))
    by_kind = {kind: _cost_of(server, [f"{path}&again=1" for path in paths]) for kind, paths in kinds.items()}
    p95 = percentile(mixed.answers.ms, 95)
    rows = [
        ("all of them, mixed", *_cells(mixed)),
        *((kind, *_cells(cost)) for kind, cost in by_kind.items()),
    ]
    return Part(
        figures=[
            Figure(
                "search at 50,000 places, uncached, alone: p95", "≤ 15 ms", f"{p95:.1f} ms", met=p95 <= 15
            ),
            Figure(
                "search: database CPU per query",
                "≤ 2 ms",
                f"{mixed.database_ms:.2f} ms",
                met=mixed.database_ms <= 2,
            ),
        ],
        tables=[
            Table(
                "Search, uncached, one after the other",
                ("questions", *_COST_COLUMNS),
                rows,
                note=f"{each} questions of each kind; the mixed pass comes first, then each kind by itself.",
            )
        ],
    )


def _cached(server: Server, *, requests: int) -> Part:
    path = "/v1/places/search?q=%EA%B2%BD%EB%B3%B5%EA%B6%81"
    _cost_of(server, [path] * 200)
    alone, together = _cost_of(server, [path] * requests), _cost_of(server, [path] * requests, connections=8)
    cheapest = min(alone.app_ms, together.app_ms)
    return Part(
        figures=[
            Figure(
                "search: app CPU per cached request, alone",
                "≤ 0.15 ms",
                f"{alone.app_ms:.3f} ms",
                met=alone.app_ms <= 0.15,
            )
        ],
        tables=[
            Table(
                "Search, cached",
                ("connections", "requests/s", *_COST_COLUMNS),
                [
                    (name, f"{cost.answers.per_second:,.0f}", *_cells(cost))
                    for name, cost in (("1", alone), ("8", together))
                ],
                note=f"{requests:,} times the same address; the cheapest is {cheapest:.3f} ms.",
            )
        ],
    )


def _throughput(server: Server, places: Sequence[CatalogueEntry], *, each: int) -> Part:
    paths = _shuffled([path for paths in searches(places, each, seed=3).values() for path in paths])
    cost = _cost_of(server, paths, connections=8)
    return Part(
        tables=[
            Table(
                "Search, uncached, 8 connections",
                ("requests/s", *_COST_COLUMNS),
                [(f"{cost.answers.per_second:,.0f}", *_cells(cost))],
                note="The same mix of kinds, other questions.",
            )
        ]
    )


def _suggestions(server: Server, places: Sequence[CatalogueEntry], *, names: int) -> Part:
    _cost_of(server, half_typed(places, 5, seed=4))
    paths = half_typed(places, names, seed=5)
    cost = _cost_of(server, paths)
    slowest = sorted(zip(cost.answers.ms, paths, strict=True), reverse=True)[:3]
    p99 = percentile(cost.answers.ms, 99)
    return Part(
        figures=[
            Figure(
                "suggestions while typing: p99",
                "≤ 30 ms",
                f"{p99:.1f} ms, {cost.answers.refused} of {len(paths)} refused",
                met=p99 <= 30 and not cost.answers.refused,
            )
        ],
        tables=[
            Table(
                "Suggestions, uncached, one after the other",
                ("letters typed", *_COST_COLUMNS),
                [(f"{len(paths)} of {names} names", *_cells(cost))],
                note="Slowest: " + ", ".join(f"{ms:.0f} ms `{path}`" for ms, path in slowest),
            )
        ],
    )


def _clusters(server: Server, places: Sequence[CatalogueEntry], *, each: int) -> Part:
    _cost_of(server, [path for paths in map_views(places, 3, seed=6).values() for path in paths])
    rows: list[tuple[str, ...]] = []
    times: list[float] = []
    largest = 0
    for view, paths in map_views(places, each, seed=7).items():
        cost = _cost_of(server, [f"{path}&n=1" for path in paths])
        plain = get_all(server.port, [f"{path}&n=1" for path in paths], encoding="identity")
        times += cost.answers.ms
        largest = max(largest, *plain.sizes)
        sizes = (f"{max(plain.sizes) / 1000:.1f}", f"{max(cost.answers.sizes) / 1000:.1f}")
        rows.append((view, *_cells(cost), f"{max(cost.answers.ms):.1f}", *sizes))
    p99 = percentile(times, 99)
    return Part(
        figures=[
            Figure(
                "clusters for any box and zoom: p50 / p99 / most bytes uncompressed",
                "≤ 20 ms, ≤ 60 kB",
                f"{percentile(times, 50):.1f} / {p99:.1f} ms, {largest / 1000:.0f} kB",
                met=p99 <= 20 and largest <= 60_000,
            )
        ],
        tables=[
            Table(
                "Clusters, uncached, one after the other",
                ("view", *_COST_COLUMNS, "max", "most kB", "most kB (br)"),
                rows,
                note=f"{each} boxes of a 1280 x 800 window at each zoom.",
            )
        ],
    )


_COST_COLUMNS = ("p50 ms", "p95 ms", "p99 ms", "app CPU ms", "database CPU ms", "not 200")


def _cells(cost: _Cost) -> tuple[str, ...]:
    return (
        *(f"{percentile(cost.answers.ms, share):.2f}" for share in (50, 95, 99)),
        f"{cost.app_ms:.3f}",
        f"{cost.database_ms:.2f}",
        f"{cost.answers.refused}",
    )


def _shuffled(paths: list[str]) -> list[str]:
    random.Random(0).shuffle(paths)
    return paths
