"""One effect as a table of words: a page draws it, the command line prints it."""

from collections.abc import Iterable
from typing import Any

import msgspec

MOST = 50
"""Rows of one table."""
NOTHING = "—"
Row = tuple[str, ...]


class EffectTable(msgspec.Struct, frozen=True):
    """One effect as a table: what it says without rows too, its head and rows, and what is left."""

    title: str
    sentence: str
    head: Row = ()
    rows: tuple[Row, ...] = ()
    left: int = 0


def table(title: str, sentence: str, head: Row, rows: Iterable[Row]) -> EffectTable:
    """Give the table; of many rows the first, and how many more there are."""
    every = tuple(rows)
    return EffectTable(
        title, sentence, head if every else (), every[:MOST], max(len(every) - MOST, 0)
    )


def same(changed: Any, count: int, unit: str) -> str:
    """Say that nothing changes, or how much stays as it is."""
    if not changed:
        return "没有变化。"
    return f"其余{count}{unit}不变。" if count else ""


def plain(value: Any) -> str:
    """Say a value that stands by itself."""
    if isinstance(value, bool):
        return "是" if value else "否"
    return NOTHING if value in (None, "") else str(value)
