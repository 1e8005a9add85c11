"""A ticket's errand through the pages, from receipt to closing, and what stands in its way."""

from uuid import uuid4

import pytest

from governance.hotline.stream import ticket_id

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
    "address": "示例路12弄3号501室",
    "grid": "g1",
    "urgency": "normal",
}
CONTACT = {"contacted_at": "2026-03-05T09:40", "result": "reached", "note": "约了下午看现场"}
REPORT = {
    "facts": "true",
    "appeal": "reasonable",
    "site_visited": "yes",
    "result": "solved",
    "reply_way": "phone",
    "reply": "路灯已修复，来电人表示认可",
}


def send(client, path, **values):
    return client.post(path, data={"command_id": str(uuid4()), **values})


def do(client, name, **values):
    return send(client, f"/cases/{KEY}/{name}", **values)


@pytest.fixture
def received(client_of):
    answer = send(client_of("hotline_desk"), "/tickets/new", **TICKET)
    assert answer.status_code == 303, answer.text


@pytest.fixture
def dispatched(received, client_of):
    desk = client_of("hotline_desk")
    assert do(desk, "contact", **CONTACT).status_code == 303
    assert do(desk, "dispatch", unit="城建办").status_code == 303


def test_a_ticket_from_receipt_to_closing(dispatched, client_of, clock):
    desk, unit = client_of("hotline_desk"), client_of("handling_unit")
    assert do(unit, "handle", **REPORT).status_code == 303
    clock.move(minutes=5)
    back = {"called_back_at": "2026-03-05T10:03", "reached": "yes", "contacted": "yes"}
    answer = do(desk, "call-back", **back, solved="solved", satisfaction="satisfied")
    assert answer.status_code == 303
    assert do(desk, "close").status_code == 303
    page = desk.get(f"/cases/{KEY}").text
    assert "已结案" in page
    assert "结案，处理结果：实际解决，满意度：满意" in page


def test_sent_twice_is_done_once(received, client_of, office):
    desk = client_of("hotline_desk")
    values = {"command_id": str(uuid4()), "unit": "城建办"}
    for _ in range(2):
        assert desk.post(f"/cases/{KEY}/dispatch", data=values).status_code == 303
    assert len(office.history(KEY)) == 2


def test_a_refusal_says_what_to_do_and_keeps_what_was_typed(received, client_of):
    desk, unit = client_of("hotline_desk"), client_of("handling_unit")
    do(desk, "dispatch", unit="城建办")
    answer = do(unit, "handle", **REPORT)
    assert answer.status_code == 422
    assert "这件工单还没有初电记录，先登记初电再办结。" in answer.text
    assert REPORT["reply"] in answer.text


def test_a_dissatisfied_caller_sends_it_back(dispatched, client_of, clock):
    do(client_of("handling_unit"), "handle", **REPORT)
    clock.move(minutes=5)
    back = {"called_back_at": "2026-03-05T10:03", "reached": "yes", "contacted": "yes"}
    desk = client_of("hotline_desk")
    assert (
        do(desk, "call-back", **back, solved="unsolved", satisfaction="dissatisfied").status_code
        == 303
    )
    assert "第1次重办" in desk.get(f"/cases/{KEY}").text


def test_personal_data_is_masked_until_somebody_says_why(received, client_of, office):
    desk = client_of("hotline_desk")
    page = desk.get(f"/cases/{KEY}").text
    assert "138****8000" in page
    assert "13800138000" not in page
    assert "501室" not in page
    assert send(desk, f"/reveal/case/{KEY}", field="phone", purpose="").status_code == 422
    shown = send(desk, f"/reveal/case/{KEY}", field="phone", purpose="contact")
    assert "13800138000" in shown.text


@pytest.mark.parametrize("database_url", [""])
def test_nothing_personal_stands_in_any_database_in_clear(received, office):
    for file in office.data.glob("*.db*"):
        stored = file.read_bytes()
        for secret in ("13800138000", "张三", "501室"):
            assert secret.encode() not in stored, file
    assert TICKET["title"].encode() in (office.data / "events.db-wal").read_bytes()  # the control


