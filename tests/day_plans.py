"""Days of plans for the tests of their rules: places of Seoul as they are, and any plan at all."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

from hypothesis import strategies as st

from models.region import Region
from services.day_plan import DAY, Stop, StopPlace
from services.geography import Point

MONDAY, TUESDAY, WEDNESDAY = (date(2026, 3, day) for day in (9, 10, 11))
SEOLLAL = date(2026, 2, 17)

PALACE = StopPlace(
    "gyeongbokgung", Point(37.5796, 126.9770), Region.SEOUL, "We-Mo 09:00-18:00", last_admission=60, stay=120
)
MUSEUM = StopPlace(
    "museum",
    Point(37.5240, 126.9804),
    Region.SEOUL,
    "10:00-18:00; Mo off; PH 10:00-18:00; PH +1 day off",
)
GALLERY = StopPlace("gallery", Point(37.5663, 126.9746), Region.SEOUL, "10:00-18:00; PH off")
NIGHT_MARKET = StopPlace("night-market", Point(37.5700, 126.9996), Region.SEOUL, "Fr-Su 18:00-02:00")
NOODLES = StopPlace("noodles", Point(37.5660, 126.9990), Region.SEOUL, "11:30-15:00,17:00-21:00")
PARK = StopPlace("park", Point(37.5512, 126.9882), Region.SEOUL, "24/7")
STREET = StopPlace("street", Point(37.5744, 126.9850), Region.SEOUL)
FESTIVAL = StopPlace(
    "festival", Point(37.5310, 126.9170), Region.SEOUL, starts_on=date(2026, 4, 3), ends_on=date(2026, 4, 12)
)
BEACH = StopPlace("haeundae", Point(35.1587, 129.1604), Region.BUSAN)

PLACES = (PALACE, MUSEUM, GALLERY, NIGHT_MARKET, NOODLES, PARK, STREET, FESTIVAL, BEACH)


def minute(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


def stop(
    number: int, place: StopPlace | None = None, start: str | None = None, end: str | None = None
) -> Stop:
    return Stop(UUID(int=number), start and minute(start), end and minute(end), place)


def stops(first_number: int = 1, max_size: int = 6) -> st.SearchStrategy[list[Stop]]:
    """Draw a day as the schedule stores one: quarters of hours, ends up to a day later, some without times."""
    clocks = st.integers(0, DAY // 15 - 1).map(lambda quarter: quarter * 15)

    @st.composite
    def any_stop(draw: st.DrawFn) -> Stop:
        place = draw(st.sampled_from((None, *PLACES)))
        start = draw(st.none() | clocks)
        if start is None:
            return Stop(UUID(int=0), None, None, place)
        stay = draw(st.none() | st.sampled_from((15, 30, 60, 60, 90, 120, 240, DAY)))
        return Stop(UUID(int=0), start, stay and start + stay, place)

    return st.lists(any_stop(), max_size=max_size).map(
        lambda found: [
            Stop(UUID(int=first_number + index), one.start, one.end, one.place)
            for index, one in enumerate(found)
        ]
    )


def days() -> st.SearchStrategy[date]:
    """Draw a day around the holidays of spring and of the new year."""
    return st.dates(date(2026, 1, 28), date(2026, 4, 14)) | st.just(SEOLLAL)


@st.composite
def trips(draw: st.DrawFn) -> tuple[date, dict[date, list[Stop]]]:
    """Draw a day and the plans of some days around it, its own among them."""
    day = draw(days())
    offsets = draw(st.sets(st.integers(-3, 4).filter(bool), max_size=3))
    plan = {day: draw(stops())}
    for index, offset in enumerate(sorted(offsets)):
        plan[day + timedelta(days=offset)] = draw(stops(100 * (index + 1), max_size=3))
    return day, plan


def overlaps(plan: Mapping[date, Sequence[Stop]]) -> set[frozenset[UUID]]:
    """Return the pairs of stops that share a minute, on one day or over midnight."""
    first = min(plan)
    timed = [
        ((day - first).days * DAY + one.start, (day - first).days * DAY + one.leaves, one.id)
        for day, planned in plan.items()
        for one in planned
        if one.start is not None and one.leaves is not None
    ]
    return {
        frozenset((one, other))
        for index, (begins, ends, one) in enumerate(timed)
        for starts, leaves, other in timed[index + 1 :]
        if max(begins, starts) < min(ends, leaves)
    }
