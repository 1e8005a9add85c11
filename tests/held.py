"""How much memory a row more costs, at the height of some work."""

import gc
import tracemalloc
from collections.abc import Callable

FEW, MANY = 100, 300
Look = Callable[..., None]


def growth(work: Callable[[int, Look], object]) -> float:
    """Give how many bytes more are held for a row more, whenever work on so many looks."""
    heights = {}
    for rows in (FEW, FEW, MANY):  # once to have loaded what is loaded once
        seen = list[int]()

        def look(*_: object, seen: list[int] = seen) -> None:
            gc.collect()
            seen.append(tracemalloc.get_traced_memory()[0])

        gc.collect()
        gc.freeze()  # what was there before need not be gone through at every look
        tracemalloc.start()
        work(rows, look)
        tracemalloc.stop()
        gc.unfreeze()
        heights[rows] = max(seen)
    return (heights[MANY] - heights[FEW]) / (MANY - FEW)
