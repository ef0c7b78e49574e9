import asyncio
import threading
from io import BytesIO
from zlib import crc32

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, PngImagePlugin

from services.errors import Invalid
from services.pictures import (
    MOST_BYTES,
    BrokenPicture,
    NotAPicture,
    Rendition,
    TooFewPixels,
    TooManyBytes,
    TooManyPixels,
    avatar_renditions,
    place_renditions,
    renditions,
    square_renditions,
)

SEOUL_IN_EXIF = {1: "N", 2: (37.0, 33.0, 59.5), 3: "E", 4: (126.0, 58.0, 40.0)}
SCRIPT = b"<script>alert('secret-of-the-sender')</script>"
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><secret-of-the-sender/></x:xmpmeta>'
RED, BLUE = (200, 30, 30), (30, 30, 200)
careless = pytest.mark.filterwarnings("ignore")  # Pillow warns of what it then reads or refuses


def file_of(picture: Image.Image, kind: str = "JPEG", **options: object) -> bytes:
    out = BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def scene(width: int = 640, height: int = 480) -> Image.Image:
    """Red to the left, blue to the right."""
    picture = Image.new("RGB", (width, height), RED)
    picture.paste(BLUE, (width // 2, 0, width, height))
    return picture


def shown(rendition: Rendition) -> Image.Image:
    picture = Image.open(BytesIO(rendition.content))
    assert picture.format == "WEBP"
    assert picture.size == (rendition.width, rendition.height)
    picture.load()
    return picture


def is_near(a: object, b: tuple[int, ...], by: int = 30) -> bool:
    assert isinstance(a, tuple)
    return len(a) == len(b) and all(abs(x - y) <= by for x, y in zip(a, b, strict=True))


def exif(orientation: int = 1) -> Image.Exif:
    tags = Image.Exif()
    tags[0x0112] = orientation
    tags[0x010F] = "secret-of-the-sender"
    tags.get_ifd(0x8825).update(SEOUL_IN_EXIF)
    return tags


def test_a_picture_comes_in_three_sizes_by_its_longer_side() -> None:
    for file in (
        file_of(scene(2400, 1800)),
        file_of(scene(2400, 1800), "PNG"),
        file_of(scene(2400, 1800), "WEBP"),
    ):
        made = renditions(file)
        assert {edge: shown(one).size for edge, one in made.items()} == {
            320: (320, 240),
            960: (960, 720),
            1920: (1920, 1440),
        }
    assert shown(renditions(file_of(scene(600, 1200)))[960]).size == (480, 960)


def test_nothing_is_enlarged() -> None:
    made = renditions(file_of(scene(500, 300)))
    assert [shown(one).size for one in made.values()] == [(320, 192), (500, 300), (500, 300)]


def test_an_avatar_is_the_middle_square() -> None:
    wide = Image.new("RGB", (1200, 300), "black")
    wide.paste(RED, (450, 0, 750, 300))
    made = square_renditions(file_of(wide))
    assert [shown(one).size for one in made.values()] == [(64, 64), (128, 128), (256, 256)]
    for corner in ((4, 4), (251, 251), (4, 251)):
        assert is_near(shown(made[256]).getpixel(corner), RED)
    assert [one.width for one in square_renditions(file_of(scene(100, 900))).values()] == [64, 100, 100]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_position_and_all_other_metadata_are_gone(kind: str) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    options: dict[str, object] = {"exif": exif(), "icc_profile": profile}
    if kind == "PNG":
        texts = PngImagePlugin.PngInfo()
        texts.add_text("Comment", "secret-of-the-sender")
        options["pnginfo"] = texts
    else:
        options["xmp"] = XMP
    if kind == "JPEG":
        options["comment"] = b"secret-of-the-sender"
    file = file_of(scene(), kind, **options)
    assert b"secret-of-the-sender" in file
    assert Image.open(BytesIO(file)).getexif().get_ifd(0x8825)

    for one in [*renditions(file).values(), *square_renditions(file).values()]:
        picture = shown(one)
        assert not picture.getexif()
        assert set(picture.info) <= {"loop", "background", "timestamp", "duration"}
        assert b"secret" not in one.content
        assert not {b"EXIF", b"XMP ", b"ICCP"} & set(chunks(one.content))


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_stands_as_it_was_taken(orientation: int) -> None:
    """A corner is red in the scene; the camera lays it down and says how to turn it."""
    upright = Image.new("RGB", (400, 300), BLUE)
    upright.paste(RED, (0, 0, 200, 150))
    laid_down = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    lying = upright.transpose(laid_down[orientation]) if orientation > 1 else upright
    picture = shown(renditions(file_of(lying, exif=exif(orientation)))[320])
    assert picture.size == (320, 240)
    assert is_near(picture.getpixel((40, 40)), RED)
    for corner in ((280, 40), (280, 200), (40, 200)):
        assert is_near(picture.getpixel(corner), BLUE)


def test_colours_of_another_profile_are_those_that_were_meant() -> None:
    """The middle of a scale without gamma is a light grey in sRGB."""
    grey = Image.new("RGB", (300, 300), (128, 128, 128))
    linear = profile_with_gamma(1.0)
    drawn = shown(renditions(file_of(grey, "PNG", icc_profile=linear))[320])
    assert is_near(drawn.getpixel((100, 100)), (188, 188, 188), by=4)
    broken = shown(renditions(file_of(grey, "PNG", icc_profile=b"no profile at all"))[320])
    assert is_near(broken.getpixel((100, 100)), (128, 128, 128), by=4)


@pytest.mark.parametrize(
    ("mode", "colour", "drawn"),
    [
        ("1", 1, (255, 255, 255)),
        ("L", 100, (100, 100, 100)),
        ("I;16", 32768, (128, 128, 128)),
        ("LA", (100, 255), (100, 100, 100)),
        ("RGBA", (10, 200, 10, 255), (10, 200, 10)),
    ],
)
def test_unusual_modes_of_png_look_as_they_should(mode: str, colour: int, drawn: tuple[int, ...]) -> None:
    picture = shown(renditions(file_of(Image.new(mode, (300, 300), colour), "PNG"))[320])
    assert is_near(picture.convert("RGB").getpixel((150, 150)), drawn, by=4)


def test_a_picture_for_print_is_read() -> None:
    cyan = Image.new("CMYK", (300, 300), (255, 0, 0, 0))
    assert is_near(shown(renditions(file_of(cyan))[320]).getpixel((150, 150)), (0, 255, 255), by=10)


def test_what_is_transparent_stays_so() -> None:
    palette = Image.new("P", (300, 300), 1)
    palette.putpalette([255, 255, 255, 200, 30, 30])
    palette.paste(0, (0, 0, 150, 300))
    picture = shown(renditions(file_of(palette, "PNG", transparency=0))[320]).convert("RGBA")
    clear, solid = picture.getpixel((50, 150)), picture.getpixel((250, 150))
    assert isinstance(clear, tuple)
    assert clear[3] == 0
    assert is_near(solid, (*RED, 255))


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_a_moving_picture_gives_its_first_frame(kind: str) -> None:
    frames = [Image.new("RGB", (300, 300), colour) for colour in (RED, BLUE)]
    file = file_of(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)
    assert Image.open(BytesIO(file)).n_frames == 2
    picture = shown(renditions(file)[320])
    assert getattr(picture, "n_frames", 1) == 1
    assert is_near(picture.convert("RGB").getpixel((150, 150)), RED)


@pytest.mark.parametrize(
    "file",
    [
        b"",
        b"\xff\xd8\xff",
        b'<svg xmlns="http://www.w3.org/2000/svg" width="300" height="300"/>',
        b"<!doctype html><title>photo.jpg</title>",
        b"%PDF-1.7\n",
        file_of(scene(), "GIF"),
        file_of(scene(), "BMP"),
        file_of(scene(), "TIFF"),
        file_of(scene(), "ICO"),
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 300 300\n",
    ],
)
def test_only_jpeg_png_and_webp_are_pictures(file: bytes) -> None:
    with pytest.raises(NotAPicture):
        renditions(file)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_script_behind_the_picture_is_left_behind(kind: str) -> None:
    for one in renditions(file_of(scene(), kind) + SCRIPT).values():
        shown(one)
        assert b"script" not in one.content


def test_too_many_bytes_are_refused_before_anything_is_read() -> None:
    with pytest.raises(TooManyBytes, match="10 MB"):
        renditions(b"\0" * (MOST_BYTES + 1))
    shown(renditions(file_of(scene()).ljust(MOST_BYTES, b"\0"))[320])


@careless
@pytest.mark.parametrize("size", [(8000, 6251), (9500, 9500), (20_000, 20_000), (60_000, 60_000)])
def test_a_jpeg_that_promises_too_many_pixels_is_refused(size: tuple[int, int]) -> None:
    with pytest.raises(TooManyPixels, match="more than 50 megapixels"):
        renditions(jpeg_header(*size))


@careless
def test_a_png_that_promises_too_many_pixels_is_refused() -> None:
    """Its header alone is there: had anything been decoded, it would be a broken picture."""
    for width, height in ((5001, 5000), (30_000, 30_000), (2**31 - 1, 2**31 - 1)):
        with pytest.raises(TooManyPixels):
            renditions(png_header(width, height))
    with pytest.raises(BrokenPicture):
        renditions(png_header(5000, 5000))


def test_a_large_photo_of_a_camera_is_welcome() -> None:
    file = file_of(Image.new("L", (8000, 6000), 90), quality=20)
    assert shown(renditions(file)[1920]).size == (1920, 1440)


def test_a_picture_that_is_too_small_is_refused() -> None:
    with pytest.raises(TooFewPixels, match="200 pixels"):
        renditions(file_of(scene(1000, 199)))
    shown(renditions(file_of(scene(200, 200)))[320])
    shown(renditions(file_of(scene(90, 90)), least=90)[320])
    with pytest.raises(TooFewPixels, match="64 pixels"):
        square_renditions(file_of(scene(63, 63)))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_half_a_file_is_refused(kind: str, share: float) -> None:
    file = file_of(Image.effect_noise((400, 400), 50).convert("RGB"), kind)
    with pytest.raises(BrokenPicture):
        renditions(file[: int(len(file) * share)])


def test_a_jpeg_that_asks_to_be_drawn_a_thousand_times_is_refused() -> None:
    file = file_of(scene(), progressive=True)
    scan = file.rindex(b"\xff\xda")
    with pytest.raises(BrokenPicture):
        renditions(file[:scan] + file[scan:-2] * 1000 + file[-2:])


@careless
@settings(deadline=None)
@given(
    st.binary(max_size=2000),
    st.sampled_from([b"", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"RIFF\0\0\0\0WEBPVP8X"]),
)
def test_random_bytes_are_refused_with_a_sentence(noise: bytes, start: bytes) -> None:
    with pytest.raises(Invalid):
        renditions(start + noise)


PICTURES = [
    file_of(Image.effect_noise((64, 64), 50).convert(mode), kind, exif=exif(6), **options)
    for mode, kind, options in [
        ("RGB", "JPEG", {"icc_profile": ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()}),
        ("CMYK", "JPEG", {"progressive": True}),
        ("RGBA", "PNG", {"icc_profile": ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()}),
        ("P", "PNG", {"transparency": 3}),
        ("RGB", "WEBP", {"lossless": True}),
        ("RGBA", "WEBP", {"xmp": XMP}),
    ]
]


@careless
@settings(deadline=None, max_examples=400)
@given(st.sampled_from(PICTURES), st.data())
def test_a_damaged_picture_is_drawn_or_refused_and_nothing_else(file: bytes, data: st.DataObject) -> None:
    damaged = bytearray(file)
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(damaged) - 1))
        damaged[at : at + data.draw(st.integers(0, 4))] = data.draw(st.binary(max_size=4))
        if not damaged:
            return
    try:
        made = renditions(bytes(damaged), (32,), least=1)
    except Invalid:
        return
    assert not shown(made[32]).getexif()


