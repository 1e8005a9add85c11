"""Errands of a grid worker: at a door, with what was found there."""

import io
import re
from uuid import UUID, uuid4

import pytest

from governance.issues.stream import issue_id
from governance.kernel.command import SYSTEM
from governance.places.commands import CorrectPlace
from governance.policy.roles import Sight
from governance.visits.commands import PlanVisit
from governance.visits.stream import visit_id
from projections.casework.queries import case
from projections.places.queries import place
from projections.visits.queries import VisitFilter, findings_of, last_visit, visit, visit_list
from tests.builders import NOW, ask
from tests.deployment import tell
from tests.expecting import existing
from tests.functional.visits.setting import DOOR, ELSEWHERE, escalated, picture, send, visit_form


def test_a_visit_sent_twice_is_one_visit_and_one_issue(worker, doors):
    key = uuid4()
    first = send(worker, escalated(key))
    position = doors.ledger.position()
    again = send(worker, escalated(key))
    assert (first.status_code, again.status_code) == (303, 303), first.text
    assert first.location == again.location == f"/visits/{visit_id(str(key))}"
    assert doors.ledger.position() == position
    found = findings_of(doors.live(), visit_id(str(key)))
    assert [row.outcome for row in found] == ["escalated", "hazard"]
    issue = existing(case(doors.live(), issue_id(found[0].issue)))
    assert (issue.title, issue.grid, issue.source) == ("燃气软管老化", "g1", "visit")


def test_a_finding_goes_into_the_category_the_policy_names(worker, doors, client_of):
    form = escalated(uuid4()) | {"f0-category": "corridor"}
    send(worker, form)
    found = findings_of(doors.live(), visit_id(form["command_id"]))
    key = issue_id(found[0].issue)
    assert existing(case(doors.live(), key)).category == "e0103"
    page = client_of("secretary").get(f"/cases/{key}").text
    assert "市容环境/楼道堆物" in page
    assert "<dd>corridor" not in page


def test_a_missed_visit_is_a_try_and_no_visit(worker, doors):
    answer = send(worker, visit_form(uuid4(), outcome="not_met", next_on="2026-03-08"))
    assert answer.status_code == 303
    row = existing(place(doors.live(), DOOR))
    assert row.visited_at is None
    assert row.tried_at is not None
    page = worker.get(answer.location).text
    assert "未遇" in page
    assert "3月8日" in page


@pytest.mark.parametrize("outcomes", [("not_met", "refused"), ("refused", "not_met")])
def test_of_two_visits_in_one_minute_the_one_told_last_is_the_last(worker, doors, clock, outcomes):
    for number, outcome in zip((2, 1), outcomes, strict=True):
        clock.move(seconds=20)
        assert send(worker, visit_form(UUID(int=number), outcome=outcome)).status_code == 303
    everything = Sight(everything=True)
    listed = visit_list(doors.live(), VisitFilter(), everything).rows
    assert [row.outcome for row in listed] == list(reversed(outcomes))
    assert existing(last_visit(doors.live(), DOOR, met=False)).outcome == outcomes[-1]


def test_a_visit_sent_again_is_answered_though_its_address_was_corrected_meanwhile(worker, doors):
    key = uuid4()
    first = send(worker, escalated(key))
    tell(doors, CorrectPlace, DOOR, field="address", new="示例路3号", reason="登记有误")
    position = doors.ledger.position()
    again = send(worker, escalated(key))
    assert (again.status_code, again.location) == (303, first.location)
    assert doors.ledger.position() == position


def test_a_finding_made_an_issue_by_somebody_else_meanwhile_is_told_so(worker, doors):
    form = visit_form(uuid4(), **{"f0-title": "楼道灯不亮", "f0-outcome": "hazard"})
    page = send(worker, form).location
    told_twice = [
        worker.post(
            f"{page}/findings/1/escalate",
            data={"command_id": str(uuid4())},
            follow_redirects=True,
        ).text
        for _ in range(2)
    ]
    assert "已转为网格问题 WG-" in told_twice[0]
    assert "第1个问题已转为网格问题。请在该问题中继续办理。" in told_twice[1]
    assert len(doors.history(visit_id(form["command_id"]))) == 2


