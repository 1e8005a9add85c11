"""A kind of case, declared once: what it waits for at which stage, and what all kinds share."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import msgspec
from msgspec.structs import asdict, replace

from governance.casework import commands, events
from governance.casework.own import own_command, own_event
from governance.kernel.command import Command
from governance.kernel.event import Event

PAST = "past"
"""History nobody told the end of: no clock runs, nothing comes next, until it is taken up."""
ENDS = ("closed", "void", PAST)
"""Stages of any kind of case at which nothing more is to be done."""
C = TypeVar("C", bound=Command)
E = TypeVar("E", bound=Event)
Facts = Callable[[str], Any]
"""What is known of a case, by name: of its state or of its row, which name it alike."""


class Wait(msgspec.Struct, frozen=True):
    """What a case waits for: at which stages, until a fact is known, once others are."""

    name: str
    stages: tuple[str, ...]
    until: tuple[str, ...] = ()
    once: tuple[str, ...] = ()

    def lasts(self, facts: Facts) -> bool:
        """Whether the case, at one of the stages, waits for it still."""
        return not any(facts(name) for name in self.until) and all(facts(n) for n in self.once)


class Step(Wait, frozen=True, kw_only=True):
    """An act a case waits for: whoever may do it has the case in his queue."""

    command: type[Command]


class Kind(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of case: its name, its stream, its life as far as all kinds are alike.

    A case given back waits at `returned_to`. `clocks` run at their stages, `steps` come next there;
    the limit of a clock is the fact `<clock>_due`. `correctable` facts may be corrected, and once
    the case is over those of its `ending` too; a value of those in `listings` is a code of that
    option list.
    """

    name: str
    stream: str
    returned_to: str
    clocks: tuple[Wait, ...]
    steps: tuple[Step, ...]
    correctable: tuple[str, ...]
    ending: tuple[str, ...]
    listings: Mapping[str, str] = {}
    commands: Mapping[type[Command], type[Command]]
    events: Mapping[type[Event], type[Event]]
    clocks_at: Mapping[str, tuple[Wait, ...]]
    steps_at: Mapping[str, tuple[Step, ...]]

    def command(self, shared: type[C]) -> type[C]:
        """Give this kind's own command for a shared one."""
        return self.commands[shared]  # type: ignore[return-value]

    def event(self, shared: type[E]) -> type[E]:
        """Give this kind's own event for a shared one."""
        return self.events[shared]  # type: ignore[return-value]

    def own(self, fact: Event) -> Event:
        """Give a shared fact as this kind has it."""
        mine = self.events.get(type(fact))
        return mine(**asdict(fact)) if mine else fact

    def running(self, stage: str, facts: Facts) -> list[str]:
        """Give the clocks that run now."""
        return [clock.name for clock in self.clocks_at.get(stage, ()) if clock.lasts(facts)]

    def awaited(self, stage: str, facts: Facts) -> list[Step]:
        """Give the acts that come next."""
        return [step for step in self.steps_at.get(stage, ()) if step.lasts(facts)]


KINDS: dict[str, Kind] = {}
"""Every kind there is, by its name."""


def declare(
    name: str,
    *,
    stream: str,
    noun: str,
    stages: tuple[str, ...],
    returned_to: str,
    clocks: tuple[Wait, ...],
    steps: tuple[Step, ...],
    correctable: tuple[str, ...],
    ending: tuple[str, ...],
    listings: Mapping[str, str] | None = None,
) -> Kind:
    """Make a kind of case known; `noun` stands in the names of some records, `stages` are not ends.

    Its answers to what is asked for (退单, 延期, 更正) come next wherever they are asked for.
    """
    answers = (
        Step("grant-return", stages, once=("return_asked",), command=commands.GrantReturn),
        Step("grant-extension", stages, once=("extension_asked",), command=commands.GrantExtension),
        Step(
            "grant-correction", ENDS, once=("correction_asked",), command=commands.GrantCorrection
        ),
    )
    asks = {shared: own_command(shared, stream, noun) for shared in commands.SHARED}
    steps += tuple(replace(step, command=asks[step.command]) for step in answers)
    KINDS[name] = Kind(
        name=name,
        stream=stream,
        returned_to=returned_to,
        clocks=clocks,
        steps=steps,
        correctable=correctable,
        ending=ending,
        listings=listings or {},
        commands=asks,
        events={shared: own_event(shared, stream, noun) for shared in events.SHARED},
        clocks_at={stage: tuple(w for w in clocks if stage in w.stages) for stage in stages},
        steps_at={
            stage: tuple(s for s in steps if stage in s.stages) for stage in (*stages, *ENDS)
        },
    )
    return KINDS[name]
