"""An office in memory: its log, its streams as stored, one transaction after the other."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache
from typing import Any
from uuid import UUID, uuid5

import msgspec

from governance.kernel.command import SYSTEM, Actor, Command
from governance.kernel.event import Event
from governance.kernel.sealed import Gone, Sealed, Sealing
from governance.kernel.stream import Held, Stream
from governance.policies.events import EditionPublished
from governance.policies.stream import POLICY_STREAM
from governance.policy.context import Context
from governance.processes.reacting import REACTIONS
from governance.sealing import same_as, seal
from governance.streams import STREAMS, by_command
from governance.transaction import Rules, Transaction
from tests.builders import EARLIER, NOW, book

Record = tuple[int, str, bytes]


class InClear:
    """A vault that leaves everything in clear: the mark of words is the words."""

    def said(self, words: str, subjects: Collection[str]) -> str:
        return words

    def ready(self, subjects: Iterable[str]) -> None:
        pass

    def seal(self, sealings: Sequence[Sealing]) -> list[Sealed]:
        return [Sealed(one.person or one.subject, "", one.text.encode()) for one in sealings]

    def reveal(self, sealed: Sealed, context: str) -> str | Gone:
        return sealed.data.decode()


@cache
def _first() -> tuple[tuple[Event, bytes], ...]:
    """Give the first editions as they stand in the log, each with its bytes."""
    published = [
        EditionPublished(
            stream=POLICY_STREAM,
            version=number,
            recorded_at=EARLIER,
            happened_at=EARLIER,
            actor=SYSTEM.account,
            command_id=uuid5(POLICY_STREAM, edition.policy),
            policy=edition.policy,
            number=edition.number,
            content=edition.content,
            source=edition.source,
        )
        for number, edition in enumerate(book().editions.values(), 1)
    ]
    return tuple((event, msgspec.json.encode(event)) for event in published)


class Office:
    """What has been stored, and what every stream has come to event by event.

    `log` holds what the store would, `held` each stream in the state it was brought to step by
    step; the first editions are in force.
    """

    def __init__(self, streams: tuple[Stream, ...] = STREAMS) -> None:
        self.log: list[Record] = []
        self.held: dict[UUID, Held] = {}
        self.now, self.book, self.vault = NOW, book(), InClear()
        self.rules = Rules(by_command(streams), REACTIONS)
        self.by_name = {stream.name: stream for stream in streams}
        self.names = frozenset(command.qualified_name() for command in self.rules.streams)
        for event, state in _first():
            self._add(event, state)

    def context(self, actor: Actor) -> Context:
        """Give what a decision for somebody stands on now."""
        same = same_as(self.vault)
        return Context(self.now, actor, self.book, same, self.names, self.people)

    def people(self) -> list[Actor]:
        """Give everybody with an account that is not suspended."""
        return [
            Actor(s.login, frozenset(s.roles), frozenset(s.grids), s.unit)
            for held in self.held.values()
            if held.stream.name == "accounts" and (s := held.state).stage == "active"
        ]

    def state(self, stream: Stream, identity: UUID) -> Any:
        """Give what a stream has come to."""
        return self.held[identity].state if identity in self.held else stream.initial

    def fetch(self, stream: Stream, identity: UUID) -> Held:
        """Give a stream in hand; what is decided on it is stored by `ask` alone."""
        held = self.held.get(identity) or Held(stream, [], stream.initial)
        return Held(held.stream, [*held.events], held.state)

    def ask(self, command: Command, actor: Actor = SYSTEM) -> tuple[list[str], list[Event]]:
        """Give (references of the answer, new events) of a command; Refused changes nothing."""
        transaction = Transaction({}, self.fetch, self.context(actor), self.vault, self.rules)
        transaction.take(command)
        for event in seal(transaction.new, self.vault, transaction.held):
            self.store(event)
        self.book = transaction.context.policy
        return [event.reference for event in transaction.answer], transaction.new

    def store(self, event: Event) -> None:
        """Put an event into the log."""
        self._add(event, msgspec.json.encode(event))

    def _add(self, event: Event, state: bytes) -> None:
        stream = self.by_name[event.TOPIC.split(".")[0]]
        self.held.setdefault(event.stream, Held(stream, [], stream.initial)).add(event)
        self.log.append((len(self.log) + 1, event.TOPIC, state))

    def position(self) -> int:
        """Give the position of the last event, as a ledger does."""
        return len(self.log)

    def follow(self, after: int, upto: int, batch: int) -> Iterator[list[Record]]:
        """Read on in order, as a ledger does."""
        for start in range(after, upto, batch):
            yield self.log[start : min(start + batch, upto)]
