"""What a test takes for granted is there."""

from typing import TypeVar

T = TypeVar("T")


def existing(value: T | None) -> T:
    """Give a value that may be None; one that is fails the test."""
    assert value is not None, "nothing is there"
    return value
