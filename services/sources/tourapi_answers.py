"""What TourAPI answers, turned into types at the door: every field may be missing, empty, a number or a string.

The protocol as it was seen: `response.body.items` is "" when there is nothing, its `item` a list or, for one thing
alone, sometimes an object. Errors come in four shapes: XML of the gateway, the same as JSON, flat JSON of the
service at status 200, and plain text or an empty body with a status.
"""

import html
import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Generic, TypeVar, cast
from zoneinfo import ZoneInfo

import orjson

from services.geography import Point
from services.plain_text import one_line, several_lines

_SEOUL = ZoneInfo("Asia/Seoul")
_GATEWAY_FIELD = re.compile(r"<(errMsg|returnAuthMsg|returnReasonCode)>\s*([^<]*?)\s*</")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
_LINK = re.compile(r"""href\s*=\s*["']?(https?://[^\s"'<>]+)""", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://[^\s\"'<>]+")
_T = TypeVar("_T")

Item = Mapping[str, Any]


class Kind(StrEnum):
    """What something is, by the Korean service's number; the other languages' numbers are brought to these."""

    ATTRACTION = "12"
    CULTURE = "14"
    FESTIVAL = "15"
    COURSE = "25"
    LEISURE = "28"
    STAY = "32"
    SHOPPING = "38"
    FOOD = "39"
    TRANSPORT = "77"


KINDS = {kind.value: kind for kind in Kind} | {
    "76": Kind.ATTRACTION,
    "78": Kind.CULTURE,
    "85": Kind.FESTIVAL,
    "75": Kind.LEISURE,
    "80": Kind.STAY,
    "79": Kind.SHOPPING,
    "82": Kind.FOOD,
}


@dataclass(frozen=True, slots=True)
class Image:
    """An official picture over https; `licence` is Type1 (credit it) or Type3 (credit it and change nothing)."""

    url: str
    licence: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """One row of a list. Withdrawn rows (`is_shown` false) have neither region nor classes.

    `region_code` and `district_code` are those of legal districts, `classes` the lclsSystm codes from wide to narrow;
    areacode and cat1 to cat3 are blank on newer rows and not read. `distance_m`, `starts_on` and `ends_on` come from
    the lists that have them.
    """

    content_id: str
    kind: Kind | None
    title: str
    address: str
    point: Point | None
    phone: str
    image: Image | None
    region_code: str
    district_code: str
    classes: tuple[str, ...]
    modified_at: datetime | None
    is_shown: bool = True
    distance_m: float | None = None
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class Common:
    """What detailCommon2 adds to a row of a list."""

    listed: Listed
    overview: str
    homepage: str | None


@dataclass(frozen=True, slots=True)
class Introduction:
    """The free text of detailIntro2, whose fields depend on the kind; `more` has all of them by their own names."""

    content_id: str
    kind: Kind | None
    hours: str
    closed: str
    admission: str
    stay: str
    parking: str
    enquiries: str
    more: dict[str, str]


@dataclass(frozen=True, slots=True)
class Detail:
    """One named text of detailInfo2; for a stay it is a room, and everything is in `more`."""

    name: str
    text: str
    more: dict[str, str]


@dataclass(frozen=True, slots=True)
class Code:
    """A code of ldongCode2 or lclsSystmCode2 with its name in the service's language."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Page(Generic[_T]):
    """Some rows of a list; `total` counts all pages, `rejected` the rows of this one without id or title."""

    rows: tuple[_T, ...]
    number: int
    total: int
    rejected: int = 0


@dataclass(frozen=True, slots=True)
class Refusal:
    """An error in whichever of its shapes it came."""

    code: str
    reason: str
    status: int


class Unreadable(ValueError):
    """The answer is in none of the shapes that TourAPI has."""


def items_of(body: bytes, status: int) -> "tuple[list[Item], dict[str, Any]] | Refusal":
    """Return the items of an answer and the body around them, or the refusal it is.

    Raises:
        Unreadable
    """
    text = body.decode("utf-8", "replace").strip()
    if not text.startswith("{"):
        return _refusal_in_text(text, status)
    try:
        document = _object(orjson.loads(text.encode()))
    except orjson.JSONDecodeError as error:
        raise Unreadable("broken JSON") from error
    if gateway := _object(document.get("OpenAPI_ServiceResponse")):
        return _gateway_refusal(_object(gateway.get("cmmMsgHeader")), status)
    response = _object(document.get("response"))
    header = _object(response.get("header")) or document
    code = text_of(header, "resultCode")
    if code in {"03", "0003"}:
        return [], {}
    if code not in {"0000", "00"}:
        if not code:
            raise Unreadable("JSON without a result code")
        return Refusal(code, text_of(header, "resultMsg"), status)
    if status >= 400 or not response:
        raise Unreadable(f"success at status {status}")
    inside = _object(response.get("body"))
    return list(_items(inside.get("items"))), inside


def page_of(
    items: list[Item], body: Mapping[str, Any], number: int, read: Callable[[Item], _T | None]
) -> Page[_T]:
    rows = tuple(row for item in items if (row := read(item)) is not None)
    total = int(number_of(body, "totalCount") or 0)
    return Page(rows, number, total, rejected=len(items) - len(rows))


def listed(item: Item) -> Listed | None:
    """Read a row of a list; None when it has no id or no title."""
    content_id, title = text_of(item, "contentid"), one_line(html.unescape(text_of(item, "title")))
    if not content_id or not title:
        return None
    lines = (one_line(html.unescape(text_of(item, name))) for name in ("addr1", "addr2"))
    return Listed(
        content_id=content_id,
        kind=_kind(item),
        title=title,
        address=_joined(*lines),
        point=_point(item),
        phone=one_line(text_of(item, "tel")),
        image=_image(item, "firstimage"),
        region_code=text_of(item, "lDongRegnCd"),
        district_code=text_of(item, "lDongSignguCd"),
        classes=tuple(code for level in "123" if (code := text_of(item, f"lclsSystm{level}"))),
        modified_at=_instant(text_of(item, "modifiedtime")),
        is_shown=text_of(item, "showflag") != "0",
        distance_m=number_of(item, "dist"),
        starts_on=day_of(text_of(item, "eventstartdate")),
        ends_on=day_of(text_of(item, "eventenddate")),
    )


def common(item: Item) -> Common | None:
    row = listed(item)
    if row is None:
        return None
    homepage = text_of(item, "homepage")
    link = _LINK.search(homepage) or _ADDRESS.search(homepage)
    return Common(
        listed=row,
        overview=prose(text_of(item, "overview")),
        homepage=html.unescape(link[link.lastindex or 0]) if link else None,
    )


def introduction(item: Item) -> Introduction | None:
    content_id = text_of(item, "contentid")
    if not content_id:
        return None
    texts = _texts(item)
    checked_in = [texts[name] for name in ("checkintime", "checkouttime") if name in texts]
    return Introduction(
        content_id=content_id,
        kind=_kind(item),
        hours=_first(
            texts, "usetime", "usetimeculture", "usetimeleports", "opentime", "opentimefood", "playtime"
        )
        or " – ".join(checked_in),
        closed=_first(
            texts, "restdate", "restdateculture", "restdateleports", "restdateshopping", "restdatefood"
        ),
        admission=_first(texts, "usefee", "usefeeleports", "usetimefestival"),
        stay=_first(texts, "spendtime", "spendtimefestival"),
        parking=_starting(texts, "parking"),
        enquiries=_starting(texts, "infocenter"),
        more=texts,
    )


def detail(item: Item) -> Detail:
    return Detail(
        name=one_line(text_of(item, "infoname")), text=prose(text_of(item, "infotext")), more=_texts(item)
    )


def image(item: Item) -> Image | None:
    return _image(item, "originimgurl")


def code(item: Item) -> Code | None:
    found = Code(text_of(item, "code"), one_line(text_of(item, "name")))
    return found if found.code else None


def text_of(item: Item, name: str) -> str:
    """Return a field as text; what is missing, null or no plain value is an empty one."""
    value = item.get(name)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip() if isinstance(value, str | int | float) else ""


def number_of(item: Item, name: str) -> float | None:
    try:
        number = float(text_of(item, name))
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def day_of(text: str) -> date | None:
    """Read YYYYMMDD; None for what is no day, as 20261340 or 0."""
    try:
        return datetime.strptime(text, "%Y%m%d").replace(tzinfo=_SEOUL).date() if len(text) == 8 else None
    except ValueError:
        return None


def prose(markup: str) -> str:
    """Return free text without its tags and entities; <br> is a line."""
    lines = several_lines(html.unescape(_TAG.sub("", _BREAK.sub("\n", markup)))).splitlines()
    return "\n".join(line for line in lines if line)


def _refusal_in_text(text: str, status: int) -> Refusal:
    fields: dict[str, str] = dict(_GATEWAY_FIELD.findall(text))
    if fields:
        return _gateway_refusal(fields, status)
    if status == 200 and not text.startswith("Unexpected"):
        raise Unreadable("neither JSON nor an error")
    return Refusal("", text[:80], status)


def _gateway_refusal(header: Mapping[str, Any], status: int) -> Refusal:
    reason = text_of(header, "returnAuthMsg") or text_of(header, "errMsg")
    return Refusal(text_of(header, "returnReasonCode"), reason, status)


def _items(items: object) -> Iterator[Item]:
    found = _object(items).get("item")
    if isinstance(found, dict):
        yield cast("Item", found)
    elif isinstance(found, list):
        for item in cast("list[Any]", found):
            if isinstance(item, dict):
                yield cast("Item", item)


def _object(value: object) -> dict[str, Any]:
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}


def _kind(item: Item) -> Kind | None:
    number = text_of(item, "contenttypeid")
    return KINDS.get(number)


def _point(item: Item) -> Point | None:
    lat, lng = number_of(item, "mapy"), number_of(item, "mapx")
    if lat is None or lng is None or not (32 <= lat <= 39 and 124 <= lng <= 132):
        return None
    return Point(round(lat, 7), round(lng, 7))


def _image(item: Item, name: str) -> Image | None:
    address = text_of(item, name)
    if not _ADDRESS.fullmatch(address):
        return None
    licence = text_of(item, "cpyrhtDivCd")
    return Image(f"https://{address.partition('://')[2]}", licence, one_line(text_of(item, "imgname")))


def _instant(text: str) -> datetime | None:
    """Read YYYYMMDDhhmmss of Seoul's clock; some rows hold a short number instead."""
    try:
        return datetime.strptime(text, "%Y%m%d%H%M%S").replace(tzinfo=_SEOUL) if len(text) == 14 else None
    except ValueError:
        return None


def _joined(first: str, second: str) -> str:
    return first if not second or second in first else f"{first} {second}".strip()


def _texts(item: Item) -> dict[str, str]:
    texts = {name: prose(text_of(item, name)) for name in item}
    return {name: text for name, text in texts.items() if text and name not in {"contentid", "contenttypeid"}}


def _first(texts: Mapping[str, str], *names: str) -> str:
    return next((texts[name] for name in names if name in texts), "")


def _starting(texts: Mapping[str, str], start: str) -> str:
    return next((text for name, text in texts.items() if name.startswith(start)), "")
