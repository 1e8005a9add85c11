"""The door of one account in one month; every coming and going is a fact of its own."""

from datetime import date
from uuid import UUID

import msgspec

from governance.kernel.event import Event
from governance.kernel.stream import Act, Stream, stream_id
from governance.policy.context import Context
from governance.sign_ins import commands as ask
from governance.sign_ins import events as fact

SOME = 5
"""Networks a run of failures names; it may come from any number of them."""


def sign_ins_id(login: str, day: date) -> UUID:
    """Give the stream of the month of an account; of an empty login, of names nobody has."""
    return stream_id("sign_ins", login, f"{day:%Y-%m}")


class State(msgspec.Struct, frozen=True):
    """Nothing follows from who came before."""


def evolve(state: State, _: Event) -> State:
    """Change nothing."""
    return state


def _sign_in(_: State, command: ask.NoteSignIn, __: Context) -> list[Event]:
    return [fact.SignedIn(login=command.login, network=command.network, factor=command.factor)]


def _sign_out(_: State, command: ask.NoteSignOut, __: Context) -> list[Event]:
    return [fact.SignedOut(login=command.login)]


def _fail(_: State, command: ask.NoteFailures, __: Context) -> list[Event]:
    if command.failures < 1:
        return []
    return [
        fact.SignInsFailed(
            login=command.login,
            failures=command.failures,
            first_at=command.first_at,
            last_at=command.last_at,
            networks=command.networks[:SOME],
        )
    ]


STREAM = Stream(
    "sign_ins",
    State(),
    evolve,
    (Act(ask.NoteSignIn, _sign_in), Act(ask.NoteSignOut, _sign_out), Act(ask.NoteFailures, _fail)),
)
