"""What a device calls itself, made readable."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from models.language import Language
from models.session import SessionKind
from services.sessions import Device
from ui.device_names import device_name
from ui.visitor import Visitor

NOW = datetime(2026, 11, 23, tzinfo=UTC)
WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"
WINDOWS, MAC = "Mozilla/5.0 (Windows NT 10.0; Win64; x64)", "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)"
ANDROID, IPHONE = (
    "Mozilla/5.0 (Linux; Android 16; SM-S931N)",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X)",
)


def named(user_agent: str, kind: SessionKind = SessionKind.PAGE) -> str:
    device = Device(uuid4(), kind, user_agent, NOW, NOW, is_this_one=False)
    return device_name(device, Visitor(Language.EN, "auto", NOW))


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (f"{WINDOWS} {WEBKIT} Chrome/142.0.0.0 Safari/537.36", "Chrome on Windows"),
        (f"{WINDOWS} {WEBKIT} Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0", "Edge on Windows"),
        (f"{WINDOWS} {WEBKIT} Chrome/142.0.0.0 Safari/537.36 OPR/120.0.0.0", "Opera on Windows"),
        (f"{WINDOWS} {WEBKIT} Chrome/142.0.0.0 Whale/4.33.0.0 Safari/537.36", "Whale on Windows"),
        (f"{MAC} AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Safari/605.1.15", "Safari on Mac"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0", "Firefox on Linux"),
        (f"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) {WEBKIT} Chrome/142.0.0.0 Safari/537.36", "Chrome on ChromeOS"),
        (f"{ANDROID} {WEBKIT} Chrome/142.0.0.0 Mobile Safari/537.36", "Chrome on Android"),
        (f"{ANDROID} {WEBKIT} SamsungBrowser/29.0 Chrome/136.0.0.0 Mobile Safari/537.36", "Samsung Internet on Android"),
        (f"{ANDROID} {WEBKIT} Version/4.0 Chrome/142.0.0.0 Mobile Safari/537.36;KAKAOTALK 2611500", "KakaoTalk on Android"),
        (f"{IPHONE} AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1", "Safari on iPhone"),
        (f"{IPHONE} AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/142.0 Mobile/15E148 Safari/604.1", "Chrome on iPhone"),
        (f"{IPHONE} AppleWebKit/605.1.15 (KHTML, like Gecko) FxiOS/145.0 Mobile/15E148 Safari/605.1.15", "Firefox on iPhone"),
    ],
)  # fmt: skip
def test_common_browsers_are_named_with_their_system(user_agent: str, name: str) -> None:
    assert named(user_agent) == name


@pytest.mark.parametrize("user_agent", ["", "curl/8.5.0", "<script>alert(1)</script>", "🦝" * 50])
def test_what_is_not_common_is_unknown(user_agent: str) -> None:
    assert named(user_agent) == "Unknown browser"


def test_an_unknown_browser_still_tells_its_system() -> None:
    assert named("SomethingNew/1.0 (Windows NT 12.0)") == "Unknown browser on Windows"


def test_a_session_of_the_api_is_a_client_whatever_it_calls_itself() -> None:
    assert named(f"{WINDOWS} {WEBKIT} Chrome/142.0.0.0 Safari/537.36", SessionKind.API) == "API client"
