"""不一致待定: a sheet says otherwise than people here decided; the desk decides which stands."""

import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from governance.casework.commands import GrantCorrection, RequestCorrection
from governance.hotline.commands import DispatchTicket, ReceiveTicket
from governance.hotline.kind import TICKET
from governance.hotline.stream import ticket_id
from governance.kernel.command import SYSTEM
from projections.engine.rebuild_check import rebuild_beside
from projections.engine.runtime import Runtime
from tests.builders import ask, moment
from tests.functional.conftest import ClientOf
from tests.functional.test_importing import mapping_of, upload
from tests.functional.test_tickets import REPORT, send

SERIAL = "SH001"
KEY = ticket_id("12345", SERIAL)
QUEUE = "/cases?flag=disagreed"
AT = moment("2026-03-02 09:00")
ROW: dict[str, Any] = {
    "serial": SERIAL,
    "source": "12345",
    "received_at": AT,
    "kind": "complaint",
    "title": "小区路灯不亮",
    "grid": "g1",
    "contacted_at": AT,
}


@pytest.fixture
def desk(client_of: ClientOf) -> FlaskClient:
    return client_of("hotline_desk")


def told(office: Runtime, batch: str, **said: Any) -> None:
    office.execute(ask(ReceiveTicket, KEY, batch=batch, **ROW | said), actor=SYSTEM)


def settle(client: FlaskClient, name: str, **values: str) -> Any:
    return send(client, f"/cases/{KEY}/{name}", **values)


def waiting(client: FlaskClient) -> bool:
    """Whether it stands in the queue; its head on 今日 says the same."""
    listed = ROW["title"] in client.get(QUEUE).text
    head = re.search(r"flag=disagreed[^>]*>(.*?)</a>", client.get("/").text, re.DOTALL)
    assert listed == bool(head)
    return listed


@pytest.fixture
def of_unit(office: Runtime) -> None:
    """A ticket people gave to 平安办, of which a sheet says 城管中队."""
    told(office, "b1", unit="城建办", dispatched_at=AT)
    office.execute(ask(DispatchTicket, KEY, unit="平安办"), actor=SYSTEM)
    told(office, "b2", unit="城管中队", dispatched_at=AT)


def test_both_values_stand_on_the_page_and_the_case_in_a_queue(of_unit, desk, client_of):
    assert waiting(desk)
    page = desk.get(f"/cases/{KEY}").text
    assert "来表的承办单位写“城管中队”，与登记的“平安办”不一致，没有改动" in page
    card = page.partition('id="disagreements"')[2].partition("</section>")[0]
    assert re.findall(r'<dd class="wrap-text">(.*?)</dd>', card) == ["城管中队", "平安办"]
    assert "act=take-sheet&amp;field=unit" in card
    assert "不一致待定" in desk.get("/cases").text
    beside = client_of("grid_worker").get(f"/cases/{KEY}").text
    assert 'id="disagreements"' in beside
    assert "act=take-sheet" not in beside


def test_what_is_held_is_kept_with_a_reason(of_unit, desk):
    answer = settle(desk, "keep-held", field="unit", reason="")
    assert answer.status_code == 422
    assert "原因：此项必填。" in answer.text
    assert settle(desk, "keep-held", field="unit", reason="已现场核实").status_code == 303
    page = desk.get(f"/cases/{KEY}").text
    assert "来表的承办单位写“城管中队”，保留登记的“平安办”，原因：已现场核实" in page
    assert 'id="disagreements"' not in page
    assert not waiting(desk)
    answer = settle(desk, "keep-held", field="unit", reason="再来一次")
    assert "来表与登记的这一项没有待定的不一致" in answer.text


def test_what_the_sheet_says_is_taken(of_unit, desk):
    form = desk.get(f"/cases/{KEY}?act=take-sheet&field=unit").text
    assert "承办单位：来表写城管中队，登记的是平安办" in form
    assert settle(desk, "take-sheet", field="unit", reason="区里改派").status_code == 303
    page = desk.get(f"/cases/{KEY}").text
    assert "承办：城管中队" in page
    assert "采用来表的值，原因：区里改派" in page
    assert not waiting(desk)


