"""Pictures as travellers send them."""

from io import BytesIO

from PIL import Image

SEOUL = {1: "N", 2: (37.0, 33.0, 59.5), 3: "E", 4: (126.0, 58.0, 40.0)}


def picture(width: int = 640, height: int = 480, kind: str = "JPEG", **options: object) -> bytes:
    """Draw a file, red to the left and blue to the right."""
    drawn = Image.new("RGB", (width, height), (200, 30, 30))
    drawn.paste((30, 30, 200), (width // 2, 0, width, height))
    out = BytesIO()
    drawn.save(out, kind, **options)
    return out.getvalue()


def picture_from_seoul(width: int = 640, height: int = 480) -> bytes:
    """Draw a photo that tells where it was taken and with what."""
    exif = Image.Exif()
    exif[0x010F] = "A camera of the sender"
    exif.get_ifd(0x8825).update(SEOUL)
    return picture(width, height, exif=exif)
