from zlib import crc32

from htpy import Element, VoidElement, figcaption, figure, img, span

from edge.assets import Assets
from services.places import Photo, PlaceSummary


def place_picture(place: PlaceSummary, assets: Assets) -> Element:
    """A place's photo over a poster, which is what shows when there is no photo or it fails."""
    poster = img(
        ".poster",
        src=assets.url(poster_of(place.id, place.themes[0], place.region)),
        alt="",
        width="640",
        height="480",
        loading="lazy",
        decoding="async",
    )
    return span(".picture")[poster, place.photo and _photo(place.photo, "lazy")]


def poster_of(place_id: str, theme: str, region: str) -> str:
    """Choose the poster of a place's main theme or of its region, always the same one for a place."""
    posters = (f"illustrations/themes/{theme}.svg", f"illustrations/regions/{region}.svg")
    return posters[crc32(place_id.encode()) % len(posters)]


def credited_photo(photo: Photo, poster: str, *, alt: str, eager: bool) -> Element:
    """A photo of a gallery with its credit and licence, over a poster."""
    loading = "eager" if eager else "lazy"
    return figure(".picture")[
        img(".poster", src=poster, alt="", width="640", height="480", loading=loading),
        _photo(photo, loading, alt=alt),
        figcaption[f"{photo.credit} · {photo.licence}"],
    ]


def _photo(photo: Photo, loading: str, *, alt: str = "") -> VoidElement:
    return img(
        ".photo",
        src=photo.url,
        alt=alt,
        width="640",
        height="480",
        loading=loading,
        decoding="async",
        referrerpolicy="no-referrer",
        data_photo=True,
    )
