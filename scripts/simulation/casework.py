"""What tickets and issues go through alike: returns, extensions, 三跨, progress, being late."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

import msgspec

from governance.casework import commands as shared
from governance.casework import kind as cases
from governance.kernel.command import Actor, Command
from scripts.simulation.register import Estate
from scripts.simulation.world import Life, World

Asks = Callable[..., Command]


class Fate(msgspec.Struct, frozen=True):
    """What will become of a case. `stays` names the step after which nothing more is done."""

    returned: bool = False
    granted: bool = True
    extended: bool = False
    crossing: bool = False
    late: bool = False
    noted: bool = False
    stays: str = ""


class Case:
    """One case in the world: its stream, its words, its chance, and who is in charge of it."""

    def __init__(
        self,
        world: World,
        stream: UUID,
        estate: Estate,
        chance: Random,
        *,
        words: dict[str, Any],
        kind: cases.Kind,
        send: Asks,
        desk: Actor,
    ) -> None:
        self.world = world
        self.stream = stream
        self.estate = estate
        self.chance = chance
        self.words = words
        self.of = kind.command
        self.send = send
        self.desk = desk
        self.concern(chance.choice(words["matter"]), chance)
        building = chance.randint(1, estate.buildings)
        self.scene = world.words.scene(chance, estate.name, building)
        self.address = f"{estate.address}{building}号"

    def concern(self, matter: dict[str, Any], chance: Random) -> None:
        """Make the case about one of the things a matter may be: a title and what belongs to it."""
        self.matter = matter
        self._which = chance.randrange(len(matter["titles"]))

    @property
    def state(self) -> Any:
        """What the case remembers."""
        return self.world.door.state(self.stream)

    @property
    def unit(self) -> Actor:
        """Who handles it."""
        return self.world.of_unit(self.state.unit)

    def say(self, name: str) -> str:
        """Give a sentence of a list of the stream's words, filled in."""
        return self.world.words.said(self.chance, self.words[name], self.scene)

    def tell(self, name: str) -> str:
        """Give the matter's title, what was given of it, or what was done, filled in."""
        return str(self.matter[name][self._which]).format_map(self.scene)

    def ask(self, kind: Asks, actor: Actor, /, **values: Any) -> None:
        """Send a command about the case."""
        self.world.ask(kind, self.stream, actor, **values)

    def hours(self, least: float, most: float) -> datetime:
        """Give a moment some working hours from now."""
        return self.world.work(self.world.now, self.chance.uniform(least, most))

    def soon(self, share: float) -> datetime:
        """Give a moment at a share of what is left of the limit, never past it."""
        now, due = self.world.now, self.state.handle_due.due
        moment: datetime = now + (due - now) * share
        return max(now + timedelta(minutes=1), moment)

    def dispatch(self) -> None:
        """Send the case to one of the units its matter is for, another one than before."""
        units = [unit for unit in self.matter["units"] if unit != self.state.unit]
        self.ask(self.send, self.desk, unit=self.chance.choice(units or self.matter["units"]))

    def handled(self, fate: Fate, handle: Callable[[], None]) -> Life:
        """Live from dispatch to the unit's report; give nothing once the fate stays."""
        if fate.returned:
            yield from self._return(fate)
            if fate.stays == "returned":
                return
        if fate.crossing:
            yield self.hours(1, 6)
            self._cross()
            if fate.stays == "crossing":
                return
        if fate.extended and self.world.now < self.state.handle_due.due:
            yield from self._extend(fate)
            if fate.stays == "extended":
                return
        if fate.noted:
            yield self._on_duty(self.soon(self.chance.uniform(0.1, 0.5)))
            self.ask(self.of(shared.NoteProgress), self.unit, note=self.say("progress"))
        if fate.late:
            yield from self.chased("handle", self.state.handle_due.due)
            if fate.stays == "late":
                return
            yield self.hours(3, 30)
        else:
            yield self._in_time()
        if self.state.crossing:
            secretary = self.world.some("secretary", self.chance)
            self.ask(self.of(shared.ClearCrossing), secretary, result=self.say("cleared"))
        handle()

    def chased(self, clock: str, due: datetime) -> Life:
        """Live past a limit until somebody hears of it."""
        yield self.world.office(due + timedelta(minutes=self.chance.randint(2, 40)))
        self.world.ask(self.of(shared.Chase), self.stream, clock=clock)

    def _in_time(self) -> datetime:
        return self._on_duty(self.soon(self.chance.uniform(0.25, 0.9)))

    def _on_duty(self, moment: datetime) -> datetime:
        """Give a moment people work at, unless the limit passes before."""
        working = self.world.office(moment)
        return working if working <= self.state.handle_due.due else moment

    def _return(self, fate: Fate) -> Iterator[datetime]:
        yield self.hours(0.5, 3)
        reason = self.chance.choice(("not_ours", "wrong_area", "unclear"))
        self.ask(self.of(shared.RequestReturn), self.unit, reason=reason, note=self.say("returned"))
        if fate.stays == "returned":
            return
        yield self.hours(0.5, 3)
        if fate.granted:
            self.ask(self.of(shared.GrantReturn), self.desk)
            yield self.hours(0.2, 1)
            self.dispatch()
        else:
            self.ask(self.of(shared.DeclineReturn), self.desk, note=self.say("declined"))

    def _extend(self, fate: Fate) -> Iterator[datetime]:
        yield self.soon(self.chance.uniform(0.3, 0.6))
        reason = self.chance.choice(("complex", "works", "caller"))
        self.ask(
            self.of(shared.RequestExtension), self.unit, reason=reason, note=self.say("extension")
        )
        if fate.stays == "extended":
            return
        yield self.soon(self.chance.uniform(0.1, 0.4))
        if fate.granted:
            self.ask(self.of(shared.GrantExtension), self.desk)
        else:
            self.ask(self.of(shared.DeclineExtension), self.desk, note=self.say("not_extended"))

    def _cross(self) -> None:
        others = [p for p in self.world.words.places["partners"] if p != self.state.unit]
        self.ask(
            self.of(shared.FlagCrossing),
            self.world.some("secretary", self.chance),
            kinds=tuple(self.chance.sample(("department", "trade", "field"), 1)),
            units=(self.state.unit, *self.chance.sample(others, self.chance.randint(1, 2))),
            reason=self.say("crossing"),
        )
