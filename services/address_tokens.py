"""Tokens that open what a row stands for: made from its id, so that they can be shown again but not guessed."""

import base64
import binascii
import hmac
from hashlib import sha256
from uuid import UUID

_ID_BYTES, _PROOF_BYTES = 16, 16
_LENGTH = 43
"""As long as 32 bytes are in base64, without padding."""


class AddressTokens:
    """The tokens of one purpose; a key of its own keeps them from being taken for those of another."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def token(self, row_id: UUID) -> str:
        """Return the token of a row, always the same one."""
        proof = hmac.digest(self._key, row_id.bytes, sha256)[:_PROOF_BYTES]
        return base64.urlsafe_b64encode(row_id.bytes + proof).decode().rstrip("=")

    def row_id(self, token: str) -> UUID | None:
        """Return the id of the row that a token was made from; None when it was not made here."""
        if len(token) != _LENGTH or not token.isascii():
            return None
        try:
            shown = base64.b64decode(f"{token}=", altchars=b"-_", validate=True)
        except binascii.Error:
            return None
        row_id = UUID(bytes=shown[:_ID_BYTES])
        return row_id if hmac.compare_digest(token, self.token(row_id)) else None
