"""An account's life: opened, given roles, suspended, restored."""

from uuid import UUID

import msgspec
from msgspec.structs import replace

from governance.accounts import commands as ask
from governance.accounts import events as fact
from governance.kernel.command import SYSTEM, Actor
from governance.kernel.errors import Refused
from governance.kernel.event import Event
from governance.kernel.stream import Act, Stream, stream_id
from governance.policy.checks.rights import kept
from governance.policy.context import Context

# GB/T 22239: administrator and auditor are nobody else's second role; every other role is business.
SEPARATE = frozenset({"administrator", "auditor"})


def account_id(login: str) -> UUID:
    """Give the stream of an account."""
    return stream_id("accounts", login)


class State(msgspec.Struct, frozen=True, kw_only=True):
    """An account: stages absent, active, suspended."""

    stage: str = "absent"
    login: str = ""
    name: str = ""
    unit: str = ""
    roles: tuple[str, ...] = ()
    grids: tuple[str, ...] = ()


def evolve(state: State, event: Event) -> State:
    """Tell what an event changes; it never refuses, for it has happened."""
    match event:
        case fact.AccountOpened():
            return State(
                stage="active",
                login=event.login,
                name=event.name,
                unit=event.unit,
                roles=event.roles,
                grids=event.grids,
            )
        case fact.RolesAssigned():
            return replace(state, roles=event.roles, grids=event.grids, unit=event.unit)
        case fact.AccountRenamed():
            return replace(state, name=event.new)
        case fact.AccountSuspended():
            return replace(state, stage="suspended")
        case fact.AccountRestored():
            return replace(state, stage="active")
    return state


def _open(state: State, command: ask.OpenAccount, context: Context) -> list[Event]:
    if command.login == SYSTEM.account:
        raise Refused("accounts.reserved_login")
    roles = _sorted(command.roles)
    grids = _sorted(command.grids)
    if state.stage != "absent":
        raise Refused("accounts.login_taken")
    _check_roles(roles, context)
    return [
        fact.AccountOpened(
            login=command.login, name=command.name, unit=command.unit, roles=roles, grids=grids
        )
    ]


def _known(state: State, _: Context) -> None:
    if state.stage == "absent":
        raise Refused("accounts.unknown")


def _anothers(state: State, context: Context) -> None:
    """Refuse to act upon oneself: nobody raises himself, and one administrator always stays."""
    _known(state, context)
    if context.actor.account == state.login:
        raise Refused("accounts.own_account")


def _dispensable(state: State, context: Context) -> None:
    _anothers(state, context)
    _refuse_last(state, (), context)


def _resettable(state: State, context: Context) -> None:
    _known(state, context)
    if state.stage == "suspended":
        raise Refused("accounts.suspended")
    if context.actor.account == state.login:
        raise Refused("accounts.own_password")


def _assign(state: State, command: ask.AssignRoles, context: Context) -> list[Event]:
    roles, grids = _sorted(command.roles), _sorted(command.grids)
    if (state.roles, state.grids, state.unit) == (roles, grids, command.unit):
        return []
    _check_roles(roles, context)
    after = Actor(state.login, frozenset(roles), frozenset(grids), command.unit)
    _refuse_last(state, (after,), context)
    return [fact.RolesAssigned(roles=roles, grids=grids, unit=command.unit, reason=command.reason)]


def _rename(state: State, command: ask.RenameAccount, _: Context) -> list[Event]:
    if state.name == command.name:
        return []
    return [fact.AccountRenamed(old=state.name, new=command.name)]


def _suspend(_: State, command: ask.SuspendAccount, __: Context) -> list[Event]:
    return [fact.AccountSuspended(reason=command.reason)]


def _restore(_: State, command: ask.RestoreAccount, __: Context) -> list[Event]:
    return [fact.AccountRestored(reason=command.reason)]


def _reset(_: State, command: ask.ResetPassword, __: Context) -> list[Event]:
    return [fact.PasswordReset(reason=command.reason)]


def _refuse_last(state: State, after: tuple[Actor, ...], context: Context) -> None:
    """Refuse to take from the last one what keeps policies and accounts; `after` is what stays."""
    if state.stage == "suspended":
        return
    people, roles = context.people(), context.policy.roles
    others = [one for one in people if one.account != state.login]
    if kept(roles, people) and not kept(roles, [*others, *after]):
        raise Refused("accounts.last_keeper")


def _check_roles(roles: tuple[str, ...], context: Context) -> None:
    if not roles:
        raise Refused("accounts.no_role")
    known = set(context.policy.roles.labels()) - SYSTEM.roles
    for role in roles:
        if role not in known:
            raise Refused("accounts.no_such_role", role=role)
    if SEPARATE.intersection(roles) and len(roles) > 1:
        raise Refused("accounts.roles_not_separated")


def _sorted(codes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(set(codes)))


STREAM = Stream(
    "accounts",
    State(),
    evolve,
    (
        Act(ask.OpenAccount, _open),
        Act(ask.AssignRoles, _assign, _anothers),
        Act(ask.RenameAccount, _rename, _known),
        Act(ask.SuspendAccount, _suspend, _dispensable, lambda s: s.stage == "suspended"),
        Act(ask.RestoreAccount, _restore, _known, lambda s: s.stage == "active"),
        Act(ask.ResetPassword, _reset, _resettable),
    ),
)
