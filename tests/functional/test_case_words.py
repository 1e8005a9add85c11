"""What pages say of a case: labels of the right list, limits kept or missed, one's own queues."""

from uuid import uuid4

import pytest

from governance.hotline.stream import ticket_id

KEY = ticket_id("12345", "SH01")
TICKET = {
    "serial": "SH01",
    "source": "12345",
    "received_at": "2026-03-05T09:30",
    "kind": "complaint",
    "title": "小区路灯不亮",
    "grid": "g1",
    "urgency": "normal",
}
REPORT = {
    "facts": "true",
    "appeal": "reasonable",
    "site_visited": "yes",
    "result": "solved",
    "reply_way": "phone",
    "reply": "路灯已修复",
}
CONTACT = {"contacted_at": "2026-03-05T09:40", "result": "reached", "note": "约了"}


def send(client, path, **values):
    answer = client.post(path, data={"command_id": str(uuid4()), **values})
    assert answer.status_code == 303, answer.text
    return answer.location


@pytest.fixture
def handled(client_of):
    desk = client_of("hotline_desk")
    page = send(desk, "/tickets/new", **TICKET)
    send(desk, f"{page}/contact", **CONTACT)
    send(desk, f"{page}/dispatch", unit="城建办")
    send(client_of("handling_unit"), f"{page}/handle", **REPORT)
    return page


def test_an_outcome_is_called_as_its_own_list_calls_it(handled, client_of):
    desk = client_of("hotline_desk")
    page = desk.get(handled).text
    assert "处理结果</dt><dd>实际解决" in page.replace("\n", "").replace("  ", "")
    assert "已解决" not in page.partition("当前情况")[2]
    assert "实际解决" in desk.get("/cases?format=csv").data.decode("utf-8-sig")


def test_a_voided_issue_says_why_in_words(client_of):
    worker, office = client_of("grid_worker"), client_of("secretary")
    values = {"title": "楼道堆物", "source": "patrol", "grid": "g1"}
    page = send(worker, "/issues/new", **values)
    send(office, f"{page}/void", reason="duplicate")
    text = office.get(page).text
    assert "作废原因" in text
    assert "重复上报" in text
    assert "重复工单" not in text
    assert "duplicate" not in text.partition("当前情况")[2].partition("原始记录")[0].split("raw")[0]
    assert "重复上报" in office.get("/cases?kind=issue&format=csv").data.decode("utf-8-sig")


def test_an_issue_that_was_settled_is_not_called_as_tickets_are(client_of, office):
    worker, desk, unit = (
        client_of("grid_worker"),
        client_of("secretary"),
        client_of("handling_unit"),
    )
    leaf = office.governance.book.categories.leaves("grid")[0].code
    page = send(worker, "/issues/new", title="楼道堆物", source="patrol", grid="g1")
    for client, act, values in (
        (worker, "verify", {}),
        (desk, "file", {"category": leaf}),
        (desk, "dispatch", {"unit": "城建办"}),
        (unit, "handle", {"result": "已清理"}),
        (client_of("grid_leader"), "check", {"passed": "yes"}),
        (desk, "close", {"outcome": "solved"}),
    ):
        send(client, f"{page}/{act}", **values)
    text = desk.get(page).text
    assert "结案，处置结果：已解决" in text
    assert "实际解决" not in text


def test_a_kept_limit_and_a_missed_one_read_differently(client_of, clock):
    desk = client_of("hotline_desk")
    page = send(desk, "/tickets/new", **TICKET)
    send(desk, f"{page}/contact", **CONTACT)
    text = desk.get(page).text
    assert "按时，" in text
    assert "09:40完成" in text
    assert "已结束" not in text
    clock.move(days=20)
    desk = client_of("hotline_desk")
    send(desk, f"{page}/dispatch", unit="城建办")
    send(client_of("handling_unit"), f"{page}/handle", **REPORT)
    text = desk.get(page).text
    assert "按时" in text
    assert "已超期，" in text


def test_a_first_call_given_up_is_not_said_to_be_done(client_of):
    desk = client_of("hotline_desk")
    page = send(desk, "/tickets/new", **TICKET)
    in_vain = {"contacted_at": "2026-03-05T09:40", "result": "not_reached"}
    send(desk, f"{page}/contact", **in_vain, not_reached="refused")
    assert "09:40未联上，不再拨打" in desk.get(page).text


def test_what_was_called_waits_to_be_closed_and_for_no_call(handled, client_of, clock):
    desk = client_of("hotline_desk")
    assert TICKET["title"] in desk.get("/cases?flag=callback").text
    clock.move(minutes=5)
    for _ in range(3):
        send(desk, f"{handled}/call-back", called_back_at="2026-03-05T10:03", reached="no_answer")
    assert TICKET["title"] not in desk.get("/cases?flag=callback").text
    page = desk.get("/cases?flag=closable").text
    assert TICKET["title"] in page
    assert "待结案" in page.partition(TICKET["title"])[2]
    send(desk, f"{handled}/close")


def test_each_counts_as_late_what_it_may_act_on(handled, client_of, clock):
    worker = client_of("grid_worker")
    send(worker, "/issues/new", title="楼道堆物", source="patrol", grid="g1")
    clock.move(days=20)
    desk = client_of("hotline_desk").get("/").text
    assert "/cases?kind=ticket&amp;stage=open&amp;due=overdue" in desk
    late = client_of("hotline_desk").get("/cases?kind=ticket&stage=open&due=overdue").text
    assert TICKET["title"] in late
    assert "楼道堆物" not in late
    assert "stage=dispatched&amp;due=overdue" in client_of("handling_unit").get("/").text
