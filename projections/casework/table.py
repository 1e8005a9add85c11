"""案件: one row a ticket or grid issue, as it stands; lists, figures and agendas all read it."""

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa

from governance.casework.kind import KINDS
from governance.kernel.sealed import Sealed
from governance.kernel.spelling import folded, number_key
from projections.casework.pinyin import letters
from projections.engine.database import Json, Moment, Sparse
from projections.engine.rows import DERIVE, Row, metadata

cases = sa.Table(
    "cases",
    metadata,
    sa.Column("key", sa.Uuid, primary_key=True),
    sa.Column("kind", sa.String),
    sa.Column("serial", sa.String, default=""),
    sa.Column("serial_key", sa.String, default=""),
    sa.Column("source", sa.String, default=""),
    sa.Column("title", sa.Text, default=""),
    sa.Column("place", sa.Text, default=""),
    sa.Column("grid", sa.String, default=""),
    sa.Column("area", sa.String, default=""),
    sa.Column("category", sa.String, default=""),
    sa.Column("type", sa.String, default=""),
    sa.Column("urgency", sa.String, default=""),
    sa.Column("stage", sa.String),
    # 历史资料, and the limits of it that count once what they are of is told.
    sa.Column("historical", sa.Boolean, default=False),
    sa.Column("past_contact_due", Moment),
    sa.Column("past_handle_due", Moment),
    sa.Column("unit", sa.String, default=""),
    sa.Column("received_at", Moment),
    sa.Column("contact_due", Moment),
    sa.Column("contacted_at", Moment),
    sa.Column("contact_tried", sa.Boolean, default=False),
    sa.Column("contact_over", sa.Boolean, default=False),
    sa.Column("verify_due", Moment),
    sa.Column("dispatch_due", Moment),
    sa.Column("dispatched_at", Moment),
    sa.Column("handle_due", Moment),
    sa.Column("provisional", sa.Boolean, default=False),
    sa.Column("handled_at", Moment),
    sa.Column("callback_due", Moment),
    sa.Column("check_due", Moment),
    sa.Column("called_back_at", Moment),
    sa.Column("called_back", sa.Boolean, default=False),
    sa.Column("callback_over", sa.Boolean, default=False),
    sa.Column("contacted", sa.String, default=""),
    sa.Column("solved", sa.String, default=""),
    sa.Column("satisfaction", sa.String, default=""),
    sa.Column("outcome", sa.String, default=""),
    sa.Column("closed_at", Moment),
    sa.Column("round", sa.Integer, default=0),
    sa.Column("returns", sa.Integer, default=0),
    sa.Column("return_asked", sa.String, default=""),
    sa.Column("extensions", sa.Integer, default=0),
    sa.Column("extension_asked", sa.String, default=""),
    sa.Column("correction_asked", sa.String, default=""),
    # What sheets say against it, by field, and nobody has decided yet.
    sa.Column("disagreed", Sparse, default={}),
    sa.Column("crossing", Json, default=()),
    sa.Column("crossing_units", Json, default=()),
    sa.Column("chased", sa.Integer, default=0),
    sa.Column("clocks", sa.String, default=""),
    sa.Column("awaited", sa.String, default=""),
    sa.Column("next_clock", sa.String, default=""),
    sa.Column("next_due", Moment),
    sa.Column("caller_reference", sa.String, default=""),
    sa.Column("phone_reference", sa.String, default=""),
    sa.Column("subject", sa.String, default=""),
    sa.Column("took_part", sa.Text, default="\n"),
    sa.Column("visit", sa.Uuid),
    sa.Column("batch", sa.String, default=""),
    sa.Column("search", sa.Text, default=""),
    sa.Column("evidence", Json),
    sa.Column("version", sa.Integer, default=0),
    sa.Column("changed_at", Moment),
    # When it was entered, when it was told that it is closed, when a fact was last corrected.
    sa.Column("entered_at", Moment),
    sa.Column("closing_told_at", Moment),
    sa.Column("corrected_at", Moment),
    sa.Index("cases_serial_key", "serial_key"),
    sa.Index("cases_received", "received_at"),
    sa.Index("cases_title", "title"),
    sa.Index("cases_closed", "closed_at"),
    sa.Index("cases_grid_stage", "grid", "stage"),
    sa.Index("cases_unit_stage", "unit", "stage"),
)

