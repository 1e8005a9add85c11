"""更正 and 撤回 of a visit by whoever walked: counted once, its issue not forgotten."""

import io
from uuid import UUID, uuid4

import pytest

from governance.issues.stream import issue_id
from governance.policy.roles import Sight
from governance.visits.stream import visit_id
from projections.places.queries import place
from projections.visits.queries import VisitFilter, findings_of, visit_list
from tests.expecting import existing
from tests.functional.visits.setting import DOOR, escalated, picture, send, visit_form
from web.frame.receipts import ALREADY

ALL = Sight(everything=True)
HEIC = b"\0\0\0\x18ftypheic" + bytes(4000)
NEXT = {"next_on": "2026-03-20"}


def counted(office):
    return [row.stage for row in visit_list(office.live(), VisitFilter(), ALL).rows]


def door(office):
    return existing(place(office.live(), DOOR))


def reason(text="重复登记", **more):
    return {"command_id": str(uuid4()), "reason": text, **more}


def test_a_double_visit_is_withdrawn_and_counted_once(worker, doors, client_of):
    first = send(worker, visit_form(uuid4(), **NEXT))
    form = escalated(uuid4())
    double = send(worker, form).location
    assert counted(doors) == ["made", "made"]
    page = worker.get(double).text
    assert f'href="{double}/withdraw"' in page
    assert f'href="{double}/correct"' in page
    serial = findings_of(doors.live(), visit_id(form["command_id"]))[0].issue
    asked = worker.get(f"{double}/withdraw").text
    assert f"它转出的网格问题{serial}不会随着撤回消失" in asked
    assert "撤回原因" in worker.post(f"{double}/withdraw", data={"reason": ""}).text
    sent = reason()
    done = worker.post(f"{double}/withdraw", data=sent, follow_redirects=True)
    assert f"走访已撤回，不再计数。转出的网格问题{serial}还在，已在问题里注明" in done.text
    assert "这次走访已经撤回，不计入各项数字" in done.text
    assert "撤回走访记录（第1条），不再计数：重复登记" in done.text
    assert counted(doors) == ["made"]
    row = door(doors)
    assert (row.visits, row.open_findings, row.revisit_on) == (1, 0, "2026-03-20")
    issue = client_of("secretary").get(f"/cases/{issue_id(serial)}").text
    assert "发现这个问题的走访已撤回：重复登记。请核实" in issue
    again = worker.post(f"{double}/withdraw", data=sent, follow_redirects=True)
    assert ALREADY in again.text
    assert worker.post(f"{double}/withdraw", data=reason()).status_code == 404
    listed = worker.get("/visits?outcome=withdrawn").text
    assert double in listed
    assert first.location not in listed


def test_a_visit_is_corrected_and_tells_what_it_was(worker, doors):
    made = send(worker, visit_form(uuid4(), satisfaction="", **NEXT)).location
    form = worker.get(f"{made}/correct").text
    assert 'value="2026-03-05T09:30"' in form
    right = reason(
        "日期选错了", made_at="2026-03-04T16:00", way="phone", visitee="household", narrative="补记"
    )
    done = worker.post(f"{made}/correct", data=right, follow_redirects=True)
    assert "走访记录已更正" in done.text
    assert "更正走访记录（第1条）：日期选错了，情况记录重新填写" in done.text
    for words in ("走访时间", "下次走访", "走访方式"):
        assert words in done.text
    row = door(doors)
    assert (row.visits, row.revisit_on) == (1, "")
    assert f"{existing(row.visited_at):%Y-%m-%d %H:%M}" == "2026-03-04 08:00"
    same = worker.post(f"{made}/correct", data=right | {"command_id": str(uuid4())})
    assert "没有改动" in same.text
    late = worker.post(f"{made}/correct", data=right | reason(made_at="2027-01-01T10:00"))
    assert late.status_code == 422
    assert "走访时间晚于现在" in late.text


def test_a_missed_visit_is_amended_too(worker, doors):
    made = send(worker, visit_form(uuid4(), outcome="not_met", narrative="门锁着")).location
    right = reason("走错楼", made_at="2026-03-05T09:00", way="door", visitee="household")
    assert "对方满意度" not in worker.get(f"{made}/correct").text
    worker.post(f"{made}/correct", data=right | {"narrative": "敲门没人"})
    key = made.rpartition("/")[2]
    assert 'name="field" value="note"' in worker.get(made).text
    worker.post(f"{made}/withdraw", data=reason("走错楼"))
    assert counted(doors) == []
    assert door(doors).tried_at is None
    assert worker.get(f"/visits/{key}").status_code == 200


def test_a_planned_visit_waits_again_and_numbers_its_findings_on(worker, doors, client_of):
    desk = client_of("secretary")
    planned = desk.post(
        "/visits/plan",
        data={"command_id": str(uuid4()), "chosen": str(DOOR), "planned_for": "2026-03-06"},
    ).location
    key = planned.rpartition("/")[2]
    form = escalated(uuid4())
    send(worker, form | {"plan": key})
    worker.post(f"{planned}/withdraw", data=reason("去的是隔壁"))
    assert 'href="/visits/new?plan=' in worker.get(planned).text
    again = escalated(uuid4())
    assert send(worker, again | {"plan": key}).status_code == 303
    repeat = escalated(uuid4()) | {"command_id": again["command_id"], "plan": key}
    assert send(worker, repeat).status_code == 303
    numbers = [found.number for found in findings_of(doors.live(), UUID(key))]
    assert numbers == [1, 2, 3, 4]


@pytest.mark.parametrize("role", ["auditor", "hotline_desk"])
def test_whoever_may_not_is_not_let(worker, client_of, role):
    made = send(worker, visit_form(uuid4())).location
    assert client_of(role).post(f"{made}/withdraw", data=reason()).status_code in {403, 404}


def test_a_finding_solved_by_mistake_is_open_again(worker, doors):
    made = send(worker, escalated(uuid4())).location
    photo = {"photos": (io.BytesIO(picture()), "灯.jpg"), "command_id": str(uuid4())}
    kind = "multipart/form-data"
    heic = {"photos": [(io.BytesIO(picture()), "灯.jpg"), (io.BytesIO(HEIC), "a.HEIC")]}
    wrong = worker.post(f"{made}/findings/2/solve", data=heic, content_type=kind)
    assert "“a.HEIC”不是能读取的照片" in wrong.text
    assert "photos_kept" in wrong.text  # the good one is kept
    worker.post(f"{made}/findings/2/solve", data=photo, content_type=kind)
    assert door(doors).open_findings == 1
    done = worker.post(f"{made}/findings/2/reopen", data=reason("灯还不亮"), follow_redirects=True)
    assert "第2项问题恢复为隐患：灯还不亮" in done.text
    assert door(doors).open_findings == 2
