"""一格一题: each grid works on one topic after the other, the last one still at hand."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from governance.topics import commands as ask
from governance.topics.events import Goal, Milestone
from governance.topics.stream import topic_id
from scripts.simulation.world import Life, World

# Days before the last day on which the topics of a year begin, the last one's end being ahead.
BEGIN = (352, 232, 112, -38)
REST = 6
REPORT_EVERY = 17


def life(world: World, grid: str, last: date) -> Life:
    """Give the life of a grid's topics in the year up to `last`."""
    rows = [row for row in world.words.meetings["topic"] if row["grid"] == grid]
    days = [last - timedelta(days=days) for days in BEGIN]
    for number, (row, (start, end)) in enumerate(zip(rows, pairwise(days), strict=True), 1):
        topic = _Topic(world, grid, number, row, start=start, until=end - timedelta(days=REST))
        yield world.office(world.at(start, 9.5))
        topic.open()
        yield from topic.live()


class _Topic:
    """One topic of a grid."""

    def __init__(
        self, world: World, grid: str, number: int, row: dict[str, Any], *, start: date, until: date
    ) -> None:
        self.world = world
        self.number = number
        self.row = row
        self.start, self.until = start, until
        self.stream = topic_id(grid)
        self.grid = grid
        self.chance = world.chance("topic", grid, number)
        self.leader = world.some("grid_leader", self.chance, grid)
        self.words = world.words.meetings["topics"]

    def open(self) -> None:
        """Take the topic up, its milestones spread over its time."""
        row, step = self.row, (self.until - self.start) / len(self.row["steps"])
        self.world.ask(
            ask.OpenTopic,
            self.stream,
            self.leader,
            grid=self.grid,
            title=row["title"],
            background=row["background"],
            goal=Goal(
                measure=row["measure"],
                unit=row["unit"],
                baseline=float(row["baseline"]),
                target=float(row["target"]),
            ),
            leader=self.leader.account,
            lead=row["lead"],
            partners=tuple(row["partners"]),
            start=self.start,
            until=self.until,
            milestones=tuple(
                Milestone(number=n, title=title, due=self.start + step * n)
                for n, title in enumerate(row["steps"], 1)
            ),
        )

    def live(self) -> Life:
        """Report every few weeks, reach the milestones, some of them later than planned."""
        world, chance = self.world, self.chance
        for step in self.world.door.state(self.stream).milestones.values():
            while step.due - world.today > timedelta(days=REPORT_EVERY):
                yield self._on(world.today + timedelta(days=REPORT_EVERY))
                self._act(ask.ReportProgress, **self._progress())
            late = chance.random() < 1 / 4 and step.due + timedelta(days=5) <= self.until
            if late:
                yield self._on(step.due - timedelta(days=1))
                new = step.due + timedelta(days=5)
                reason = chance.choice(self.words["postponed"])
                self._act(ask.MoveMilestone, milestone=step.number, new=new, reason=reason)
            yield self._on(step.due + timedelta(days=4 if late else 0))
            evidence = chance.choice(self.words["evidence"])
            self._act(ask.ReachMilestone, milestone=step.number, on=world.today, evidence=evidence)
        yield self._on(self.until)
        achieved = chance.random() < 3 / 4
        words = self.words["result" if achieved else "short"]
        self._act(
            ask.ConcludeTopic,
            achieved=achieved,
            value=self._value(1.0 if achieved else 0.7),
            result=chance.choice(words),
            review=chance.choice(self.words["review"]),
        )

    def _on(self, day: date) -> Any:
        return self.world.office(self.world.at(day, self.chance.uniform(9, 16)))

    def _progress(self) -> dict[str, Any]:
        done = (self.world.today - self.start) / (self.until - self.start)
        return {
            "percent": min(95, round(done * 100 / 5) * 5),
            "value": self._value(done * self.chance.uniform(0.7, 1.0)),
            "note": self.chance.choice(self.words["progress"]),
        }

    def _value(self, share: float) -> float:
        baseline, target = self.row["baseline"], self.row["target"]
        return float(round(baseline + (target - baseline) * min(share, 1.0)))

    def _act(self, kind: Any, **values: Any) -> None:
        self.world.ask(kind, self.stream, self.leader, topic=self.number, **values)
