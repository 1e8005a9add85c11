"""At the door: whoever is not let in hears the same, and whoever is goes to a page of ours."""

from urllib.parse import quote, urlsplit

import pytest

from governance.accounts.commands import SuspendAccount
from governance.accounts.stream import account_id
from projections.custody.access import LOCKED_FOR, TRIES
from tests.deployment import tell
from tests.functional.conftest import PASSWORD, app_on


@pytest.fixture
def stranger(office):
    return app_on(office).test_client()


def enter(client, account, password=PASSWORD, **more):
    return client.post("/login", data={"account": account, "password": password, **more})


def test_wrong_unknown_locked_and_suspended_are_told_alike(office, stranger):
    tell(office, SuspendAccount, account_id("secretary"), reason="离岗")
    for _ in range(TRIES):
        enter(stranger, "auditor", "x")
    office.clock.now += LOCKED_FOR / 2
    values = {
        (answer.status_code, answer.text.replace(who, "…"), frozenset(answer.headers.keys()))
        for who, password in (
            ("hotline_desk", "wrong"),
            ("auditor", PASSWORD),
            ("auditor", "wrong"),
            ("secretary", PASSWORD),
            ("secretary", "wrong"),
            ("unknown", PASSWORD),
            ("nobody", "nobody"),
        )
        if (answer := enter(stranger, who, password))
    }
    ((status, page, _),) = values
    assert status == 422
    assert "账号或密码不对，或因连续输错已暂时锁定，请核对后再试。" in page
    assert "连续输错5次，账号会锁定30分钟；忘记密码的，请联系管理员重置。" in page


def test_a_locked_account_opens_again_after_its_time_or_with_a_new_password(office, stranger):
    for _ in range(TRIES):
        enter(stranger, "auditor", "x")
    assert enter(stranger, "auditor").status_code == 422
    office.clock.now += LOCKED_FOR
    assert enter(stranger, "auditor").status_code == 303
    for _ in range(TRIES):
        enter(stranger, "auditor", "x")
    office.access.set_password("auditor", "Xin-mima-26", now=office.clock())
    assert enter(stranger, "auditor", "Xin-mima-26").status_code == 303


def test_trying_ones_own_password_counts_as_at_the_door(stranger, client_of):
    me = client_of("grid_worker")
    values = {"old": "x", "password": "Xin-mima-26", "again": "Xin-mima-26"}
    for old in ["x"] * TRIES + [PASSWORD]:
        wrong = me.post("/me/password", data=values | {"old": old})
        assert wrong.status_code == 422
        assert "现在的密码不对，或因连续输错已暂时锁定，请核对后再试。" in wrong.text
    assert enter(stranger, "grid_worker").status_code == 422


FOREIGN = (
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r\n/evil.example",
    "https://evil.example",
    "javascript:alert(1)",
    "http://[",
    "evil.example",
    " //evil.example",
    "/cases\r\nSet-Cookie: a=b",
    "/cases\nX: y",
    "/cases\r",
    "/cases\x00\x0b\x1f\n",
    "/cases\x85",
    "/cases\u2028",
)


@pytest.mark.parametrize("database_url", [""])
@pytest.mark.parametrize("wanted", FOREIGN, ids=repr)
def test_an_address_that_is_none_of_ours_leads_to_the_first_page(stranger, wanted):
    assert stranger.get(f"/login?next={quote(wanted)}").status_code == 200
    answer = enter(stranger, "auditor", next=wanted)
    assert (answer.status_code, answer.headers.get_all("Location")) == (303, ["/"])
    assert [cookie.partition("=")[0] for cookie in answer.headers.getlist("Set-Cookie")] == [
        "geyi_session"
    ]
    back = stranger.get(f"/replay/moment?moment=1&to={quote(wanted)}")
    assert (back.status_code, urlsplit(back.location).netloc) == (303, "")
    assert urlsplit(back.location).path == "/"


@pytest.mark.parametrize("database_url", [""])
@pytest.mark.parametrize("wanted", ["/cases?q=路灯&page=2", "/cases?q=a b", "/replay/moment?to=/"])
def test_an_address_of_ours_is_gone_to(stranger, wanted):
    answer = enter(stranger, "auditor", next=wanted)
    assert answer.status_code == 303
    assert answer.location == quote(wanted, safe="/?=&+%")
