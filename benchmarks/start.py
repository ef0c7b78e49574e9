"""How long it takes from `main.py serve` to the first page."""

from statistics import median

from benchmarks.report import Figure, Part, Table
from benchmarks.server import data_folder, running_server


def measure(*, quick: bool) -> Part:
    """Start once with an empty data directory, then again and again with what that left."""
    again: list[float] = []
    with data_folder() as data_dir:
        with running_server(data_dir) as server:
            first = server.seconds_to_first_page
        for _ in range(3 if quick else 5):
            with running_server(data_dir) as server:
                again.append(server.seconds_to_first_page)
    seconds = median(again)
    return Part(
        figures=[Figure("second start to first page", "≤ 4 s", f"{seconds:.2f} s", met=seconds <= 4)],
        tables=[
            Table(
                "From `main.py serve` to the first 200 of `/`",
                ("start", "seconds"),
                [
                    ("first, empty data directory, environment installed", f"{first:.2f}"),
                    *(
                        (f"second start, run {number}", f"{value:.2f}")
                        for number, value in enumerate(again, 1)
                    ),
                ],
            )
        ],
        raw={"first_s": first, "second_s": again},
    )
