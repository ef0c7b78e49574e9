"""Which festivals are on around some days."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import text

from services.platform import Platform


@pytest.fixture
async def festivals(own_platform: Platform) -> Platform:
    """Nothing is a festival but three of our own making."""
    async with own_platform.database.transaction() as session:
        await session.execute(text("UPDATE places SET themes = array_remove(themes, 'festivals')"))
        for place_id, values in {
            "gyeongbokgung": {"a": "2026-10-03", "b": "2026-10-12", "m": [10]},
            "bulguksa": {"a": "2026-10-10", "b": "2026-10-11", "m": []},
            "haeundae-beach": {"a": "2025-07-01", "b": "2025-07-05", "m": [7, 8]},
        }.items():
            await session.execute(
                text(
                    "UPDATE places SET themes = '{festivals}', starts_on = CAST(:a AS date), ends_on = CAST(:b AS date),"
                    " usual_months = :m WHERE id = :id"
                ),
                {
                    "id": place_id,
                    "a": date.fromisoformat(values["a"]),
                    "b": date.fromisoformat(values["b"]),
                    "m": values["m"],
                },
            )
    return own_platform


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (date(2026, 10, 12), date(2026, 10, 20), [("gyeongbokgung", [])]),
        (date(2026, 10, 1), date(2026, 10, 31), [("gyeongbokgung", []), ("bulguksa", [])]),
        (date(2026, 8, 1), date(2026, 8, 2), [("haeundae-beach", [7, 8])]),
        (date(2027, 10, 1), date(2027, 10, 2), [("gyeongbokgung", [10])]),
        (date(2025, 7, 2), date(2025, 7, 3), [("haeundae-beach", [])]),
        (date(2026, 12, 1), date(2026, 12, 31), []),
    ],
)
async def test_known_dates_come_first_and_usual_months_stand_in_for_unknown_ones(
    festivals: Platform, first: date, last: date, expected: list[tuple[str, list[int]]]
) -> None:
    async with festivals.open_unit() as services:
        found = await services.festivals.between(first, last, limit=6)
    seen: list[Any] = [(festival.place.id, list(festival.months)) for festival in found]
    assert seen == expected


async def test_a_place_knows_the_festivals_near_it_and_how_far_they_are(festivals: Platform) -> None:
    async with festivals.open_unit() as services:
        tower = await services.places.get("n-seoul-tower")
        first, last = date(2026, 10, 1), date(2026, 10, 31)
        near = await services.festivals.near(tower, first, last, metres=30_000, limit=4)
        wider = await services.festivals.near(tower, first, last, metres=400_000, limit=4)
        none = await services.festivals.near(tower, first, last, metres=1_000, limit=4)
        palace = await services.places.get("gyeongbokgung")
        itself = await services.festivals.near(palace, first, last, metres=30_000, limit=4)
    assert [one.place.id for one in near] == ["gyeongbokgung"]
    assert 2_500 < (near[0].place.distance_m or 0) < 3_500
    assert [one.place.id for one in wider] == ["gyeongbokgung", "bulguksa"]
    assert none == itself == []
