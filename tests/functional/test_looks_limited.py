"""How often one person opens personal data is limited by policy, and counted for the leader."""

from uuid import uuid4

import pytest

from governance.disclosures.events import PersonalDataRevealed
from governance.disclosures.stream import disclosure_id
from governance.hotline.commands import ReceiveTicket
from governance.hotline.stream import ticket_id
from governance.policies.commands import PublishEdition
from governance.policies.stream import POLICY_STREAM
from tests.deployment import tell

MOST = 3
TICKET = ticket_id("12345", "T1")


@pytest.fixture
def limited(office):
    """An office where one looks three times an hour, five a day."""
    tell(
        office,
        ReceiveTicket,
        TICKET,
        serial="T1",
        source="12345",
        received_at=office.clock(),
        kind="complaint",
        title="路灯不亮",
        caller="张三",
        phone="13800138000",
        grid="g1",
    )
    content = office.governance.book.editions["security"].content
    content = content | {"reveals": {"an_hour": MOST, "a_day": 5, "source": "x"}}
    tell(office, PublishEdition, POLICY_STREAM, policy="security", content=content, source="x")
    return office


def look(client):
    values = {"command_id": str(uuid4()), "field": "phone", "purpose": "核对回访电话"}
    return client.post(f"/reveal/case/{TICKET}", data=values)


def looks(office):
    held = office.history(disclosure_id(TICKET))
    return [one for one in held if isinstance(one, PersonalDataRevealed)]


def test_who_has_looked_often_enough_waits_and_nobody_else(limited, client_of):
    desk = client_of("hotline_desk")
    for _ in range(MOST):
        assert "13800138000" in look(desk).text
    refused = look(desk)
    assert refused.status_code == 422
    assert "一小时内已查看3次个人信息" in refused.text
    assert "13800138000" not in refused.text
    assert len(looks(limited)) == MOST
    assert "13800138000" in look(client_of("secretary")).text
    limited.clock.move(hours=1, seconds=1)
    desk = client_of("hotline_desk")
    assert [look(desk).status_code for _ in range(3)] == [200, 200, 422]
    assert "一天内已查看5次" in look(desk).text


def test_the_control_without_a_limit_there_is_no_end(limited, client_of):
    content = limited.governance.book.editions["security"].content
    content = content | {"reveals": {"an_hour": 1000, "a_day": 1000, "source": "x"}}
    tell(limited, PublishEdition, POLICY_STREAM, policy="security", content=content, source="y")
    desk = client_of("hotline_desk")
    assert {look(desk).status_code for _ in range(20)} == {200}


def test_the_list_begins_with_who_looked_how_often(limited, client_of):
    desk = client_of("hotline_desk")
    for _ in range(2):
        look(desk)
    page = client_of("auditor").get("/disclosures").text
    assert "近30天查看个人信息" in page
    assert "hotline_desk的账号</a> 2次" in page
