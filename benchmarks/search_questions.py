"""What is asked of 50,000 places: searches of every kind, half-typed names, and views of the map."""

import random
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from urllib.parse import urlencode

from models.language import Language
from models.theme import Theme
from services.catalogue_files import CatalogueEntry
from services.hangul import initials, romanise
from services.search import Sort
from services.vocabulary import REGIONS, THEMES

_Places = Sequence[CatalogueEntry]
_VIEW_PX = (1280, 800)
_VOWELS = 21
_FINALS = 28
_OLD_SPELLINGS = (("eo", "u"), ("gye", "kye"), ("g", "k"), ("b", "p"), ("d", "t"), ("j", "ch"), ("eu", "u"))


def searches(places: _Places, each: int, *, seed: int) -> dict[str, list[str]]:
    """Return so many different paths of every kind; another seed asks for other places."""
    dice = random.Random(seed)
    return {kind: _distinct(make, places, each, dice) for kind, make in _KINDS.items()}


def half_typed(places: _Places, names: int, *, seed: int) -> list[str]:
    """Return suggest paths for names as they grow letter by letter, half of them Korean."""
    dice = random.Random(seed)
    paths: list[str] = []
    for number in range(names):
        place = dice.choice(places)
        language = (Language.KO, Language.EN, Language.KO, dice.choice((Language.JA, Language.ZH_HANS)))[
            number % 4
        ]
        paths += [
            f"/v1/places/suggest?{urlencode({'q': typed, 'n': number})}"
            for typed in _growing(place.name[language])
        ]
    return paths


def map_views(places: _Places, each: int, *, seed: int) -> dict[str, list[str]]:
    """Return cluster paths for every zoom, where people look and anywhere, and boxes no map would ask for."""
    dice = random.Random(seed)
    views = {
        f"zoom {zoom}": [_view(zoom, dice.choice(places), dice, number) for number in range(each)]
        for zoom in range(5, 19)
    }
    views["filtered (theme, words, open day)"] = [
        f"{_view(dice.randint(6, 12), dice.choice(places), dice, number)}&{_narrowing(number, dice)}"
        for number in range(each)
    ]
    whole = ("124,32,132,39", "-180,-85,180,85", "126,33,130,38.5")
    views["all Korea or the world, at every zoom"] = [
        f"/v1/places/clusters?bbox={box}&zoom={zoom}" for box in whole for zoom in range(21)
    ]
    return views


def _distinct(make: "_Make", places: _Places, each: int, dice: random.Random) -> list[str]:
    paths = dict[str, None]()
    while len(paths) < each:
        parameters = make(dice.choice(places), dice)
        if len(paths) and f"/v1/places/search?{urlencode(parameters)}" in paths:
            parameters["n"] = str(
                len(paths)
            )  # few initials, few regions: the same question at another address
        paths[f"/v1/places/search?{urlencode(parameters)}"] = None
    return list(paths)


_Make = Callable[[CatalogueEntry, random.Random], dict[str, str]]


def _part(text: str, length: int, dice: random.Random) -> str:
    text = text.replace(" ", "")
    first = dice.randrange(max(1, len(text) - length + 1))
    return text[first : first + length]


def _mistyped(text: str, dice: random.Random) -> str:
    """Give one syllable the neighbouring vowel."""
    place = dice.choice([place for place, letter in enumerate(text) if "가" <= letter <= "힣"])
    code = ord(text[place]) - ord("가")
    vowel = code // _FINALS % _VOWELS
    wrong = vowel - 1 if vowel else 1
    return f"{text[:place]}{chr(ord('가') + code + (wrong - vowel) * _FINALS)}{text[place + 1 :]}"


def _old_romanisation(place: CatalogueEntry) -> str:
    latin = romanise(place.name[Language.KO])
    for new, old in _OLD_SPELLINGS:
        latin = latin.replace(new, old)
    return latin


def _region_and_theme(place: CatalogueEntry, dice: random.Random) -> dict[str, str]:
    language = dice.choice(list(Language))
    words = [word for word in THEMES[place.themes[0]].words if word.isascii() == (language is Language.EN)]
    return {"q": f"{REGIONS[place.region].name[language]} {dice.choice(words)}"}


def _filters(place: CatalogueEntry, dice: random.Random) -> dict[str, str]:
    chosen = {"region": str(place.region), "theme": str(place.themes[0])}
    dropped = dice.choice(("region", "theme", ""))
    sort = dice.choice((Sort.RELEVANCE, Sort.RECOMMENDED, Sort.LIKES, Sort.RATING, Sort.NAME))
    return {name: value for name, value in chosen.items() if name != dropped} | {"sort": sort}


