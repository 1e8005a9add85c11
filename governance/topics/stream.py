"""A grid's topics, one after the other: 一格一题, never two at a time."""

from typing import Any
from uuid import UUID

import msgspec
from msgspec.structs import replace

from governance.kernel.errors import Refused
from governance.kernel.event import Event
from governance.kernel.stream import Act, Stream, stream_id
from governance.policy.context import Context
from governance.topics import commands as ask
from governance.topics import events as fact

WHOLE = 100
CHOICE = ("title", "background", "goal", "leader", "lead", "partners", "start", "until")


def topic_id(grid: str) -> UUID:
    """Give the stream of a grid's topics: one a grid, so that one open topic is its invariant."""
    return stream_id("topics", grid)


class State(msgspec.Struct, frozen=True, kw_only=True):
    """The topic at hand, or the last one: stages absent, open, concluded.

    `milestones` by number, as they stand after every move.
    """

    stage: str = "absent"
    grid: str = ""
    number: int = 0
    choice: dict[str, Any] = {}
    milestones: dict[int, fact.Milestone] = {}
    reached: dict[int, fact.MilestoneReached] = {}
    percent: int = 0
    value: float | None = None
    note: str = ""


def evolve(state: State, event: Event) -> State:
    """Tell what an event changes; it never refuses, for it has happened."""
    match event:
        case fact.TopicOpened():
            return State(
                stage="open",
                grid=event.grid,
                number=event.number,
                choice={name: getattr(event, name) for name in CHOICE},
                milestones={step.number: step for step in event.milestones},
            )
        case fact.MilestoneReached():
            return replace(state, reached=state.reached | {event.milestone: event})
        case fact.MilestoneUnreached():
            held = {n: one for n, one in state.reached.items() if n != event.milestone}
            return replace(state, reached=held)
        case fact.MilestoneMoved():
            step = replace(state.milestones[event.milestone], due=event.new)
            return replace(state, milestones=state.milestones | {event.milestone: step})
        case fact.ProgressReported():
            value = state.value if event.value is None else event.value
            return replace(state, percent=event.percent, value=value, note=event.note)
        case fact.TopicConcluded():
            return replace(state, stage="concluded")
    return state


def _none_open(state: State, _: Context) -> None:
    if state.stage == "open":
        raise Refused("topics.one_open", title=state.choice["title"])


def _at_hand(state: State, _: Context) -> None:
    if state.stage != "open":
        raise Refused("topics.not_open")


def _open(state: State, command: ask.OpenTopic, _: Context) -> list[Event]:
    if command.stream != topic_id(command.grid):
        raise Refused("topics.wrong_grid")
    choice = {name: getattr(command, name) for name in CHOICE}
    if command.until < command.start:
        raise Refused("topics.dates_reversed")
    numbers = [step.number for step in command.milestones]
    if not numbers or len(set(numbers)) < len(numbers):
        raise Refused("topics.milestones_unclear")
    if any(not command.start <= step.due <= command.until for step in command.milestones):
        raise Refused("topics.milestone_outside")
    return [
        fact.TopicOpened(
            grid=command.grid,
            number=state.number + 1,
            **choice,
            chosen_from=command.chosen_from,
            milestones=command.milestones,
        )
    ]


def _reach(state: State, command: ask.ReachMilestone, context: Context) -> list[Event]:
    _step(state, command)
    if command.milestone in state.reached:
        raise Refused("topics.milestone_reached")
    if command.on > context.policy.calendar.local(context.now).date():
        raise Refused("topics.in_the_future")
    return [
        fact.MilestoneReached(
            topic=command.topic,
            milestone=command.milestone,
            on=command.on,
            evidence=command.evidence,
            proof=command.proof,
        )
    ]


def _reached(state: State, context: Context) -> None:
    _at_hand(state, context)
    if not state.reached:
        raise Refused("topics.none_reached")


def _unreach(state: State, command: ask.UnreachMilestone, _: Context) -> list[Event]:
    _step(state, command)
    if command.milestone not in state.reached:
        raise Refused("topics.not_reached")
    return [
        fact.MilestoneUnreached(
            topic=command.topic, milestone=command.milestone, reason=command.reason
        )
    ]


def _move(state: State, command: ask.MoveMilestone, _: Context) -> list[Event]:
    step = _step(state, command)
    if step.due == command.new:
        return []
    if command.milestone in state.reached:
        raise Refused("topics.milestone_reached")
    if not state.choice["start"] <= command.new <= state.choice["until"]:
        raise Refused("topics.milestone_outside")
    return [
        fact.MilestoneMoved(
            topic=command.topic,
            milestone=command.milestone,
            old=step.due,
            new=command.new,
            reason=command.reason,
        )
    ]


def _refuse_another(state: State, command: ask.TopicAct) -> None:
    """Refuse what is meant for an earlier topic of the grid."""
    if command.topic != state.number:
        raise Refused("topics.not_open")


def _step(
    state: State, command: ask.ReachMilestone | ask.UnreachMilestone | ask.MoveMilestone
) -> fact.Milestone:
    _refuse_another(state, command)
    if command.milestone not in state.milestones:
        raise Refused("topics.no_such_milestone")
    return state.milestones[command.milestone]


def _conclude(state: State, command: ask.ConcludeTopic, _: Context) -> list[Event]:
    _refuse_another(state, command)
    return [
        fact.TopicConcluded(
            topic=command.topic,
            achieved=command.achieved,
            value=command.value,
            result=command.result,
            review=command.review,
        )
    ]


def _progress(state: State, command: ask.ReportProgress, _: Context) -> list[Event]:
    _refuse_another(state, command)
    if not 0 <= command.percent <= WHOLE:
        raise Refused("topics.percent_out_of_range")
    return [
        fact.ProgressReported(
            topic=command.topic,
            percent=command.percent,
            value=command.value,
            note=command.note,
        )
    ]


STREAM = Stream(
    "topics",
    State(),
    evolve,
    (
        Act(ask.OpenTopic, _open, _none_open),
        Act(ask.ReachMilestone, _reach, _at_hand),
        Act(ask.UnreachMilestone, _unreach, _reached),
        Act(ask.MoveMilestone, _move, _at_hand),
        Act(ask.ReportProgress, _progress, _at_hand),
        Act(ask.ConcludeTopic, _conclude, _at_hand),
    ),
)
