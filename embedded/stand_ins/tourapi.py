"""TourAPI on loopback: the real protocol over made-up places, and everything that can go wrong with it.

Each fault is one that was documented or captured; `POST /fault?is=…` sets one from outside, without `is` none.
"""

import asyncio
import time
from collections import Counter, deque
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal, get_args
from urllib.parse import parse_qsl, unquote
from xml.sax.saxutils import escape

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import Message, Receive, Scope, Send

from embedded.stand_ins.earth import metres_between
from embedded.stand_ins.serving import serving
from embedded.stand_ins.tourapi_places import (
    CLASSES,
    DISTRICTS,
    NARROWER_CLASSES,
    REGIONS,
    Row,
    sample_rows,
)

KEY = "made+up/key=="
"""The decoded key; its encoded form, as the portal shows it too, is made%2Bup%2Fkey%3D%3D."""

Fault = Literal[
    "the key is unknown, as XML",
    "the key is unknown, as JSON",
    "the service is not applied for",
    "the quota is used up, as XML",
    "the quota is used up, as JSON",
    "the quota is used up, as a bare status",
    "it is asked too fast",
    "a parameter is missing",
    "there is no data",
    "unexpected errors",
    "it fails",
    "it answers garbage",
    "it answers a page of a portal",
    "it breaks off",
    "it cuts the connection",
    "it is slow",
    "one item comes as an object",
    "numbers come as numbers",
]
_USED_UP = "LIMITED_NUMBER_OF_SERVICE_REQUESTS_EXCEEDS_ERROR"
_TOO_FAST = "LIMITED_NUMBER_OF_SERVICE_REQUESTS_PER_SECOND_EXCEEDS_ERROR"
FAULTS: tuple[str, ...] = get_args(Fault)

_REQUIRED: dict[str, tuple[str, ...]] = {
    "areaBasedList2": (),
    "areaBasedSyncList2": (),
    "locationBasedList2": ("mapX", "mapY", "radius"),
    "searchKeyword2": ("keyword",),
    "searchFestival2": ("eventStartDate",),
    "searchStay2": (),
    "detailCommon2": ("contentId",),
    "detailIntro2": ("contentId", "contentTypeId"),
    "detailInfo2": ("contentId", "contentTypeId"),
    "detailImage2": ("contentId",),
    "ldongCode2": (),
    "lclsSystmCode2": (),
}
_PARENTS = {"lDongSignguCd": "lDongRegnCd", "lclsSystm2": "lclsSystm1", "lclsSystm3": "lclsSystm2"}
_FILTERS = {
    "contentTypeId": "contenttypeid",
    "lDongRegnCd": "lDongRegnCd",
    "lDongSignguCd": "lDongSignguCd",
    "lclsSystm1": "lclsSystm1",
    "lclsSystm2": "lclsSystm2",
    "lclsSystm3": "lclsSystm3",
    "showflag": "showflag",
}
_HIDDEN = {"showflag", "overview", "eventstartdate", "eventenddate", "oldContentid", "introduction"}
_STAYS = {"32", "80"}
_FESTIVALS = {"15", "85"}
_INTRODUCTIONS = {
    # what a kind calls hours, closing days, parking and telephone, by its number in Korean and abroad
    number: texts
    for numbers, texts in {
        ("12", "76"): ("usetime", "restdate", "parking", "infocenter"),
        ("14", "78"): ("usetimeculture", "restdateculture", "parkingculture", "infocenterculture"),
        ("28", "75"): ("usetimeleports", "restdateleports", "parkingleports", "infocenterleports"),
        ("38", "79"): ("opentime", "restdateshopping", "parkingshopping", "infocentershopping"),
        ("39", "82"): ("opentimefood", "restdatefood", "parkingfood", "infocenterfood"),
    }.items()
    for number in numbers
}

Asked = dict[str, str]


