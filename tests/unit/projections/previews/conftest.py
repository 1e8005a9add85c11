"""A deployment of its own, and an edition proposed to it."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from governance.accounts.commands import OpenAccount, SuspendAccount
from governance.accounts.stream import account_id
from governance.hotline import commands as hotline
from governance.hotline.stream import ticket_id
from governance.kernel.command import SYSTEM
from governance.places.commands import RegisterPlace
from governance.places.stream import place_id
from governance.policies.commands import PublishEdition
from governance.policies.stream import POLICY_STREAM
from governance.streams import STREAMS, by_command
from projections.engine.runtime import Runtime
from projections.policies.preview import Effect, preview
from tests.builders import ask
from tests.deployment import deployed, tell

Change = Callable[[dict[str, Any]], object]
COMMANDS = frozenset(kind.qualified_name() for kind in by_command(STREAMS))


class House:
    """An office whose policies are proposed and published."""

    def __init__(self, runtime: Runtime) -> None:
        self.runtime = runtime
        self.clock = runtime.clock
        for code in ("g1", "g2"):
            place = {"kind": "grid", "code": code, "name": code, "grid": code}
            runtime.execute(ask(RegisterPlace, place_id("grid", code), **place), actor=SYSTEM)

    def changed(self, policy: str, change: Change) -> dict[str, Any]:
        """Give a content in force with a change made to it."""
        content = deepcopy(self.runtime.governance.book.editions[policy].content)
        change(content)
        return content

    def proposed(self, policy: str, change: Change) -> dict[str, Effect]:
        """Give the effects of a change by the name of their type; nothing may be stored."""
        before = self.runtime.ledger.position()
        made = preview(
            policy,
            self.changed(policy, change),
            before=self.runtime.governance.book,
            view=self.runtime.live(),
            now=self.clock(),
            at=self.runtime.at,
            commands=COMMANDS,
        )
        assert self.runtime.ledger.position() == before
        return {type(effect).__name__: effect for effect in made.effects}

    def publish(self, policy: str, change: Change) -> None:
        """Put a change in force."""
        content = self.changed(policy, change)
        command = ask(PublishEdition, POLICY_STREAM, policy=policy, content=content, source="x")
        self.runtime.execute(command, actor=SYSTEM)

    def ticket(self, serial: str, **values: Any) -> UUID:
        """Receive a ticket now; give its stream."""
        stream = ticket_id("12345", serial)
        known: dict[str, Any] = {
            "source": "12345",
            "received_at": self.clock(),
            "kind": "complaint",
        }
        known |= {"title": serial, "grid": "g1", "urgency": "normal"}
        tell(self.runtime, hotline.ReceiveTicket, stream, **known | {"serial": serial} | values)
        return stream

    def account(self, login: str, *roles: str, suspended: bool = False) -> None:
        """Open an account."""
        values: dict[str, Any] = {
            "login": login,
            "name": f"{login}同志",
            "unit": "街道",
            "roles": roles,
        }
        tell(self.runtime, OpenAccount, account_id(login), **values, grids=("g1",))
        if suspended:
            tell(self.runtime, SuspendAccount, account_id(login), reason="离职")


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with deployed(tmp_path) as runtime:
        yield House(runtime)
