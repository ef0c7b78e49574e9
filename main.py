"""Composition root and command line of FFFF."""

import asyncio
import contextlib
import gc
import os
import sys
from collections import Counter
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Annotated, Any, TypeVar
from uuid import UUID

import structlog
import typer
import uvicorn
from fastapi import FastAPI
from pydantic import SecretStr
from redis.asyncio import Redis
from rich.console import Console
from rich.progress import Progress, TaskID
from starlette.types import ASGIApp

from api.app import create_api
from edge.assets import Assets, StaticFiles
from edge.compression import Compression
from edge.limits import KIB, MIB, BodyLimit, HeadAsGet
from edge.recorded_answers import RecordedAnswers
from edge.security import SecurityHeaders
from models.identity_provider import ProviderName
from models.language import Language
from services.catalogue import ImportReport, load_catalogue
from services.catalogue_files import CatalogueRefused
from services.database import Database
from services.errors import NotFound, Unavailable
from services.identity_providers import Provider
from services.import_files import FileRefused
from services.mail import FolderMailer, Mailer, SmtpMailer
from services.migrations import migrate
from services.object_store import ObjectStore
from services.place_import import FileReport, import_file, write_rejects
from services.platform import Platform, now_in_seoul
from services.reports import Reports
from services.retention import Swept, sweep
from services.secret_tokens import hash_of, new_token
from services.sources.google import KEY_BEGINS, GoogleMaps
from services.sources.quota import DailyQuota
from services.sources.tourapi import QuotaUsedUp, TourApi
from services.sync import Sync, SyncReport
from settings import Settings
from ui.sitemap import add_pages

ASSETS = Path(__file__).parent / "assets"
CATALOGUE = ASSETS / "catalogue"
UPLOADS = {
    "/places/{place_id}/photos": 12 * MIB,
    "/mypage/avatar": 12 * MIB,
    "/schedule/import": 2 * MIB,
    "/schedule/import/confirm": 2 * MIB,
}
"""Where a person sends a picture or a calendar, and how many bytes that may be."""

command_line = typer.Typer(no_args_is_help=False, add_completion=False, pretty_exceptions_enable=False)
places_commands = typer.Typer(help="The catalogue of places.")
command_line.add_typer(places_commands, name="places")
reports_commands = typer.Typer(help="What travellers have reported, for an operator to decide.")
command_line.add_typer(reports_commands, name="reports")
_T = TypeVar("_T")


@command_line.callback(invoke_without_command=True)
def default(context: typer.Context) -> None:
    """FFFF: a travel platform for Korea. Without a command it serves."""
    if context.invoked_subcommand is None:
        serve()


_WithStandIns = Annotated[
    bool, typer.Option("--with-stand-ins", help="Ask stand-ins with made-up places instead of real sources.")
]


@command_line.command()
def serve(*, with_stand_ins: _WithStandIns = False) -> None:
    """Migrate, load the catalogue and serve pages and API on HOST:PORT."""
    with (
        _sources(Settings(), with_stand_ins=with_stand_ins) as settings,
        _servers(settings) as (database_url, redis_url),
    ):
        _log_to_stderr(settings)
        asyncio.run(_prepare(database_url))
        address = f"http://{settings.host}:{settings.port}"
        print(f"FFFF is at {address}", flush=True)
        app = build_app(settings, database_url, redis_url, with_demo=settings.database_url is None)
        gc.collect()
        gc.freeze()  # what stays for ever is not looked through again, which would stop the server for 200 ms at a time
        uvicorn.run(
            app,
            host=settings.host,
            port=settings.port,
            log_level="warning",
            access_log=False,
            proxy_headers=True,
            forwarded_allow_ips=settings.forwarded_allow_ips,
            timeout_graceful_shutdown=5,
            timeout_keep_alive=130,
            server_header=False,
        )


@command_line.command("migrate")
def migrate_command() -> None:
    """Bring the database to the newest schema."""
    with _servers(Settings()) as (database_url, _):
        asyncio.run(_migrate(database_url))


