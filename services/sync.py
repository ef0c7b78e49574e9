"""Bringing the rest of Korea in from TourAPI: the newest changes first, as far as a day's calls reach."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from models.language import Language
from services.catalogue import ImportReport, remember_import, tidy_places
from services.catalogue_files import CataloguePhoto, FactName
from services.database import Database
from services.errors import Unavailable
from services.found_places import FoundPlace, days_of, facts_of, found_place, phone_in, translation_of
from services.korean_regions import region_of_address, region_of_codes
from services.place_keeping import (
    KnownElsewhere,
    keep_places,
    keep_translations,
    known_elsewhere,
    records_of,
    withdraw_places,
)
from services.place_kinds import themes_of
from services.place_matching import KnownPlaces, PlaceRecord
from services.place_names import names_in
from services.sources.tourapi import ROWS, SOURCE, TourApi
from services.sources.tourapi_answers import Image, Kind, Listed, Page
from services.sync_details import SyncProgress, day_of, named_source, sync_details
from services.sync_states import (
    ReadState,
    read_state,
    read_translations_again,
    remember_changes,
    remember_read,
)

log = structlog.get_logger()

_FESTIVALS_SINCE = timedelta(days=365)
_WITH_IMAGE, _WITHOUT = 8, 4
"""Prominence, far below that of our own places; what the service shows with a picture comes first."""


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What a run has done, and why it stopped in a language before its end."""

    places: ImportReport = field(default_factory=ImportReport)
    translated: int = 0
    detailed: int = 0
    """How many places, counted once in each language, have got texts, hours or the like that no list tells."""
    rejected: int = 0
    """Rows that are no place of ours: without position, region or theme, or the catalogue's already."""
    stopped: dict[Language, Unavailable] = field(default_factory=dict[Language, Unavailable])


class Sync:
    """One run over all five services. What it meets is stored bit by bit, so that it may break off at any point.

    Lists come first; the calls that they leave are for the details of single places. Our own places are left alone:
    what the catalogue has is not stored a second time.
    """

    def __init__(
        self,
        database: Database,
        api: TourApi,
        *,
        today: date,
        rows: int = ROWS,
        progress: SyncProgress = lambda _language, _done, _total: None,
        detail_progress: SyncProgress = lambda _language, _done, _total: None,
    ) -> None:
        self._database = database
        self._api = api
        self._today = today
        self._rows = rows
        self._progress = progress
        self._detail_progress = detail_progress
        self._report = SyncReport()
        self._festivals: dict[str, Listed] | None = None
        self._elsewhere: KnownElsewhere | None = None
        self._korean: KnownPlaces | None = None

    async def run(self) -> SyncReport:
        """Read what has changed since the last run, Korean first; a language that fails does not stop the others.

        Raises:
            DatabaseUnavailable
        """
        for language in Language:
            try:
                await self._read(language)
            except Unavailable as failure:
                if failure.code == "database_unavailable":
                    raise
                self._stop(language, failure)
        for language in Language:
            if language not in self._report.stopped:
                await self._ask_details(language)
        done = self._report
        if any(
            (done.places.added, done.places.changed, done.places.withdrawn, done.translated, done.detailed)
        ):
            async with self._database.transaction() as session:
                await remember_import(session, SOURCE, f"{self._today}")
            await tidy_places(self._database)
        return done

    def _stop(self, language: Language, failure: Unavailable) -> None:
        log.warning("sync_stopped", language=language.value, reason=failure.code)
        self._report.stopped[language] = failure

    async def _read(self, language: Language) -> None:
        async with self._database.transaction() as session:
            state = await read_state(session, language)
        # Rows only move down while a pass rests, unless one has vanished: so it takes up a page early.
        page = max(1, state.next_page - 1)
        newest, size = state.newest, 0
        while True:
            answer = await self._api.changes(language, page=page, rows=self._rows)
            festivals = await self._festival_days() if _has_festivals(answer, language) else {}
            newest = _newest(answer, newest)
            returned = len(answer.rows) + answer.rejected
            size = max(size, returned)
            is_last = not returned or page * size >= answer.total or _is_all_older(answer, state.synced_until)
            after = (
                ReadState(synced_until=newest or state.synced_until)
                if is_last
                else replace(state, next_page=page + 1, newest=newest)
            )
            async with self._database.transaction() as session:
                if language is Language.KO:
                    await self._keep(session, answer, festivals)
                else:
                    await self._translate(session, language, answer)
                await remember_read(session, language, after)
            self._progress(language, min(page * size, answer.total), answer.total)
            log.info(
                "sync_page", language=language.value, page=page, rows=len(answer.rows), total=answer.total
            )
            if is_last:
                return
            page += 1

    async def _keep(self, session: AsyncSession, page: Page[Listed], festivals: dict[str, Listed]) -> None:
        if self._elsewhere is None:
            self._elsewhere = await known_elsewhere(session, SOURCE)
        places: dict[str, FoundPlace] = {}
        gone: list[str] = []
        rejected = page.rejected
        for row in page.rows:
            if not row.is_shown or self._elsewhere.has(record_of(row, Language.KO)):
                gone.append(place_id(row.content_id))
                rejected += row.is_shown
                continue
            place = place_of(row, festivals.get(row.content_id))
            if isinstance(place, FoundPlace):
                places[place.id] = place
            else:
                rejected += 1
                log.info("sync_rejected", content_id=row.content_id, reason=place)
        report = await keep_places(session, list(places.values()), source=SOURCE)
        withdrawn = await withdraw_places(session, gone, source=SOURCE)
        await remember_changes(
            session, Language.KO, [row for row in page.rows if place_id(row.content_id) in places]
        )
        if report.added:
            await read_translations_again(session)
        so_far = self._report.places
        self._report = replace(
            self._report,
            rejected=self._report.rejected + rejected,
            places=ImportReport(
                so_far.added + report.added,
                so_far.changed + report.changed,
                so_far.unchanged + report.unchanged,
                so_far.withdrawn + withdrawn,
            ),
        )

    async def _translate(self, session: AsyncSession, language: Language, page: Page[Listed]) -> None:
        if self._korean is None:
            self._korean = KnownPlaces(await records_of(session, SOURCE))
        found = {
            row.content_id: translation_of(record_of(row, language), self._korean)
            for row in page.rows
            if row.is_shown
        }
        translations = [translation for translation in found.values() if translation]
        translated = await keep_translations(session, language, translations, source=SOURCE)
        await remember_changes(
            session, language, [row for row in page.rows if not row.is_shown or found[row.content_id]]
        )
        self._report = replace(self._report, translated=self._report.translated + translated)

    async def _festival_days(self) -> dict[str, Listed]:
        """Read the days of all festivals of the last year and to come, which the list of changes does not have."""
        if self._festivals is None:
            found: dict[str, Listed] = {}
            since, number, size = self._today - _FESTIVALS_SINCE, 1, 0
            while True:
                page = await self._api.festivals(Language.KO, since, page=number)
                found |= {row.content_id: row for row in page.rows}
                size = max(size, len(page.rows) + page.rejected)
                if not page.rows or number * size >= page.total:
                    break
                number += 1
            self._festivals = found
        return self._festivals

    async def _ask_details(self, language: Language) -> None:
        done = await sync_details(
            self._database, self._api, language, today=self._today, progress=self._detail_progress
        )
        self._report = replace(self._report, detailed=self._report.detailed + done.changed)
        if done.stopped:
            self._stop(language, done.stopped)