def test_a_finding_solved_on_the_spot_needs_a_word_or_a_picture(worker):
    form = visit_form(uuid4(), **{"f0-title": "灯坏", "f0-outcome": "solved"})
    assert send(worker, form).status_code == 422
    assert send(worker, form | {"f0-explanation": "已换灯泡"}).status_code == 303


def test_a_hazard_is_settled_later_with_a_picture_or_becomes_an_issue(worker, doors):
    form = visit_form(
        uuid4(),
        **{"f0-title": "堆物", "f0-outcome": "hazard", "f1-title": "灯坏", "f1-outcome": "hazard"},
    )
    page = send(worker, form).location
    key = visit_id(form["command_id"])
    unproven = worker.post(f"{page}/findings/1/solve", data={"explanation": "已清"})
    assert unproven.status_code == 422
    assert "已清" in unproven.text
    proof = {"explanation": "已清", "photos": (io.BytesIO(picture()), "b.jpg")}
    answer = worker.post(f"{page}/findings/1/solve", data=proof, content_type="multipart/form-data")
    assert answer.status_code == 303
    for _ in range(2):
        once = {"command_id": str(uuid4())}
        assert worker.post(f"{page}/findings/2/escalate", data=once).status_code in (303, 422)
    rows = findings_of(doors.live(), key)
    assert [row.outcome for row in rows] == ["solved", "escalated"]
    assert existing(case(doors.live(), issue_id(rows[1].issue))).title == "灯坏"


def test_a_planned_visit_is_logged_where_it_was_planned(worker, doors):
    plan = visit_id("plan")
    told_plan = ask(
        PlanVisit,
        plan,
        place=DOOR,
        visitee="household",
        grid="g1",
        area="",
        planned_for=NOW.date(),
    )
    doors.execute(told_plan, actor=SYSTEM)
    assert "待走访" in worker.get("/visits?outcome=planned").text
    form = visit_form(uuid4(), plan=str(plan))
    assert send(worker, form).location == f"/visits/{plan}"
    assert existing(visit(doors.live(), plan)).stage == "made"


def test_last_time_stands_beside_and_can_be_taken_over(worker):
    send(worker, escalated(uuid4()))
    page = worker.get(f"/visits/new?place={DOOR}").text
    assert "上次：否" in page
    assert not re.search(r'name="item-safety-0" value="no"[^>]* checked', page)
    same = worker.get(f"/visits/new?place={DOOR}&same=1").text
    assert re.search(r'name="item-safety-0" value="no"[^>]* checked', same)
    send(worker, visit_form(uuid4(), outcome="not_met", made_at="2026-03-05T09:50"))
    page = worker.get(f"/visits/new?place={DOOR}").text
    assert re.search(r"上次3月5日（周四） <span class=\"tag tag-warn\">未遇", page)
    assert "上次：否" in page


def test_no_change_fills_in_what_is_not_typed_and_says_so(worker, doors):
    first = escalated(uuid4()) | {"way": "phone"}
    given = send(worker, first)
    assert given.status_code == 303, given.text
    key = uuid4()
    typed = {"narrative": "写到一半的情况", "item-safety-0": "yes", "f0-title": "新问题"}
    sent = visit_form(key, **typed) | {"outcome": "", "way": "door", "same": "1"}
    page = send(worker, sent)
    assert page.status_code == 200
    for words in ("写到一半的情况", 'value="新问题"', str(key), "您填过的没有动"):
        assert words in page.text
    for field, value in (("outcome", "met"), ("way", "phone"), ("item-safety-0", "yes")):
        assert re.search(rf'name="{field}" value="{value}"[^>]* checked', page.text), field
    before = existing(re.search(r'name="as_before" value="([^"]+)"', page.text))[1]
    assert before == f"{given.location.rpartition('/')[2]}:1"
    done = send(worker, visit_form(key, narrative="无变化", as_before=before))
    assert "没有变化，照上次填写" in worker.get(done.location).text
    (event,) = doors.history(visit_id(str(key)))
    assert event.as_before == before
    for none in ("x", f"{uuid4()}:1", f"{uuid4()}:x"):
        other = uuid4()
        send(worker, visit_form(other, as_before=none))
        (event,) = doors.history(visit_id(str(other)))
        assert event.as_before == ""


