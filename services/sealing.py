"""Small facts that a browser keeps for us for a while, encrypted: it can neither read nor change them."""

import time
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwe import JWERegistry
from joserfc.jwk import OctKey

_REGISTRY = JWERegistry(algorithms=["dir", "A256GCM"])
_HEADER = {"alg": "dir", "enc": "A256GCM"}


class SealBroken(Exception):
    """What came back is too old, for another purpose, or not ours."""


def seal(claims: dict[str, Any], *, purpose: str, key: bytes, seconds: int) -> str:
    """Encrypt for a cookie that is good for so many seconds and one purpose; the key has 32 bytes."""
    dated = {**claims, "aud": purpose, "exp": int(time.time()) + seconds}
    return jwt.encode(_HEADER, dated, OctKey.import_key(key), registry=_REGISTRY)


def unseal(text: str, *, purpose: str, key: bytes) -> dict[str, Any]:
    """Read what `seal` wrote.

    Raises:
        SealBroken: it is too old, for another purpose, or not ours.
    """
    expected = jwt.JWTClaimsRegistry(aud={"essential": True, "value": purpose}, exp={"essential": True})
    try:
        claims = jwt.decode(text, OctKey.import_key(key), registry=_REGISTRY).claims
        expected.validate(claims)
    except (JoseError, ValueError):
        raise SealBroken from None
    return claims
