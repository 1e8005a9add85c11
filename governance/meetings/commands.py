"""Commands of a meeting."""

from datetime import date, datetime
from typing import ClassVar

import msgspec
from msgspec.structs import replace

from governance.kernel.command import Command
from governance.meetings.items import Item, PaperFile, Presentation, Section


class MeetingCommand(Command, frozen=True, kw_only=True):
    """Any command of a meeting."""

    STREAM: ClassVar[str] = "meetings"


class ScheduleMeeting(MeetingCommand, frozen=True, kw_only=True):
    """排定会议 within the fortnight from `start` to `end`."""

    grid: str
    window: int
    start: date
    end: date
    meets_at: datetime
    place: str
    host: str
    despite: str = ""


class MoveMeeting(MeetingCommand, frozen=True, kw_only=True):
    """会议改期, within the same fortnight, saying why."""

    new: datetime
    place: str
    reason: str
    despite: str = ""


class DraftAgenda(MeetingCommand, frozen=True, kw_only=True):
    """草拟议程 from what the rules propose as of `position`; hand work stays."""

    position: int
    edition: int
    sections: tuple[Section, ...]
    items: tuple[Item, ...]


class AddAgendaItem(MeetingCommand, frozen=True, kw_only=True):
    """增列议题, saying why; a candidate the rules left out keeps its own key."""

    item: Item
    reason: str


class StrikeAgendaItem(MeetingCommand, frozen=True, kw_only=True):
    """撤下议题, saying why."""

    key: str
    reason: str


class RestoreAgendaItem(MeetingCommand, frozen=True, kw_only=True):
    """恢复议题."""

    key: str


class AmendAgendaItem(MeetingCommand, frozen=True, kw_only=True):
    """调整议题: present it this way."""

    key: str
    how: Presentation


class ReorderAgenda(MeetingCommand, frozen=True, kw_only=True):
    """调整顺序: every key of the agenda, in the order wanted within each section."""

    keys: tuple[str, ...]


class FreezeAgenda(MeetingCommand, frozen=True, kw_only=True):
    """定稿. `position` is the log as shown, `seen` the digest of the agenda that was on screen."""

    position: int
    seen: str = ""


class HoldMeeting(MeetingCommand, frozen=True, kw_only=True):
    """登记召开."""

    held_at: datetime
    attended: tuple[str, ...]
    absent: tuple[str, ...] = ()
    host: str
    recorder: str
    observers: tuple[str, ...] = ()


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """What is resolved: who does what by when, and by what it is judged; no `due` means 长期.

    Of a resolution that is put off, `due` is the new day.
    """

    matter: str = ""
    requirement: str = ""
    leader: str = ""
    owner: str = ""
    partners: tuple[str, ...] = ()
    due: date | None = None
    standard: str = ""


class RecordDecision(MeetingCommand, frozen=True, kw_only=True):
    """记录议定 on an item of the frozen agenda; `terms` where a resolution is made or put off."""

    key: str
    kind: str
    decision: str
    terms: Terms | msgspec.UnsetType = msgspec.UNSET

    @property
    def own(self) -> "RecordDecision":
        """The meeting keeps the decision; the terms are the resolution's."""
        return replace(self, terms=msgspec.UNSET)


class CorrectDecision(MeetingCommand, frozen=True, kw_only=True):
    """更正议定, saying why."""

    key: str
    kind: str
    decision: str
    reason: str


class NoteDiscussion(MeetingCommand, frozen=True, kw_only=True):
    """记录讨论: what was said on an item; nothing takes it out again."""

    key: str
    said: str


class CirculateMinutes(MeetingCommand, frozen=True, kw_only=True):
    """传阅纪要; `seen` is the digest of the minutes that were on screen."""

    seen: str = ""


class ApproveMinutes(MeetingCommand, frozen=True, kw_only=True):
    """批准纪要; `seen` is the digest of the minutes that were on screen."""

    seen: str = ""


class KeepPaper(MeetingCommand, frozen=True, kw_only=True):
    """印发件存档: these are the files of a paper that was issued; those kept already stay."""

    paper: str
    number: int
    files: tuple[PaperFile, ...]
    layout: str = ""


class MissMeeting(MeetingCommand, frozen=True, kw_only=True):
    """标记缺会: the fortnight is over and nothing was held."""

    grid: str
    window: int
    start: date
    end: date
