"""The settings of one's account, part by part; each says beside its form what went wrong with it, or right."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlencode

from htpy import (
    Element,
    Node,
    a,
    button,
    code,
    div,
    fieldset,
    form,
    h2,
    input,
    label,
    legend,
    li,
    option,
    p,
    section,
    select,
    span,
    ul,
)

from models.identity_provider import ProviderName
from models.session import SessionKind
from services.api_tokens import OwnToken
from services.demo import DemoStays
from services.exports import Export
from services.sessions import Device, Traveller
from services.users import LONGEST_NAME, Profile
from ui.device_names import HANDHELD, browser_and_system, device_name
from ui.formatters import seoul_day
from ui.html.account_forms import Said, new_password_field, part_notes, provider_mark, text_field
from ui.html.avatar_form import avatar_form
from ui.html.calendar_feeds import FeedAddress, calendar_feeds
from ui.html.frame import LANGUAGE_NAMES
from ui.html.icons import icon
from ui.html.mypage import SETTINGS, my_frame
from ui.html.your_data import your_data_section
from ui.visitor import SCHEMES, Visitor


class Part(StrEnum):
    """The parts of the page that have forms, by their anchor."""

    PROFILE = "profile"
    EMAIL = "email"
    PASSWORD = "password"  # noqa: S105 (an anchor)
    SIGN_INS = "sign-ins"
    DEVICES = "devices"
    CALENDAR = "calendar"
    TOKENS = "tokens"


@dataclass(frozen=True, slots=True)
class AccountSettings:
    """What the settings show; `new_token` is the text of a token that was made just now."""

    profile: Profile
    offered: Sequence[ProviderName]
    linked: Sequence[ProviderName]
    devices: Sequence[Device]
    feeds: Sequence[FeedAddress]
    tokens: Sequence[OwnToken]
    export: Export | None
    said: Said | None = None
    typed_name: str | None = None
    new_token: str = ""


def account_settings(page: AccountSettings, traveller: Traveller, visitor: Visitor) -> Element:
    """The whole page between top bar and footer."""
    return my_frame(
        traveller,
        SETTINGS,
        visitor.t("Settings"),
        page.profile.email,
        visitor,
        _profile(page, traveller, visitor),
        _email(page, visitor),
        _password(page, visitor),
        _sign_ins(page, visitor),
        _devices(page, visitor),
        _calendar(page, visitor),
        _tokens(page, visitor),
        your_data_section(page.profile, page.export, visitor),
    )


def _part(part: Part, title: str, about: str, page: AccountSettings, *content: Node) -> Element:
    return section(".settings-part", id=part.value, aria_labelledby=f"{part}-title")[
        div(".settings-about")[h2(id=f"{part}-title")[title], p[about]],
        div(".settings-card")[part_notes(part, page.said), content],
    ]


def _profile(page: AccountSettings, traveller: Traveller, visitor: Visitor) -> Element:
    t, profile = visitor.t, page.profile
    name = profile.display_name if page.typed_name is None else page.typed_name
    return _part(
        Part.PROFILE,
        t("Profile"),
        t("Language and colours follow you to every device."),
        page,
        p(".settings-since")[span(".settings-name")[profile.display_name], _since(profile, visitor)],
        avatar_form(visitor),
        form(action="/mypage/profile", method="post", data_testid="profile-form")[
            text_field(
                t("Your name"),
                "display_name",
                "text",
                value=name,
                autocomplete="nickname",
                hint=t("Others see it next to what you share."),
                maxlength=str(LONGEST_NAME),
            ),
            label(".field")[
                span(".field-name")[t("Language")],
                select(name="language")[
                    (
                        option(
                            value=language.value, selected=language is profile.language, lang=language.value
                        )[called]
                        for language, called in LANGUAGE_NAMES.items()
                    )
                ],
            ],
            _scheme_choice(traveller.scheme, visitor),
            button(".primary", type="submit", data_testid="submit")[t("Save")],
        ],
    )


def _since(profile: Profile, visitor: Visitor) -> Element:
    text = visitor.t("Member since {day}").format(day=seoul_day(profile.created_at, visitor))
    return span(".note")[text]


def _scheme_choice(chosen: str, visitor: Visitor) -> Element:
    names = {
        "auto": visitor.t("Same as device"),
        "light": visitor.t("Light"),
        "dark": visitor.t("Dark"),
    }
    return fieldset(".segments")[
        legend(".field-name")[visitor.t("Colours")],
        (
            label[
                input(type="radio", name="scheme", value=scheme, checked=scheme == chosen),
                span[names[scheme]],
            ]
            for scheme in SCHEMES
        ),
    ]


def _email(page: AccountSettings, visitor: Visitor) -> Element:
    t, profile = visitor.t, page.profile
    state = (
        span(".badge.open")[t("Confirmed")]
        if profile.is_verified
        else span(".badge.closed")[t("Not confirmed yet")]
    )
    return _part(
        Part.EMAIL,
        t("E-mail address"),
        t("You sign in with it, and only you can see it."),
        page,
        p(".settings-line")[span(".settings-name")[profile.email], state],
        None if profile.is_verified else _ask_again(visitor),
    )


def _ask_again(visitor: Visitor) -> Element:
    return form(action="/mypage/verification", method="post")[
        p(".note")[
            visitor.t(
                "We have sent you an e-mail with a link. It works for 30 minutes; check your spam folder too."
            )
        ],
        button(".secondary", type="submit", data_testid="resend-verification")[
            icon("mail"), visitor.t("Send the e-mail again")
        ],
    ]


def _password(page: AccountSettings, visitor: Visitor) -> Element:
    t = visitor.t
    return _part(
        Part.PASSWORD,
        t("Password"),
        t("A new password signs out all your other devices and revokes your API tokens."),
        page,
        p[t(DemoStays.message)] if page.profile.is_demo else _password_form(page.profile, visitor),
    )


def _password_form(profile: Profile, visitor: Visitor) -> Element:
    t, has_one = visitor.t, profile.has_password
    return form(action="/mypage/password", method="post", data_testid="password-form")[
        text_field(
            t("Your current password"), "current_password", "password", autocomplete="current-password"
        )
        if has_one
        else p(".note")[t("Your account has no password yet; you use a linked sign-in.")],
        new_password_field(visitor, name="new_password"),
        button(".primary", type="submit", data_testid="submit")[
            t("Change the password") if has_one else t("Keep this password")
        ],
    ]


def _sign_ins(page: AccountSettings, visitor: Visitor) -> Node:
    t = visitor.t
    providers = [name for name in ProviderName if name in page.offered or name in page.linked]
    if not providers and not part_notes(Part.SIGN_INS, page.said):
        return None
    return _part(
        Part.SIGN_INS,
        t("Linked sign-ins"),
        t("Other ways to sign in to this account, besides your e-mail address."),
        page,
        p[t(DemoStays.message)]
        if page.profile.is_demo
        else ul(".settings-list")[(_sign_in(name, page, visitor) for name in providers)],
    )


def _sign_in(provider: ProviderName, page: AccountSettings, visitor: Visitor) -> Element:
    t, is_linked = visitor.t, provider in page.linked
    return li(data_testid="sign-in", data_provider=provider.value)[
        provider_mark(provider),
        p[
            span(".settings-name")[provider.brand],
            span(".note")[t("Linked to this account") if is_linked else t("Not linked")],
        ],
        _unlink(provider, page, visitor) if is_linked else _link(provider, visitor),
    ]


def _link(provider: ProviderName, visitor: Visitor) -> Element:
    return a(
        ".quiet",
        href=f"/auth/{provider}?{urlencode({'link': 'true', 'next': SETTINGS})}",
        data_testid="link-sign-in",
        aria_label=visitor.t("Link {provider}").format(provider=provider.brand),
    )[visitor.t("Link")]


def _unlink(provider: ProviderName, page: AccountSettings, visitor: Visitor) -> Element:
    if not page.profile.has_password and len(page.linked) == 1:
        return span(".badge.open")[visitor.t("Your only sign-in")]
    return form(action=f"/mypage/identities/{provider}/unlink", method="post")[
        button(
            ".quiet",
            type="submit",
            data_testid="unlink-sign-in",
            aria_label=visitor.t("Unlink {provider}").format(provider=provider.brand),
        )[visitor.t("Unlink")]
    ]


def _devices(page: AccountSettings, visitor: Visitor) -> Element:
    t = visitor.t
    return _part(
        Part.DEVICES,
        t("Signed-in devices"),
        t("Sign out any you do not recognise or no longer use."),
        page,
        ul(".settings-list")[(_device(device, visitor) for device in page.devices)],
        len(page.devices) > 1
        and form(action="/mypage/devices/end-others", method="post")[
            button(".secondary", type="submit", data_testid="end-other-devices")[
                t("Sign out all other devices")
            ]
        ],
    )


def _device(device: Device, visitor: Visitor) -> Element:
    name = device_name(device, visitor)
    return li(data_testid="device")[
        icon(_device_icon(device), size=24),
        p[
            span(".settings-name")[name],
            span(".note")[_last_seen(device, visitor)],
        ],
        span(".badge.open")[visitor.t("This device")]
        if device.is_this_one
        else form(action=f"/mypage/devices/{device.session_id}/end", method="post")[
            button(
                ".quiet",
                type="submit",
                data_testid="end-device",
                aria_label=visitor.t("Sign out {device}").format(device=name),
            )[visitor.t("Sign out")]
        ],
    ]


def _device_icon(device: Device) -> str:
    if device.kind is SessionKind.API:
        return "braces"
    return "mobile" if browser_and_system(device.device)[1] in HANDHELD else "laptop"


def _last_seen(device: Device, visitor: Visitor) -> str:
    return visitor.t("Last seen on {day}").format(day=seoul_day(device.last_seen_at, visitor))


def _calendar(page: AccountSettings, visitor: Visitor) -> Element:
    t = visitor.t
    return _part(
        Part.CALENDAR,
        t("Calendar"),
        t("Your plans in your phone's calendar, always up to date."),
        page,
        calendar_feeds(page.feeds, visitor),
    )


def _tokens(page: AccountSettings, visitor: Visitor) -> Element:
    t = visitor.t
    return _part(
        Part.TOKENS,
        t("API tokens"),
        t("For your own scripts. Anyone who has a token can do everything in the API that you can."),
        page,
        page.new_token and _new_token(page.new_token, visitor),
        ul(".settings-list")[(_token(token, visitor) for token in page.tokens)] if page.tokens else None,
        form(".token-form", action="/mypage/tokens", method="post", data_testid="token-form")[
            text_field(t("What is the token for?"), "name", "text", maxlength=str(LONGEST_NAME)),
            button(".secondary", type="submit", data_testid="submit")[t("Create a token")],
        ],
    )


def _new_token(text: str, visitor: Visitor) -> Element:
    return div(".new-token", role="status")[
        p[visitor.t("Copy your new token now. It will not be shown again.")],
        div[
            code(data_testid="new-token")[text],
            button(
                ".icon-button",
                type="button",
                data_copy=text,
                data_done=visitor.t("Copied."),
                aria_label=visitor.t("Copy the token"),
                title=visitor.t("Copy the token"),
            )[icon("copy")],
        ],
    ]


def _token(token: OwnToken, visitor: Visitor) -> Element:
    return li(data_testid="api-token")[
        icon("braces", size=24),
        p[span(".settings-name")[token.name], span(".note")[_used(token, visitor)]],
        form(action=f"/mypage/tokens/{token.id}/revoke", method="post")[
            button(
                ".quiet",
                type="submit",
                data_testid="revoke-token",
                aria_label=visitor.t("Revoke {token}").format(token=token.name),
            )[visitor.t("Revoke")]
        ],
    ]


def _used(token: OwnToken, visitor: Visitor) -> str:
    made = seoul_day(token.created_at, visitor)
    if token.last_used_at is None:
        return visitor.t("Created on {first}, never used").format(first=made)
    return visitor.t("Created on {first}, last used on {last}").format(
        first=made, last=seoul_day(token.last_used_at, visitor)
    )
