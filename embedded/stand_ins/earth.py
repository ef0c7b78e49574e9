"""Distances for the stand-ins, which know nothing of the product."""

from math import asin, cos, radians, sin, sqrt

_RADIUS_M = 6_371_008.8


def metres_between(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the great-circle distance of two points, each latitude and longitude in degrees."""
    lat, lng, lat_there, lng_there = (radians(degrees) for degrees in (*one, *other))
    chord = sin((lat_there - lat) / 2) ** 2 + cos(lat) * cos(lat_there) * sin((lng_there - lng) / 2) ** 2
    return 2 * _RADIUS_M * asin(sqrt(chord))
