"""The settings of one's account. Each form leads back to its part of the page, with a notice or with what is wrong."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from models.language import Language
from services.api_tokens import ApiTokenNotFound
from services.calendar_feeds import FeedNotFound
from services.errors import Failure, Invalid
from services.sessions import DeviceNotFound
from services.trip_access import TripNotFound
from ui.document import PageInfo, plain_document
from ui.failures import sentence_of, shows_failures, telling
from ui.foreign_sign_in import known_provider
from ui.forms import id_in, own_form
from ui.html.account_forms import Said
from ui.html.calendar_feeds import FeedAddress
from ui.html.frame import framed
from ui.html.mypage import OVERVIEW, SETTINGS
from ui.html.settings import AccountSettings, Part, account_settings
from ui.sessions import caller_of, changing, traveller_of
from ui.visitor import (
    LANGUAGE_COOKIE,
    SCHEME_COOKIE,
    SCHEMES,
    UnknownLanguage,
    Visitor,
    keep_choice,
    platform_of,
    site_address,
)

_Form = Callable[..., Awaitable[Response | None]]


class UnknownScheme(Invalid):
    code = "unknown_scheme"
    message = "Colours can be light, dark, or the same as the device."


@shows_failures
async def settings_page(request: Request) -> Response:
    """The settings, with a notice about what has been done just now."""
    return await _page(request, said=_notice(request))


@shows_failures
async def to_settings(request: Request) -> Response:
    """Lead to the settings whoever opens an address where only forms are answered."""
    traveller_of(request)
    return RedirectResponse(SETTINGS, 303)


@shows_failures
async def change_profile(request: Request) -> Response:
    """Keep name, language and colour scheme, the last two in the browser too."""
    form = await own_form(request)
    traveller = traveller_of(request)
    name, language, scheme = form.get("display_name"), form.get("language"), form.get("scheme")

    async def work() -> Response:
        if language is not None and language not in set(Language):
            raise UnknownLanguage
        if scheme is not None and scheme not in SCHEMES:
            raise UnknownScheme
        async with changing(request) as services:
            await services.users.change(
                display_name=name, language=Language(language) if language else None, scheme=scheme
            )
        response = _back(Part.PROFILE, "profile")
        keep_choice(request, response, LANGUAGE_COOKIE, language or traveller.language)
        keep_choice(request, response, SCHEME_COOKIE, scheme or traveller.scheme)
        return response

    return await _tried(request, Part.PROFILE, work, typed_name=name[:300] if name is not None else None)


@shows_failures
async def send_verification(request: Request) -> Response:
    """Send another mail that asks for the address to be confirmed."""
    await own_form(request)
    actor = traveller_of(request).actor

    async def work() -> Response:
        accounts = platform_of(request).accounts
        await accounts.ask_for_verification(actor, caller_of(request), site_address(request))
        return _back(Part.EMAIL, "mail")

    return await _tried(request, Part.EMAIL, work)


@shows_failures
async def change_password(request: Request) -> Response:
    """Change the password, or keep the first one."""
    form = await own_form(request)
    actor = traveller_of(request).actor

    async def work() -> Response:
        await platform_of(request).accounts.change_password(
            actor, form.get("current_password", ""), form.get("new_password", ""), site_address(request)
        )
        return _back(Part.PASSWORD, "password")

    return await _tried(request, Part.PASSWORD, work)


@shows_failures
async def unlink_sign_in(request: Request, provider: str) -> Response:
    """Let a provider lead to the account no more."""
    await own_form(request)

    async def work() -> Response:
        async with changing(request) as services:
            await services.identities.unlink(known_provider(provider))
        return _back(Part.SIGN_INS, "unlinked")

    return await _tried(request, Part.SIGN_INS, work)


@shows_failures
async def end_device(request: Request, device_id: str) -> Response:
    """Sign one device out."""
    await own_form(request)

    async def work() -> Response:
        async with changing(request) as services:
            await services.sessions.end(id_in(device_id, DeviceNotFound))
        return _back(Part.DEVICES, "device")

    return await _tried(request, Part.DEVICES, work)


@shows_failures
async def end_other_devices(request: Request) -> Response:
    """Sign out every device but this one."""
    await own_form(request)

    async def work() -> Response:
        async with changing(request) as services:
            await services.sessions.end_others()
        return _back(Part.DEVICES, "devices")

    return await _tried(request, Part.DEVICES, work)


@shows_failures
async def make_token(request: Request) -> Response:
    """Make a token and show it, this once and in no address."""
    form = await own_form(request)

    async def work() -> Response:
        async with changing(request) as services:
            _, text = await services.api_tokens.add(form.get("name", ""))
        return await _page(request, new_token=text)

    return await _tried(request, Part.TOKENS, work)


@shows_failures
async def revoke_token(request: Request, token_id: str) -> Response:
    """Revoke one of one's tokens."""
    await own_form(request)

    async def work() -> Response:
        async with changing(request) as services:
            await services.api_tokens.revoke(id_in(token_id, ApiTokenNotFound))
        return _back(Part.TOKENS, "token")

    return await _tried(request, Part.TOKENS, work)


