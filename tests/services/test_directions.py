"""What Google knows of ways: asked behind everybody's back, told when it has come, forgotten soon."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, time
from typing import Any

import pytest

from embedded.stand_ins.google import COPYRIGHTS, KEY, Fault, StandInGoogle
from services.directions import Directions, WantedLeg, legs_of
from services.geography import Point
from services.plan_warnings import Code
from services.planned_days import planned_days
from services.sources.circuit import Circuit, CircuitState
from services.sources.google import GoogleMaps
from services.travel_time import Leg, Mode, travel
from tests.planned_entries import DAY, PALACE, an_entry

HERE, THERE, JEJU = Point(37.5796, 126.9770), Point(37.5512, 126.9882), Point(33.4580, 126.9425)
NOON = datetime(2027, 3, 10, 12)
WANTED = WantedLeg(HERE, THERE, Mode.TRANSIT, NOON)


class Told:
    """Counts how often it was told."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> None:
        self.times += 1


@pytest.fixture
def google() -> Iterator[StandInGoogle]:
    with StandInGoogle.serving() as stand_in:
        yield stand_in


@asynccontextmanager
async def directions_of(
    stand_in: StandInGoogle, clock: Any = None, **settings: Any
) -> AsyncIterator[Directions]:
    client = GoogleMaps(KEY, address=stand_in.address, **settings)
    directions = Directions(client, clock=clock) if clock else Directions(client)
    yield directions
    await directions.close()


@pytest.fixture
async def directions(google: StandInGoogle) -> AsyncIterator[Directions]:
    async with directions_of(google) as directions:
        yield directions


async def settled(directions: Directions) -> None:
    """Wait until nothing is being asked any more."""
    async with asyncio.timeout(20):
        while directions._asked or directions._telling:
            await asyncio.sleep(0.01)


async def test_a_wanted_way_is_known_once_it_has_come_and_whoever_wanted_it_is_told_once(
    google: StandInGoogle, directions: Directions
) -> None:
    told = Told()
    directions.want([WANTED, WantedLeg(THERE, HERE, Mode.TRANSIT, NOON)], told)
    assert (google.asked_for, told.times) == ([], 0), "wanting something waits for nothing"
    assert directions.known(HERE, THERE, Mode.TRANSIT) is None
    await settled(directions)
    leg = directions.known(HERE, THERE, Mode.TRANSIT)
    assert leg == Leg(Mode.TRANSIT, 17, leg.metres if leg else 0, is_estimate=False, credit=COPYRIGHTS)
    assert (len(google.asked_for), told.times) == (2, 1)


async def test_the_ways_are_googles_where_it_knows_them_and_estimates_elsewhere(
    directions: Directions,
) -> None:
    assert directions.ways()(HERE, THERE, None) == travel(HERE, THERE)
    directions.want([WANTED], Told())
    await settled(directions)
    ways = directions.ways()
    assert (ways(HERE, THERE, None).minutes, ways(HERE, THERE, None).is_estimate) == (17, False)
    assert ways(HERE, THERE, Mode.CAR) == travel(HERE, THERE, Mode.CAR)
    assert ways(THERE, HERE, None) == travel(THERE, HERE)
    assert ways(HERE, JEJU, None) == travel(HERE, JEJU)


async def test_what_is_known_or_being_asked_is_not_asked_again(
    google: StandInGoogle, directions: Directions
) -> None:
    first, second, third = Told(), Told(), Told()
    directions.want([WANTED], first)
    directions.want([WANTED], second)
    await settled(directions)
    directions.want([WANTED], third)
    await settled(directions)
    assert len(google.asked_for) == 1
    assert (first.times, second.times, third.times) == (1, 1, 0)


@pytest.mark.parametrize("mode", [Mode.FOOT, Mode.CAR])
async def test_that_google_knows_no_way_leaves_the_estimate_and_is_not_asked_again_and_again(
    google: StandInGoogle, directions: Directions, mode: Mode
) -> None:
    told = Told()
    for _ in range(3):
        directions.want([WantedLeg(HERE, THERE, mode, NOON)], told)
        await settled(directions)
    assert directions.known(HERE, THERE, mode) is None
    assert directions.ways()(HERE, THERE, mode) == travel(HERE, THERE, mode)
    assert (len(google.asked_for), told.times) == (1, 0)


