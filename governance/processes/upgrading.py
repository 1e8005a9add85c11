"""What a new release asks of the policies: first editions that are lacking, entries that are new.

Nothing is kept of earlier releases. What the office had from them stands in the log: the first
edition of each policy, and what every upgrade changed, known by the id of its command.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

import msgspec
from msgspec.structs import replace

from governance.policies.commands import PublishEdition
from governance.policies.events import EditionPublished
from governance.policies.stream import POLICY_STREAM
from governance.policy.book import Edition, PolicyBook
from governance.policy.fault import Fault
from governance.policy.known import Known
from governance.policy.merge import Change, Merge
from governance.processes.timers import timer_id

Check = Callable[[Edition, PolicyBook], Sequence[Fault]]
Past = Sequence[tuple[dict[str, Any], bool]]


class Upgrade(msgspec.Struct, frozen=True):
    """What becomes of one policy: `edition` is to be published, unless there is none.

    `left` is what the office wants otherwise than the release, `unfit` what would not go with the
    editions in force. Where `faults` stand in the way there is no edition before they are mended.
    """

    policy: str
    edition: Edition | None = None
    changes: tuple[Change, ...] = ()
    left: tuple[Change, ...] = ()
    unfit: tuple[Change, ...] = ()
    faults: tuple[Fault, ...] = ()


def first_id(policy: str) -> UUID:
    """Give the id of the command that publishes the first edition of a policy."""
    return timer_id("first edition", policy)


def upgrade_id(policy: str, number: int) -> UUID:
    """Give the id of the command by which a release publishes edition `number` of a policy."""
    return timer_id("upgrade", policy, str(number))


def upgrades(
    history: Sequence[EditionPublished],
    released: Mapping[str, dict[str, Any]],
    check: Check,
    known: Known | None = None,
) -> list[Upgrade]:
    """Give what the release brings to each policy, in an order in which it can be published.

    What fits as a whole goes first, for an edition may need what is new in another.
    """
    past = {
        name: [(one.content, _ours(one)) for one in history if one.policy == name]
        for name in released
    }
    editions = {e.policy: Edition(e.policy, e.number, e.content, e.source) for e in history}
    book = PolicyBook(editions, known)
    made: list[Upgrade] = []
    pending = list(released)
    for attempt in (_whole, _in_part):
        moved = True
        while moved:
            moved = False
            for name in tuple(pending):
                step = attempt(name, past[name], released[name], book, check)
                if not step.faults:
                    pending.remove(name)
                    made.append(step)
                    if step.edition:
                        book, moved = book.with_edition(step.edition), True
    stuck = [_whole(name, past[name], released[name], book, check) for name in pending]
    made += [replace(one, edition=None, changes=(), unfit=one.changes) for one in stuck]
    return [one for one in made if one.edition or one.left or one.unfit or one.faults]


def publishing(made: Sequence[Upgrade], reason: str) -> list[PublishEdition]:
    """Give the commands that publish what upgrades bring; a repeat publishes nothing more."""
    return [
        PublishEdition(
            command_id=(
                first_id(new.policy) if new.number == 1 else upgrade_id(new.policy, new.number)
            ),
            stream=POLICY_STREAM,
            policy=new.policy,
            content=new.content,
            source=new.source,
            reason=reason,
            in_force=new.number - 1,
        )
        for new in (one.edition for one in made)
        if new
    ]


def _ours(event: EditionPublished) -> bool:
    """Whether a release made the edition; the first one it always did."""
    return event.number == 1 or event.command_id == upgrade_id(event.policy, event.number)


def _whole(
    policy: str, past: Past, released: dict[str, Any], book: PolicyBook, check: Check
) -> Upgrade:
    """Give all that the release brings, with the faults that keep it from being published."""
    if not past:
        first = Edition(policy, 1, released, released["source"])
        return Upgrade(policy, first, faults=tuple(check(first, book)))
    return _made(policy, Merge(past, released), book, check)


def _in_part(
    policy: str, past: Past, released: dict[str, Any], book: PolicyBook, check: Check
) -> Upgrade:
    """Give of what the release brings what fits, each change tried until no more of them does."""
    if not past:
        return _whole(policy, past, released, book, check)
    wanted, fitting = Merge(past, released).changes, list[Change]()
    least, moved = len(check(book.editions[policy], book)), True
    while moved:
        moved = False
        for change in [one for one in wanted if one not in fitting]:
            some = Merge(past, released, [one.place for one in (*fitting, change)])
            found = len(_made(policy, some, book, check).faults)
            if found <= least:
                least, moved = found, True
                fitting.append(change)
    made = _made(policy, Merge(past, released, [one.place for one in fitting]), book, check)
    return replace(made, unfit=tuple(one for one in wanted if one not in fitting))


def _made(policy: str, merged: Merge, book: PolicyBook, check: Check) -> Upgrade:
    left = tuple(merged.left)
    if not merged.changes:
        return Upgrade(policy, left=left)
    content = merged.content
    new = Edition(policy, book.number(policy) + 1, content, content["source"])
    return Upgrade(policy, new, tuple(merged.changes), left, faults=tuple(check(new, book)))
