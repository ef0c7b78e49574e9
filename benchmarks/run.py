"""Measure pages, server, visitors, search, its quality, accounts, schedules and start, and write report.md and report.json beside this file.

python benchmarks/run.py                     everything, about 20 minutes
python benchmarks/run.py pages search        only these parts; the report keeps the others as they were
python benchmarks/run.py --quick             fewer and shorter runs, to see that all of it works
"""

import argparse
import os
import signal
import sys
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = ROOT / ".venv" / "bin" / "python"

if PYTHON.exists() and Path(sys.prefix) != ROOT / ".venv":
    os.execv(PYTHON, [str(PYTHON), *sys.argv])

sys.path[0] = str(ROOT)

from benchmarks import accounts, pages, schedule, search, search_quality, start, visitors  # noqa: E402
from benchmarks.report import Report  # noqa: E402

PARTS = {
    "pages": pages.measure,
    "visitors": visitors.measure,
    "search": search.measure,
    "search_quality": search_quality.measure,
    "accounts": accounts.measure,
    "schedule": schedule.measure,
    "start": start.measure,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument(
        "parts", nargs="*", metavar="PART", help=f"some of: {', '.join(PARTS)}; all when none is named"
    )
    parser.add_argument(
        "--quick", action="store_true", help="fewer and shorter runs; figures are provisional"
    )
    parser.add_argument(
        "--rows",
        type=Path,
        metavar="FILE",
        help="rows of the official service (catalogue_ko.csv.gz) for search_quality; synthetic ones without it",
    )
    options = parser.parse_args()
    rows: dict[str, Path | None] = {"search_quality": options.rows}
    if unknown := set(options.parts) - set(PARTS):
        parser.error(f"there is no part {', '.join(sorted(unknown))}")
    signal.signal(signal.SIGTERM, _leave)
    report = Report.read()
    for name, measure in PARTS.items():
        if not options.parts or name in options.parts:
            print(f"== {name}", flush=True)
            asked = partial(measure, rows=rows[name]) if name in rows else measure
            report.measure(name, asked, quick=options.quick, rows=rows.get(name))
            report.write()
    print(report.markdown())


def _leave(number: int, _: object) -> None:
    """Turn SIGTERM into an exception, so that every block ends what it has started."""
    sys.exit(128 + number)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
