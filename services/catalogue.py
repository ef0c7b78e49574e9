"""Loading places in bulk: staged by COPY, merged by one statement, all in one transaction."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import orjson
import psycopg
from sqlalchemy import func, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from models.imported_file import IMPORTED_FILES, ImportedFile
from services.catalogue_files import SOURCE, CatalogueEntry, content_hash, read_catalogue
from services.database import Database
from services.found_places import FoundPlace
from services.geography import Point, tile_at
from services.place_text import search_columns

Progress = Callable[[int], None]
Storable = CatalogueEntry | FoundPlace

_COLUMNS = (
    "id", "name", "aliases", "address", "description", "region", "themes", "lat", "lng", "tile_x", "tile_y", "prominence",
    "opening_hours", "hours_text", "last_admission_minutes", "stay_minutes", "admission", "phone", "website", "photos",
    "starts_on", "ends_on", "usual_months", "setting", "seasons", "getting_there", "facts", "source", "source_ids",
    "search_names", "search_addresses", "search_sounds", "search_initials",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What a load did, in numbers of places."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    withdrawn: int = 0


async def load_catalogue(
    database: Database, folder: Path, progress: Progress = lambda _: None
) -> ImportReport | None:
    """Load the catalogue files of a folder; None when exactly these files are loaded already.

    Raises:
        CatalogueRefused: a file has a problem; nothing is loaded then.
    """
    fingerprint = content_hash(folder)
    async with database.transaction() as session:
        loaded = await session.get(ImportedFile, SOURCE)
        if loaded and loaded.content_hash == fingerprint:
            return None
    entries = read_catalogue(folder)
    async with database.transaction() as session:
        report = await import_places(session, entries, source=SOURCE, progress=progress)
        await remember_import(session, SOURCE, fingerprint)
    await tidy_places(database)
    return report


async def import_places(
    session: AsyncSession,
    entries: Sequence[CatalogueEntry],
    *,
    source: str,
    progress: Progress = lambda _: None,
) -> ImportReport:
    """Make the places of a source be exactly these entries; those no longer among them are withdrawn, never deleted.

    The same entries twice change nothing the second time. `progress` is told the number of entries staged so far.
    """
    report = await upsert_places(session, entries, source=source, progress=progress)
    gone = await session.execute(
        text(
            "UPDATE places SET withdrawn_at = now() WHERE source = :source AND withdrawn_at IS NULL "
            "AND NOT EXISTS (SELECT FROM staged WHERE staged.id = places.id)"
        ),
        {"source": source},
    )
    return replace(report, withdrawn=gone.rowcount)  # pyright: ignore[reportAttributeAccessIssue, reportUnknownArgumentType, reportUnknownMemberType]


async def upsert_places(
    session: AsyncSession,
    entries: Sequence[Storable],
    *,
    source: str,
    progress: Progress = lambda _: None,
) -> ImportReport:
    """Add or change these entries, once in a transaction; other places of the source stay as they are.

    No source changes a place of another, but the catalogue any.
    """
    await session.execute(text("SET LOCAL statement_timeout = 0"))
    await session.execute(text("CREATE TEMP TABLE staged (LIKE places INCLUDING DEFAULTS) ON COMMIT DROP"))
    await session.execute(text("ALTER TABLE staged ADD PRIMARY KEY (id)"))
    await _stage(session, _rows(entries, source), progress)
    await session.execute(text("ANALYZE staged"))
    return await _merge(session)


async def last_import(session: AsyncSession) -> str:
    """Return when places were last loaded, as text that changes with every load."""
    return str(await session.scalar(select(func.max(IMPORTED_FILES.c.imported_at))))


async def remember_import(session: AsyncSession, source: str, fingerprint: str) -> None:
    """Note that places of a source have been loaded; every process then begins a new generation of its caches."""
    loaded = insert(IMPORTED_FILES).values(source=source, content_hash=fingerprint)
    again = {"content_hash": fingerprint, "imported_at": func.now()}
    await session.execute(loaded.on_conflict_do_update(index_elements=["source"], set_=again))


async def _stage(session: AsyncSession, rows: Iterable[Sequence[object]], progress: Progress) -> None:
    connection = await (await session.connection()).get_raw_connection()
    driver: psycopg.AsyncConnection[Any] = connection.driver_connection  # pyright: ignore[reportAssignmentType]
    async with (
        driver.cursor() as cursor,
        cursor.copy(f"COPY staged ({', '.join(_COLUMNS)}) FROM STDIN") as copy,
    ):  # pyright: ignore[reportArgumentType]
        for number, row in enumerate(rows, start=1):
            await copy.write_row(row)
            progress(number)


async def _merge(session: AsyncSession) -> ImportReport:
    # Travellers lock places in another order, so their changes wait until these are made.
    await session.execute(text("LOCK TABLE places IN EXCLUSIVE MODE"))
    values = [name for name in _COLUMNS if name != "id"]
    assignments = ", ".join(f"{name} = excluded.{name}" for name in values)
    ours, theirs = (
        f"({', '.join(f'{table}.{name}' for name in values)})" for table in ("places", "excluded")
    )
    merged = await session.execute(
        text(
            f"INSERT INTO places ({', '.join(_COLUMNS)}) SELECT {', '.join(_COLUMNS)} FROM staged "  # noqa: S608
            f"ON CONFLICT (id) DO UPDATE SET {assignments}, updated_at = now(), withdrawn_at = NULL "
            f"WHERE ({ours} IS DISTINCT FROM {theirs} OR places.withdrawn_at IS NOT NULL) "
            "AND (places.source = excluded.source OR excluded.source = :catalogue) "
            "RETURNING (xmax = 0) AS added"
        ),
        {"catalogue": SOURCE},
    )
    outcomes = [row.added for row in merged]
    staged = (await session.execute(text("SELECT count(*) FROM staged"))).scalar_one()
    added = sum(outcomes)
    return ImportReport(added, len(outcomes) - added, staged - len(outcomes))


def _rows(entries: Iterable[Storable], source: str) -> Iterator[tuple[object, ...]]:
    for entry in entries:
        stored = entry.model_dump(mode="json", exclude_none=True)
        search = search_columns(entry.name, entry.aliases, entry.address)  # pyright: ignore[reportArgumentType]
        tile_x, tile_y = tile_at(Point(entry.lat, entry.lng))
        yield (
            entry.id,
            _json(stored["name"]),
            _json(stored["aliases"]),
            _json(stored["address"]),
            _json(stored["description"]),
            entry.region.value,
            [theme.value for theme in entry.themes],
            entry.lat,
            entry.lng,
            tile_x,
            tile_y,
            entry.prominence,
            entry.opening_hours,
            entry.hours_text,
            entry.last_admission_minutes,
            entry.stay_minutes,
            _json(stored["admission"]) if entry.admission else None,
            entry.phone,
            entry.website,
            _json(stored["photos"]),
            entry.starts_on,
            entry.ends_on,
            list(entry.usual_months),
            entry.setting,
            list(entry.seasons),
            _json(stored.get("getting_there", {})),
            _json(stored["facts"]),
            source,
            _json(stored["source_ids"]),
            search.names,
            search.addresses,
            search.sounds,
            search.initials,
        )


def _json(value: object) -> str:
    return orjson.dumps(value).decode()


async def tidy_places(database: Database) -> None:
    """Refresh the planner's statistics and the visibility map, which index-only scans of the map live from."""
    async with database.engine.connect() as connection:
        await connection.execution_options(isolation_level="AUTOCOMMIT")
        await connection.execute(text("SET statement_timeout = 0"))
        await connection.execute(text("VACUUM (ANALYZE) places"))
        await connection.execute(text("RESET statement_timeout"))
