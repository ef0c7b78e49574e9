"""Every address of the product that a person opens, and its page."""

import nicegui
from fastapi import FastAPI
from nicegui import ui
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from edge.methods import methods_at
from ui import (
    calendar_routes,
    crawlers,
    foreign_sign_in,
    like_routes,
    media,
    rating_routes,
    schedule_proposals,
    schedule_routes,
    session_routes,
)
from ui.document import use_own_template
from ui.failures import missing_page
from ui.pages import (
    account_settings,
    accounts,
    at_google,
    calendar_import,
    home,
    joining,
    mypage,
    photos,
    place,
    printed,
    reading,
    schedule,
    schedule_entry,
    shared_trip,
    trips,
    your_data,
)

LIVE_PAGES = {
    "/": home.home_page,
    "/places/{place_id}": place.one_place_page,
    "/mypage/likes": mypage.liked_page,
    "/schedule": schedule.schedule_view,
}
READING_PAGES = {
    "/about": reading.about_page,
    "/privacy": reading.privacy_page,
    "/login": accounts.login_page,
    "/register": accounts.register_page,
    "/register/email": foreign_sign_in.email_page,
    "/auth/{provider}": foreign_sign_in.go_to_provider,
    "/auth/{provider}/callback": foreign_sign_in.come_back,
    "/forgot": accounts.forgot_page,
    "/reset": accounts.reset_page,
    "/verify": accounts.verify_page,
    "/schedule/export.ics": calendar_routes.export_ics,
    "/schedule/export.json": calendar_routes.export_json,
    "/schedule/import": calendar_import.import_page,
    "/mypage": mypage.overview_page,
    "/mypage/settings": account_settings.settings_page,
    **dict.fromkeys(account_settings.FORMS, account_settings.to_settings),
    "/trips/new": trips.new_trip_page,
    "/trips/{trip_id}": trips.one_trip_page,
    **dict.fromkeys(trips.FORMS, trips.to_trip),
    "/join/{token}": joining.invitation_page,
    "/mypage/data": your_data.data_page,
    "/mypage/export/{export_id}": your_data.export_page,
    "/mypage/export/{export_id}/download": your_data.download_export,
    "/mypage/avatar": photos.avatar_choice,
    "/places/{place_id}/photos": photos.photos_page,
    "/schedule/print": printed.printed_page,
    "/t/{token}": shared_trip.shared_trip_page,
    "/t/{token}/card.png": shared_trip.shared_trip_card,
    "/fragments/home": home.home_fragment,
    "/fragments/places/{place_id}": place.place_fragment,
    "/places/{place_id}/google": at_google.place_page,
    "/places/{place_id}/google/{number}": at_google.photo,
    "/located": at_google.address_page,
    "/fragments/places/{place_id}/google": at_google.place_fragment,
    "/fragments/located": at_google.address_fragment,
    "/fragments/schedule": schedule.schedule_fragment,
    "/schedule/entries/new": schedule_entry.new_entry_page,
    "/schedule/entries/{schedule_id}": schedule_entry.entry_page,
}
FORMS = {
    "/login": accounts.sign_in,
    "/register": accounts.register,
    "/register/email": foreign_sign_in.register_with_email,
    "/forgot": accounts.forgot,
    "/reset": accounts.reset,
    "/verify": accounts.verify,
    **account_settings.FORMS,
    "/trips/new": trips.add_trip,
    **trips.FORMS,
    "/join/{token}": joining.join,
    "/schedule/import": calendar_import.look_into_calendar,
    "/schedule/import/confirm": calendar_import.take_calendar_over,
    "/mypage/export": your_data.start_export,
    "/mypage/delete": your_data.delete_account,
    "/places/{place_id}/rating": rating_routes.rate,
    "/places/{place_id}/rating/remove": rating_routes.remove_rating,
    "/places/{place_id}/visited": rating_routes.mark_visited,
    "/ratings/{rating_id}/report": rating_routes.report_rating,
    "/likes/carried": like_routes.carry_likes_over,
    "/likes/{place_id}": like_routes.like,
    "/places/{place_id}/photos": photos.add_photo,
    "/photos/{photo_id}/remove": photos.remove_photo,
    "/photos/{photo_id}/report": photos.report_photo,
    "/schedule/entries": schedule_routes.add_entry,
    "/schedule/entries/{schedule_id}": schedule_routes.change_entry,
    "/schedule/entries/{schedule_id}/remove": schedule_routes.remove_entry,
    "/schedule/fix": schedule_routes.move_entries,
    "/schedule/undo": schedule_routes.undo,
    "/schedule/redo": schedule_routes.redo,
    "/schedule/preview": schedule_proposals.preview,
    "/schedule/optimise": schedule_proposals.optimise,
    "/mypage/avatar": photos.set_avatar,
    "/t/{token}/copy": shared_trip.copy_shared_trip,
    "/mypage/avatar/remove": photos.remove_avatar,
}


def add_pages(app: FastAPI) -> None:
    """Add all pages to the application; NiceGUI's own application is mounted behind everything else."""
    use_own_template()
    app.include_router(session_routes.router)
    app.include_router(crawlers.router)
    app.include_router(media.router)
    for path, page in READING_PAGES.items():
        app.get(path, include_in_schema=False, response_model=None)(page)
    for path, page in FORMS.items():
        app.post(path, include_in_schema=False, response_model=None)(page)
    for path, page in LIVE_PAGES.items():
        ui.page(path, response_timeout=15)(page)
    _answer_missing_pages(app)
    ui.run_with(
        app,
        title="FFFF",
        tailwind=False,
        reconnect_timeout=30,
        binding_refresh_interval=None,
        gzip_middleware_factory=None,
        show_welcome_message=False,
    )


def _answer_missing_pages(app: FastAPI) -> None:
    """Show the designed page for what NiceGUI's application, the last to be asked, does not answer.

    A plain page that does not answer to a method comes here too, because the mount at `/` matches everything.
    """

    async def missing(request: Request, error: HTTPException) -> Response:
        if error.status_code == 404 and (methods := methods_at(app, request.scope)):
            return missing_page(request, 405, {"Allow": ", ".join(sorted(methods))})
        return missing_page(request, error.status_code, error.headers)

    nicegui.app.add_exception_handler(HTTPException, missing)  # pyright: ignore[reportArgumentType]
    nicegui.app.add_exception_handler(404, missing)  # pyright: ignore[reportArgumentType]
