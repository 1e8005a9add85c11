"""街道领导 sees the work of every grid, and changes none of it."""

import pytest

from governance.accounts.commands import OpenAccount
from governance.accounts.stream import account_id
from governance.hotline.commands import ReceiveTicket
from governance.hotline.stream import ticket_id
from tests.deployment import tell
from tests.functional.conftest import PASSWORD

SERIALS = {"g1": "L1", "g2": "L2"}


@pytest.fixture
def leader(office, client_of, clock):
    for grid, serial in SERIALS.items():
        values = {"source": "12345", "received_at": clock.now, "kind": "complaint"}
        key = ticket_id("12345", serial)
        tell(office, ReceiveTicket, key, serial=serial, title=f"{grid}的事", grid=grid, **values)
    role = "street_leader"
    tell(
        office,
        OpenAccount,
        account_id(role),
        login=role,
        name="街道领导",
        roles=(role,),
        unit="街道办事处",
    )
    office.access.set_password(role, PASSWORD, now=office.clock())
    return client_of(role)


def test_a_leader_of_the_street_sees_every_grid(leader):
    listed = leader.get("/cases").text
    assert all(f"{grid}的事" in listed for grid in SERIALS)
    for path in ("/", "/meetings", "/resolutions", "/topics", "/figures"):
        assert leader.get(path).status_code == 200, path


def test_a_leader_of_the_street_does_nobody_elses_work(leader):
    for path in ("/policies", "/accounts", "/import", "/visits/new"):
        assert leader.get(path).status_code in {403, 404}, path
    page = leader.get(f"/cases/{ticket_id('12345', 'L1')}").text
    assert "派遣" not in page.partition("act-list")[2].partition("</section>")[0]
