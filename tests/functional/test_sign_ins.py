"""Who came in, went or was kept out is on record, and whoever tries fills no log."""

import pytest

from governance.sign_ins.events import SignedIn, SignedOut, SignInsFailed
from governance.sign_ins.stream import sign_ins_id
from scripts.jobs import tell_failures
from tests.functional.conftest import PASSWORD, app_on
from web.text.formats import local_day

DESK = {"REMOTE_ADDR": "10.20.30.44"}


@pytest.fixture
def stranger(office):
    return app_on(office).test_client()


def enter(client, account, password=PASSWORD, **more):
    values = {"account": account, "password": password}
    return client.post("/login", data=values, **more)


def door(office, login):
    return office.history(sign_ins_id(login, local_day(office.clock())))


def test_coming_and_going_are_on_record_with_a_network_and_no_address(office, stranger, client_of):
    assert enter(stranger, "auditor", environ_base=DESK).status_code == 303
    stranger.post("/logout")
    came, went = door(office, "auditor")
    assert (type(came), came.actor, came.network) == (SignedIn, "auditor", "10.20.30.0/24")
    assert (type(went), went.actor) == (SignedOut, "auditor")
    desk = client_of("administrator")
    page = desk.get("/accounts/auditor").text
    assert "最近登录" in page
    assert "10.20.30.0/24" in page
    listed = desk.get("/sign-ins?login=auditor").text
    assert "共 <strong>2</strong> 条" in listed
    assert "10.20.30.44" not in page + listed


def test_who_sees_the_door(client_of):
    assert client_of("auditor").get("/sign-ins").status_code == 200
    assert client_of("administrator").get("/sign-ins?format=csv").status_code == 200
    assert client_of("grid_worker").get("/sign-ins").status_code == 403


def test_ten_thousand_tries_are_one_record(office, stranger):
    """They end when the person gets in, and the record says how many there were."""
    before = office.ledger.position()
    for n in range(200):
        enter(stranger, "auditor", "x", environ_base={"REMOTE_ADDR": f"10.1.{n % 9}.{n}"})
    for _ in range(9_800):  # the rest without the pages around them
        office.failed.add("auditor", "10.1.0.0/24", now=office.clock())
    assert office.ledger.position() == before
    office.clock.move(minutes=31)
    assert enter(stranger, "auditor", environ_base=DESK).status_code == 303
    failed, came = door(office, "auditor")
    assert isinstance(failed, SignInsFailed)
    assert (failed.failures, failed.actor, len(failed.networks)) == (10_000, "system", 5)
    assert isinstance(came, SignedIn)
    assert "登录失败" in stranger.get("/sign-ins").text
    assert "10000" in stranger.get("/sign-ins?format=csv").data.decode("utf-8-sig")


def test_the_control_a_record_a_try_would_fill_the_log(office, stranger):
    """What comes of telling each failure at once: as many records as there are tries."""
    before = office.ledger.position()
    for _ in range(20):
        enter(stranger, "auditor", "x")
        office.clock.move(hours=1)
        tell_failures(office)
    assert office.ledger.position() == before + 20


def test_tries_that_go_on_are_told_once_an_hour(office, stranger):
    for minute in range(24 * 60):
        office.clock.move(minutes=1)
        if minute % 5 == 0:
            enter(stranger, "auditor", "x")
            tell_failures(office)
    runs = door(office, "auditor") + office.history(
        sign_ins_id("auditor", local_day(office.clock()))
    )
    runs = list({run.reference: run for run in runs}.values())
    assert len(runs) <= 24
    left = office.failed.run("auditor")
    assert sum(run.failures for run in runs) + (left.failures if left else 0) == 24 * 12
    assert tell_failures(office) == 0


def test_what_no_account_is_called_stands_nowhere(office, stranger):
    """Somebody types his password where the name belongs."""
    for n in range(30):
        enter(stranger, f"Mi-ma-{n}-hunter2", "x")
    office.clock.move(hours=1)
    assert tell_failures(office) == 1
    (run,) = door(office, "")
    assert (run.login, run.failures) == ("", 30)
    if not office.database_url:
        kept = b"".join(file.read_bytes() for file in office.data.glob("*.db*"))
        assert b"hunter2" not in kept
    assert enter(stranger, "auditor").status_code == 303
    assert "没有这个账号" in stranger.get("/sign-ins").text


def test_a_session_only_tried_leaves_no_coming(office, client_of):
    me = client_of("grid_worker")
    came = len(door(office, "grid_worker"))
    me.post("/me/password", data={"old": PASSWORD, "password": "x", "again": "x"})
    values = {"old": PASSWORD, "password": PASSWORD, "again": PASSWORD}
    me.post("/me/password", data=values)
    assert len(door(office, "grid_worker")) == came
