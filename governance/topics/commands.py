"""Commands of a grid's topic; what they tell is printed."""

from datetime import date
from typing import ClassVar

from governance.kernel.command import Command
from governance.topics.events import Goal, Milestone


class TopicCommand(Command, frozen=True, kw_only=True):
    """Any command of the topics of one grid."""

    STREAM: ClassVar[str] = "topics"


class OpenTopic(TopicCommand, frozen=True, kw_only=True):
    """立题: take up a topic; the grid must have none."""

    grid: str
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


class TopicAct(TopicCommand, frozen=True, kw_only=True):
    """Any command on the open topic; `topic` is its number, so that it never meets the next one."""

    topic: int


class ReachMilestone(TopicAct, frozen=True, kw_only=True):
    """登记节点完成."""

    milestone: int
    on: date
    evidence: str = ""
    proof: tuple[str, ...] = ()


class UnreachMilestone(TopicAct, frozen=True, kw_only=True):
    """撤回节点完成, saying why."""

    milestone: int
    reason: str


class MoveMilestone(TopicAct, frozen=True, kw_only=True):
    """调整节点 to another day, saying why."""

    milestone: int
    new: date
    reason: str


class ReportProgress(TopicAct, frozen=True, kw_only=True):
    """登记课题进展: `percent` from 0 to 100, the measure as of now when it is known."""

    percent: int
    value: float | None = None
    note: str = ""


class ConcludeTopic(TopicAct, frozen=True, kw_only=True):
    """结题."""

    achieved: bool
    value: float | None = None
    result: str
    review: str
