"""Given what has happened, when somebody asks, then these facts, or this refusal."""

from typing import Any

from governance.kernel.command import Command
from governance.kernel.errors import Refused
from governance.kernel.event import Event
from governance.kernel.stream import Stream
from governance.policy.context import Context
from tests.builders import context as some_context


def given(stream: Stream, *past: Event) -> Any:
    """Give the state of a stream in which this has happened."""
    return stream.fold(past)


def when(
    stream: Stream, past: tuple[Event, ...], ask: Command, context: Context | None = None
) -> list[Event]:
    """Give what a command makes of a past."""
    return stream.decide(given(stream, *past), ask, context or some_context())


def refusal(
    stream: Stream, past: tuple[Event, ...], ask: Command, context: Context | None = None
) -> str:
    """Give the code a command is refused with; a command that is not refused fails the test."""
    try:
        facts = when(stream, past, ask, context)
    except Refused as no:
        return no.code
    raise AssertionError(f"not refused: {facts}")


def then(
    stream: Stream, past: tuple[Event, ...], ask: Command, context: Context | None = None
) -> tuple[Event, ...]:
    """Give the past with what a command adds to it, so that a life can be said step by step."""
    return (*past, *when(stream, past, ask, context))
