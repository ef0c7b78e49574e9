"""What a sync remembers: how far each language's list has been read, and which places were asked for their details."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, case, func, null, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from models.language import Language
from models.place import PLACES
from models.sync_state import DETAIL_STATES, SYNC_STATES
from services.sources.tourapi import SOURCE
from services.sources.tourapi_answers import Listed

_s = SYNC_STATES.c
_d = DETAIL_STATES.c
_p = PLACES.c


@dataclass(frozen=True, slots=True)
class ReadState:
    """How far the list of a language has been read; `models.sync_state` tells what each means."""

    next_page: int = 1
    newest: datetime | None = None
    synced_until: datetime | None = None


async def read_state(session: AsyncSession, language: Language) -> ReadState:
    query = select(_s.next_page, _s.newest, _s.synced_until).where(
        _s.source == SOURCE, _s.language == language.value
    )
    row = (await session.execute(query)).one_or_none()
    return ReadState(*row) if row else ReadState()


async def remember_read(session: AsyncSession, language: Language, state: ReadState) -> None:
    now = {
        "next_page": state.next_page,
        "newest": state.newest,
        "synced_until": state.synced_until,
        "updated_at": func.now(),
    }
    row = insert(SYNC_STATES).values(source=SOURCE, language=language.value, **now)
    await session.execute(row.on_conflict_do_update(index_elements=["source", "language"], set_=now))


async def read_translations_again(session: AsyncSession) -> None:
    """Have the other languages read from the beginning: what they said before may tell of places that are new."""
    afresh = {"next_page": 1, "newest": None, "synced_until": None}
    ours = (_s.source == SOURCE) & (_s.language != Language.KO.value)
    await session.execute(update(SYNC_STATES).where(ours).values(**afresh))


@dataclass(frozen=True, slots=True)
class Due:
    """A place whose details are to be asked for, by the id it has in the language's service."""

    place_id: str
    content_id: str


async def due_details(session: AsyncSession, language: Language) -> list[Due]:
    """Return the places never asked or changed since, the newest change first; what had no answer comes last."""
    content_id = _p.source_ids[SOURCE][language.value].astext
    theirs = and_(_d.source == SOURCE, _d.language == language.value, _d.content_id == content_id)
    query = (
        select(_p.id, content_id)
        .outerjoin_from(PLACES, DETAIL_STATES, theirs)
        .where(_p.source == SOURCE, _p.withdrawn_at.is_(None), content_id.is_not(None), _d.asked_at.is_(None))
        .order_by(_d.failed_at.nulls_first(), _d.modified_at.desc().nulls_last(), _p.id)
    )
    return [Due(*row) for row in await session.execute(query)]


async def remember_changes(session: AsyncSession, language: Language, rows: Iterable[Listed]) -> None:
    """Note when rows of a list have changed, so that they are asked for their details again; not those withdrawn."""
    changes = {
        row.content_id: {
            "source": SOURCE,
            "language": language.value,
            "content_id": row.content_id,
            "modified_at": row.modified_at,
            "asked_at": null() if row.is_shown else func.now(),
        }
        for row in rows
    }
    if not changes:
        return
    noted = insert(DETAIL_STATES).values(list(changes.values()))
    is_changed = noted.excluded.modified_at.is_distinct_from(_d.modified_at)
    await session.execute(
        noted.on_conflict_do_update(
            index_elements=["source", "language", "content_id"],
            set_={
                "modified_at": noted.excluded.modified_at,
                "asked_at": case((is_changed, noted.excluded.asked_at), else_=_d.asked_at),
            },
        )
    )


async def remember_answers(
    session: AsyncSession, language: Language, *, told: Sequence[str], failed: Sequence[str]
) -> None:
    """Note which content ids have been asked for their details just now, with an answer or without one."""
    now, never = func.now(), null()
    outcomes = [(content_id, now, never) for content_id in told]
    outcomes += [(content_id, never, now) for content_id in failed]
    if not outcomes:
        return
    asked = insert(DETAIL_STATES).values(
        [
            {
                "source": SOURCE,
                "language": language.value,
                "content_id": content_id,
                "asked_at": asked_at,
                "failed_at": failed_at,
            }
            for content_id, asked_at, failed_at in outcomes
        ]
    )
    outcome = {"asked_at": asked.excluded.asked_at, "failed_at": asked.excluded.failed_at}
    await session.execute(
        asked.on_conflict_do_update(index_elements=["source", "language", "content_id"], set_=outcome)
    )
