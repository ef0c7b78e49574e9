"""Trips with entries and links, made over /v1 as any client would."""

from dataclasses import dataclass
from itertools import count
from typing import Any

import httpx

from tests.addresses import from_elsewhere

PASSWORD = "four words of the planner"
SECRET_NOTE = "Book the night tour under Minji's name"
FIRST_DAY = "2026-12-01"
"""A Tuesday, on which Gyeongbokgung is closed."""
CHRISTMAS = "2026-12-25"
_number = count(1)

SEOUL_DAY: tuple[dict[str, Any], ...] = (
    {"place_id": "gyeongbokgung", "start_time": "09:30", "end_time": "11:30", "note": SECRET_NOTE},
    {"place_id": "bukchon-hanok-village"},
    {"place_name": "Lunch with Jisoo", "start_time": "13:00", "end_time": "14:00"},
    {"place_id": "n-seoul-tower", "start_time": "16:00"},
)


@dataclass
class Planner:
    """A traveller with an account, who plans over /v1 and reads in a browser."""

    http: httpx.Client
    bearer: dict[str, str]
    name: str

    def call(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        answer = self.http.request(method, path, json=body, headers=self.bearer)
        assert answer.status_code in {200, 201, 204}, answer.text
        return answer.json() if answer.content else None

    def trip(
        self, title: str = "Winter in Seoul", starts_on: str = FIRST_DAY, ends_on: str = "2026-12-02"
    ) -> str:
        return self.call("POST", "/v1/trips", {"title": title, "starts_on": starts_on, "ends_on": ends_on})[
            "id"
        ]

    def plan(self, trip_id: str | None, day: str, *entries: dict[str, Any]) -> None:
        for position, entry in enumerate(entries, 1):
            body = {"date": day, "trip_id": trip_id, "position": position * 1000, **entry}
            self.call("POST", "/v1/schedules", body)

    def share(self, trip_id: str, **wishes: object) -> dict[str, Any]:
        return self.call("POST", f"/v1/trips/{trip_id}/links", {"kind": "share", **wishes})

    def shared_seoul(self, **wishes: object) -> str:
        """Make a trip of two days with one day planned, and return where its link leads."""
        trip_id = self.trip()
        self.plan(trip_id, FIRST_DAY, *SEOUL_DAY)
        return f"/t/{self.share(trip_id, **wishes)['token']}"


def a_planner(address: str, name: str = "Minji") -> Planner:
    """Make an account and sign in, in a browser and as a client of /v1."""
    email = f"planner{next(_number)}.{name.lower()}@plans.example"
    browser = httpx.Client(base_url=address, timeout=30, headers={"Origin": address} | from_elsewhere())
    fields = {"email": email, "password": PASSWORD, "display_name": name}
    assert browser.post("/register", data=fields).status_code == 303
    signed_in = browser.post("/v1/auth/login", json={"email": email, "password": PASSWORD})
    return Planner(browser, {"Authorization": f"Bearer {signed_in.json()['access_token']}"}, name)
