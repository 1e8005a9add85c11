"""The few things histories are about, so that commands meet what is there, by stream.

What a thing is known by is said with every command that says it at all, as pages and sheets do.
Of a stream that has no entry here there are two things, known by nothing.
"""

from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from governance.accounts.stream import account_id
from governance.disclosures.stream import disclosure_id, export_id
from governance.erasures.stream import erasure_id
from governance.hotline.stream import ticket_id
from governance.imports.stream import batch_id
from governance.issues.stream import issue_id
from governance.kernel.stream import Stream, stream_id
from governance.meetings.stream import meeting_id
from governance.places.stream import place_id
from governance.policies.stream import POLICY_STREAM
from governance.resolutions.stream import resolution_id
from governance.sign_ins.stream import sign_ins_id
from governance.streams import STREAMS
from governance.topics.stream import topic_id
from governance.visits.stream import visit_id

GRIDS = ("g1", "g2")
UNITS = ("城建办", "平安办", "")
WINDOWS = (
    (202605, date(2026, 3, 2), date(2026, 3, 15)),
    (202606, date(2026, 3, 16), date(2026, 3, 29)),
)


class Thing(NamedTuple):
    """One stream, and the fields that say which it is."""

    stream: UUID
    known_by: dict[str, Any]


MEETINGS = [
    Thing(meeting_id("g1", window), {"grid": "g1", "window": window, "start": start, "end": end})
    for window, start, end in WINDOWS
]
KNOWN: dict[str, list[Thing]] = {
    "accounts": [Thing(account_id(login), {"login": login}) for login in ("wang", "li", "zhao")],
    "disclosures": [
        Thing(disclosure_id(ticket_id("12345", "T1")), {"subject": ticket_id("12345", "T1")}),
        Thing(export_id("wang", date(2026, 3, 5)), {}),
    ],
    "erasures": [Thing(erasure_id(key), {"subject": key}) for key in ("s1", "s2")],
    "hotline": [
        Thing(ticket_id("12345", serial), {"source": "12345", "serial": serial})
        for serial in ("T1", "T2", "T3")
    ],
    "imports": [
        Thing(batch_id(key * 64, "c" * 64), {"digest": key * 64, "mapping": "c" * 64})
        for key in "ab"
    ],
    "issues": [Thing(issue_id(serial), {"serial": serial}) for serial in ("WG-1", "WG-2", "WG-3")],
    "meetings": MEETINGS,
    "places": [
        Thing(place_id("household", code), {"kind": "household", "code": code})
        for code in ("H1", "H2")
    ],
    "policies": [Thing(POLICY_STREAM, {})],
    "resolutions": [
        Thing(resolution_id(MEETINGS[0].stream, number), {"meeting": MEETINGS[0].stream})
        for number in (1, 2)
    ],
    "sign_ins": [
        Thing(sign_ins_id(login, date(2026, 3, 5)), {"login": login}) for login in ("wang", "")
    ],
    "topics": [Thing(topic_id(grid), {"grid": grid}) for grid in GRIDS],
    "visits": [Thing(visit_id(key), {}) for key in ("v1", "v2", "v3")],
}


def of(streams: tuple[Stream, ...]) -> dict[str, list[Thing]]:
    """Give the things of each stream."""
    return {
        stream.name: KNOWN.get(stream.name)
        or [Thing(stream_id(stream.name, key), {}) for key in ("1", "2")]
        for stream in streams
    }


BY_STREAM = of(STREAMS)
