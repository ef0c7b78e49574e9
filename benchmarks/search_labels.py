"""The labelled queries of search_labels.toml, and whether what was found answers them."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from models.language import Language
from services.catalogue_files import CatalogueEntry
from services.geography import Point, metres_between
from services.hangul import fold

SHOWN = 10
"""How many results are looked at; what stands further down is not found."""

_LABELS = Path(__file__).with_name("search_labels.toml")
_SAME_PLACE_M = 1_000


@dataclass(frozen=True, slots=True)
class Labelled:
    """One query: any of `wanted` answers it, unless one of `unwanted` stands above."""

    kind: str
    language: Language
    typed: str
    wanted: frozenset[str]
    unwanted: str = ""


@dataclass(frozen=True, slots=True)
class Scored:
    """A query with the rank at which it was answered, counted from 1; None where it was not."""

    query: Labelled
    rank: int | None


@dataclass(frozen=True, slots=True)
class Shares:
    """How a set of queries was answered."""

    count: int
    first: float
    among_five: float
    mean_reciprocal_rank: float

    @classmethod
    def of(cls, scored: Sequence[Scored]) -> "Shares":
        ranks = [one.rank for one in scored]
        return cls(
            count=len(ranks),
            first=sum(rank == 1 for rank in ranks) / len(ranks),
            among_five=sum(rank is not None and rank <= 5 for rank in ranks) / len(ranks),
            mean_reciprocal_rank=sum(1 / rank for rank in ranks if rank) / len(ranks),
        )


def labelled_queries() -> list[Labelled]:
    """All of them, in the order of the file."""
    kinds: dict[str, dict[str, dict[str, str]]] = tomllib.loads(_LABELS.read_text(encoding="utf-8"))
    return [
        _labelled(kind, Language(language), typed, answer)
        for kind, languages in kinds.items()
        for language, queries in languages.items()
        for typed, answer in queries.items()
    ]


class Judge:
    """Knows which imported rows are places of the catalogue once more, by a name and 1 km."""

    def __init__(self, catalogue: Iterable[CatalogueEntry], rows: Iterable[CatalogueEntry] = ()) -> None:
        named: dict[str, list[CatalogueEntry]] = {}
        for row in rows:
            named.setdefault(_plain(row.name[Language.KO]), []).append(row)
        self._same_as = {
            row.id: entry.id
            for entry in catalogue
            for name in _korean_names(entry)
            for row in named.get(name, ())
            if metres_between(Point(row.lat, row.lng), Point(entry.lat, entry.lng)) <= _SAME_PLACE_M
        }

    def score(self, query: Labelled, found: Sequence[tuple[str, Mapping[str, str]]]) -> Scored:
        """Judge results, each an id with its names, best first."""
        for rank, (place_id, names) in enumerate(found, start=1):
            known_as = self._same_as.get(place_id, place_id)
            if known_as in query.wanted:
                return Scored(query, rank)
            if query.unwanted in {known_as, _plain(names.get(Language.KO, ""))}:
                break
        return Scored(query, None)


def by_kind(scored: Sequence[Scored]) -> Iterator[tuple[str, Shares]]:
    """The shares of each kind of query, then of each language."""
    for kind in dict.fromkeys(one.query.kind for one in scored):
        yield kind, Shares.of([one for one in scored if one.query.kind == kind])
    for language in dict.fromkeys(one.query.language for one in scored):
        yield language.value, Shares.of([one for one in scored if one.query.language == language])


def _labelled(kind: str, language: Language, typed: str, answer: str) -> Labelled:
    wanted, _, unwanted = answer.partition(" not ")
    return Labelled(kind, language, typed, frozenset(wanted.split()), unwanted)


def _korean_names(entry: CatalogueEntry) -> set[str]:
    return {_plain(name) for name in (entry.name[Language.KO], *entry.aliases.get(Language.KO, ()))}


def _plain(name: str) -> str:
    """A name without spaces and without what some rows add to it in brackets."""
    return fold(name.partition("(")[0].partition("[")[0]).replace(" ", "")
