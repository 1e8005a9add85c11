"""A meeting's life: scheduled in its fortnight, prepared, held or missed, its decisions kept."""

from datetime import date, datetime
from uuid import UUID

from governance.kernel.errors import Refused
from governance.kernel.event import Event
from governance.kernel.stream import Act, Stream, stream_id
from governance.meetings import agenda, keeping, minutes
from governance.meetings import commands as ask
from governance.meetings import events as fact
from governance.meetings.items import Item
from governance.meetings.state import ADOPTING, POSTPONE, WITHDRAW, State, evolve
from governance.policy.context import Context


def meeting_id(grid: str, window: int) -> UUID:
    """Give the stream of a grid's meeting in a fortnight: one a window, whenever it takes place."""
    return stream_id("meetings", grid, str(window))


def _schedule(state: State, command: ask.ScheduleMeeting, context: Context) -> list[Event]:
    _refuse_other_stream(command)
    plan = fact.MeetingScheduled(
        grid=command.grid,
        window=command.window,
        start=command.start,
        end=command.end,
        meets_at=command.meets_at,
        place=command.place,
        host=command.host,
        despite=command.despite,
    )
    if state.stage != "absent":
        raise Refused("meetings.scheduled_already")
    _refuse_outside(plan, command.meets_at, context)
    _question(command, command.meets_at, command.grid, command.start, context)
    return [plan]


def _refuse_other_stream(command: ask.ScheduleMeeting | ask.MissMeeting) -> None:
    if command.stream != meeting_id(command.grid, command.window):
        raise Refused("meetings.wrong_window")


def _known(state: State, _: Context) -> None:
    if state.stage == "absent":
        raise Refused("meetings.not_scheduled")


def _move(state: State, command: ask.MoveMeeting, context: Context) -> list[Event]:
    if (state.meets_at, state.place) == (command.new, command.place):
        return []
    _refuse_outside(state, command.new, context)
    _question(command, command.new, state.grid, state.start, context)
    return [
        fact.MeetingMoved(
            old=state.meets_at,
            new=command.new,
            old_place=state.place,
            place=command.place,
            reason=command.reason,
            despite=command.despite,
        )
    ]


def _question(
    command: ask.ScheduleMeeting | ask.MoveMeeting,
    moment: datetime,
    grid: str,
    start: date,
    context: Context,
) -> None:
    """Refuse a moment hardly meant, unless it is said why or is when the grid always meets."""
    if command.despite:
        return
    calendar, cycles = context.policy.calendar, context.policy.cycles
    if moment < context.now:
        raise Refused("meetings.in_the_past", field="despite")
    if moment == cycles.meets_at(grid, cycles.window(start), calendar):
        return
    if not calendar.is_working(calendar.local(moment).date()):
        raise Refused("meetings.day_off", field="despite")
    if not calendar.in_business(moment):
        raise Refused("meetings.out_of_hours", field="despite")


def _ready(state: State, context: Context) -> None:
    _known(state, context)
    if state.held:
        raise Refused("meetings.already_held")
    if state.frozen is None:
        raise Refused("meetings.not_frozen")


def _hold(state: State, command: ask.HoldMeeting, context: Context) -> list[Event]:
    values = {
        name: getattr(command, name)
        for name in ("held_at", "attended", "absent", "host", "recorder", "observers")
    }
    if command.held_at > context.now:
        raise Refused("meetings.in_the_future")
    _refuse_outside(state, command.held_at, context)
    local = context.policy.calendar.local
    if local(command.held_at).date() < local(state.meets_at).date():
        raise Refused("meetings.before_its_day", field="held_at")
    if not command.attended:
        raise Refused("meetings.nobody_attended", field="attended")
    if {*command.attended, *command.observers} & {*command.absent}:
        raise Refused("meetings.present_and_absent")
    return [fact.MeetingHeld(happened_at=command.held_at, **values)]


def _refuse_outside(
    window: State | fact.MeetingScheduled, moment: datetime, context: Context
) -> None:
    if not window.start <= context.policy.calendar.local(moment).date() <= window.end:
        raise Refused(
            "meetings.outside_window",
            start=window.start.isoformat(),
            end=window.end.isoformat(),
        )


def _held(state: State, context: Context) -> None:
    _known(state, context)
    if state.stage != "held":
        raise Refused("meetings.not_held")


def _record(state: State, command: ask.RecordDecision, context: Context) -> list[Event]:
    item = state.on_paper(command.key)
    if item is None:
        raise Refused("meetings.no_such_item")
    _refuse_unknown_kind(command.kind, context)
    if command.key in state.decisions:
        raise Refused("meetings.decided_already")
    _refuse_unfit(command, item)
    _refuse_past_day(state, command, context)
    return [fact.DecisionRecorded(key=command.key, kind=command.kind, decision=command.decision)]


def _refuse_unfit(command: ask.RecordDecision, item: Item) -> None:
    """Refuse to resolve without saying what, and to change a resolution that is none."""
    terms = command.terms if isinstance(command.terms, ask.Terms) else ask.Terms()
    if command.kind in ADOPTING and not (terms.matter and terms.owner and terms.standard):
        raise Refused("meetings.resolution_incomplete")
    if command.kind in {POSTPONE, WITHDRAW} and not (
        item.kind == "resolution" and item.case_stream
    ):
        raise Refused("meetings.not_a_resolution", field="kind")
    if command.kind == POSTPONE and not terms.due:
        raise Refused("meetings.no_new_day", field="due")


def _refuse_past_day(state: State, command: ask.RecordDecision, context: Context) -> None:
    """Refuse to resolve that something be done before the meeting; it may be recorded later."""
    due = command.terms.due if isinstance(command.terms, ask.Terms) else None
    held = state.held
    changes = command.kind in {*ADOPTING, POSTPONE}
    if held and due and changes and due < context.policy.calendar.local(held.held_at).date():
        raise Refused("meetings.due_past", field="due")


def _decided(state: State, context: Context) -> None:
    _known(state, context)
    if not state.decisions:
        raise Refused("meetings.not_decided")


def _correct(state: State, command: ask.CorrectDecision, context: Context) -> list[Event]:
    known = state.decisions.get(command.key)
    if known is None:
        raise Refused("meetings.not_decided")
    if known == (command.kind, command.decision):
        return []
    _refuse_unknown_kind(command.kind, context)
    return [
        fact.DecisionCorrected(
            key=command.key,
            old_kind=known[0],
            old=known[1],
            new_kind=command.kind,
            new=command.decision,
            reason=command.reason,
        )
    ]


def _refuse_unknown_kind(kind: str, context: Context) -> None:
    if not context.policy.agenda.has_decision(kind):
        raise Refused("meetings.no_such_option", field="kind")


def _miss(state: State, command: ask.MissMeeting, context: Context) -> list[Event]:
    _refuse_other_stream(command)
    if state.missed or state.stage == "held":
        return []
    if context.policy.calendar.local(context.now).date() <= command.end:
        raise Refused("meetings.window_open")
    return [
        fact.MeetingMissed(
            grid=command.grid, window=command.window, start=command.start, end=command.end
        )
    ]


STREAM = Stream(
    "meetings",
    State(),
    evolve,
    (
        Act(ask.ScheduleMeeting, _schedule),
        Act(ask.MoveMeeting, _move, agenda.changeable),
        *agenda.ACTS,
        Act(ask.HoldMeeting, _hold, _ready),
        Act(ask.RecordDecision, _record, _held),
        Act(ask.CorrectDecision, _correct, _decided),
        *minutes.ACTS,
        *keeping.ACTS,
        Act(ask.MissMeeting, _miss),
    ),
)
