"""What a role may send: names, the beginnings of names, and what is taken out of them again."""

from datetime import timedelta

import msgspec
import pytest

from governance.kernel.command import Actor
from governance.policy.roles import Role, Roles


def role(code: str, *may: str, may_not: tuple[str, ...] = ()) -> Role:
    return Role(code=code, label=code, scope="all", may=may, pages=(), source="", may_not=may_not)


@pytest.mark.parametrize(
    ("command", "sent"),
    [
        ("hotline.DispatchTicket", True),
        ("hotline.HandleTicket", False),
        ("hotline.HandleTicketAgain", True),
        ("issues.HandleIssue", False),
    ],
)
def test_what_a_role_may_not_send_is_taken_out_of_what_it_may(command: str, sent: bool) -> None:
    assert role("desk", "hotline.*", may_not=("hotline.HandleTicket",)).sends(command) is sent
    assert not role("none", "hotline.*", may_not=("hotline.*",)).sends(command)


def test_what_one_role_may_not_send_another_of_the_same_person_may():
    desk = role("desk", "hotline.*", may_not=("hotline.HandleTicket",))
    roles = Roles("", (desk, role("unit", "hotline.HandleTicket")))
    assert roles.permits(Actor("a", frozenset({"desk", "unit"})), "hotline.HandleTicket")
    assert not roles.permits(Actor("a", frozenset({"desk"})), "hotline.HandleTicket")


def test_a_log_in_lasts_as_the_shorter_of_several_roles_says():
    field = msgspec.structs.replace(role("field"), idle_minutes=600)
    desk = msgspec.structs.replace(role("desk"), longest_minutes=300)
    roles = Roles("", (field, desk))
    for held, idle, longest in (
        (("field",), 600, 720),
        (("field", "desk"), 30, 300),
        (("nobody",), 30, 720),
    ):
        lasting = roles.lasting(held)
        assert lasting.idle == timedelta(minutes=idle)
        assert lasting.longest == timedelta(minutes=longest)
