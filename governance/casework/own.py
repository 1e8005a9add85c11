"""What all kinds of cases share, under the names each kind has for it.

Tickets and grid issues go through the same returns, extensions and corrections. Each has them under
names of its own, on disk (`hotline.ReturnGranted`) and in permissions (`issues.GrantReturn`); they
are made here from the shared ones, so that these stand in the code once.
"""

from typing import Any, cast

import msgspec

from governance.kernel.command import Command
from governance.kernel.event import Event, event


def own_command(shared: type[Command], stream: str, noun: str) -> type[Command]:
    """Make a stream's own command of a shared one."""
    module = f"governance.{stream}.commands"
    return cast("type[Command]", _own(shared, noun, module, STREAM=stream))


def own_event(shared: type[Event], stream: str, noun: str) -> type[Event]:
    """Make a stream's own event of a shared one, and register it under its name on disk."""
    module = f"governance.{stream}.events"
    own = cast("type[Event]", _own(shared, noun, module, MADE_OF=shared))
    return event(f"{stream}.{own.__name__}")(own)


def _own(
    shared: type[msgspec.Struct], noun: str, module: str, **attributes: Any
) -> type[msgspec.Struct]:
    name: str = getattr(shared, "NAME", shared.__name__).format(noun=noun)
    doc = {"__doc__": shared.__doc__}
    return msgspec.defstruct(name, (), bases=(shared,), module=module, namespace=doc | attributes)