@dataclass
class StandInTourApi:
    """All five services in one application; what may go wrong is set while it runs."""

    address: str = ""
    fault: Fault | None = None
    faulty_answers: int | None = None
    """How many answers the fault spoils before it is over; None is all of them."""
    slow_s: float = 1.0
    calls_a_day: int = 1_000
    most_a_second: int | None = None
    most_rows: int = 100
    details_are_of: str | None = None
    """The content id whose details come whichever is asked for."""
    rows: dict[str, list[Row]] = field(default_factory=sample_rows)
    asked_for: list[str] = field(default_factory=list[str])
    """`service/operation?page` of every call in order, with the content id where one thing alone is asked for."""
    most_at_once: int = 0
    _at_once: int = 0
    _calls: Counter[str] = field(default_factory=Counter[str])
    _recent: deque[float] = field(default_factory=deque[float])

    @classmethod
    @contextmanager
    def serving(cls, **settings: Any) -> "Generator[StandInTourApi]":
        stand_in = cls(**settings)
        with serving(stand_in.application()) as address:
            stand_in.address = address
            yield stand_in

    def application(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/fault", self._set_fault, methods=["POST"]),
                Route("/{service}/{operation}", self._answer),
            ]
        )

    async def _set_fault(self, request: Request) -> Response:
        wanted = request.query_params.get("is")
        if wanted is not None and wanted not in FAULTS:
            return JSONResponse({"faults": FAULTS}, 422)
        self.fault = wanted  # pyright: ignore[reportAttributeAccessIssue] (it is one of FAULTS)
        return JSONResponse({"fault": wanted})

    async def _answer(self, request: Request) -> Response:
        service, operation = request.path_params["service"], request.path_params["operation"]
        asked = dict(parse_qsl(request.url.query, keep_blank_values=True))
        self.asked_for.append(f"{service}/{operation}?{asked.get('contentId') or asked.get('pageNo', '1')}")
        self._at_once += 1
        self.most_at_once = max(self.most_at_once, self._at_once)
        try:
            fault = self._fault_now()
            if fault == "it is slow":
                await asyncio.sleep(self.slow_s)
            if fault in _SPOILT:
                return _SPOILT[fault]()
            return self._sound(service, operation, asked, fault)
        finally:
            self._at_once -= 1

    def _fault_now(self) -> Fault | None:
        if self.fault is None or self.faulty_answers is None:
            return self.fault
        self.faulty_answers -= 1
        return self.fault if self.faulty_answers >= 0 else None

    def _sound(self, service: str, operation: str, asked: Asked, fault: Fault | None) -> Response:
        if refused := self._refused_at_the_gate(service, operation, asked) or _refused(operation, asked):
            return refused
        found = self._found(service, operation, asked)
        number = int(asked.get("pageNo") or 1)
        size = min(int(asked.get("numOfRows") or 10), self.most_rows)
        return _listing(found, number, size, asked.get("_type"), fault)

    def _refused_at_the_gate(self, service: str, operation: str, asked: Asked) -> Response | None:
        if service not in self.rows or operation not in _REQUIRED:
            return PlainTextResponse("API not found", 404)
        if asked.get("serviceKey") != KEY:
            # An encoded key that is encoded once more arrives here still encoded, and is unknown.
            return _gateway_xml("SERVICE_KEY_IS_NOT_REGISTERED_ERROR", "30")
        if self._is_too_fast():
            return _gateway_json(_TOO_FAST)
        self._calls[service] += 1
        if self._calls[service] > self.calls_a_day:
            return _gateway_xml(_USED_UP, "22")
        return None

    def _found(self, service: str, operation: str, asked: Asked) -> list[Row]:
        rows = self.rows[service]
        if operation == "ldongCode2":
            return _codes(
                DISTRICTS.get(asked.get("lDongRegnCd", ""), ()) if "lDongRegnCd" in asked else REGIONS
            )
        if operation == "lclsSystmCode2":
            above = asked.get("lclsSystm2") or asked.get("lclsSystm1")
            return _codes(NARROWER_CLASSES.get(above, ()) if above else CLASSES)
        if operation.startswith("detail"):
            content_id = self.details_are_of or asked["contentId"]
            return [row for shown in _shown(rows, content_id) for row in _DETAILS[operation](shown)]
        found = [row for row in rows if _fits(row, asked)]
        if operation == "areaBasedSyncList2":
            return _arranged([_without(row, _HIDDEN - {"showflag", "oldContentid"}) for row in found], asked)
        found = [row for row in found if row["showflag"] == "1"]
        return _arranged(list(_listed(operation, found, asked)), asked)

    def _is_too_fast(self) -> bool:
        now = time.monotonic()
        while self._recent and self._recent[0] < now - 1:
            self._recent.popleft()
        self._recent.append(now)
        return self.most_a_second is not None and len(self._recent) > self.most_a_second


class CutConnection(Response):
    """Promises more than it sends, so that the connection is cut in the middle of the answer."""

    def __init__(self, sent: bytes = b"") -> None:
        super().__init__(sent)
        self._sent = sent

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        begin: Message = {
            "type": "http.response.start",
            "status": 200,
            "headers": [(b"content-length", b"5000"), (b"content-type", b"application/json")],
        }
        await send(begin)
        await send({"type": "http.response.body", "body": self._sent, "more_body": True})


