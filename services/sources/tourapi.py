"""The Korea Tourism Organization's TourAPI: five language services, asked within what they allow."""

import asyncio
import logging
import random
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeVar
from urllib.parse import unquote

import httpx
import structlog

from models.language import Language
from services.errors import Unavailable
from services.geography import Point
from services.sources import tourapi_answers as answers
from services.sources.circuit import Circuit, CircuitState
from services.sources.quota import DailyQuota, Spacing
from services.sources.tourapi_answers import (
    Code,
    Common,
    Detail,
    Image,
    Introduction,
    Item,
    Listed,
    Page,
    Refusal,
    Unreadable,
)

log = structlog.get_logger()

SOURCE = "tourapi"
ADDRESS = "https://apis.data.go.kr/B551011"
SERVICES: dict[Language, str] = {
    Language.KO: "KorService2",
    Language.EN: "EngService2",
    Language.JA: "JpnService2",
    Language.ZH_HANS: "ChsService2",
    Language.ZH_HANT: "ChtService2",
}
ROWS = 100
"""Rows of a page; whether more are served is disputed."""
CALLS_A_DAY = 1_000
"""Of each service, with a development key."""

_TRIES = 3
_PATIENCE_S = 10.0
_FIRST_PAUSE_S = 0.5
_WANT = {"MobileOS": "ETC", "MobileApp": "FFFF", "_type": "json"}
_HEADERS = {"User-Agent": "Mozilla/5.0 (compatible; FFFF)"}  # a User-Agent that is no browser's may get 403
_KEY_CODES = {"20", "21", "30", "31", "32", "33"}
_OUR_FAULT_CODES = {"10", "11", "12"}
_T = TypeVar("_T")


class TourApiUnavailable(Unavailable):
    """The service is away, or what it says cannot be read."""

    code = "tourapi_unavailable"
    message = "The Korea Tourism Organization's service is not responding. Please try again in a few minutes."


class TourApiRests(TourApiUnavailable):
    """It has failed so often that it is not asked for a while."""

    code = "tourapi_rests"
    message = (
        "The Korea Tourism Organization's service has failed several times, so we are giving it a minute."
    )


class QuotaUsedUp(Unavailable):
    """No more calls of one service today."""

    code = "tourapi_quota_used_up"
    message = "Today's calls to {service} are used up. They start again at midnight in Seoul."


class KeyRefused(Unavailable):
    """The key is unknown, expired, suspended, or not applied for with this service."""

    code = "tourapi_key_refused"
    message = "{service} rejected the key: {reason}"


class RequestRefused(Unavailable):
    """We asked in a way that the service does not understand."""

    code = "tourapi_request_refused"
    message = "{service} does not understand the request: {reason}"


class _TooFast(Exception):
    """Too many calls within a second, or a bare 429, which may also mean the day's end of calls."""


class _Failed(Exception):
    """Something that may well work at the next try."""


