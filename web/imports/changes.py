"""What a sheet changes in what is here already: each value as it was and as it becomes."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import msgspec

from governance.kernel.event import Event
from governance.kernel.sealed import Gone, Personal, Sealed
from projections.engine.runtime import Runtime
from web.frame import words
from web.frame.timeline import concept
from web.sheets.kind import Kind
from web.text.formats import moment

COVERED, NOTHING = "（已加密）", "（无）"
OLD = "old_"
BESIDE = "attributes"
"""The field of columns that no field takes, as JSON by their names."""


class Change(msgspec.Struct, frozen=True):
    """One value of the thing `key` that row `row` changes; what is personal is masked.

    `remark` says what is to be known of it, as that it was so before.
    """

    row: int
    key: str
    field: str
    old: str
    new: str
    remark: str = ""


class Changes:
    """Reads the changes out of events, in the words of the policies in force."""

    def __init__(self, runtime: Runtime, kind: Kind) -> None:
        self._runtime = runtime
        self._kind = kind
        self._labels = kind.labels(runtime)

    def of(self, event: Event, row: int, key: str) -> Iterator[Change]:
        """Give what an event changes, nothing when it corrects and adds nothing."""
        for field, *values in self._values(event):
            old, new = (self._text(event, field, value) for value in values)
            label, remark = words.field(field, concept(event)), self._kind.remark(event)
            if field == BESIDE:
                label += self._columns(event, *values)
            yield Change(row, key, label, old, new, remark)

    def _values(self, event: Event) -> Iterator[tuple[str, Any, Any]]:
        """Give (field, old, new): one correction, a stage that is added, or several `old_*`.

        What a sheet says and does not change is given as what stands and what it said; what it no
        longer says, as what an earlier one said and what stands.
        """
        if field := getattr(event, "field", ""):
            held, said = getattr(event, "held", ""), getattr(event, "said", "")
            if hasattr(event, "taken"):
                held, said = said, held
            yield field, getattr(event, "old", held), getattr(event, "new", said)
        elif field := self._kind.stages.get(event.TOPIC, ""):
            yield field, getattr(event, OLD + field, ""), getattr(event, field)
        else:
            for name in event.__struct_fields__:
                field = name.removeprefix(OLD)
                new = getattr(event, field, None)
                if field != name and getattr(event, name) != new:
                    yield field, getattr(event, name), new

    def _columns(self, event: Event, *values: Any) -> str:
        """Name the columns that are said otherwise than before, or for the first time."""
        old, new = (self._by_column(event, value) for value in values)
        names = [name for name, said in new.items() if old.get(name) != said]
        return f"（{'、'.join(names)}）" if names else ""

    def _by_column(self, event: Event, value: Any) -> dict[str, str]:
        text: str | Gone | None = value.text if isinstance(value, Personal) else None
        if isinstance(value, Sealed):
            text = self._runtime.reveal(value, event.stream, BESIDE)
        found: dict[str, str] = json.loads(text) if isinstance(text, str) and text else {}
        return found

    def _text(self, event: Event, field: str, value: Any) -> str:
        if isinstance(value, Sealed):
            text = self._runtime.reveal(value, event.stream, field)
            return words.GONE[text] if isinstance(text, Gone) else self._masked(field, text or "")
        if isinstance(value, Personal):
            return self._masked(field, value.text)
        if not value:
            return NOTHING
        if field.endswith("_at"):
            return moment(value if isinstance(value, datetime) else datetime.fromisoformat(value))
        label = self._labels.get(field)
        return label(value) if label else str(value)

    def _masked(self, field: str, text: str) -> str:
        return self._kind.masked(field, text) or COVERED
