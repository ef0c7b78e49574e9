"""Google Maps through `googlemaps`: ways, addresses, places and their photos, asked off the event loop.

Its terms are kept by whoever shows what comes: named beside it, not drawn on a map of ours, and not kept (a place's id
may be). In Korea it often knows no way on foot or by car; that is an answer like any other.
"""

import asyncio
import contextlib
import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any, TypeVar, cast
from zoneinfo import ZoneInfo

import googlemaps
import requests
import structlog
from googlemaps.exceptions import ApiError, HTTPError, Timeout, TransportError

from models.language import Language
from services.errors import Unavailable
from services.geography import Point
from services.sources import google_answers as answers
from services.sources.circuit import Circuit, CircuitState
from services.sources.google_answers import FoundPlace, Located, PlaceDetails, Route
from services.sources.quota import DailyQuota
from services.travel_time import Mode

__all__ = [
    "FoundPlace",
    "GoogleKeyRefused",
    "GoogleMaps",
    "GoogleQuotaUsedUp",
    "GoogleRequestRefused",
    "GoogleRests",
    "GoogleUnavailable",
    "Located",
    "PlaceDetails",
    "Route",
]

log = structlog.get_logger()

ADDRESS = "https://maps.googleapis.com"
KEY_BEGINS = "AIza"
"""How every key of Google's begins; its client takes no other."""
CALLS_A_DAY = 300
"""Of each kind, so that a month stays below ten thousand."""

_SEOUL = ZoneInfo("Asia/Seoul")
_PATIENCE_S = 2.0
_AT_ONCE = 4
_MODES = {Mode.FOOT: "walking", Mode.TRANSIT: "transit", Mode.CAR: "driving"}
_LANGUAGES = {Language.ZH_HANS: "zh-CN", Language.ZH_HANT: "zh-TW"}
_SHOWN = ["place_id", "name", "rating", "user_ratings_total", "opening_hours", "photo", "url"]
_WEEK = timedelta(days=7)
_T = TypeVar("_T")


class GoogleUnavailable(Unavailable):
    """It is away, or what it says cannot be read."""

    code = "google_unavailable"
    message = "Google Maps is not responding. Please try again in a few minutes."


class GoogleRests(GoogleUnavailable):
    """It has failed so often that it is not asked for a while."""

    code = "google_rests"
    message = "Google Maps has failed several times, so we are giving it a minute."


class GoogleQuotaUsedUp(Unavailable):
    """No more questions of one kind today, by our own count or by Google's."""

    code = "google_quota_used_up"
    message = "Today's requests to Google Maps are used up."


class GoogleKeyRefused(Unavailable):
    """The key is unknown, expired, restricted, or not enabled for what was asked."""

    code = "google_key_refused"
    message = "Google Maps rejected the key."


class GoogleRequestRefused(Unavailable):
    """We asked for something that it does not have, or in a way that it does not understand."""

    code = "google_request_refused"
    message = "Google Maps does not accept the request: {reason}"


class _Status(Exception):
    """The HTTP status of an answer that is a failure."""

    def __init__(self, status: int) -> None:
        self.status = status
        super().__init__(status)


class _Failed(Exception):
    """Why a question has no answer; holds nothing of its address, in which the key stands."""


