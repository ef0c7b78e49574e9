"""Chromium as benchmarks and browser tests start it: cut off from everything but our own server."""

import os
import shutil

ARGUMENTS = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]


def installed_chromium() -> str | None:
    """Return the program that `FFFF_CHROMIUM` names or that is on PATH; None leaves the choice to Playwright."""
    return os.environ.get("FFFF_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
