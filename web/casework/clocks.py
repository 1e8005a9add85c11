"""The clocks of a case as bars, each opening to its count day by day."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

import msgspec

from governance.kernel.event import UNSTAMPED, Event
from governance.kernel.stream import Stream
from governance.policy.deadlines import Deadline, Step, explain
from web.frame import current
from web.frame.feature import features
from web.text.formats import due_text, moment

MOMENT = timedelta(seconds=1)
CONTACT = "contact"
KINDS = {"ok": "ok", "near": "warn", "late": "bad"}


class Day(msgspec.Struct, frozen=True):
    """A day a limit is counted over; `nth` is which of the counted ones it is, 0 for none."""

    day: date
    kind: str
    nth: int
    reason: str


class Clock(msgspec.Struct, frozen=True):
    """A clock as macros/deadline.html draws it; `share` is how much of the time has gone."""

    label: str
    kind: str
    text: str
    share: float
    note: str
    basis: str
    steps: list[Day]


class Ending(NamedTuple):
    """When a clock stopped: with the case itself (`over`), or in vain."""

    at: datetime
    over: bool = False
    in_vain: bool = False


def clocks(stream: Stream, events: Sequence[Event]) -> list[Clock]:
    """Give the clocks of a case: running ones with their light, others with how they ended."""
    state, ends = stream.initial, dict[str, Ending]()
    for event in events:
        before = state.running()
        state = stream.evolve(state, event)
        for name in set(before) - set(state.running()):
            in_vain = name == CONTACT and not state.contacted_at
            ends[name] = Ending(event.happened_at, state.ended, in_vain)
    running = state.running()
    return [
        _clock(clock.name, deadline, None if clock.name in running else _ended(clock.name, ends))
        for clock in state.KIND.clocks
        if (deadline := getattr(state, f"{clock.name}_due"))
    ]


def _ended(name: str, ends: Mapping[str, Ending]) -> Ending | None:
    return ends.get(name, Ending(UNSTAMPED, over=True))


def _how(deadline: Deadline, ending: Ending) -> tuple[str, str]:
    """Say whether a limit was kept, with its colour."""
    if ending.at == UNSTAMPED:
        return "没有开始", "idle"
    when = moment(ending.at)
    if ending.in_vain and not ending.over:
        return f"{when}未联上，不再拨打", "idle"
    if ending.at > deadline.due:
        return f"已超期，{when}才{'随结案结束' if ending.over else '完成'}", "bad"
    return (f"{when}随结案结束", "idle") if ending.over else (f"按时，{when}完成", "ok")


def _clock(name: str, deadline: Deadline, ending: Ending | None) -> Clock:
    running = ending is None
    book, at = current.book(), current.as_at()
    calendar = book.calendar
    light = book.deadlines.light(deadline, at, calendar) if running else "ok"
    spent = (at - deadline.start) / max(deadline.due - deadline.start, MOMENT)
    return Clock(
        label=features().clock(name),
        kind=KINDS[light] if ending is None else _how(deadline, ending)[1],
        text=due_text(deadline.due, at, calendar.working_days_between)
        if ending is None
        else _how(deadline, ending)[0],
        share=min(max(spent, 0), 1) if running else 1,
        note=f"期限 {moment(deadline.due)}" + ("（暂定）" if deadline.provisional else ""),
        basis=f"{deadline.limit}，自{moment(deadline.start)}起算。依据：{deadline.source}"
        + ("；所涉日期尚无国务院放假通知，为暂定。" if deadline.provisional else ""),
        steps=steps(deadline),
    )


def steps(deadline: Deadline) -> list[Day]:
    """Give the count of a limit day by day.

    A limit whose word an early edition has dropped is not counted any more.
    """
    book = current.book()
    if book.deadlines.unit_of(deadline.limit) is None:
        return []
    limit = book.deadlines.limit(deadline.limit)
    counted, _ = explain(deadline.start, limit, book.calendar)
    last = book.calendar.local(deadline.due).date()
    return [
        Day(
            day=step.day,
            kind=_kind(step, last=step.day == last),
            nth=step.number if step.counted and "day" in limit.unit else 0,
            reason=(f"{step.name}，" if step.name else "")
            + book.deadlines.reasons.get(step.reason, "")
            + ("" if step.confirmed else "（暂定）"),
        )
        for step in counted
    ]


def _kind(step: Step, *, last: bool) -> str:
    if last:
        return "due"
    if step.reason in {"received", "closed"}:
        return "start"
    return "work" if step.counted else "rest"
