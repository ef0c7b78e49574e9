"""The icons of the product: 24 units square, drawn with one line width, coloured by their text."""

from functools import cache

from htpy import path, svg
from markupsafe import Markup

from ui.html import rendered

STAR = "M12 3.500l2.600 5.400 5.900.8-4.300 4.100 1 5.900-5.200-2.800-5.200 2.800 1-5.900L3.500 9.700l5.900-.8L12 3.500Z"
_PATHS = {
    "search": "M10.5 4a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13ZM15.5 15.5 20 20",
    "compass": "M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18ZM15.5 8.5l-2 5-5 2 2-5 5-2Z",
    "calendar": "M5 6h14v14H5zM5 10.5h14M9 3.5V7M15 3.5V7",
    "calendar-plus": "M5 6h14v14H5zM5 10.5h14M9 3.5V7M15 3.5V7M12 12.5v5M9.5 15h5",
    "person": "M12 4a4 4 0 1 1 0 8 4 4 0 0 1 0-8ZM4.5 20c.8-4 3.8-6 7.5-6s6.700 2 7.500 6",
    "sign-out": "M14 4.500H5v15h9M10 12h10.500M16.500 8l4 4-4 4",
    "heart": "M12 20s-7.500-4.600-7.500-10.200A4.300 4.300 0 0 1 12 7.200a4.300 4.300 0 0 1 7.500 2.600C19.500 15.400 12 20 12 20Z",
    "sun": "M12 8a4 4 0 1 1 0 8 4 4 0 0 1 0-8ZM12 2.500v2M12 19.500v2M2.500 12h2M19.500 12h2M5.300 5.300l1.400 1.400M17.300 17.300l1.400 1.400M5.300 18.700l1.400-1.400M17.300 6.700l1.400-1.400",
    "moon": "M19.500 14.500A8 8 0 0 1 9.500 4.500a8 8 0 1 0 10 10Z",
    "star": STAR,
    "clock": "M12 3.500a8.500 8.500 0 1 1 0 17 8.500 8.500 0 0 1 0-17ZM12 7.500V12l3 2",
    "pin": "M12 21s7-6.300 7-11.300A7 7 0 0 0 5 9.700C5 14.700 12 21 12 21ZM12 7.200a2.500 2.500 0 1 1 0 5 2.500 2.500 0 0 1 0-5Z",
    "phone": "M6.500 4h3l1.500 4-2 1.500a11 11 0 0 0 5.500 5.500l1.500-2 4 1.500v3a2 2 0 0 1-2.200 2A16.500 16.500 0 0 1 4.500 6.200 2 2 0 0 1 6.500 4Z",
    "globe": "M12 3.500a8.500 8.500 0 1 1 0 17 8.500 8.500 0 0 1 0-17ZM3.500 12h17M12 3.500c5 5 5 12 0 17M12 3.500c-5 5-5 12 0 17",
    "ticket": "M4 8.500V6h16v2.500a3.500 3.500 0 0 0 0 7V18H4v-2.500a3.500 3.500 0 0 0 0-7ZM14 6v12",
    "car": "M5 16v-3.500L7 7h10l2 5.500V16M3.500 16.500h17M5 12.500h14M7 16.500V19M17 16.500V19",
    "copy": "M9 9h11v11H9zM5 15H4V4h11v1",
    "share": "M12 15V4M8 7.500 12 3.500l4 4M6 12H5v8.500h14V12h-1",
    "close": "M6 6l12 12M18 6 6 18",
    "arrow": "M5 12h14M13 6l6 6-6 6",
    "check": "M5 12.500l4.500 4.500L19 7.500",
    "walk": "M13 3.500a1.500 1.500 0 1 1 0 3 1.500 1.500 0 0 1 0-3ZM11.500 9l-2 5 3 2.500v4.500M11.500 9l3 2.500 3 .5M11.500 9 8 10.500 7 14M9.500 14 7.500 21",
    "map": "M4 6.500 9 4l6 2.500L20 4v13.500L15 20l-6-2.500L4 20ZM9 4v13.500M15 6.500V20",
    "list": "M8 6.500h12M8 12h12M8 17.500h12M4 6.500h.01M4 12h.01M4 17.500h.01",
    "laptop": "M5.500 5.500h13v10h-13ZM3 18.500h18",
    "mobile": "M8 3.500h8a1 1 0 0 1 1 1v15a1 1 0 0 1-1 1H8a1 1 0 0 1-1-1v-15a1 1 0 0 1 1-1ZM11 17.500h2",
    "braces": "M9 4.500c-2.500 0-2.500 1.200-2.500 3.500S6.500 11.500 4 12c2.500.5 2.500 1.700 2.500 4s0 3.500 2.500 3.500M15 4.500c2.500 0 2.500 1.200 2.500 3.500s0 3.500 2.500 4c-2.500.5-2.500 1.700-2.500 4s0 3.500-2.500 3.500",
    "mail": "M4 6h16v12H4zM4.500 6.500 12 13l7.500-6.500",
    "camera": "M4 8h4l1.500-2.500h5L16 8h4v11H4ZM12 10a3.300 3.300 0 1 1 0 6.600 3.300 3.300 0 0 1 0-6.600Z",
    "up": "M6 15l6-6 6 6",
}  # fmt: skip


@cache
def icon(name: str, *, size: int = 20) -> Markup:
    """Draw an icon; it is decoration, the words stand beside it or in its button's label."""
    drawing = svg(
        ".icon",
        width=str(size),
        height=str(size),
        viewBox="0 0 24 24",
        fill="none",
        stroke="currentColor",
        stroke_width="1.75",
        stroke_linecap="round",
        stroke_linejoin="round",
        aria_hidden="true",
    )[path(d=_PATHS[name])]
    return rendered(drawing)