@places_commands.command("load")
def load_places(folder: Path = CATALOGUE) -> None:
    """Load the catalogue files of a folder; nothing is loaded when one of them has a problem."""
    with _servers(Settings()) as (database_url, _):
        try:
            report = asyncio.run(_load(database_url, folder))
        except CatalogueRefused as refused:
            typer.echo(str(refused), err=True)
            raise typer.Exit(1) from None
    print(report or "These files are loaded already.")


@places_commands.command("sync")
def sync_places(*, with_stand_ins: _WithStandIns = False) -> None:
    """Bring in what TourAPI has changed since the last run, then details of single places with the calls that are left.

    A run that uses the day's calls up goes on tomorrow.
    """
    with _sources(Settings(), with_stand_ins=with_stand_ins) as settings:
        if (key := settings.tourapi_key) is None:
            typer.echo("TOURAPI_KEY must be set: a key of data.go.kr for the TourAPI services.", err=True)
            raise typer.Exit(1)
        _log_to_stderr(settings)
        with _servers(settings) as (database_url, redis_url):
            report = asyncio.run(_sync(database_url, _tourapi(settings, key, redis_url)))
    places = report.places
    print(
        f"{places.added} added, {places.changed} changed, {places.unchanged} unchanged, "
        f"{places.withdrawn} withdrawn, {report.translated} translated, {report.detailed} with new details, "
        f"{report.rejected} not for travellers."
    )
    for language, failure in report.stopped.items():
        typer.echo(f"{language.value}: {failure}", err=True)
    if any(not isinstance(failure, QuotaUsedUp) for failure in report.stopped.values()):
        raise typer.Exit(1)


@places_commands.command("import")
def import_places_file(file: Path, *, source: str | None = None, rejects: Path | None = None) -> None:
    """Take places over from CSV, JSON lines or a standard file of data.go.kr; nothing but what is in it changes."""
    settings = Settings()
    with _servers(settings) as (database_url, _):
        try:
            report = asyncio.run(_import(database_url, file, source))
        except FileRefused as refused:
            typer.echo(str(refused), err=True)
            raise typer.Exit(1) from None
    print(f"Read as {report.source}:")
    for column, header in report.table.columns.items():
        print(f"  {column.value}: {header}")
    print(f"  not read: {', '.join(report.table.ignored) or 'nothing'}")
    places = report.places
    print(
        f"{places.added} added, {places.changed} changed, {places.unchanged} unchanged, "
        f"{report.translated} translated, {len(report.rejects)} rejected."
    )
    if report.rejects:
        written = rejects or settings.data_dir / "rejects" / f"{file.name}.rejects.csv"
        write_rejects(report.rejects, written)
        for reason, number in Counter(reject.reason for reject in report.rejects).most_common(10):
            print(f"  {number} × {reason}")
        print(f"The rejected rows are in {written}.")


@command_line.command("retention")
def retention_command() -> None:
    """Delete what is kept no longer: ended sessions, links and tokens, old exports, files nobody owns."""
    settings = Settings()
    with _servers(settings) as (database_url, _):
        try:
            swept = asyncio.run(_sweep(database_url, _objects(settings)))
        except Unavailable as failure:
            typer.echo(str(failure), err=True)
            raise typer.Exit(1) from None
    for name, number in asdict(swept).items():
        print(f"{name}: {number} deleted")


@reports_commands.command("list")
def list_reports() -> None:
    """Show what waits for a decision, the hidden first."""
    for thing in _with_reports(lambda reports: reports.waiting()):
        state = "hidden" if thing.is_hidden else "shown"
        print(f"{thing.id}  {thing.kind} of {thing.place_id} by {thing.author}, {state}: {thing.text}")
        for reason in thing.reasons:
            print(f"    reported: {reason or '(no reason given)'}")


@reports_commands.command("keep")
def keep_reported(reported: UUID) -> None:
    """Show a rating or a photo again; only new reports can hide it then."""
    print(f"The {_with_reports(lambda reports: reports.keep(reported))} is shown.")


@reports_commands.command("remove")
def remove_reported(reported: UUID) -> None:
    """Remove a rating or a photo for good."""
    print(f"The {_with_reports(lambda reports: reports.remove(reported))} is gone.")


