"""Which entries come, go, or say something else? And how many records use one that goes?"""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
import sqlalchemy as sa

from projections.casework.table import cases
from projections.places.board import places
from projections.policies.effects.proposed import Proposed
from projections.visits.table import findings, visits

KEYS = ("code", "id", "grid", "day", "stream", "name")
"""What an entry is known by: the first of these that it has."""
NAMES = ("label", "title", "name", "text", "clock", "grid", "day", "stream")
"""What an entry is called: the first of these that it has."""
CLOSED = "closed"
CATEGORY = "category"
Use = tuple[sa.ColumnElement[Any], tuple[sa.ColumnElement[bool], ...]]
TICKET, ISSUE = cases.c.kind == "ticket", cases.c.kind == "issue"
VOID = cases.c.stage == "void"
USES: dict[str, Use] = {
    CATEGORY: (cases.c.category, ()),
    "hotline_kinds": (cases.c.type, ()),
    "hotline_sources": (cases.c.source, (TICKET,)),
    "issue_sources": (cases.c.source, (ISSUE,)),
    "urgency": (cases.c.urgency, ()),
    "contacted": (cases.c.contacted, ()),
    "solved": (cases.c.solved, ()),
    "satisfaction": (cases.c.satisfaction, ()),
    "outcomes": (cases.c.outcome, (TICKET, sa.not_(VOID))),
    "issue_outcomes": (cases.c.outcome, (ISSUE, sa.not_(VOID))),
    "void_reasons": (cases.c.outcome, (VOID,)),
    "return_reasons": (cases.c.return_asked, ()),
    "extension_reasons": (cases.c.extension_asked, ()),
    "crossing_kinds": (cases.c.crossing, ()),
    "place_kinds": (places.c.kind, ()),
    "visit_intervals": (places.c.interval, ()),
    "visitee_kinds": (visits.c.visitee, ()),
    "visit_ways": (visits.c.way, ()),
    "visit_outcomes": (visits.c.outcome, ()),
    "visit_themes": (visits.c.themes, ()),
    "finding_categories": (findings.c.category, ()),
}
"""Where the codes of a list stand in the rows. What others hold is sealed, or nobody counts it."""
MANY = ("crossing", "themes")
"""Columns that hold several codes in one row."""
Place = tuple[str, ...]


class Entry(msgspec.Struct, frozen=True):
    """One entry, by the keys that lead to it, and what it says itself, without entries in it."""

    place: Place
    name: str
    content: dict[str, Any]


class Revised(msgspec.Struct, frozen=True):
    """An entry that says something else; `fields` are (name, before, after), None for no such."""

    entry: Entry
    fields: tuple[tuple[str, Any, Any], ...]


class Gone(msgspec.Struct, frozen=True):
    """An entry that is offered no more; None where nobody can tell how many records use it."""

    entry: Entry
    used: int | None


class Entries(msgspec.Struct, frozen=True):
    """What becomes of the entries of a policy; `same` counts those that stay as they are."""

    came: tuple[Entry, ...]
    went: tuple[Gone, ...]
    revised: tuple[Revised, ...]
    same: int


def entries(asked: Proposed) -> Entries:
    """Compare both editions entry by entry."""
    editions = (book.editions.get(asked.policy) for book in (asked.before, asked.after))
    old, new = (
        {entry.place: entry for entry in walk(edition.content if edition else {})}
        for edition in editions
    )
    went = [entry for place, entry in old.items() if place not in new]
    revised = []
    for place, entry in new.items():
        if place in old and (fields := _fields(old[place].content, entry.content)):
            revised.append(Revised(entry, fields))
            if entry.content.get(CLOSED) and not old[place].content.get(CLOSED):
                went.append(entry)
    used = _used(asked, went)
    return Entries(
        came=tuple(entry for place, entry in new.items() if place not in old),
        went=tuple(Gone(entry, used.get(entry.place)) for entry in went),
        revised=tuple(revised),
        same=sum(place in old for place in new) - len(revised),
    )


def walk(content: Any, place: Place = ()) -> Iterator[Entry]:
    """Give every entry: the whole as the first, tables that stand alone, and rows by their keys.

    A key that two rows have tells neither; they are known by where they stand.
    """
    if not isinstance(content, dict):
        return
    parts = {key: value for key, value in content.items() if _apart(value)}
    own = {key: value for key, value in content.items() if key not in parts}
    name = next((str(own[key]) for key in NAMES if own.get(key)), place[-1] if place else "")
    if own:
        yield Entry(place, name, own)
    for key, value in parts.items():
        if isinstance(value, dict):
            yield from walk(value, (*place, key))
            continue
        keys = [next(str(row[name]) for name in KEYS if row.get(name)) for row in value]
        for number, row in enumerate(value):
            known = keys[number] if keys.count(keys[number]) == 1 else str(number)
            yield from walk(row, (*place, key, known))


def _apart(value: Any) -> bool:
    """Whether a value is made of entries of its own: rows that say what they are known by."""
    if isinstance(value, dict):
        return True
    rows = value if isinstance(value, list) else []
    return bool(rows) and all(isinstance(row, dict) and any(map(row.get, KEYS)) for row in rows)


def _fields(old: dict[str, Any], new: dict[str, Any]) -> tuple[tuple[str, Any, Any], ...]:
    return tuple(
        (key, old.get(key), new.get(key))
        for key in dict.fromkeys((*old, *new))
        if old.get(key) != new.get(key)
    )


def _used(asked: Proposed, went: Iterable[Entry]) -> dict[Place, int]:
    """Count the rows that hold the code of an option or category."""
    found: dict[Place, int] = {}
    with asked.view.connect() as connection:
        for entry in went:
            listing, code = _coded(asked.policy, entry)
            if use := USES.get(listing):
                column, further = use
                rows = sa.select(sa.func.count()).where(_holds(column, code), *further)
                found[entry.place] = connection.execute(rows).scalar_one()
    return found


def _coded(policy: str, entry: Entry) -> tuple[str, str]:
    """Give the list whose codes an entry is of, and its code; nothing when it is of none."""
    match policy, entry.place:
        case "options", ("listing", listing, "option", _):
            return listing, str(entry.content.get("code", ""))
        case "categories", ("category", code):
            return CATEGORY, str(entry.content.get("code", code))
    return "", ""


def _holds(column: sa.ColumnElement[Any], code: str) -> sa.ColumnElement[bool]:
    if getattr(column, "name", "") not in MANY:
        return column == code
    written = msgspec.json.encode(code).decode()
    return sa.type_coerce(column, sa.Text).contains(written, autoescape=True)
