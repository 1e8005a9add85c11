"""The number a resolution has on paper: year, fortnight, grid, and its place in the meeting."""

from pathlib import Path
from tomllib import loads

PATTERN: str = loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))["serial"]


def serial_of(grid: str, window: int, number: int) -> str:
    """Give the serial of the n-th resolution of a grid's meeting in a window such as 202605."""
    year, issue = divmod(window, 100)
    return PATTERN.format(year=year, issue=issue, grid=grid.upper(), number=number)
