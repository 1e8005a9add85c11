"""A process of its own that writes: `python -m tests.writers DATA URL NAME COUNT`.

Each round gives a ticket of the writer's own, and a note on one ticket that all writers share. Both
are said as `{"own": stored, "shared": stored, "again": times a conflict was answered}`.
"""

import json
import sys
from pathlib import Path

from governance.casework import commands as asks
from governance.hotline.kind import TICKET
from governance.kernel.command import SYSTEM
from governance.kernel.errors import Conflict
from projections.engine.runtime import Runtime
from tests.builders import NOW, ask
from tests.tickets import received, ticket

SHARED = "shared"


def write(data: Path, url: str, name: str, count: int) -> dict[str, int]:
    """Write and count."""
    values = {"own": 0, "shared": 0, "again": 0}
    with Runtime(data, url, clock=lambda: NOW) as runtime:
        for number in range(count):
            door = runtime.governance
            own = door.execute(received(f"{name}-{number}"), actor=SYSTEM)
            values["own"] += len(own.events)
            note = ask(
                TICKET.command(asks.NoteProgress),
                ticket(SHARED),
                note=f"{name}-{number}",
            )
            while True:
                try:
                    values["shared"] += len(door.execute(note, actor=SYSTEM).events)
                except Conflict:
                    values["again"] += 1
                else:
                    break
    return values


if __name__ == "__main__":
    data, url, name, count = sys.argv[1:]
    print(json.dumps(write(Path(data), url, name, int(count))))  # noqa: T201
