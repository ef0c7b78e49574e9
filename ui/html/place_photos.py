"""What travellers show of a place, and the form for a picture of one's own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlencode

from htpy import (
    Element,
    Node,
    VoidElement,
    a,
    button,
    details,
    div,
    form,
    h1,
    h2,
    h3,
    img,
    input,
    label,
    li,
    nav,
    ol,
    p,
    progress,
    section,
    small,
    span,
    summary,
    ul,
)

from models.place import Place
from services.object_keys import photo_key
from services.photos import ShownPhoto
from services.pictures import MOST_BYTES, PLACE_EDGES
from services.reports import LONGEST_REASON
from ui.html.account_forms import form_notes
from ui.html.icons import icon
from ui.visitor import Visitor

ACCEPTED = "image/jpeg,image/png,image/webp"
_SIZES = "(max-width: 760px) 46vw, 260px"


@dataclass(frozen=True, slots=True)
class TravellersShow:
    """The pictures of a place as one visitor meets them; `earlier` is the id after which older ones follow."""

    photos: Sequence[ShownPhoto]
    earlier: str | None = None
    notice: str = ""
    error: str = ""

    @classmethod
    def first(cls, limit: int, photos: Sequence[ShownPhoto], *, notice: str = "", error: str = "") -> Self:
        """Show so many of the pictures; one more than that tells that older ones follow."""
        shown = photos[:limit]
        return cls(shown, str(shown[-1].id) if len(photos) > limit else None, notice, error)


def place_photos(place: Place, shown: TravellersShow, visitor: Visitor) -> Element:
    """The newest pictures on the page of a place."""
    return section("#photos.photos", aria_labelledby="photos-title")[
        h2("#photos-title")[visitor.t("Photos by travellers")],
        _columns(place, shown, visitor, form_title=h3),
        shown.earlier
        and div(".actions.small")[
            a(".secondary", href=f"/places/{place.id}/photos")[visitor.t("All photos by travellers")]
        ],
    ]


def place_photos_page(place: Place, shown: TravellersShow, visitor: Visitor, *, later: bool) -> Element:
    """All pictures of a place, some at a time; `later` tells that there are newer ones than those shown."""
    here, name = f"/places/{place.id}/photos", visitor.text(place.name)
    return div(".place")[
        nav(".trail", aria_label=visitor.t("You are here"))[ol[li[a(href=f"/places/{place.id}")[name]]]],
        section("#photos.photos", aria_labelledby="photos-title")[
            h1("#photos-title")[visitor.t("Photos of {place} by travellers").format(place=name)],
            _columns(place, shown, visitor, form_title=h2),
            (later or shown.earlier)
            and div(".actions.small")[
                later and a(".secondary", href=here)[visitor.t("The newest photos")],
                shown.earlier
                and a(".secondary", href=f"{here}?{urlencode({'before': shown.earlier})}")[
                    visitor.t("Earlier photos")
                ],
            ],
        ],
    ]


def file_field(visitor: Visitor, *, name: str, title: str, hint: str, testid: str) -> Element:
    """The field by which one chooses a picture; where scripts run it is shown before it is sent."""
    return label(".field.file-field")[
        span(".field-name")[title],
        input(
            type="file",
            name=name,
            accept=ACCEPTED,
            required=True,
            data_testid=testid,
            data_most_bytes=str(MOST_BYTES),
            aria_describedby=f"{name}-hint",
        ),
        small(id=f"{name}-hint")[
            visitor.t("JPEG, PNG or WebP, up to {most} MB.").format(most=MOST_BYTES // 1_000_000), " ", hint
        ],
    ]


def upload_words(visitor: Visitor) -> Mapping[str, str]:
    """What `assets/js/photos.js` says by itself, as attributes of a form."""
    return {
        "data_upload": "",
        "data_word_large": visitor.t(
            "That file is larger than {most} MB. Please choose a smaller one."
        ).format(most=MOST_BYTES // 1_000_000),
        "data_word_away": visitor.t("The picture could not be uploaded. Please try again in a moment."),
    }


def upload_progress(visitor: Visitor) -> Element:
    """How much of a picture has been sent, shown by `assets/js/photos.js`."""
    return progress(max="1", value="0", hidden=True, aria_label=visitor.t("Uploading the picture"))


def _columns(place: Place, shown: TravellersShow, visitor: Visitor, *, form_title: Element) -> Node:
    if visitor.user is None:
        return [_pictures(place, shown, visitor), _invitation(place, visitor)]
    return [
        form_notes(notice=_notices(visitor).get(shown.notice, "")),
        div(".photos-columns")[
            _pictures(place, shown, visitor), _photo_form(place, shown.error, visitor, title=form_title)
        ],
    ]


def _notices(visitor: Visitor) -> Mapping[str, str]:
    """What is said after a form of this section has been sent, by the word that stands in the address."""
    return {
        "photo-added": visitor.t("Thank you. Everyone can see your photo now."),
        "photo-removed": visitor.t("Your photo has been removed."),
        "photo-reported": visitor.t("Thank you. We look at everything travellers report."),
    }


def _pictures(place: Place, shown: TravellersShow, visitor: Visitor) -> Element:
    if not shown.photos:
        return div(".no-photos")[
            icon("camera", size=40), p[visitor.t("No traveller has shared a photo of this place yet.")]
        ]
    return ul(".photo-grid")[(_tile(place, photo, visitor) for photo in shown.photos)]


def _tile(place: Place, photo: ShownPhoto, visitor: Visitor) -> Element:
    return li(".traveller-photo", data_testid="traveller-photo", data_photo_id=str(photo.id))[
        _hidden_note(visitor)
        if photo.is_hidden
        else a(".photo-link", href=f"/media/{photo_key(photo.id)}")[_image(place, photo, visitor)],
        div(".photo-foot")[
            span(".photo-credit", dir="auto")[f"© {photo.credit}"],
            _remove(photo, visitor) if photo.is_mine else _report(photo, visitor),
        ],
    ]


def _image(place: Place, photo: ShownPhoto, visitor: Visitor) -> VoidElement:
    alt = visitor.t("{place}, photographed by {name}")
    addresses = {_width(photo, edge): f"/media/{photo_key(photo.id, edge)}" for edge in sorted(PLACE_EDGES)}
    return img(
        ".photo",
        src=next(iter(addresses.values())),
        srcset=", ".join(f"{address} {width}w" for width, address in addresses.items()),
        sizes=_SIZES,
        alt=alt.format(place=visitor.text(place.name), name=photo.credit),
        width=str(photo.width),
        height=str(photo.height),
        loading="lazy",
        decoding="async",
        data_photo=True,
    )


def _width(photo: ShownPhoto, edge: int) -> int:
    """The width in pixels of the picture whose longer side has the edge; nothing was enlarged."""
    return max(1, round(photo.width * min(1, edge / max(photo.width, photo.height))))


def _hidden_note(visitor: Visitor) -> Element:
    return p(".photo-hidden")[
        visitor.t("Travellers have reported your photo. No one can see it until we have reviewed it.")
    ]


def _remove(photo: ShownPhoto, visitor: Visitor) -> Element:
    return form(action=f"/photos/{photo.id}/remove", method="post")[
        button(".quiet", type="submit", data_testid="remove-photo", aria_label=visitor.t("Remove my photo"))[
            visitor.t("Remove")
        ]
    ]


def _report(photo: ShownPhoto, visitor: Visitor) -> Element:
    title = visitor.t("Report the photo by {name}").format(name=photo.credit)
    return details(".report")[
        summary(data_testid="report-photo", aria_label=title)[visitor.t("Report")],
        form(action=f"/photos/{photo.id}/report", method="post")[
            label(".field")[
                span(".field-name")[visitor.t("What is wrong with it? (optional)")],
                input(type="text", name="reason", maxlength=str(LONGEST_REASON), autocomplete="off"),
            ],
            button(".secondary", type="submit", data_testid="report-photo-submit")[
                visitor.t("Report this photo")
            ],
        ],
    ]


def _invitation(place: Place, visitor: Visitor) -> Element:
    way_in = urlencode({"next": f"/places/{place.id}#photos"})
    return p(".photo-invitation")[
        visitor.t("Have you been here and taken a picture?"),
        " ",
        a(href=f"/login?{way_in}", data_testid="photo-sign-in")[visitor.t("Sign in to share it")],
    ]


def _photo_form(place: Place, error: str, visitor: Visitor, *, title: Element) -> Element:
    name = visitor.user.display_name if visitor.user else ""
    consent = visitor.t(
        "This is my own picture, the people in it agree, and it may be shown here to everyone with my "
        "name, {name}."
    )
    return form(
        ".photo-form",
        action=f"/places/{place.id}/photos",
        method="post",
        enctype="multipart/form-data",
        data_testid="photo-form",
        **upload_words(visitor),
    )[
        title(".photo-form-title")[visitor.t("Share your photo")],
        form_notes(error),
        file_field(
            visitor,
            name="photo",
            title=visitor.t("Your photo"),
            hint=visitor.t("Where and when it was taken is removed."),
            testid="photo-file",
        ),
        label(".check-field")[
            input(type="checkbox", name="consent", value="true", required=True, data_testid="photo-consent"),
            span[consent.format(name=name)],
        ],
        upload_progress(visitor),
        button(".primary", type="submit", data_testid="photo-submit")[visitor.t("Share this photo")],
    ]
