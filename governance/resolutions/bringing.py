"""补录议定事项: a resolution as the row of a sheet tells it, the first time and every time after.

A sheet may say how far one of its own has come and that it ended. What was resolved, by whom and
until when, only a meeting changes: a row that says otherwise is refused.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from governance.kernel.errors import Refused
from governance.kernel.event import Event
from governance.policy.context import Context
from governance.resolutions import commands as ask
from governance.resolutions import events as fact

ELSEWHERE = UUID(int=0)
"""The meeting of a resolution whose meeting is not here."""
RESOLVED = ("serial", "grid", "matter", "requirement", "leader", "owner", "partners", "standard")
WHOLE = 100
CLOSED, WITHDRAWN = "closed", "withdrawn"


def adopted(command: ask.BringResolution, due: datetime | None) -> Event:
    """Give the event of one that is not here."""
    return fact.ResolutionAdopted(
        happened_at=command.adopted_at,
        **{name: getattr(command, name) for name in RESOLVED},
        meeting=ELSEWHERE,
        item="",
        due=due,
        adopted_at=command.adopted_at,
        batch=command.batch,
    )


def check(command: ask.BringResolution, context: Context) -> None:
    """Refuse moments that have not come, or contradict one another."""
    if max(command.adopted_at, command.ended_at or command.adopted_at) > context.now:
        raise Refused("resolutions.in_the_future")
    if command.stage in {CLOSED, WITHDRAWN} and command.ended_at is None:
        raise Refused("resolutions.end_untold", field="ended_at")
    if command.ended_at and command.ended_at < command.adopted_at:
        raise Refused("resolutions.ended_before")
    if command.percent is not None and not 0 <= command.percent <= WHOLE:
        raise Refused("resolutions.percent_out_of_range", field="percent")


def hold_against(
    held: dict[str, Any], due: datetime | None, command: ask.BringResolution, given: datetime | None
) -> None:
    """Refuse a row that says something else of what was resolved; what it leaves out it may."""
    for name in RESOLVED:
        new = getattr(command, name)
        if name != "serial" and new and new != held[name]:
            raise Refused("resolutions.sheet_differs", field=name)
    if given and given != due:
        raise Refused("resolutions.sheet_differs", field="due")


def progress(command: ask.BringResolution, percent: int, note: str, stage: str) -> list[Event]:
    """Give how far the row says it has come since, and that it ended."""
    ended = stage in {CLOSED, WITHDRAWN}
    if ended and command.stage and command.stage != stage:
        raise Refused("resolutions.sheet_differs", field="stage")
    if command.stage == stage and ended:
        return []
    at = command.ended_at
    when: dict[str, Any] = {"happened_at": at} if at else {}
    if command.stage == CLOSED:
        return [fact.ResolutionClosed(**when, claimant="", note=command.note, closed_at=at)]
    if command.stage == WITHDRAWN:
        return [
            fact.ResolutionWithdrawn(
                **when, meeting=ELSEWHERE, reason=command.note, withdrawn_at=at
            )
        ]
    far = percent if command.percent is None else command.percent
    if ended or (far, command.note or note) == (percent, note):
        return []
    return [fact.ProgressReported(percent=far, note=command.note)]
