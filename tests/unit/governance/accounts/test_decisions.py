from typing import Any

import pytest

from governance.accounts import commands
from governance.accounts import events as fact
from governance.accounts.stream import STREAM, account_id
from governance.kernel.command import Command
from governance.kernel.event import Event
from tests.builders import ask, context, happened
from tests.given import given, refusal, when

ID = account_id("li")
PERSON: dict[str, Any] = {"login": "li", "name": "李四", "unit": "网格办"}
OPENED = happened(fact.AccountOpened(**PERSON, roles=("secretary",), grids=("g1", "g2")))
SUSPENDED = happened(fact.AccountSuspended(reason="离岗"))


def open_(**changes: Any) -> Command:
    told_so = PERSON | {"roles": ("secretary",), "grids": ("g2", "g1")} | changes
    return ask(commands.OpenAccount, ID, **told_so)


def assign(*roles: str, unit: str = "网格办") -> Command:
    return ask(
        commands.AssignRoles, ID, roles=roles, grids=("g1", "g2"), unit=unit, reason="岗位调整"
    )


RENAME = ask(commands.RenameAccount, ID, name="李思")
SUSPEND = ask(commands.SuspendAccount, ID, reason="离岗")
RESTORE = ask(commands.RestoreAccount, ID, reason="返岗")
RESET = ask(commands.ResetPassword, ID, reason="遗忘")


@pytest.mark.parametrize(
    ("past", "command", "facts"),
    [
        (
            (),
            open_(),
            [fact.AccountOpened(**PERSON, roles=("secretary",), grids=("g1", "g2"))],
        ),
        (
            (OPENED,),
            assign("secretary", "grid_leader"),
            [
                fact.RolesAssigned(
                    roles=("grid_leader", "secretary"),
                    grids=("g1", "g2"),
                    unit="网格办",
                    reason="岗位调整",
                )
            ],
        ),
        ((OPENED,), assign("secretary"), []),
        ((OPENED,), RENAME, [fact.AccountRenamed(old="李四", new="李思")]),
        ((OPENED, happened(fact.AccountRenamed(old="李四", new="李思"))), RENAME, []),
        ((OPENED,), SUSPEND, [fact.AccountSuspended(reason="离岗")]),
        ((OPENED, SUSPENDED), SUSPEND, []),
        ((OPENED, SUSPENDED), RESTORE, [fact.AccountRestored(reason="返岗")]),
        ((OPENED,), RESTORE, []),
        ((OPENED,), RESET, [fact.PasswordReset(reason="遗忘")]),
        (
            (OPENED, happened(fact.PasswordReset(reason="遗忘"))),
            RESET,
            [fact.PasswordReset(reason="遗忘")],
        ),
    ],
    ids=[
        "open",
        "assign",
        "assign again",
        "rename",
        "rename again",
        "suspend",
        "suspend again",
        "restore",
        "restore again",
        "reset",
        "every reset is a fact of its own",
    ],
)
def test_decisions(past: tuple[Event, ...], command: Command, facts: list[Event]) -> None:
    assert when(STREAM, past, command) == facts


@pytest.mark.parametrize(
    ("past", "command", "code"),
    [
        ((), RENAME, "accounts.unknown"),
        ((), open_(login="system"), "accounts.reserved_login"),
        ((), open_(roles=()), "accounts.no_role"),
        ((), open_(roles=("king",)), "accounts.no_such_role"),
        ((), open_(roles=("system",)), "accounts.no_such_role"),
        ((), open_(roles=("administrator", "auditor")), "accounts.roles_not_separated"),
        ((), open_(roles=("administrator", "secretary")), "accounts.roles_not_separated"),
        ((OPENED,), assign("auditor", "secretary"), "accounts.roles_not_separated"),
        ((OPENED,), open_(name="另一个李四"), "accounts.login_taken"),
        ((OPENED,), open_(), "accounts.login_taken"),
        ((OPENED, SUSPENDED), RESET, "accounts.suspended"),
    ],
)
def test_refusals(past: tuple[Event, ...], command: Command, code: str) -> None:
    assert refusal(STREAM, past, command) == code


@pytest.mark.parametrize("command", [assign("administrator"), SUSPEND])
def test_nobody_acts_upon_himself(command: Command) -> None:
    assert refusal(STREAM, (OPENED,), command, context(actor="li")) == "accounts.own_account"
    assert when(STREAM, (OPENED,), command, context(actor="wu"))


def test_a_restored_account_has_the_roles_assigned_last():
    moved = fact.RolesAssigned(roles=("auditor",), grids=(), unit="纪工委", reason="")
    restored = happened(fact.AccountRestored(reason=""))
    state = given(STREAM, OPENED, SUSPENDED, happened(moved), restored)
    assert (state.stage, state.roles, state.unit) == ("active", ("auditor",), "纪工委")
