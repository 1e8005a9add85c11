"""更正 and 撤回 of a time at a door: what was told wrongly, and what was none or is told twice.

Neither unsays what was recorded: what was told stays readable, and counts as it is now said to be.
"""

from msgspec.structs import replace

from governance.kernel.errors import Refused
from governance.kernel.event import Event
from governance.policy.context import Context
from governance.visits import commands as ask
from governance.visits import events as fact
from governance.visits.record import THEMES, sealed
from governance.visits.state import Log, State, met, next_of, stage_of, time_of

LISTS = {"way": "visit_ways", "visitee": "visitee_kinds", "satisfaction": "visit_satisfaction"}


def logged(state: State, _: Context) -> None:
    """Refuse where there is no time at the door to speak of."""
    if state.stage == "absent":
        raise Refused("visits.unknown")
    if not state.standing:
        raise Refused("visits.nothing_logged")


def correct(state: State, command: ask.CorrectVisit, context: Context) -> list[Event]:
    """Give the correction of one time at the door; nothing when it says what was told."""
    log = _log(state, command.entry)
    _check(log, command, context)
    name = "narrative" if isinstance(log, fact.VisitMade) else "note"
    same_text = context.same(getattr(log, name), command.narrative, command.stream, name)
    text = "" if same_text else command.narrative
    event = fact.VisitCorrected(
        place=log.place,
        entry=log.version,
        reason=command.reason,
        made_at=command.made_at,
        old_made_at=time_of(log),
        way=command.way,
        old_way=log.way,
        visitee=command.visitee,
        old_visitee=log.visitee,
        satisfaction=command.satisfaction if met(log) else "",
        old_satisfaction=log.satisfaction if isinstance(log, fact.VisitMade) else "",
        revisit_on=command.next_on,
        old_revisit_on=next_of(log),
        narrative=sealed(text, log.place) if met(log) else None,
        note=None if met(log) else sealed(text, log.place),
        numbers=_numbers(log),
    )
    same = all(
        getattr(event, name) == getattr(event, f"old_{name}")
        for name in ("made_at", "way", "visitee", "satisfaction", "revisit_on")
    )
    return [] if same and not text else [event]


def withdraw(state: State, command: ask.WithdrawVisit, _: Context) -> list[Event]:
    """Give the withdrawal of one time at the door."""
    log = _log(state, command.entry)
    numbers = _numbers(log)
    left = replace(state, withdrawn=state.withdrawn | {log.version})
    return [
        fact.VisitWithdrawn(
            place=log.place,
            entry=log.version,
            reason=command.reason,
            stage=stage_of(left),
            numbers=numbers,
            issues=tuple(state.issues[n] for n in numbers if n in state.issues),
        )
    ]


def _log(state: State, entry: int) -> Log:
    standing = state.standing
    if entry and entry not in standing:
        raise Refused("visits.no_such_entry")
    return standing[entry or max(standing)]


def _numbers(log: Log) -> tuple[int, ...]:
    return tuple(one.number for one in log.findings)


def _check(log: Log, command: ask.CorrectVisit, context: Context) -> None:
    if command.made_at > context.now:
        raise Refused("visits.in_the_future", field="made_at")
    if command.next_on and command.next_on < context.policy.calendar.local(command.made_at).date():
        raise Refused("visits.next_before_visit", field="next_on")
    options = context.policy.options
    for field, listing in LISTS.items():
        code = getattr(command, field)
        if (code or field != "satisfaction") and not options.has(listing, code):
            raise Refused("visits.no_such_option", field=field)
    for theme in log.themes if isinstance(log, fact.VisitMade) else ():
        if not options.has(THEMES, theme, command.visitee):
            label = options.label(THEMES, theme)
            raise Refused("visits.theme_not_here", field="visitee", theme=label)
