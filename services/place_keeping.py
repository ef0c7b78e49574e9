"""Storing what other sources know beside the catalogue, which none of them changes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import orjson
from sqlalchemy import func, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from models.language import Language
from models.place import PLACES
from services.catalogue import ImportReport, Progress, upsert_places
from services.catalogue_files import SOURCE as CATALOGUE
from services.found_places import FoundPlace, Translation
from services.geography import Point
from services.place_joining import KoreanNames
from services.place_text import search_columns

_p = PLACES.c
_KEPT_AS_FOUND = (_p.id, _p.name, _p.address, _p.description, _p.aliases, _p.source_ids)
_AT_ONCE = 5_000
_TRANSLATE = text(
    "UPDATE places SET name = :name, address = :address, source_ids = :source_ids, search_names = :search_names, "
    "search_addresses = :search_addresses, search_sounds = :search_sounds, search_initials = :search_initials, "
    "updated_at = now() WHERE id = :place_id"
)
_Row = Mapping[str, Any]
_T = TypeVar("_T")


async def keep_places(
    session: AsyncSession,
    places: Sequence[FoundPlace],
    *,
    source: str,
    progress: Progress = lambda _: None,
) -> ImportReport:
    """Add or change these places of a source. What other languages call them stays, and so do all other places."""
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
        # Travellers lock places in another order, so their changes wait until these are made.
        await session.execute(text("LOCK TABLE places IN EXCLUSIVE MODE"))
        await session.execute(_TRANSLATE, changes)
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
    """What the catalogue and other sources have already, by content id and by name."""

    content_ids: frozenset[str]
    names: KoreanNames


async def known_elsewhere(session: AsyncSession, source: str) -> KnownElsewhere:
    """Read all places that are another source's."""
    rows = await _names(session, _p.source != source)
    catalogue = await session.scalars(
        select(_p.source_ids["tourapi"]["ko"].astext).where(_p.source == CATALOGUE, _p.withdrawn_at.is_(None))
    )
    return KnownElsewhere(frozenset(filter(None, catalogue)), KoreanNames.of(rows))


async def names_of(session: AsyncSession, source: str) -> KoreanNames:
    """Read the Korean names of a source's places."""
    return KoreanNames.of(await _names(session, _p.source == source))


async def _names(session: AsyncSession, which: Any) -> Iterable[tuple[str, str, Point]]:
    rows = await session.execute(
        select(_p.id, _p.name["ko"].astext, _p.lat, _p.lng).where(which, _p.withdrawn_at.is_(None))
    )
    return [(place_id, name, Point(lat, lng)) for place_id, name, lat, lng in rows if name]


async def _kept(session: AsyncSession, ids: Sequence[str], source: str) -> dict[str, _Row]:
    kept: dict[str, _Row] = {}
    for some in _batches(ids):
        rows = await session.execute(select(*_KEPT_AS_FOUND).where(_p.id.in_(some), _p.source == source))
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
    ids = _merged_ids(row["source_ids"], place.source_ids)
    return place.model_copy(update={**texts, "source_ids": ids})


def _in_order(texts: Mapping[str, _T]) -> dict[str, _T]:
    """Put texts in one order of languages, since the search columns are made of them in theirs."""
    return {language.value: texts[language] for language in Language if language in texts}


def _merged_ids(
    ours: Mapping[str, Any], theirs: Mapping[str, Mapping[str, str]]
) -> dict[str, dict[str, str]]:
    return {source: {**ours.get(source, {}), **theirs.get(source, {})} for source in {**ours, **theirs}}
