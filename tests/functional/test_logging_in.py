"""At the door: whoever is not let in hears the same, and whoever is goes to a page of ours."""

from urllib.parse import quote, urlsplit

import pytest

from governance.accounts.commands import SuspendAccount
from governance.accounts.stream import account_id
from governance.policies.commands import PublishEdition
from governance.policies.stream import POLICY_STREAM
from governance.policy.security import Lockout
from tests.deployment import tell
from tests.functional.conftest import PASSWORD, app_on

TRIES = Lockout().tries


@pytest.fixture
def stranger(office):
    return app_on(office).test_client()


def enter(client, account, password=PASSWORD, **more):
    return client.post("/login", data={"account": account, "password": password, **more})


def enter_from(address, client, account, password=PASSWORD):
    values = {"account": account, "password": password}
    return client.post("/login", data=values, environ_base={"REMOTE_ADDR": address})


def test_wrong_unknown_waiting_and_suspended_are_told_alike(office, stranger):
    """One address tries each of them equally often, and hears the same to the last header."""
    tell(office, SuspendAccount, account_id("secretary"), reason="离岗")
    heard = []
    for n, (who, password) in enumerate(
        (
            ("hotline_desk", "wrong"),
            ("auditor", "wrong"),
            ("secretary", PASSWORD),
            ("unknown", PASSWORD),
            ("unknown2", "wrong"),
        )
    ):
        answers = [enter_from(f"203.0.113.{n}", stranger, who, password) for _ in range(TRIES + 2)]
        heard.append(
            [
                (one.status_code, one.text.replace(who, "…"), tuple(one.headers.keys()))
                for one in answers
            ]
        )
    assert all(one == heard[0] for one in heard)
    assert [status for status, *_ in heard[0]] == [422] * (TRIES - 1) + [429] * 3
    assert "账号或密码不对，请核对后再试。" in heard[0][0][1]
    assert "账号或密码不对，或者连续输错的次数太多，请过1分钟再试。" in heard[0][-1][1]
    # Who waits hears the same, right or wrong.
    assert enter_from("203.0.113.1", stranger, "auditor").text == heard[0][-1][1].replace(
        "…", "auditor"
    )


def test_whoever_tries_elsewhere_locks_nobody_out(office, stranger):
    """The only administrator is tried from everywhere, and comes in from his desk all the same."""
    desk = "198.51.100.20"
    assert enter_from(desk, stranger, "administrator").status_code == 303
    for n in range(120):
        wrong = enter_from(f"203.0.113.{n % 40}", stranger, "administrator", "x")
        assert wrong.status_code in {422, 429}
    assert enter_from(desk, stranger, "administrator").status_code == 303
    assert enter_from("192.0.2.1", stranger, "administrator").status_code == 429
    office.clock.move(minutes=31)
    assert enter_from("192.0.2.1", stranger, "administrator").status_code == 303


def test_the_addresses_of_one_subscriber_are_one(stranger):
    for n in range(TRIES):
        enter_from(f"2001:db8:0:7::{n}", stranger, "auditor", "x")
    assert enter_from("2001:db8:0:7:ffff::1", stranger, "auditor").status_code == 429
    assert enter_from("2001:db8:0:8::1", stranger, "auditor").status_code == 303


def test_a_waiting_account_opens_again_after_its_time_or_with_a_new_password(office, stranger):
    for _ in range(TRIES):
        enter(stranger, "auditor", "x")
    assert enter(stranger, "auditor").status_code == 429
    office.clock.move(minutes=1)
    assert enter(stranger, "auditor").status_code == 303
    for _ in range(TRIES):
        enter(stranger, "auditor", "x")
    office.access.set_password("auditor", "Xin-mima-26", now=office.clock())
    assert enter(stranger, "auditor", "Xin-mima-26").status_code == 303


def test_how_often_one_may_be_wrong_is_policy(office, stranger):
    content = office.governance.book.editions["security"].content
    content = content | {"lockout": content["lockout"] | {"tries": 3, "wait_minutes": 7}}
    values = {"policy": "security", "content": content, "source": "测试"}
    tell(office, PublishEdition, POLICY_STREAM, **values)
    statuses = [enter(stranger, "auditor", "x").status_code for _ in range(3)]
    assert statuses == [422, 422, 429]
    assert "请过7分钟再试" in enter(stranger, "auditor", "x").text


def test_trying_ones_own_password_counts_as_at_the_door(stranger, client_of):
    me = client_of("grid_worker")
    values = {"old": "x", "password": "Xin-mima-26", "again": "Xin-mima-26"}
    for n, old in enumerate(["x"] * TRIES + [PASSWORD]):
        wrong = me.post("/me/password", data=values | {"old": old})
        assert wrong.status_code == 422
        assert "现在的密码不对" in wrong.text
        assert ("请过1分钟再试" in wrong.text) is (n >= TRIES - 1)
    assert enter(stranger, "grid_worker").status_code == 429


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
