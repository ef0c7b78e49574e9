from dataclasses import dataclass
from uuid import UUID

from services.errors import Unauthorized


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts within a unit of work: a user, through one of their sessions or, without one, an API token of theirs."""

    user_id: UUID
    session_id: UUID | None = None


def user_of(actor: Actor | None) -> UUID:
    """Return the acting user.

    Raises:
        Unauthorized: nobody is signed in.
    """
    if actor is None:
        raise Unauthorized
    return actor.user_id
