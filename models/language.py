from enum import StrEnum

Texts = dict[str, str]
"""One text in several languages, keyed by BCP 47 tag."""


class Language(StrEnum):
    """The languages FFFF speaks, by BCP 47 tag."""

    KO = "ko"
    EN = "en"
    JA = "ja"
    ZH_HANS = "zh-Hans"
    ZH_HANT = "zh-Hant"


def text_in(texts: Texts, language: Language) -> str:
    """Return the text in the reader's language, else in the nearest one there is, else an empty string."""
    for tag in _FALLBACKS[language]:
        if text := texts.get(tag):
            return text
    return ""


_FALLBACKS: dict[Language, tuple[Language, ...]] = {
    Language.KO: (Language.KO, Language.EN, Language.JA),
    Language.EN: (Language.EN, Language.KO, Language.JA),
    Language.JA: (Language.JA, Language.EN, Language.KO, Language.ZH_HANT),
    Language.ZH_HANS: (Language.ZH_HANS, Language.ZH_HANT, Language.EN, Language.KO),
    Language.ZH_HANT: (Language.ZH_HANT, Language.ZH_HANS, Language.EN, Language.KO),
}
