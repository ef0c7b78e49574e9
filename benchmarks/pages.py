"""Home and place page in Chromium and at the server: what a visit weighs, how soon it shows, what it costs."""

from collections.abc import Callable
from dataclasses import asdict

import httpx
from playwright.sync_api import Browser, sync_playwright

from benchmarks.page_visits import LANDMARK, Visit, launch, visit
from benchmarks.report import Figure, Part, Table, middle, percentile
from benchmarks.server import Server, data_folder, running_server

_HOME, _PLACE = "/", "/places/gyeongbokgung"
_KINDS = [(path, slow, warm) for path in (_HOME, _PLACE) for slow in (False, True) for warm in (False, True)]
_Visits = dict[tuple[str, bool, bool], list[Visit]]


def measure(*, quick: bool) -> Part:
    with data_folder() as data_dir, running_server(data_dir) as server:
        costs, cost_table = _server_costs(server, views=100 if quick else 300)
        visits = _browser_visits(server, runs=3 if quick else 7)
    return Part(
        figures=[*_figures(visits), *costs],
        tables=[_visit_table(visits), cost_table],
        notes=[
            "Cold is a new browser context with an empty cache; warm is the next visit in the same context, in a new tab.",
            "Slow is CPU 4x slower, 1.6 Mbit/s down, 0.75 up, 150 ms latency, by the DevTools protocol. "
            "The window is 1280 x 800.",
            "No foreign address can be reached (resolver rules), so photos fail at once and illustrations stand in.",
            "First card (place name on a place page) is when the first of its texts or pictures was painted, by Element "
            "Timing; where the window does not reach it, the first frame that has it, and never before FCP.",
            "Bytes are encodedDataLength of all finished requests, headers included; websocket frames are not counted.",
            "Main thread: excess is what long tasks exceed 50 ms by; all tasks is TaskDuration of the renderer "
            "(stretched by the slower CPU in slow runs).",
        ],
        raw={_title(*kind): [asdict(one) for one in all_of_kind] for kind, all_of_kind in visits.items()},
    )


def _browser_visits(server: Server, *, runs: int) -> _Visits:
    visits: _Visits = {kind: [] for kind in _KINDS}
    with sync_playwright() as playwright, launch(playwright) as browser:
        for path in (_HOME, _PLACE):
            _visit_pair(
                browser, server, path, slow=False
            )  # the server's first answers are not a visitor's usual ones
        for _ in range(runs):
            for path, slow, warm in _KINDS:
                if not warm:
                    cold_visit, warm_visit = _visit_pair(browser, server, path, slow=slow)
                    visits[path, slow, False].append(cold_visit)
                    visits[path, slow, True].append(warm_visit)
    return visits


def _visit_pair(browser: Browser, server: Server, path: str, *, slow: bool) -> tuple[Visit, Visit]:
    with browser.new_context(viewport={"width": 1280, "height": 800}, locale="en-US") as context:
        address, landmark = server.address + path, LANDMARK[path == _HOME]
        cold = visit(context, address, landmark, slow=slow)
        return cold, visit(context, address, landmark, slow=slow)


def _figures(visits: _Visits) -> list[Figure]:
    home, place = visits[_HOME, True, False], visits[_PLACE, True, False]
    fcp, card, lcp = (middle([getattr(v, name) for v in home]) for name in ("fcp", "landmark", "lcp"))
    place_fcp, place_lcp = (middle([getattr(v, name) for v in place]) for name in ("fcp", "lcp"))
    cold, warm = (middle([v.bytes for v in visits[_HOME, False, warm]]) / 1000 for warm in (False, True))
    return [
        Figure(
            "home, cold, slow: FCP / first card / LCP",
            "≤ 1.1 / ≤ 1.4 / ≤ 1.4 s",
            f"{fcp / 1000:.2f} / {card / 1000:.2f} / {lcp / 1000:.2f} s",
            met=fcp <= 1100 and card <= 1400 and lcp <= 1400,
        ),
        Figure(
            "place page, cold, slow: FCP / LCP",
            "≤ 1.0 / ≤ 1.4 s",
            f"{place_fcp / 1000:.2f} / {place_lcp / 1000:.2f} s",
            met=place_fcp <= 1000 and place_lcp <= 1400,
        ),
        Figure(
            "home, bytes cold / warm",
            "≤ 430 / ≤ 25 kB",
            f"{cold:.0f} / {warm:.1f} kB",
            met=cold <= 430 and warm <= 25,
        ),
    ]


