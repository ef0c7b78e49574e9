"""The forms by which one comes into an account; each says what is wrong beside what was typed."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlencode

from htpy import Element, Node, a, button, div, form, h1, img, input, label, p, small, span

from edge.assets import Assets
from models.identity_provider import ProviderName
from services.passwords import SHORTEST
from ui.html.icons import icon
from ui.visitor import Visitor


@dataclass(frozen=True, slots=True)
class Filled:
    """What stands in a form that is shown again: a sentence about what is wrong, what was typed, where it leads."""

    error: str = ""
    email: str = ""
    display_name: str = ""
    next: str = "/"
    token: str = ""
    notice: str = ""
    offers_demo: bool = False
    providers: Sequence[ProviderName] = ()


def login_form(filled: Filled, visitor: Visitor, assets: Assets) -> Element:
    """Sign in with e-mail address and password."""
    t = visitor.t
    return sheet(
        t("Welcome back"),
        form(action="/login", method="post", data_testid="login-form")[
            _notes(filled),
            input(type="hidden", name="next", value=filled.next),
            text_field(
                t("E-mail address"),
                "email",
                "email",
                value=filled.email,
                autocomplete="username",
            ),
            text_field(t("Password"), "password", "password", autocomplete="current-password"),
            button(".primary", type="submit", data_testid="submit")[t("Sign in")],
            p(".form-aside")[a(href="/forgot")[t("Forgot your password?")]],
        ],
        foreign_sign_ins(filled, visitor),
        p(".form-aside")[
            t("New here?"), " ", a(href=_with_next("/register", filled.next))[t("Create an account")]
        ],
        _demo_entrance(filled, visitor) if filled.offers_demo else None,
        assets=assets,
    )


def _demo_entrance(filled: Filled, visitor: Visitor) -> Element:
    t = visitor.t
    return form(".demo-entrance", action="/session/demo", method="post")[
        input(type="hidden", name="next", value=filled.next),
        p[t("No account yet? Try FFFF as a demo traveller with likes and a trip.")],
        button(".secondary", type="submit", data_testid="demo-login")[t("Look around as the demo traveller")],
    ]


def register_form(filled: Filled, visitor: Visitor, assets: Assets) -> Element:
    """Make an account."""
    t = visitor.t
    return sheet(
        t("Create an account"),
        form(action="/register", method="post", data_testid="register-form")[
            _notes(filled),
            input(type="hidden", name="next", value=filled.next),
            text_field(
                t("Your name"),
                "display_name",
                "text",
                value=filled.display_name,
                autocomplete="nickname",
                hint=t("Others see it next to what you share."),
                maxlength="60",
            ),
            text_field(
                t("E-mail address"),
                "email",
                "email",
                value=filled.email,
                autocomplete="username",
            ),
            new_password_field(visitor),
            button(".primary", type="submit", data_testid="submit")[t("Create an account")],
            p(".form-aside")[a(href="/privacy")[t("What we keep about you, and for how long")]],
        ],
        foreign_sign_ins(filled, visitor),
        p(".form-aside")[
            t("Already have an account?"), " ", a(href=_with_next("/login", filled.next))[t("Sign in")]
        ],
        assets=assets,
    )


def foreign_sign_ins(filled: Filled, visitor: Visitor) -> Node:
    """The ways in that lead over a provider, where the operator has set any up."""
    if not filled.providers:
        return None
    return div(".foreign-sign-ins")[
        p(".or")[span[visitor.t("or")]],
        (
            a(
                ".secondary",
                href=_with_next(f"/auth/{provider}", filled.next),
                data_testid=f"sign-in-{provider}",
                rel="nofollow",
            )[provider_mark(provider), visitor.t("Continue with {provider}").format(provider=provider.brand)]
            for provider in filled.providers
        ),
    ]


def provider_mark(provider: ProviderName) -> Element:
    """A provider's initial on its colour."""
    return span(f".provider-mark.{provider}", aria_hidden="true")[provider.brand[0]]


def email_form(filled: Filled, visitor: Visitor, assets: Assets) -> Element:
    """Ask for the e-mail address that a provider did not tell."""
    t = visitor.t
    return sheet(
        t("One more thing"),
        p[
            t(
                "Your sign-in did not include an e-mail address. We need one so that you can always get back in."
            )
        ],
        form(action="/register/email", method="post", data_testid="email-form")[
            _notes(filled),
            text_field(t("E-mail address"), "email", "email", value=filled.email, autocomplete="username"),
            button(".primary", type="submit", data_testid="submit")[t("Create an account")],
        ],
        assets=assets,
    )


