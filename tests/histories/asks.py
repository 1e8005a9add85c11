"""What may be said with every command there is, drawn by its own fields.

A field is drawn by its type; where a list of the policy or the sense of it says more, by its name.
Moments and days are drawn around `NOW` and move on with the clock (`moved`).
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from random import Random
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints
from uuid import UUID

import msgspec
from msgspec.structs import replace

from governance.kernel.command import Command
from governance.kernel.event import NOBODY
from tests.builders import NOW, book
from tests.histories.things import BY_STREAM, GRIDS, UNITS

# No control characters: the frame takes them out of whatever is sent.
TEXTS = (
    "甲",
    "好",
    "",
    " ",
    "<b>&'\"",
    "{code}",
    "%s",
    "长" * 600,
    "1380013",
    "\u202e乙",
    "🏮",
)
MARKS = ("a" * 64, "b" * 64)
HOURS = (0, 0, 0, -1, -1, -30, -200, 1)
DAYS = (0, 0, 3, 10, -1, -4, 30)

LISTS = {
    "kind": "hotline_kinds",
    "urgency": "urgency",
    "not_reached": "not_contacted_reasons",
    "CallBack.not_reached": "not_called_reasons",
    "way": "visit_ways",
    "facts": "facts",
    "appeal": "appeal",
    "site_visited": "site_visited",
    "result": "outcomes",
    "reply_way": "reply_ways",
    "satisfaction": "satisfaction",
    "solved": "solved",
    "kinds": "crossing_kinds",
    "LogVisit.satisfaction": "visit_satisfaction",
    "outcome": "visit_outcomes",
    "theme": "visit_themes",
    "themes": "visit_themes",
    "seven": "seven",
    "forces": "visit_forces",
    "tags": "household_tags",
    "interval": "visit_intervals",
    "rule": "revisit_reasons",
    "basis": "erasure_bases",
    "purpose": "reveal_purposes",
    "found_as": "finding_categories",
    "RequestReturn.reason": "return_reasons",
    "RequestExtension.reason": "extension_reasons",
    "VoidIssue.reason": "void_reasons",
    "ReopenTicket.reason": "reopen_reasons",
    "ReopenIssue.reason": "reopen_reasons",
    "CheckIssue.reason": "check_reasons",
    "CloseIssue.outcome": "issue_outcomes",
    "ReceiveTicket.outcome": "outcomes",
    "ReportIssue.source": "issue_sources",
    "RegisterPlace.kind": "place_kinds",
    "ToldFinding.category": "finding_categories",
}
"""The option list a field's codes stand in; `Command.field` before `field`."""

