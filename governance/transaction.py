"""Commands decided one after the other, with what follows from each, to be stored at once.

Exactly once: a command id found in its stream is answered with the events it once made and with
those that followed from them, and makes nothing new. It is answered to whoever sent it; for anybody
else the id is taken, but for a row of a sheet, which is nobody's own.

What follows is done in the name of whoever acted and needs the same permissions. A reaction under
the id of the act says what the person said, and is held to it as the act is; one under an id of its
own was made from what was so then, and is known by that id alone.
"""

from collections.abc import Callable, Mapping
from functools import cache
from typing import cast
from uuid import UUID

import msgspec
from msgspec.structs import replace

from governance.kernel.command import SYSTEM, Command
from governance.kernel.errors import Refused
from governance.kernel.event import UNSTAMPED, Event
from governance.kernel.sealed import Vault, Words
from governance.kernel.stream import Held, Stream, by_others
from governance.places.stream import STREAM as PLACES
from governance.places.stream import place_id
from governance.policies.stream import POLICY_STREAM
from governance.policy.book import PolicyBook
from governance.policy.context import Context
from governance.processes.occasion import Occasion, Reactions
from governance.screening import known_names, mask, refuse_personal
from governance.sealing import said_otherwise

DEEPEST = 8
"""How many events may follow one from another; more go round in a circle."""
Fetch = Callable[[Stream, UUID], Held]


class Rules(msgspec.Struct, frozen=True):
    """Which stream answers which command, and what follows from which event."""

    streams: Mapping[type[Command], Stream]
    reactions: Reactions


class Transaction:
    """What commands come to: their events in `answer`, those that are new in `new`.

    `fetch` gives a stream as it is stored, or as it stands in `held`, where it is then kept. `seen`
    says up to which version whoever asks has seen a stream: what others did to it since is told
    first.
    """

    def __init__(
        self,
        held: dict[UUID, Held],
        fetch: Fetch,
        context: Context,
        vault: Vault,
        rules: Rules,
        *,
        seen: Mapping[UUID, int] | None = None,
    ) -> None:
        self.held = held
        self.context = replace(context, grid_of=self._grid_of)
        self.new: list[Event] = []
        self.answer: list[Event] = []
        self.repeated = True
        self._fetch = fetch
        self._vault = vault
        self._rules = rules
        self._seen = seen or {}

    def take(self, command: Command) -> None:
        """Decide a command and what follows from it."""
        held = self.look(self._rules.streams[type(command)], command.stream)
        known = held.made_by(command.command_id)
        words = _words(command)
        if known:
            if said_otherwise(self._vault, held, known[0], words):
                raise Refused("kernel.command_id_reused", **_where(held))
            if known[0].actor != self.context.actor.account and not command.impersonal:
                raise Refused("kernel.command_of_another", **_where(held))
        else:
            self.repeated = False
            self._check_seen(held)
        self._follow(command, known or self._make(held, command, words), new=not known)

    def _check_seen(self, held: Held) -> None:
        """Refuse what somebody asks who has not seen what others did meanwhile."""
        seen = self._seen.get(held.events[0].stream) if held.events else None
        if seen is not None and by_others(held.events[seen:], self.context.actor.account):
            raise Refused("kernel.changed_meanwhile")

    def look(self, stream: Stream, identity: UUID) -> Held:
        """Give a stream as it stands now, with what was decided before."""
        if identity not in self.held:
            self.held[identity] = self._fetch(stream, identity)
        return self.held[identity]

    def _grid_of(self, area: str) -> str:
        if not area:
            return ""
        place = self.look(PLACES, place_id("area", area)).state
        return str(place.grid) if place.stage == "registered" else ""

    def _follow(self, command: Command, events: list[Event], *, new: bool, depth: int = 1) -> None:
        """Answer with events and what follows from them; from known ones nothing new does."""
        self.answer += events
        for event in events:
            if (react := self._rules.reactions.get(type(event))) is None:
                continue
            if depth == DEEPEST:
                raise RecursionError(f"{event.TOPIC} follows from itself")
            for asked in react(event, Occasion(command, self.look, self._would)):
                self._react(asked, event, new=new, depth=depth)

    def _react(self, command: Command, cause: Event, *, new: bool, depth: int) -> None:
        held = self.look(self._rules.streams[type(command)], command.stream)
        known = held.made_by(command.command_id)
        words = _words(command)
        if known:
            said = command.command_id == cause.command_id
            if said and said_otherwise(self._vault, held, known[0], words):
                raise Refused("kernel.command_id_reused", **_where(held))
        elif not new:
            return
        events = known or self._make(held, replace(command, cause=cause.reference), words)
        self._follow(command, events, new=new and not known, depth=depth + 1)

    def _would(self, command: Command) -> bool:
        stream = self._rules.streams[type(command)]
        held = self.look(stream, command.stream)
        if held.stream is not stream:
            return False  # a matter is of another kind than an item says
        if held.made_by(command.command_id):
            return True
        try:
            self._permit(command, held)
            return bool(held.stream.decide(held.state, command, self.context))
        except Refused:
            return False

    def _make(self, held: Held, command: Command, words: Words) -> list[Event]:
        self._permit(command, held)
        decided = self._screened(held, command)
        events = [
            self._stamp(event, command, words, held.version + n)
            for n, event in enumerate(decided, 1)
        ]
        for event in events:
            held.add(event)
        self.new += events
        if command.stream == POLICY_STREAM and events:
            book = PolicyBook(held.state.editions, self.context.policy.known)
            self.context = replace(self.context, policy=book)
        return events

    def _screened(self, held: Held, command: Command) -> list[Event]:
        """Give what is decided with nobody named in clear; what the system copies stays."""
        decided = held.stream.decide(held.state, command, self.context)
        if self.context.actor == SYSTEM and not command.impersonal:
            return decided
        rule, life = self.context.policy.clear, [*held.events, *decided]
        names = cache(lambda: known_names(life, self._vault))
        if rule.refuse_brought if command.impersonal else rule.refuse_typed:
            refuse_personal(decided, names)
            return decided
        return mask(decided, names)

    def _permit(self, command: Command, held: Held) -> None:
        actor, state = self.context.actor, held.state
        if "system" in actor.roles:
            return
        grid = getattr(state, "grid", "") or getattr(command, "grid", "")
        unit = (
            getattr(state, "unit", "")
            or getattr(state, "owner", "")
            or getattr(command, "unit", "")
        )
        if not self.context.policy.roles.permits(actor, command.qualified_name(), grid, unit):
            raise Refused("kernel.not_permitted")

    def _stamp(self, event: Event, command: Command, words: Words, version: int) -> Event:
        happened = event.happened_at
        if happened == UNSTAMPED:
            happened = command.happened_at or self.context.now
        return replace(
            event,
            stream=command.stream,
            version=version,
            recorded_at=self.context.now,
            happened_at=happened,
            actor=self.context.actor.account,
            command_id=command.command_id,
            command_mark=cast("str", words),  # sealing makes the mark of them
            cause=command.cause,
        )


def _words(command: Command) -> Words:
    return Words(msgspec.json.encode(command.own).decode())


def _where(held: Held) -> dict[str, str]:
    """Give where a command is stored already, for whoever asks to be led there."""
    return {"record": held.stream.name, "stored_in": str(held.events[0].stream)}
