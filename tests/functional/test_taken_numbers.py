"""A number typed again: the case that has it is shown, and nothing of it is changed."""

from uuid import uuid4

import msgspec
import pytest

from governance.hotline.commands import ReceiveTicket
from governance.hotline.stream import ticket_id
from governance.kernel.command import SYSTEM
from governance.policies.commands import PublishEdition
from governance.policies.stream import POLICY_STREAM
from projections.casework.queries import case
from tests.builders import NOW, ask, book
from tests.expecting import existing
from web.hotline.sheet import TICKETS
from web.imports.taking_over import take_over
from web.sheets import Mapping

KEY = ticket_id("12345", "SH2026030501")
TICKET = {
    "serial": "SH2026030501",
    "source": "12345",
    "received_at": "2026-03-05T09:30",
    "kind": "complaint",
    "title": "小区路灯不亮",
    "content": "张三反映三号楼前路灯三天不亮",
    "caller": "张三",
    "phone": "13800138000",
    "grid": "g1",
    "urgency": "normal",
}
OTHER = TICKET | {"title": "楼道堆物", "content": "李四反映楼道堆物", "phone": "13900139000"}


def send(client, **values):
    return client.post("/tickets/new", data={"command_id": str(uuid4()), **values})


@pytest.fixture
def received(client_of, office):
    assert send(client_of("hotline_desk"), **TICKET).status_code == 303
    return office


def nothing_came_of_it(office):
    (only,) = office.history(KEY)
    return only.title == TICKET["title"]


@pytest.mark.parametrize("again", [TICKET, OTHER], ids=["the same ticket", "another ticket"])
def test_the_ticket_that_has_the_number_is_shown_and_stays_as_it_is(received, client_of, again):
    answer = send(client_of("hotline_desk"), **again)
    assert answer.status_code == 422
    assert "已有这件工单（编号SH2026030501），没有改动。" in answer.text
    assert f'<a href="/cases/{KEY}">查看已有的工单：小区路灯不亮</a>' in answer.text
    for typed in (again["title"], again["content"], again["phone"], "2026-03-05T09:30"):
        assert typed in answer.text
    assert "工单已登记" not in answer.text
    assert nothing_came_of_it(received)


def test_two_who_type_it_at_once_have_one_ticket_and_the_second_is_told(received, client_of):
    mine, theirs = client_of("hotline_desk"), client_of("hotline_desk")
    for client in (mine, theirs):
        assert client.get("/tickets/new").status_code == 200
    new = {"serial": "SH2026030502"}
    assert send(mine, **TICKET | new).status_code == 303
    assert send(theirs, **OTHER | new).status_code == 422
    (only,) = received.history(ticket_id("12345", "SH2026030502"))
    assert only.title == TICKET["title"]


def test_the_same_form_sent_twice_is_answered_with_the_same_ticket(client_of, office):
    desk, once = client_of("hotline_desk"), {"command_id": str(uuid4()), **TICKET}
    first, again = (desk.post("/tickets/new", data=once) for _ in range(2))
    assert (first.status_code, again.status_code) == (303, 303)
    assert first.location == again.location == f"/cases/{KEY}"
    assert nothing_came_of_it(office)


def test_the_number_put_right_the_form_is_taken(received, client_of):
    desk, values = client_of("hotline_desk"), {"command_id": str(uuid4()), **OTHER}
    assert desk.post("/tickets/new", data=values).status_code == 422
    right = values | {"serial": "SH2026030509"}
    assert desk.post("/tickets/new", data=right).status_code == 303


def test_who_does_not_see_the_ticket_is_told_that_there_is_one_and_whom_to_ask(office, client_of):
    worker_may_receive(office)
    elsewhere = {
        "serial": "SH2026030501",
        "source": "12345",
        "received_at": NOW,
        "kind": "complaint",
        "title": "小区路灯不亮",
        "grid": "g2",
    }
    office.execute(ask(ReceiveTicket, KEY, **elsewhere), actor=SYSTEM)
    answer = send(client_of("grid_worker"), **OTHER)
    assert answer.status_code == 422
    assert "已有这件工单（编号SH2026030501），没有改动。" in answer.text
    assert "请向热线专员询问" in answer.text
    assert "小区路灯不亮" not in answer.text
    assert str(KEY) not in answer.text
    assert nothing_came_of_it(office)


def test_who_may_take_no_ticket_over_is_not_told_which_numbers_there_are(received, client_of):
    answer = send(client_of("grid_worker"), **OTHER)
    assert answer.status_code == 422
    assert "您的岗位不能办理此事" in answer.text
    assert "已有" not in answer.text


def test_a_sheet_still_corrects_a_ticket_typed_in(received):
    sheet = "工单编号,受理时间,标题\nSH2026030501,2026-03-05 09:30,小区路灯全部不亮\n".encode()
    columns: dict[str, tuple[str, ...]] = {
        "serial": ("工单编号",),
        "received": ("受理时间",),
        "title": ("标题",),
    }
    mapping = Mapping(kind=TICKETS, source="12345", columns=columns)
    receipt = take_over(received, "表.csv", sheet, mapping, SYSTEM)
    assert (receipt.accepted, receipt.corrected) == (0, 1)
    assert existing(case(received.live(), KEY)).title == "小区路灯全部不亮"


def worker_may_receive(office):
    content = msgspec.to_builtins(book().editions["roles"].content)
    worker = next(role for role in content["role"] if role["code"] == "grid_worker")
    worker["may"].append("hotline.ReceiveTicket")
    office.execute(
        ask(PublishEdition, POLICY_STREAM, policy="roles", content=content, source="测试"),
        actor=SYSTEM,
    )
