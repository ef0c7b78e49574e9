from pathlib import Path
from tempfile import gettempdir

from services.mail import Mail
from services.object_store import ObjectStore
from services.platform import Platform
from services.sources.google import GoogleMaps

SECRET_KEY = b"a key of thirty-two bytes or more"


class Letterbox:
    """A mailer that keeps what it is given."""

    def __init__(self) -> None:
        self.mails: list[Mail] = []

    async def send(self, mail: Mail) -> None:
        self.mails.append(mail)


def platform_on(
    database_url: str,
    redis_url: str | None = None,
    *,
    letterbox: Letterbox | None = None,
    objects: Path | None = None,
    with_demo: bool = False,
    google: GoogleMaps | None = None,
) -> Platform:
    """A platform whose passwords are hashed fast, whose mails stay here, and whose objects lie in a folder."""
    return Platform(
        database_url=database_url,
        redis_url=redis_url,
        secret_key=SECRET_KEY,
        mailer=letterbox or Letterbox(),
        objects=ObjectStore.at(str(objects or Path(gettempdir(), "ffff-test-objects"))),
        bcrypt_cost=4,
        with_demo=with_demo,
        google=google,
    )
