"""The picture of a shared trip that messengers and networks show beside its link: title, days, and the way on the map."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from hashlib import blake2b
from io import BytesIO
from itertools import pairwise
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont
from PIL.ImageFont import FreeTypeFont

from services.geography import Point
from services.shared_trips import SharedPlan
from ui.formatters import days_between, number
from ui.map_view import MapView, Spot
from ui.visitor import Visitor

WIDTH, HEIGHT = 1200, 630


@dataclass(frozen=True, slots=True)
class Card:
    """What is on the picture; `days` are the points of each day, by day of the month, in the order of their positions."""

    title: str
    dates: str
    size: str
    days: tuple[tuple[int, tuple[Point, ...]], ...]

    @classmethod
    def of(cls, plan: SharedPlan, visitor: Visitor) -> "Card":
        by_day: dict[date, list[Point]] = {}
        for entry in plan.entries:
            if entry.place:
                by_day.setdefault(entry.date, []).append(entry.place.point)
        stops = len(plan.entries)
        template = visitor.t("{n} stop") if stops == 1 else visitor.t("{n} stops")
        return cls(
            plan.trip.title,
            days_between(plan.trip.starts_on, plan.trip.ends_on, visitor),
            template.format(n=number(stops, visitor)),
            tuple((day.day, tuple(points)) for day, points in by_day.items()),
        )

    @property
    def etag(self) -> str:
        """A name for exactly this picture."""
        content = repr((_EDITION, self.title, self.dates, self.size, self.days))
        return f'"{blake2b(content.encode(), digest_size=12).hexdigest()}"'


@lru_cache(maxsize=64)
def card_png(card: Card) -> bytes:
    """Draw the picture, which takes a moment: not to be called where others wait."""
    drawing = Image.new("RGB", (WIDTH * _FINE, HEIGHT * _FINE), _SEA)
    pen = ImageDraw.Draw(drawing)
    view = _view(card)
    _draw_land(pen, view)
    for index, (_, points) in enumerate(card.days):
        _draw_day(pen, view, points, _DAYS[index % len(_DAYS)])
    if view.metres_per_unit < _NEAR_M_PER_UNIT:
        _draw_all_korea(pen, view)
    _draw_panel(pen, card)
    out = BytesIO()
    drawing.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS).save(out, "PNG", optimize=True)
    return out.getvalue()


_EDITION = 1
"""To be raised whenever the drawing changes, so that nobody keeps the old one."""
_FINE = 2
"""Drawn so many times as large and then made smaller, for smooth edges."""
_PANEL = 500
_MOST_DOTS = 9
_MARGIN = 90
_NEAREST_M_PER_UNIT = 35.0
_NEAR_M_PER_UNIT = 300.0
"""Nearer than this, a small map of all Korea shows where one is."""
_SMALL_WIDTH, _SMALL_HEIGHT, _SMALL_EDGE = 150, 190, 24
_KOREA = (Point(38.6, 126.1), Point(33.1, 129.6))

# The light colours of assets/css/app.css.
_SEA, _LAND, _NEIGHBOUR, _BORDER = "#d6e6e6", "#f6efdf", "#e7e1d3", "#b9ac92"
_PAPER, _INK, _INK_SOFT, _ACCENT = "#fffdf8", "#1e2a3a", "#55606d", "#1f6f63"
_DAYS = ("#b8431c", "#1f6f63", "#65489a", "#1d6b8a", "#946200", "#ac2f6c", "#2f4590")


def _view(card: Card) -> MapView:
    """The part of the map to the right of the panel holds the whole way, or all of Korea where there is none."""
    points = [point for _, points in card.days for point in points] or _KOREA
    near = MapView.around(points, WIDTH - _PANEL, HEIGHT, _MARGIN, nearest=_NEAREST_M_PER_UNIT)
    return MapView(WIDTH, HEIGHT, near.scale, near.left - _PANEL, near.top)


def _draw_land(pen: ImageDraw.ImageDraw, view: MapView) -> None:
    for land in view.land():
        for ring in land.rings:
            fill = _LAND if land.is_korea else _NEIGHBOUR
            pen.polygon(_fine(ring), fill=fill, outline=_BORDER, width=_FINE)


def _draw_day(pen: ImageDraw.ImageDraw, view: MapView, points: Sequence[Point], colour: str) -> None:
    spots = _fine([view.at(point) for point in points])
    for start, end in pairwise(spots):
        pen.line([start, end], fill=_PAPER, width=11 * _FINE)
    for start, end in pairwise(spots):
        pen.line([start, end], fill=colour, width=5 * _FINE)
    for x, y in spots:
        pen.circle((x, y), 11 * _FINE, fill=colour, outline=_PAPER, width=3 * _FINE)


def _draw_panel(pen: ImageDraw.ImageDraw, card: Card) -> None:
    pen.rectangle((0, 0, _PANEL * _FINE, HEIGHT * _FINE), fill=_PAPER)
    pen.rectangle((0, 0, 12 * _FINE, HEIGHT * _FINE), fill=_ACCENT)
    y = 72.0
    y = _write(pen, ["FFFF"], y, 30, _ACCENT) + 28
    y = _write(pen, _lines(card.title, 56, 4), y, 56, _INK) + 24
    y = _write(pen, _lines(card.dates, 30, 2), y, 30, _INK_SOFT)
    _write(pen, [card.size], y + 4, 30, _INK_SOFT)
    _draw_legend(pen, card)


def _draw_legend(pen: ImageDraw.ImageDraw, card: Card) -> None:
    """A dot for each day, in the colour of its line, with the day of the month in it."""
    for index, (day, _) in enumerate(card.days[:_MOST_DOTS]):
        x, y = (72 + index * 44) * _FINE, (HEIGHT - 72) * _FINE
        pen.circle((x, y), 18 * _FINE, fill=_DAYS[index % len(_DAYS)])
        if font := _font_for(str(day), 18):
            pen.text((x, y), str(day), font=font, fill=_PAPER, anchor="mm")


def _draw_all_korea(pen: ImageDraw.ImageDraw, view: MapView) -> None:
    """Draw all of Korea in the lower right corner, with a mark where the way is."""
    left, top = WIDTH - _SMALL_WIDTH - _SMALL_EDGE, HEIGHT - _SMALL_HEIGHT - _SMALL_EDGE
    frame = [(left * _FINE, top * _FINE), ((left + _SMALL_WIDTH) * _FINE, (top + _SMALL_HEIGHT) * _FINE)]
    pen.rounded_rectangle(frame, 12 * _FINE, fill=_SEA, outline=_PAPER, width=4 * _FINE)
    small = MapView.around(_KOREA, _SMALL_WIDTH, _SMALL_HEIGHT, 14)
    for land in small.land():
        for ring in land.rings if land.is_korea else ():
            pen.polygon(
                [((x + left) * _FINE, (y + top) * _FINE) for x, y in ring], fill=_LAND, outline=_BORDER
            )
    x, y = small.at(view.point_at(Spot(_PANEL + (WIDTH - _PANEL) / 2, HEIGHT / 2)))
    pen.circle(
        ((x + left) * _FINE, (y + top) * _FINE), 7 * _FINE, fill=_DAYS[0], outline=_PAPER, width=2 * _FINE
    )


def _write(pen: ImageDraw.ImageDraw, lines: Sequence[str], y: float, size: int, colour: str) -> float:
    """Write lines and return where the next one begins; a text for which no font is at hand is left out."""
    for line in lines:
        if font := _font_for(line, size):
            pen.text((52 * _FINE, y * _FINE), line, font=font, fill=colour)
            y += size * 1.22
    return y


def _lines(text: str, size: int, most: int) -> list[str]:
    """Break a text into lines that fit into the panel; what does not fit ends in dots."""
    font = _font_for(text, size)
    if font is None:
        return []
    room = (_PANEL - 52 - 36) * _FINE
    lines = [""]
    for part in _parts(text):
        if font.getlength((lines[-1] + part).rstrip()) > room and lines[-1]:
            lines.append("")
        lines[-1] += part
    lines = [line.strip() for line in lines]
    if len(lines) > most:
        lines = [*lines[: most - 1], f"{lines[most - 1]}…"]
    return [_cut(line, font, room) for line in lines]


def _parts(text: str) -> Iterator[str]:
    """Yield words with the space after them; a word too long for a line of its own letter by letter."""
    for word in text.split():
        yield from f"{word} " if len(word) > _LONGEST_WORD else (f"{word} ",)


_LONGEST_WORD = 12


def _cut(line: str, font: FreeTypeFont, room: float) -> str:
    if font.getlength(line) <= room:
        return line
    while line and font.getlength(f"{line}…") > room:
        line = line[:-1]
    return f"{line}…"


def _fine(spots: Sequence[Spot]) -> list[tuple[float, float]]:
    return [(x * _FINE, y * _FINE) for x, y in spots]


# --- letters ----------------------------------------------------------------------------------------------------------

_FONTS: Sequence[tuple[str, int]] = (
    ("/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc", 1),
    ("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", 1),
    ("/usr/share/fonts/noto-cjk/NotoSansCJK-Bold.ttc", 1),
    ("/usr/share/fonts/truetype/nanum/NanumGothicBold.ttf", 0),
    ("/System/Library/Fonts/AppleSDGothicNeo.ttc", 0),
    ("/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf", 0),
)
"""Where systems keep a font with Hangul, and one with much of the rest; the number is that of the font within its file."""
_NO_LETTER = "\uffff"


@lru_cache(maxsize=256)
def _font_for(text: str, size: int) -> FreeTypeFont | None:
    """Return the first font at hand that has every letter of a text."""
    return next((font for font in _fonts(size * _FINE) if _has_all(font, text)), None)


@cache
def _fonts(size: int) -> Sequence[FreeTypeFont]:
    files = [(path, index) for path, index in _FONTS if Path(path).is_file()]
    found = [ImageFont.truetype(path, size, index) for path, index in files]
    built_in = ImageFont.load_default(size)
    return [*found, built_in] if isinstance(built_in, FreeTypeFont) else found


def _has_all(font: FreeTypeFont, text: str) -> bool:
    missing = _drawn(font, _NO_LETTER)
    return all(letter.isspace() or _drawn(font, letter) != missing for letter in set(text))


def _drawn(font: FreeTypeFont, letter: str) -> bytes:
    """Draw a letter; those that a font lacks all look the same."""
    picture = Image.new("1", (int(font.size) * 2, int(font.size) * 2))
    ImageDraw.Draw(picture).text((0, 0), letter, font=font, fill=1)
    return picture.tobytes()
