"""What is wrong with a plan, and what a fix does, as sentences in the reader's language."""

from collections.abc import Mapping
from datetime import date, time
from uuid import UUID

from babel.dates import format_skeleton

from models.language import Language, text_in
from services.day_check import FIX_LABELS, Fix, PlanWarning, sentence_of
from services.i18n import translator
from services.schedule_entries import Entry

_LOCALES = {
    Language.KO: "ko",
    Language.EN: "en",
    Language.JA: "ja",
    Language.ZH_HANS: "zh_Hans_CN",
    Language.ZH_HANT: "zh_Hant_TW",
}


def entry_name(entry: Entry, language: Language) -> str:
    """Return the name that was given to an entry, else that of its place."""
    return entry.place_name or (text_in(entry.place.name, language) if entry.place else "")


def warning_sentence(warning: PlanWarning, names: Mapping[UUID, str], language: Language) -> str:
    """Say what is wrong; `names` are those of the entries of the day."""
    ids = (*warning.ids, *warning.ids[-1:])
    values = {"first": names.get(ids[0], ""), "second": names.get(ids[1], ""), "minutes": warning.minutes}
    return translator(language)(sentence_of(warning)).format(**values, **_written(warning.values, language))


def fix_label(fix: Fix, names: Mapping[UUID, str], language: Language) -> str:
    """Say what a fix does."""
    name = names.get(fix.moves[0].id, "") if fix.moves else ""
    return translator(language)(FIX_LABELS[fix.kind]).format(
        **{"name": name, **_written(fix.values, language)}
    )


def _written(values: Mapping[str, object], language: Language) -> dict[str, object]:
    """Write days and clock times as the language has them."""
    return {name: _in_words(value, language) for name, value in values.items()}


def _in_words(value: object, language: Language) -> object:
    match value:
        case date():
            return format_skeleton("MMMEd", value, locale=_LOCALES[language])
        case time():
            return value.strftime("%H:%M")
        case _:
            return value
