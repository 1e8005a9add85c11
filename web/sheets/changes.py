"""What a sheet changes in the tickets that are here: each value as it was and as it becomes."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import msgspec

from governance.kernel.event import Event
from governance.kernel.sealed import Gone, Personal, Sealed
from projections.engine.runtime import Runtime
from projections.places.queries import labels
from web.frame import words
from web.text.addresses import public_place
from web.text.formats import moment
from web.text.personal import mask_name, mask_phone

# What a stage that the sheet adds is told by: its field, of the event of that name.
STAGES = {
    "hotline.CallerContacted": "contacted_at",
    "hotline.TicketDispatched": "unit",
    "hotline.CallerCalledBack": "called_back_at",
    "hotline.TicketClosed": "closed_at",
}
COVERED, NOTHING = "（已加密）", "（无）"
MASKS: dict[str, Callable[[str], str]] = {
    "caller": mask_name,
    "phone": mask_phone,
    "address": public_place,
}


class Change(msgspec.Struct, frozen=True):
    """One value of the ticket `key` that row `row` changes; what is personal is masked."""

    row: int
    key: str
    field: str
    old: str
    new: str


class Changes:
    """Reads the changes out of events, in the words of the policies in force."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        options, view = runtime.governance.book.options, runtime.live()
        self._labels = {
            "kind": options.labels("hotline_kinds"),
            "urgency": options.labels("urgency"),
            "grid": labels(view, "grid"),
            "area": labels(view, "area"),
        }

    def of(self, event: Event, row: int, key: str) -> Change | None:
        """Give what an event changes, None when it corrects and adds nothing."""
        field = getattr(event, "field", STAGES.get(event.TOPIC, ""))
        if not field:
            return None
        old = getattr(event, "old", "")
        new = event.new if hasattr(event, "new") else getattr(event, field)
        shown = [self._shown(event, field, value) for value in (old, new)]
        return Change(row, key, words.FIELDS.get(field, field), *shown)

    def _shown(self, event: Event, field: str, value: Any) -> str:
        if isinstance(value, Sealed):
            text = self._runtime.reveal(value, event.stream, field)
            return words.GONE[text] if isinstance(text, Gone) else _masked(field, text or "")
        if isinstance(value, Personal):
            return _masked(field, value.text)
        if not value:
            return NOTHING
        if field == "category":
            return self._runtime.governance.book.categories.name(str(value))
        if field.endswith("_at"):
            return moment(value if isinstance(value, datetime) else datetime.fromisoformat(value))
        return self._labels.get(field, {}).get(value, str(value))


def _masked(field: str, text: str) -> str:
    mask = MASKS.get(field)
    return (mask(text) if mask else "") or COVERED
