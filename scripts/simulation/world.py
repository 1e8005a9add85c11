"""A simulated year: lives wake in the order of their moments and act through the ordinary door."""

import heapq
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from random import Random
from typing import Any
from uuid import UUID, uuid5

from governance.application import Outcome
from governance.kernel.command import SYSTEM, Actor, Command
from governance.kernel.stream import NAMESPACE
from governance.policy.book import PolicyBook
from projections.engine.runtime import Runtime
from scripts.simulation.batch import Batch, Clock
from scripts.simulation.words import Words

Life = Iterator[datetime]
STORE_EVERY = 2_000
HOURS_A_DAY = 8


class World:
    """What every life shares: the clock, the door, chance, words and people.

    A life is a generator: it acts, then yields the moment it wants to wake again. Lives that would
    wake after `until` stay as they are then, so the last day finds work of every kind in hand.
    """

    def __init__(
        self, runtime: Runtime, start: datetime, until: datetime, seed: int | None = None
    ) -> None:
        self.runtime = runtime
        self.until = until
        self.clock = Clock(start)
        self.door = Batch(runtime.ledger, runtime.vault, self.clock)
        self.words = Words()
        self.seed: int = self.words.scenario["seed"] if seed is None else seed
        self.people: dict[str, list[Actor]] = {}
        self.adopted: list[UUID] = []
        self._numbers = count()
        self._asked = 0
        self._waiting: list[tuple[datetime, int, Life]] = []

    @property
    def now(self) -> datetime:
        """The simulated moment, aware, UTC."""
        return self.clock.now

    @property
    def policy(self) -> PolicyBook:
        """The policies in force."""
        return self.door.book

    @property
    def today(self) -> date:
        """The simulated day in the street."""
        return self.policy.calendar.local(self.now).date()

    def chance(self, *name: object) -> Random:
        """Give the chance of one life: the same for the same seed and name, whoever else lives."""
        return Random(":".join(map(str, (self.seed, *name))))  # noqa: S311  (nothing secret)

    def ask(
        self, kind: Callable[..., Command], stream: UUID, actor: Actor = SYSTEM, /, **values: Any
    ) -> Outcome:
        """Send one command now."""
        self._asked += 1
        identity = uuid5(NAMESPACE, f"demo:{self.seed}:{self._asked}")
        return self.send(kind(command_id=identity, stream=stream, **values), actor=actor)

    def send(self, *commands: Command, actor: Actor = SYSTEM) -> Outcome:
        """Send commands that have their ids."""
        return self.door.execute(*commands, actor=actor)

    def live(self, life: Life, at: datetime) -> None:
        """Let a life begin at a moment."""
        heapq.heappush(self._waiting, (at, next(self._numbers), life))

    def run(self, progress: Callable[[int, int], None] | None = None) -> None:
        """Let every life wake until the last moment; store as it goes."""
        start, done = self.now, 0
        whole = int((self.until - start).total_seconds()) or 1
        while self._waiting and self._waiting[0][0] <= self.until:
            moment, _, life = heapq.heappop(self._waiting)
            self.clock.advance(moment)
            if (again := next(life, None)) is not None:
                self.live(life, again)
            done += 1
            if done % STORE_EVERY == 0:
                self.door.store()
            if progress and done % 100 == 0:
                progress(int((self.now - start).total_seconds()), whole)
        self.clock.advance(self.until)
        self.door.store()

    def some(self, role: str, chance: Random, grid: str = "", other: str = "") -> Actor:
        """Give somebody of a role, of a grid when asked, and `other` than an account."""
        fitting = [who for who in self.people[role] if not grid or grid in who.grids]
        fitting = [who for who in fitting if who.account != other]
        return chance.choice(fitting)

    def of_unit(self, unit: str) -> Actor:
        """Give who works for a unit."""
        return next(who for who in self.people["handling_unit"] if who.unit == unit)

    def name(self, role: str, grid: str) -> str:
        """Give the account of whoever has a role in a grid."""
        return next(who.account for who in self.people[role] if grid in who.grids)

    def at(self, day: date, hour: float) -> datetime:
        """Give the moment of an hour of a day in the street, such as 14.5."""
        return self.policy.calendar.at(day, time()) + timedelta(hours=hour)

    def work(self, start: datetime, hours: float) -> datetime:
        """Give the moment so many working hours later, within working time."""
        calendar = self.policy.calendar
        days, rest = divmod(hours, HOURS_A_DAY)
        here = calendar.local(start)
        day = calendar.add_working_days(here.date(), int(days)) if days else here.date()
        return self.office(calendar.at(day, here.time()) + timedelta(hours=rest))

    def office(self, moment: datetime) -> datetime:
        """Give the moment itself in working time, else one soon after work begins again."""
        calendar = self.policy.calendar
        if calendar.in_business(moment):
            return moment
        here = calendar.local(moment)
        late = timedelta(minutes=3 + (here.minute * 7 + here.second) % 45)
        for opens, _ in calendar.periods:
            if calendar.is_working(here.date()) and here.time() < opens:
                return calendar.at(here.date(), opens) + late
        day = calendar.add_working_days(here.date(), 1)
        return (calendar.at(day, calendar.opens) + late).astimezone(UTC)