def test_a_unit_sees_only_its_own(received, client_of):
    unit = client_of("handling_unit")
    assert unit.get(f"/cases/{KEY}").status_code == 404
    assert TICKET["title"] not in unit.get("/cases").text
    assert do(unit, "dispatch", unit="城建办").status_code == 404


def test_the_list_finds_two_character_words(received, client_of):
    desk = client_of("hotline_desk")
    assert TICKET["title"] in desk.get("/cases?q=路灯").text
    assert "没有符合条件的案件" in desk.get("/cases?q=电梯").text


def test_the_list_as_a_file_holds_nothing_personal(received, client_of):
    desk = client_of("hotline_desk")
    text = desk.get("/cases?format=csv").data.decode("utf-8-sig")
    assert TICKET["serial"] in text
    assert "13800138000" not in text
    assert desk.get("/cases?format=xlsx").data[:2] == b"PK"


def test_the_past_shows_a_banner_and_offers_no_acts(dispatched, client_of):
    auditor = client_of("hotline_desk")
    positions = {n: auditor.get(f"/cases/{KEY}?as_of={n}") for n in range(1, 40)}
    seen = [n for n, answer in positions.items() if answer.status_code == 200]
    first = positions[seen[0]].text
    assert "您正在查看" in first
    assert "返回当前" in first
    assert "派遣给城建办" not in first
    assert 'action="/cases/' not in first
    assert "派遣给城建办" in positions[seen[-1]].text


def test_nobody_changes_the_past(received, client_of):
    answer = send(client_of("hotline_desk"), f"/cases/{KEY}/dispatch?as_of=1", unit="城建办")
    assert answer.status_code in {404, 422}


def test_a_stranger_is_sent_to_the_door(received, client_of):
    client = client_of("hotline_desk")
    client.post("/logout")
    answer = client.get(f"/cases/{KEY}")
    assert answer.status_code == 302
    assert "/login" in answer.headers["Location"]


def test_a_copied_cookie_is_worth_nothing_after_logout(received, client_of):
    client = client_of("hotline_desk")
    cookie = client.get_cookie("geyi_session").value
    client.post("/logout")
    client.set_cookie("geyi_session", cookie)
    assert client.get("/cases").status_code == 302


