"""历史资料: which rows of a sheet stand in the figures of their day and in no queue."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

import msgspec

from governance.kernel.command import Command
from web.imports.kept import uploads
from web.imports.uploads import Upload
from web.sheets.kind import History, Kind
from web.sheets.mapping import Mapping as Columns
from web.text.faults import SheetFault

WAYS = (
    ("", "都照常办理"),
    ("all", "整张表都是历史资料"),
    ("closed", "表里写明已办结的是历史资料"),
    ("before", "某一天以前接收的是历史资料"),
)
KEPT = "past"


class Past(msgspec.Struct, frozen=True):
    """Which rows are 历史资料: none, all, those that are over, those that began before a day."""

    rows: Literal["", "all", "closed", "before"] = ""
    day: date | None = None

    def as_dict(self) -> dict[str, Any]:
        """Give plain data to keep; nothing where no row is."""
        return msgspec.to_builtins(self) if self.rows else {}

    def asked_as(self, kind: Kind, columns: Columns, row: Any, command: Command) -> Command:
        """Give the command of a row, marked when the row is 历史资料."""
        history = kind.history
        return history.marked(command) if history and self._has(history, columns, row) else command

    def _has(self, history: History, columns: Columns, row: Any) -> bool:
        if self.rows == "closed":
            return history.over(row)
        if self.day:
            return history.began(row).astimezone(columns.zone).date() < self.day
        return self.rows == "all"


def said(form: Mapping[str, str]) -> Past:
    """Give what was said on a page or a command line; SheetFault where no day is."""
    rows, text = form.get("past", ""), form.get("before", "").strip()
    try:
        day = date.fromisoformat(text) if rows == "before" else None
        return msgspec.convert({"rows": rows, "day": day}, Past)
    except (ValueError, msgspec.ValidationError):
        raise SheetFault("past.day") from None


def kept(more: Mapping[str, Any]) -> Past:
    """Give what was said of an upload before."""
    return msgspec.convert(more.get(KEPT, {}), Past)


def note(token: str, upload: Upload, form: Mapping[str, str]) -> str:
    """Keep what a page says for an upload; give what is wrong with it, nothing where nothing is."""
    try:
        uploads().note(token, upload, past=said(form).as_dict())
    except SheetFault as fault:
        return str(fault)
    return ""


def differs(more: Mapping[str, Any], form: Mapping[str, str]) -> bool:
    """Whether a page says something else than was tried, or something that cannot be read."""
    try:
        return KEPT in form and said(form) != kept(more)
    except SheetFault:
        return True


def asked(kind: Kind, more: Mapping[str, Any], fault: str) -> dict[str, Any]:
    """Give the form, for a kind of sheet that may bring 历史资料."""
    if kind.history is None:
        return {}
    return {"past": kept(more), "past_ways": WAYS, "past_fault": fault}
