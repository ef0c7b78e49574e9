"""Forms that our own pages post: who may send them, and where they lead back to."""

from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import UUID

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request

from services.errors import Forbidden, Invalid, NotFound

_MOST_FIELDS = 20
_MOST_BOXES = 1000
_MOST_BYTES_OF_A_FIELD = 1_500_000


class ForeignOrigin(Forbidden):
    code = "foreign_origin"
    message = "This form was sent from another site, so nothing was changed."


class NoFile(Invalid):
    code = "no_file"
    message = "We received no picture. Please choose a JPEG, PNG or WebP file."


@dataclass(frozen=True, slots=True)
class Upload:
    """A form with one file."""

    fields: dict[str, str]
    content: bytes


async def own_form(request: Request) -> dict[str, str]:
    """Read a form that one of our own pages has sent.

    Raises:
        ForeignOrigin: the browser says that another site has sent it, or does not say.
        Invalid: the form is malformed.
    """
    check_origin(request)
    try:
        form = await request.form(max_fields=_MOST_FIELDS)
    except HTTPException as error:
        raise Invalid from error
    return {name: value for name, value in form.items() if isinstance(value, str)}


async def own_upload(request: Request, name: str) -> Upload:
    """Read a form with one file that one of our own pages has sent; `name` is the file's field.

    Raises:
        ForeignOrigin: the browser says that another site has sent it, or does not say.
        Invalid: the form is malformed, or has more than one file.
        NoFile: the file is missing or empty.
    """
    check_origin(request)
    try:
        async with request.form(max_files=1, max_fields=_MOST_FIELDS) as form:
            file = form.get(name)
            content = await file.read() if isinstance(file, UploadFile) else b""
            fields = {name: value for name, value in form.items() if isinstance(value, str)}
    except HTTPException as error:
        raise Invalid from error
    if not content:
        raise NoFile
    return Upload(fields, content)


@dataclass(frozen=True, slots=True)
class Choices:
    """A form with one list of boxes to tick: the other fields, and the values of those that are ticked."""

    fields: dict[str, str]
    chosen: list[str]


async def own_choices(request: Request, name: str) -> Choices:
    """Read a form of many boxes that one of our own pages has sent; `name` is the boxes' field.

    Raises:
        ForeignOrigin: the browser says that another site has sent it, or does not say.
        Invalid: the form is malformed.
    """
    check_origin(request)
    try:
        form = await request.form(max_files=0, max_fields=_MOST_BOXES, max_part_size=_MOST_BYTES_OF_A_FIELD)
    except HTTPException as error:
        raise Invalid from error
    fields = {key: value for key, value in form.items() if isinstance(value, str)}
    return Choices(fields, [value for value in form.getlist(name) if isinstance(value, str)])


def check_origin(request: Request) -> None:
    """Let only our own pages change anything.

    Raises:
        ForeignOrigin: the browser says that another site asks for it, or does not say.
    """
    sender = request.headers.get("origin") or request.headers.get("referer") or ""
    if urlsplit(sender).netloc != request.headers.get("host"):
        raise ForeignOrigin


def own_path(path: str | None, otherwise: str = "/") -> str:
    """Return the path when it stays on this site, else another."""
    safe = (
        path
        and path.startswith("/")
        and not path.startswith(("//", "/\\"))
        and path.isprintable()
        and path.isascii()
    )
    return path if path and safe else otherwise


def id_in(text: str, otherwise: type[NotFound]) -> UUID:
    """Return the id that an address or a form names; what is none is not found."""
    try:
        return UUID(text)
    except ValueError:
        raise otherwise from None
