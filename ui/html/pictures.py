from htpy import Element, figcaption, figure, img, span

from edge.assets import Assets
from services.places import Photo, PlaceSummary


def place_picture(place: PlaceSummary, assets: Assets, *, eager: bool = False) -> Element:
    """A place's photo over the poster of its main theme, which is what shows when there is no photo or it fails."""
    loading = "eager" if eager else "lazy"
    poster = img(
        ".poster", src=assets.url(f"illustrations/themes/{place.themes[0]}.svg"), alt="", width="640", height="480",
        loading=loading, decoding="async",
    )  # fmt: skip
    return span(".picture")[poster, place.photo and _photo(place.photo, loading)]


def credited_photo(photo: Photo, poster: str, *, alt: str, eager: bool) -> Element:
    """A photo of a gallery with its credit and licence, over a poster."""
    loading = "eager" if eager else "lazy"
    return figure(".picture")[
        img(".poster", src=poster, alt="", width="640", height="480", loading=loading),
        _photo(photo, loading, alt=alt),
        figcaption[f"{photo.credit} · {photo.licence}"],
    ]


def _photo(photo: Photo, loading: str, *, alt: str = "") -> Element:
    return img(
        ".photo", src=photo.url, alt=alt, width="640", height="480", loading=loading, decoding="async",
        referrerpolicy="no-referrer", data_photo=True,
    )  # fmt: skip
