"""Changes that take two: asked by one, done by another, and by nobody else."""

from typing import Any

import pytest
from msgspec.structs import replace

from governance.accounts import commands, second
from governance.accounts import events as fact
from governance.accounts.stream import STREAM, account_id
from governance.kernel.command import SYSTEM, Actor
from tests.builders import EARLIER, NOW, ask, book, context, happened
from tests.given import refusal, when

ID = account_id("shen")
PERSON: dict[str, Any] = {"login": "shen", "name": "沈", "unit": "纪工委"}
OPENED = happened(fact.AccountOpened(**PERSON, roles=("auditor",)))
RESET = ask(commands.ResetPassword, ID, reason="忘记")
WANTED = fact.ChangeAsked(change="password", login="shen", name="沈", reason="忘记")
ASKED = replace(happened(WANTED, by="guanli"), version=2)
APPROVE = ask(commands.ApproveChange, ID, asked=2)


def by(account: str, now: Any = NOW) -> Any:
    return context(now, actor=Actor(account, frozenset({"administrator"})))


def test_who_may_approve_is_guarded_too():
    assert second.guarded(book()) == {"auditor", "administrator", "street_leader"}


def test_one_asks_and_another_does():
    assert when(STREAM, (OPENED,), RESET, by("guanli")) == [WANTED]
    assert when(STREAM, (OPENED, ASKED), APPROVE, by("lingdao")) == [
        fact.ChangeApproved(asked=2, change="password"),
        fact.PasswordReset(reason="忘记"),
    ]


def test_the_system_does_it_alone():
    assert when(STREAM, (OPENED,), RESET, context(actor=SYSTEM)) == [
        fact.PasswordReset(reason="忘记")
    ]


@pytest.mark.parametrize(
    ("account", "code"),
    [("guanli", "accounts.asked_by_oneself"), ("shen", "accounts.own_account")],
)
def test_neither_the_asker_nor_the_account_approves(account, code):
    assert refusal(STREAM, (OPENED, ASKED), APPROVE, by(account)) == code


def test_what_is_answered_waits_no_more():
    for answered in (
        fact.ChangeApproved(asked=2, change="password"),
        fact.ChangeDeclined(asked=2, change="password", reason="不必"),
    ):
        past = (OPENED, ASKED, happened(answered, by="lingdao"))
        assert refusal(STREAM, past, APPROVE, by("lingdao")) == "accounts.nothing_waiting"


def test_what_was_asked_long_ago_is_asked_anew():
    days = book().security.second_person.days
    late = EARLIER.replace(day=EARLIER.day + days + 1)
    assert (
        refusal(STREAM, (OPENED, ASKED), APPROVE, by("lingdao", late))
        == "accounts.asked_too_long_ago"
    )
    assert refusal(STREAM, (OPENED, ASKED), RESET, by("guanli")) == "accounts.change_waiting"
    assert when(STREAM, (OPENED, ASKED), RESET, by("guanli", late)) == [WANTED]


def test_a_role_that_comes_brings_a_password_and_one_that_goes_brings_none():
    usual = happened(fact.AccountOpened(**PERSON, roles=("secretary",)))
    come = replace(WANTED, change="roles", roles=("auditor",), unit="纪工委")
    asked = replace(happened(come, by="guanli"), version=2)
    kinds = [type(one) for one in when(STREAM, (usual, asked), APPROVE, by("lingdao"))]
    assert kinds == [fact.ChangeApproved, fact.RolesAssigned, fact.PasswordReset]
    go = replace(come, roles=("secretary",))
    asked = replace(happened(go, by="guanli"), version=2)
    kinds = [type(one) for one in when(STREAM, (OPENED, asked), APPROVE, by("lingdao"))]
    assert kinds == [fact.ChangeApproved, fact.RolesAssigned]
