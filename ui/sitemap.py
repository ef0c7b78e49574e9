"""Every address of the product that a person opens, and its page."""

import nicegui
from fastapi import FastAPI
from nicegui import ui
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from ui import crawlers, session_routes
from ui.document import use_own_template
from ui.failures import missing_page
from ui.pages import accounts, home, place, reading

LIVE_PAGES = {
    "/": home.home_page,
    "/places/{place_id}": place.one_place_page,
}
READING_PAGES = {
    "/about": reading.about_page,
    "/privacy": reading.privacy_page,
    "/login": accounts.login_page,
    "/register": accounts.register_page,
    "/forgot": accounts.forgot_page,
    "/reset": accounts.reset_page,
    "/verify": accounts.verify_page,
    "/schedule": reading.schedule_page,
    "/mypage": reading.schedule_page,
    "/fragments/home": home.home_fragment,
}
FORMS = {
    "/login": accounts.sign_in,
    "/register": accounts.register,
    "/forgot": accounts.forgot,
    "/reset": accounts.reset,
    "/verify": accounts.verify,
}


def add_pages(app: FastAPI) -> None:
    """Add all pages to the application; NiceGUI's own application is mounted behind everything else."""
    use_own_template()
    app.include_router(session_routes.router)
    app.include_router(crawlers.router)
    for path, page in READING_PAGES.items():
        app.get(path, include_in_schema=False, response_model=None)(page)
    for path, page in FORMS.items():
        app.post(path, include_in_schema=False, response_model=None)(page)
    for path, page in LIVE_PAGES.items():
        ui.page(path, response_timeout=15)(page)
    nicegui.app.add_exception_handler(HTTPException, _missing)  # pyright: ignore[reportArgumentType]
    nicegui.app.add_exception_handler(404, _missing)  # pyright: ignore[reportArgumentType]
    ui.run_with(
        app,
        title="FFFF",
        tailwind=False,
        reconnect_timeout=30,
        binding_refresh_interval=None,
        gzip_middleware_factory=None,
        show_welcome_message=False,
    )


async def _missing(request: Request, error: HTTPException) -> Response:
    return missing_page(request, error.status_code)
