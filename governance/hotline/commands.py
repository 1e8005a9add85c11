"""Commands of a ticket. Texts are in clear; the application seals what is personal."""

from datetime import datetime
from typing import ClassVar

from governance.kernel.command import Command


class HotlineCommand(Command, frozen=True, kw_only=True):
    """Any command of a ticket."""

    STREAM: ClassVar[str] = "hotline"


class ReceiveTicket(HotlineCommand, frozen=True, kw_only=True):
    """接单: take over a ticket, from a form or from a row of the sheet that `batch` names.

    A row may bring the stages the ticket has already passed; they become the events they stand for.
    A row brings a ticket again; a form cannot, its number is taken. What a row does not tell is
    empty; `derived` names what it does not tell either and was worked out from what it does;
    `cleared` names what it leaves empty to say that there is no such thing any more.
    A `historical` one is 历史资料: nothing is to be done for it, whatever its row leaves open.
    """

    serial: str
    source: str
    received_at: datetime
    kind: str = ""
    title: str
    content: str = ""
    caller: str = ""
    phone: str = ""
    address: str = ""
    attributes: str = ""
    place: str = ""
    grid: str = ""
    area: str = ""
    category: str = ""
    urgency: str = "normal"
    batch: str = ""
    historical: bool = False
    derived: tuple[str, ...] = ()
    cleared: tuple[str, ...] = ()
    unit: str = ""
    contacted_at: datetime | None = None
    dispatched_at: datetime | None = None
    called_back_at: datetime | None = None
    closed_at: datetime | None = None
    outcome: str = ""
    satisfaction: str = ""

    @property
    def impersonal(self) -> bool:
        """A row of a sheet is the same whoever brings the sheet."""
        return bool(self.batch)


class ContactCaller(HotlineCommand, frozen=True, kw_only=True):
    """登记先行联系: reached, with what was said, or not, with one of `not_contacted_reasons`."""

    contacted_at: datetime
    way: str = "phone"
    note: str = ""
    not_reached: str = ""


class DispatchTicket(HotlineCommand, frozen=True, kw_only=True):
    """派遣 to a unit."""

    unit: str
    note: str = ""


class HandleTicket(HotlineCommand, frozen=True, kw_only=True):
    """提交办结报告; the rules of the closing report stand in the policy `options`."""

    facts: str
    appeal: str = ""
    site_visited: str = ""
    site_visited_at: datetime | None = None
    result: str
    reply_way: str
    replied_at: datetime | None = None
    reply: str
    explanation: str = ""
    proof: tuple[str, ...] = ()


class CallBack(HotlineCommand, frozen=True, kw_only=True):
    """登记回访: reached, or not, with one of `not_called_reasons` if it is known."""

    called_back_at: datetime
    reached: bool
    contacted: str = ""
    solved: str = ""
    satisfaction: str = ""
    note: str = ""
    not_reached: str = ""


class CloseTicket(HotlineCommand, frozen=True, kw_only=True):
    """结案."""


class SettleDisagreement(HotlineCommand, frozen=True, kw_only=True):
    """不一致定夺: of one field, what the sheet says is taken over or what is held is kept."""

    field: str
    taken: bool
    reason: str