def test_doors_and_visits_end_at_the_border_of_ones_grids(worker, client_of):
    found = worker.get("/visits/new?q=示例路").text
    assert "H1" in found
    assert "H2" not in found
    assert send(worker, visit_form(uuid4()) | {"place": str(ELSEWHERE)}).status_code == 403
    assert client_of("hotline_desk").get("/visits").status_code == 403


def test_the_list_is_narrowed_and_exported(worker, client_of):
    send(worker, escalated(uuid4()))
    send(worker, visit_form(uuid4(), outcome="refused", made_at="2026-03-04T10:00"))
    assert "共 <strong>2</strong> 次" in worker.get("/visits").text
    for narrowed in (
        "theme=safety",
        "open=1",
        "outcome=met",
        "since=2026-03-05",
        "q=H1&sort=-made",
    ):
        count = 2 if narrowed.startswith("q=") else 1
        assert f"共 <strong>{count}</strong> 次" in worker.get(f"/visits?{narrowed}").text
    leader = client_of("grid_leader")
    lines = leader.get("/visits?format=csv").data.decode("utf-8-sig").splitlines()
    assert len(lines) == 3
    assert leader.get("/visits?format=xlsx").data[:2] == b"PK"


def test_the_past_shows_no_visit_and_offers_none(worker, doors, clock):
    before = doors.ledger.position()
    clock.move(minutes=1)
    page = send(worker, escalated(uuid4())).location
    assert worker.get(f"{page}?as_of={before}").status_code == 404
    later = worker.get(f"{page}?as_of={doors.ledger.position()}").text
    assert "登记已解决" not in later


def test_every_time_at_the_door_is_listed_shown_and_exported(worker, doors, client_of):
    key = uuid4()
    page = send(worker, visit_form(key, outcome="not_met", made_at="2026-03-04T19:30")).location
    plan = {"plan": page.rpartition("/")[2]}
    again = escalated(uuid4()) | plan
    assert send(worker, again).location == page
    assert "共 <strong>2</strong> 次" in worker.get("/visits").text
    assert "共 <strong>1</strong> 次" in worker.get("/visits?outcome=not_met").text
    leader = client_of("grid_leader")
    assert len(leader.get("/visits?format=csv").data.decode("utf-8-sig").splitlines()) == 3
    shown = worker.get(page).text
    assert "<h2>上门</h2>" in shown
    assert re.search(r"2026年3月4日 19:30 <span class=\"tag tag-warn\">未遇", shown)
    assert re.search(r"2026年3月5日 09:30 <span class=\"tag tag-ok\">见面", shown)
    file = worker.get(f"/register/{DOOR}").text
    assert '<h2>走访</h2><span class="quiet small">共 2 次</span>' in file
    assert file.count("燃气软管老化</a> <span") == 2, "one finding, one case"
    assert "<h2>上门</h2>" not in worker.get(send(worker, visit_form(uuid4())).location).text


def test_a_door_is_red_until_its_issue_is_over(worker, doors, client_of):
    form = visit_form(uuid4(), **{"f0-title": "燃气软管老化", "f0-outcome": "escalated"})
    page = send(worker, form).location
    (row,) = findings_of(doors.live(), visit_id(form["command_id"]))
    assert "红 问题未解决" in worker.get(f"/register/{DOOR}").text
    assert "1项问题未解决" in worker.get(page).text
    assert "共 <strong>1</strong> 次" in worker.get("/visits?open=1").text
    case_page = f"/cases/{issue_id(row.issue)}"
    void = {"command_id": str(uuid4()), "reason": "duplicate"}
    assert client_of("secretary").post(f"{case_page}/void", data=void).status_code == 303
    file = worker.get(f"/register/{DOOR}").text
    assert "黄 问题已了结" in file
    assert "网格问题已作废：重复上报" in file
    assert "网格问题已作废：重复上报" in worker.get(page).text
    assert "没有符合条件的走访" in worker.get("/visits?open=1").text