def _open_day(place: CatalogueEntry, dice: random.Random) -> dict[str, str]:
    return dice.choice(({}, {"region": str(place.region)}, {"theme": str(place.themes[0])})) | {
        "open_on": _day(dice)
    }


def _boxed(place: CatalogueEntry, dice: random.Random) -> dict[str, str]:
    half = dice.choice((0.02, 0.1, 0.5, 1.5))
    box = (place.lng - half, place.lat - half, place.lng + half, place.lat + half)
    return {"bbox": ",".join(f"{edge:.4f}" for edge in box)}


def _near(place: CatalogueEntry, dice: random.Random) -> dict[str, str]:
    around = {"near": f"{place.lat:.4f},{place.lng:.4f}"}
    return (
        around
        | dice.choice(({"radius": "2000"}, {"radius": "20000"}, {"radius": "100000"}, {}))
        | {"sort": "distance"}
    )


_KINDS: dict[str, _Make] = {
    "whole name, Korean": lambda place, _: {"q": place.name[Language.KO]},
    "part of a name, 3 or 4 syllables": lambda place, dice: {
        "q": _part(place.name[Language.KO], dice.choice((3, 4)), dice)
    },
    "two syllables": lambda place, dice: {"q": _part(place.name[Language.KO], 2, dice)},
    "one syllable": lambda place, dice: {"q": _part(place.name[Language.KO], 1, dice)},
    "initials, 3 or more": lambda place, dice: {
        "q": initials(place.name[Language.KO]).replace(" ", "")[: dice.choice((3, 4, 5))]
    },
    "initials, 2": lambda place, _: {"q": initials(place.name[Language.KO]).replace(" ", "")[:2]},
    "mistyped, Korean": lambda place, dice: {"q": _mistyped(place.name[Language.KO], dice)},
    "whole name, English": lambda place, _: {"q": place.name[Language.EN]},
    "one word, English": lambda place, dice: {"q": dice.choice(place.name[Language.EN].split())},
    "other romanisation": lambda place, _: {"q": _old_romanisation(place)},
    "Japanese": lambda place, dice: {
        "q": dice.choice((place.name[Language.JA], *place.aliases.get(Language.JA, ())))
    },
    "Chinese": lambda place, dice: {
        "q": place.name[dice.choice((Language.ZH_HANS, Language.ZH_HANT))][: dice.choice((2, 3, 9))]
    },
    "region and theme words": _region_and_theme,
    "region, theme, sort; no words": _filters,
    "open on a day": _open_day,
    "box": _boxed,
    "distance": _near,
    "words and filters": lambda place, dice: {
        "q": _part(place.name[Language.KO], 2, dice),
        "theme": place.themes[0],
        "region": place.region,
    },
}


def _growing(name: str) -> Iterator[str]:
    """Spell a name as its letters arrive: 경 comes as ㄱ, 겨, 경."""
    for end, letter in enumerate(name):
        if "가" <= letter <= "힣":
            code = ord(letter) - ord("가")
            yield name[:end] + "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"[code // (_FINALS * _VOWELS)]
            if code % _FINALS:
                yield name[:end] + chr(ord("가") + code // _FINALS * _FINALS)
        yield name[: end + 1]


def _view(zoom: int, place: CatalogueEntry, dice: random.Random, number: int) -> str:
    """The box a window shows: around a place, or one in four times anywhere in Korea."""
    lng, lat = (place.lng, place.lat) if number % 4 else (dice.uniform(125, 130), dice.uniform(33, 38.5))
    half_width, half_height = (360 / 2**zoom * pixels / 256 / 2 for pixels in _VIEW_PX)
    half_height *= 0.8  # Mercator: at 36° a pixel is 0.8 times as many degrees of latitude as of longitude
    box = (max(-180.0, lng - half_width), lat - half_height, min(180.0, lng + half_width), lat + half_height)
    return f"/v1/places/clusters?bbox={','.join(f'{edge:.5f}' for edge in box)}&zoom={zoom}"


def _narrowing(number: int, dice: random.Random) -> str:
    choices = (
        {"theme": dice.choice(list(Theme))},
        {"q": dice.choice(("카페", "해변", "temple", "산"))},
        {"open_on": _day(dice)},
    )
    return urlencode(choices[number % 3])


def _day(dice: random.Random) -> str:
    return (date.today() + timedelta(days=dice.randrange(40))).isoformat()  # noqa: DTZ011 (any day will do)