async def test_the_event_loop_goes_on_while_pictures_are_drawn() -> None:
    steps = 0

    async def walk() -> None:
        nonlocal steps
        while True:
            steps += 1
            await asyncio.sleep(0)

    walking = asyncio.create_task(walk())
    made = await place_renditions(file_of(scene(3000, 2000)))
    walking.cancel()
    assert shown(made[1920]).size == (1920, 1280)
    assert steps > 1


async def test_one_picture_is_worked_on_at_a_time() -> None:
    file = file_of(scene(1000, 1000))
    places, avatars = [place_renditions(file) for _ in range(5)], [avatar_renditions(file) for _ in range(5)]
    made = await asyncio.gather(*places, *avatars)
    assert len(made) == 10
    assert sum(thread.name.startswith("pictures") for thread in threading.enumerate()) == 1


async def test_a_refusal_reaches_the_one_who_waits() -> None:
    with pytest.raises(NotAPicture):
        await place_renditions(b"no picture")
    with pytest.raises(NotAPicture):
        await avatar_renditions(b"no picture")


def chunks(webp: bytes) -> list[bytes]:
    """The names of the chunks a WebP file is made of."""
    names: list[bytes] = []
    at = 12
    while at < len(webp):
        names.append(webp[at : at + 4])
        length = int.from_bytes(webp[at + 4 : at + 8], "little")
        at += 8 + length + length % 2
    return names


