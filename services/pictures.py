"""Uploaded pictures made safe to show: decoded by what they are, turned upright, freed of all metadata, encoded as WebP.

Nothing of the upload reaches the result but its pixels: no EXIF, position, XMP, colour profile, comment or appended file.
"""

import asyncio
import struct
import zlib
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from io import BytesIO

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError
from PIL.JpegImagePlugin import JpegImageFile

from services.errors import Invalid

CONTENT_TYPE = "image/webp"
MOST_BYTES = 10_000_000
MOST_PIXELS = 50_000_000
MOST_PIXELS_AT_ONCE = 25_000_000
"""Of PNG and WebP: JPEG alone can be decoded small, and a WebP of 40 bytes would otherwise take 900 MB."""

PLACE_EDGES = (320, 960, 1920)
AVATAR_EDGES = (64, 128, 256)

_FORMATS = ("JPEG", "PNG", "WEBP")
_START_OF_SCAN = b"\xff\xda"
_MOST_SCANS = 100  # each goes over the whole picture again; real ones have about ten
_QUALITY = 80
_worker = ThreadPoolExecutor(1, thread_name_prefix="pictures")


class NotAPicture(Invalid):
    code = "not_a_picture"
    message = "We cannot read that as a picture. Please choose a JPEG, PNG or WebP file."


class TooManyBytes(Invalid):
    code = "picture_too_many_bytes"
    message = "That file is larger than {most} MB. Please choose a smaller one."


class TooManyPixels(Invalid):
    code = "picture_too_many_pixels"
    message = "That picture has more than {most} megapixels. Please make it smaller and try again."


class TooFewPixels(Invalid):
    code = "picture_too_few_pixels"
    message = "That picture is too small: each side needs at least {least} pixels."


class BrokenPicture(Invalid):
    code = "picture_broken"
    message = "That picture is damaged or incomplete. Please choose another copy of it."


@dataclass(frozen=True, slots=True)
class Rendition:
    """A picture as WebP, with its size in pixels."""

    width: int
    height: int
    content: bytes


Renditions = dict[int, Rendition]
"""By the edge that was asked for, in pixels; a picture smaller than that keeps its own size."""


async def place_renditions(content: bytes) -> Renditions:
    """`renditions` beside the event loop; one picture is worked on at a time, the others wait."""
    return await _beside_the_loop(partial(renditions, content))


async def avatar_renditions(content: bytes) -> Renditions:
    """`square_renditions` beside the event loop, in the same queue as `place_renditions`."""
    return await _beside_the_loop(partial(square_renditions, content))


def renditions(content: bytes, edges: Sequence[int] = PLACE_EDGES, *, least: int = 200) -> Renditions:
    """Draw a picture anew so that its longer side has each of the edges, in pixels; nothing is enlarged.

    Raises:
        NotAPicture: It is neither JPEG, PNG nor WebP, whatever its name.
        TooManyBytes: It is larger than `MOST_BYTES`.
        TooManyPixels: Its header promises more than `MOST_PIXELS`.
        TooFewPixels: One of its sides is shorter than `least`.
        BrokenPicture: It cannot be decoded to its end.
    """
    picture = _upright(content, max(edges), least)
    return _encoded(picture, {edge: _fitting(picture, edge) for edge in edges})


def square_renditions(content: bytes, edges: Sequence[int] = AVATAR_EDGES, *, least: int = 64) -> Renditions:
    """Draw the middle square of a picture anew with each of the edges; raises what `renditions` raises."""
    picture = _upright(content, max(edges), least, fill=True)
    shorter = min(picture.size)
    return _encoded(picture, {edge: (min(edge, shorter), min(edge, shorter)) for edge in edges})


async def _beside_the_loop(draw: Callable[[], Renditions]) -> Renditions:
    """One thread is the bound: a caller who goes away makes no room for a second picture before theirs is done."""
    return await asyncio.get_running_loop().run_in_executor(_worker, draw)


_Size = tuple[int, int]


