"""The facts of a place at a glance, and how to get there."""

from datetime import date

from htpy import (
    Element,
    Node,
    a,
    button,
    dd,
    details,
    dialog,
    div,
    dl,
    dt,
    form,
    h2,
    li,
    p,
    section,
    summary,
    ul,
)

from models.language import Language, Texts
from models.place import Place, Season, Setting
from ui.formatters import days_between, listed, medium_day, minutes, month_name, won
from ui.html.icons import icon
from ui.html.map_links import place_in_map_apps
from ui.html.place_hours import open_now
from ui.visitor import Visitor


def facts(place: Place, visitor: Visitor) -> Element:
    return section(".facts", aria_label=visitor.t("At a glance"))[
        open_now(place, visitor),
        dl[
            _fact("calendar", visitor.t("Held"), _dates(place, visitor)),
            _fact(
                "clock", visitor.t("Usual stay"), place.stay_minutes and minutes(place.stay_minutes, visitor)
            ),
            _fact("ticket", visitor.t("Admission"), _admission(place, visitor)),
            _fact("sun", visitor.t("Best season"), _best_time(place, visitor)),
            _fact("compass", visitor.t("Setting"), _setting(place, visitor)),
            _fact(
                "phone",
                visitor.t("Phone"),
                place.phone and a(href=f"tel:{place.phone.replace(' ', '')}")[place.phone],
            ),
            _fact(
                "globe",
                visitor.t("Website"),
                place.website
                and a(href=place.website, rel="noopener nofollow", target="_blank")[_host(place.website)],
            ),
        ],
    ]


def _dates(place: Place, visitor: Visitor) -> Node:
    """When a festival is: the newest year that is known, and the months in which it usually comes."""
    known = (
        days_between(place.starts_on, place.ends_on, visitor) if place.starts_on and place.ends_on else None
    )
    months = [month_name(month, visitor) for month in place.usual_months]
    usual = months and visitor.t("usually in {months}").format(months=listed(months, visitor))
    return (known or usual) and ul(".plain")[known and li[known], usual and li(".note")[usual]]


def _best_time(place: Place, visitor: Visitor) -> Node:
    words = {
        Season.SPRING: visitor.t("Spring"),
        Season.SUMMER: visitor.t("Summer"),
        Season.AUTUMN: visitor.t("Autumn"),
        Season.WINTER: visitor.t("Winter"),
    }
    return place.seasons and listed([words[Season(season)] for season in place.seasons], visitor)


def _setting(place: Place, visitor: Visitor) -> Node:
    words = {
        Setting.INDOOR: visitor.t("Indoors"),
        Setting.OUTDOOR: visitor.t("Outdoors"),
        Setting.BOTH: visitor.t("Indoors and outdoors"),
    }
    return place.setting and words[Setting(place.setting)]


def _fact(icon_name: str, name: str, value: Node) -> Node:
    return value and div(".fact")[dt[icon(icon_name), name], dd[value]]


def _admission(place: Place, visitor: Visitor) -> Node:
    fees = place.admission
    if not fees:
        return None
    if fees.get("free"):
        return visitor.t("Free")
    kinds = {"adult": visitor.t("Adults"), "youth": visitor.t("Youths"), "child": visitor.t("Children")}
    free = visitor.t("free")
    lines = [
        f"{name} {won(fees[kind], visitor) if fees[kind] else free}"
        for kind, name in kinds.items()
        if kind in fees
    ]
    note = fees.get("note_ko" if visitor.language is Language.KO else "note_en")
    return ul(".plain")[(li[line] for line in lines), note and li(".note")[note]]


def _host(address: str) -> str:
    return address.split("/")[2].removeprefix("www.")


def provenance(place: Place, visitor: Visitor) -> Node:
    """Where the facts come from and when they were compared with that, fact by fact."""
    if not place.facts:
        return None
    names = {
        "position": visitor.t("Position"),
        "names": visitor.t("Names"),
        "address": visitor.t("Address"),
        "opening_hours": visitor.t("Opening hours"),
        "last_admission": visitor.t("Last admission"),
        "admission": visitor.t("Admission"),
        "phone": visitor.t("Phone"),
        "website": visitor.t("Website"),
        "getting_there": visitor.t("Getting there"),
        "dates": visitor.t("Dates"),
        "photos": visitor.t("Photos"),
    }
    return details(".provenance")[
        summary[visitor.t("Where these facts come from")],
        dl[
            (
                div[
                    dt[names[fact]],
                    dd[told["source"], " · ", medium_day(date.fromisoformat(told["checked"]), visitor)],
                ]
                for fact, told in place.facts.items()
                if fact in names
            )
        ],
    ]


def getting_there(place: Place, visitor: Visitor) -> Node:
    korean = place.address.get(Language.KO, "")
    own = visitor.text(place.address)
    if not own:
        return None
    return section(".address", aria_labelledby="address-title")[
        h2("#address-title")[visitor.t("Getting there")],
        p(".address-own")[icon("pin"), own],
        own != korean and p(".address-korean", lang="ko")[korean],
        place.getting_there and p(".address-way")[icon("transit"), visitor.text(place.getting_there)],
        div(".actions.small")[
            button(
                ".secondary", type="button", data_copy=korean or own, data_done=visitor.t("Address copied")
            )[icon("copy"), visitor.t("Copy address")],
        ],
        p(".open-in-lead")[visitor.t("Open in")],
        place_in_map_apps(place),
    ]


def driver_card(
    name: Texts, address: Texts, visitor: Visitor, *, phone: str | None = None, card_id: str = "driver-card"
) -> Element:
    """Name and address in large Hangul, to hold up to a driver; `card_id` is what its button opens."""
    return dialog(
        ".driver-card", id=card_id, data_testid="driver-card", aria_label=visitor.t("Show to driver")
    )[
        div(".driver", lang="ko")[
            p(".driver-please")["이곳으로 가 주세요"],
            p(".driver-name")[name.get(Language.KO, "")],
            p(".driver-address")[address.get(Language.KO, "")],
            phone and p(".driver-phone")[phone],
        ],
        form(method="dialog")[button(".secondary", autofocus=True)[icon("close"), visitor.t("Close")]],
    ]
