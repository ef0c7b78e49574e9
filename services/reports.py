"""What travellers report: after three of them a rating or a photo is hidden until an operator has looked at it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from sqlalchemy import ColumnElement, Table, delete, exists, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from models.photo import PHOTOS
from models.rating import RATINGS
from models.report import REPORTS
from models.user import USERS
from services.actor import Actor
from services.errors import Conflict, Invalid, NotFound
from services.photos import PhotoNotFound
from services.plain_text import one_line
from services.ratings import RatingNotFound, hold_place, recount
from services.users import hold_user

c = REPORTS.c

ENOUGH = 3
"""So many travellers with a confirmed e-mail address, and what they report is hidden."""
LONGEST_REASON = 300

Kind = Literal["rating", "photo"]
_TABLES: dict[Kind, Table] = {"rating": RATINGS, "photo": PHOTOS}
_COLUMNS: dict[Kind, ColumnElement[UUID | None]] = {"rating": c.rating_id, "photo": c.photo_id}


class ReportedNotFound(NotFound):
    code = "reported_not_found"
    message = "No reported rating or photo has this id."


class OwnThing(Conflict):
    code = "reports_own"
    message = "This is your own. You can remove it yourself."


class ReasonTooLong(Invalid):
    code = "reason_too_long"
    message = "A reason can have up to {most} characters."


@dataclass(frozen=True, slots=True)
class Reported:
    """A rating or a photo for an operator to look at; `text` is its comment or its credit."""

    kind: Kind
    id: UUID
    place_id: str
    author: str
    text: str
    is_hidden: bool
    reasons: Sequence[str]
    """One for every report, empty where none was given."""


class Reports:
    """Reports by the acting user, and for operators those of everybody, within one unit of work."""

    def __init__(self, session: AsyncSession, actor: Actor | None) -> None:
        self._session = session
        self._actor = actor

    async def report_rating(self, rating_id: UUID, reason: str = "") -> str:
        """Report a rating, and return the id of its place. A second report by the same traveller changes nothing.

        Raises:
            RatingNotFound, OwnThing, ReasonTooLong
        """
        return await self._report("rating", rating_id, reason)

    async def report_photo(self, photo_id: UUID, reason: str = "") -> str:
        """Report a photo, and return the id of its place. A second report by the same traveller changes nothing.

        Raises:
            PhotoNotFound, OwnThing, ReasonTooLong
        """
        return await self._report("photo", photo_id, reason)

    async def waiting(self) -> Sequence[Reported]:
        """Return what has been reported and nobody has looked at, the hidden and the most reported first."""
        things = [*await self._waiting("rating"), *await self._waiting("photo")]
        return sorted(things, key=lambda thing: (not thing.is_hidden, -len(thing.reasons)))

    async def keep(self, thing_id: UUID) -> Kind:
        """Show a reported rating or photo again; only new reports can hide it from then on.

        Raises:
            ReportedNotFound: nothing with this id was reported.
        """
        kind = await self._kind(thing_id)
        table = _TABLES[kind]
        place_id = await self._held(kind, thing_id)
        await self._session.execute(update(table).where(table.c.id == thing_id).values(hidden_at=None))
        settled = update(REPORTS).where(_COLUMNS[kind] == thing_id, c.settled_at.is_(None))
        await self._session.execute(settled.values(settled_at=func.now()))
        await self._recount(kind, place_id)
        return kind

    async def remove(self, thing_id: UUID) -> Kind:
        """Remove a reported rating, or the row of a reported photo.

        Raises:
            ReportedNotFound: nothing with this id was reported.
        """
        kind = await self._kind(thing_id)
        table = _TABLES[kind]
        place_id = await self._held(kind, thing_id)
        await self._session.execute(delete(table).where(table.c.id == thing_id))
        await self._recount(kind, place_id)
        return kind

    async def _report(self, kind: Kind, thing_id: UUID, reason: str) -> str:
        reason = _readable(reason)
        user_id = await hold_user(self._session, self._actor)
        place_id = await self._held(kind, thing_id, reporter=user_id)
        query = insert(REPORTS).values(user_id=user_id, reason=reason, **{f"{kind}_id": thing_id})
        await self._session.execute(query.on_conflict_do_nothing())
        if await self._reporters(kind, thing_id) >= ENOUGH:
            await self._hide(kind, thing_id)
            await self._recount(kind, place_id)
        return place_id

    async def _held(self, kind: Kind, thing_id: UUID, *, reporter: UUID | None = None) -> str:
        """Hold a thing, of a rating its place first, and return the id of its place."""
        table = _TABLES[kind]
        query = select(table.c.place_id, table.c.user_id).where(table.c.id == thing_id)
        found = (await self._session.execute(query)).one_or_none()
        if found and found.user_id == reporter:
            raise OwnThing
        if found and kind == "rating":
            await hold_place(self._session, found.place_id)
        held = select(table.c.place_id).where(table.c.id == thing_id).with_for_update(key_share=True)
        place_id = await self._session.scalar(held)
        if place_id is None:
            raise RatingNotFound if kind == "rating" else PhotoNotFound
        return place_id

    async def _reporters(self, kind: Kind, thing_id: UUID) -> int:
        query = (
            select(func.count())
            .select_from(REPORTS)
            .join(USERS, USERS.c.id == c.user_id)
            .where(_COLUMNS[kind] == thing_id, c.settled_at.is_(None), USERS.c.email_verified_at.is_not(None))
        )
        return (await self._session.execute(query)).scalar_one()

    async def _hide(self, kind: Kind, thing_id: UUID) -> None:
        table = _TABLES[kind]
        query = update(table).where(table.c.id == thing_id, table.c.hidden_at.is_(None))
        await self._session.execute(query.values(hidden_at=func.now()))

    async def _recount(self, kind: Kind, place_id: str) -> None:
        if kind == "rating":
            await recount(self._session, place_id)

    async def _kind(self, thing_id: UUID) -> Kind:
        for kind, column in _COLUMNS.items():
            if await self._session.scalar(select(exists().where(column == thing_id))):
                return kind
        raise ReportedNotFound

    async def _waiting(self, kind: Kind) -> Sequence[Reported]:
        table = _TABLES[kind]
        text = RATINGS.c.comment if kind == "rating" else PHOTOS.c.credit
        query = (
            select(
                table.c.id,
                table.c.place_id,
                USERS.c.display_name,
                text,
                table.c.hidden_at.is_not(None),
                func.array_agg(c.reason),
            )
            .select_from(REPORTS)
            .join(table, table.c.id == _COLUMNS[kind])
            .join(USERS, USERS.c.id == table.c.user_id)
            .where(c.settled_at.is_(None))
            .group_by(table.c.id, USERS.c.display_name)
            .order_by(func.min(c.created_at))
        )
        return [Reported(kind, *row) for row in await self._session.execute(query)]


def _readable(reason: str) -> str:
    line = one_line(reason)
    if len(line) > LONGEST_REASON:
        raise ReasonTooLong(most=LONGEST_REASON)
    return line