_SPOILT: dict[Fault, Callable[[], Response]] = {
    "the key is unknown, as XML": lambda: _gateway_xml("SERVICE_KEY_IS_NOT_REGISTERED_ERROR", "30"),
    "the key is unknown, as JSON": lambda: _gateway_json(
        "SERVICE_KEY_IS_NOT_REGISTERED_ERROR", "30", status=403
    ),
    "the service is not applied for": lambda: PlainTextResponse("Forbidden", 403),
    "the quota is used up, as XML": lambda: _gateway_xml(_USED_UP, "22"),
    "the quota is used up, as JSON": lambda: JSONResponse(
        {"response": {"header": {"resultCode": "22", "resultMsg": _USED_UP}}}
    ),
    "the quota is used up, as a bare status": lambda: Response(status_code=429),
    "it is asked too fast": lambda: _gateway_json(_TOO_FAST),
    "a parameter is missing": lambda: _flat("11", "NO_MANDATORY_REQUEST_PARAMETERS_ERROR1(contentId)"),
    "there is no data": lambda: _flat("03", "NODATA_ERROR"),
    "unexpected errors": lambda: PlainTextResponse("Unexpected errors"),
    "it fails": lambda: PlainTextResponse("Internal Server Error", 500),
    "it answers garbage": lambda: Response(
        b'{"response": {"header": {"resultCode": "00', media_type="application/json"
    ),
    "it answers a page of a portal": lambda: Response(
        b"<!doctype html><h1>Welcome</h1>", media_type="text/html"
    ),
    "it breaks off": lambda: CutConnection(b'{"response": {"header": '),
    "it cuts the connection": CutConnection,
}


def _refused(operation: str, asked: Asked) -> Response | None:
    if missing := _missing(operation, asked):
        return _flat("11", f"NO_MANDATORY_REQUEST_PARAMETERS_ERROR1({missing})")
    if operation == "locationBasedList2" and not 0 < float(asked["radius"]) <= 20_000:
        return _flat("10", "INVALID_REQUEST_PARAMETER_ERROR(radius)")
    return None


def _listing(
    found: Sequence[Row], number: int, size: int, type_: str | None, fault: Fault | None
) -> Response:
    """`numOfRows` in the answer is the number of rows in it; without any, `items` is an empty text."""
    rows = list(found[(number - 1) * size : number * size])
    if fault == "numbers come as numbers":
        rows = [{name: _as_number(name, value) for name, value in row.items()} for row in rows]
    item: Any = rows[0] if fault == "one item comes as an object" and len(rows) == 1 else rows
    body = {
        "items": {"item": item} if rows else "",
        "numOfRows": len(rows),
        "pageNo": number,
        "totalCount": len(found),
    }
    header = {"resultCode": "0000", "resultMsg": "OK"}
    if type_ == "json":
        return JSONResponse({"response": {"header": header, "body": body}})
    return _xml("response", {"header": header, "body": body})


def _as_number(name: str, value: Any) -> Any:
    """As JSON of 2018 had it: ids, dates and most positions as numbers."""
    if name in {"title", "addr1", "addr2"} or not isinstance(value, str) or not value:
        return value
    try:
        return float(value) if "." in value else int(value)
    except ValueError:
        return value


def _missing(operation: str, asked: Asked) -> str | None:
    """The first parameter that must be there; names are case-sensitive, and some need another above them."""
    needed: Iterable[str] = ("MobileOS", "MobileApp", *_REQUIRED[operation])
    above = (parent for child, parent in _PARENTS.items() if asked.get(child))
    return next((name for name in (*needed, *above) if not asked.get(name)), None)


def _fits(row: Row, asked: Asked) -> bool:
    return all(
        row.get(name) == asked[parameter] for parameter, name in _FILTERS.items() if asked.get(parameter)
    )


def _listed(operation: str, rows: Iterable[Row], asked: Asked) -> Iterable[Row]:
    for row in rows:
        plain = _without(row, _HIDDEN)
        match operation:
            case "locationBasedList2":
                metres = _metres(row, asked)
                if metres <= float(asked["radius"]):
                    yield plain | {"dist": str(metres)}
            case "searchKeyword2":
                if unquote(asked["keyword"]) in row["title"]:
                    yield plain
            case "searchFestival2":
                if row["contenttypeid"] in _FESTIVALS and row["eventstartdate"] >= asked["eventStartDate"]:
                    dates = {name: row[name] for name in ("eventstartdate", "eventenddate")}
                    yield plain | dates | {"progresstype": "선택안함", "festivaltype": ""}
            case "searchStay2":
                if row["contenttypeid"] in _STAYS:
                    yield plain
            case _:
                yield plain


