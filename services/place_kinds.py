"""Which of our themes a foreign row belongs to: by its class, by the end of its Korean name, or by its kind."""

from collections.abc import Iterable

from models.theme import Theme
from services.sources.tourapi_answers import Kind

_T = Theme

_BY_CLASS: dict[str, tuple[Theme, ...]] = {
    "AC": (),
    "C01": (),
    "EV": (_T.FESTIVALS,),
    "EV02": (_T.KCULTURE,),
    "EV0301": (_T.MUSEUMS,),
    "EX": (_T.FAMILY,),
    "EX01": (_T.HERITAGE,),
    "EX04": (_T.TEMPLES,),
    "EX0604": (_T.KCULTURE,),
    "EX0701": (_T.COAST,),
    "FD": (_T.FOOD,),
    "FD04": (_T.FOOD, _T.NIGHT),
    "HS": (_T.HERITAGE,),
    "HS0301": (_T.TEMPLES, _T.HERITAGE),
    "LS": (_T.FAMILY,),
    "LS0102": (_T.TRAILS,),
    "LS0116": (_T.TRAILS,),
    "LS02": (_T.COAST,),
    "NA": (_T.NATURE,),
    "NA0205": (_T.COAST, _T.NATURE),
    "NA0207": (_T.COAST,),
    "NA0208": (_T.COAST, _T.NATURE),
    "NA0209": (_T.COAST,),
    "NA0407": (_T.NATURE, _T.FAMILY),
    "SH": (_T.FOOD,),
    "SH01": (_T.KCULTURE,),
    "SH02": (_T.KCULTURE,),
    "SH03": (),
    "SH04": (),
    "SH05": (_T.KCULTURE,),
    "VE": (_T.FAMILY,),
    "VE0102": (_T.NIGHT,),
    "VE0103": (_T.NIGHT,),
    "VE0108": (_T.COAST,),
    "VE04": (_T.KCULTURE,),
    "VE0403": (_T.TRAILS,),
    "VE06": (_T.KCULTURE,),
    "VE07": (_T.MUSEUMS,),
    "VE0704": (),
    "VE08": (),
    "VE09": (_T.MUSEUMS,),
    "VE0905": (),
    "VE0906": (),
    "VE11": (),
    "VE1104": (_T.COAST,),
    "VE1201": (_T.MUSEUMS,),
    "VE1202": (),
}
"""By the beginning of a lclsSystm code, the longest first; nothing where no theme of ours fits."""

_BY_ENDING: dict[str, Theme] = {
    "해수욕장": _T.COAST,
    "해변": _T.COAST,
    "항": _T.COAST,
    "등대": _T.COAST,
    "박물관": _T.MUSEUMS,
    "미술관": _T.MUSEUMS,
    "기념관": _T.MUSEUMS,
    "둘레길": _T.TRAILS,
    "올레길": _T.TRAILS,
    "산책로": _T.TRAILS,
    "폭포": _T.NATURE,
    "계곡": _T.NATURE,
    "휴양림": _T.NATURE,
    "수목원": _T.NATURE,
    "국립공원": _T.NATURE,
    "공원": _T.FAMILY,
    "랜드": _T.FAMILY,
    "동물원": _T.FAMILY,
    "시장": _T.FOOD,
    "향교": _T.HERITAGE,
    "서원": _T.HERITAGE,
    "고택": _T.HERITAGE,
    "산성": _T.HERITAGE,
    "사지": _T.HERITAGE,
    "암": _T.TEMPLES,
    "사": _T.TEMPLES,
}
_BY_WORD: dict[str, Theme] = {
    "heritage": _T.HERITAGE,
    "architecture": _T.HERITAGE,
    "nature": _T.NATURE,
    "food": _T.FOOD,
    "museum": _T.MUSEUMS,
}
_THEMES = frozenset(theme.value for theme in Theme)
_BY_KIND: dict[Kind, tuple[Theme, ...]] = {
    Kind.ATTRACTION: (_T.NATURE,),
    Kind.CULTURE: (_T.MUSEUMS,),
    Kind.FESTIVAL: (_T.FESTIVALS,),
    Kind.LEISURE: (_T.FAMILY,),
    Kind.SHOPPING: (_T.FOOD,),
    Kind.FOOD: (_T.FOOD,),
}


def themes_of(kind: Kind | None, classes: Iterable[str], name: str, word: str = "") -> tuple[Theme, ...]:
    """Return our themes; none for what has no theme here, as stays, courses, stations and department stores.

    `word` is what some lists say beside the kind: one of our themes, or a word of their own.
    """
    if kind in {Kind.STAY, Kind.COURSE, Kind.TRANSPORT}:
        return ()
    if (found := _by_class(classes)) is not None:
        return found
    if word in _THEMES:
        return (Theme(word),)
    if kind is not Kind.ATTRACTION:
        return _BY_KIND[kind] if kind else ()
    theme = _by_ending(name) or _BY_WORD.get(word)
    return (theme,) if theme else _BY_KIND[kind]


def _by_class(classes: Iterable[str]) -> tuple[Theme, ...] | None:
    for code in sorted(classes, key=len, reverse=True):
        for length in range(len(code), 1, -1):
            if code[:length] in _BY_CLASS:
                return _BY_CLASS[code[:length]]
    return None


def _by_ending(name: str) -> Theme | None:
    plain = name.partition("(")[0].partition("[")[0].strip()
    endings = (end for end in _BY_ENDING if len(plain) > len(end) and plain.endswith(end))
    return next((_BY_ENDING[end] for end in endings), None)
