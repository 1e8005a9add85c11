"""What a cell may hold besides text and numbers, and rows as bytes and back."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import msgspec

_MOST = 1 << 63


class Formula(str):
    """The text of a formula whose result the file does not have."""

    __slots__ = ()


class Picture(str):
    """What stands for a picture in a cell."""

    __slots__ = ()


def _length(value: timedelta) -> str:
    return repr(value.total_seconds())


_WAYS: dict[type, tuple[str, Callable[[Any], str], Callable[[str], Any]]] = {
    datetime: ("datetime", datetime.isoformat, datetime.fromisoformat),
    date: ("date", date.isoformat, date.fromisoformat),
    time: ("time", time.isoformat, time.fromisoformat),
    timedelta: ("timedelta", _length, lambda text: timedelta(seconds=float(text))),
    Formula: ("formula", str.__str__, Formula),
    Picture: ("picture", str.__str__, Picture),
}
_BACK = {name: back for name, _, back in _WAYS.values()}


def packed(number: int, cells: Sequence[Any], *, hidden: bool) -> bytes:
    """Give a row as bytes."""
    return msgspec.msgpack.encode((number, hidden, [_plain(cell) for cell in cells]))


def unpacked(record: bytes) -> tuple[int, bool, list[Any]]:
    """Give number, whether it is hidden, and cells of a row."""
    number, hidden, cells = msgspec.msgpack.decode(record)
    return number, hidden, [_BACK[c[0]](c[1]) if type(c) is list else c for c in cells]


def _plain(cell: Any) -> Any:
    kind = type(cell)
    if kind is int:
        return cell if -_MOST <= cell < _MOST else float(cell)
    way = _WAYS.get(kind)
    return [way[0], way[1](cell)] if way else cell
