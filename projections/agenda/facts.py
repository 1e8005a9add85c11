"""One matter that might come before a meeting: its facts, and the events they rest on."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from uuid import UUID

import msgspec
import sqlalchemy as sa

from governance.meetings.rules import Candidate, FactValue
from governance.policy.calendar import Calendar
from governance.policy.known import CandidateKind, Column
from projections.agenda.whereabouts import where

CARRIED = Column("carried", "number", "已上会期数")
AGREED = Column("agreed", "flag", "会议已同意结案或销号、尚未办理")
LIMIT = (
    Column("overdue", "flag", "已超期"),
    Column("overdue_days", "number", "超期工作日数"),
    Column("overdue_by_meeting", "flag", "到会议日将超期"),
    Column("due_in_days", "number", "会议日距到期工作日数"),
    Column("due", "day", "期限"),
    Column("due_before_next", "flag", "下期会议前到期"),
)
"""What `Meeting.limit` gives."""
FIGURES = CandidateKind("figure", {"sentence": Column("sentence", "text", "通报语句")})
"""The figures that are read out."""
# The event each fact of a case rests on, where it is not the fact of the same name.
BEHIND = {
    "overdue": "due",
    "overdue_days": "due",
    "overdue_by_meeting": "due",
    "due_in_days": "due",
    "due_before_next": "due",
    "crossing_units": "crossing",
    "satisfaction": "callback",
    "called_back": "callback",
}


class Meeting(msgspec.Struct, frozen=True):
    """The meeting candidates are gathered for: days in Shanghai, and what earlier ones dealt with.

    What has happened is judged as of `now`, the drafting: nothing is overdue before its limit has
    passed. A limit that ends between the drafting and `today`, the day of the meeting, is told
    apart.
    """

    grid: str
    calendar: Calendar
    now: datetime
    today: date
    following: date
    since: datetime
    carried: Mapping[str, int]
    decided: Mapping[str, tuple[str, ...]] = {}
    agreed: frozenset[str] = frozenset()
    areas: Mapping[str, str] = {}

    def where(self, area: str, place: str) -> str:
        """Give where something is, as far as it may be printed."""
        return where(self.areas, area, place)

    @property
    def drafting(self) -> date:
        """The day of the drafting."""
        return self.calendar.local(self.now).date()

    def limit(self, due: datetime | None) -> dict[str, FactValue]:
        """Give the facts of a running limit."""
        if due is None:
            return {}
        day, overdue = self.calendar.local(due).date(), due < self.now
        return {
            "due": day,
            "overdue": overdue,
            "overdue_days": max(0, self.calendar.working_days_between(day, self.drafting)),
            "overdue_by_meeting": not overdue and day < self.today,
            "due_in_days": max(0, self.calendar.working_days_between(self.today, day)),
            "due_before_next": self.today <= day <= self.following,
        }


class Candidates(msgspec.Struct, frozen=True):
    """What of a concept may come before a meeting, as its board declares it.

    `find` gives those of `meeting.grid`, each made by `candidate`, with facts as named and typed
    declared in `facts`; one left out or None is unknown. Every candidate has `carried` and
    `agreed`.
    """

    kinds: tuple[str, ...]
    facts: tuple[Column, ...]
    find: Callable[[sa.Connection, Meeting], Iterable[Candidate]]

    def declared(self) -> list[CandidateKind]:
        """Give what policies know of them."""
        facts = {fact.name: fact for fact in (CARRIED, AGREED, *self.facts)}
        return [CandidateKind(kind, facts) for kind in self.kinds]


def candidate(
    kind: str,
    key: str,
    meeting: Meeting,
    *,
    subject: str,
    stream: UUID,
    versions: dict[str, int],
    first: str,
    facts: dict[str, FactValue],
    serial: str = "",
    unit: str = "",
    source: str = "",
    place: str = "",
) -> Candidate:
    """Give a candidate; `versions` has that of the event behind a fact, or behind its group."""
    behind = {name: versions.get(BEHIND.get(name, name)) for name in facts}
    return Candidate(
        kind=kind,
        key=key,
        stream=stream,
        serial=serial,
        subject=subject,
        grid=meeting.grid,
        unit=unit,
        source=source,
        origin=f"{stream}:{versions[first]}" if first in versions else "",
        facts={"carried": meeting.carried.get(key, 0), "agreed": key in meeting.agreed, **facts},
        decided=meeting.decided.get(key, ()),
        place=place,
        evidence={name: f"{stream}:{version}" for name, version in behind.items() if version},
    )
