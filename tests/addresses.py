from itertools import count

_number = count(1)


def from_elsewhere() -> dict[str, str]:
    """Headers of a caller from a network address of their own, so that nobody's tries count for another."""
    number = next(_number)
    return {"X-Forwarded-For": f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"}
