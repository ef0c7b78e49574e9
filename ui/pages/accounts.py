"""The pages by which one comes into an account. They are plain forms, and each address answers its own post."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from ui.failures import shows_failures
from ui.foreign_sign_in import link_pending
from ui.form_pages import Form, form_page, message, signed_in, tried
from ui.forms import own_form, own_path
from ui.html.account_forms import Filled, forgot_form, login_form, register_form, reset_form, verify_form
from ui.sessions import caller_of, session_token
from ui.visitor import Visitor, platform_of, site_address


@shows_failures
async def login_page(request: Request) -> Response:
    """Sign in; who is signed in already goes on."""
    return _entrance(request, "Sign in", login_form)


@shows_failures
async def sign_in(request: Request) -> Response:
    """Answer the login form."""
    form = await own_form(request)
    filled = Filled(email=form.get("email", "")[:300], next=own_path(form.get("next")))

    async def work() -> Response:
        accounts = platform_of(request).accounts
        user_id = await accounts.authenticate(
            form.get("email", ""), form.get("password", ""), caller_of(request)
        )
        token = await accounts.begin_page(user_id, caller_of(request), session_token(request))
        return await link_pending(request, user_id, signed_in(request, token, filled.next))

    return await tried(request, work, "Sign in", login_form, filled)


@shows_failures
async def register_page(request: Request) -> Response:
    """Make an account; who is signed in already goes on."""
    return _entrance(request, "Create an account", register_form)


@shows_failures
async def register(request: Request) -> Response:
    """Answer the registration form."""
    form = await own_form(request)
    email, name = form.get("email", ""), form.get("display_name", "")
    filled = Filled(email=email[:300], display_name=name[:300], next=own_path(form.get("next")))

    async def work() -> Response:
        accounts, visitor = platform_of(request).accounts, Visitor.of(request)
        user_id = await accounts.register(
            email,
            form.get("password", ""),
            name,
            visitor.language,
            caller_of(request),
            site_address(request),
        )
        token = await accounts.begin_page(user_id, caller_of(request), session_token(request))
        return signed_in(request, token, filled.next)

    return await tried(request, work, "Create an account", register_form, filled)


@shows_failures
async def forgot_page(request: Request) -> Response:
    """Ask for a mail that leads to a new password."""
    return form_page(request, "Forgot your password?", forgot_form, Filled())


@shows_failures
async def forgot(request: Request) -> Response:
    """Answer with the same words whether there is such an account or not."""
    form = await own_form(request)
    email = form.get("email", "")

    async def work() -> Response:
        await platform_of(request).accounts.forgot_password(email, caller_of(request), site_address(request))
        visitor = Visitor.of(request)
        return message(
            request,
            visitor.t("Check your e-mail"),
            visitor.t(
                "If there is an account with this address, a link is on its way. It works once, for 30 minutes."
            ),
        )

    filled = Filled(email=email[:300])
    return await tried(request, work, "Forgot your password?", forgot_form, filled)


@shows_failures
async def reset_page(request: Request) -> Response:
    """Where the mailed link leads: choose a new password, or hear that the link is over."""
    token = request.query_params.get("token", "")
    if not await platform_of(request).accounts.is_reset_open(token):
        visitor = Visitor.of(request)
        error = visitor.t("This link has been used or is older than half an hour. Ask for a new one.")
        return form_page(request, "Forgot your password?", forgot_form, Filled(error=error), status=422)
    return form_page(request, "Choose a new password", reset_form, Filled(token=token))


@shows_failures
async def reset(request: Request) -> Response:
    """Answer the form for a new password: signed in with it, every other device out."""
    form = await own_form(request)
    filled = Filled(token=form.get("token", ""))

    async def work() -> Response:
        accounts = platform_of(request).accounts
        user_id = await accounts.reset_password(filled.token, form.get("password", ""), site_address(request))
        token = await accounts.begin_page(user_id, caller_of(request), session_token(request))
        return signed_in(request, token, "/mypage")

    return await tried(request, work, "Choose a new password", reset_form, filled)


@shows_failures
async def verify_page(request: Request) -> Response:
    """Where the mailed link leads: one more click, since programs that look at mails follow every link."""
    token = request.query_params.get("token", "")
    return form_page(request, "Confirm your e-mail address", verify_form, Filled(token=token))


@shows_failures
async def verify(request: Request) -> Response:
    """Answer the click that confirms an e-mail address."""
    form = await own_form(request)
    filled = Filled(token=form.get("token", ""))

    async def work() -> Response:
        await platform_of(request).accounts.verify_email(filled.token)
        visitor = Visitor.of(request)
        return message(request, visitor.t("Thank you"), visitor.t("Your e-mail address is confirmed."))

    return await tried(request, work, "Confirm your e-mail address", verify_form, filled)


def _entrance(request: Request, title: str, form: Form) -> Response:
    following = own_path(request.query_params.get("next"))
    if Visitor.of(request).user:
        return RedirectResponse(following, 303)
    return form_page(request, title, form, Filled(next=following))