def build_app(
    settings: Settings, database_url: str, redis_url: str | None, *, with_demo: bool = False
) -> ASGIApp:
    """Put the application together: API and pages inside, the layers of `edge` around them."""
    platform = Platform(
        database_url=database_url,
        redis_url=redis_url,
        secret_key=_secret_key(settings),
        mailer=_mailer(settings),
        objects=_objects(settings),
        providers=_providers(settings),
        google=_google(settings, redis_url),
        bcrypt_cost=settings.bcrypt_cost,
        with_demo=with_demo,
    )
    if settings.tourapi_key:
        platform.tourapi = _tourapi(settings, settings.tourapi_key, redis_url)
    assets = Assets(ASSETS, subfolders=("css", "js", "illustrations", "geo", "fonts"))

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncGenerator[dict[str, Any]]:
        await platform.open()
        compressing = asyncio.create_task(assets.compress_ahead())
        try:
            yield {"platform": platform, "assets": assets, "settings": settings}
        finally:
            compressing.cancel()
            await platform.close()

    api = create_api(lifespan)
    add_pages(api)
    limited = BodyLimit(api, most_bytes=256 * KIB, larger=UPLOADS)
    recorded = RecordedAnswers(SecurityHeaders(Compression(limited)), remember=settings.answer_cache)
    platform.on_new_generation.append(recorded.forget)
    return HeadAsGet(StaticFiles(recorded, assets))


@contextmanager
def _servers(settings: Settings) -> Generator[tuple[str, str | None]]:
    """The database and Redis that are set, else our own from wheels."""
    if settings.database_url:
        yield settings.database_url, settings.redis_url
        return
    from embedded.servers import embedded_servers  # noqa: PLC0415 (never imported in production)

    with embedded_servers(settings.data_dir) as servers:
        yield servers.database_url, settings.redis_url or servers.redis_url


@contextmanager
def _sources(settings: Settings, *, with_stand_ins: bool) -> Generator[Settings]:
    """The settings as they are, or with the address and key of a stand-in that runs until the block ends."""
    if not with_stand_ins:
        yield settings
        return
    from embedded.stand_ins import google, tourapi  # noqa: PLC0415 (never imported in production)

    with tourapi.StandInTourApi.serving() as tour, google.StandInGoogle.serving() as maps:
        print(f"Stand-ins for TourAPI and Google Maps are at {tour.address} and {maps.address}", flush=True)
        yield settings.model_copy(
            update={
                "tourapi_address": tour.address,
                "tourapi_key": SecretStr(tourapi.KEY),
                "google_maps_address": maps.address,
                "google_maps_key": SecretStr(google.KEY),
            }
        )


def _tourapi(settings: Settings, key: SecretStr, redis_url: str | None) -> TourApi:
    redis = Redis.from_url(redis_url, socket_connect_timeout=1) if redis_url else None  # pyright: ignore[reportUnknownMemberType]
    return TourApi(
        key.get_secret_value(),
        address=settings.tourapi_address,
        quota=DailyQuota("tourapi", settings.tourapi_calls_a_day, redis=redis),
    )


def _secret_key(settings: Settings) -> bytes:
    """The key that is set, else one that is made once and kept beside the data."""
    if settings.secret_key:
        return hash_of(settings.secret_key.get_secret_value())
    path = settings.data_dir / "secret_key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        made = path.with_name(f"secret_key.{os.getpid()}")
        made.touch(mode=0o600)
        made.write_text(new_token())
        with contextlib.suppress(FileExistsError):
            path.hardlink_to(made)
        made.unlink()
    return hash_of(path.read_text())


def _providers(settings: Settings) -> Iterator[Provider]:
    """The foreign sign-ins whose client id and secret are set."""
    for name in ProviderName:
        client_id: str | None = getattr(settings, f"{name}_client_id")
        secret: SecretStr | None = getattr(settings, f"{name}_client_secret")
        if client_id and secret:
            yield Provider(name, client_id, secret.get_secret_value(), getattr(settings, f"{name}_address"))


