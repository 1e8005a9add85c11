"""Which positions of the past have a copy kept: close together lately, further apart long ago.

Positions are multiples of a unit; one that is divisible by 2ⁿ units stands for a grid of that
stride. Each grid is kept as far back as `window` of its strides. From any position the nearest
earlier copy is then at most max(unit, 2 x age / (window - 1)) away, and as the log grows copies are
only ever dropped, but for the newest.
"""

from collections.abc import Callable

NARROWEST = 2


def spread(last: int, unit: int, window: int) -> list[int]:
    """Give the positions kept of a log that ends at `last`."""
    return [
        number * unit
        for number in range(1, last // unit + 1)
        if last - number * unit < window * unit * (number & -number)
    ]


def finest(last: int, unit: int, room: int, size: Callable[[int], int]) -> list[int]:
    """Give the closest spread whose copies, each of `size` bytes, fit into `room` bytes.

    Where no spread fits, the one copy that does is of half the log, or of half of that.
    """
    window, least = max(last // unit, NARROWEST), unit
    while unit <= last:
        positions = spread(last, unit, window)
        if sum(map(size, positions)) <= room:
            return positions
        if window > NARROWEST:
            window = max(window // 2, NARROWEST)
        else:
            unit *= 2
    half = unit // 2
    while half >= least and size(half) > room:
        half //= 2
    return [half] if half >= least else []
