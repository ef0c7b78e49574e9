"""What a provider tells us about a visitor, and the two ways it can fail to."""

from dataclasses import dataclass, field
from typing import Any

from models.identity_provider import ProviderName
from services.errors import Invalid, Unavailable


class ProviderUnavailable(Unavailable):
    code = "identity_provider_unavailable"
    message = "{provider} is not responding properly right now. Please try again in a moment."


class IdentityNotProven(Invalid):
    title = "Not signed in"
    code = "identity_not_proven"
    message = "{provider} could not confirm who you are. Please start again."


@dataclass(frozen=True, slots=True)
class ForeignIdentity:
    """Who a provider says came; `subject` is its own unchanging name for the person, of at most 255 characters.

    Only an address with `email_verified` is known to be theirs.
    """

    provider: ProviderName
    subject: str = field(repr=False)
    email: str | None = field(repr=False)
    email_verified: bool
    name: str | None = field(repr=False)

    @classmethod
    def told(
        cls, provider: ProviderName, subject: Any, *, email: Any, email_verified: Any, name: Any
    ) -> "ForeignIdentity":
        """Take what a provider sent; what cannot be an address or a name is left out.

        Raises:
            IdentityNotProven: no one is named.
        """
        if not isinstance(subject, str) or not _is_plain(subject, 255):
            raise IdentityNotProven(provider=provider.brand)
        if not isinstance(email, str) or not _is_plain(email, 254) or "@" not in email:
            email = None
        return cls(
            provider,
            subject,
            email,
            email is not None and (email_verified is True or email_verified == "true"),
            _in_one_line(name) if isinstance(name, str) else None,
        )


def _is_plain(text: str, most: int) -> bool:
    return 0 < len(text) <= most and text.isprintable()


def _in_one_line(name: str) -> str | None:
    return "".join(letter for letter in " ".join(name.split()) if letter.isprintable())[:60].strip() or None
