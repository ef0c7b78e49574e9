"""What becomes of trips when an account goes: they pass to another editor, and what was planned in others' stays."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, select, tuple_, union, update
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncSession

from models.schedule import SCHEDULES
from models.trip import TRIP_MEMBERS, TRIPS, TripRole
from models.user import USERS
from services.actor import Actor, user_of
from services.live import Touched
from services.users import hold_user

t, m, s = TRIPS.c, TRIP_MEMBERS.c, SCHEDULES.c


class TripHeirs:
    """Those who keep the acting user's part in trips, within one unit of work."""

    def __init__(self, session: AsyncSession, actor: Actor | None, touched: Touched) -> None:
        self._session = session
        self._actor = actor
        self._touched = touched

    async def hold(self) -> UUID:
        """Hold the account that goes, with those that may inherit of it, and return its id.

        Accounts are held in the order of their ids, so that no two who leave wait for each other.

        Raises:
            Unauthorized: nobody is signed in, or the account is gone.
        """
        user_id = user_of(self._actor)
        heirs = await self._possible(user_id)
        await self._keep([one for one in heirs if one < user_id])
        await hold_user(self._session, self._actor, going=True)
        await self._keep([one for one in heirs if one > user_id])
        return user_id

    async def pass_on(self) -> None:
        """Give each shared trip to the editor who has been in it longest; one without editors goes with the account."""
        user_id = user_of(self._actor)
        mine = select(t.id).where(t.user_id == user_id).order_by(t.id)
        trips = (await self._session.scalars(mine.with_for_update(key_share=True))).all()
        await self._tell(user_id, trips)
        heirs = (
            select(m.trip_id, m.user_id)
            .where(m.trip_id.in_(trips), m.role == TripRole.EDITOR.value)
            .ext(distinct_on(m.trip_id))
            .order_by(m.trip_id, m.joined_at, m.user_id)
            .subquery()
        )
        query = update(TRIPS).where(t.id == heirs.c.trip_id).values(user_id=heirs.c.user_id)
        passed = [tuple(row) for row in await self._session.execute(query.returning(t.id, t.user_id))]
        await self._session.execute(delete(TRIP_MEMBERS).where(tuple_(m.trip_id, m.user_id).in_(passed)))
        await self._leave_entries(user_id)

    async def _leave_entries(self, user_id: UUID) -> None:
        query = update(SCHEDULES).where(s.user_id == user_id, t.id == s.trip_id, t.user_id != user_id)
        await self._session.execute(query.values(user_id=t.user_id))

    async def _possible(self, user_id: UUID) -> Sequence[UUID]:
        """Return the editors of the user's trips, and the owners of those in which the user has planned something."""
        editors = select(m.user_id).join(TRIPS, t.id == m.trip_id)
        owners = select(t.user_id).join(SCHEDULES, s.trip_id == t.id)
        query = union(
            editors.where(t.user_id == user_id, m.role == TripRole.EDITOR.value),
            owners.where(s.user_id == user_id, t.user_id != user_id),
        )
        return (await self._session.scalars(query)).all()

    async def _keep(self, user_ids: Sequence[UUID]) -> None:
        query = select(USERS.c.id).where(USERS.c.id.in_(user_ids)).order_by(USERS.c.id)
        await self._session.execute(query.with_for_update(read=True, key_share=True))

    async def _tell(self, user_id: UUID, trips: Sequence[UUID]) -> None:
        """The others hear of it: those in the user's trips, and those whom the user travelled along with."""
        joined = await self._session.scalars(select(m.trip_id).where(m.user_id == user_id))
        for trip_id in [*trips, *joined]:
            self._touched.trip(trip_id)
        for other in await self._session.scalars(select(m.user_id).where(m.trip_id.in_(trips))):
            self._touched.user(other)