def _visit_table(visits: _Visits) -> Table:
    def cells(all_of_kind: list[Visit]) -> tuple[str, ...]:
        times = ("ttfb", "fcp", "landmark", "lcp", "ready", "task_excess", "tasks")
        return (
            *(f"{middle([getattr(v, name) for v in all_of_kind]):.0f}" for name in times),
            f"{middle([v.shift for v in all_of_kind]):.3f}",
            f"{middle([v.requests for v in all_of_kind]):.0f}",
            f"{middle([v.over_the_wire for v in all_of_kind]):.0f}",
            f"{middle([v.bytes for v in all_of_kind]) / 1000:.1f}",
        )

    columns = (
        "visit",
        "TTFB",
        "FCP",
        "first card / name",
        "LCP",
        "ready",
        "long-task excess",
        "all tasks",
        "CLS",
    )
    runs = len(next(iter(visits.values())))
    return Table(
        "In the browser",
        (*columns, "requests", "over the wire", "kB"),
        [(_title(*kind), *cells(all_of_kind)) for kind, all_of_kind in visits.items()],
        note=f"Medians of {runs} runs; times in ms. Requests that ended at a foreign address are not among them.",
    )


def _title(path: str, slow: bool, warm: bool) -> str:  # noqa: FBT001 (the key of a kind of visit)
    return f"{path}, {'warm' if warm else 'cold'}, {'slow' if slow else 'plain'}"


def _server_costs(server: Server, *, views: int) -> tuple[list[Figure], Table]:
    kinds: dict[str, Callable[[int], str]] = {
        "/ (anonymous)": lambda _: "/",
        "/places/gyeongbokgung": lambda _: _PLACE,
        "/?q=… (never asked before)": lambda number: f"/?q=서울+{number}",
        "/about (no NiceGUI behind it)": lambda _: "/about",
    }
    rows: list[tuple[str, ...]] = []
    cpu_ms: list[float] = []
    with httpx.Client(base_url=server.address, headers={"Accept-Encoding": "br"}, timeout=30) as client:
        for title, path in kinds.items():
            for number in range(-30, 0):
                client.get(path(number)).raise_for_status()
            before, times, size = server.cpu(), list[float](), 0
            for number in range(views):
                answer = client.get(path(number)).raise_for_status()
                times.append(answer.elapsed.total_seconds() * 1000)
                size = answer.num_bytes_downloaded
            cpu_ms.append((server.cpu() - before) / views * 1000)
            rows.append(
                (
                    title,
                    f"{cpu_ms[-1]:.2f}",
                    f"{middle(times):.1f}",
                    f"{percentile(times, 95):.1f}",
                    f"{size / 1000:.1f}",
                )
            )
    home, fresh = cpu_ms[0], cpu_ms[2]
    return [
        Figure("home, server CPU per view, not signed in", "≤ 8 ms", f"{home:.1f} ms", met=home <= 8),
        Figure("home, server CPU per view, nothing cached", "≤ 15 ms", f"{fresh:.1f} ms", met=fresh <= 15),
    ], Table(
        "At the server",
        ("page", "CPU ms per view", "median ms", "p95 ms", "kB (br)"),
        rows,
        note=f"{views} views one after the other over one connection, HTML only; CPU of the server process from /proc. "
        "There are no signed-in visitors yet; nothing cached stands for them.",
    )
