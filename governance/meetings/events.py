"""Stored shapes; see CONTRIBUTING.md before changing one. Persons are accounts or plain roles."""

from datetime import date, datetime

from governance.kernel.event import Event, event
from governance.meetings.items import Heading, Item, PaperFile, Presentation, Section


@event("meetings.MeetingScheduled")
class MeetingScheduled(Event, frozen=True, kw_only=True):
    """排定会议: the grid meets at this moment, within the fortnight from `start` to `end`.

    `window` is the number of the fortnight: year * 100 + 期, such as 202605. `despite` says why it
    is at a moment that is not usual.
    """

    grid: str
    window: int
    start: date
    end: date
    meets_at: datetime
    place: str
    host: str
    despite: str = ""


@event("meetings.MeetingMoved")
class MeetingMoved(Event, frozen=True, kw_only=True):
    """会议改期: another moment of the same fortnight, another place, and why."""

    old: datetime
    new: datetime
    old_place: str
    place: str
    reason: str
    despite: str = ""


@event("meetings.AgendaDrafted")
class AgendaDrafted(Event, frozen=True, kw_only=True):
    """议程草拟: what the rules of an edition propose, computed from the log up to `position`."""

    position: int
    edition: int
    sections: tuple[Section, ...]
    items: tuple[Item, ...]


@event("meetings.AgendaItemAdded")
class AgendaItemAdded(Event, frozen=True, kw_only=True):
    """增列议题: a person put a matter on the agenda, and why."""

    item: Item
    reason: str


@event("meetings.AgendaItemStruck")
class AgendaItemStruck(Event, frozen=True, kw_only=True):
    """撤下议题: a person took a matter off the agenda, and why."""

    key: str
    reason: str


@event("meetings.AgendaItemRestored")
class AgendaItemRestored(Event, frozen=True, kw_only=True):
    """恢复议题: a struck matter is on the agenda again."""

    key: str


@event("meetings.AgendaItemAmended")
class AgendaItemAmended(Event, frozen=True, kw_only=True):
    """调整议题: a matter is presented otherwise: minutes, speaker, observers, proposal, summary."""

    key: str
    old: Presentation
    new: Presentation


@event("meetings.AgendaReordered")
class AgendaReordered(Event, frozen=True, kw_only=True):
    """调整顺序: the order of the items a person gave, by key."""

    keys: tuple[str, ...]


@event("meetings.AgendaFrozen")
class AgendaFrozen(Event, frozen=True, kw_only=True):
    """议程定稿: the agenda as it goes out; version 1, then one more for each addendum (增补).

    `position` is the last event of the log the agenda knew; `digest` is that of
    `governance.meetings.items`.
    """

    number: int
    position: int
    edition: int
    digest: str
    heading: Heading
    items: tuple[Item, ...]


@event("meetings.MeetingHeld")
class MeetingHeld(Event, frozen=True, kw_only=True):
    """召开会议: who was there, who sat in (列席), and who was excused; accounts, units or names."""

    held_at: datetime
    attended: tuple[str, ...]
    absent: tuple[str, ...] = ()
    host: str
    recorder: str
    observers: tuple[str, ...] = ()


@event("meetings.DecisionRecorded")
class DecisionRecorded(Event, frozen=True, kw_only=True):
    """议定: what the meeting decided on an item; `kind` is one of the agenda's decisions."""

    key: str
    kind: str
    decision: str


@event("meetings.DecisionCorrected")
class DecisionCorrected(Event, frozen=True, kw_only=True):
    """更正议定: the record of a decision was wrong; both wordings stay readable."""

    key: str
    old_kind: str
    old: str
    new_kind: str
    new: str
    reason: str


@event("meetings.DiscussionNoted")
class DiscussionNoted(Event, frozen=True, kw_only=True):
    """讨论情况: what was said on an item, for the minutes; `old` is what stood there before."""

    key: str
    old: str = ""
    said: str


@event("meetings.MinutesCirculated")
class MinutesCirculated(Event, frozen=True, kw_only=True):
    """纪要传阅: the minutes as they stand are put before those who were there.

    `number` counts the versions from 1; `digest` is that of `governance.meetings.minutes`.
    """

    number: int
    digest: str


@event("meetings.MinutesApproved")
class MinutesApproved(Event, frozen=True, kw_only=True):
    """纪要批准: the version circulated last is the record of the meeting, under a number."""

    number: int
    serial: str
    digest: str


@event("meetings.PaperKept")
class PaperKept(Event, frozen=True, kw_only=True):
    """印发件存档: an issued paper (`agenda`, `notice`, `minutes`) as it went out; version `number`.

    The bytes stand in custody under their digests. `layout` is the SHA-256 of the code that laid
    them out.
    """

    paper: str
    number: int
    files: tuple[PaperFile, ...]
    layout: str = ""


@event("meetings.MeetingMissed")
class MeetingMissed(Event, frozen=True, kw_only=True):
    """缺会: the fortnight passed without a meeting of the grid."""

    grid: str
    window: int
    start: date
    end: date
