"""Many commands, one transaction: decided one after the other at their own moments, stored at once.

Everything but the storing is the ordinary door: permission, decision, stamp and seal.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from governance.application import Governance, Outcome
from governance.kernel.command import Actor, Command
from governance.kernel.event import Event
from governance.kernel.ledger import Ledger
from governance.kernel.sealed import Vault
from governance.kernel.stream import Held, Stream
from governance.policy.book import PolicyBook
from governance.sealing import seal


class Clock:
    """A clock that is set and never runs back."""

    def __init__(self, start: datetime) -> None:
        self.now = start

    def __call__(self) -> datetime:
        """Give the moment it stands at."""
        return self.now

    def advance(self, moment: datetime) -> None:
        """Set the clock; a moment already past leaves it where it is."""
        self.now = max(self.now, moment)


class Batch(Governance):
    """The door for whoever is alone with the ledger: streams stay in hand, `store` writes."""

    def __init__(self, ledger: Ledger, vault: Vault, clock: Clock) -> None:
        super().__init__(ledger, vault, clock)
        self.stored = ledger.position()
        self._held: dict[UUID, Held] = {}
        self._waiting: list[Event] = []
        self._in_force: PolicyBook | None = None

    def execute(
        self, *commands: Command, actor: Actor, seen: Mapping[UUID, int] | None = None
    ) -> Outcome:
        """Decide commands now; their events are stored with the next `store`."""
        decided = self.decide(*commands, actor=actor, seen=seen)
        self._waiting += decided.new
        return Outcome(decided.answer, 0, decided.repeated)

    def store(self) -> int:
        """Store what was decided, in one transaction; give the last position."""
        if self._waiting:
            self.stored = self.ledger.append(seal(self._waiting, self.vault, self._held))[-1]
            self._waiting = []
            self._in_force = None
        return self.stored

    def state(self, stream: UUID) -> Any:
        """Give the state of a stream in hand; KeyError when there was no command for it."""
        return self._held[stream].state

    def events(self, stream: UUID) -> list[Event]:
        """Give the events of a stream in hand, those waiting to be stored too."""
        return self._held[stream].events

    def gather(self, streams: Mapping[UUID, Stream]) -> tuple[PolicyBook, dict[UUID, Held]]:
        """Read a stream once, and the policies in force after every storing only."""
        missing = {key: stream for key, stream in streams.items() if key not in self._held}
        if missing or self._in_force is None:
            self._in_force, held = super().gather(missing)
            self._held.update(held)
        return self._in_force, self._held
