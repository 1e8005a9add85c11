"""The register gives the grid of what is known by its area; what has none is told and waits."""

from uuid import uuid4

import pytest

from governance.hotline.commands import ReceiveTicket
from governance.hotline.stream import ticket_id
from governance.kernel.command import SYSTEM
from governance.places.commands import RegisterPlace
from governance.places.stream import place_id
from tests.builders import ask
from tests.deployment import tell

KEY = ticket_id("12345", "SH2026030501")
TICKET = {
    "serial": "SH2026030501",
    "source": "12345",
    "received_at": "2026-03-05T09:30",
    "kind": "complaint",
    "title": "小区路灯不亮",
    "urgency": "normal",
}


@pytest.fixture
def desk(office, client_of):
    areas = [
        ask(RegisterPlace, place_id("area", code), kind="area", code=code, name=name, grid=grid)
        for code, name, grid in (("a1", "甲居民区", "g1"), ("a9", "乙居民区", ""))
    ]
    office.execute(*areas, actor=SYSTEM)
    return client_of("hotline_desk")


def send(client, path, **values):
    data = {"command_id": str(uuid4()), **values}
    return client.post(path, data=data, follow_redirects=True).text


def test_an_area_of_the_register_gives_the_grid_and_the_toast_names_it(desk, client_of):
    page = send(desk, "/tickets/new", **TICKET, area="a1")
    assert "工单已登记，第一综合网格同步可见" in page
    worker = client_of("grid_worker")
    assert worker.get(f"/cases/{KEY}").status_code == 200
    assert TICKET["title"] in worker.get("/cases?grid=g1").text
    said = {"contacted_at": "2026-03-05T09:40", "result": "reached", "note": "约了"}
    assert "初电已登记，第一综合网格同步可见" in send(desk, f"/cases/{KEY}/contact", **said)
    page = send(desk, f"/cases/{KEY}/dispatch", unit="城建办")
    assert "工单已派遣给城建办，第一综合网格同步可见" in page


@pytest.mark.parametrize("where", [{}, {"area": "a9"}, {"area": "a404"}])
def test_what_has_no_grid_is_told_and_waits_in_a_queue(desk, where):
    page = send(desk, "/tickets/new", **TICKET, **where)
    assert "工单已登记，但还没有定网格，没有网格看得到，请先更正网格" in page
    assert "同步可见" not in page
    assert "未定网格" in page
    assert TICKET["title"] in desk.get("/cases?flag=gridless").text
    assert "未定网格" in desk.get("/").text
    page = desk.get(f"/cases/{KEY}?act=correct").text
    assert '<option value="grid" selected>' in page


def test_a_corrected_area_gives_the_grid_of_what_had_none(desk, office):
    send(desk, "/tickets/new", **TICKET)
    send(desk, f"/cases/{KEY}/correct", field="area", new="甲居民区", reason="核对地址")
    assert [event.new for event in office.history(KEY)[1:]] == ["a1", "g1"]
    assert TICKET["title"] not in desk.get("/cases?flag=gridless").text


def test_a_grid_that_was_told_stays_as_told(desk, office):
    send(desk, "/tickets/new", **TICKET, area="a1", grid="g2")
    assert office.history(KEY)[0].grid == "g2"


def test_a_reported_issue_has_the_grid_of_its_area(desk, client_of, office):
    secretary = client_of("secretary")
    values = {"title": "楼道堆物", "source": "patrol", "grid": "g1", "area": "a1"}
    assert "问题已上报，第一综合网格同步可见" in send(secretary, "/issues/new", **values)


def test_a_row_of_a_sheet_has_the_grid_of_its_area_the_first_time_and_later(desk, office):
    row = {
        "serial": "S9",
        "source": "sheet",
        "received_at": office.clock(),
        "kind": "help",
        "title": "井盖松动",
    }
    key = ticket_id("sheet", "S9")
    tell(office, ReceiveTicket, key, batch="b1", area="a1", **row)
    assert office.history(key)[0].grid == "g1"
    other = row | {"serial": "S10"}
    key = ticket_id("sheet", "S10")
    tell(office, ReceiveTicket, key, batch="b1", **other)
    tell(office, ReceiveTicket, key, batch="b2", area="a1", **other)
    assert [(e.field, e.new) for e in office.history(key)[1:]] == [("area", "a1"), ("grid", "g1")]
