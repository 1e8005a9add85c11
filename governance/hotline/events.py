"""Stored shapes; see CONTRIBUTING.md before changing one."""

from datetime import datetime

from governance.casework import events as shared
from governance.kernel.event import Event, event
from governance.kernel.sealed import Sealed
from governance.policy.deadlines import Deadline

SHEET = "sheet"
SHEET_BACK = "sheet_back"
SHEET_AGAIN = "sheet_again"
"""Why: a sheet says so, says again what was so before, brings what was closed again."""


@event("hotline.TicketReceived")
class TicketReceived(Event, frozen=True, kw_only=True):
    """接单: the 12345 platform handed the ticket to the sub-district.

    `place` is the public part of the address; `attributes` holds a sheet's unknown columns as JSON.
    `derived` names the facts its sheet did not tell, and that were worked out from what it told.
    A `historical` one is 历史资料: its limits are what they would have been, and do not run.
    """

    serial: str
    source: str
    received_at: datetime
    kind: str
    title: str
    content: Sealed | None = None
    caller: Sealed | None = None
    phone: Sealed | None = None
    address: Sealed | None = None
    attributes: Sealed | None = None
    place: str = ""
    grid: str = ""
    area: str = ""
    category: str = ""
    urgency: str = "normal"
    batch: str = ""
    historical: bool = False
    derived: tuple[str, ...] = ()
    contact_due: Deadline
    handle_due: Deadline


@event("hotline.CallerContacted")
class CallerContacted(Event, frozen=True, kw_only=True):
    """先行联系: the caller was reached before the work began."""

    contacted_at: datetime
    way: str = "phone"
    note: Sealed | None = None


@event("hotline.CallerNotReached")
class CallerNotReached(Event, frozen=True, kw_only=True):
    """未联: a first contact was tried in vain; the reason is one of `not_contacted_reasons`.

    As long as another try is asked for, `again`, the clock of the first contact runs on.
    """

    tried_at: datetime
    reason: str
    note: str = ""
    again: bool = False


@event("hotline.TicketDispatched")
class TicketDispatched(shared.Dispatched, frozen=True, kw_only=True):
    """派遣: a unit is to handle the ticket; another than `old_unit` where one had it already."""

    dispatched_at: datetime | None = None
    old_unit: str = ""


@event("hotline.TicketHandled")
class TicketHandled(Event, frozen=True, kw_only=True):
    """办结: the unit reports what came of it, by the closing report's option lists."""

    handled_at: datetime
    facts: str
    appeal: str = ""
    site_visited: str = ""
    site_visited_at: datetime | None = None
    result: str
    reply_way: str
    replied_at: datetime | None = None
    reply: Sealed
    explanation: str = ""
    proof: tuple[str, ...] = ()
    callback_due: Deadline


@event("hotline.CallerCalledBack")
class CallerCalledBack(Event, frozen=True, kw_only=True):
    """回访: the caller was asked about contact, outcome and satisfaction, or was not reached.

    Then `not_reached` is one of `not_called_reasons`; once `ended` nobody need call again.
    """

    called_back_at: datetime
    reached: bool
    contacted: str = ""
    solved: str = ""
    satisfaction: str = ""
    note: Sealed | None = None
    batch: str = ""
    not_reached: str = ""
    ended: bool = False


@event("hotline.RedoOrdered")
class RedoOrdered(Event, frozen=True, kw_only=True):
    """重办: the caller is dissatisfied or the matter unsolved; the unit starts another round."""

    round: int
    unit: str
    reason: str
    handle_due: Deadline


@event("hotline.TicketClosed")
class TicketClosed(Event, frozen=True, kw_only=True):
    """结案: nothing more is to be done; `outcome` is the result in force, apart from closing."""

    closed_at: datetime
    outcome: str = ""
    satisfaction: str = ""
    batch: str = ""


@event("hotline.SealedFactCorrected")
class SealedFactCorrected(shared.SealedCorrected, frozen=True, kw_only=True):
    """更正 (personal): a sealed fact of the ticket was entered wrongly."""


@event("hotline.SheetDisagreed")
class SheetDisagreed(Event, frozen=True, kw_only=True):
    """表格不一致: a sheet says another value than people here decided; `held` stands."""

    field: str
    said: str
    held: str
    batch: str = ""


@event("hotline.DisagreementSettled")
class DisagreementSettled(Event, frozen=True, kw_only=True):
    """不一致已定: what a sheet `said` is `taken` over, or what was `held` is kept.

    Somebody decided so and gives the `reason`; without one both say the same by themselves: by what
    was done here, or, where it names a `batch`, because that sheet no longer says what it said.
    """

    field: str
    taken: bool
    said: str = ""
    held: str = ""
    reason: str = ""
    batch: str = ""
