"""The traveller as whom one looks around where FFFF runs on its embedded servers."""

from contextlib import suppress
from datetime import date, time, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models.language import Language
from models.place import PLACES
from services.actor import Actor
from services.edit_history import EditHistory
from services.errors import Forbidden
from services.likes import Likes
from services.live import Touched
from services.places import PlaceNotFound
from services.schedule_changes import Draft
from services.schedules import Schedules
from services.trips import Trips
from services.users import Users
from services.visits import Visits

EMAIL = "demo@ffff.example"
"""No mail ever arrives there: the name is reserved for examples."""

_LIKED = (
    "gyeongbokgung", "bukchon-hanok-village", "gwangjang-market", "national-museum-of-korea", "bulguksa", "donggung-wolji",
    "haedong-yonggungsa", "gamcheon-culture-village", "seongsan-ilchulbong", "hallasan", "andong-hahoe-village",
)  # fmt: skip
_VISITED = ("gyeongbokgung", "n-seoul-tower", "haeundae-beach", "daereungwon")
_TRIP = "서울 · 경주 · 부산  Seoul, Gyeongju, Busan"
_DAYS_TO_GO, _DAYS_LONG = 2, 5
_PLAN: tuple[tuple[int, str | None, str | None, str | None], ...] = (
    (0, "gyeongbokgung", "09:30", "11:30"),
    (0, "bukchon-hanok-village", "12:00", "13:00"),
    (0, "gwangjang-market", "13:45", "15:00"),
    (0, "n-seoul-tower", "18:00", "19:30"),
    (1, "national-museum-of-korea", "10:00", "12:30"),
    (1, "gwangjang-market", None, None),
    (1, "changdeokgung", "14:30", "16:30"),
    (2, None, "08:30", "10:40"),
    (2, "daereungwon", "11:30", "13:00"),
    (2, "donggung-wolji", "18:30", "20:00"),
    (3, "bulguksa", "09:00", "11:00"),
    (3, "seokguram", "11:30", "12:30"),
    (3, "haeundae-beach", "16:30", "18:30"),
    (4, "haedong-yonggungsa", "08:00", "09:30"),
    (4, "gamcheon-culture-village", "11:00", "13:00"),
    (4, "jagalchi-market", "13:30", "15:00"),
)
_TRAIN = "KTX 서울 → 경주  Seoul to Gyeongju"
"""What stands in the plan where it has no place."""


class DemoStays(Forbidden):
    code = "demo_stays"
    message = (
        "Everyone who tries FFFF shares the demo traveller, so its account and password stay as they are."
    )


async def demo_traveller(session: AsyncSession, today: date) -> UUID | None:
    """Return the demo traveller, who is made once and always has a trip to come; None where the address is taken.

    Hearts, visits and a planned trip are all there is: stars and photos would be shown to everybody as if they were meant.
    """
    users = Users(session, None)
    user = await users.by_email(EMAIL)
    if user and not user.is_demo:
        return None
    user_id = user.id if user else await _made(users, session)
    trips = Trips(session, Actor(user_id), Touched())
    if not await trips.coming(today):
        starts_on = today + timedelta(days=_DAYS_TO_GO)
        trip = await trips.add(_TRIP, starts_on, starts_on + timedelta(days=_DAYS_LONG - 1))
        await _plan(session, Actor(user_id), trip.id, starts_on)
    return user_id


async def _plan(session: AsyncSession, demo: Actor, trip_id: UUID, starts_on: date) -> None:
    """Fill the trip, which is not a step that could be undone."""
    wanted = [place_id for _, place_id, *_ in _PLAN if place_id]
    there = {None, *(await session.scalars(select(PLACES.c.id).where(PLACES.c.id.in_(wanted)))).all()}
    drafts = [
        Draft(
            starts_on + timedelta(days=day),
            place_id=place_id,
            place_name=None if place_id else _TRAIN,
            start_time=time.fromisoformat(start) if start else None,
            end_time=time.fromisoformat(end) if end else None,
            trip_id=trip_id,
        )
        for day, place_id, start, end in _PLAN
        if place_id in there
    ]
    await Schedules(session, demo, Touched()).apply(drafts)
    await EditHistory(session, demo).clear()


async def _made(users: Users, session: AsyncSession) -> UUID:
    user_id = await users.add(
        email=EMAIL, display_name="Demo traveller", language=Language.EN, is_verified=True, is_demo=True
    )
    await Likes(session, Actor(user_id)).carry_over(_LIKED)
    visits = Visits(session, Actor(user_id))
    for place_id in _VISITED:
        with suppress(PlaceNotFound):
            await visits.mark(place_id)
    return user_id
