"""Google Maps' older web services on loopback, over three made-up places, with what goes wrong in them.

As in Korea it knows ways by transit alone, unless `modes` says otherwise.
"""

import asyncio
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, Literal

from PIL import Image, ImageDraw, ImageOps
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from embedded.stand_ins.earth import metres_between
from embedded.stand_ins.serving import serving

KEY = "AIzaMadeUpForTests0123456789"
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
    "a photo is a page",
]

Body = dict[str, Any]


def _moonlight() -> bytes:
    """A picture that nobody has taken: a moon over two hills."""
    sky = Image.linear_gradient("L").resize((640, 480))
    picture = ImageOps.colorize(sky, "#16213f", "#c98a6b")
    draw = ImageDraw.Draw(picture)
    draw.ellipse((430, 70, 530, 170), fill="#f7e9c8")
    draw.ellipse((-220, 330, 420, 800), fill="#223149")
    draw.ellipse((250, 370, 900, 900), fill="#1a2638")
    file = BytesIO()
    picture.save(file, "JPEG")
    return file.getvalue()


JPEG = _moonlight()


def a_place(place_id: str, names: dict[str, str], address: str, lat: float, lng: float, **more: Any) -> Body:
    return {
        "place_id": place_id,
        "names": names,
        "formatted_address": address,
        "geometry": {"location": {"lat": lat, "lng": lng}},
        **more,
    }


_PLACES: tuple[Body, ...] = (
    a_place(
        "ChIJmoonpalace",
        {"ko": "달빛궁", "en": "Moonlight Palace"},
        "1 Moonlight-ro, Jongno-gu, Seoul, South Korea",
        37.579,
        126.9801,
        rating=4.6,
        user_ratings_total=31_402,
    ),
    a_place(
        "ChIJmoonmarket",
        {"ko": "달빛시장", "en": "Moonlight Market"},
        "88 Changgyeonggung-ro, Jongno-gu, Seoul, South Korea",
        37.57,
        126.9996,
    ),
    a_place(
        "ChIJsilverbeach",
        {"ko": "은물결해수욕장", "en": "Eunmulgyeol Beach"},
        "7 Morae-ro, Haeundae-gu, Busan, South Korea",
        35.1587,
        129.1604,
        rating=4.4,
        user_ratings_total=812,
    ),
)
"""The palace and the beach are those of the stand-in for TourAPI."""
_DAYS = {"en": ("Monday", "Wednesday", "Thursday", "Friday"), "ko": ("월요일", "수요일", "목요일", "금요일")}
_CREDIT = '<a href="https://maps.google.com/maps/contrib/104">Jun &amp; Friends</a>'


@dataclass
class StandInGoogle:
    """What may go wrong is set while it runs."""

    address: str = ""
    places: list[Body] = field(default_factory=lambda: list(_PLACES))
    fault: Fault | None = None
    slow_s: float = 1.0
    is_silent: bool = False
    """It takes questions and answers none of them before this ends."""
    modes: set[str] = field(default_factory=lambda: {"transit"})
    minutes: int = 17
    asked_for: list[tuple[str, dict[str, str]]] = field(default_factory=list[tuple[str, dict[str, str]]])
    """The path and the parameters of every question, in order."""
    most_at_once: int = 0
    _at_once: int = 0

    @classmethod
    @contextmanager
    def serving(cls) -> "Generator[StandInGoogle]":
        stand_in = cls()
        with serving(stand_in.application()) as address:
            stand_in.address = address
            yield stand_in

    def application(self) -> Starlette:
        answers: dict[str, Callable[[dict[str, str]], Response]] = {
            "/maps/api/directions/json": self._directions,
            "/maps/api/geocode/json": lambda asked: _ok(results=[_told(self.places[0], asked)]),
            "/maps/api/place/textsearch/json": self._found,
            "/maps/api/place/details/json": self._details,
            "/maps/api/place/photo": lambda _: RedirectResponse(f"{self.address}/p/moon.jpg"),
        }
        routes = [Route(path, self._answering(answer)) for path, answer in answers.items()]
        return Starlette(routes=[*routes, Route("/p/moon.jpg", self._picture)])

    def _answering(self, answer: Callable[[dict[str, str]], Response]) -> Callable[[Request], Any]:
        async def endpoint(request: Request) -> Response:
            asked = dict(request.query_params)
            self.asked_for.append((request.url.path.removeprefix("/maps/api/"), asked))
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
            try:
                while self.is_silent:  # noqa: ASYNC110 (a test sets it from another thread)
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
        metres = round(1.4 * metres_between(_point(asked["origin"]), _point(asked["destination"])))
        leg: Body = {
            "duration": {"text": f"{self.minutes} mins", "value": self.minutes * 60 - 20},
            "distance": {"text": f"{metres / 1000:.1f} km", "value": metres},
            "steps": [],
        }
        if self.fault == "a way has no length":
            del leg["distance"]
        return _ok(routes=[{"summary": "", "legs": [leg], "copyrights": COPYRIGHTS, "warnings": []}])

    async def _picture(self, _: Request) -> Response:
        if self.fault == "a photo is a page":
            return HTMLResponse("<script>alert(1)</script>")
        return Response(JPEG, media_type="image/jpeg")

    def _found(self, asked: dict[str, str]) -> Response:
        """Those with a word of the question in any of their names."""
        words = asked["query"].casefold().split()
        found = [
            one for one in self.places if any(w in " ".join(one["names"].values()).casefold() for w in words)
        ]
        results = [_told(one, asked) for one in found]
        return JSONResponse(
            {"status": "OK" if found else "ZERO_RESULTS", "results": results, "html_attributions": []}
        )

    def _details(self, asked: dict[str, str]) -> Response:
        place = next((one for one in self.places if one["place_id"] == asked["placeid"]), None)
        if place is None:
            return _refusal("NOT_FOUND", "")
        hours = "오전 9:00~오후 6:00" if asked.get("language") == "ko" else "9:00 AM – 6:00 PM"
        days = _DAYS.get(asked.get("language", ""), _DAYS["en"])
        more = {
            "opening_hours": {"open_now": True, "weekday_text": [f"{day}: {hours}" for day in days]},
            "photos": [{"photo_reference": "AWU5eFh", "html_attributions": [_CREDIT]}],
            "url": "https://maps.google.com/?cid=1",
        }
        return _ok(result=_told(place, asked) | more, html_attributions=[])


def _told(place: Body, asked: dict[str, str]) -> Body:
    """A place in the language that is asked for, in English where it has no name in it."""
    names: dict[str, str] = place["names"]
    named = {"name": names.get(asked.get("language", ""), names["en"])}
    return {name: value for name, value in place.items() if name != "names"} | named


def _point(text: str) -> tuple[float, float]:
    lat, lng = text.split(",")
    return float(lat), float(lng)


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
