"""A deployment of its own for a test: temporary stores, the first editions, a clock that is set."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from governance.application import Outcome
from governance.kernel.command import SYSTEM, Actor, Command
from governance.policies.commands import PublishEdition
from governance.policies.stream import POLICY_STREAM
from projections.engine.runtime import Runtime
from tests.builders import NOW, book


class Clock:
    """A clock that stands where it is put."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)


@contextmanager
def deployed(folder: Path, now: datetime = NOW, database_url: str = "") -> Iterator[Runtime]:
    """Give a runtime with the first editions in force, and close it in the end."""
    with Runtime(folder, database_url, Clock(now)) as runtime:
        publish(runtime)
        yield runtime


def publish(runtime: Runtime) -> None:
    """Put the first editions in force."""
    runtime.execute(
        *(
            PublishEdition(
                command_id=uuid5(POLICY_STREAM, name),
                stream=POLICY_STREAM,
                policy=name,
                content=edition.content,
                source="test",
            )
            for name, edition in book().editions.items()
        ),
        actor=SYSTEM,
    )


def tell(
    runtime: Runtime, kind: type[Command], stream: UUID, /, *, by: str = "system", **values: Any
) -> Outcome:
    """Execute a command with every permission; the same words at one moment are one command."""
    command = kind(
        command_id=uuid5(stream, f"{kind.__name__}{values}{runtime.clock()}"),
        stream=stream,
        **values,
    )
    return runtime.execute(command, actor=Actor(by, frozenset({"system"})))
