"""Changes of an account that take two people: one asks, another one, who is neither, approves.

Whose accounts these are, the policy of security names; whoever may approve is one of them, or
somebody could first take the account of one who approves. The system itself, at its setting up and
at the server, acts alone.
"""

from collections.abc import Iterable
from datetime import timedelta

from governance.accounts import commands as ask
from governance.accounts import events as fact
from governance.accounts.life import State, Waiting
from governance.kernel.command import SYSTEM
from governance.kernel.errors import Refused
from governance.kernel.event import Event
from governance.policy.book import PolicyBook
from governance.policy.context import Context


def guarded(policy: PolicyBook) -> frozenset[str]:
    """Give the roles whose accounts one person alone does not change."""
    approving = ask.ApproveChange.qualified_name()
    return frozenset(
        {
            *policy.security.second_person.roles,
            *(role.code for role in policy.roles.role if role.sends(approving)),
        }
        - SYSTEM.roles
    )


def touched(policy: PolicyBook, before: Iterable[str], after: Iterable[str]) -> bool:
    """Whether somebody comes to a guarded role, or loses one."""
    kept = guarded(policy)
    return kept.intersection(before) != kept.intersection(after)


def held(policy: PolicyBook, roles: Iterable[str]) -> bool:
    """Whether any of these roles is guarded."""
    return not guarded(policy).isdisjoint(roles)


def alone(context: Context) -> bool:
    """Whether whoever acts needs nobody else: the system."""
    return context.actor.account == SYSTEM.account


def asked(state: State, wanted: fact.ChangeAsked, context: Context) -> list[Event]:
    """Ask for a change; one at a time."""
    if state.waiting and not _over(state.waiting, context):
        raise Refused("accounts.change_waiting")
    return [wanted]


def waiting(state: State, number: int, context: Context) -> Waiting:
    """Give what was asked for, if it still waits."""
    if state.waiting is None or state.waiting.number != number:
        raise Refused("accounts.nothing_waiting")
    if _over(state.waiting, context):
        raise Refused(
            "accounts.asked_too_long_ago", days=context.policy.security.second_person.days
        )
    return state.waiting


def another(asking: Waiting, context: Context) -> None:
    """Refuse whoever asked, and whose account it is: the second person is a second person."""
    if context.actor.account == asking.by:
        raise Refused("accounts.asked_by_oneself")
    if context.actor.account == asking.asked.login:
        raise Refused("accounts.own_account")


def answered(state: State, _: Context) -> None:
    """Refuse an answer where nothing was asked."""
    if state.waiting is None:
        raise Refused("accounts.nothing_waiting")


def declined(state: State, command: ask.DeclineChange, context: Context) -> list[Event]:
    """Let nothing come of it; whoever asked may say so too."""
    if state.waiting is None or state.waiting.number != command.asked:
        raise Refused("accounts.nothing_waiting")
    if context.actor.account == state.waiting.asked.login:
        raise Refused("accounts.own_account")
    change = state.waiting.asked.change
    return [fact.ChangeDeclined(asked=command.asked, change=change, reason=command.reason)]


def _over(asking: Waiting, context: Context) -> bool:
    return context.now - asking.at > timedelta(days=context.policy.security.second_person.days)
