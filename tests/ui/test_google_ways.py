"""The day page with Google behind it: it comes with estimates, and with Google's times once they are there."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import date, time
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from api.app import create_api
from edge.assets import Assets
from embedded.stand_ins.google import COPYRIGHTS, KEY, StandInGoogle
from main import ASSETS
from models.language import Language
from services.accounts import Caller
from services.live import of_user
from services.platform import Platform
from services.schedule_changes import Draft
from services.sources.google import GoogleMaps
from settings import Settings
from tests.api.test_health import with_state
from tests.conftest import NewDatabase
from tests.html_page import Element, Page
from tests.platforms import platform_on
from ui.pages.schedule import schedule_fragment

DAY = date(2027, 3, 10)
HERE = Caller("192.0.2.7", "Test")


@pytest.fixture
def google() -> Iterator[StandInGoogle]:
    with StandInGoogle.serving() as stand_in:
        yield stand_in


class Minji:
    """A traveller with a palace and a tower on one day, half an hour apart, and what their open page hears."""

    def __init__(self, platform: Platform, http: httpx.AsyncClient) -> None:
        self.platform = platform
        self.http = http
        self.heard: list[str] = []
        self.bearer: dict[str, str] = {}

    async def begin(self) -> None:
        user_id = await self.platform.accounts.register(
            "minji@example.com", "three rivers and a hill", "Minji", Language.EN, HERE, "http://test"
        )
        pair = await self.platform.accounts.begin_api(user_id, HERE)
        self.bearer = {"Authorization": f"Bearer {pair.access_token}"}
        async with self.platform.open_unit() as services:
            self.http.cookies.set("session", await services.sessions.begin(user_id, "Test"))
        actor = await self.platform.accounts.bearer(pair.access_token)
        async with self.platform.open_unit(actor.actor) as services:
            for place, start, end in (
                ("gyeongbokgung", time(10), time(11, 30)),
                ("n-seoul-tower", time(12, 15), time(13)),
            ):
                await services.schedules.add(Draft(DAY, place_id=place, start_time=start, end_time=end))
        self.platform.live.hear([of_user(user_id)], lambda hint: self.heard.append(hint["kind"]))

    async def page(self, view: str = "day") -> Page:
        answer = await self.http.get("/fragments/schedule", params={"view": view, "date": f"{DAY}"})
        assert answer.status_code == 200
        return Page(answer.text)

    async def chip(self) -> Element:
        (chip,) = (await self.page()).testids("travel-chip")
        return chip

    async def warnings(self) -> list[str]:
        answer = await self.http.get("/v1/schedules/check", params={"date": f"{DAY}"}, headers=self.bearer)
        return [one["code"] for one in answer.json()["items"]]

    async def hears(self) -> None:
        async with asyncio.timeout(20):
            while not self.heard:
                await asyncio.sleep(0.01)


@asynccontextmanager
async def minji_with(google: GoogleMaps | None, url: str, folder: Path) -> AsyncIterator[Minji]:
    platform = platform_on(url, objects=folder, google=google)
    assets = Assets(ASSETS, subfolders=("css", "js", "illustrations", "geo", "fonts"))

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[dict[str, Any]]:
        yield {"platform": platform, "assets": assets, "settings": Settings()}
        await platform.close()

    app = create_api(lifespan)
    app.add_route("/fragments/schedule", schedule_fragment)
    async with app.router.lifespan_context(app) as state:
        transport = httpx.ASGITransport(with_state(app, state))
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as http:
            minji = Minji(platform, http)
            await minji.begin()
            yield minji


@pytest.fixture
async def minji(google: StandInGoogle, filled_database: NewDatabase, tmp_path: Path) -> AsyncIterator[Minji]:
    patient = GoogleMaps(KEY, address=google.address, patience_s=60)
    async with minji_with(patient, filled_database(), tmp_path) as minji:
        yield minji


async def test_the_page_comes_with_an_estimate_while_google_says_nothing(
    google: StandInGoogle, minji: Minji
) -> None:
    google.is_silent = True
    assert "about" in (await minji.chip()).text
    assert "about" in (await minji.chip()).text
    assert minji.heard == []
    google.is_silent = False
    await minji.hears()
    assert len(google.asked_for) == 1


async def test_once_google_has_answered_the_open_page_is_told_and_shows_its_time_by_its_name(
    google: StandInGoogle, minji: Minji
) -> None:
    await minji.page()
    await minji.hears()
    page = await minji.page()
    (chip,) = page.testids("travel-chip")
    assert "17 min by Google" in chip.text
    assert (chip["data-minutes"], chip["title"]) == ("17", "By transit, by Google")
    sheet = page.one("div", id=chip["popovertarget"])
    assert COPYRIGHTS in sheet.text
    assert "as the crow flies" not in sheet.text
    assert len(google.asked_for) == 1


async def test_the_check_goes_by_googles_minutes_once_they_are_known(
    google: StandInGoogle, minji: Minji
) -> None:
    google.minutes = 55
    assert await minji.warnings() == []
    assert google.asked_for == [], "a check asks nobody"
    await minji.page()
    await minji.hears()
    assert await minji.warnings() == ["too_tight"]
    assert [one["data-code"] for one in (await minji.page()).testids("warning")] == ["too_tight"]


async def test_where_google_knows_no_way_the_estimate_stays(google: StandInGoogle, minji: Minji) -> None:
    google.modes = set()
    await minji.page()
    async with asyncio.timeout(20):
        while not google.asked_for or minji.platform.directions._asked:
            await asyncio.sleep(0.01)
    assert "about" in (await minji.chip()).text
    assert minji.heard == []


async def test_only_a_day_asks_for_its_ways(google: StandInGoogle, minji: Minji) -> None:
    for view in ("month", "week"):
        await minji.page(view)
    await asyncio.sleep(0.1)
    assert google.asked_for == []


async def test_the_key_is_in_nothing_a_browser_gets(minji: Minji) -> None:
    await minji.page()
    await minji.hears()
    for path in ("/fragments/schedule", "/readyz"):
        answer = await minji.http.get(path, params={"view": "day", "date": f"{DAY}"})
        assert KEY not in answer.text


async def test_a_dead_google_changes_nothing_but_what_readyz_says_of_it(
    filled_database: NewDatabase, tmp_path: Path
) -> None:
    dead = GoogleMaps(KEY, address="http://127.0.0.1:1")
    async with minji_with(dead, filled_database(), tmp_path) as minji:
        for _ in range(8):
            assert "about" in (await minji.chip()).text
            async with asyncio.timeout(20):
                while minji.platform.directions._telling:
                    await asyncio.sleep(0.01)
        answer = await minji.http.get("/readyz")
        assert (answer.status_code, answer.json()["sources"]["google"]) == (200, "open")
        assert minji.heard == []


async def test_without_a_key_the_page_shows_estimates_and_readyz_speaks_of_no_google(
    filled_database: NewDatabase, tmp_path: Path
) -> None:
    async with minji_with(None, filled_database(), tmp_path) as minji:
        assert "about" in (await minji.chip()).text
        assert "google" not in (await minji.http.get("/readyz")).json()["sources"]
