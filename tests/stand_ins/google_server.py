"""Google Maps' older web services on loopback, over three made-up places, with what goes wrong in them.

As in Korea it knows ways by transit alone, unless `modes` says otherwise.
"""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from services.geography import Point, metres_between
from tests.serving import serving_in_a_thread

KEY = "AIzaMadeUpForTests0123456789"
JPEG = b"\xff\xd8\xff\xe0 a small picture \xff\xd9"
COPYRIGHTS = "Map data ©2027 Google, Made Up Mobility"

Fault = Literal[
    "there are no results",
    "it is asked too often",
    "the day is used up",
    "the key is denied",
    "the question is invalid",
    "it does not know why",
    "it fails",
    "it is limited",
    "it is slow",
    "it is not JSON",
    "it is a list",
    "it has no status",
    "a way has no length",
]

_Body = dict[str, Any]
_PLACES: tuple[_Body, ...] = (
    {
        "place_id": "ChIJmoonpalace",
        "name": "Moonlight Palace",
        "formatted_address": "1 Moonlight-ro, Jongno-gu, Seoul, South Korea",
        "geometry": {"location": {"lat": 37.579, "lng": 126.977}},
        "rating": 4.6,
        "user_ratings_total": 31_402,
    },
    {
        "place_id": "ChIJmoonmarket",
        "name": "Moonlight Market",
        "formatted_address": "88 Changgyeonggung-ro, Jongno-gu, Seoul, South Korea",
        "geometry": {"location": {"lat": 37.57, "lng": 126.9996}},
    },
)
_HOURS = [f"{day}: 9:00 AM – 6:00 PM" for day in ("Monday", "Wednesday", "Thursday", "Friday")]


@dataclass
class StandInGoogle:
    """What may go wrong is set while it runs."""

    address: str = ""
    fault: Fault | None = None
    slow_s: float = 1.0
    is_silent: bool = False
    """It takes questions and answers none of them before this ends."""
    modes: set[str] = field(default_factory=lambda: {"transit"})
    minutes: int = 17
    asked_for: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    """The path and the parameters of every question, in order."""
    most_at_once: int = 0
    _at_once: int = 0

    @classmethod
    @contextmanager
    def serving(cls) -> "Iterator[StandInGoogle]":
        stand_in = cls()
        with serving_in_a_thread(stand_in.application()) as address:
            stand_in.address = address
            yield stand_in

    def application(self) -> Starlette:
        answers: dict[str, Callable[[dict[str, str]], Response]] = {
            "/maps/api/directions/json": self._directions,
            "/maps/api/geocode/json": lambda _: _ok(results=[_PLACES[0]]),
            "/maps/api/place/textsearch/json": lambda _: _ok(results=_PLACES, html_attributions=[]),
            "/maps/api/place/details/json": _details,
            "/maps/api/place/photo": lambda _: RedirectResponse(f"{self.address}/p/moon.jpg"),
        }
        routes = [Route(path, self._answering(answer)) for path, answer in answers.items()]
        return Starlette(routes=[*routes, Route("/p/moon.jpg", _picture)])

    def _answering(self, answer: Callable[[dict[str, str]], Response]) -> Callable[[Request], Any]:
        async def endpoint(request: Request) -> Response:
            asked = dict(request.query_params)
            self.asked_for.append((request.url.path.removeprefix("/maps/api/"), asked))
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
            try:
                while self.is_silent:
                    await asyncio.sleep(0.01)
                if self.fault == "it is slow":
                    await asyncio.sleep(self.slow_s)
                if asked.get("key") != KEY:
                    return _refusal("REQUEST_DENIED", "The provided API key is invalid.")
                return _SPOILT[self.fault]() if self.fault in _SPOILT else answer(asked)
            finally:
                self._at_once -= 1

        return endpoint

    def _directions(self, asked: dict[str, str]) -> Response:
        if asked["mode"] not in self.modes:
            return JSONResponse({"status": "ZERO_RESULTS", "routes": []})
        metres = round(1.4 * metres_between(Point.read(asked["origin"]), Point.read(asked["destination"])))
        leg: _Body = {
            "duration": {"text": f"{self.minutes} mins", "value": self.minutes * 60 - 20},
            "distance": {"text": f"{metres / 1000:.1f} km", "value": metres},
            "steps": [],
        }
        if self.fault == "a way has no length":
            del leg["distance"]
        return _ok(routes=[{"summary": "", "legs": [leg], "copyrights": COPYRIGHTS, "warnings": []}])


def _details(asked: dict[str, str]) -> Response:
    place = next((one for one in _PLACES if one["place_id"] == asked["placeid"]), None)
    if place is None:
        return _refusal("NOT_FOUND", "")
    more = {
        "opening_hours": {"open_now": True, "weekday_text": _HOURS},
        "photos": [{"photo_reference": "AWU5eFh", "html_attributions": ["<a href='#'>Jun</a>"]}],
        "url": "https://maps.google.com/?cid=1",
    }
    return _ok(result=place | more, html_attributions=[])


async def _picture(request: Request) -> Response:
    return Response(JPEG, media_type="image/jpeg")


def _ok(**body: Any) -> Response:
    return JSONResponse({"status": "OK"} | body)


def _refusal(status: str, message: str) -> Response:
    return JSONResponse({"status": status, "error_message": message, "routes": [], "results": []})


_SPOILT: dict[Fault | None, Callable[[], Response]] = {
    "there are no results": lambda: JSONResponse({"status": "ZERO_RESULTS", "routes": [], "results": []}),
    "it is asked too often": lambda: _refusal("OVER_QUERY_LIMIT", "You have exceeded your rate-limit."),
    "the day is used up": lambda: _refusal("OVER_DAILY_LIMIT", "You have exceeded your daily quota."),
    "the key is denied": lambda: _refusal("REQUEST_DENIED", "This API project is not authorized."),
    "the question is invalid": lambda: _refusal("INVALID_REQUEST", "Invalid request."),
    "it does not know why": lambda: _refusal("UNKNOWN_ERROR", ""),
    "it fails": lambda: HTMLResponse("<h1>500</h1>", 500),
    "it is limited": lambda: HTMLResponse("<h1>429</h1>", 429),
    "it is not JSON": lambda: HTMLResponse("<h1>Welcome to our portal</h1>"),
    "it is a list": lambda: JSONResponse([1]),
    "it has no status": lambda: JSONResponse({"routes": []}),
}
