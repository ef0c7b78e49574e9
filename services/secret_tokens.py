"""Opaque tokens: shown once to whoever holds them, kept here only as hashes."""

import hmac
import secrets
from hashlib import sha256


def new_token(prefix: str = "") -> str:
    """Return 256 random bits as text that fits cookies and addresses."""
    return prefix + secrets.token_urlsafe(32)


def hash_of(token: str) -> bytes:
    """Return what is stored of a token; with 256 random bits in it no slow hash is needed."""
    return sha256(token.encode("utf-8", "surrogatepass")).digest()


def key_for(purpose: str, secret: bytes) -> bytes:
    """Derive the 32 bytes of a key for one purpose, so that none is used for two."""
    return hmac.digest(secret, purpose.encode(), sha256)
