"""How surely two records of a place from two sources or in two languages are told to be of one place.

    python -m benchmarks.place_pairs --labels pairs.jsonl

A line of labels is `{"stratum", "one", "other", "label"}`, the label `same` or `different`. A record has `source`,
`language`, `key`, `title`, `address`, `lat`, `lng` and `phone` as its source gives them. Only the verdict `same` joins
two records, so a pair left unsure is not joined: where the label is `same` it is missed.
"""

import argparse
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from services.found_places import phone_in
from services.geography import Point, metres_between
from services.place_matching import Match, PlaceRecord, Verdict, match
from services.place_names import names_in
from services.plain_text import one_line


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two labelled records and what came of comparing them."""

    stratum: str
    one: PlaceRecord
    other: PlaceRecord
    is_same: bool
    found: Match

    @property
    def is_joined(self) -> bool:
        return self.found.verdict is Verdict.SAME


def main() -> None:
    asked = argparse.ArgumentParser(description="Measure the joining of records of one place.")
    asked.add_argument("--labels", type=Path, required=True, metavar="FILE.jsonl")
    pairs = [_pair(json.loads(line)) for line in _lines(asked.parse_args().labels)]
    for pair in pairs:
        if pair.is_joined != pair.is_same:
            print(_told(pair))
    for stratum in sorted({pair.stratum for pair in pairs}):
        _print_result(f"Stratum {stratum}", [pair for pair in pairs if pair.stratum == stratum])
    _print_result("All", pairs)


def _lines(file: Path) -> list[str]:
    return [line for line in file.read_text(encoding="utf-8").split("\n") if line]


def _pair(label: dict[str, Any]) -> _Pair:
    one, other = _record(label["one"]), _record(label["other"])
    return _Pair(label["stratum"], one, other, Verdict(label["label"]) is Verdict.SAME, match(one, other))


def _record(row: dict[str, Any]) -> PlaceRecord:
    return PlaceRecord(
        source=row["source"],
        language=row["language"],
        key=row["key"],
        names=names_in(one_line(row["title"]), row["language"]),
        point=None if row["lat"] is None else Point(row["lat"], row["lng"]),
        address=one_line(row["address"]),
        phone=phone_in(row["phone"]) or "",
    )


def _print_result(name: str, pairs: Sequence[_Pair]) -> None:
    joined = [pair for pair in pairs if pair.is_joined]
    same = [pair for pair in pairs if pair.is_same]
    print(
        f"{name}: {len(pairs)} pairs; precision {_share(pair.is_same for pair in joined)}, "
        f"recall {_share(pair.is_joined for pair in same)}"
    )


def _share(whether: Iterable[bool]) -> str:
    outcomes = list(whether)
    if not outcomes:
        return "0/0"
    return f"{sum(outcomes)}/{len(outcomes)} ({sum(outcomes) / len(outcomes):.1%})"


def _told(pair: _Pair) -> str:
    what = "WRONG JOIN" if pair.is_joined else "MISSED"
    one, other = pair.one.point, pair.other.point
    apart = f"{metres_between(one, other):.0f} m" if one and other else "no point"
    head = f"{what} {pair.stratum} | {apart} | {pair.found.verdict} {pair.found.score}"
    return "\n    ".join((head, _shown(pair.one), _shown(pair.other)))


def _shown(record: PlaceRecord) -> str:
    names = " / ".join(record.names.values())
    return f"{record.source} {record.language} {record.key} | {names} | {record.address} | {record.phone}"


if __name__ == "__main__":
    main()