async def test_it_is_forgotten_after_ten_minutes_and_asked_anew(google: StandInGoogle) -> None:
    now = [0.0]
    async with directions_of(google, clock=lambda: now[0]) as directions:
        directions.want([WANTED], Told())
        await settled(directions)
        now[0] = 599.0
        assert directions.known(HERE, THERE, Mode.TRANSIT) is not None
        now[0] = 600.0
        assert directions.known(HERE, THERE, Mode.TRANSIT) is None
        assert directions.ways()(HERE, THERE, None).is_estimate
        google.minutes = 21
        directions.want([WANTED], Told())
        await settled(directions)
        leg = directions.known(HERE, THERE, Mode.TRANSIT)
        assert leg is not None
        assert leg.minutes == 21


@pytest.mark.parametrize(
    "fault",
    [
        "it is asked too often",
        "the day is used up",
        "the key is denied",
        "the question is invalid",
        "it fails",
        "it is slow",
        "it is not JSON",
        "a way has no length",
    ],
)
async def test_with_every_fault_the_estimate_stays_and_nobody_is_told(
    google: StandInGoogle, fault: Fault
) -> None:
    google.fault, told = fault, Told()
    async with directions_of(google, patience_s=0.2) as directions:
        directions.want([WANTED], told)
        await settled(directions)
        assert directions.ways()(HERE, THERE, None) == travel(HERE, THERE)
    assert told.times == 0


async def test_one_that_keeps_failing_is_left_alone(google: StandInGoogle) -> None:
    google.fault = "it fails"
    async with directions_of(google, circuit=Circuit(failures=2)) as directions:
        for _ in range(5):
            directions.want([WANTED], Told())
            await settled(directions)
        assert (len(google.asked_for), directions.state) == (2, CircuitState.OPEN)


async def test_a_silent_google_does_not_keep_a_process_from_ending(google: StandInGoogle) -> None:
    google.is_silent = True
    async with directions_of(google, patience_s=0.2) as directions:
        directions.want([WANTED], Told())
        await asyncio.sleep(0)
    google.is_silent = False
    assert directions.known(HERE, THERE, Mode.TRANSIT) is None


async def test_without_a_key_there_is_nothing_but_the_estimate() -> None:
    directions, told = Directions(), Told()
    directions.want([WANTED], told)
    assert (directions.state, directions.known(HERE, THERE, Mode.TRANSIT)) == (None, None)
    assert directions.ways() is travel
    await directions.close()
    assert told.times == 0


def test_the_legs_of_a_day_are_its_ways_over_land_when_one_leaves_for_them() -> None:
    tower = elsewhere(2, THERE, start=time(14))
    far = elsewhere(3, JEJU)
    (day,) = planned_days([palace(), tower, an_entry(4), far], DAY, DAY)
    (wanted,) = legs_of(day)
    assert (wanted.start, wanted.end) == (PALACE_POINT, THERE)
    assert wanted.departure == datetime.combine(DAY, time(11, 30))


def test_the_warnings_go_by_the_same_minutes_as_the_chips() -> None:
    def slow(start: Point, end: Point, mode: Mode | None) -> Leg:
        return Leg(Mode.TRANSIT, 90, 3_000, is_estimate=False)

    entries = [palace(), elsewhere(2, THERE, start=time(12, 30))]
    (estimated,), (known,) = planned_days(entries, DAY, DAY), planned_days(entries, DAY, DAY, ways=slow)
    assert [warning.code for warning in estimated.warnings] == []
    (warning,) = known.warnings
    assert (warning.code, warning.minutes) == (Code.TOO_TIGHT, 90 + 5 - 60)
    assert known.entries[1].timed.leg == Leg(Mode.TRANSIT, 90, 3_000, is_estimate=False)
    assert warning.fix is not None
    (move,) = warning.fix.moves
    assert move.start == 13 * 60 + 5


PALACE_POINT = Point(PALACE.lat, PALACE.lng)


def palace() -> Any:
    return an_entry(1, place=PALACE, start_time=time(10), end_time=time(11, 30))


def elsewhere(number: int, point: Point, start: time | None = None) -> Any:
    """A visit of an hour to a place somewhere else."""
    place = replace(PALACE, id=f"place-{number}", lat=point.lat, lng=point.lng, stay_minutes=60)
    return an_entry(
        number, place=place, start_time=start, end_time=start and time(start.hour + 1, start.minute)
    )