def _encoded(picture: Image.Image, sizes: dict[int, _Size]) -> Renditions:
    made = {size: _rendition(picture, size) for size in set(sizes.values())}
    return {edge: made[size] for edge, size in sizes.items()}


def _rendition(picture: Image.Image, size: _Size) -> Rendition:
    drawn = ImageOps.fit(picture, size, Image.Resampling.LANCZOS)
    drawn.info.clear()
    out = BytesIO()
    drawn.save(out, "WEBP", quality=_QUALITY)
    return Rendition(*size, out.getvalue())


def _fitting(picture: Image.Image, edge: int) -> _Size:
    scale = min(1.0, edge / max(picture.size))
    width, height = picture.size
    return max(1, round(width * scale)), max(1, round(height * scale))


def _upright(content: bytes, edge: int, least: int, *, fill: bool = False) -> Image.Image:
    """Decode a picture no larger than the edge needs, as upright sRGB."""
    picture = _opened(content, least)
    try:
        longer, shorter = max(picture.size), min(picture.size)
        needed = edge * longer // shorter + 1 if fill else edge
        picture.draft(None, _fitting(picture, 2 * needed))
        picture.load()
        small = _plain(picture)
        small.thumbnail((needed, needed), Image.Resampling.LANCZOS, reducing_gap=2)
        return _turned(_in_srgb(small))
    except _DAMAGE as error:
        raise BrokenPicture from error
    finally:
        picture.close()


_DAMAGE = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    LookupError,
    EOFError,
    struct.error,
    zlib.error,
    MemoryError,
)
"""What Pillow's decoders raise on bytes that lie."""


def _opened(content: bytes, least: int) -> Image.Image:
    """Identify a picture by its first bytes and judge what its header promises; nothing is decoded yet."""
    if len(content) > MOST_BYTES:
        raise TooManyBytes(most=MOST_BYTES // 1_000_000)
    try:
        picture = Image.open(BytesIO(content), formats=_FORMATS)
    except UnidentifiedImageError as error:
        raise NotAPicture from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise TooManyPixels(most=MOST_PIXELS // 1_000_000) from error
    except _DAMAGE as error:
        raise BrokenPicture from error
    is_jpeg = isinstance(picture, JpegImageFile)
    most = MOST_PIXELS if is_jpeg else MOST_PIXELS_AT_ONCE
    if picture.width * picture.height > most:
        raise TooManyPixels(most=most // 1_000_000)
    if min(picture.size) < least:
        raise TooFewPixels(least=least)
    if is_jpeg and content.count(_START_OF_SCAN) > _MOST_SCANS:
        raise BrokenPicture
    return picture


def _plain(picture: Image.Image) -> Image.Image:
    """Bring a picture to one of the modes that can be scaled smoothly: L, RGB, RGBA or CMYK."""
    if picture.mode == "I;16":
        picture = picture.point(lambda level: level / 256)
    if picture.has_transparency_data:
        mode = "RGBA"
    elif picture.mode in {"1", "I;16"}:
        mode = "L"
    else:
        mode = picture.mode if picture.mode in {"L", "CMYK"} else "RGB"
    return picture if picture.mode == mode else picture.convert(mode)


def _in_srgb(picture: Image.Image) -> Image.Image:
    """Apply the colour profile; one that cannot be read is as good as none."""
    mode = "RGBA" if picture.mode == "RGBA" else "RGB"
    if profile := picture.info.get("icc_profile"):
        with suppress(ImageCms.PyCMSError, *_DAMAGE):
            srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))  # pyright: ignore[reportUnknownArgumentType]
            if converted := ImageCms.profileToProfile(picture, BytesIO(profile), srgb, outputMode=mode):
                return converted
    return picture if picture.mode == mode else picture.convert(mode)


def _turned(picture: Image.Image) -> Image.Image:
    """Apply the orientation of EXIF; a picture whose EXIF cannot be read stays as it lies."""
    with suppress(*_DAMAGE):
        return ImageOps.exif_transpose(picture)
    return picture
