"""How a test opens pages: as a visitor with a language, a window and a colour scheme."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page

from tests.addresses import from_elsewhere

LOCALES = {"ko": "ko-KR", "en": "en-US", "ja": "ja-JP", "zh-Hans": "zh-CN", "zh-Hant": "zh-TW"}
WIDE, NARROW = 1440, 360
HEIGHTS = {WIDE: 900, NARROW: 740}
READY = "document.documentElement?.dataset.ready === 'true'"
_WATCH = """
addEventListener("securitypolicyviolation", (event) =>
  console.error(`refused by the security policy: ${event.violatedDirective} ${event.blockedURI}`));
window.layoutShift = 0;
window.shifted = [];
new PerformanceObserver((list) => {
  for (const { hadRecentInput, value, sources } of list.getEntries()) {
    if (hadRecentInput) continue;
    window.layoutShift += value;
    for (const { node, previousRect: was, currentRect: is } of sources)
      window.shifted.push(`${node?.localName}.${node?.className} ${was.x},${was.y} -> ${is.x},${is.y}`);
  }
}).observe({ type: "layout-shift", buffered: true });
"""


@dataclass
class Visits:
    """Windows by kind of visitor. `call` opens an address in one and returns when the page answers to clicks."""

    browser: Browser
    address: str
    windows: dict[tuple[tuple[str, Any], ...], BrowserContext] = field(default_factory=dict)
    pages: list[Page] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)
    from_where: dict[str, str] = field(default_factory=dict)

    def __call__(self, path: str = "/", language: str = "en", width: int = WIDE, **kind: Any) -> Page:
        """Open an address of ours as a visitor; `kind` goes to the browser window."""
        page = self.window(language, width, **kind).new_page()
        self.pages.append(page)
        self.listen(page)
        open_ready(page, self.address + path, scripts=kind.get("java_script_enabled", True))
        return page

    def window(self, language: str = "en", width: int = WIDE, **kind: Any) -> BrowserContext:
        """Return the window of such a visitor."""
        wishes = {
            "locale": LOCALES[language],
            "viewport": {"width": width, "height": HEIGHTS.get(width, 800)},
            "color_scheme": "light",
            "reduced_motion": "reduce",
            **kind,
        }
        key = tuple(sorted((name, str(value)) for name, value in wishes.items()))
        if key not in self.windows:
            self.windows[key] = self.browser.new_context(**wishes)
            self.windows[key].add_init_script(_WATCH)
        self.windows[key].set_extra_http_headers(self.from_where)
        return self.windows[key]

    def listen(self, page: Page) -> None:
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.troubles.append(f"{page.url}: {error}"))

    def forgive(self, is_expected: Callable[[str], bool]) -> None:
        """Leave out troubles that the test has made itself."""
        self.troubles[:] = [trouble for trouble in self.troubles if not is_expected(trouble)]

    def begin(self) -> None:
        """Come from a network address of one's own, so that the tries of other tests do not count for this one."""
        self.from_where = from_elsewhere()
        self.troubles.clear()

    def end(self) -> list[str]:
        """Close the pages, forget what they have kept, and return what went wrong in them."""
        for page in self.pages:
            if not page.is_closed() and page.url.startswith(self.address):
                page.evaluate("localStorage.clear()")
            page.close()
        self.pages.clear()
        for window in self.windows.values():
            window.clear_cookies()
        return list(self.troubles)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type != "error":
            return
        where = message.location["url"]
        foreign = where.startswith("http") and not where.startswith(self.address)
        if not (foreign and "ERR_NAME_NOT_RESOLVED" in message.text):
            self.troubles.append(f"{message.text} ({where})")


def open_ready(page: Page, address: str, *, scripts: bool = True) -> None:
    """Go to an address and wait until the page answers to clicks."""
    page.goto(address, wait_until="commit" if scripts else "load")
    if scripts:
        wait_until_ready(page)


def wait_until_ready(page: Page) -> None:
    page.wait_for_function(READY)


def handle(page: Page | Locator, testid: str, **data: str) -> Locator:
    """Find the elements with a handle of docs/test-handles.md, and with these `data-` attributes."""
    attributes = "".join(f'[data-{name.replace("_", "-")}="{value}"]' for name, value in data.items())
    return page.locator(f'[data-testid="{testid}"]{attributes}')


def card_ids(page: Page) -> list[str]:
    """Return the ids of the places shown as cards, in order."""
    return page.locator("#cards [data-testid=place-card]").evaluate_all(
        "cards => cards.map((card) => card.dataset.placeId)"
    )
