from dataclasses import dataclass
from uuid import UUID

from models.language import Language
from services.errors import Forbidden, Unauthorized


class NeedsSignIn(Forbidden):
    code = "needs_sign_in"
    message = "A token for scripts cannot do this. Sign in with your password."


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts within a unit of work: a user, through one of their sessions or, without one, an API token of theirs."""

    user_id: UUID
    session_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Bearer:
    """Whom a bearer token speaks for, and the language they read."""

    actor: Actor
    language: Language


def user_of(actor: Actor | None) -> UUID:
    """Return the acting user.

    Raises:
        Unauthorized: nobody is signed in.
    """
    if actor is None:
        raise Unauthorized
    return actor.user_id


def session_of(actor: Actor) -> UUID:
    """Return the session that is acted through.

    Raises:
        NeedsSignIn: it is an API token, which may not touch the account itself.
    """
    if actor.session_id is None:
        raise NeedsSignIn
    return actor.session_id
