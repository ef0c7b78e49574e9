"""Opaque tokens: shown once to whoever holds them, kept here only as hashes."""

import secrets
from hashlib import sha256


def new_token(prefix: str = "") -> str:
    """Return 256 random bits as text that fits cookies and addresses."""
    return prefix + secrets.token_urlsafe(32)


def hash_of(token: str) -> bytes:
    """Return what is stored of a token; with 256 random bits in it no slow hash is needed."""
    return sha256(token.encode("utf-8", "surrogatepass")).digest()
