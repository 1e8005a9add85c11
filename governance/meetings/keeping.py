"""What was issued is kept as it went out: the digests of its files are put on record once."""

from governance.kernel.errors import Refused
from governance.kernel.event import Event
from governance.kernel.stream import Act
from governance.meetings import commands as ask
from governance.meetings import events as fact
from governance.meetings.state import State, kept_as
from governance.policy.context import Context


def issued(state: State, paper: str) -> int:
    """Give how many versions of a paper were issued; the number of the last one."""
    match paper:
        case "agenda":
            return state.frozen.number if state.frozen else 0
        case "notice":
            return state.moves if state.frozen else 0
        case "minutes":
            return state.approved.number if state.approved else 0
    return 0


def _something(state: State, _: Context) -> None:
    if state.frozen is None:
        raise Refused("meetings.not_issued")


def _keep(state: State, command: ask.KeepPaper, _: Context) -> list[Event]:
    if not 1 <= command.number <= issued(state, command.paper):
        raise Refused("meetings.not_issued")
    asked = {file.kind: file for file in command.files}
    files = tuple(
        file
        for kind, file in asked.items()
        if kept_as(command.paper, command.number, kind) not in state.kept
    )
    if not files:
        return []
    return [
        fact.PaperKept(
            paper=command.paper, number=command.number, files=files, layout=command.layout
        )
    ]


ACTS = (Act(ask.KeepPaper, _keep, _something),)
