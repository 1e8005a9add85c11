"""The policy stream: one for all policies, so that their editions have one order."""

import re
from typing import Any

import msgspec
from msgspec.structs import replace

from governance.kernel.errors import Refused
from governance.kernel.event import Event
from governance.kernel.stream import Stream, stream_id
from governance.policies.commands import PublishEdition
from governance.policies.events import EditionPublished
from governance.policy.book import READERS, Edition
from governance.policy.context import Context

POLICY_STREAM = stream_id("policies")
_PLACE = re.compile(r"at `\$\.?([^`]+)`|field `([^`]+)`")  # as msgspec tells it


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


def decide(state: State, command: PublishEdition, _: Context) -> list[Event]:
    """Publish an edition that can be read and says something new."""
    if command.policy not in READERS:
        raise Refused("policies.unknown", policy=command.policy)
    last = state.editions.get(command.policy)
    content = msgspec.to_builtins(command.content)  # a date of a TOML file, as it will be stored
    if last and last.content == content:
        return []
    number = last.number if last else 0
    if command.in_force not in (None, number):
        raise Refused("policies.changed_meanwhile", number=number)
    _refuse_dropped_lists(last, content)
    try:
        READERS[command.policy](content)
    except (ValueError, LookupError) as error:
        if place := _PLACE.search(str(error)):
            raise Refused("policies.misread", place=place[1] or place[2]) from error
        raise Refused("policies.unreadable") from error
    return [
        EditionPublished(
            policy=command.policy,
            number=number + 1,
            content=content,
            source=command.source,
            reason=command.reason,
        )
    ]


def _refuse_dropped_lists(last: Edition | None, content: dict[str, Any]) -> None:
    """Keep every option list there has been: forms and earlier records name them."""
    kept = content.get("listing", {})
    for name, listing in (last.content.get("listing", {}) if last else {}).items():
        if name not in kept:
            raise Refused("policies.list_dropped", name=listing["label"])


STREAM = Stream("policies", State(), evolve, decide, (PublishEdition,))
