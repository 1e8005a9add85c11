"""The one door: load the streams, decide on them (`transaction`), seal, save.

A lost reply shows as IntegrityError although the events are stored, so the streams are read again
before deciding again; nothing is said to be in conflict that has in fact been stored.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from eventsourcing.persistence import IntegrityError

from governance.kernel.command import Actor, Command
from governance.kernel.errors import Conflict
from governance.kernel.event import Event
from governance.kernel.ledger import Ledger
from governance.kernel.sealed import Vault
from governance.kernel.skew import Clockwork, Now
from governance.kernel.stream import Held, Stream
from governance.policies.stream import POLICY_STREAM
from governance.policies.stream import STREAM as POLICIES
from governance.policy.book import PolicyBook
from governance.policy.context import Context
from governance.policy.known import Known
from governance.processes.occasion import Reactions
from governance.processes.reacting import REACTIONS
from governance.sealing import same_as, seal, subjects
from governance.streams import STREAMS, by_command
from governance.transaction import Rules, Transaction

ATTEMPTS = 5


def no_clock() -> None:
    """Give the time of a database that has no clock of its own, or is not asked."""


class Outcome(msgspec.Struct, frozen=True):
    """What came of commands: their events, the last position, and whether all were known before.

    What followed from an event, in whatever stream, stands behind it. `stored` has the events that
    are new.
    """

    events: list[Event]
    position: int
    repeated: bool
    stored: list[Event] = []


class Governance:
    """Execute commands and read streams over one ledger; `people` as `Context` wants them.

    `known` is what concepts declare for policies to speak of.
    """

    def __init__(
        self,
        ledger: Ledger,
        vault: Vault,
        clock: Callable[[], datetime],
        people: Callable[[], Sequence[Actor]] = tuple,
        *,
        streams: tuple[Stream, ...] = STREAMS,
        reactions: Reactions = REACTIONS,
        known: Known | None = None,
        database_clock: Now = no_clock,
    ) -> None:
        self.ledger = ledger
        self.vault = vault
        self.clock = clock
        self.people = people
        self.clockwork = Clockwork(ledger.last, database_clock)
        self.rules = Rules(by_command(streams), reactions)
        self.commands = frozenset(command.qualified_name() for command in self.rules.streams)
        self.known = known
        self._policies = POLICIES.initial
        self._policies_version = 0
        self._book = PolicyBook({}, known)

    @property
    def book(self) -> PolicyBook:
        """The policies in force now."""
        return self._learn(self.ledger.stream(POLICY_STREAM, after=self._policies_version))

    def _learn(self, news: Sequence[Event]) -> PolicyBook:
        for event in news:
            if event.version > self._policies_version:
                self._policies = POLICIES.evolve(self._policies, event)
                self._policies_version = event.version
                self._book = PolicyBook(self._policies.editions, self.known)
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
            commands=self.commands,
            people=self.people,
        )

    def execute(
        self, *commands: Command, actor: Actor, seen: Mapping[UUID, int] | None = None
    ) -> Outcome:
        """Execute commands and what follows from them in one transaction, all of it or none.

        Refused, as `kernel.changed_meanwhile`, where others changed a stream since the version of
        it that was `seen`.
        """
        for _ in range(ATTEMPTS):
            decided = self.decide(*commands, actor=actor, seen=seen)
            if not decided.new:
                return Outcome(decided.answer, 0, decided.repeated)
            self.clockwork.refuse_skew(decided.context.now)
            sealed = seal(decided.new, self.vault, decided.held)
            try:
                positions = self.ledger.append(sealed)
            except IntegrityError:
                continue
            return Outcome(decided.answer, positions[-1], repeated=False, stored=sealed)
        raise Conflict

    def consider(self, *commands: Command, actor: Actor) -> list[Event]:
        """Give the new events commands would make now; nothing is sealed, nothing stored."""
        return self.decide(*commands, actor=actor).new

    def decide(
        self, *commands: Command, actor: Actor, seen: Mapping[UUID, int] | None = None
    ) -> Transaction:
        """Decide commands and what follows from them, without storing anything."""
        policy, held = self.gather({c.stream: self.rules.streams[type(c)] for c in commands})
        if len(commands) > 1:
            self.vault.ready(subjects(event for one in held.values() for event in one.events))
        context = self.context(actor, policy)
        transaction = Transaction(held, self.fetch, context, self.vault, self.rules, seen=seen)
        for command in commands:
            transaction.take(command)
        return transaction

    def gather(self, streams: Mapping[UUID, Stream]) -> tuple[PolicyBook, dict[UUID, Held]]:
        """Give the policies in force and the streams to decide on, in one visit to the store."""
        news = self.ledger.news({POLICY_STREAM: self._policies_version} | dict.fromkeys(streams, 0))
        policy = self._learn(news[POLICY_STREAM])
        return policy, {key: stream.hold(news[key]) for key, stream in streams.items()}

    def fetch(self, stream: Stream, identity: UUID) -> Held:
        """Give a stream something that follows from a command looks at."""
        return stream.hold(self.ledger.stream(identity))
