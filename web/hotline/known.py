"""Tickets that are here already, under whatever spelling and whatever source."""

from collections.abc import Sequence

from msgspec.structs import replace

from governance.hotline.commands import ReceiveTicket
from governance.kernel.spelling import name_key, number_key
from projections.casework.lookups import tickets_numbered
from projections.engine.runtime import Runtime
from projections.engine.view import View
from web.sheets.kind import Known


def known_to(runtime: Runtime, commands: Sequence[ReceiveTicket]) -> Known:
    """Give the commands by what is known now."""
    return known(runtime.live(), commands)


def known(view: View, commands: Sequence[ReceiveTicket]) -> Known:
    """Give the commands, each to the ticket that has its number, and who else has such numbers.

    A ticket made before numbers had one spelling stands under the spelling of its time.
    """
    serials = {number_key(command.serial) for command in commands}
    found = tickets_numbered(view, serials)
    asked, elsewhere = [], {}
    for command in commands:
        others = found.get(number_key(command.serial), ())
        ours = [row for row in others if name_key(row.source) == name_key(command.source)]
        if ours and command.stream not in {row.key for row in ours}:
            command = replace(command, stream=ours[0].key)  # noqa: PLW2901
        elif others and not ours:
            elsewhere[command.command_id] = tuple(dict.fromkeys(row.source for row in others))
        asked.append(command)
    return Known(asked, elsewhere)