class GoogleMaps:
    """Asks Google with one key, which is in no log and no error. No question is repeated by itself.

    Every question raises, all of them below `Unavailable`:
        GoogleUnavailable: no readable answer in time; GoogleRests when it was not even asked.
        GoogleQuotaUsedUp: counted here, or said by Google.
        GoogleKeyRefused, GoogleRequestRefused
    """

    def __init__(
        self,
        key: str,
        *,
        address: str = ADDRESS,
        quota: DailyQuota | None = None,
        circuit: Circuit | None = None,
        patience_s: float = _PATIENCE_S,
        now: Callable[[], datetime] = lambda: datetime.now(_SEOUL),
    ) -> None:
        self._key = key
        self._address = address.rstrip("/")
        self._quota = quota or DailyQuota("google", CALLS_A_DAY)
        self._circuit = circuit or Circuit()
        self._patience_s = patience_s
        self._now = now
        self._at_once = asyncio.Semaphore(_AT_ONCE)
        self._threads = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="google")
        self._of_thread = threading.local()
        self._sessions: list[requests.Session] = []
        logging.getLogger("urllib3.connectionpool").addFilter(_tells_no_key)

    @property
    def state(self) -> CircuitState:
        return self._circuit.state

    async def close(self) -> None:
        """Wait for what is still being asked, though not for ever."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self._patience_s):
                await asyncio.to_thread(self._threads.shutdown, cancel_futures=True)
        for session in self._sessions:
            session.close()
        await self._quota.close()

    async def way(self, start: Point, end: Point, mode: Mode, departure: datetime) -> Route | None:
        """Directions: the best way when one leaves at `departure`, on Seoul's clock; None where it knows none.

        It answers for the week to come alone, so another day is asked about as its next weekday of the same name.
        """
        leaves = self._askable(departure)
        return await self._ask(
            "directions",
            lambda client: answers.route(
                client.directions(
                    (start.lat, start.lng), (end.lat, end.lng), _MODES[mode], departure_time=leaves
                )
            ),
        )

    async def locate(self, address: str, language: Language) -> tuple[Located, ...]:
        """Geocoding: where an address of Korea is, the best answer first."""
        return await self._ask(
            "geocoding",
            lambda client: answers.located(
                client.geocode(
                    address, components={"country": "KR"}, region="kr", language=_written(language)
                )
            ),
        )

    async def places(self, words: str, near: Point, language: Language) -> tuple[FoundPlace, ...]:
        """Text search: places by what they are called, those near a point before others."""
        return await self._ask(
            "places",
            lambda client: answers.places(
                client.places(
                    words,
                    location=(near.lat, near.lng),
                    radius=2_000,
                    region="kr",
                    language=_written(language),
                )
            ),
        )

    async def details(self, place_id: str, language: Language) -> PlaceDetails:
        """Place details: its rating, its hours in words, and the references of its photos."""
        return await self._ask(
            "details",
            lambda client: answers.details(
                client.place(place_id, fields=_SHOWN, language=_written(language))
            ),
        )

    async def photo(self, reference: str, *, width: int) -> bytes:
        """Place photo: the picture itself, at most so many pixels wide."""
        return await self._ask(
            "photos", lambda client: b"".join(client.places_photo(reference, max_width=width))
        )

    def _askable(self, departure: datetime) -> datetime:
        now = self._now()
        leaves = departure.replace(tzinfo=_SEOUL)
        return leaves - ((leaves - now) // _WEEK) * _WEEK

    async def _ask(self, what: str, work: Callable[[Any], _T]) -> _T:
        async with self._at_once:
            if not self._circuit.lets_through():
                raise GoogleRests
            try:
                answer = await self._try_once(what, work)
            except (GoogleUnavailable, GoogleKeyRefused):
                self._circuit.failed()
                raise
            except GoogleRequestRefused:
                self._circuit.succeeded()  # a refusal is an answer too
                raise
            finally:
                self._circuit.ended()
            self._circuit.succeeded()
            return answer

    async def _try_once(self, what: str, work: Callable[[Any], _T]) -> _T:
        if not await self._quota.spend(what):
            raise GoogleQuotaUsedUp
        try:
            async with asyncio.timeout(self._patience_s):
                return await asyncio.get_running_loop().run_in_executor(self._threads, self._answer, work)
        except ApiError as error:
            raise await self._meaning_of(error, what) from None
        except TimeoutError:
            reason = "TimeoutError"
        except _Failed as failed:
            reason = str(failed)
        log.warning("google_failed", what=what, reason=reason)
        raise GoogleUnavailable

    async def _meaning_of(self, error: ApiError, what: str) -> Unavailable:
        """Return what to raise for a status in the body of an answer."""
        status: str = error.status
        log.warning("google_refused", what=what, status=status)
        match status:
            case "OVER_DAILY_LIMIT":
                await self._quota.use_up(what)
                return GoogleQuotaUsedUp()
            case "REQUEST_DENIED":
                return GoogleKeyRefused()
            case "INVALID_REQUEST" | "NOT_FOUND" | "MAX_ROUTE_LENGTH_EXCEEDED" | "MAX_WAYPOINTS_EXCEEDED":
                return GoogleRequestRefused(reason=status)
            case _:
                return GoogleUnavailable()

    def _answer(self, work: Callable[[Any], _T]) -> _T:
        """Ask in this thread, with the client that is this thread's own."""
        try:
            return work(self._client())
        except ApiError:
            raise
        except Timeout:
            raise _Failed("Timeout") from None
        except HTTPError as error:
            raise _Failed(f"status {error.status_code}") from None
        except TransportError as error:
            raise _Failed(_reason_of(error)) from None
        except (ValueError, KeyError, TypeError, AttributeError) as error:  # no answer of theirs at all
            raise _Failed(f"unreadable ({type(error).__name__})") from None

    def _client(self) -> Any:
        """Return the client of this thread: clients may not be shared between threads."""
        if not hasattr(self._of_thread, "client"):
            session = requests.Session()
            self._sessions.append(session)
            session.hooks["response"].append(_must_not_fail)
            self._of_thread.client = googlemaps.Client(
                self._key,
                base_url=self._address,
                timeout=self._patience_s,
                retry_over_query_limit=False,
                requests_session=session,
            )
        return self._of_thread.client


def _must_not_fail(response: requests.Response, **_: object) -> None:
    """Raise for a failure before the client sees it, which would sleep and ask again."""
    if response.status_code >= 400:
        response.close()
        raise _Status(response.status_code)


def _reason_of(error: TransportError) -> str:
    """Return the status or the kind of an error whose own words may hold the address, and so the key."""
    cause = cast("object", error.base_exception)
    return f"status {cause.status}" if isinstance(cause, _Status) else type(cause).__name__


def _written(language: Language) -> str:
    return _LANGUAGES.get(language, language.value)


def _tells_no_key(record: logging.LogRecord) -> bool:
    """Keep the addresses that urllib3 logs out of the log when there is a key in them."""
    return "key=" not in record.getMessage()