def place_id(content_id: str) -> str:
    return f"{SOURCE}-{content_id}"


def place_of(row: Listed, festival: Listed | None = None) -> FoundPlace | str:
    """Make a place of a Korean row, or return why it is none; the days come from the list of festivals."""
    if row.point is None:
        return "has no position in Korea"
    region = region_of_codes(row.region_code, row.district_code) or region_of_address(row.address)
    if region is None:
        return "has no region"
    themes = themes_of(row.kind, row.classes, row.title)
    if not themes:
        return "is of a kind that has no theme here"
    starts_on, ends_on = days_of(festival.starts_on, festival.ends_on) if festival else (None, None)
    phone, photos = phone_in(row.phone), photos_of(row.image)
    told = {
        FactName.POSITION: row.point,
        FactName.NAMES: row.title,
        FactName.ADDRESS: row.address,
        FactName.PHONE: phone,
        FactName.PHOTOS: photos,
        FactName.DATES: starts_on,
    }
    return found_place(
        id=place_id(row.content_id),
        region=region,
        themes=themes,
        lat=row.point.lat,
        lng=row.point.lng,
        prominence=_WITH_IMAGE if row.image else _WITHOUT,
        name={Language.KO: row.title},
        address={Language.KO: row.address} if row.address else {},
        phone=phone,
        photos=photos,
        starts_on=starts_on,
        ends_on=ends_on,
        facts=facts_of(named_source(row), day_of(row), told),
        source_ids={SOURCE: {Language.KO.value: row.content_id}},
    )


def record_of(row: Listed, language: Language) -> PlaceRecord:
    """Make of a row what it is compared with other sources and languages by."""
    return PlaceRecord(
        source=SOURCE,
        language=language,
        key=row.content_id,
        names=names_in(row.title, language),
        point=row.point,
        address=row.address,
        phone=phone_in(row.phone) or "",
    )


def photos_of(image: Image | None) -> tuple[dict[str, Any], ...]:
    """Return the picture when it may be cut to a card's shape: its licence asks for a credit and nothing more."""
    if image is None or image.licence != "Type1":
        return ()
    photo = CataloguePhoto(url=image.url, credit="한국관광공사", licence="KOGL attribution")
    return (photo.model_dump(),)


def _has_festivals(page: Page[Listed], language: Language) -> bool:
    return language is Language.KO and any(row.is_shown and row.kind is Kind.FESTIVAL for row in page.rows)


def _newest(page: Page[Listed], newest: datetime | None) -> datetime | None:
    return max((at for at in (newest, *(row.modified_at for row in page.rows)) if at), default=None)


def _is_all_older(page: Page[Listed], until: datetime | None) -> bool:
    """Tell whether nothing new can follow; rows whose change has no readable date say nothing of that."""
    dates = [row.modified_at for row in page.rows if row.modified_at]
    return until is not None and bool(dates) and all(at < until for at in dates)
