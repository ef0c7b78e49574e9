"""Storing what other sources know beside the catalogue, which none of them changes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import orjson
from sqlalchemy import ColumnElement, func, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from models.language import Language
from models.place import PLACES
from services.catalogue import ImportReport, Progress, upsert_places
from services.catalogue_files import SOURCE as CATALOGUE
from services.catalogue_files import CheckedFact, FactName
from services.found_places import FoundDetails, FoundPlace, Particulars, Translation
from services.geography import Point
from services.place_matching import KnownPlaces, PlaceRecord
from services.place_text import search_columns
from services.sources.tourapi import SOURCE as TOURAPI

_p = PLACES.c
_TOLD_APART = tuple(Particulars.model_fields)
_KEPT = (
    _p.id,
    _p.name,
    _p.address,
    _p.description,
    _p.aliases,
    _p.source_ids,
    _p.facts,
    *(_p[name] for name in _TOLD_APART),
)
_HOURS = ("opening_hours", "hours_text", "last_admission_minutes")
_AT_ONCE = 5_000
_TRANSLATE = text(
    "UPDATE places SET name = :name, address = :address, source_ids = :source_ids, search_names = :search_names, "
    "search_addresses = :search_addresses, search_sounds = :search_sounds, search_initials = :search_initials, "
    "updated_at = now() WHERE id = :place_id"
)
_LOCK = text("LOCK TABLE places IN EXCLUSIVE MODE")
"""Travellers lock places in another order, so their changes wait until these are made."""
_Row = Mapping[str, Any]
_T = TypeVar("_T")


async def keep_places(
    session: AsyncSession,
    places: Sequence[FoundPlace],
    *,
    source: str,
    progress: Progress = lambda _: None,
) -> ImportReport:
    """Add or change these places of a source; all others stay.

    What is known of them stays too where nothing is said of it: other languages, hours, telephone numbers.
    """
    kept = await _kept(session, [place.id for place in places], source)
    entries = [_with_what_is_kept(place, kept.get(place.id)) for place in places]
    return await upsert_places(session, entries, source=source, progress=progress)


async def keep_translations(
    session: AsyncSession, language: Language, translations: Sequence[Translation], *, source: str
) -> int:
    """Give places of a source their names and addresses in a language; return how many have changed."""
    by_place = {translation.place_id: translation for translation in translations}
    changes: list[dict[str, Any]] = []
    for place_id, row in (await _kept(session, list(by_place), source)).items():
        one = by_place[place_id]
        name = _in_order({**row["name"], language.value: one.name})
        said = {language.value: one.address} if one.address else {}
        address = _in_order({**row["address"], **said})
        ids = _merged_ids(row["source_ids"], {source: {language.value: one.content_id}})
        if (name, address, ids) != (row["name"], row["address"], row["source_ids"]):
            search = search_columns(name, row["aliases"], address)
            changes.append(
                {
                    "place_id": place_id,
                    "name": orjson.dumps(name).decode(),
                    "address": orjson.dumps(address).decode(),
                    "source_ids": orjson.dumps(ids).decode(),
                    "search_names": search.names,
                    "search_addresses": search.addresses,
                    "search_sounds": search.sounds,
                    "search_initials": search.initials,
                }
            )
    if changes:
        await session.execute(_LOCK)
        await session.execute(_TRANSLATE, changes)
    return len(changes)


async def keep_details(
    session: AsyncSession, language: Language, details: Sequence[FoundDetails], *, source: str
) -> int:
    """Add to places of a source what is told of each alone; return how many have changed."""
    by_place = {one.place_id: one for one in details}
    changes: dict[str, dict[str, Any]] = {}
    for place_id, row in (await _kept(session, list(by_place), source)).items():
        one = by_place[place_id]
        said = {language.value: one.description} if one.description else {}
        told = _with_what_was_told(one.particulars, row).model_dump(mode="json", exclude_none=True)
        values = {
            "description": _in_order({**row["description"], **said}),
            "facts": {
                **row["facts"],
                **{name.value: fact.model_dump(mode="json") for name, fact in one.facts.items()},
            },
            **{name: told.get(name) for name in _TOLD_APART},
        }
        if any(row[name] != value for name, value in values.items()):
            changes[place_id] = values
    if changes:
        await session.execute(_LOCK)
    for place_id, values in changes.items():
        ours = (_p.id == place_id) & (_p.source == source)
        await session.execute(update(PLACES).where(ours).values(**values, updated_at=func.now()))
    return len(changes)


async def withdraw_places(session: AsyncSession, ids: Sequence[str], *, source: str) -> int:
    """Hide places of a source; they are kept for the plans that use them."""
    gone = await session.execute(
        update(PLACES)
        .where(_p.id.in_(ids), _p.source == source, _p.withdrawn_at.is_(None))
        .values(withdrawn_at=func.now())
        .returning(_p.id)
    )
    return len(gone.all())


@dataclass(frozen=True, slots=True)
class KnownElsewhere:
    """What the catalogue and other sources have already, by TourAPI's ids and by name, place and address."""

    content_ids: frozenset[str]
    places: KnownPlaces

    def has(self, record: PlaceRecord) -> bool:
        is_numbered = record.source == TOURAPI and record.key in self.content_ids
        return is_numbered or self.places.find(record) is not None


