"""What takes two people: nobody becomes the auditor, or somebody who approves, by himself."""

import re
from typing import Any
from uuid import uuid4

import pytest

from governance.accounts import events as fact
from governance.accounts.commands import AssignRoles, OpenAccount
from governance.accounts.stream import account_id
from governance.policy.book import Edition
from governance.policy.checks import unfit
from tests.builders import book
from tests.deployment import tell
from tests.functional.conftest import PASSWORD, app_on

LEADER: dict[str, Any] = {
    "login": "lingdao",
    "name": "郑书记",
    "unit": "街道",
    "roles": ("street_leader",),
}
HALF = re.compile(r"一半：<strong class=\"num\">([a-z2-7]{8})</strong>")
"""A half of a password, as the page shows it to whoever keeps it."""


@pytest.fixture
def leader(office):
    """A browser of the leader who may approve."""
    tell(office, OpenAccount, account_id("lingdao"), **LEADER)
    office.access.set_password("lingdao", PASSWORD, now=office.clock())
    return entered(office, "lingdao")


def entered(office, login, password=PASSWORD):
    client = app_on(office).test_client()
    answer = client.post("/login", data={"account": login, "password": password})
    assert answer.status_code == 303
    return client


def opens(office, login, password):
    client = app_on(office).test_client()
    return client.post("/login", data={"account": login, "password": password}).status_code == 303


def send(client, path, **values):
    return client.post(path, data={"command_id": str(uuid4()), **values})


def asked(client, path, **values):
    """Ask for a change; give its page."""
    answer = send(client, path, **values)
    assert answer.status_code == 303, answer.text
    assert answer.location.startswith("/account-changes/"), answer.location
    return answer.location


def half_of(client, page):
    return HALF.search(client.get(page).text)


def test_the_auditors_password_is_reset_by_two_and_known_to_neither(office, client_of, leader):
    administrator = client_of("administrator")
    page = asked(administrator, "/accounts/auditor/password", reason="忘记密码")
    assert opens(office, "auditor", PASSWORD)  # nothing has changed yet
    assert "等待批准" in leader.get("/account-changes").text
    first = half_of(administrator, page)[1]
    assert half_of(leader, page) is None
    assert send(leader, f"{page}/approve").status_code == 303
    last = half_of(leader, page)[1]
    assert not opens(office, "auditor", PASSWORD)
    for known in (first, last, last + first):
        assert not opens(office, "auditor", known)
    office.clock.move(seconds=1)
    assert opens(office, "auditor", first + last)
    # Whoever it belongs to is in: the halves are shown no more.
    assert half_of(administrator, page) is None
    assert half_of(leader, page) is None
    story = administrator.get("/accounts/auditor").text
    assert "申请重置密码，等另一个人批准，原因：忘记密码" in story
    assert "批准重置密码" in story


def test_the_control_one_person_resets_whom_the_rule_does_not_name(office, client_of):
    """As it was for everybody: who resets it knows it, and is whoever it belongs to."""
    values = {"password": "Bu-yiyang-1", "reason": "忘记"}
    assert send(client_of("administrator"), "/accounts/secretary/password", **values)
    assert opens(office, "secretary", "Bu-yiyang-1")


@pytest.mark.parametrize(
    ("path", "values"),
    [
        ("/accounts/auditor/password", {"reason": "忘记"}),
        ("/accounts/auditor/suspend", {"reason": "离岗"}),
        ("/accounts/auditor/roles", {"roles": "secretary", "reason": "改任"}),
        ("/accounts/secretary/roles", {"roles": "auditor", "reason": "改任"}),
        ("/accounts/secretary/roles", {"roles": "street_leader", "reason": "改任"}),
        ("/accounts/lingdao/password", {"reason": "忘记"}),
        (
            "/accounts/new",
            {"login": "shenji2", "name": "新审计", "password": "Shen-2026x", "roles": "auditor"},
        ),
        (
            "/accounts/new",
            {
                "login": "guanli2",
                "name": "新管理",
                "password": "Guan-2026x",
                "roles": "administrator",
            },
        ),
    ],
)
def test_every_way_into_a_guarded_account_and_out_of_it_waits(
    office, client_of, leader, path, values
):
    administrator = client_of("administrator")
    before = office.live()
    page = asked(administrator, path, **values)
    login = page.split("/")[2]
    changing = (fact.AccountOpened, fact.RolesAssigned, fact.PasswordReset, fact.AccountSuspended)
    events = office.history(account_id(login))
    assert [type(one) for one in events if isinstance(one, changing)] == [
        type(one)
        for one in office.ledger.stream_at(account_id(login), before.position)
        if isinstance(one, changing)
    ]
    # Neither the asker nor the account itself answers it.
    refused = send(administrator, f"{page}/approve")
    assert (refused.status_code, "要由另一个人批准" in refused.text) == (422, True)
    if login == "lingdao":
        assert send(leader, f"{page}/approve").status_code == 422
    else:
        assert send(leader, f"{page}/approve").status_code == 303
        assert "已批准" in administrator.get(page).text
    if "password" in values:
        assert not opens(office, login, values["password"])


