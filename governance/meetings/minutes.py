"""The minutes: what was said and decided, put before those who were there, corrected, approved."""

from hashlib import sha256
from pathlib import Path
from tomllib import loads

import msgspec

from governance.kernel.errors import Refused
from governance.kernel.event import Event
from governance.kernel.stream import Act
from governance.meetings import commands as ask
from governance.meetings import events as fact
from governance.meetings.state import State
from governance.policy.context import Context

PATTERN: str = loads(Path(__file__).with_name("serial.toml").read_text("utf-8"))["serial"]


def minutes_digest(state: State) -> str:
    """Give the SHA-256, in hex, of what the minutes of a meeting say."""
    held, frozen = state.held, state.frozen
    there = held and (held.held_at, held.host, held.recorder)
    who = held and (held.attended, held.observers, held.absent)
    content = (frozen and frozen.digest, there, who, state.said, state.decisions)
    return sha256(msgspec.json.encode(content, order="sorted")).hexdigest()


def serial_of(grid: str, window: int) -> str:
    """Give the number of the minutes of a grid's meeting in a window such as 202605."""
    return PATTERN.format(year=window // 100, issue=window % 100, grid=grid.upper())


def taken(state: State, _: Context) -> None:
    """Refuse minutes of a meeting that was not held."""
    if state.stage == "absent":
        raise Refused("meetings.not_scheduled")
    if state.stage != "held":
        raise Refused("meetings.not_held")


def _note(state: State, command: ask.NoteDiscussion, _: Context) -> list[Event]:
    if state.on_paper(command.key) is None:
        raise Refused("meetings.no_such_item")
    old, said = state.said.get(command.key, ""), command.said.strip()
    return [] if old == said else [fact.DiscussionNoted(key=command.key, old=old, said=said)]


def _circulate(state: State, command: ask.CirculateMinutes, _: Context) -> list[Event]:
    mark, last = minutes_digest(state), state.circulated
    if command.seen not in {"", mark}:
        raise Refused("meetings.minutes_changed")
    if last and last.digest == mark:
        return []
    return [fact.MinutesCirculated(number=last.number + 1 if last else 1, digest=mark)]


def approvable(state: State, context: Context) -> None:
    """Refuse minutes nobody has seen, that were changed since, or that one wrote oneself."""
    taken(state, context)
    if state.circulated is None:
        raise Refused("meetings.not_circulated")
    if state.approved and state.approved.number == state.circulated.number:
        raise Refused("meetings.approved_already")
    if state.circulated.digest != minutes_digest(state):
        raise Refused("meetings.minutes_corrected")
    author = state.held and state.held.recorder
    apart = context.policy.conduct.meeting.other_than_recorder
    if apart and context.actor.account in {author, state.circulated.actor}:
        raise Refused("meetings.own_minutes")


def _approve(state: State, command: ask.ApproveMinutes, _: Context) -> list[Event]:
    mark = minutes_digest(state)
    if command.seen not in {"", mark}:
        raise Refused("meetings.minutes_changed")
    number = state.circulated.number if state.circulated else 1
    serial = serial_of(state.grid, state.window)
    return [fact.MinutesApproved(number=number, serial=serial, digest=mark)]


ACTS = (
    Act(ask.NoteDiscussion, _note, taken),
    Act(ask.CirculateMinutes, _circulate, taken),
    Act(ask.ApproveMinutes, _approve, approvable),
)
