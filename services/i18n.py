"""The five languages of the product's own sentences: gettext catalogues, read once, looked up by English sentence."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

from models.language import Language

_LOCALE = Path(__file__).parent.parent / "locale"
_DIRECTORIES = {
    Language.KO: "ko",
    Language.JA: "ja",
    Language.ZH_HANS: "zh_Hans",
    Language.ZH_HANT: "zh_Hant",
}

LOCALES = {
    Language.KO: "ko",
    Language.EN: "en",
    Language.JA: "ja",
    Language.ZH_HANS: "zh_Hans_CN",
    Language.ZH_HANT: "zh_Hant_TW",
}
"""The locale by which each language writes its days and numbers."""

Translate = Callable[[str], str]


@cache
def translator(language: Language) -> Translate:
    """Return the function that turns an English template into the language's; fill the template afterwards."""
    sentences = _sentences(language)
    return lambda template: sentences.get(template) or template


def language_from(accepted: str) -> Language:
    """Choose the best of our languages for an Accept-Language header; English when none fits."""
    ranked: list[tuple[float, int, Language]] = []
    for position, part in enumerate(accepted[:500].split(",")):
        tag, _, parameters = part.partition(";")
        quality = _quality(parameters)
        if quality > 0 and (language := _of_tag(tag.strip().lower())):
            ranked.append((-quality, position, language))
    return min(ranked)[2] if ranked else Language.EN


def _quality(parameters: str) -> float:
    try:
        return float(parameters.partition("q=")[2] or 1)
    except ValueError:
        return 0.0


def _of_tag(tag: str) -> Language | None:
    primary, *subtags = tag.split("-")
    if primary == "zh":
        traditional = not {"hant", "tw", "hk", "mo"}.isdisjoint(subtags)
        return Language.ZH_HANT if traditional else Language.ZH_HANS
    return next(
        (language for language in (Language.KO, Language.EN, Language.JA) if primary == language), None
    )


@cache
def _sentences(language: Language) -> dict[str, str]:
    if language not in _DIRECTORIES:
        return {}
    path = _LOCALE / _DIRECTORIES[language] / "LC_MESSAGES" / "ffff.po"
    with path.open("rb") as file:
        return {str(entry.id): str(entry.string) for entry in read_po(file) if entry.id and entry.string}