def jpeg_header(width: int, height: int) -> bytes:
    """A JPEG of one pixel whose frame header tells another size."""
    file = bytearray(file_of(Image.new("L", (1, 1))))
    frame = file.index(b"\xff\xc0")
    file[frame + 5 : frame + 9] = height.to_bytes(2) + width.to_bytes(2)
    return bytes(file)


def png_header(width: int, height: int) -> bytes:
    """A PNG of one pixel whose header tells another size."""
    file = bytearray(file_of(Image.new("L", (1, 1)), "PNG"))
    file[16:24] = width.to_bytes(4) + height.to_bytes(4)
    file[29:33] = crc32(file[12:29]).to_bytes(4)
    return bytes(file)


def profile_with_gamma(gamma: float) -> bytes:
    """The sRGB profile with its tone curves replaced by a single power."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    for number in range(int.from_bytes(profile[128:132])):
        entry = 132 + 12 * number
        if bytes(profile[entry : entry + 4]) in {b"rTRC", b"gTRC", b"bTRC"}:
            start = int.from_bytes(profile[entry + 4 : entry + 8])
            profile[start : start + 14] = b"curv\0\0\0\0\0\0\0\1" + round(gamma * 256).to_bytes(2)
            profile[entry + 8 : entry + 12] = (14).to_bytes(4)
    return bytes(profile)
