"""A projection: one question's rows, and what each event changes in them."""

from collections.abc import Callable
from typing import Any, ClassVar, TypeVar

import sqlalchemy as sa

from governance.kernel.event import Event
from projections.engine.rows import Lookup

F = TypeVar("F", bound=Callable[..., None])
Handler = Callable[[Any], None]


def on(*events: type[Event]) -> Callable[[F], F]:
    """Mark a method as what these events do."""

    def mark(method: F) -> F:
        method.handles = events  # type: ignore[attr-defined]
        return method

    return mark


class Projection:
    """Base of all projections; a subclass names its tables and marks its methods with `on`."""

    tables: ClassVar[tuple[sa.Table, ...]] = ()

    def __init__(self, rows: Lookup) -> None:
        self.rows = rows

    def handlers(self) -> dict[type[Event], list[Handler]]:
        """Give the bound methods by event."""
        found: dict[type[Event], list[Handler]] = {}
        for name in dir(type(self)):
            for event in getattr(getattr(type(self), name), "handles", ()):
                found.setdefault(event, []).append(getattr(self, name))
        return found
