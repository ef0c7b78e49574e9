"""What one can do with one's data: take it along, and have it deleted."""

from htpy import Element, Node, a, button, div, form, h1, h2, h3, p, progress, section, span

from services.demo import DemoStays
from services.exports import Export, ExportState
from services.users import Profile
from ui.html.account_forms import form_notes, text_field
from ui.html.icons import icon
from ui.visitor import Visitor


def your_data_page(data_section: Element, visitor: Visitor) -> Element:
    """The section on a page of its own."""
    return div(".data-page")[h1[a(href="/mypage")[visitor.t("My page")]], data_section]


def your_data_section(
    profile: Profile,
    export: Export | None,
    visitor: Visitor,
    *,
    export_error: str = "",
    delete_error: str = "",
) -> Element:
    """Both, with how far the newest export is; where scripts run, `assets/js/your_data.js` follows it."""
    t = visitor.t
    return section("#your-data.your-data")[
        h2[t("Your data")],
        p[
            t("What we keep about you, and for how long, is on one page:"),
            " ",
            a(href="/privacy")[t("Privacy")],
        ],
        div(".data-parts")[
            _export_part(export, visitor, export_error), _delete_part(profile, visitor, delete_error)
        ],
    ]


def _export_part(export: Export | None, visitor: Visitor, error: str) -> Element:
    t = visitor.t
    return div(".data-part", data_export=True, data_words=t("{done} of {total} files are packed."))[
        h3[t("Download my data")],
        p[t("One zip with everything you have given us, as JSON, and your pictures at their largest size.")],
        form(action="/mypage/export", method="post")[
            form_notes(error),
            button(".primary", type="submit", data_testid="export-data")[t("Pack my data")],
        ],
        _when(ExportState.UNDER_WAY, export)[_progress(export, visitor)],
        div(role="status")[
            _when(ExportState.READY, export)[
                p[t("Your data is ready. You can download it for 24 hours.")],
                a(
                    ".secondary",
                    href=f"/mypage/export/{export.id}/download" if export else "/mypage/data",
                    download=True,
                    data_testid="export-download",
                )[t("Download the zip")],
            ],
            _when(ExportState.FAILED, export)[
                p(".form-error", data_testid="export-failed")[
                    icon("close", size=18),
                    span[t("We could not pack your data. Please try again in a few minutes.")],
                ],
            ],
        ],
    ]


def _when(state: ExportState, export: Export | None) -> Element:
    return div(data_when=state.value, hidden=export is None or export.state is not state)


def _progress(export: Export | None, visitor: Visitor) -> Node:
    t, done, total = visitor.t, export.done if export else 0, (export.total if export else 0) or 1
    return [
        progress(
            value=str(done), max=str(total), aria_label=t("Packing progress"), data_testid="export-progress"
        ),
        p(".note")[t("{done} of {total} files are packed.").format(done=done, total=total)],
        a(
            ".only-without-scripts",
            href=f"/mypage/export/{export.id}" if export else "/mypage/data",
        )[t("See how far it is")],
    ]


def _delete_part(profile: Profile, visitor: Visitor, error: str) -> Element:
    t = visitor.t
    return div(".data-part")[
        h3[t("Delete my account")],
        p(".note")[t(DemoStays.message)] if profile.is_demo else _delete_form(profile, visitor, error),
    ]


def _delete_form(profile: Profile, visitor: Visitor, error: str) -> Node:
    t = visitor.t
    return [
        p[
            t(
                "Your profile and picture, likes, visits, ratings, photos, reports, trips, tokens and linked "
                "sign-ins are deleted at once, and every device is signed out. This cannot be undone."
            )
        ],
        p(".note")[
            t(
                "A trip that others can edit passes to whoever has been its editor longest, along with what you "
                "planned in it."
            )
        ],
        form(action="/mypage/delete", method="post", data_testid="delete-account")[
            form_notes(error),
            text_field(t("Password"), "password", "password", autocomplete="current-password")
            if profile.has_password
            else text_field(
                t("E-mail address"),
                "email",
                "email",
                hint=t("Your account has no password, so type its e-mail address."),
            ),
            button(".danger", type="submit", data_testid="submit")[t("Delete everything now")],
        ],
    ]