class TourApi:
    """Asks the services; the key is taken as it is issued, encoded or decoded, and is in no log and no error.

    Every question raises, all of them below `Unavailable`:
        TourApiUnavailable: no readable answer after several tries; TourApiRests when it was not even asked.
        QuotaUsedUp: counted here, or said by the service.
        KeyRefused, RequestRefused
    """

    def __init__(
        self,
        key: str,
        *,
        address: str = ADDRESS,
        quota: DailyQuota | None = None,
        circuit: Circuit | None = None,
        patience_s: float = _PATIENCE_S,
        first_pause_s: float = _FIRST_PAUSE_S,
        gap_s: float = 0.12,
    ) -> None:
        self._key = unquote("".join(key.split()))
        self._address = address.rstrip("/")
        self._quota = quota or DailyQuota("tourapi", CALLS_A_DAY)
        self._circuit = circuit or Circuit()
        self._patience_s = patience_s
        self._first_pause_s = first_pause_s
        self._spacing = Spacing(at_once=4, gap_s=gap_s)
        self._http = httpx.AsyncClient(headers=_HEADERS, timeout=patience_s)
        logging.getLogger("httpx").addFilter(_tells_no_key)

    @property
    def state(self) -> CircuitState:
        return self._circuit.state

    async def close(self) -> None:
        await self._http.aclose()
        await self._quota.close()

    async def places(
        self,
        language: Language,
        *,
        page: int = 1,
        rows: int = ROWS,
        kind: str = "",
        region_code: str = "",
        district_code: str = "",
    ) -> Page[Listed]:
        """areaBasedList2, last changed first. A district needs its region; `kind` is the language's own number."""
        want = {
            "arrange": "C",
            "contentTypeId": kind,
            "lDongRegnCd": region_code,
            "lDongSignguCd": district_code,
        }
        return await self._page(language, "areaBasedList2", page, rows, want, answers.listed)

    async def changes(self, language: Language, *, page: int = 1, rows: int = ROWS) -> Page[Listed]:
        """areaBasedSyncList2, last changed first, with the withdrawn."""
        return await self._page(language, "areaBasedSyncList2", page, rows, {"arrange": "C"}, answers.listed)

    async def near(
        self, language: Language, point: Point, metres: int, *, page: int = 1, rows: int = ROWS
    ) -> Page[Listed]:
        """locationBasedList2, nearest first; at most 20 km around."""
        want = {
            "arrange": "E",
            "mapX": f"{point.lng}",
            "mapY": f"{point.lat}",
            "radius": f"{min(metres, 20_000)}",
        }
        return await self._page(language, "locationBasedList2", page, rows, want, answers.listed)

    async def search(
        self, language: Language, keyword: str, *, page: int = 1, rows: int = ROWS
    ) -> Page[Listed]:
        """searchKeyword2: titles that hold the word."""
        return await self._page(language, "searchKeyword2", page, rows, {"keyword": keyword}, answers.listed)

    async def festivals(
        self, language: Language, since: date, *, page: int = 1, rows: int = ROWS
    ) -> Page[Listed]:
        """searchFestival2. Whether `since` bounds the first day or the last is disputed: ask a year back."""
        want = {"arrange": "C", "eventStartDate": f"{since:%Y%m%d}"}
        return await self._page(language, "searchFestival2", page, rows, want, answers.listed)

    async def stays(self, language: Language, *, page: int = 1, rows: int = ROWS) -> Page[Listed]:
        """searchStay2."""
        return await self._page(language, "searchStay2", page, rows, {"arrange": "C"}, answers.listed)

    async def common(self, language: Language, content_id: str) -> Common | None:
        """detailCommon2; None when the service of this language knows no such id (ids differ between languages)."""
        want = {"contentId": content_id}
        return _only(await self._page(language, "detailCommon2", 1, 1, want, answers.common))

    async def introduction(self, language: Language, content_id: str, kind: str) -> Introduction | None:
        """detailIntro2; `kind` is the language's own number."""
        want = {"contentId": content_id, "contentTypeId": kind}
        return _only(await self._page(language, "detailIntro2", 1, 1, want, answers.introduction))

    async def details(self, language: Language, content_id: str, kind: str) -> tuple[Detail, ...]:
        """detailInfo2; `kind` is the language's own number."""
        want = {"contentId": content_id, "contentTypeId": kind}
        return (await self._page(language, "detailInfo2", 1, ROWS, want, answers.detail)).rows

    async def images(self, language: Language, content_id: str) -> tuple[Image, ...]:
        """detailImage2."""
        want = {"contentId": content_id, "imageYN": "Y"}
        return (await self._page(language, "detailImage2", 1, ROWS, want, answers.image)).rows

    async def districts(self, language: Language, region_code: str = "") -> tuple[Code, ...]:
        """ldongCode2: the regions, or the districts of one."""
        want = {"lDongRegnCd": region_code}
        return (await self._page(language, "ldongCode2", 1, ROWS, want, answers.code)).rows

    async def classes(self, language: Language, *above: str) -> tuple[Code, ...]:
        """lclsSystmCode2: the widest classes, or those below one or two."""
        want = {f"lclsSystm{level}": code for level, code in enumerate(above, start=1)}
        return (await self._page(language, "lclsSystmCode2", 1, ROWS, want, answers.code)).rows

    async def _page(
        self,
        language: Language,
        operation: str,
        page: int,
        rows: int,
        want: Mapping[str, str],
        read: Callable[[Item], _T | None],
    ) -> Page[_T]:
        asked = {name: value for name, value in want.items() if value}
        items, body = await self._ask(
            SERVICES[language], operation, {"pageNo": f"{page}", "numOfRows": f"{rows}", **asked}
        )
        return answers.page_of(items, body, page, read)

    async def _ask(
        self, service: str, operation: str, want: Mapping[str, str]
    ) -> tuple[list[Item], dict[str, Any]]:
        if not self._circuit.lets_through():
            raise TourApiRests
        try:
            answer = await self._try_several_times(service, operation, want)
        except TourApiUnavailable:
            self._circuit.failed()
            raise
        except (KeyRefused, RequestRefused):
            self._circuit.succeeded()  # a refusal is an answer too
            raise
        finally:
            self._circuit.ended()
        self._circuit.succeeded()
        return answer

    async def _try_several_times(
        self, service: str, operation: str, want: Mapping[str, str]
    ) -> tuple[list[Item], dict[str, Any]]:
        pause = self._first_pause_s
        for left in reversed(range(_TRIES)):
            if not await self._quota.spend(service):
                raise QuotaUsedUp(service=service)
            try:
                return await self._try_once(service, operation, want)
            except _TooFast as reason:
                if not left and not str(reason):
                    await self._quota.use_up(service)
                    raise QuotaUsedUp(service=service) from None
                log.info("tourapi_too_fast", service=service, operation=operation)
            except _Failed as reason:
                log.warning("tourapi_failed", service=service, operation=operation, reason=str(reason))
            if left:
                await asyncio.sleep(pause * random.uniform(0.5, 1.5))  # noqa: S311
                pause *= 2
        raise TourApiUnavailable

    async def _try_once(
        self, service: str, operation: str, want: Mapping[str, str]
    ) -> tuple[list[Item], dict[str, Any]]:
        try:
            async with self._spacing.turn(), asyncio.timeout(self._patience_s):
                response = await self._http.get(
                    f"{self._address}/{service}/{operation}",
                    params={"serviceKey": self._key, **_WANT, **want},
                )
            answer = answers.items_of(response.content, response.status_code)
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError, Unreadable) as error:
            # The text of httpx' errors may hold the address, and so the key.
            raise _Failed(str(error) if isinstance(error, Unreadable) else type(error).__name__) from None
        if isinstance(answer, Refusal):
            raise await self._meaning_of(answer, service)
        return answer

    async def _meaning_of(self, refusal: Refusal, service: str) -> Exception:
        """Return what to raise; a refusal's text is believed before its number, since guides mix numbers up."""
        said, number = refusal.reason.upper(), refusal.code.removeprefix("00") or refusal.code
        if "PER_SECOND" in said:
            return _TooFast(refusal.reason)
        if "NUMBER_OF_SERVICE_REQUESTS" in said or (number == "22" and not said):
            await self._quota.use_up(service)
            return QuotaUsedUp(service=service)
        reason = self._without_key(refusal.reason)
        if "KEY" in said or number in _KEY_CODES or (not number and refusal.status in {401, 403}):
            return KeyRefused(service=service, reason=reason or f"status {refusal.status}")
        if number in _OUR_FAULT_CODES or (not number and refusal.status in {400, 404}):
            return RequestRefused(service=service, reason=reason or f"status {refusal.status}")
        if refusal.status == 429:
            return _TooFast()
        return _Failed(f"{refusal.code} {reason} at status {refusal.status}".strip())

    def _without_key(self, text: str) -> str:
        return text.replace(self._key, "…") if self._key else text


def _only(page: Page[_T]) -> _T | None:
    return page.rows[0] if page.rows else None


def _tells_no_key(record: logging.LogRecord) -> bool:
    """Keep the addresses that httpx logs out of the log when there is a key in them."""
    return "serviceKey=" not in record.getMessage()
