"""不一致待定: what a sheet says against people's decision waits in a queue until it is settled."""

from uuid import uuid4

import pytest

from governance.hotline.commands import DispatchTicket, ReceiveTicket
from governance.hotline.stream import ticket_id
from tests.deployment import tell

KEY = ticket_id("12345", "SH2026030501")
QUEUE = "/cases?flag=disagrees"


@pytest.fixture
def desk(office, client_of, clock):
    def brought(unit, batch):
        tell(
            office,
            ReceiveTicket,
            KEY,
            serial="SH2026030501",
            source="12345",
            received_at=clock(),
            kind="complaint",
            title="小区路灯不亮",
            grid="g1",
            unit=unit,
            dispatched_at=clock(),
            batch=batch,
        )

    brought("城建办", "b1")
    tell(office, DispatchTicket, KEY, unit="平安办")
    brought("绿化所", "b2")
    return client_of("hotline_desk")


def settle(desk, **values):
    data = {"command_id": str(uuid4()), "field": "unit", "reason": "电话问过", **values}
    return desk.post(f"/cases/{KEY}/settle", data=data)


def test_it_stands_in_the_queue_and_on_its_page_with_both_values(desk, client_of):
    assert "小区路灯不亮" in desk.get(QUEUE).text
    assert "不一致待定" in desk.get("/").text
    page = desk.get(f"/cases/{KEY}").text
    assert "不一致待定" in page
    assert "来表的承办单位写“绿化所”，与登记的“平安办”不一致，没有改动" in page
    form = desk.get(f"/cases/{KEY}?act=settle").text
    assert "承办单位：来表是“绿化所”，登记的是“平安办”" in form
    assert settle(client_of("grid_worker"), taken="yes").status_code != 303
    assert "小区路灯不亮" in desk.get(QUEUE).text


@pytest.mark.parametrize(("taken", "unit"), [("yes", "绿化所"), ("no", "平安办")])
def test_settled_it_leaves_the_queue_and_the_history_says_who_decided_what(desk, taken, unit):
    refused = settle(desk, taken=taken, reason=" ")
    assert refused.status_code == 422
    assert settle(desk, taken=taken).status_code == 303
    assert "小区路灯不亮" not in desk.get(QUEUE).text
    assert "不一致待定" not in desk.get("/").text
    page = desk.get(f"/cases/{KEY}").text
    assert f"{'采用来表的' if taken == 'yes' else '保留登记的'}承办单位，理由：电话问过" in page
    assert unit in desk.get("/cases").text
    assert "现在没有与来表不一致" in settle(desk, taken=taken).text


def test_as_of_before_it_still_waits(desk, office):
    before = office.ledger.position()
    settle(desk, taken="no")
    assert "小区路灯不亮" in desk.get(f"{QUEUE}&as_of={before}").text
