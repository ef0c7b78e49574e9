"""Overlapping entries side by side: which of how many lanes each one takes."""

from collections.abc import Sequence
from heapq import heappop, heappush
from typing import NamedTuple


class Lane(NamedTuple):
    """The place of an entry in its column: the lane it takes, and how many its neighbours and it share."""

    number: int
    of: int


def lanes(spans: Sequence[tuple[int, int]]) -> list[Lane]:
    """Give every span, from its start to before its end, the first lane that is free when it starts.

    Spans that overlap, directly or through others, form a cluster and share its number of lanes, which is as many
    spans as ever overlap there at once.
    """
    taken = [0] * len(spans)
    result = [Lane(0, 1)] * len(spans)
    cluster: list[int] = []
    free: list[int] = []
    busy: list[tuple[int, int]] = []
    width = 0

    def close() -> None:
        for index in cluster:
            result[index] = Lane(taken[index], width)

    for index in sorted(range(len(spans)), key=lambda index: spans[index]):
        start, end = spans[index]
        while busy and busy[0][0] <= start:
            heappush(free, heappop(busy)[1])
        if not busy:
            close()
            cluster, free, width = [], [], 0
        if free:
            taken[index] = heappop(free)
        else:
            taken[index], width = width, width + 1
        heappush(busy, (max(end, start + 1), taken[index]))
        cluster.append(index)
    close()
    return result
