"""The clocks of a case as bars, each opening to its count day by day."""

from datetime import date, timedelta
from typing import Any

import msgspec

from governance.policy.deadlines import Deadline, Step, explain
from web.frame import current, words
from web.text.formats import due_text, moment

MOMENT = timedelta(seconds=1)
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


def clocks(state: Any) -> list[Clock]:
    """Give the clocks of a case: running ones with their light, others with how they ended."""
    running = state.running()
    return [
        _clock(clock.name, deadline, running=clock.name in running)
        for clock in state.KIND.clocks
        if (deadline := getattr(state, f"{clock.name}_due"))
    ]


def _clock(name: str, deadline: Deadline, *, running: bool) -> Clock:
    book, at = current.book(), current.as_at()
    calendar = book.calendar
    light = book.deadlines.light(deadline, at, calendar) if running else "ok"
    spent = (at - deadline.start) / max(deadline.due - deadline.start, MOMENT)
    return Clock(
        label=words.CLOCKS[name],
        kind=KINDS[light] if running else "idle",
        text=due_text(deadline.due, at, calendar.working_days_between) if running else "已结束",
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
