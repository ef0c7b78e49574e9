"""What is wrong with a plan, and what a fix does, as sentences in the reader's language."""

from collections.abc import Mapping, Sequence
from datetime import date, time
from uuid import UUID

from babel.dates import format_skeleton

from models.language import Language, text_in
from services.i18n import LOCALES, translator
from services.plan_warnings import Fix, PlanWarning
from services.schedule_entries import Entry


def entry_name(entry: Entry, language: Language) -> str:
    """Return the name that was given to an entry, else that of its place."""
    return entry.place_name or (text_in(entry.place.name, language) if entry.place else "")


def warning_sentence(warning: PlanWarning, names: Mapping[UUID, str], language: Language) -> str:
    """Say what is wrong; `names` are those of the entries of the day."""
    return _sentence(warning.sentence, warning.ids, warning.values, names, language)


def fix_label(fix: Fix, names: Mapping[UUID, str], language: Language) -> str:
    """Say what a fix does."""
    return _sentence(fix.label, [move.id for move in fix.moves], fix.values, names, language)


def _sentence(
    template: str,
    ids: Sequence[UUID],
    values: Mapping[str, object],
    names: Mapping[UUID, str],
    language: Language,
) -> str:
    spoken = [names.get(one, "") for one in ids]
    first, second = spoken[0], spoken[-1]
    return translator(language)(template).format(first=first, second=second, **_written(values, language))


def _written(values: Mapping[str, object], language: Language) -> dict[str, object]:
    """Write days and clock times as the language has them."""
    return {name: _in_words(value, language) for name, value in values.items()}


def _in_words(value: object, language: Language) -> object:
    match value:
        case date():
            return format_skeleton("MMMEd", value, locale=LOCALES[language])
        case time():
            return value.strftime("%H:%M")
        case _:
            return value
