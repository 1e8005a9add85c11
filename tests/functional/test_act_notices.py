"""A message is true: every act is recorded, and what changes nothing is not said to be done."""

from uuid import uuid4

import pytest

from governance.hotline.stream import ticket_id
from tests.functional.meetings.setting import MEETING

KEY = ticket_id("12345", "SH2026030501")
TICKET = {
    "serial": "SH2026030501",
    "source": "12345",
    "received_at": "2026-03-05T09:30",
    "kind": "complaint",
    "title": "小区路灯不亮",
    "grid": "g1",
}
REPORT = {
    "facts": "true",
    "appeal": "reasonable",
    "site_visited": "yes",
    "result": "solved",
    "reply_way": "phone",
    "reply": "路灯已修复，来电人表示认可",
}
CALL = {"called_back_at": "2026-03-05T10:03"}
UNSOLVED = CALL | {
    "reached": "yes",
    "contacted": "yes",
    "solved": "unsolved",
    "satisfaction": "fairly",
}


def do(client, name, **values):
    form = {"command_id": str(uuid4()), **values}
    return client.post(f"/cases/{KEY}/{name}", data=form, follow_redirects=True)


def facts(office):
    return [type(event).__name__ for event in office.history(KEY)]


@pytest.fixture
def desk(client_of):
    desk = client_of("hotline_desk")
    form = {"command_id": str(uuid4()), **TICKET}
    assert desk.post("/tickets/new", data=form).status_code == 303
    return desk


@pytest.fixture
def handled(desk, client_of, clock):
    do(desk, "contact", contacted_at="2026-03-05T09:40", result="reached", note="约了")
    do(desk, "dispatch", unit="城建办")
    assert "办结报告已提交" in do(client_of("handling_unit"), "handle", **REPORT).text
    clock.move(minutes=5)
    return desk


def test_a_second_call_back_in_the_same_minute_is_recorded_and_has_its_redo(handled, office):
    assert "回访已登记" in do(handled, "call-back", **CALL, reached="no").text
    page = do(handled, "call-back", **UNSOLVED).text
    assert "回访已登记" in page
    assert "第1次重办" in page
    assert facts(office)[-3:] == ["CallerCalledBack", "CallerCalledBack", "RedoOrdered"]


def test_two_calls_in_vain_in_one_minute_stand_both_in_the_ticket(handled, office):
    for _ in range(2):
        assert "回访已登记" in do(handled, "call-back", **CALL, reached="no").text
    assert facts(office)[-2:] == ["CallerCalledBack", "CallerCalledBack"]


def test_a_call_back_sent_twice_is_one_call(handled, office):
    once = {"command_id": str(uuid4()), **CALL, "reached": "no"}
    for _ in range(2):
        answer = handled.post(f"/cases/{KEY}/call-back", data=once, follow_redirects=True)
        assert "回访已登记" in answer.text
    assert facts(office).count("CallerCalledBack") == 1


def test_a_second_try_to_reach_the_caller_in_the_same_minute_is_recorded(desk, office):
    values = {
        "contacted_at": "2026-03-05T09:40",
        "result": "not_reached",
        "not_reached": "no_answer",
    }
    for note in ("无人接听", "仍无人接听"):
        assert "未联已登记，请换个时间再打" in do(desk, "contact", **values, note=note).text
    assert facts(office)[-2:] == ["CallerNotReached", "CallerNotReached"]


@pytest.mark.parametrize(
    ("act", "values", "words"),
    [
        ("dispatch", {"unit": "城建办", "note": "请尽快"}, "已经派遣给城建办，没有改动"),
        (
            "correct",
            {"field": "title", "new": "小区路灯不亮", "reason": "请尽快"},
            "没有改动：现在已经是这样",
        ),
    ],
)
def test_what_is_so_already_is_told_as_such_and_what_was_typed_stays(
    desk, office, act, values, words
):
    do(desk, "dispatch", unit="城建办")
    before = facts(office)
    answer = do(desk, act, **values)
    assert answer.status_code == 422
    assert words in answer.text
    assert "请尽快" in answer.text
    assert "已派遣</" not in answer.text
    assert facts(office) == before


def test_a_ticket_closed_by_somebody_else_meanwhile_is_not_closed_again(handled, office):
    do(handled, "call-back", **UNSOLVED | {"solved": "solved"})
    assert "工单已结案" in do(handled, "close").text
    before = facts(office)
    answer = do(handled, "close")
    assert answer.status_code == 422
    assert "这件工单已经结案" in answer.text
    assert facts(office) == before


def test_the_times_of_one_minute_stand_in_the_order_they_were_told(handled):
    do(handled, "call-back", **CALL, reached="no", note="先打一次")
    page = do(handled, "call-back", **UNSOLVED).text
    places = [page.index(words) for words in ("回访：未接通", "回访：已接通", "，第1次重办，")]
    assert places == sorted(places)


def test_a_meeting_that_is_there_already_is_shown(client_of, office):
    secretary = client_of("secretary")
    path = "/meetings/schedule?grid=g1&window=202605"
    values = {"meets_at": "2026-03-10T14:00", "place": "党群服务站", "host": "grid_leader"}
    first = secretary.post(path, data={"command_id": str(uuid4()), **values})
    assert first.status_code == 303
    position = office.ledger.position()
    late = secretary.post(path, data={"command_id": str(uuid4()), **values})
    assert late.status_code == 422
    assert "这一期会议已经排定" in late.text
    assert f'<a href="/meetings/{MEETING}">查看已排定的会议</a>' in late.text
    assert office.ledger.position() == position


def test_an_agenda_drafted_again_without_news_is_not_said_to_be_drafted(client_of, office):
    secretary = client_of("secretary")
    values = {"meets_at": "2026-03-10T14:00", "place": "党群服务站", "host": "grid_leader"}
    path = "/meetings/schedule?grid=g1&window=202605"
    secretary.post(path, data={"command_id": str(uuid4()), **values})
    pages = [
        secretary.post(
            f"/meetings/{MEETING}/draft",
            data={"command_id": str(uuid4())},
            follow_redirects=True,
        ).text
        for _ in range(2)
    ]
    assert "议程草稿已按规则生成" in pages[0]
    assert "没有改动：现在已经是这样" in pages[1]
    assert "议程草稿已按规则生成" not in pages[1]