def test_a_request_from_another_site_is_refused(received, client_of):
    answer = client_of("hotline_desk").post(
        f"/cases/{KEY}/dispatch", data={"unit": "城建办"}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert answer.status_code == 403


@pytest.mark.parametrize(
    "query", ["due=nonsense", "page=99999999999999999999", "page=-1", "sort=nothing", "q=%25_%5C"]
)
@pytest.mark.parametrize("database_url", [""])
def test_a_hostile_address_is_answered_with_a_page(received, client_of, query):
    assert client_of("hotline_desk").get(f"/cases?{query}").status_code == 200


def test_a_correction_names_the_grid_and_a_name_nothing_has_is_refused(received, client_of):
    desk = client_of("hotline_desk")
    values = {"field": "grid", "reason": "地址看错"}
    answer = do(desk, "correct", new="第九综合网格", **values)
    assert answer.status_code == 422
    assert "没有叫“第九综合网格”的网格" in answer.text
    assert "地址看错" in answer.text
    assert do(desk, "correct", new="第二综合网格", **values).status_code == 303
    assert "第二综合网格" in desk.get(f"/cases/{KEY}").text


@pytest.fixture
def closed(dispatched, client_of, clock):
    desk = client_of("hotline_desk")
    assert do(client_of("handling_unit"), "handle", **REPORT).status_code == 303
    clock.move(minutes=5)
    back = {"called_back_at": "2026-03-05T10:03", "reached": "yes", "contacted": "yes"}
    do(desk, "call-back", **back, solved="solved", satisfaction="satisfied")
    assert do(desk, "close").status_code == 303
    return desk


def test_a_caller_who_rings_again_meets_the_case_and_it_goes_on(closed, client_of):
    answer = send(closed, "/tickets/new", **TICKET)
    assert answer.status_code == 422
    assert "来电人再次反映的，在它上面重新办理" in answer.text
    assert f"/cases/{KEY}?act=reopen" in answer.text
    refused = do(closed, "progress", note="又不亮了")
    assert "请在这件工单上“重新办理”" in refused.text
    answer = do(closed, "reopen", reason="called_again", note="灯又灭了")
    assert answer.status_code == 303, answer.text
    page = closed.get(f"/cases/{KEY}").text
    assert "重新办理（来电人再次反映），第1次重办，办理期限" in page
    assert TICKET["title"] in client_of("handling_unit").get("/cases?stage=dispatched").text


def test_what_was_closed_is_corrected_by_two(closed, client_of):
    values = {"field": "outcome", "new": "未解决", "reason": "报告勾错"}
    assert "更正要由另一人同意" in do(closed, "correct", **values).text
    assert do(closed, "ask-correction", **values).status_code == 303
    assert "这是您自己提出的申请" in do(closed, "grant-correction").text
    secretary = client_of("secretary")
    assert TICKET["title"] in secretary.get("/cases?flag=correction_asked").text
    assert do(secretary, "grant-correction").status_code == 303
    page = secretary.get(f"/cases/{KEY}").text
    assert "同意hotline_desk的账号的更正申请，原因：报告勾错" in page
    assert "未解决" in page
    assert TICKET["title"] not in secretary.get("/cases?flag=correction_asked").text


def test_an_empty_first_call_is_refused_and_nothing_is_taken_for_granted(received, client_of):
    desk = client_of("hotline_desk")
    at = {"contacted_at": "2026-03-05T09:40"}
    assert "是否联系上：此项必填。" in do(desk, "contact", **at).text
    answer = do(desk, "contact", **at, result="reached")
    assert "请写明联系内容" in answer.text
    answer = do(desk, "contact", **at, result="not_reached")
    assert "没有联系上的，请选择未联原因" in answer.text
    answer = do(desk, "contact", **at, result="reached", not_reached="no_answer", note="好")
    assert "选了已联，就不填未联原因" in answer.text
    assert TICKET["title"] in desk.get("/cases?flag=uncontacted").text


def test_a_call_nobody_answered_leaves_the_ticket_in_its_queue(received, client_of, clock):
    desk = client_of("hotline_desk")
    for at in ("2026-03-05T10:40", "2026-03-05T11:45", "2026-03-05T12:50"):
        assert TICKET["title"] in desk.get("/cases?flag=uncontacted").text
        clock.move(minutes=65)
        desk = client_of("hotline_desk")
        values = {"contacted_at": at, "result": "not_reached", "not_reached": "no_answer"}
        assert do(desk, "contact", **values).status_code == 303
    assert TICKET["title"] not in desk.get("/cases?flag=uncontacted").text
    page = desk.get(f"/cases/{KEY}").text
    assert "先行联系未联上，原因：始终未接，还须换个时间再打" in page
    assert "先行联系未联上，原因：始终未接，不再要求另打" in page


def test_the_desk_does_not_file_the_report_of_the_unit(dispatched, client_of, office):
    desk = client_of("hotline_desk")
    assert "提交办结报告" not in desk.get(f"/cases/{KEY}").text
    assert "您的岗位不能办理此事" in do(desk, "handle", **REPORT).text
    assert do(client_of("handling_unit"), "handle", **REPORT).status_code == 303


def test_who_asks_for_a_return_does_not_grant_it(dispatched, client_of):
    desk, unit = client_of("hotline_desk"), client_of("handling_unit")
    assert do(desk, "ask-return", reason="not_ours").status_code == 303
    assert "这是您自己提出的申请，按规定要由另一人审核" in do(desk, "grant-return").text
    assert "待审核" in unit.get(f"/cases/{KEY}").text
