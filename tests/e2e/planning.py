"""How browser tests plan: travellers with entries, and what stands on the schedule."""

import uuid
from dataclasses import dataclass
from typing import Any

import psycopg
from playwright.sync_api import APIRequestContext, BrowserContext, Locator, Page, expect

from tests.e2e.visiting import WIDE, Visits, handle, open_ready

PALACE, TOWER, BEACH = "gyeongbokgung", "n-seoul-tower", "haeundae-beach"
TUESDAY, WEDNESDAY, THURSDAY = "2027-03-09", "2027-03-10", "2027-03-11"
"""Days without a holiday; the palace is closed on the first."""


@dataclass
class Planner:
    """A signed-in traveller of one browser window."""

    visit: Visits
    window: BrowserContext
    email: str

    @property
    def request(self) -> APIRequestContext:
        return self.window.request

    def post(self, path: str, **fields: str) -> Any:
        """Post as the script does, and return its answer."""
        headers = {"Origin": self.visit.address, "Accept": "application/json"}
        answer = self.request.post(f"{self.visit.address}/schedule/{path}", headers=headers, form=fields)
        assert answer.ok, answer.text()
        return answer.json()

    def plan(
        self, place: str = PALACE, day: str = WEDNESDAY, start: str = "", end: str = "", **more: str
    ) -> str:
        """Make an entry and return its id."""
        fields = {"place_id": place, "date": day, "start_time": start, "end_time": end, **more}
        return self.post("entries", **fields)["schedule"]["id"]

    def now(self, schedule_id: str) -> dict[str, Any]:
        """Return an entry as the server has it."""
        return self.post(f"entries/{schedule_id}")["schedule"]

    def when(self, schedule_id: str) -> tuple[str, str | None, str | None]:
        entry = self.now(schedule_id)
        return entry["date"], entry["start_time"], entry["end_time"]

    def open(self, view: str = "week", day: str = WEDNESDAY) -> Page:
        page = self.window.new_page()
        self.visit.pages.append(page)
        self.visit.listen(page)
        open_ready(page, f"{self.visit.address}/schedule?view={view}&date={day}")
        return page


def planner(
    visit: Visits, name: str = "Minji", language: str = "en", width: int = WIDE, **kind: Any
) -> Planner:
    """Sign a new traveller up in a window of this kind; windows that differ in nothing are the same."""
    window = visit.window(language, width, **kind)
    email = f"{uuid.uuid4()}@example.com"
    form = {"email": email, "password": "a quiet palace garden", "display_name": name}
    answer = window.request.post(f"{visit.address}/register", headers={"Origin": visit.address}, form=form)
    assert answer.ok
    return Planner(visit, window, email)


def entry(page: Page, schedule_id: str) -> Locator:
    return handle(page, "schedule-entry", schedule_id=schedule_id)


def expect_entry(page: Page, schedule_id: str, day: str, start: str = "", end: str = "") -> None:
    """Wait until an entry stands on the page at these times."""
    shown = entry(page, schedule_id)
    expect(shown).to_have_attribute("data-date", day)
    expect(shown).to_have_attribute("data-start", start)
    expect(shown).to_have_attribute("data-end", end)


def changed(page: Page, part: str = "/schedule/entries"):
    """Wait until the server has answered to what happens in the block."""
    return page.expect_response(lambda answer: part in answer.url and answer.request.method == "POST")


@dataclass
class Spot:
    """A point of the page."""

    x: float
    y: float


def at(page: Page, day: str, minute: int) -> Spot:
    """Return the point of a time on the grid, which is scrolled there."""
    return Spot(
        *page.evaluate(
            """([day, minute]) => {
              const column = document.querySelector(`.grid-column[data-day="${day}"]`);
              const scroller = document.querySelector(".grid-scroll");
              const ofMinute = () => column.getBoundingClientRect().top + (column.getBoundingClientRect().height / 1440) * minute;
              const box = scroller.getBoundingClientRect();
              scroller.scrollTop += ofMinute() - (box.top + box.bottom) / 2;
              const { left, width } = column.getBoundingClientRect();
              return [left + width / 2, ofMinute()];
            }""",
            [day, minute],
        )
    )


def spot_of(page: Page, day: str, minute: int) -> Spot:
    """Return the point of a time on the grid as it is scrolled."""
    return Spot(
        *page.evaluate(
            """([day, minute]) => {
              const { left, width, top, height } = document.querySelector(`.grid-column[data-day="${day}"]`).getBoundingClientRect();
              return [left + width / 2, top + (height / 1440) * minute];
            }""",
            [day, minute],
        )
    )


def centre(locator: Locator) -> Spot:
    box = locator.bounding_box()
    assert box
    return Spot(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def drag(page: Page, start: Spot, end: Spot) -> None:
    """Drag by mouse."""
    page.mouse.move(start.x, start.y)
    page.mouse.down()
    page.mouse.move(start.x + 6, start.y + 6)
    page.mouse.move(end.x, end.y, steps=4)
    frame(page)
    page.mouse.up()


def frame(page: Page) -> None:
    """Wait until the page has been drawn again."""
    page.evaluate("() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))")


def a_trip_of(
    database: "psycopg.Connection[Any]", owner: Planner, *others: Planner, role: str = "editor"
) -> str:
    """Let travellers be in a trip together, and return its id."""
    trip_id = str(uuid.uuid4())
    database.execute(
        "INSERT INTO trips (id, user_id, title, starts_on, ends_on) SELECT %s, id, 'Spring', %s, %s FROM users WHERE email = %s",
        [trip_id, TUESDAY, THURSDAY, owner.email],
    )
    for other in others:
        database.execute(
            "INSERT INTO trip_members (trip_id, user_id, role) SELECT %s, id, %s FROM users WHERE email = %s",
            [trip_id, role, other.email],
        )
    return trip_id


class Finger:
    """One finger on a touch screen."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._session = page.context.new_cdp_session(page)

    def press(self, spot: Spot) -> None:
        self._send("touchStart", spot)

    def move(self, *way: Spot) -> None:
        for spot in way:
            self._send("touchMove", spot)
            frame(self._page)

    def lift(self) -> None:
        self._send("touchEnd")

    def _send(self, kind: str, *spots: Spot) -> None:
        points = [{"x": spot.x, "y": spot.y} for spot in spots]
        self._session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
