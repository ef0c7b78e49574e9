"""Collect the product's sentences into the catalogues: `python locale/update.py` adds new ones empty and drops old ones."""

import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

LOCALES = ("ko", "ja", "zh_Hans", "zh_Hant")


def main() -> None:
    """Rewrite every catalogue and print how many sentences wait for a translation."""
    sentences = sorted(set(_sentences()))
    for locale in LOCALES:
        path = Path(__file__).parent / locale / "LC_MESSAGES" / "ffff.po"
        known = {str(entry.id): str(entry.string) for entry in read_po(path.open("rb")) if entry.id}
        catalogue = Catalog(locale=locale, fuzzy=False)
        for sentence in sentences:
            catalogue.add(sentence, known.get(sentence, ""))
        with path.open("wb") as file:
            write_po(file, catalogue, width=0, omit_header=False)
        print(
            locale,
            sum(1 for sentence in sentences if not known.get(sentence)),
            "to translate of",
            len(sentences),
        )


def _sentences() -> Iterator[str]:
    """Every template given to `t`, every failure's title and sentence, and the names of holidays."""
    import main  # noqa: F401, PLC0415 (imports every module that defines a failure)
    from api.problems import HTTP_PROBLEMS  # noqa: PLC0415
    from api.refusals import ALL_SENTENCES  # noqa: PLC0415
    from services.errors import Failure  # noqa: PLC0415
    from services.holidays_of_korea import HOLIDAY_NAMES  # noqa: PLC0415
    from services.plan_warnings import FIX_LABELS, NOT_BEGUN, SENTENCES  # noqa: PLC0415

    for folder, files in (("api", "**.py"), ("services", "letters.py"), ("ui", "**.py")):
        for _, _, message, _, _ in extract_from_dir(ROOT / folder, [(files, "python")], keywords={"t": None}):
            yield str(message)
    for failure in (Failure, *_below(Failure)):
        if failure.__name__ != "CatalogueRefused":
            yield from (failure.title, failure.message)
    for title, _, detail in HTTP_PROBLEMS.values():
        yield from (title, detail)
    yield from ALL_SENTENCES
    yield from HOLIDAY_NAMES
    yield from (*SENTENCES.values(), NOT_BEGUN, *FIX_LABELS.values())


def _below(kind: type) -> Iterator[type]:
    for child in kind.__subclasses__():
        yield child
        yield from _below(child)


if __name__ == "__main__":
    main()
