from services.mail import Mail
from services.platform import Platform

SECRET_KEY = b"a key of thirty-two bytes or more"


class Letterbox:
    """A mailer that keeps what it is given."""

    def __init__(self) -> None:
        self.mails: list[Mail] = []

    async def send(self, mail: Mail) -> None:
        self.mails.append(mail)


def platform_on(
    database_url: str, redis_url: str | None = None, *, letterbox: Letterbox | None = None
) -> Platform:
    """A platform whose passwords are hashed fast and whose mails stay here."""
    return Platform(
        database_url=database_url,
        redis_url=redis_url,
        secret_key=SECRET_KEY,
        mailer=letterbox or Letterbox(),
        bcrypt_cost=4,
    )
