"""催办: whoever holds a case past its limit hears it once a limit, in working time."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

import msgspec

from governance.casework.commands import Chase
from governance.policy.book import PolicyBook
from governance.processes.timers import timer_id
from governance.resolutions.stream import NEAR, OVERDUE


class Running(msgspec.Struct, frozen=True):
    """A clock that runs: of a thing of which stream, named how, until when.

    Whatever has limits has a `Chase` of its own. A resolution has one limit, `due`.
    """

    kind: str
    stream: UUID
    clock: str
    due: datetime


def chases(running: Iterable[Running], policy: PolicyBook, now: datetime) -> list[Chase]:
    """Give a command for every limit that has passed, and for every resolution's day that is near.

    Nobody is chased outside working time; asking again before the rows have caught up repeats the
    same ids.
    """
    if not policy.calendar.in_business(now):
        return []
    commands = {command.STREAM: command for command in Chase.__subclasses__()}
    return [
        commands[row.kind](
            command_id=timer_id("chase", str(row.stream), clock, row.due.isoformat()),
            stream=row.stream,
            clock=clock,
        )
        for row in running
        if (clock := _clock(row, policy, now))
    ]


def _clock(row: Running, policy: PolicyBook, now: datetime) -> str:
    """Give the clock to chase, none while there is time."""
    late = now > row.due
    if row.kind != "resolutions":
        return row.clock if late else ""
    if late:
        return OVERDUE
    today, last = (policy.calendar.local(moment).date() for moment in (now, row.due))
    left = policy.calendar.working_days_between(today, last)
    return NEAR if left < policy.deadlines.lights.days else ""
