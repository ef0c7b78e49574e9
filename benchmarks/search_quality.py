"""How well search finds what travellers mean, over the catalogue and 30,000 rows of the official service."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from sqlalchemy import text

from benchmarks import imported_rows, sample_places
from benchmarks.http_load import Answers, get_all
from benchmarks.report import Figure, Part, Table, percentile
from benchmarks.search_labels import SHOWN, Judge, Labelled, Scored, Shares, by_kind, labelled_queries
from benchmarks.server import ROOT, Server, data_folder, running_server
from services.catalogue import import_places
from services.catalogue_files import CatalogueEntry, read_catalogue
from services.database import Database
from services.overview import Overview
from services.search import Search

_SYNTHETIC = 30_000
_FIRST, _AMONG_FIVE, _P95_MS = 0.92, 0.98, 15


def measure(*, quick: bool, rows: Path | None = None) -> Part:
    """Ask all labelled queries; `rows` is a file as catalogue_ko.csv.gz is, without it the rows are synthetic."""
    places = imported_rows.imported_rows(rows) if rows else sample_places.sample_places(_SYNTHETIC)
    source = imported_rows.SOURCE if rows else sample_places.SOURCE
    queries = labelled_queries()
    with data_folder() as data_dir:
        with running_server(data_dir) as server:
            asyncio.run(_load(server.database_url, places, source))
        with running_server(data_dir) as server:
            judge = Judge(read_catalogue(ROOT / "assets" / "catalogue"), places)
            scored = asyncio.run(_scored(server.database_url, queries, judge))
            cost = _asked_over_http(server, queries[:: 4 if quick else 1])
    whole = Shares.of(scored)
    p95 = percentile(cost.answers.ms, 95)
    return Part(
        figures=[
            Figure(
                f"search quality, {len(places):,} rows: success@1",
                f"≥ {_FIRST}",
                f"{whole.first:.3f}",
                met=whole.first >= _FIRST,
            ),
            Figure(
                f"search quality, {len(places):,} rows: success@5",
                f"≥ {_AMONG_FIVE}",
                f"{whole.among_five:.3f}",
                met=whole.among_five >= _AMONG_FIVE,
            ),
            Figure(
                "labelled queries, uncached, alone: p95",
                f"≤ {_P95_MS} ms",
                f"{p95:.1f} ms",
                met=p95 <= _P95_MS,
            ),
        ],
        tables=[_quality_table(scored, whole), _time_table(cost), _missed_table(scored)],
        notes=[
            f"{len(queries)} labelled queries (search_labels.toml) over the catalogue and {len(places):,} "
            + (f"rows of {rows.name}." if rows else "synthetic rows (seeded; sample_places.py)."),
            "A query counts as answered at the rank of the first place that its label names, or of an imported row of the "
            "same name within 1 km of it; not at all where what must not stand above it does.",
            "Database CPU is that of all PostgreSQL processes, app CPU that of the server process, from /proc.",
        ],
    )


@dataclass(frozen=True)
class _Cost:
    """Answers, and the CPU they took in ms each."""

    answers: Answers
    app_ms: float
    database_ms: float


async def _load(database_url: str, places: Sequence[CatalogueEntry], source: str) -> None:
    database = Database(database_url)
    try:
        async with database.transaction() as session:
            await import_places(session, places, source=source)
        async with database.engine.connect() as connection:
            await connection.execution_options(isolation_level="AUTOCOMMIT")
            await connection.execute(text("VACUUM (ANALYZE) places"))
    finally:
        await database.close()


async def _scored(database_url: str, queries: Sequence[Labelled], judge: Judge) -> list[Scored]:
    database = Database(database_url)
    scored: list[Scored] = []
    try:
        async with database.transaction() as session:
            search = Search(session, Overview())
            for query in queries:
                found = await search.places(query.typed, language=query.language, limit=SHOWN)
                scored.append(judge.score(query, [(place.id, place.name) for place in found.items]))
    finally:
        await database.close()
    return scored


def _asked_over_http(server: Server, queries: Sequence[Labelled]) -> _Cost:
    """Ask twice, the second time at other addresses, so that statements are built and no answer is kept."""
    paths = [
        f"/v1/places/search?{urlencode({'q': query.typed, 'lang': query.language.value})}"
        for query in queries
    ]
    get_all(server.port, paths)
    app, database, began = server.cpu(), server.database_cpu(), time.perf_counter()
    answers = get_all(server.port, [f"{path}&limit=23" for path in paths])
    print(f"{len(paths)} queries over HTTP in {time.perf_counter() - began:.1f} s", flush=True)
    return _Cost(
        answers,
        (server.cpu() - app) / len(paths) * 1000,
        (server.database_cpu() - database) / len(paths) * 1000,
    )


def _quality_table(scored: Sequence[Scored], whole: Shares) -> Table:
    return Table(
        "What is found, by kind of query and by language",
        ("queries", "number", "success@1", "success@5", "MRR"),
        [_row(name, shares) for name, shares in (("all", whole), *by_kind(scored))],
    )


def _row(name: str, shares: Shares) -> tuple[str, ...]:
    return (
        name.replace("_", " "),
        str(shares.count),
        f"{shares.first:.3f}",
        f"{shares.among_five:.3f}",
        f"{shares.mean_reciprocal_rank:.3f}",
    )


def _time_table(cost: _Cost) -> Table:
    times = [f"{percentile(cost.answers.ms, share):.2f}" for share in (50, 95, 99)]
    return Table(
        "The same queries over HTTP, uncached, one after the other",
        ("queries", "p50 ms", "p95 ms", "p99 ms", "app CPU ms", "database CPU ms", "not 200"),
        [
            (
                str(len(cost.answers.ms)),
                *times,
                f"{cost.app_ms:.3f}",
                f"{cost.database_ms:.2f}",
                f"{cost.answers.refused}",
            )
        ],
    )


def _missed_table(scored: Sequence[Scored]) -> Table:
    missed = [one for one in scored if one.rank != 1]
    return Table(
        "Not found first",
        ("kind", "query", "wanted", "rank"),
        [
            (
                one.query.kind.replace("_", " "),
                one.query.typed,
                ", ".join(sorted(one.query.wanted)),
                str(one.rank or "-"),
            )
            for one in missed
        ],
    )
