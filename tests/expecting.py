"""What a test takes for granted is there."""

from typing import TypeVar

T = TypeVar("T")


def existing(value: T | None) -> T:
    """Give a value that may be None; one that is fails the test."""
    assert value is not None, "nothing is there"
    return value


def being(kind: type[T], value: object) -> T:
    """Give a value that must be of a kind, such as an event; another fails the test."""
    assert isinstance(value, kind), f"{type(value).__name__} is no {kind.__name__}"
    return value