async def known_elsewhere(session: AsyncSession, source: str) -> KnownElsewhere:
    """Read all places that are another source's."""
    records = await _records(session, _p.source != source)
    catalogue = await session.scalars(
        select(_p.source_ids[TOURAPI]["ko"].astext).where(_p.source == CATALOGUE, _p.withdrawn_at.is_(None))
    )
    return KnownElsewhere(frozenset(filter(None, catalogue)), KnownPlaces(records))


async def records_of(session: AsyncSession, source: str) -> list[PlaceRecord]:
    """Read a source's places by their Korean names, for rows in other languages to be compared with."""
    return await _records(session, _p.source == source)


async def _records(session: AsyncSession, which: ColumnElement[bool]) -> list[PlaceRecord]:
    korean = Language.KO.value
    rows = await session.execute(
        select(
            _p.source, _p.id, _p.name[korean].astext, _p.lat, _p.lng, _p.address[korean].astext, _p.phone
        ).where(which, _p.withdrawn_at.is_(None))
    )
    return [
        PlaceRecord(source, korean, place_id, {korean: name}, Point(lat, lng), address or "", phone or "")
        for source, place_id, name, lat, lng, address, phone in rows
        if name
    ]


async def _kept(session: AsyncSession, ids: Sequence[str], source: str) -> dict[str, _Row]:
    kept: dict[str, _Row] = {}
    for some in _batches(ids):
        rows = await session.execute(select(*_KEPT).where(_p.id.in_(some), _p.source == source))
        kept |= {row["id"]: row for row in rows.mappings()}
    return kept


def _batches(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    return (ids[start : start + _AT_ONCE] for start in range(0, len(ids), _AT_ONCE))


def _with_what_is_kept(place: FoundPlace, row: _Row | None) -> FoundPlace:
    if row is None:
        return place
    texts = {
        name: {Language(tag): said for tag, said in _in_order({**row[name], **getattr(place, name)}).items()}
        for name in ("name", "address", "description", "aliases")
    }
    told = _with_what_was_told(place, row)
    particulars = {name: getattr(told, name) for name in _TOLD_APART}
    ids = _merged_ids(row["source_ids"], place.source_ids)
    facts = {FactName(name): CheckedFact.model_validate(fact) for name, fact in row["facts"].items()}
    return place.model_copy(
        update={**texts, **particulars, "source_ids": ids, "facts": {**facts, **place.facts}}
    )


def _with_what_was_told(now: Particulars, row: _Row) -> Particulars:
    """Fill in what was told before of what nothing is said now; the hours are told as a whole."""
    before = {name: row[name] for name in _TOLD_APART if not (name in _HOURS and now.tells_hours)}
    said = {name: told for name in _TOLD_APART if (told := getattr(now, name)) is not None}
    return Particulars.model_validate(before | said)


def _in_order(texts: Mapping[str, _T]) -> dict[str, _T]:
    """Put texts in one order of languages, since the search columns are made of them in theirs."""
    return {language.value: texts[language] for language in Language if language in texts}


def _merged_ids(
    ours: Mapping[str, Any], theirs: Mapping[str, Mapping[str, str]]
) -> dict[str, dict[str, str]]:
    return {source: {**ours.get(source, {}), **theirs.get(source, {})} for source in {**ours, **theirs}}
