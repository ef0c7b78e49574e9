import asyncio
import os
import signal
from collections.abc import AsyncIterator
from datetime import date
from uuid import uuid4

import psutil
import pytest

from models.region import Region
from services.day_order import MOST_STOPS, TooManyStops, best_order
from services.day_orders import DayOrders, DayOrdersBusy
from services.day_plan import Stop, StopPlace
from services.geography import Point

DAY = date(2027, 3, 10)


@pytest.fixture
async def orders() -> AsyncIterator[DayOrders]:
    """What is asked in a test; helpers of others in this process, such as those of the application, are not its own."""
    _OTHERS.clear()
    _OTHERS.update(helper.pid for helper in helpers())
    orders = DayOrders()
    yield orders
    await orders.close()


_OTHERS: set[int] = set()


def stops(number: int) -> list[Stop]:
    """Stops to and fro across Seoul."""
    return [
        Stop(
            uuid4(),
            place=StopPlace(
                str(index), Point(37.5 + 0.1 * (index % 2), 127 + 0.01 * index), Region.SEOUL, stay=30
            ),
        )
        for index in range(number)
    ]


def helpers() -> list[psutil.Process]:
    return [
        child
        for child in psutil.Process(os.getpid()).children()
        if child.pid not in _OTHERS
        and child.status() != psutil.STATUS_ZOMBIE
        and "services.order_finder" in " ".join(child.cmdline())
    ]


async def test_a_day_is_ordered_as_here(orders: DayOrders) -> None:
    day = stops(6)
    assert await orders.best(DAY, day) == best_order(DAY, day)
    start = Point(37.6, 127.1)
    assert await orders.best(DAY, day, fixed={day[0].id}, ends=(start, None)) == best_order(
        DAY, day, fixed={day[0].id}, start=start
    )


async def test_everybody_who_asks_at_once_gets_the_answer_to_their_own_question(orders: DayOrders) -> None:
    days = [stops(number) for number in range(1, 9)]
    found = await asyncio.gather(*(orders.best(DAY, day) for day in days))
    assert [{one.id for one in order.stops} for order in found] == [{stop.id for stop in day} for day in days]
    assert len(helpers()) == 1


async def test_too_many_stops_are_refused_as_here(orders: DayOrders) -> None:
    with pytest.raises(TooManyStops, match=str(MOST_STOPS)):
        await orders.best(DAY, stops(MOST_STOPS + 1))
    assert len((await orders.best(DAY, stops(3))).stops) == 3


async def test_too_many_questions_at_once_are_refused(orders: DayOrders) -> None:
    found = await asyncio.gather(*(orders.best(DAY, stops(3)) for _ in range(40)), return_exceptions=True)
    refused = [one for one in found if isinstance(one, DayOrdersBusy)]
    assert 0 < len(refused) < 40
    assert all(isinstance(one, DayOrdersBusy) or len(one.stops) == 3 for one in found)  # pyright: ignore[reportAttributeAccessIssue]


async def test_who_no_longer_waits_leaves_no_answer_to_the_next(orders: DayOrders) -> None:
    await orders.best(DAY, stops(2))
    asked = asyncio.create_task(orders.best(DAY, stops(MOST_STOPS)))
    await asyncio.sleep(0.02)
    asked.cancel()
    day = stops(4)
    assert {one.id for one in (await orders.best(DAY, day)).stops} == {stop.id for stop in day}


async def test_a_helper_that_has_died_is_replaced(orders: DayOrders) -> None:
    await orders.best(DAY, stops(2))
    (helper,) = helpers()
    helper.send_signal(signal.SIGKILL)
    psutil.wait_procs([helper], timeout=10)
    try:
        found = await orders.best(DAY, stops(3))
    except DayOrdersBusy:
        found = await orders.best(DAY, stops(3))
    assert len(found.stops) == 3


async def test_nobody_is_left_behind(orders: DayOrders) -> None:
    await orders.best(DAY, stops(2))
    assert len(helpers()) == 1
    await orders.close()
    assert helpers() == []
    assert len((await orders.best(DAY, stops(2))).stops) == 2, "it may be asked again"