@shows_failures
async def make_feed(request: Request) -> Response:
    """Make the address of a live calendar; `trip` names a trip's, and with `another` the one it has ends."""
    form = await own_form(request)
    trip = form.get("trip", "")

    async def work() -> Response:
        trip_id = id_in(trip, TripNotFound) if trip else None
        async with changing(request) as services:
            feeds = services.calendar_feeds
            await (feeds.renew(trip_id) if form.get("another") == "true" else feeds.begin(trip_id))
        return _back(Part.CALENDAR, "feed")

    return await _tried(request, Part.CALENDAR, work)


@shows_failures
async def revoke_feed(request: Request, feed_id: str) -> Response:
    """Let the address of a live calendar lead nowhere."""
    await own_form(request)

    async def work() -> Response:
        async with changing(request) as services:
            await services.calendar_feeds.revoke(id_in(feed_id, FeedNotFound))
        return _back(Part.CALENDAR, "feed-revoked")

    return await _tried(request, Part.CALENDAR, work)


FORMS: Mapping[str, _Form] = {
    "/mypage/profile": change_profile,
    "/mypage/verification": send_verification,
    "/mypage/password": change_password,
    "/mypage/identities/{provider}/unlink": unlink_sign_in,
    "/mypage/devices/end-others": end_other_devices,
    "/mypage/devices/{device_id}/end": end_device,
    "/mypage/feeds": make_feed,
    "/mypage/feeds/{feed_id}/revoke": revoke_feed,
    "/mypage/tokens": make_token,
    "/mypage/tokens/{token_id}/revoke": revoke_token,
}
"""What each form of the page is answered by."""


async def _tried(
    request: Request, part: Part, work: Callable[[], Awaitable[Response]], *, typed_name: str | None = None
) -> Response:
    """Do the work of a form; where it fails as expected, show the page again with what is wrong beside the form."""
    traveller_of(request)
    try:
        return await work()
    except Failure as failure:
        said = Said(part, error=sentence_of(failure, Visitor.of(request)))
        return telling(failure, await _page(request, said=said, typed_name=typed_name))


async def _page(
    request: Request,
    *,
    said: Said | None = None,
    typed_name: str | None = None,
    new_token: str = "",
) -> Response:
    traveller, tokens = traveller_of(request), platform_of(request).feed_tokens
    async with platform_of(request).open_unit(traveller.actor) as services:
        page = AccountSettings(
            profile=await services.users.profile(),
            offered=platform_of(request).providers.names,
            linked=await services.identities.mine(),
            devices=await services.sessions.devices(),
            feeds=[
                FeedAddress(feed, f"{site_address(request)}/calendar/{tokens.token(feed.id)}.ics")
                for feed in await services.calendar_feeds.mine()
            ],
            tokens=await services.api_tokens.all(),
            export=await services.exports.latest(),
            said=said,
            typed_name=typed_name,
            new_token=new_token,
        )
    visitor = replace(Visitor.of(request), path=SETTINGS, query=())
    body = framed(account_settings(page, traveller, visitor), visitor, request.state.assets, current=OVERVIEW)
    info = PageInfo(f"{visitor.t('Settings')} · FFFF", visitor.t("Settings"), indexed=False)
    return plain_document(request, visitor, info, body)


def _back(part: Part, notice: str) -> Response:
    return RedirectResponse(f"{SETTINGS}?notice={notice}#{part}", 303)


def _notice(request: Request) -> Said | None:
    t = Visitor.of(request).t
    notices = {
        "profile": (Part.PROFILE, t("Your profile has been saved.")),
        "avatar-changed": (Part.PROFILE, t("This is your picture now.")),
        "avatar-removed": (Part.PROFILE, t("Your picture has been removed.")),
        "mail": (Part.EMAIL, t("The e-mail is on its way.")),
        "password": (
            Part.PASSWORD,
            t("Your password has been changed, and your other devices have been signed out."),
        ),
        "linked": (Part.SIGN_INS, t("That sign-in is now linked to this account.")),
        "unlinked": (Part.SIGN_INS, t("That sign-in is no longer linked.")),
        "device": (Part.DEVICES, t("The device has been signed out.")),
        "devices": (Part.DEVICES, t("All your other devices have been signed out.")),
        "feed": (Part.CALENDAR, t("From now on your calendar is at this address.")),
        "feed-revoked": (Part.CALENDAR, t("The address no longer works.")),
        "token": (Part.TOKENS, t("The token has been revoked.")),
    }
    done = request.query_params.get("notice", "")
    if done == "identity-taken":
        return Said(Part.SIGN_INS, error=t("This sign-in is already linked to another account."))
    part, notice = notices.get(done, (None, ""))
    return Said(part, notice=notice) if part else None
