"""Deleting an account: its rows in one transaction, then the objects that belonged to it."""

import structlog

from services.accounts import Accounts, OpenUnit
from services.actor import Actor
from services.errors import Invalid
from services.object_store import ObjectStore, ObjectStoreAway

log = structlog.get_logger()


class OtherEmail(Invalid):
    title = "That is not possible"
    code = "other_email"
    message = "This is not the e-mail address of your account."


class Leaving:
    """One per process."""

    def __init__(self, *, open_unit: OpenUnit, accounts: Accounts, objects: ObjectStore) -> None:
        self._open_unit = open_unit
        self._accounts = accounts
        self._objects = objects

    async def leave(self, actor: Actor, proof: str) -> None:
        """Delete the acting user's account with all that belongs to it, at once.

        `proof` is the password, or of an account without one its e-mail address.
        Objects that the store does not delete now are found by `retention`.

        Raises:
            WrongPassword, OtherEmail, DemoStays, TooMany
        """
        async with self._open_unit(actor) as services:
            user = await services.users.profile()
        await self._accounts.prove(actor, proof)
        if not user.has_password and proof.strip().casefold() != user.email.casefold():
            raise OtherEmail
        async with self._open_unit(actor) as services:
            keys = await services.belongings.remove()
        try:
            await self._objects.delete(keys)
        except ObjectStoreAway:
            log.warning("objects_left_behind", number=len(keys))