def test_who_may_not_approve_may_not(client_of, leader):
    page = asked(client_of("administrator"), "/accounts/auditor/password", reason="忘记")
    for role in ("auditor", "secretary", "grid_leader"):
        assert send(client_of(role), f"{page}/approve").status_code == 403
    assert client_of("auditor").get(page).status_code == 200
    assert client_of("secretary").get(page).status_code == 403


def test_what_is_declined_or_old_changes_nothing(office, client_of, leader):
    administrator = client_of("administrator")
    page = asked(administrator, "/accounts/auditor/password", reason="忘记")
    again = send(administrator, "/accounts/auditor/suspend", reason="离岗")
    assert (again.status_code, "已有一项变动在等" in again.text) == (422, True)
    assert send(leader, f"{page}/decline", reason="本人没有忘记").status_code == 303
    assert "本人没有忘记" in administrator.get(page).text
    late = send(leader, f"{page}/approve")
    assert (late.status_code, "已经办过" in late.text) == (422, True)
    page = asked(administrator, "/accounts/auditor/password", reason="忘记")
    office.clock.move(days=8)
    leader, administrator = entered(office, "lingdao"), client_of("administrator")
    late = send(leader, f"{page}/approve")
    assert (late.status_code, "已超过7天" in late.text) == (422, True)
    assert opens(office, "auditor", PASSWORD)
    asked(administrator, "/accounts/auditor/password", reason="忘记")  # an old one hinders no new


def test_whoever_asked_may_take_it_back(office, client_of):
    administrator = client_of("administrator")
    page = asked(administrator, "/accounts/auditor/password", reason="忘记")
    assert "撤回申请" in administrator.get(page).text
    assert send(administrator, f"{page}/decline", reason="不用了").status_code == 303
    assert isinstance(office.history(account_id("auditor"))[-1], fact.ChangeDeclined)


def test_an_approval_sent_twice_gives_one_password(office, client_of, leader):
    administrator = client_of("administrator")
    page = asked(administrator, "/accounts/auditor/password", reason="忘记")
    once = {"command_id": str(uuid4())}
    for _ in range(2):
        assert leader.post(f"{page}/approve", data=once).status_code == 303
    first, last = half_of(administrator, page)[1], half_of(leader, page)[1]
    assert opens(office, "auditor", first + last)
    assert (
        len([e for e in office.history(account_id("auditor")) if isinstance(e, fact.PasswordReset)])
        == 1
    )


def test_nothing_of_a_password_stands_in_the_log(office, client_of, leader):
    administrator = client_of("administrator")
    page = asked(administrator, "/accounts/auditor/password", reason="忘记")
    first = half_of(administrator, page)[1]
    send(leader, f"{page}/approve")
    last = half_of(leader, page)[1]
    if not office.database_url:
        kept = b"".join(file.read_bytes() for file in office.data.rglob("*.db*"))
        assert first.encode() not in kept
        assert last.encode() not in kept


def test_no_edition_lets_one_person_become_the_auditor():
    content = book().editions["security"].content
    for roles in ([], ["secretary"]):
        changed = content | {"second_person": content["second_person"] | {"roles": roles}}
        found = unfit(Edition("security", 2, changed, "x"), book())
        assert [(one.code, one.place) for one in found] == [("role_needed", "second_person.roles")]


def test_the_system_sets_up_alone(office):
    """Setting up, and the server, are nobody's account."""
    tell(
        office,
        AssignRoles,
        account_id("secretary"),
        roles=("auditor",),
        grids=(),
        unit="",
        reason="x",
    )
    assert isinstance(office.history(account_id("secretary"))[-1], fact.RolesAssigned)
