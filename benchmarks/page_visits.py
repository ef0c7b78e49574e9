"""One visit to a page in Chromium, and what the browser says about it."""

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, Playwright

from benchmarks.chromium import ARGUMENTS, installed_chromium

LANDMARK = {True: "[data-testid=place-card]", False: "[data-testid=place-name]"}
"""What a visitor waits for: on the home page (True) the first card, on a place page the name."""

_SLOW_NETWORK = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 750_000 / 8,
}
_SETTLING_MS = 700

_OBSERVERS = """(landmark) => {
  const seen = window.__seen = { lcp: null, shift: 0, excess: 0, landmark: null, frame: null, ready: null };
  const observe = (type, each) =>
    new PerformanceObserver((list) => list.getEntries().forEach(each)).observe({ type, buffered: true });
  observe("largest-contentful-paint", (entry) => { seen.lcp = entry.startTime; });
  observe("layout-shift", (entry) => { if (!entry.hadRecentInput) seen.shift += entry.value; });
  observe("longtask", (entry) => { seen.excess += Math.max(0, entry.duration - 50); });
  observe("element", (entry) => { seen.landmark = Math.min(seen.landmark ?? Infinity, entry.renderTime); });
  const inserted = new MutationObserver(() => {
    const found = document.querySelector(landmark);
    if (!found) return;
    inserted.disconnect();
    for (const part of [found, ...found.querySelectorAll("*")]) part.setAttribute("elementtiming", "landmark");
    const look = () => {
      if (found.getBoundingClientRect().height) seen.frame ??= performance.now();
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  inserted.observe(document, { childList: true, subtree: true });
  const ready = new MutationObserver(() => {
    if (document.documentElement?.dataset.ready === "true") seen.ready ??= performance.now();
  });
  ready.observe(document, { attributes: true, subtree: true, attributeFilter: ["data-ready"] });
}"""

_READ = """() => {
  const seen = window.__seen;
  const fcp = performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? null;
  return {
    ttfb: performance.getEntriesByType("navigation")[0].responseStart,
    fcp,
    lcp: seen.lcp,
    landmark: seen.landmark ?? (seen.frame === null ? null : Math.max(seen.frame, fcp ?? 0)),
    by_element_timing: seen.landmark !== null,
    ready: seen.ready,
    task_excess: seen.excess,
    shift: seen.shift,
  };
}"""


@dataclass(frozen=True)
class Visit:
    """What one visit took; times in ms from the beginning of navigation, None where it never came to that."""

    ttfb: float
    fcp: float | None
    lcp: float | None
    landmark: float | None
    by_element_timing: bool
    ready: float | None
    task_excess: float
    shift: float
    tasks: float
    requests: int
    over_the_wire: int
    bytes: int


def launch(playwright: Playwright) -> Browser:
    """Start the Chromium of this machine, else Playwright's own."""
    return playwright.chromium.launch(executable_path=installed_chromium(), args=ARGUMENTS)


def visit(context: BrowserContext, address: str, landmark: str, *, slow: bool) -> Visit:
    """Open a page in a new tab, wait until it is ready and quiet, and leave it; the second visit in a context is a warm one."""
    page = context.new_page()
    try:
        return _visit(page, address, landmark, slow=slow)
    finally:
        page.close()


def _visit(page: Page, address: str, landmark: str, *, slow: bool) -> Visit:
    page.add_init_script(f"({_OBSERVERS})({landmark!r})")
    devtools = page.context.new_cdp_session(page)
    traffic = _Traffic(devtools, address)
    devtools.send("Performance.enable")
    if slow:
        devtools.send("Emulation.setCPUThrottlingRate", {"rate": 4})
        devtools.send("Network.emulateNetworkConditions", _SLOW_NETWORK)
    busy_before = _task_ms(devtools)
    page.goto(address, wait_until="commit", timeout=60_000)
    page.wait_for_function("document.documentElement.dataset.ready === 'true'", timeout=60_000)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(_SETTLING_MS)
    return Visit(
        **page.evaluate(_READ),
        tasks=_task_ms(devtools) - busy_before,
        requests=traffic.requests,
        over_the_wire=traffic.over_the_wire,
        bytes=traffic.bytes,
    )


class _Traffic:
    """Counts a tab's requests to the product, those that were not served from a cache, and their bytes."""

    def __init__(self, devtools: CDPSession, address: str) -> None:
        self.requests = self.over_the_wire = self.bytes = 0
        self._origin = "/".join(address.split("/")[:3])
        self._own: set[str] = set()
        self._cached: set[str] = set()
        devtools.on("Network.requestWillBeSent", self._sent)
        devtools.on("Network.requestServedFromCache", self._repeated)
        devtools.on("Network.responseReceived", self._received)
        devtools.on("Network.loadingFinished", self._finished)
        devtools.send("Network.enable")

    def _sent(self, event: dict[str, Any]) -> None:
        if event["request"]["url"].startswith(self._origin):
            self._own.add(event["requestId"])
            self.requests += 1

    def _repeated(self, event: dict[str, Any]) -> None:
        self._cached.add(event["requestId"])

    def _received(self, event: dict[str, Any]) -> None:
        if event["response"].get("fromDiskCache"):
            self._cached.add(event["requestId"])

    def _finished(self, event: dict[str, Any]) -> None:
        if event["requestId"] in self._own - self._cached:
            self.over_the_wire += 1
            self.bytes += round(event["encodedDataLength"])


def _task_ms(devtools: CDPSession) -> float:
    answer: dict[str, Any] = devtools.send("Performance.getMetrics")  # pyright: ignore[reportUnknownVariableType]
    metrics: list[dict[str, Any]] = answer["metrics"]
    return next(metric["value"] for metric in metrics if metric["name"] == "TaskDuration") * 1000
