"""An account's life: opened, given roles, suspended, restored."""

from typing import Any
from uuid import UUID

from msgspec.structs import replace

from governance.accounts import commands as ask
from governance.accounts import events as fact
from governance.accounts import second
from governance.accounts.life import State, evolve
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


def _open(state: State, command: ask.OpenAccount, context: Context) -> list[Event]:
    if command.login == SYSTEM.account:
        raise Refused("accounts.reserved_login")
    if state.stage != "absent":
        raise Refused("accounts.login_taken")
    opened = fact.AccountOpened(
        login=command.login,
        name=command.name,
        unit=command.unit,
        roles=_sorted(command.roles),
        grids=_sorted(command.grids),
    )
    _check_roles(opened.roles, context)
    if _takes_two((), opened.roles, context):
        wanted = fact.ChangeAsked(change="open", login=opened.login, **_set(opened))
        return second.asked(state, replace(wanted, name=opened.name), context)
    return [opened]


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
    _check_kept(state, roles, grids, command.unit, context)
    assigned = fact.RolesAssigned(
        roles=roles, grids=grids, unit=command.unit, reason=command.reason
    )
    if _takes_two(state.roles, roles, context):
        values = _set(assigned)
        return _ask(state, "roles", command.reason, context, **values)
    return [assigned]


def _rename(state: State, command: ask.RenameAccount, _: Context) -> list[Event]:
    if state.name == command.name:
        return []
    return [fact.AccountRenamed(old=state.name, new=command.name)]


def _suspend(state: State, command: ask.SuspendAccount, context: Context) -> list[Event]:
    if _guarded(state, context):
        return _ask(state, "suspend", command.reason, context)
    return [fact.AccountSuspended(reason=command.reason)]


def _restore(state: State, command: ask.RestoreAccount, context: Context) -> list[Event]:
    if _guarded(state, context):
        return _ask(state, "restore", command.reason, context)
    return [fact.AccountRestored(reason=command.reason)]


def _reset(state: State, command: ask.ResetPassword, context: Context) -> list[Event]:
    if _guarded(state, context):
        return _ask(state, "password", command.reason, context)
    return [fact.PasswordReset(reason=command.reason)]


def _bind(state: State, _: ask.NoteSecondFactor, context: Context) -> list[Event]:
    if context.actor.account not in (state.login, SYSTEM.account):
        raise Refused("kernel.not_permitted")
    return [fact.SecondFactorBound()]


def _reset_factor(state: State, command: ask.ResetSecondFactor, context: Context) -> list[Event]:
    if _guarded(state, context):
        return _ask(state, "second_factor", command.reason, context)
    return [fact.SecondFactorReset(reason=command.reason)]


def _approve(state: State, command: ask.ApproveChange, context: Context) -> list[Event]:
    """Do what was asked; whoever comes to a guarded account has a password one person knows not."""
    asking = second.waiting(state, command.asked, context)
    second.another(asking, context)
    wanted = asking.asked
    approved = fact.ChangeApproved(asked=asking.number, change=wanted.change)
    return [approved, *_come_of(state, wanted, context)]


def _come_of(state: State, wanted: fact.ChangeAsked, context: Context) -> list[Event]:
    reset = fact.PasswordReset(reason=wanted.reason)
    match wanted.change:
        case "open":
            if state.stage != "absent":
                raise Refused("accounts.login_taken")
            opened = fact.AccountOpened(login=wanted.login, name=wanted.name, **_set(wanted))
            return [opened, reset]
        case "roles":
            _check_roles(wanted.roles, context)
            _check_kept(state, wanted.roles, wanted.grids, wanted.unit, context)
            assigned = fact.RolesAssigned(reason=wanted.reason, **_set(wanted))
            return [assigned, reset] if second.held(context.policy, wanted.roles) else [assigned]
        case "second_factor":
            return [fact.SecondFactorReset(reason=wanted.reason)]
        case "suspend":
            _refuse_last(state, (), context)
            return [fact.AccountSuspended(reason=wanted.reason)]
        case "restore":
            return [fact.AccountRestored(reason=wanted.reason), reset]
    return [reset]


def _note(_: State, command: ask.NoteEmergency, context: Context) -> list[Event]:
    if not second.alone(context):
        raise Refused("kernel.not_permitted")
    return [fact.EmergencyTaken(change=command.change, login=command.login, reason=command.reason)]


def _ask(state: State, change: str, reason: str, context: Context, **values: Any) -> list[Event]:
    wanted = fact.ChangeAsked(change=change, login=state.login, name=state.name, reason=reason)
    return second.asked(state, replace(wanted, **values), context)


def _takes_two(before: tuple[str, ...], after: tuple[str, ...], context: Context) -> bool:
    return not second.alone(context) and second.touched(context.policy, before, after)


def _guarded(state: State, context: Context) -> bool:
    return not second.alone(context) and second.held(context.policy, state.roles)


def _set(event: fact.AccountOpened | fact.RolesAssigned | fact.ChangeAsked) -> dict[str, Any]:
    return {"unit": event.unit, "roles": event.roles, "grids": event.grids}


def _check_kept(
    state: State, roles: tuple[str, ...], grids: tuple[str, ...], unit: str, context: Context
) -> None:
    after = Actor(state.login, frozenset(roles), frozenset(grids), unit)
    _refuse_last(state, (after,), context)


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
        Act(ask.NoteSecondFactor, _bind, _known),
        Act(ask.ResetSecondFactor, _reset_factor, _anothers),
        Act(ask.ApproveChange, _approve, second.answered),
        Act(ask.DeclineChange, second.declined, second.answered),
        Act(ask.NoteEmergency, _note),
    ),
)
