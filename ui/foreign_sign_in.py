"""Signing in over Google, Kakao or Naver: the way there, the way back, and what is asked in between."""

from uuid import UUID

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from models.identity_provider import ProviderName
from services.accounts import EmailNeeded, ProofNeeded
from services.demo import DemoStays
from services.errors import Failure
from services.foreign_identity import ForeignIdentity
from services.identities import IdentityTaken, PendingIdentity
from services.identity_providers import ProviderNotOffered
from services.sessions import Traveller
from services.sign_in_challenges import Challenge, SignInNotRecognised
from ui.failures import shows_failures
from ui.form_pages import form_page, refused, signed_in, tried
from ui.forms import check_origin, own_form, own_path
from ui.html.account_forms import Filled, email_form, login_form
from ui.sessions import caller_of, session_token, traveller_of
from ui.visitor import Visitor, platform_of, site_address

_CHALLENGE = "sign-in"
_PENDING = "pending-identity"
_LONGEST_NEXT = 500


@shows_failures
async def go_to_provider(request: Request, provider: str) -> Response:
    """Send the visitor to a provider; with `link` a signed-in one, to have one more way in."""
    name = known_provider(provider)
    following = own_path(request.query_params.get("next", "")[:_LONGEST_NEXT])
    linking: UUID | None = None
    if "link" in request.query_params:
        check_origin(request)
        linking = _linkable(traveller_of(request))
    platform = platform_of(request)
    address, challenge = await platform.providers.begin(
        name, _return_address(request, name), next_path=following, linking_user=linking
    )
    response = RedirectResponse(address, 303)
    _keep(request, response, _CHALLENGE, challenge.sealed(platform.cookie_key))
    return response


@shows_failures
async def come_back(request: Request, provider: str) -> Response:
    """Take the visitor back: signed in, linked, or asked for what is missing."""
    name = known_provider(provider)
    platform = platform_of(request)
    next_path = "/"
    try:
        challenge = Challenge.unsealed(request.cookies.get(_CHALLENGE, ""), platform.cookie_key)
        next_path = challenge.next_path
        if challenge.provider is not name:
            raise SignInNotRecognised
        identity = await platform.providers.finish(
            challenge, _return_address(request, name), request.query_params
        )
        response = await _arrived(request, challenge, identity)
    except Failure as failure:
        response = refused(request, failure, "Sign in", login_form, Filled(next=next_path))
    response.delete_cookie(_CHALLENGE, path="/")
    return response


@shows_failures
async def email_page(request: Request) -> Response:
    """Ask for the e-mail address that a provider did not tell."""
    if _pending(request) is None:
        return RedirectResponse("/register", 303)
    return form_page(request, "Create an account", email_form, Filled())


@shows_failures
async def register_with_email(request: Request) -> Response:
    """Make an account for a foreign identity that came without an address."""
    form = await own_form(request)
    email = form.get("email", "")

    async def work() -> Response:
        pending = _pending(request)
        if pending is None:
            raise SignInNotRecognised
        accounts = platform_of(request).accounts
        user_id = await accounts.register_with(
            pending.identity,
            email,
            Visitor.of(request).language,
            caller_of(request),
            site_address(request),
        )
        response = await _into(request, user_id, pending.next_path)
        response.delete_cookie(_PENDING, path="/")
        return response

    return await tried(request, work, "Create an account", email_form, Filled(email=email[:300]))


async def link_pending(request: Request, user_id: UUID, response: Response) -> Response:
    """After a password was given, link the identity that had to wait for it."""
    if pending := _pending(request):
        await platform_of(request).accounts.link_proven(user_id, pending.identity)
        response.delete_cookie(_PENDING, path="/")
    return response


def known_provider(provider: str) -> ProviderName:
    """Read the name of a provider in an address.

    Raises:
        ProviderNotOffered: nobody knows it.
    """
    if provider not in set(ProviderName):
        raise ProviderNotOffered(provider=provider[:20])
    return ProviderName(provider)


async def _arrived(request: Request, challenge: Challenge, identity: ForeignIdentity) -> Response:
    if challenge.linking_user is not None:
        return await _linked(request, challenge, identity)
    try:
        user_id = await platform_of(request).accounts.sign_in_with(
            identity, Visitor.of(request).language, caller_of(request), site_address(request)
        )
    except ProofNeeded as failure:
        response = refused(request, failure, "Sign in", login_form, Filled(next=challenge.next_path))
    except EmailNeeded:
        response = RedirectResponse("/register/email", 303)
    else:
        return await _into(request, user_id, challenge.next_path)
    pending = PendingIdentity(identity, challenge.next_path)
    _keep(request, response, _PENDING, pending.sealed(platform_of(request).cookie_key))
    return response


async def _linked(request: Request, challenge: Challenge, identity: ForeignIdentity) -> Response:
    traveller = traveller_of(request)
    if traveller.user_id != challenge.linking_user:
        raise SignInNotRecognised
    try:
        async with platform_of(request).open_unit(traveller.actor) as services:
            await services.identities.link(traveller.user_id, identity)
    except IdentityTaken:
        return RedirectResponse("/mypage/settings?notice=identity-taken#sign-ins", 303)
    return RedirectResponse("/mypage/settings?notice=linked#sign-ins", 303)


async def _into(request: Request, user_id: UUID, following: str) -> Response:
    token = await platform_of(request).accounts.begin_page(
        user_id, caller_of(request), session_token(request)
    )
    return signed_in(request, token, own_path(following))


def _pending(request: Request) -> PendingIdentity | None:
    return PendingIdentity.unsealed(request.cookies.get(_PENDING, ""), platform_of(request).cookie_key)


def _linkable(traveller: Traveller) -> UUID:
    if traveller.is_demo:
        raise DemoStays
    return traveller.user_id


def _return_address(request: Request, name: ProviderName) -> str:
    return f"{site_address(request)}/auth/{name}/callback"


def _keep(request: Request, response: Response, cookie: str, sealed: str) -> None:
    """Lax, since the visitor comes back from another site."""
    response.set_cookie(
        cookie, sealed, max_age=900, httponly=True, secure=request.url.scheme == "https", samesite="lax"
    )
