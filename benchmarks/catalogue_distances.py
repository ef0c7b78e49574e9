"""How far the places of the catalogue stand from the official rows that are called alike.

    python -m benchmarks.catalogue_distances --data FOLDER

The folder holds `catalogue_ko.csv.gz` and `catalogue_multilingual.jsonl.gz`. Of a place that is more than a kilometre
away from every row of its name the reason is printed, which is the source of its position. A row whose content id the
place names is one of its name, whatever it is called.
"""

import argparse
import csv
import gzip
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from main import CATALOGUE
from services.catalogue_files import CatalogueEntry, FactName, read_catalogue
from services.geography import Point, metres_between

_FAR = 1000


def main() -> None:
    asked = argparse.ArgumentParser(description="Measure where the places of the catalogue stand.")
    asked.add_argument("--data", type=Path, required=True, metavar="FOLDER")
    rows = list(_official_rows(asked.parse_args().data))
    entries = read_catalogue(CATALOGUE)
    nearest = {entry.id: _nearest(entry, found) for entry, found in _alike(entries, rows) if found}
    distances = [distance for distance, _ in nearest.values()]
    print(f"{len(entries)} places, {len(nearest)} of them with a like-named official row")
    print(
        f"median {median(distances):.0f} m, within 100 m {_share(distances, 100)}, within {_FAR} m {_share(distances, _FAR)}"
    )
    print(f"\nOver {_FAR} m:")
    for entry in sorted(entries, key=lambda entry: -nearest.get(entry.id, (0, None))[0]):
        if entry.id in nearest and nearest[entry.id][0] > _FAR:
            distance, row = nearest[entry.id]
            print(f"  {distance:7.0f} m  {entry.id}: {row.title} ({row.number}); {_reason(entry)}")
    print("\nWithout a like-named row:")
    for entry in entries:
        if entry.id not in nearest:
            print(f"  {entry.id}: {_reason(entry)}")


@dataclass(frozen=True, slots=True)
class _Row:
    number: str
    title: str
    position: Point


def _official_rows(folder: Path) -> Iterator[_Row]:
    with gzip.open(folder / "catalogue_ko.csv.gz", "rt", encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            yield from _row(row["content_id"], row["title"], row["lat"], row["lon"])
    with gzip.open(folder / "catalogue_multilingual.jsonl.gz", "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            yield from _row(row["content_id"], row["title"], row["lat"], row["lon"])


def _row(number: str, title: str, lat: str | float | None, lng: str | float | None) -> Iterator[_Row]:
    if lat and lng and float(lat) and float(lng):
        yield _Row(number, title, Point(float(lat), float(lng)))


def _alike(entries: list[CatalogueEntry], rows: list[_Row]) -> Iterator[tuple[CatalogueEntry, list[_Row]]]:
    by_name: dict[str, list[_Row]] = defaultdict(list)
    by_number: dict[str, list[_Row]] = defaultdict(list)
    for row in rows:
        by_number[row.number].append(row)
        for name in _names(row.title):
            by_name[name].append(row)
    for entry in entries:
        texts = [*entry.name.values(), *(alias for aliases in entry.aliases.values() for alias in aliases)]
        names = {name for text in texts for name in _names(text)}
        numbers = entry.source_ids.get("tourapi", {}).values()
        found = [row for name in names for row in by_name[name]]
        yield entry, found + [row for number in numbers for row in by_number[number]]


def _names(title: str) -> set[str]:
    """The title, and what is within and without its brackets, in letters and digits alone."""
    without = re.sub(r"[(\[（［].*?[)\]）］]", " ", title)
    within = re.findall(r"[(\[（［](.*?)[)\]）］]", title)
    return {
        name for text in (title, without, *within) if len(name := re.sub(r"[\W_]+", "", text).casefold()) > 1
    }


def _nearest(entry: CatalogueEntry, rows: list[_Row]) -> tuple[float, _Row]:
    here = Point(entry.lat, entry.lng)
    return min(((metres_between(here, row.position), row) for row in rows), key=lambda found: found[0])


def _reason(entry: CatalogueEntry) -> str:
    fact = entry.facts.get(FactName.POSITION)
    return fact.source if fact else "no source"


def _share(distances: list[float], limit: float) -> str:
    return f"{sum(distance <= limit for distance in distances) / len(distances):.0%}"


if __name__ == "__main__":
    main()
