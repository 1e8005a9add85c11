"""Stored shapes; see CONTRIBUTING.md before changing one.

Every event after `TopicOpened` says by `topic` which of the grid's topics it belongs to. What is
said here is printed: official text in clear (docs/adr/0007), never a resident's data.
"""

from datetime import date

import msgspec

from governance.kernel.event import Event, event


class Goal(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is to be better, and by how much: a measure in words, its value now and as wanted."""

    measure: str
    unit: str = ""
    baseline: float
    target: float


class Milestone(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A step on the way: its number, its day, and what must be shown for it to be reached."""

    number: int
    title: str
    due: date
    standard: str = ""


@event("topics.TopicOpened")
class TopicOpened(Event, frozen=True, kw_only=True):
    """立题: the grid takes up a topic; `number` counts the topics of the grid from 1.

    `leader` is an account, `lead` and `partners` are units; `chosen_from` names the events and
    cases (`stream:version`) that spoke for the choice.
    """

    grid: str
    number: int
    title: str
    background: str = ""
    chosen_from: tuple[str, ...] = ()
    goal: Goal
    leader: str = ""
    lead: str
    partners: tuple[str, ...] = ()
    start: date
    until: date
    milestones: tuple[Milestone, ...] = ()


@event("topics.MilestoneReached")
class MilestoneReached(Event, frozen=True, kw_only=True):
    """节点完成: a step is done, with what shows it; `proof` are digests of attachments."""

    topic: int
    milestone: int
    on: date
    evidence: str = ""
    proof: tuple[str, ...] = ()


@event("topics.MilestoneUnreached")
class MilestoneUnreached(Event, frozen=True, kw_only=True):
    """撤回节点完成: the step was not done, or is another; what was told stays readable."""

    topic: int
    milestone: int
    reason: str


@event("topics.MilestoneMoved")
class MilestoneMoved(Event, frozen=True, kw_only=True):
    """节点调整: a step has another day, and why."""

    topic: int
    milestone: int
    old: date
    new: date
    reason: str


@event("topics.ProgressReported")
class ProgressReported(Event, frozen=True, kw_only=True):
    """课题进展: how far the topic is, in percent and in words; `value` is the measure as of now."""

    topic: int
    percent: int
    value: float | None = None
    note: str = ""


@event("topics.TopicConcluded")
class TopicConcluded(Event, frozen=True, kw_only=True):
    """结题: the topic ends with a result and a review (复盘), the goal achieved or not."""

    topic: int
    achieved: bool
    value: float | None = None
    result: str
    review: str