def _arranged(rows: list[Row], asked: Asked) -> list[Row]:
    match asked.get("arrange", "A"):
        case "C" | "Q":
            return sorted(rows, key=lambda row: row["modifiedtime"], reverse=True)
        case "D" | "R":
            return sorted(rows, key=lambda row: row["createdtime"], reverse=True)
        case "E" | "S":
            return sorted(rows, key=lambda row: float(row.get("dist", 0)))
        case _:
            return sorted(rows, key=lambda row: row["title"])


def _shown(rows: Iterable[Row], content_id: str) -> list[Row]:
    return [row for row in rows if row["contentid"] == content_id and row["showflag"] == "1"]


def _common(row: Row) -> list[Row]:
    link = f'<a href="https://example.kr/{row["contentid"]}" target="_blank" title="새창">홈페이지</a>'
    return [_without(row, _HIDDEN - {"overview"}) | {"telname": "", "homepage": link}]


def _introduction(row: Row) -> list[Row]:
    """Each kind has fields of its own, and a festival neither hours nor closing days; a row may say otherwise."""
    both = {"contentid": row["contentid"], "contenttypeid": row["contenttypeid"]}
    said = ("09:00~18:00<br>\n(입장마감 17:00)", "매주 월요일", "가능", "")
    texts = dict(zip(_INTRODUCTIONS.get(row["contenttypeid"], ()), said, strict=False))
    return [both | texts | row.get("introduction", {})]


def _details(row: Row) -> list[Row]:
    both = {"contentid": row["contentid"], "contenttypeid": row["contenttypeid"]}
    return [both | {"fldgubun": "3", "infoname": "화장실", "infotext": "있음", "serialnum": "0"}]


def _images(row: Row) -> list[Row]:
    if not row["firstimage"]:
        return []
    return [
        {
            "contentid": row["contentid"],
            "originimgurl": row["firstimage"],
            "smallimageurl": row["firstimage"].replace("image2", "image3"),
            "imgname": row["title"],
            "cpyrhtDivCd": row["cpyrhtDivCd"],
            "serialnum": "1",
        }
    ]


_DETAILS: dict[str, Callable[[Row], list[Row]]] = {
    "detailCommon2": _common,
    "detailIntro2": _introduction,
    "detailInfo2": _details,
    "detailImage2": _images,
}


def _codes(codes: Iterable[tuple[str, str]]) -> list[Row]:
    return [{"rnum": number, "code": code, "name": name} for number, (code, name) in enumerate(codes, 1)]


def _without(row: Row, names: set[str]) -> Row:
    return {name: value for name, value in row.items() if name not in names}


def _metres(row: Row, asked: Asked) -> float:
    here, there = (float(row["mapy"]), float(row["mapx"])), (float(asked["mapY"]), float(asked["mapX"]))
    return metres_between(here, there)


def _flat(code: str, message: str) -> Response:
    return JSONResponse({"responseTime": "2026-11-01T12:00:00.000", "resultCode": code, "resultMsg": message})


def _gateway_json(message: str, code: str | None = None, *, status: int = 200) -> Response:
    header = {"errMsg": message} if code is None else {"errMsg": "SERVICE ERROR", "returnAuthMsg": message}
    if code is not None:
        header["returnReasonCode"] = code
    return JSONResponse({"OpenAPI_ServiceResponse": {"cmmMsgHeader": header}}, status)


def _gateway_xml(message: str, code: str) -> Response:
    header = {"errMsg": "SERVICE ERROR", "returnAuthMsg": message, "returnReasonCode": code}
    return _xml("OpenAPI_ServiceResponse", {"cmmMsgHeader": header})


def _xml(name: str, value: Any) -> Response:
    return Response(f'<?xml version="1.0" encoding="UTF-8"?>{_element(name, value)}', media_type="text/xml")


def _element(name: str, value: Any) -> str:
    if isinstance(value, list):
        return "".join(_element(name, part) for part in value)  # pyright: ignore[reportUnknownVariableType]
    if isinstance(value, dict):
        inside = "".join(_element(key, part) for key, part in value.items())  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
        return f"<{name}>{inside}</{name}>"
    return f"<{name}>{escape(str(value))}</{name}>"