def test_only_the_desk_decides(of_unit, client_of):
    for role in ("secretary", "grid_worker"):
        answer = settle(client_of(role), "keep-held", field="unit", reason="好")
        assert "您的岗位不能办理此事" in answer.text


def test_what_is_over_is_taken_when_another_person_agrees(office, desk, client_of):
    ended = {"outcome": "solved", "closed_at": AT}
    told(office, "b1", **ended)
    here = {"field": "outcome", "new": "explained", "reason": "勾错"}
    office.execute(ask(TICKET.command(RequestCorrection), KEY, **here), actor=SYSTEM)
    office.execute(ask(TICKET.command(GrantCorrection), KEY), actor=SYSTEM)
    told(office, "b2", **ended | {"outcome": "unsolved"})
    assert waiting(desk)
    answer = settle(desk, "take-sheet", field="outcome", reason="区里复核")
    assert answer.status_code == 303
    page = desk.get(f"/cases/{KEY}").text
    assert "已申请按来表更正，等待另一人审核" in page
    assert "已申请更正这一项，等待另一人审核" in page
    assert waiting(desk)
    assert send(client_of("secretary"), f"/cases/{KEY}/grant-correction").status_code == 303
    page = desk.get(f"/cases/{KEY}").text
    assert "登记的处理结果现在与来表一致，不再待定" in page
    assert not waiting(desk)


def test_a_dispatch_by_hand_and_a_later_sheet_settle_it_by_themselves(of_unit, office, desk):
    told(office, "b3", unit="平安办", dispatched_at=AT)
    page = desk.get(f"/cases/{KEY}").text
    assert "来表的承办单位不再写“城管中队”，与登记的“平安办”一致，不再待定" in page
    assert not waiting(desk)
    told(office, "b4", unit="城管中队", dispatched_at=AT)
    assert waiting(desk)
    assert settle(desk, "redispatch", unit="城建办").status_code == 303
    assert waiting(desk)
    office.execute(ask(DispatchTicket, KEY, unit="城管中队"), actor=SYSTEM)
    assert "登记的承办单位现在与来表一致，不再待定" in desk.get(f"/cases/{KEY}").text
    assert not waiting(desk)


def test_rows_say_what_the_records_say_now_and_of_any_earlier_moment(of_unit, office, desk):
    position = office.ledger.position()
    assert settle(desk, "keep-held", field="unit", reason="已核实").status_code == 303
    before = desk.get(f"{QUEUE}&as_of={position}").text
    assert ROW["title"] in before
    assert 'id="disagreements"' in desk.get(f"/cases/{KEY}?as_of={position}").text
    assert "act=take-sheet" not in desk.get(f"/cases/{KEY}?as_of={position}").text
    if office.engines["reading"].dialect.name == "sqlite":
        assert rebuild_beside(office).identical


def test_a_sheet_tells_where_to_decide_and_that_nothing_is_left_to_decide(office, desk):
    head = "工单编号,接单时间,诉求标题,承办单位,派遣时间"
    line = f"{SERIAL},2026-03-02 09:00,路灯不亮,{{}},2026-03-02 09:10"

    def brought(unit: str, name: str) -> str:
        path = upload(desk, "\n".join((head, line.format(unit))).encode(), name=name).location
        trial: str = desk.post(
            path, data=mapping_of(desk.get(path).text), follow_redirects=True
        ).text
        desk.post(f"{path}/go")
        return trial

    brought("城建办", "一.csv")
    office.execute(ask(DispatchTicket, KEY, unit="平安办"), actor=SYSTEM)
    assert "请到“不一致待定”里定夺" in brought("城管中队", "二.csv")
    assert "路灯不亮" in desk.get(QUEUE).text
    assert "以前来表的不一致，现在一致了，不再待定" in brought("平安办", "三.csv")
    assert "路灯不亮" not in desk.get(QUEUE).text


def test_the_unit_of_a_handled_ticket_is_not_taken_and_what_was_typed_stays(
    of_unit, desk, client_of
):
    assert settle(desk, "redispatch", unit="城建办").status_code == 303
    assert settle(client_of("handling_unit"), "handle", **REPORT).status_code == 303
    answer = settle(desk, "take-sheet", field="unit", reason="区里改派")
    assert answer.status_code == 422
    assert "这件工单已经提交办结报告" in answer.text
    assert "区里改派" in answer.text
    assert waiting(desk)
