"""The traveller as whom one looks around where FFFF runs on its embedded servers."""

from contextlib import suppress
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from models.language import Language
from services.actor import Actor
from services.errors import Forbidden
from services.likes import Likes
from services.live import Touched
from services.places import PlaceNotFound
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
_DAYS_TO_GO, _DAYS_LONG = 12, 5


class DemoStays(Forbidden):
    code = "demo_stays"
    message = "Everybody who looks around here shares the demo traveller, so its account and password stay as they are."


async def demo_traveller(session: AsyncSession, today: date) -> UUID | None:
    """Return the demo traveller, who is made once and always has a trip to come; None where the address is taken.

    Hearts, visits and a trip are all there is: stars and photos would be shown to everybody as if they were meant.
    """
    users = Users(session, None)
    user = await users.by_email(EMAIL)
    if user and not user.is_demo:
        return None
    user_id = user.id if user else await _made(users, session)
    trips = Trips(session, Actor(user_id), Touched())
    if not await trips.coming(today):
        starts_on = today + timedelta(days=_DAYS_TO_GO)
        await trips.add(_TRIP, starts_on, starts_on + timedelta(days=_DAYS_LONG - 1))
    return user_id


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
