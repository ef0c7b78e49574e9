from models.session import SessionKind
from services.sessions import Device
from ui.visitor import Visitor

_BROWSERS = (
    ("KAKAOTALK", "KakaoTalk"),
    ("NAVER(", "NAVER"),
    ("Whale/", "Whale"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
"""What a User-Agent contains by browser; the later ones also stand in what the earlier ones say."""

_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)
HANDHELD = frozenset({"iPhone", "iPad", "Android"})


def device_name(device: Device, visitor: Visitor) -> str:
    """Chrome on Windows, Safari on iPhone: as readable as what the device calls itself allows."""
    if device.kind is SessionKind.API:
        return visitor.t("API client")
    browser, system = browser_and_system(device.device)
    browser = browser or visitor.t("Unknown browser")
    return visitor.t("{browser} on {system}").format(browser=browser, system=system) if system else browser


def browser_and_system(user_agent: str) -> tuple[str, str]:
    """Return the names of browser and operating system, each empty where it is none of the common ones."""
    return _first(_BROWSERS, user_agent), _first(_SYSTEMS, user_agent)


def _first(names: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for sign, name in names if sign in user_agent), "")