def forgot_form(filled: Filled, visitor: Visitor, assets: Assets) -> Element:
    """Ask for a mail that leads to a new password."""
    t = visitor.t
    return sheet(
        t("Forgot your password?"),
        p[t("Enter your e-mail address, and we will send you a link to choose a new one.")],
        form(action="/forgot", method="post", data_testid="forgot-form")[
            _notes(filled),
            text_field(
                t("E-mail address"),
                "email",
                "email",
                value=filled.email,
                autocomplete="username",
            ),
            button(".primary", type="submit", data_testid="submit")[t("Send me a link")],
        ],
        p(".form-aside")[a(href="/login")[t("Back to sign-in")]],
        assets=assets,
    )


def reset_form(filled: Filled, visitor: Visitor, assets: Assets) -> Element:
    """Choose a new password, with the token from a mail."""
    t = visitor.t
    return sheet(
        t("Choose a new password"),
        p[t("Devices signed in with the old one will be signed out.")],
        form(action="/reset", method="post", data_testid="reset-form")[
            _notes(filled),
            input(type="hidden", name="token", value=filled.token),
            new_password_field(visitor),
            button(".primary", type="submit", data_testid="submit")[t("Keep this password")],
        ],
        assets=assets,
    )


def verify_form(filled: Filled, visitor: Visitor, assets: Assets) -> Element:
    """Confirm an e-mail address by a click of a person; programs that look at mails follow every link."""
    t = visitor.t
    return sheet(
        t("Confirm your e-mail address"),
        form(action="/verify", method="post", data_testid="verify-form")[
            _notes(filled),
            input(type="hidden", name="token", value=filled.token),
            button(".primary", type="submit", data_testid="submit")[t("Yes, this is my address")],
        ],
        assets=assets,
    )


def new_password_field(visitor: Visitor, *, name: str = "password") -> Element:
    """The field for a password that is being chosen."""
    return text_field(
        visitor.t("Choose a password"),
        name,
        "password",
        autocomplete="new-password",
        hint=visitor.t("At least 8 characters. A few words that only you would put together work best."),
        minlength=str(SHORTEST),
    )


def text_field(
    title: str,
    name: str,
    kind: str,
    *,
    value: str = "",
    autocomplete: str = "off",
    hint: str = "",
    minlength: str | None = None,
    maxlength: str | None = None,
) -> Element:
    """A field that has to be filled in, below its name, with a hint where one helps."""
    return label(".field")[
        span(".field-name")[title],
        input(
            type=kind,
            name=name,
            value=value or None,
            required=True,
            autocomplete=autocomplete,
            minlength=minlength,
            maxlength=maxlength,
            data_testid=name.replace("_", "-"),
            aria_describedby=f"{name}-hint" if hint else None,
        ),
        small(id=f"{name}-hint")[hint] if hint else None,
    ]


def form_notes(error: str = "", notice: str = "") -> Node:
    """What went wrong with a form, or right."""
    return [
        p(".form-error", role="alert", data_testid="form-error")[icon("close", size=18), span[error]]
        if error
        else None,
        p(".form-notice", role="status", data_testid="form-notice")[icon("check", size=18), span[notice]]
        if notice
        else None,
    ]


@dataclass(frozen=True, slots=True)
class Said:
    """What went wrong with the form of one part of a page, or right."""

    part: StrEnum
    error: str = ""
    notice: str = ""


def part_notes(part: StrEnum, said: Said | None) -> Node:
    """What stands above the form of a part, if anything is said about it."""
    return form_notes(said.error, said.notice) if said and said.part is part else None


def _notes(filled: Filled) -> Node:
    return form_notes(filled.error, filled.notice)


def sheet(title: str, *parts: Node, assets: Assets) -> Element:
    """A form beside a picture; on a phone the picture is left out."""
    return div(".sheet")[
        img(
            ".sheet-picture",
            src=assets.url("illustrations/themes/trails.svg"),
            alt="",
            width="640",
            height="480",
        ),
        div(".sheet-body")[h1[title], parts],
    ]


def _with_next(path: str, following: str) -> str:
    return path if following == "/" else f"{path}?{urlencode({'next': following})}"
