"""The one door: load the stream, find the command id, decide, stamp, seal, save.

Exactly once: a command id found in its stream is answered with the events it once made, to whoever
made them; for anybody else the id is taken, but for a row of a sheet, which is nobody's own. A lost
reply shows as IntegrityError although the events are stored, so the streams are read again before
deciding again; nothing is told to be in conflict that has in fact been stored.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from eventsourcing.persistence import IntegrityError
from msgspec.structs import replace

from governance.kernel.command import Actor, Command
from governance.kernel.errors import Conflict, Refused
from governance.kernel.event import UNSTAMPED, Event
from governance.kernel.ledger import Ledger
from governance.kernel.sealed import Vault
from governance.kernel.stream import Stream
from governance.policies.stream import POLICY_STREAM
from governance.policies.stream import STREAM as POLICIES
from governance.policy.book import PolicyBook
from governance.policy.context import Context
from governance.sealing import same_as, seal
from governance.streams import BY_COMMAND

ATTEMPTS = 5
COMMANDS = frozenset(command.qualified_name() for command in BY_COMMAND)


class Outcome(msgspec.Struct, frozen=True):
    """What came of commands: their events, the last position, and whether all were known before.

    `stored` has the events among them that are new.
    """

    events: list[Event]
    position: int
    repeated: bool
    stored: list[Event] = []


class _Loaded(msgspec.Struct):
    """A stream in hand while a batch of commands is decided."""

    events: list[Event]
    state: Any
    version: int


class Governance:
    """Execute commands and read streams over one ledger; `people` as `Context` wants them."""

    def __init__(
        self,
        ledger: Ledger,
        vault: Vault,
        clock: Callable[[], datetime],
        people: Callable[[], Sequence[Actor]] = tuple,
    ) -> None:
        self.ledger = ledger
        self.vault = vault
        self.clock = clock
        self.people = people
        self._policies = POLICIES.initial
        self._policies_version = 0
        self._book = PolicyBook({})

    @property
    def book(self) -> PolicyBook:
        """The policies in force now."""
        return self._learn(self.ledger.stream(POLICY_STREAM, after=self._policies_version))

    def _learn(self, news: Sequence[Event]) -> PolicyBook:
        for event in news:
            if event.version > self._policies_version:
                self._policies = POLICIES.evolve(self._policies, event)
                self._policies_version = event.version
                self._book = PolicyBook(self._policies.editions)
        return self._book

    def load(self, stream: Stream, identity: UUID, *, upto: int | None = None) -> Any:
        """Give the state of one stream, at a version when asked."""
        return stream.fold(self.ledger.stream(identity, upto=upto))

    def context(self, actor: Actor, policy: PolicyBook | None = None) -> Context:
        """Give what a decision for somebody stands on now."""
        return Context(
            now=self.clock(),
            actor=actor,
            policy=policy or self.book,
            same=same_as(self.vault),
            commands=COMMANDS,
            people=self.people,
        )

    def execute(self, *commands: Command, actor: Actor) -> Outcome:
        """Execute commands in one transaction; all of their events are stored or none."""
        for _ in range(ATTEMPTS):
            new, outcome = self._decide(commands, actor)
            if not new:
                return outcome
            sealed = seal(new, self.vault)
            try:
                positions = self.ledger.append(sealed)
            except IntegrityError:
                continue
            return Outcome(outcome.events, positions[-1], repeated=False, stored=sealed)
        raise Conflict

    def consider(self, *commands: Command, actor: Actor) -> list[Event]:
        """Give the new events commands would make now; nothing is sealed, nothing stored."""
        new, _ = self._decide(commands, actor)
        return new

    def _decide(self, commands: Sequence[Command], actor: Actor) -> tuple[list[Event], Outcome]:
        streams = {command.stream: BY_COMMAND[type(command)] for command in commands}
        policy, loaded = self._gather(streams)
        context = self.context(actor, policy)
        new: list[Event] = []
        answer: list[Event] = []
        repeated = True
        for command in commands:
            stream, held = streams[command.stream], loaded[command.stream]
            mark = self.vault.mark(msgspec.json.encode(command).decode())
            known = [event for event in held.events if event.command_id == command.command_id]
            if known:
                if known[0].command_mark != mark:
                    raise Refused("kernel.command_id_reused")
                if known[0].actor != actor.account and not command.impersonal:
                    raise Refused("kernel.command_of_another")
                answer += known
                continue
            repeated = False
            self._permit(command, held.state, context)
            events = [
                self._stamp(event, command, mark, context, held.version + n)
                for n, event in enumerate(stream.decide(held.state, command, context), 1)
            ]
            for event in events:
                held.state = stream.evolve(held.state, event)
            held.events += events
            held.version += len(events)
            new += events
            answer += events
            if command.stream == POLICY_STREAM and events:
                book = PolicyBook(held.state.editions)
                context = replace(context, policy=book)
        return new, Outcome(answer, 0, repeated)

    def _gather(self, streams: Mapping[UUID, Stream]) -> tuple[PolicyBook, Mapping[UUID, _Loaded]]:
        """Give the policies in force and the streams to decide on, in one visit to the store."""
        told = self.ledger.news({POLICY_STREAM: self._policies_version} | dict.fromkeys(streams, 0))
        policy = self._learn(told[POLICY_STREAM])
        return policy, {
            identity: _Loaded(told[identity], stream.fold(told[identity]), len(told[identity]))
            for identity, stream in streams.items()
        }

    def _permit(self, command: Command, state: Any, context: Context) -> None:
        if "system" in context.actor.roles:
            return
        grid = getattr(state, "grid", "") or getattr(command, "grid", "")
        unit = (
            getattr(state, "unit", "")
            or getattr(state, "owner", "")
            or getattr(command, "unit", "")
        )
        if not context.policy.roles.permits(context.actor, command.qualified_name(), grid, unit):
            raise Refused("kernel.not_permitted")

    def _stamp(
        self, event: Event, command: Command, mark: str, context: Context, version: int
    ) -> Event:
        happened = event.happened_at
        if happened == UNSTAMPED:
            happened = command.happened_at or context.now
        return replace(
            event,
            stream=command.stream,
            version=version,
            recorded_at=context.now,
            happened_at=happened,
            actor=context.actor.account,
            command_id=command.command_id,
            command_mark=mark,
            cause=command.cause,
        )
