"""What every stream has in common, whatever it is about."""

import pytest
from msgspec.structs import replace

from governance.kernel.command import Command
from governance.kernel.event import EVENTS, Event
from governance.kernel.stream import Stream
from governance.processes import carrying_out, visiting
from governance.processes.reacting import REACTIONS
from governance.streams import BY_NAME, STREAMS
from tests.builders import ask, context


class Foreign(Command, frozen=True, kw_only=True):
    """A command of no stream."""


class Elsewhere(Event, frozen=True, kw_only=True):
    """An event of no stream."""


@pytest.mark.parametrize("name", ["accounts", "hotline", "issues", "places", "visits"])
def test_a_command_of_no_stream_is_a_fault_of_ours(name: str) -> None:
    stream = BY_NAME[name]
    some = replace(stream.initial, stage="some")
    with pytest.raises(TypeError, match="Foreign"):
        stream.decide(some, ask(Foreign), context())


def test_a_disclosure_is_a_look_or_an_export():
    with pytest.raises(TypeError, match="Foreign"):
        BY_NAME["disclosures"].decide(None, ask(Foreign), context())


@pytest.mark.parametrize("stream", STREAMS, ids=lambda stream: stream.name)
def test_an_event_of_another_stream_changes_nothing(stream: Stream) -> None:
    assert stream.fold([Elsewhere()]) == stream.initial


def test_what_follows_from_an_event_is_said_in_one_place():
    tables = [carrying_out.REACTIONS, visiting.REACTIONS]
    assert len(REACTIONS) == sum(map(len, tables))
    assert REACTIONS.keys() <= set(EVENTS.values())


@pytest.mark.parametrize("stream", STREAMS, ids=lambda stream: stream.name)
def test_every_command_knows_its_stream(stream: Stream) -> None:
    assert {command.STREAM for command in stream.commands} == {stream.name}
