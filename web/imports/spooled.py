"""What there may be half a million of: a sequence that waits on the disk."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Generic, TypeVar, overload

import msgspec

from web.sheets.spool import Spool

T = TypeVar("T")


class Spooled(Sequence[T], Generic[T]):
    """Things of one kind in the order they were added, read anew whenever they are asked for."""

    def __init__(self, kind: type[T]) -> None:
        self._spool = Spool()
        self._decode = msgspec.msgpack.Decoder(kind).decode

    def append(self, one: T) -> None:
        """Add one at the end."""
        self._spool.append(msgspec.msgpack.encode(one))

    def extend(self, several: Iterable[T]) -> None:
        """Add several at the end."""
        for one in several:
            self.append(one)

    def __len__(self) -> int:
        return len(self._spool)

    def __iter__(self) -> Iterator[T]:
        return map(self._decode, self._spool)

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> list[T]: ...
    def __getitem__(self, index: int | slice) -> T | list[T]:
        if isinstance(index, slice):
            return [self[at] for at in range(len(self))[index]]
        return self._decode(self._spool[range(len(self))[index]])
