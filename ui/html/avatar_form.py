from htpy import Element, a, button, div, form, h1, h2, p

from services.errors import Unauthorized
from ui.html.account_forms import form_notes
from ui.html.frame import avatar
from ui.html.place_photos import file_field, upload_progress, upload_words
from ui.visitor import Visitor

_SIZE = 96


def avatar_form(visitor: Visitor, *, error: str = "", notice: str = "") -> Element:
    """The picture beside a traveller's name, and the form for another.

    Raises:
        Unauthorized: nobody is signed in.
    """
    traveller = visitor.user
    if traveller is None:
        raise Unauthorized
    return div(".avatar-form")[
        form_notes(error, notice),
        div(".avatar-now")[avatar(traveller.display_name, traveller.avatar, size=_SIZE), _choice(visitor)],
        traveller.avatar
        and form(action="/mypage/avatar/remove", method="post")[
            button(".quiet", type="submit", data_testid="remove-avatar")[visitor.t("Remove my picture")]
        ],
    ]


def avatar_page(visitor: Visitor, *, error: str = "", notice: str = "") -> Element:
    """The form on a page of its own."""
    return div(".data-page.avatar-page")[
        h1[a(href="/mypage")[visitor.t("My page")]],
        h2[visitor.t("Your picture")],
        p[visitor.t("Others see it next to your ratings.")],
        avatar_form(visitor, error=error, notice=notice),
    ]


def _choice(visitor: Visitor) -> Element:
    return form(
        action="/mypage/avatar",
        method="post",
        enctype="multipart/form-data",
        data_testid="avatar-form",
        **upload_words(visitor),
    )[
        file_field(
            visitor,
            name="avatar",
            title=visitor.t("Your picture"),
            hint=visitor.t("Its centre is shown in a circle."),
            testid="avatar-file",
        ),
        upload_progress(visitor),
        button(".secondary", type="submit", data_testid="avatar-submit")[visitor.t("Use this picture")],
    ]
