"""The policy stream: one for all policies, so that their editions have one order."""

from collections.abc import Sequence

import msgspec
from msgspec.structs import replace

from governance.kernel.command import Actor
from governance.kernel.errors import Refused
from governance.kernel.event import Event
from governance.kernel.stream import Act, Stream, stream_id
from governance.policies.commands import PublishEdition
from governance.policies.events import EditionPublished
from governance.policy.book import READERS, Edition, PolicyBook
from governance.policy.checks import unfit
from governance.policy.checks.rights import kept
from governance.policy.context import Context
from governance.policy.fault import Fault, UnfitError, fault

POLICY_STREAM = stream_id("policies")


class State(msgspec.Struct, frozen=True):
    """The editions in force, by policy."""

    editions: dict[str, Edition] = {}


def evolve(state: State, event: Event) -> State:
    """Put an edition in force."""
    match event:
        case EditionPublished():
            edition = Edition(event.policy, event.number, event.content, event.source)
            return replace(state, editions=state.editions | {event.policy: edition})
    return state


def decide(state: State, command: PublishEdition, context: Context) -> list[Event]:
    """Publish an edition that says something new and that the office can work under."""
    if command.policy not in READERS:
        raise Refused("policies.unknown", policy=command.policy)
    last = state.editions.get(command.policy)
    content = msgspec.to_builtins(command.content)  # a date of a TOML file, as it will be stored
    if last and last.content == content:
        return []
    number = last.number if last else 0
    if command.in_force not in (None, number):
        raise Refused("policies.changed_meanwhile", number=number)
    edition = Edition(command.policy, number + 1, content, command.source)
    if faults := hindering(edition, PolicyBook(state.editions, context.policy.known), context):
        # The cause tells every fault.
        raise Refused("policies.unfit", count=len(faults)) from UnfitError(faults)
    return [
        EditionPublished(
            policy=command.policy,
            number=number + 1,
            content=content,
            source=command.source,
            reason=command.reason,
        )
    ]


def hindering(edition: Edition, book: PolicyBook, context: Context) -> list[Fault]:
    """Give everything for which the office could not work under an edition that is to join a book.

    `context` tells who there is and which commands; its own policies are not asked.
    """
    faults = unfit(edition, book, context.commands)
    if not faults and edition.policy == "roles":
        faults = _rights_lost(book, book.with_edition(edition), context.people())
    return [replace(one, policy=one.policy or edition.policy) for one in faults]


def _rights_lost(before: PolicyBook, after: PolicyBook, people: Sequence[Actor]) -> list[Fault]:
    """Find roles that accounts have and would lose, and a house nobody would keep any more."""
    held = after.roles.labels()
    named = before.roles.labels() if "roles" in before.editions else {}
    lost = [
        fault("role_in_use", "role", name=label, written=code, count=count)
        for code, label in named.items()
        if code not in held and (count := sum(code in one.roles for one in people))
    ]
    return [*lost, *([fault("nobody_keeps", "role")] if _locked(before, after, people) else [])]


def _locked(before: PolicyBook, after: PolicyBook, people: Sequence[Actor]) -> bool:
    was = "roles" in before.editions and kept(before.roles, people)
    return was and not kept(after.roles, people)


STREAM = Stream("policies", State(), evolve, (Act(PublishEdition, decide),))