SENSE: Mapping[str, tuple[Any, ...]] = {
    "grid": GRIDS,
    "grids": GRIDS,
    "area": ("a101", ""),
    "unit": UNITS,
    "units": UNITS,
    "owner": UNITS,
    "category": ("", "h0101", "p0401", "p0101"),
    "batch": ("", "b1"),
    "clock": ("contact", "handle", "callback", "verify", "dispatch", "check", "near", "overdue"),
    "ChaseResolution.clock": ("near", "overdue", "overdue", "handle"),
    "field": ("title", "name", "address", "phone", "door", "grid", "kind", "category", "urgency"),
    "phone": ("13800130000", "13800130000", "甲", ""),
    "percent": (0, 30, 100, -1, 101),
    "number": (1, 2),
    "topic": (1, 1, 1, 2, 3),
    "milestone": (1, 1, 2),
    "position": (1, 2, 3, 0),
    "edition": (1, 2),
    "seven_edition": (0, 1, 1, 9),
    "seen": ("",),
    "taken": (1, 2, 3, 9),
    "row": (1, 2, 3),
    "photos": MARKS,
    "proof": MARKS,
    "digest": MARKS,
    "mapping": MARKS,
    "roles": tuple(book().roles.labels()),
    "condition": ("p0401b", "p0401a", "p0101a"),
    "section": tuple(section.code for section in book().agenda.section),
    "code": tuple(section.code for section in book().agenda.section),
    "key": ("k1", "k1", "k2", "k3"),
    "keys": ("k1", "k2", "k3"),
    "rows": (0, 1, 1, 2),
    "accepted": (0, 0, 1),
    "known": (0, 0, 1),
    "corrected": (0, 0, 0, 1),
    "issue": ("WG-1", "WG-2", "WG-3", ""),
    "start": (NOW.date() - timedelta(5), NOW.date()),
    "until": tuple(NOW.date() + timedelta(days) for days in (30, 30, 2, 2, -9)),
    "ToldAnswer.answer": (*3 * ("yes", "no", "na"), "x"),
    "ToldAnswer.item": ("1", "2", "燃气软管完好"),
    "ToldAnswer.finding": (0, 0, 0, 1),
    "visitee": ("household", "household", "shop", "x"),
    "ToldFinding.outcome": (*3 * ("solved", "escalated", "hazard"), "x"),
    "ToldFinding.number": (1, 2, 3),
    "PaperFile.kind": ("docx", "pdf"),
    "paper": ("agenda", "agenda", "notice", "minutes", "x"),
    "Item.kind": ("ticket", "issue", "resolution", "summary"),
    "RecordDecision.kind": tuple(one.code for one in book().agenda.decision),
    "CorrectDecision.kind": tuple(one.code for one in book().agenda.decision),
    "RequestCorrection.field": ("outcome", "title", "place", "name"),
    "SettleDisagreement.field": ("unit", "unit", "outcome", "satisfaction", "category", "x"),
    "cleared": ("category", "area", "outcome", "satisfaction"),
    "RequestCorrection.new": ("solved", "explained", "甲", ""),
    "CorrectTicket.new": ("help", "normal", "甲", "h0101", ""),
    "Reason.events": (f"{NOBODY}:1",),
    "case_stream": tuple(one.stream for one in BY_STREAM["resolutions"]),
    "registered": tuple(one.stream for one in BY_STREAM["places"]),
    "parent": tuple(one.stream for one in BY_STREAM["places"]),
    "place": tuple(one.stream for one in BY_STREAM["places"]),
    "meeting": tuple(one.stream for one in BY_STREAM["meetings"]),
    "subject": tuple(one.stream for one in BY_STREAM["hotline"]),
    "visit": tuple(one.stream for one in BY_STREAM["visits"]),
}
"""What else a field may hold, where its type is the same; wrong values among them."""
WRONG = ("x", "")
OF_TYPE: Mapping[Any, tuple[Any, ...]] = {
    str: TEXTS,
    int: (0, 1, 2),
    bool: (True, False),
    float: (0.0, 3.5, -1.0, 1e15),
    UUID: (NOBODY, *(one.stream for one in BY_STREAM["hotline"])),
    NoneType: (None,),
    msgspec.UnsetType: (msgspec.UNSET,),
    datetime: tuple(NOW + timedelta(hours=hours) for hours in HOURS),
    dict[str, Any]: ({},),
    date: tuple(NOW.date() + timedelta(days) for days in DAYS),
}


Draw = Callable[[Random], Any]


@cache
def saying(command: type[Command]) -> Draw:
    """Give what draws a command; whose it is and under which id comes later."""
    fields = _fields(command, frozenset(Command.__struct_fields__))

    def draw(random: Random) -> Command:
        drawn = {name: of(random) for name, of in fields.items()}
        return command(command_id=NOBODY, stream=NOBODY, **drawn)

    return draw


def moved(value: Any, by: timedelta) -> Any:
    """Give a value with all its moments and days so much later."""
    match value:
        case datetime() | date():
            return value + by
        case msgspec.Struct():
            held = {name: getattr(value, name) for name in value.__struct_fields__}
            return replace(value, **{name: moved(one, by) for name, one in held.items()})
        case tuple():
            return tuple(moved(one, by) for one in value)
    return value


def _fields(owner: type[msgspec.Struct], without: frozenset[str]) -> dict[str, Draw]:
    hints = get_type_hints(owner)
    return {
        name: _of(hints[name], owner.__name__, name)
        for name in owner.__struct_fields__
        if name not in without
    }


def _of(kind: Any, owner: str, name: str) -> Draw:
    """Give what draws a field, by its name where that says more than its type."""
    origin, parts = get_origin(kind), get_args(kind)
    if origin in {Union, UnionType}:
        ways = [_of(part, owner, name) for part in parts]
        return lambda random: random.choice(ways)(random)
    if origin is tuple:
        one = _of(parts[0], owner, name)
        return lambda random: _several(one, random)
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        fields = _fields(kind, frozenset())
        return lambda random: kind(**{name: of(random) for name, of in fields.items()})
    choices = _choices(kind, owner, name)
    return lambda random: random.choice(choices)


def _several(one: Draw, random: Random) -> tuple[Any, ...]:
    """Give none to three, mostly each once."""
    drawn = [one(random) for _ in range(random.randrange(4))]
    return tuple(dict.fromkeys(drawn) if random.randrange(6) else drawn)


def _choices(kind: Any, owner: str, name: str) -> Sequence[Any]:
    for known in (f"{owner}.{name}", name):
        if known in LISTS and kind is str:
            codes = tuple(row.code for row in book().options.rows(LISTS[known]))
            return codes * 10 + WRONG
        if fitting := [one for one in SENSE.get(known, ()) if isinstance(one, kind)]:
            return fitting
    return OF_TYPE[kind]