AHEAD: sa.ColumnElement[datetime] = sa.func.coalesce(
    cases.c.next_due, sa.literal_column(str(2**62), cases.c.next_due.type)
)
"""When the next clock of a case runs out; what none runs for comes after all others.

Lists are in this order, the newest first where that is equal. So that a page of a million cases
need not sort them, indexes give it: for all, and for those that share what lists are mostly
narrowed to.
"""
for _of in ((), ("kind",), ("grid",), ("unit",), ("stage",)):
    sa.Index(
        "_".join(("cases", *_of, "ahead")),
        *(cases.c[name] for name in _of),
        AHEAD,
        cases.c.received_at.desc(),
    )

NONE: sa.ColumnElement[str] = sa.literal_column("''")
REDONE: sa.ColumnElement[bool] = cases.c.round > sa.literal_column("0")
"""Whether a case was opened again after it was over."""
CORRECTED: sa.ColumnElement[bool] = cases.c.correction_asked > NONE
"""Whether a correction of a case that is over waits for an answer."""
DISAGREED: sa.ColumnElement[bool] = sa.type_coerce(cases.c.disagreed, sa.Text) > NONE
"""Whether a sheet says something against a case that nobody has decided yet."""
UNHANDLED: sa.ColumnElement[bool] = cases.c.handled_at.is_(None)
"""Whether nobody has reported yet what was done."""
SHARED = {name: cases.c[name] > NONE for name in ("subject", "place")}
"""Whether a case tells the caller or the place it may share with others."""


def _few(column: sa.Column[Any], which: sa.ColumnElement[bool]) -> None:
    """Find by a column the few of which something holds: no other row is written to the index.

    A query uses it that says the same in the same words.
    """
    sa.Index(f"cases_{column.name}", column, sqlite_where=which, postgresql_where=which)


_few(cases.c.round, REDONE)
_few(cases.c.correction_asked, CORRECTED)
_few(cases.c.disagreed, DISAGREED)
_few(cases.c.handle_due, UNHANDLED)
for _name, _tells in SHARED.items():
    _few(cases.c[_name], _tells)

FACTS = (
    "contacted_at",
    "contact_over",
    "callback_over",
    "return_asked",
    "extension_asked",
    "correction_asked",
)
"""What of a row the waits of any kind of case rest on; a kind that names another fails at once."""


def set_waits(row: Row) -> None:
    """Set which clocks of a case run, which of them runs out next and when, and what comes next."""
    clocks, row["clocks"], row["awaited"] = _waits(
        row["kind"],
        row["stage"],
        bool(row["contacted_at"]),
        row["contact_over"],
        row["callback_over"],
        bool(row["return_asked"]),
        bool(row["extension_asked"]),
        bool(row["correction_asked"]),
    )
    due, next_clock = None, ""
    for clock in clocks:
        limit = row[f"{clock}_due"]
        if limit and (due is None or limit < due):
            due, next_clock = limit, clock
    row["next_due"], row["next_clock"] = due, next_clock


cases.info[DERIVE] = set_waits


@cache
def _waits(kind: str, stage: str, *facts: bool) -> tuple[tuple[str, ...], str, str]:
    """Give what a case waits for: it rests on few facts, and is asked for at every event."""
    fact = dict(zip(FACTS, facts, strict=True)).__getitem__
    clocks = tuple(KINDS[kind].running(stage, fact))
    awaited = (step.name for step in KINDS[kind].awaited(stage, fact))
    return clocks, _listed(clocks), _listed(awaited)


def _listed(names: Iterable[str]) -> str:
    """Give names so that each can be searched for between spaces."""
    return " ".join(("", *names, ""))


def set_limit(row: Row, clock: str) -> None:
    """Let the limit of 历史资料 count, now that its sheet has told when what it is of was done."""
    if limit := row[f"past_{clock}_due"]:
        row[f"{clock}_due"] = limit


def take_part(row: Row, *names: str) -> None:
    """Remember grids and units that had to do with a case: they may go on reading it."""
    for name in names:
        if name and f"\n{name}\n" not in row["took_part"]:
            row["took_part"] += f"{name}\n"


def set_search(row: Row) -> None:
    """Set what is searched: the number, the texts, and the letters they are typed by."""
    said = folded(f"{row['serial']} {row['title']} {row['place']}")
    read = filter(None, (letters(row["title"]), letters(row["place"])))
    row["search"] = " ".join((said, *read))
    row["serial_key"] = number_key(row["serial"])


def set_who(row: Row, field: str, who: Sealed | None) -> None:
    """Set what names the sealed `caller` or `phone` of a case, and whose it is.

    Custody tells by it which cases a telephone finds. What was sealed itself stays in the events:
    nobody reads it here.
    """
    row[f"{field}_reference"] = who.reference if who else ""
    row["subject"] = who.subject if who else row["subject"]
