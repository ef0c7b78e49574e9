"""How many official texts of opening hours are read, and how many of those are read rightly.

    python benchmarks/official_hours.py --rows catalogue_ko.csv.gz --labels labels.jsonl

Rows have the columns `open_hours` and `rest_days`. A line of labels is `{"hours", "closed", "truth"}`, the truth an
expression in `opening_hours` syntax or `unsure`. Both are asked for every half hour of four weeks, of which two hold
Seollal and Chuseok; where the reading says itself that it does not know, it is not wrong.
"""

import argparse
import csv
import gzip
import json
import sys
from datetime import date, datetime, time, timedelta
from pathlib import Path

sys.path[0] = str(Path(__file__).resolve().parent.parent)

from services.official_hours import OfficialHours, read_official_hours  # noqa: E402
from services.opening_hours import is_open_at  # noqa: E402

_TODAY = date(2026, 11, 26)
_WEEKS = (date(2026, 12, 28), date(2027, 2, 3), date(2027, 7, 5), date(2027, 9, 11))
_MOMENTS = tuple(
    datetime.combine(week, time()) + timedelta(minutes=30 * step) for week in _WEEKS for step in range(7 * 48)
)


def main() -> None:
    asked = argparse.ArgumentParser(description="Measure the reading of official opening hours.")
    asked.add_argument("--rows", type=Path, required=True, metavar="FILE.csv.gz")
    asked.add_argument("--labels", type=Path, metavar="FILE.jsonl")
    given = asked.parse_args()
    _measure_share(given.rows)
    if given.labels:
        _measure_precision(given.labels)


def _measure_share(file: Path) -> None:
    with gzip.open(file, "rt", encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["open_hours"]]
    read = sum(_read(row["open_hours"], row["rest_days"]) is not None for row in rows)
    print(f"{read} of {len(rows)} rows are read: {read / len(rows):.1%}")


def _measure_precision(file: Path) -> None:
    labels = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    read = [(label, found) for label in labels if (found := _read(label["hours"], label["closed"]))]
    wrong = [(label, found) for label, found in read if not _agrees(found.expression, label["truth"])]
    for label, found in wrong:
        print(f"WRONG {label['hours']} | {label['closed']}\n      {found.expression}\n      {label['truth']}")
    right = len(read) - len(wrong)
    print(f"{len(read)} of {len(labels)} labelled rows are read, {right} rightly: {right / len(read):.1%}")


def _read(hours: str, closed: str) -> OfficialHours | None:
    return read_official_hours(hours, closed, _TODAY)


def _agrees(expression: str, truth: str) -> bool:
    if truth == "unsure":
        return False
    return all(
        (told := is_open_at(expression, moment)) is None or told == is_open_at(truth, moment)
        for moment in _MOMENTS
    )


if __name__ == "__main__":
    main()