def _google(settings: Settings, redis_url: str | None) -> GoogleMaps | None:
    """Google Maps, where its key is set."""
    if settings.google_maps_key is None:
        return None
    key = settings.google_maps_key.get_secret_value().strip()
    if not key.startswith(KEY_BEGINS):
        sys.exit(f"GOOGLE_MAPS_KEY must begin with {KEY_BEGINS}, as every key of Google Maps does.")
    redis = Redis.from_url(redis_url, socket_connect_timeout=1) if redis_url else None
    quota = DailyQuota("google", settings.google_maps_calls_a_day, redis=redis)
    return GoogleMaps(key, address=settings.google_maps_address, quota=quota)


def _mailer(settings: Settings) -> Mailer:
    """The mail server that is set, else a folder where a developer finds the mails."""
    if settings.smtp_host is None:
        return FolderMailer(settings.data_dir / "mail")
    if settings.public_url is None:
        sys.exit("PUBLIC_URL must be set where SMTP_HOST is: it begins the links in the mails.")
    return SmtpMailer(
        host=settings.smtp_host,
        port=settings.smtp_port,
        username=settings.smtp_username,
        password=settings.smtp_password.get_secret_value() if settings.smtp_password else None,
        sender=settings.mail_from,
        security=settings.smtp_security,
    )


def _objects(settings: Settings) -> ObjectStore:
    """The object store that is set, else a folder beside the data."""
    return ObjectStore.at(settings.object_store or str(settings.data_dir / "objects"))


def _with_reports(work: Callable[[Reports], Awaitable[_T]]) -> _T:
    """Do an operator's work on the reports, and say so where there is nothing of the kind."""

    async def within_a_unit(database_url: str) -> _T:
        database = Database(database_url)
        try:
            async with database.transaction() as session:
                return await work(Reports(session, None))
        finally:
            await database.close()

    with _servers(Settings()) as (database_url, _):
        try:
            return asyncio.run(within_a_unit(database_url))
        except NotFound as missing:
            typer.echo(str(missing), err=True)
            raise typer.Exit(1) from None


async def _prepare(database_url: str) -> None:
    await _migrate(database_url)
    await _load(database_url, CATALOGUE)


async def _migrate(database_url: str) -> None:
    database = Database(database_url)
    await migrate(database)
    await database.close()


async def _sweep(database_url: str, objects: ObjectStore) -> Swept:
    database = Database(database_url)
    try:
        return await sweep(database, objects)
    finally:
        await database.close()


async def _load(database_url: str, folder: Path) -> ImportReport | None:
    database = Database(database_url)
    try:
        with Progress(transient=True) as progress:
            task = progress.add_task("Loading places", total=None)
            return await load_catalogue(
                database, folder, lambda staged: progress.update(task, completed=staged)
            )
    finally:
        await database.close()


async def _import(database_url: str, file: Path, source: str | None) -> FileReport:
    database = Database(database_url)
    try:
        await migrate(database)
        with Progress(console=Console(stderr=True), transient=True) as progress:
            task = progress.add_task("Importing places", total=None)
            return await import_file(
                database,
                file,
                source=source,
                progress=lambda staged: progress.update(task, completed=staged),
            )
    finally:
        await database.close()


async def _sync(database_url: str, api: TourApi) -> SyncReport:
    database = Database(database_url)
    try:
        await migrate(database)
        with Progress(console=Console(stderr=True)) as progress:
            tasks: dict[str, TaskID] = {}

            def show(what: str, language: Language, done: int, total: int) -> None:
                bar = f"{what} {language.value}"
                if bar not in tasks:
                    tasks[bar] = progress.add_task(bar, total=total)
                progress.update(tasks[bar], completed=done, total=total)

            return await Sync(
                database,
                api,
                today=now_in_seoul().date(),
                progress=partial(show, "Reading"),
                detail_progress=partial(show, "Details"),
            ).run()
    finally:
        await api.close()
        await database.close()


def _log_to_stderr(settings: Settings) -> None:
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(settings.log_level.upper()),  # pyright: ignore[reportArgumentType]
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


if __name__ == "__main__":
    command_line()
