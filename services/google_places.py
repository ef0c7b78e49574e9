"""What Google says of a place: asked for when somebody looks, and remembered for a few minutes.

Which of Google's places is ours is found by name and distance, and that alone is kept, as its terms allow. All else is in
the memory of this process, for at most ten minutes; what could not be asked again carries its age.
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from models.language import Language
from models.place import Place
from services.brief_memory import BriefMemory, Remembered
from services.cache import Cache
from services.errors import NotFound, Unavailable
from services.geography import Point
from services.place_matching import PlaceRecord, Verdict, match
from services.sources.google import FoundPlace, GoogleMaps, GoogleUnavailable, Located, PlaceDetails

FRESH_S = 60
PHOTOS = 3
PHOTO_WIDTH = 640
_ID_KEPT_S = 7 * 24 * 3600
_MOST_REMEMBERED = 100


class NotAtGoogle(NotFound):
    """There is no key, it knows no such place, or no such photo of it."""

    code = "not_at_google"
    message = "Google Maps does not know this place."


@dataclass(frozen=True, slots=True)
class AtGoogle:
    """A place as Google had it so many minutes ago."""

    details: PlaceDetails
    minutes_old: int


@dataclass(frozen=True, slots=True)
class _Answer:
    details: PlaceDetails
    photos: dict[int, bytes] = field(default_factory=dict[int, bytes])


class GooglePlaces:
    """One per process; without Google it knows nothing and asks nobody."""

    def __init__(
        self, google: GoogleMaps | None, cache: Cache, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._google = google
        self._cache = cache
        self._answers = BriefMemory[tuple[str, Language], _Answer](_MOST_REMEMBERED, clock)
        self._asked: dict[tuple[str, Language], asyncio.Task[_Answer]] = {}

    @property
    def is_asked(self) -> bool:
        """Whether there is a key for it."""
        return self._google is not None

    def forget_old(self) -> None:
        self._answers.forget_old()

    async def about(self, place: Place, language: Language) -> AtGoogle:
        """Return what Google says of a place now, else what it said in the last ten minutes.

        Raises:
            NotAtGoogle
            Unavailable: as `GoogleMaps` raises it, where nothing is remembered either.
        """
        answer = await self._answer(place, language)
        return AtGoogle(answer.value.details, round(answer.age_s) // 60)

    async def photo(self, place: Place, language: Language, number: int) -> bytes:
        """Return one of the first photos of a place, counted from 0, so that no browser needs the key.

        Raises:
            NotAtGoogle
            Unavailable: as `about` does; `GoogleUnavailable` too where what comes is no picture.
        """
        answer = (await self._answer(place, language)).value
        if self._google is None or not 0 <= number < min(PHOTOS, len(answer.details.photos)):
            raise NotAtGoogle
        if number not in answer.photos:
            reference = answer.details.photos[number].reference
            picture = await self._google.photo(reference, width=PHOTO_WIDTH)
            if content_type_of(picture) is None:
                raise GoogleUnavailable
            answer.photos[number] = picture
        return answer.photos[number]

    async def located(self, words: str, language: Language) -> tuple[Located, ...]:
        """Return where an address is, or something that has one; nothing without a key. None of it is remembered.

        Raises:
            Unavailable: as `GoogleMaps` raises it.
        """
        return await self._google.locate(words, language) if self._google else ()

    async def close(self) -> None:
        for asking in self._asked.values():
            asking.cancel()
        await asyncio.gather(*self._asked.values(), return_exceptions=True)

    async def _answer(self, place: Place, language: Language) -> Remembered[_Answer]:
        if self._google is None:
            raise NotAtGoogle
        key = (place.id, language)
        known = self._answers.get(key)
        if known and known.age_s < FRESH_S:
            return known
        if key not in self._asked:
            asking = self._asked[key] = asyncio.create_task(self._ask(self._google, place, language))
            asking.add_done_callback(lambda task: self._ended(key, task))
        try:
            return Remembered(await asyncio.shield(self._asked[key]), 0)
        except Unavailable:
            if known is None:
                raise
            return known

    async def _ask(self, google: GoogleMaps, place: Place, language: Language) -> _Answer:
        async def find() -> bytes:
            return (await _id_of(google, place)).encode()

        google_id = (await self._cache.get_or_make(f"google:{place.id}", _ID_KEPT_S, find)).decode()
        if not google_id:
            raise NotAtGoogle
        answer = _Answer(await google.details(google_id, language))
        self._answers.put((place.id, language), answer)
        return answer

    def _ended(self, key: tuple[str, Language], asking: "asyncio.Task[_Answer]") -> None:
        """Let go of a question; whoever waited for its answer or its failure may have gone away."""
        self._asked.pop(key, None)
        if not asking.cancelled():
            asking.exception()


def content_type_of(picture: bytes) -> str | None:
    """Return what kind of picture this is by its first bytes; None where it is none that a browser should be shown."""
    return next((kind for begins, kind in _PICTURES.items() if picture.startswith(begins)), None)


_PICTURES = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png", b"RIFF": "image/webp"}


async def _id_of(google: GoogleMaps, place: Place) -> str:
    """Return the id of Google's place that is surely ours, or nothing."""
    name, point = place.name.get(Language.KO), Point(place.lat, place.lng)
    if name is None:
        return ""
    ours = PlaceRecord("ours", Language.KO, place.id, place.name, point, place.address.get(Language.KO, ""))
    found = await google.places(name, point, Language.KO)
    matches = [(match(ours, _record_of(one)), one.place_id) for one in found]
    sure = [(one.score, place_id) for one, place_id in matches if one.verdict is Verdict.SAME]
    return max(sure)[1] if sure else ""


def _record_of(found: FoundPlace) -> PlaceRecord:
    names: dict[str, str] = {Language.KO: found.name}
    return PlaceRecord("google", Language.KO, found.place_id, names, found.point, found.address)
